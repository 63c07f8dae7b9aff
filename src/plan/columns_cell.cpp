/// \file
/// What one cell is by its words: a body, a time, text; and whether the next line goes on with it.

#include "base/text.h"
#include "plan/body.h"
#include "plan/paragraph.h"
#include "plan/unfolder.h"

#include <algorithm>

namespace neove::plan {

Unfolder::CellKind Unfolder::kind_of(std::string_view words) const {
    const Tokens t(words, g_.lexicon);
    if (t.size() == 0) return CellKind::Text;
    const BodyReader bodies(t, g_);
    const BodyList list = bodies.read_list(t.at(0, Cue::request, t.size()), t.size(), BodyPlace::Sentence);
    if (!list.bodies.empty() && (list.end == t.size() || !t.is(list.end, Cue::verb, t.size())))
        return CellKind::Body;
    const TimeReader time(t, 2000);
    const auto times = time.read_field({0, t.size()});
    if (t[0].kind == TokenKind::Number) return is_bare_day(time, t) ? CellKind::Time : CellKind::Text;
    const bool starts =
        !times.empty() && times[0].range.first <= 1 && t[0].kind == TokenKind::Word &&
        (times[0].kind != DeadlineKind::Unspecified || t.is(0, Cue::unspecified_time, t.size()));
    return starts && t[0].capital ? CellKind::Time : CellKind::Text;
}

/// "30/11/2024" and nothing else.
bool Unfolder::is_bare_day(const TimeReader& time, const Tokens& t) {
    Index after = 0;
    return time.day_at(0, t.size(), after).has_value() && after == t.size();
}

/// A few words around a time, "Kỳ họp giữa năm 2024", in the place of a time.
bool Unfolder::speaks_of_time(std::string_view words) const {
    constexpr Index kFewWords = 8;
    const Tokens t(words, g_.lexicon);
    if (t.size() == 0 || t.size() > kFewWords || !t[0].capital) return false;
    for (Index i = 0; i + 1 < t.size(); ++i) {
        for (const Cue cue : {Cue::year, Cue::quarter, Cue::month, Cue::day}) {
            const Index unit = t.at(i, cue, t.size());
            if (unit > 0 && i + unit < t.size() && t[i + unit].kind == TokenKind::Number) return true;
        }
    }
    return false;
}

/// Whether the line goes on with the cell that `before` began.
bool Unfolder::continues(std::string_view before, std::string_view line) const {
    const Tokens t(line, g_.lexicon);
    if (t.size() == 0) return true;
    if (t[0].kind == TokenKind::Word && !t[0].capital) return true;
    if (t[0].kind == TokenKind::Mark && t[0].mark != U'-') return true;
    const Tokens b(before, g_.lexicon);
    if (b.size() == 0) return false;
    const Index last = b.size() - 1;
    // A name cut by the border of the cell: the phrase reaches across the break.
    const std::string both = std::string(before) + " " + std::string(line);
    const Tokens joined(both, g_.lexicon);
    if (joined.is_inside(b.size(), Cue::field) || joined.is_inside(b.size(), Cue::name)) return true;
    if (b.is(last, Cue::head, b.size()) && b[last].capital && !t.is(0, Cue::kind, t.size())) return true;
    for (const Cue cue : {Cue::quarter, Cue::month, Cue::year, Cue::day}) {
        if (b.is(last, cue, b.size())) return true;
    }
    return b[last].mark == U',' || b[last].mark == U';' || b[last].mark == U'-' || b[last].mark == U'(' ||
           b.is(last, Cue::conjunction, b.size()) || b.is(last, Cue::with, b.size()) ||
           (b.is(last, Cue::stop, b.size()) && !(last > 0 && b.is(last - 1, Cue::stop, last)));
}

}  // namespace neove::plan
