#include "plan/opening.h"

#include "plan/paragraph.h"

namespace neove::plan {

bool opens_paragraph(const Tokens& t, Range line) {
    if (line.empty() || t[line.first].kind != TokenKind::Word || !t[line.first].capital) return false;
    const Index i = line.first;
    for (const Cue cue :
         {Cue::request,
          Cue::assign,
          Cue::closing,
          Cue::lead,
          Cue::periodic,
          Cue::yearly,
          Cue::quarterly,
          Cue::difficulty_open,
          Cue::basis_line,
          Cue::recipients}) {
        if (t.is(i, cue, line.last)) return true;
    }
    if (const Index open = t.at(i, Cue::basis_open, line.last); open > 0) {
        return t.is(i + open, Cue::kind, line.last) && t[i + open].capital;
    }
    // "Sở A chủ trì": a body that is put to work. Only the beginning of the line is looked at.
    if (!t.is(i, Cue::head, line.last) && !t.is(i, Cue::name, line.last) &&
        !t.is(i, Cue::collective, line.last))
        return false;
    constexpr Index kNear = 14;
    for (Index j = i + 1; j < line.last && j < i + kNear; ++j) {
        if (t.is(j, Cue::lead, line.last) || t.is(j, Cue::responsible, line.last)) return true;
        if (t[j].mark == U'.' || t[j].mark == U';') return false;
    }
    return false;
}

bool opens_order(const Tokens& t, Range line) {
    if (line.empty() || !t[line.first].capital) return false;
    return t.is(line.first, Cue::verb, line.last) || t.is(line.first, Cue::adverb, line.last) ||
           t.is(line.first, Cue::cooperate, line.last) || t.is(line.first, Cue::preface, line.last) ||
           opens_paragraph(t, line);
}

bool names_bodies(const Tokens& t, Range heading) {
    if (heading.empty()) return false;
    Index i = heading.first;
    for (const Cue cue : {Cue::request, Cue::concerning, Cue::assign})
        i += i == heading.first ? t.at(i, cue, heading.last) : 0;
    if (i >= heading.last || heading.size() > 40 || t.is(i, Cue::not_a_body, heading.last)) return false;
    const Index last = heading.last - 1;
    if (t.is(last, Cue::conjunction, heading.last) || t.is(last, Cue::stop, heading.last)) return false;
    const bool body = t.is(i, Cue::head, heading.last) || t.is(i, Cue::name, heading.last) ||
                      t.is(i, Cue::collective, heading.last) || t.is(i, Cue::office_head, heading.last) ||
                      (t[i].all_caps && !is_all_caps(t, heading));
    if (!body) return false;
    for (Index j = i; j < heading.last; ++j) {
        if (t.is(j, Cue::lead, heading.last) || t.is(j, Cue::cooperate, heading.last) ||
            t.is(j, Cue::responsible, heading.last) || t[j].mark == U'.')
            return false;
    }
    return true;
}

}  // namespace neove::plan
