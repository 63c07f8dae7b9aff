/// \file
/// Bodies that are put to work behind the order, not before it: "… (A chủ trì, B phối hợp)", "… giao A thực
/// hiện", "… ; A chủ trì; B phối hợp".

#include "plan/role.h"

namespace neove::plan {
namespace {

bool ends_clause(const Tokens& t, Index i, Index end) {
    return i >= end || t[i].mark == U';' || t[i].mark == U'.' || t[i].mark == U')' || t[i].mark == U',';
}

}  // namespace

/// What the body at `i … list.end` is said to do: it leads, it takes part, or nothing that gives a role.
RoleReader::Part RoleReader::part_of(const BodyList& list, Index i, Range range) const {
    Index next = list.end;
    if (next + 1 < range.last && t_[next].mark == U',' && t_.is(next + 1, Cue::lead, range.last)) ++next;
    const bool object = i > range.first && (t_.is(i - 1, Cue::with, i) || t_.is(i - 1, Cue::of, i));
    if (object) return Part::None;
    if (t_.is(next, Cue::lead, range.last)) return Part::Lead;
    const bool given = i > range.first && (t_.is(i - 1, Cue::assign, i) || t_.is(i - 1, Cue::by, i));
    const bool opens_clause = i == range.first || t_[i - 1].mark == U'(' || t_[i - 1].mark == U';' ||
                              t_[i - 1].mark == U',' || t_[i - 1].mark == U'.';
    const Index perform = t_.at(next, Cue::perform, range.last);
    if (perform > 0 && (given || (opens_clause && ends_clause(t_, next + perform, range.last))))
        return Part::Lead;
    const bool assigned = i > range.first && t_.is(i - 1, Cue::assign, i);
    if (assigned && (next >= range.last || t_[next].mark == U':' || t_.is(next, Cue::verb, range.last)))
        return Part::Lead;
    const Index cooperate = t_.at(next, Cue::coordinate_after, range.last);
    if (cooperate > 0 && opens_clause && ends_clause(t_, next + cooperate, range.last)) return Part::Partner;
    return Part::None;
}

/// "(A; B)" at the end of an order: who carries it out, and nothing else.
bool RoleReader::only_names(Index open, Index close, Range range) const {
    const bool last = close + 1 >= range.last || t_[close + 1].mark == U'.' || t_[close + 1].mark == U';';
    // "(A; trong quý I/2031)": a time may stand behind the names.
    Index names = close;
    for (Index i = open + 1; i < close && names == close; ++i) {
        if (t_[i].mark == U';' && (t_.is(i + 1, Cue::within, close) || t_.is(i + 1, Cue::before, close) ||
                                   t_.is(i + 1, Cue::complete, close) || t_.is(i + 1, Cue::quarter, close) ||
                                   t_.is(i + 1, Cue::month, close)))
            names = i;
    }
    if (!last || !bodies_.is_only_bodies({open + 1, names})) return false;
    // "(Ủy ban nhân dân các xã)" behind small words explains them; a single known body is given the work.
    const BodyList list = bodies_.read_list(open + 1, names, BodyPlace::Sentence);
    return !list.bodies.front().is_collective;
}

void RoleReader::read_agents(Range range, Roles& roles) const {
    const bool nobody = roles.lead.empty() && roles.requested.empty();
    constexpr Index kLongestParenthesis = 80;
    for (Index i = range.first; i < range.last;) {
        if (!t_[i].capital && !t_.is(i, Cue::collective, range.last)) {
            ++i;  // no name begins here; most tokens end at this line
            continue;
        }
        const BodyList list = bodies_.read_list(i, range.last, BodyPlace::Sentence);
        if (list.bodies.empty()) {
            ++i;
            continue;
        }
        const Part part = part_of(list, i, range);
        if (part == Part::Lead && nobody) {
            add_names(roles.lead, list.bodies);
            roles.says_lead = true;
        } else if (part == Part::Partner && !roles.lead.empty()) {
            add_names(roles.coordinate, list.bodies);
        } else if (i > range.first && t_[i - 1].mark == U'(' && nobody && roles.lead.empty()) {
            Index close = i;
            while (close < range.last && close < i + kLongestParenthesis && t_[close].mark != U')') ++close;
            if (close < range.last && t_[close].mark == U')' && only_names(i - 1, close, range))
                add_names(roles.lead, list.bodies);
        }
        i = std::max(list.end, i + 1);
    }
}

/// "Giao Tổng đội B thực hiện", "Tổng đội B chủ trì …": a name nobody knows, told by the words around it.
BodyList RoleReader::unknown_actor(Index i, Index end, bool told) const {
    constexpr Index kLongestName = 14;
    BodyList none;
    none.end = i;
    if (i >= end || t_[i].kind != TokenKind::Word || !t_[i].capital) return none;
    for (const Cue cue :
         {Cue::verb,
          Cue::lead,
          Cue::adverb,
          Cue::preface,
          Cue::responsible,
          Cue::kind,
          Cue::cooperate,
          Cue::collective,
          Cue::advise,
          Cue::not_a_body}) {
        if (t_.is(i, cue, end)) return none;
    }
    for (Index at = i + 1; at < end && at <= i + kLongestName; ++at) {
        bool acts = t_.is(at, Cue::lead, end) ||
                    (t_.at(at, Cue::responsible, end) >= 2 && (t_.text(at) == "có" || t_.text(at) == "chịu"));
        if (told && !acts) {
            acts = t_.is(at, Cue::verb, end) || t_.is(at, Cue::adverb, end) || t_.is(at, Cue::cooperate, end);
        }
        if (acts) {
            BodyList list;
            list.end = at;
            list.bodies.push_back(Body{
                .range = {i, at}, .name = bodies_.spell_out({i, at}), .is_unknown = true});
            return list;
        }
        if (t_[at].kind == TokenKind::Mark && t_[at].mark != U'-') return none;
        if (t_.is(at, Cue::stop, end) || t_.is(at, Cue::assign, end) || t_.is(at, Cue::by, end)) return none;
        // A known body inside: the words before it are no name.
        if (t_[at].capital && bodies_.read(at, end, BodyPlace::Sentence)) return none;
    }
    return none;
}

}  // namespace neove::plan
