/// \file
/// Roles in labelled lines, cells and headings, where nothing else stands.

#include "plan/role.h"

#include <algorithm>

namespace neove::plan {

/// "A (chủ trì), B, C (phối hợp)": where a parenthesis says who leads, the others take part.
void RoleReader::share_out(const BodyList& list, Field field, Roles& roles) const {
    const bool told = std::ranges::any_of(list.bodies, &Body::says_lead);
    for (const Body& body : list.bodies) {
        const bool partner = field == Field::Coordinate || body.says_partner || (told && !body.says_lead);
        add_names(
            partner && !(body.says_lead && field != Field::Coordinate) ? roles.coordinate : roles.lead,
            std::vector{body}
        );
    }
}

/// A few words behind the last name that only narrow it: "Sở A các tỉnh có mô hình".
void RoleReader::add_remainder(Field field, const BodyList& list, Index end, Roles& roles) const {
    constexpr Index kFewWords = 4;
    Index stop = list.end;
    while (stop < end && t_[stop].kind == TokenKind::Word && stop < list.end + kFewWords) ++stop;
    const bool whole = stop > list.end && (stop == end || t_[stop].mark == U';');
    if (!whole || t_.is(list.end, Cue::verb, end) || t_.is(list.end, Cue::by, end) || list.bodies.empty())
        return;
    auto& names = field == Field::Coordinate ? roles.coordinate : roles.lead;
    const std::string& last = list.bodies.back().name;
    const auto found = std::ranges::find(names, last);
    if (found != names.end()) *found += " " + bodies_.spell_out({list.end, stop});
}

/// "A, B phối hợp" ends there; in "A phối hợp B" A acts and B is the partner.
bool RoleReader::is_said_to_cooperate(Index i, Index end) const {
    const Index words = t_.at(i, Cue::coordinate_after, end);
    if (words == 0) return false;
    return i + words >= end || bodies_.read_list(i + words, end, BodyPlace::Sentence).bodies.empty();
}

/// "A, B phối hợp;": where "phối hợp" ends the enumeration, though B is a name nobody knows; 0 if it does
/// not.
Index RoleReader::all_cooperate(Index i, Index end) const {
    constexpr Index kLongestName = 8;
    if (i >= end || t_[i].mark != U',') return 0;
    for (Index at = i + 1; at < end && at <= i + kLongestName; ++at) {
        if (t_[at].kind != TokenKind::Word) return 0;
        const Index words = t_.at(at, Cue::coordinate_after, end);
        if (words > 0) return at + words >= end || t_[at + words].mark == U';' ? at : 0;
        if (t_.is(at, Cue::lead, end) || t_.is(at, Cue::verb, end)) return 0;
    }
    return 0;
}

/// "Giao A chủ trì, phối hợp với B thực hiện.": who does what stands above, and nothing else.
bool RoleReader::only_assigns(Range range) const {
    const std::vector<Range> sentences = sentences_of(t_, range);
    if (sentences.empty()) return false;
    const Range sentence = trimmed(t_, sentences.front());
    const auto subject = this->subject(sentence);
    if (!subject || !subject->assigned || subject->list.bodies.empty()) return false;
    Index i = subject->list.end;
    i += t_.at(i, Cue::lead, sentence.last);
    if (i < sentence.last && t_[i].mark == U',') ++i;
    if (const Index cooperate = t_.at(i, Cue::cooperate, sentence.last); cooperate > 0) {
        i += cooperate;
        const Index with = t_.at(i, Cue::with, sentence.last);
        i = bodies_.read_list(i + with, sentence.last, BodyPlace::Partner).end;
    }
    const Index perform = t_.at(i, Cue::perform, sentence.last);
    constexpr Index kFewWords = 5;
    return perform > 0 && i + perform + kFewWords >= sentence.last;
}

/// The known names, and the words of one that nobody knows.
void RoleReader::add_partners(const BodyList& list, Range unknown, Roles& roles) const {
    add_names(roles.coordinate, list.bodies);
    if (unknown.empty()) return;
    add_names(roles.coordinate, std::vector{Body{.range = unknown, .name = bodies_.spell_out(unknown)}});
}

Roles RoleReader::read_field(Field field, Range value) const {
    Roles roles;
    for (const Range& sentence : sentences_of(t_, value)) {
        const Range words = trimmed(t_, sentence);
        Index i = words.first;
        bool requested = false;
        while (i < words.last) {
            if (const Index ask = t_.at(i, Cue::request, words.last); ask > 0) {
                requested = true;
                i += ask;
            } else if (const Index give = t_.at(i, Cue::assign, words.last); give > 0 && i == words.first) {
                i += give;
            }
            const BodyList list = bodies_.read_list(i, words.last, BodyPlace::Field);
            if (list.bodies.empty() && list.requested.empty()) {
                // An unknown name: up to the next separator, where names may stand.
                Index j = i;
                while (j < words.last && t_[j].mark != U';' && t_[j].mark != U',') ++j;
                const bool name = j > i && t_[i].capital && j - i <= 12 &&
                                  !t_.is(i, Cue::cooperate, words.last) && !t_.is(i, Cue::lead, words.last);
                if (name && field != Field::Perform) {
                    Body unknown{.range = {i, j}, .name = bodies_.spell_out({i, j})};
                    add_names(
                        field == Field::Coordinate ? roles.coordinate : roles.lead, std::vector{unknown}
                    );
                }
                i = j + 1;
                continue;
            }
            Index next = list.end;
            if (next < words.last && t_[next].mark == U',') ++next;
            if (const Index stop = all_cooperate(list.end, words.last);
                stop > 0 && !requested && list.requested.empty() && field != Field::Lead) {
                add_partners(list, {next, stop}, roles);
                i = stop;
                while (i < words.last && t_[i].mark != U';') ++i;
                ++i;
                continue;
            }
            if (requested || !list.requested.empty()) {
                add_names(roles.requested, requested ? list.bodies : list.requested);
                if (!requested)
                    add_names(field == Field::Coordinate ? roles.coordinate : roles.lead, list.bodies);
            } else if (t_.is(next, Cue::lead, words.last)) {
                add_names(roles.lead, list.bodies);
                roles.says_lead = true;
            } else if (is_said_to_cooperate(list.end, words.last) && field != Field::Lead) {
                add_names(roles.coordinate, list.bodies);
            } else {
                share_out(list, field, roles);
            }
            if (t_.is(next, Cue::lead, words.last) || t_.is(next, Cue::cooperate, words.last) ||
                t_.is(next, Cue::verb, words.last)) {
                // Prose begins: partners may follow, and then the next clause.
                Index stop = next;
                while (stop < words.last && t_[stop].mark != U';') ++stop;
                read_partners({next, stop}, roles);
                i = stop + 1;
                continue;
            }
            add_remainder(field, list, words.last, roles);
            i = list.end;
            while (i < words.last && t_[i].mark != U';' && t_[i].mark != U',' && t_[i].mark != U')') ++i;
            ++i;
        }
    }
    return roles;
}

std::optional<Roles> RoleReader::heading(Range range) const {
    range = trimmed(t_, range);
    if (range.empty()) return std::nullopt;
    Index i = range.first;
    const Index ask = t_.at(i, Cue::request, range.last);
    i += ask;
    if (ask == 0) i += std::max(t_.at(i, Cue::concerning, range.last), t_.at(i, Cue::assign, range.last));
    BodyList list = bodies_.read_list(i, range.last, BodyPlace::Field);
    if (list.bodies.empty()) return std::nullopt;
    if (list.end != range.last && !take_heading_rest(list, range.last)) return std::nullopt;
    // "Trách nhiệm của các bên" names nobody.
    const Index last = list.bodies.back().range.last;
    if (list.bodies.size() == 1 && list.bodies.front().is_collective && t_.at(last - 1, Cue::party, last) > 0)
        return std::nullopt;
    // "Cấp tỉnh" says where, not who.
    if (ask == 0 && t_.at(i, Cue::level, range.last) == range.last - i) return std::nullopt;
    Roles roles;
    add_names(ask > 0 ? roles.requested : roles.lead, list.bodies);
    add_names(roles.requested, list.requested);
    return roles;
}

/// "Các Công ty lâm nghiệp, chủ rừng": words behind the last name that order nothing are part of it.
bool RoleReader::take_heading_rest(BodyList& list, Index end) const {
    constexpr Index kFewWords = 8;
    if (!list.bodies.back().is_collective || end - list.end > kFewWords) return false;
    for (Index i = list.end; i < end; ++i) {
        if (t_[i].kind == TokenKind::Mark && t_[i].mark != U',' && t_[i].mark != U'-') return false;
        if (t_[i].kind == TokenKind::Number) return false;
        for (const Cue cue : {Cue::verb, Cue::lead, Cue::cooperate, Cue::coordinate_after, Cue::report}) {
            if (t_.is(i, cue, end)) return false;
        }
    }
    Body& last = list.bodies.back();
    last.name += (t_[list.end].glued ? "" : " ") + bodies_.spell_out({list.end, end});
    last.range.last = end;
    list.end = end;
    return true;
}

std::optional<Roles> RoleReader::request_line(Range range) const {
    range = trimmed(t_, range);
    const Index ask = range.empty() ? 0 : t_.at(range.first, Cue::request, range.last);
    if (ask == 0) return std::nullopt;
    const BodyList list = bodies_.read_list(range.first + ask, range.last, BodyPlace::Sentence);
    if (list.bodies.empty()) return std::nullopt;
    constexpr Index kFormula = 9;
    const bool acts = t_.is(list.end, Cue::coordinate_after, range.last) ||
                      t_.is(list.end, Cue::perform, range.last) || t_.is(list.end, Cue::lead, range.last);
    const bool formula = list.end == range.last || (acts && range.last - list.end <= kFormula);
    if (!formula) return std::nullopt;
    Roles roles;
    add_names(roles.requested, list.bodies);
    return roles;
}

}  // namespace neove::plan
