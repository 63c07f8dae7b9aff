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
        acts = acts || (before.mark == U',' && !subject.list.bodies.front().is_collective &&
                        next < sentence.last && !t_[next].capital && t_[next].kind == TokenKind::Word &&
                        can_act(next, sentence.last));
        if (acts && (after_comma || before.kind == TokenKind::Word)) return subject;
        i = std::max(i, next - 1);
    }
    return std::nullopt;
}

void RoleReader::read_partners(Range range, Roles& roles) const {
    for (Index i = range.first; i < range.last;) {
        // "chỉ đạo A phối hợp với B": B is A's partner, and A is only directed.
        const bool assigns = i == range.first && t_.is(i, Cue::assign, range.last);
        if (t_.is(i, Cue::verb, range.last) && !t_.is(i, Cue::cooperate, range.last) && !assigns) {
            const Index behind = i + t_.at(i, Cue::verb, range.last);
            const BodyList directed = bodies_.read_list(behind, range.last, BodyPlace::Sentence);
            const Index object = directed.bodies.empty() ? directed_to(i, range.last) : directed.end;
            if (const Index partners = object == 0 ? 0 : behind_cooperate(object, range.last);
                partners > 0) {
                i = std::max(
                    partners, bodies_.read_list(partners, range.last, BodyPlace::Partner).end
                );
                continue;
            }
        }
        // "huy động A, B tham gia …"
        if (const Index mobilise = t_.at(i, Cue::mobilise, range.last); mobilise > 0) {
            const BodyList list = bodies_.read_list(i + mobilise, range.last, BodyPlace::Sentence);
            if (!list.bodies.empty() && !list.bodies.front().is_collective && t_.is(list.end, Cue::coordinate_after, range.last)) {
                add_names(roles.coordinate, list.bodies);
                i = list.end;
                continue;
            }
        }
        Index cooperate = t_.at(i, Cue::cooperate, range.last);
        // "A chủ trì cùng B"
        if (const Index lead = t_.at(i, Cue::lead, range.last);
            cooperate == 0 && lead > 0 && t_.is(i + lead, Cue::with, range.last))
            cooperate = lead;
        // "Cùng B kiểm tra …", "tham gia cùng B"
        const bool joins_work = i == range.first
                                    ? t_[i].capital
                                    : i >= range.first + 2 && t_.at(i - 2, Cue::coordinate_after, i) == 2;
        // "A kiểm tra bến cùng với B", "Cùng B kiểm tra …": B is known as a body, or it is a thing.
        if (const Index together = t_.at(i, Cue::with, range.last);
            cooperate == 0 && (together == 2 || (together == 1 && joins_work))) {
            const BodyList list = bodies_.read_list(i + together, range.last, BodyPlace::Sentence);
            add_names(roles.coordinate, list.bodies);
            i = std::max(i + 1, list.end);
            continue;
        }
        if (cooperate == 0) {
            ++i;
            continue;
        }
        Index j = i + cooperate;
        while (j < range.last && t_.is(j, Cue::cooperate_manner, range.last) &&
               !t_.is(j, Cue::with, range.last)) {
            j += t_.at(j, Cue::cooperate_manner, range.last);
            if (j < range.last && t_[j].mark == U',') ++j;
        }
        const Index with = t_.at(j, Cue::with, range.last);
        BodyList list =
            bodies_.read_list(j + with, range.last, with > 0 ? BodyPlace::Partner : BodyPlace::Sentence);
        i = std::max(j, list.end);
        while (i + 1 < range.last && t_[i].mark == U';' && !list.bodies.empty()) {
            const BodyList more = bodies_.read_list(i + 1, range.last, BodyPlace::Sentence);
            list.bodies.insert(list.bodies.end(), more.bodies.begin(), more.bodies.end());
            i = std::max(i + 1, more.end);
        }
        // "với các đơn vị liên quan gồm: A, B": those named are the partners, not the word for them all.
        const BodyList named = listed_behind(list, range.last);
        add_names(roles.coordinate, named.bodies.empty() ? list.bodies : named.bodies);
        i = std::max(i, named.end);
    }
}

/// "Chỉ đạo lực lượng B phối hợp với …": where the words for B end, which nobody knows as a name; 0 if unclear.
Index RoleReader::directed_to(Index i, Index end) const {
    constexpr Index kLongestName = 16;
    const Index direct = t_.at(i, Cue::direct, end);
    if (direct == 0) return 0;
    for (Index at = i + direct + 1; at < end && at < i + kLongestName; ++at) {
        if (behind_cooperate(at, end) > 0) return at;
        if (t_[at].mark == U';' || t_.is(at, Cue::lead, end) || t_.is(at, Cue::direct, end)) return 0;
        if (t_[at].mark == U',' && t_.is(at + 1, Cue::verb, end)) return 0;
    }
    return 0;
}

/// Where the partners stand behind "[chủ trì,] [chủ động] phối hợp [chặt chẽ] [với]" at `i`; 0 if it is not there.
Index RoleReader::behind_cooperate(Index i, Index end) const {
    if (const Index lead = t_.at(i, Cue::lead, end); lead > 0) {
        i += lead;
        if (i < end && t_[i].mark == U',') ++i;
    }
    Index cooperate = t_.at(i, Cue::cooperate, end);
    if (cooperate == 0 && t_.is(i, Cue::adverb, end)) {
        i += t_.at(i, Cue::adverb, end);
        cooperate = t_.at(i, Cue::cooperate, end);
    }
    if (cooperate == 0) return 0;
    i += cooperate;
    while (t_.is(i, Cue::cooperate_manner, end) && !t_.is(i, Cue::with, end)) {
        i += t_.at(i, Cue::cooperate_manner, end);
        if (i < end && t_[i].mark == U',') ++i;
    }
    return i + t_.at(i, Cue::with, end);
}

/// The bodies that "gồm" lists behind a single collective word; none where nothing is listed.
BodyList RoleReader::listed_behind(const BodyList& list, Index end) const {
    BodyList none;
    none.end = list.end;
    Index i = list.end;
    if (list.bodies.size() != 1 || !list.bodies.front().is_collective || !t_.is(i, Cue::listing, end))
        return none;
    i += t_.at(i, Cue::listing, end);
    if (i < end && t_[i].mark == U':') ++i;
    BodyList named = bodies_.read_list(i, end, BodyPlace::Sentence);
    return named.bodies.empty() ? none : named;
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

/// "phối hợp với các Sở: A, B; UBND các xã rà soát …": nothing was ordered before the semicolon.
bool RoleReader::ends_with_partners(Range clause, Range next) const {
    Index i = clause.first;
    if (const auto opening = subject(clause)) i = opening->list.end;
    Index partners = behind_cooperate(i, clause.last);
    if (partners == 0) return false;
    const Index end = bodies_.read_list(partners, clause.last, BodyPlace::Partner).end;
    if (end == partners || end + 1 < clause.last) return false;
    const BodyList more = bodies_.read_list(next.first, next.last, BodyPlace::Sentence);
    const bool goes_on = more.end + 1 >= next.last || t_.is(more.end, Cue::verb, next.last) ||
                         t_.is(more.end, Cue::stop, next.last);
    return !more.bodies.empty() && goes_on && !t_.is(more.end, Cue::lead, next.last) &&
           !t_.is(more.end, Cue::cooperate, next.last) && !t_.is(more.end, Cue::coordinate_after, next.last);
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
