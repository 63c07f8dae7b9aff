#include "plan/role.h"

#include <algorithm>

namespace neove::plan {

void add_names(std::vector<std::string>& names, const std::vector<std::string>& more) {
    for (const std::string& name : more) {
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
}

void add_names(std::vector<std::string>& names, const std::vector<Body>& bodies) {
    for (const Body& body : bodies) {
        if (std::ranges::find(names, body.name) == names.end()) names.push_back(body.name);
    }
}

/// Whether the words at `i` can be what a body is told to do.
bool RoleReader::can_act(Index i, Index end) const {
    if (i >= end) return true;
    if (t_[i].mark == U':') return true;
    Index j = i;
    if (t_[j].mark == U',') ++j;
    for (const Cue cue :
         {Cue::responsible,
          Cue::lead,
          Cue::verb,
          Cue::cooperate,
          Cue::adverb,
          Cue::advise,
          Cue::report,
          Cue::coordinate_after}) {
        if (t_.is(j, cue, end)) return true;
    }
    if (j > i) return t_.is(j, Cue::preface, end);
    return t_[i].kind == TokenKind::Word && !t_.is(i, Cue::stop, end) && !t_.is(i, Cue::conjunction, end) &&
           !t_.is(i, Cue::group_qualifier, end);
}

std::optional<Subject> RoleReader::subject(Range sentence) const {
    sentence = trimmed(t_, sentence);
    if (sentence.empty()) return std::nullopt;
    Index i = sentence.first;
    Subject subject;
    if (const Index ask = t_.at(i, Cue::request, sentence.last); ask > 0) {
        subject.requested = true;
        i += ask;
    } else if (const Index give = t_.at(i, Cue::assign, sentence.last); give > 0) {
        subject.assigned = true;
        i += give;
    } else if (const Index about = t_.at(i, Cue::concerning, sentence.last); about > 0) {
        i += about;
    }
    subject.list = bodies_.read_list(i, sentence.last, BodyPlace::Sentence);
    if (!subject.list.bodies.empty() &&
        (subject.requested || subject.assigned || can_act(subject.list.end, sentence.last))) {
        return subject;
    }
    if (subject.list.bodies.empty()) {
        const BodyList unknown = unknown_actor(i, sentence.last, subject.requested || subject.assigned);
        if (!unknown.bodies.empty()) {
            subject.list = unknown;
            return subject;
        }
    }
    if (t_.is(i, Cue::preface, sentence.last)) return subject_behind_preface(sentence);
    return subject_behind_title(sentence);
}

/// "Hoàn thiện chính sách: Vụ A chủ trì …": a few words name the matter, and the order follows the colon.
std::optional<Subject> RoleReader::subject_behind_title(Range sentence) const {
    constexpr Index kLongestTitle = 25;
    for (Index i = sentence.first; i + 1 < sentence.last && i < sentence.first + kLongestTitle; ++i) {
        if (t_[i].mark != U':') continue;
        Subject subject;
        Index at = i + 1;
        const Index ask = t_.at(at, Cue::request, sentence.last);
        const Index give = ask > 0 ? 0 : t_.at(at, Cue::assign, sentence.last);
        subject.requested = ask > 0;
        subject.assigned = give > 0;
        at += ask + give;
        subject.list = bodies_.read_list(at, sentence.last, BodyPlace::Sentence);
        const Index next = subject.list.end;
        const bool acts = subject.requested || subject.assigned || t_.is(next, Cue::lead, sentence.last) ||
                          t_.is(next, Cue::verb, sentence.last) ||
                          t_.is(next, Cue::responsible, sentence.last) ||
                          t_.is(next, Cue::cooperate, sentence.last);
        if (!subject.list.bodies.empty() && acts && next < sentence.last) return subject;
        return std::nullopt;
    }
    return std::nullopt;
}

/// "Căn cứ …, các sở xây dựng …": the actor stands behind the preface.
std::optional<Subject> RoleReader::subject_behind_preface(Range sentence) const {
    constexpr Index kLongestPreface = 90;
    const Index stop = std::min(sentence.last, sentence.first + kLongestPreface);
    for (Index i = sentence.first + 1; i < stop; ++i) {
        const Token& before = t_[i - 1];
        if (t_.is(i - 1, Cue::by, i)) {
            // "do A thực hiện": A is read elsewhere, and no part of its name opens an order.
            const BodyList agents = bodies_.read_list(i, sentence.last, BodyPlace::Sentence);
            if (t_.is(agents.end, Cue::lead, sentence.last) || t_.is(agents.end, Cue::perform, sentence.last))
                return std::nullopt;
            if (agents.end > i) {
                i = agents.end - 1;
                continue;
            }
        }
        if (before.kind == TokenKind::Word &&
            (t_.is(i - 1, Cue::stop, i) || t_.is(i - 1, Cue::conjunction, i) || t_.is(i - 1, Cue::with, i))) {
            continue;
        }
        Subject subject;
        Index at = i;
        const bool after_comma = before.mark == U',' || before.mark == U')' || before.mark == U':';
        if (after_comma) {
            const Index ask = t_.at(i, Cue::request, sentence.last);
            const Index give = ask > 0 ? 0 : t_.at(i, Cue::assign, sentence.last);
            subject.requested = ask > 0;
            subject.assigned = give > 0;
            at += ask + give;
        }
        subject.list = bodies_.read_list(at, sentence.last, BodyPlace::Sentence);
        if (subject.list.bodies.empty()) {
            if (after_comma && (t_.is(i, Cue::verb, sentence.last) || t_.is(i, Cue::lead, sentence.last))) {
                return std::nullopt;  // the order begins and nobody was named
            }
            continue;
        }
        const Index next = subject.list.end;
        bool acts = subject.requested || subject.assigned;
        for (const Cue cue :
             {Cue::verb, Cue::lead, Cue::responsible, Cue::adverb, Cue::cooperate, Cue::report}) {
            acts = acts || t_.is(next, cue, sentence.last);
        }
        acts = acts ||
               (before.mark == U',' && !subject.list.bodies.front().is_collective && next < sentence.last &&
                !t_[next].capital && t_[next].kind == TokenKind::Word && can_act(next, sentence.last));
        if (acts && (after_comma || before.kind == TokenKind::Word)) return subject;
        i = std::max(i, next - 1);
    }
    return std::nullopt;
}

/// "A đồng chủ trì với B": B, who leads as well.
BodyList RoleReader::leads_with(Index i, Index end) const {
    BodyList none;
    none.end = i;
    const Index together = t_.at(i, Cue::lead_together, end);
    const Index with = together > 0 ? t_.at(i + together, Cue::with, end) : 0;
    return with > 0 ? bodies_.read_list(i + together + with, end, BodyPlace::Sentence) : none;
}

/// A semicolon between two of the bodies that open a sentence does not end the clause.
std::vector<Range> RoleReader::clauses_with_whole_subjects(Range range) const {
    std::vector<Range> out;
    for (const Range& sentence : sentences_of(t_, range)) {
        Index whole = sentence.first;
        if (const auto opening = subject(sentence)) whole = opening->list.end;
        for (const Range& clause : clauses_of(t_, sentence)) {
            const bool goes_on = !out.empty() && clause.first > sentence.first &&
                                 (clause.first < whole || ends_with_partners(out.back(), clause));
            if (goes_on) {
                out.back().last = clause.last;
            } else {
                out.push_back(clause);
            }
        }
    }
    return out;
}

/// "A phụ trách …; B phụ trách …": each does its own part of one order.
bool RoleReader::is_next_actor(Range clause, const Subject& subject) const {
    const BodyList& list = subject.list;
    const bool opens = !list.bodies.empty() && list.bodies.front().range.first == clause.first;
    if (t_.is(list.end, Cue::cooperate, clause.last) || t_.is(list.end, Cue::coordinate_after, clause.last))
        return false;
    return opens && (t_.is(list.end, Cue::verb, clause.last) || t_.is(list.end, Cue::perform, clause.last));
}

Roles RoleReader::read_prose(Range range) const {
    Roles roles;
    bool first = true;
    for (const Range& clause : clauses_with_whole_subjects(range)) {
        if (const auto subject = this->subject(clause)) {
            const bool leads = t_.is(subject->list.end, Cue::lead, clause.last) ||
                               (subject->list.end < clause.last && t_[subject->list.end].mark == U',' &&
                                t_.is(subject->list.end + 1, Cue::lead, clause.last));
            if (const BodyList together = leads_with(subject->list.end, clause.last);
                !subject->requested && !together.bodies.empty()) {
                add_names(roles.lead, subject->list.bodies);
                add_names(roles.lead, together.bodies);
                roles.says_lead = true;
            } else if (subject->requested) {
                add_names(roles.requested, subject->list.bodies);
            } else if (first || leads || (subject->assigned && roles.lead.empty())) {
                add_names(roles.lead, subject->list.bodies);
                roles.says_lead = roles.says_lead || leads || subject->assigned;
            } else if (is_next_actor(clause, *subject) && !roles.lead.empty()) {
                add_names(roles.lead, subject->list.bodies);
            }
            add_names(roles.requested, subject->list.requested);
        }
        first = first && roles.empty() && clause.size() < 4;
        read_partners(clause, roles);
        first = false;
    }
    // "… do A chủ trì thực hiện", "năm 2026 do A chủ trì, năm 2027 do B chủ trì"
    const bool nobody = roles.lead.empty();
    for (Index i = range.first; nobody && i + 1 < range.last; ++i) {
        if (!t_.is(i, Cue::by, range.last)) continue;
        const BodyList list = bodies_.read_list(i + 1, range.last, BodyPlace::Sentence);
        if (!list.bodies.empty() &&
            (t_.is(list.end, Cue::lead, range.last) || t_.is(list.end, Cue::perform, range.last)))
            add_names(roles.lead, list.bodies);
    }
    read_agents(range, roles);
    std::erase_if(roles.coordinate, [&](const std::string& name) {
        return std::ranges::find(roles.lead, name) != roles.lead.end();
    });
    return roles;
}

}  // namespace neove::plan
