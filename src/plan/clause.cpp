/// \file
/// Sentences and clauses: where one ends and the next begins.

#include "plan/role.h"

namespace neove::plan {
namespace {

bool ends_sentence(const Tokens& t, Index i, Index end) {
    const char32_t mark = t[i].mark;
    if (mark != U'.' && mark != U'!' && mark != U'?' && mark != kEllipsis) return false;
    Index next = i + 1;
    if (next < end && (t[next].mark == U'"' || t[next].mark == U')')) ++next;
    if (next >= end) return true;
    if (t[next].glued) return false;
    // "TP. Sơn Vân": a short form of a level before the name of a place.
    if (mark == U'.' && i > 0 && t[i].glued && t[i - 1].capital && t.at(i - 1, Cue::level, i) == 1 &&
        t.text(i - 1).size() <= 2) {
        return false;
    }
    if (mark == kEllipsis && !t[next].capital) return false;
    return t[next].capital || t[next].mark == U'"' || t[next].kind == TokenKind::Number;
}

std::vector<Range> cut(const Tokens& t, Range range, bool at_semicolons) {
    std::vector<Range> out;
    Index begin = range.first;
    int depth = 0;
    for (Index i = range.first; i < range.last; ++i) {
        if (t[i].mark == U'(') ++depth;
        if (t[i].mark == U')' && depth > 0) --depth;
        const bool semicolon = at_semicolons && t[i].mark == U';' && depth == 0;
        if (!semicolon && (depth > 0 || !ends_sentence(t, i, range.last))) continue;
        Index last = i + 1;
        if (last < range.last && t[last].mark == U'"' && t[last].glued) ++last;
        out.push_back({begin, last});
        begin = last;
        i = last - 1;
    }
    if (begin < range.last) out.push_back({begin, range.last});
    return out;
}

}  // namespace

std::vector<Range> sentences_of(const Tokens& tokens, Range range) {
    return cut(tokens, range, false);
}

std::vector<Range> clauses_of(const Tokens& tokens, Range range) {
    return cut(tokens, range, true);
}

Range trimmed(const Tokens& t, Range range) {
    const auto is_edge = [&](Index i) {
        const char32_t mark = t[i].mark;
        return mark == U'.' || mark == U';' || mark == U':' || mark == U',' || mark == U'/' || mark == U'-' ||
               mark == kCell;
    };
    while (!range.empty() && is_edge(range.last - 1)) --range.last;
    while (!range.empty() && is_edge(range.first)) ++range.first;
    return range;
}

}  // namespace neove::plan
