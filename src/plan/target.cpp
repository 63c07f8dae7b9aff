#include "plan/target.h"

namespace neove::plan {

std::vector<Target> read_targets(const Readers& readers, Range text, bool is_goal) {
    const Tokens& t = readers.tokens;
    std::vector<Target> out;
    for (const Range& clause : clauses_of(t, text)) {
        std::optional<std::string> deadline;
        for (const Deadline& time : readers.time.read_prose(clause)) {
            if (time.end && !time.recurrence) deadline = time.end;
        }
        for (Index i = clause.first; i + 1 < clause.last; ++i) {
            if (t[i].kind != TokenKind::Number || t[i + 1].mark != U'%') continue;
            Index begin = i;
            if (begin > clause.first + 1 && t[begin - 1].mark == U',' && t[begin].glued) begin -= 2;  // 0,5%
            const Index value_begin = begin;
            while (begin > clause.first && t[begin - 1].kind == TokenKind::Word &&
                   (t.is(begin - 1, Cue::target_measure, i) ||
                    (begin >= clause.first + 2 && t.is(begin - 2, Cue::target_measure, i)))) {
                --begin;
            }
            Index end = i + 2;
            while (end < clause.last && t[end].mark != U';' && t[end].mark != U'.' &&
                   !(t[end].kind == TokenKind::Number && end + 1 < clause.last && t[end + 1].mark == U'%')) {
                ++end;
            }
            Target target;
            target.text = t.written(trimmed(t, {begin, end}));
            target.value = t.written({value_begin, i + 2});
            target.unit = "%";
            target.deadline = deadline;
            target.span = {begin, end};
            target.confidence =
                is_goal ? Confidence{85, "target.in_goals", {}} : Confidence{70, "target.in_order", {}};
            out.push_back(std::move(target));
            i = end - 1;
        }
    }
    return out;
}

}  // namespace neove::plan
