/// \file
/// To whom a report goes and through whom: "gửi A (qua B)", "báo cáo A; đồng thời gửi B".

#include "plan/report.h"

#include <algorithm>

namespace neove::plan {

std::optional<std::string> ReportReader::via_at(Index i, Index end, Index& after) const {
    if (i + 2 >= end || t_[i].mark != U'(') return std::nullopt;
    const Index via = t_.at(i + 1, Cue::via, end);
    if (via == 0) return std::nullopt;
    Index close = i + 1 + via;
    const Index begin = close;
    while (close < end && t_[close].mark != U')') ++close;
    after = std::min(close + 1, end);
    auto body = bodies_.read(begin, close, BodyPlace::Field);
    if (!body) return bodies_.spell_out({begin, close});
    // "Phòng Tham mưu, Công an tỉnh" is one place.
    const Index next = body->range.last;
    if (next + 1 < close && t_[next].mark == U',') {
        if (const auto owner = bodies_.read(next + 1, close, BodyPlace::Sentence)) {
            return bodies_.spell_out({begin, owner->range.last});
        }
    }
    return body->name;
}

std::optional<ReportReader::Receiver> ReportReader::receiver(Index from, Index end) const {
    for (Index i = from; i < end; ++i) {
        Index at = i;
        // "báo cáo kết quả với A": to A, unless one works with A.
        const bool with = i > from && t_.at(i, Cue::with, end) == 1 && t_.text(i) == "với" &&
                          !(i >= 2 && t_.is(i - 2, Cue::cooperate, i));
        const Index send = with ? 1 : t_.at(i, Cue::report_send, end);
        const Index direct = send == 0 ? t_.at(i, Cue::report, end) : 0;
        if (send == 0 && direct == 0) continue;
        at += send + direct;
        if (direct > 0) at += t_.at(at, Cue::ad_hoc_manner, end);  // "báo cáo ngay A"
        if (t_.is(at, Cue::report_send, end)) at += t_.at(at, Cue::report_send, end);
        const BodyList list = bodies_.read_list(at, end, BodyPlace::Sentence);
        if (list.bodies.empty()) continue;
        Receiver found{.at = i, .end = list.end};
        std::string names;
        Index behind = list.bodies[0].range.last;
        for (const Body& body : list.bodies) {
            // "gửi về Công an tỉnh và báo cáo …": stop where a "(qua …)" stands.
            names += (names.empty() ? "" : "; ") + body.name;
            behind = body.range.last;
            if (behind < end && t_[behind].mark == U'(') break;
        }
        // "về Công an tỉnh (Phòng A)": the unit that takes it in.
        if (const std::size_t open = names.find(" (");
            open != std::string::npos && names.ends_with(')') && list.bodies.size() == 1) {
            found.via = names.substr(open + 2, names.size() - open - 3);
            names.resize(open);
        }
        found.to = names;
        if (found.via) return found;
        Index after = behind;
        found.via = via_at(behind, end, after);
        if (!found.via && behind < end && t_.is(behind, Cue::via, end)) {
            const Index via = behind + t_.at(behind, Cue::via, end);
            if (const auto body = bodies_.read(via, end, BodyPlace::Sentence)) found.via = body->name;
        }
        // "gửi A (qua B), C"
        if (found.via && after < end && after > behind &&
            (t_[after].mark == U',' || t_.is(after, Cue::conjunction, end))) {
            const BodyList more = bodies_.read_list(after + 1, end, BodyPlace::Sentence);
            const bool ends = more.end >= end || !t_.is(more.end, Cue::verb, end);
            for (const Body& body : more.bodies) {
                if (ends) *found.to += "; " + body.name;
            }
        }
        add_also_sent(found, std::max(after, behind), end);
        return found;
    }
    return std::nullopt;
}

/// "…, đồng thời gửi B"
void ReportReader::add_also_sent(Receiver& found, Index from, Index end) const {
    for (Index i = from; i < end && i < from + 3; ++i) {
        const Index also = t_.at(i, Cue::also_send, end);
        if (also == 0) continue;
        for (const Body& body : bodies_.read_list(i + also, end, BodyPlace::Sentence).bodies)
            *found.to += "; " + body.name;
        return;
    }
}

/// "báo cáo kết quả qua B để tổng hợp, báo cáo A": `end` is where "để tổng hợp" begins.
std::optional<ReportReader::Receiver> ReportReader::receiver_through(Index verb, Index end, Index last)
    const {
    for (Index i = verb; i < end; ++i) {
        const Index via = t_.at(i, Cue::via, end);
        const auto through = via > 0 ? bodies_.read(i + via, end, BodyPlace::Sentence) : std::nullopt;
        if (!through || through->range.last != end) continue;
        auto found = receiver(end, last);
        if (found) found->via = through->name;
        return found;
    }
    return std::nullopt;
}

/// "trình A báo cáo tổng kết": A stands right before the report.
std::optional<ReportReader::Receiver> ReportReader::receiver_before(Range before) const {
    for (Index i = before.first; i < before.last; ++i) {
        const Index advise = t_.at(i, Cue::advise, before.last);
        if (advise == 0) continue;
        const BodyList list = bodies_.read_list(i + advise, before.last, BodyPlace::Sentence);
        if (list.bodies.empty() || list.end != before.last) continue;
        return Receiver{.to = list.bodies.front().name, .via = {}, .at = i, .end = list.end};
    }
    return std::nullopt;
}

}  // namespace neove::plan
