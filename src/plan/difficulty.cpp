/// \file
/// Where difficulties go: "nếu có khó khăn, vướng mắc, phản ánh về A".

#include "plan/report.h"

#include <algorithm>

namespace neove::plan {

std::optional<DifficultyClause> ReportReader::difficulty(Range sentence) const {
    const Range words = trimmed(t_, sentence);
    Index trouble = words.last;
    for (Index i = words.first; i < words.last; ++i) {
        if (t_.is(i, Cue::difficulty, words.last)) {
            trouble = i;
            break;
        }
    }
    if (trouble >= words.last) return std::nullopt;
    Index begin = trouble;
    bool opened = trouble <= words.first + 3;
    for (Index i = trouble + 1; i-- > words.first;) {
        if (t_.is(i, Cue::difficulty_open, words.last) && trouble - i < 30) {
            begin = i;
            opened = true;
        }
        if (i < trouble && t_[i].mark == U';') break;
    }
    if (!opened) return std::nullopt;
    for (Index i = trouble; i < words.last; ++i) {
        const Index act = t_.at(i, Cue::difficulty_act, words.last);
        if (act == 0) continue;
        auto to = receiver(i, words.last);
        if (!to) {
            // "liên hệ A để được hướng dẫn"
            const BodyList list = bodies_.read_list(i + act, words.last, BodyPlace::Sentence);
            if (!list.bodies.empty()) {
                Index after = list.bodies[0].range.last;
                to = Receiver{.to = list.bodies[0].name, .via = via_at(after, words.last, after)};
            }
        }
        // "kịp thời báo cáo" reports as well, to whomever.
        bool reports = false;
        for (Index word = i; word < i + act; ++word)
            reports = reports || t_.is(word, Cue::report, words.last);
        if (!to && !reports) return std::nullopt;  // none behind a later verb either
        DifficultyClause clause{.range = {begin == trouble ? words.first : begin, sentence.last}};
        if (to && to->to) clause.agency.push_back(*to->to);
        if (to) clause.via = to->via;
        return clause;
    }
    return std::nullopt;
}

}  // namespace neove::plan
