/// \file
/// With whom somebody acts: "phối hợp với A, B", "cùng với C", "huy động D tham gia". Who is directed to work
/// with another is no partner.

#include "plan/role.h"

#include <algorithm>

namespace neove::plan {

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

/// "Chỉ đạo lực lượng B phối hợp với …": where the words for B end, which nobody knows as a name; 0 if
/// unclear.
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

/// Where the partners stand behind "[chủ trì,] [chủ động] phối hợp [chặt chẽ] [với]" at `i`; 0 if it is not
/// there.
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

void RoleReader::read_partners(Range range, Roles& roles) const {
    for (Index i = range.first; i < range.last;) {
        // "chỉ đạo A phối hợp với B": B is A's partner, and A is only directed.
        const bool assigns = i == range.first && t_.is(i, Cue::assign, range.last);
        if (t_.is(i, Cue::verb, range.last) && !t_.is(i, Cue::cooperate, range.last) && !assigns) {
            const Index behind = i + t_.at(i, Cue::verb, range.last);
            const BodyList directed = bodies_.read_list(behind, range.last, BodyPlace::Sentence);
            const Index object = directed.bodies.empty() ? directed_to(i, range.last) : directed.end;
            if (const Index partners = object == 0 ? 0 : behind_cooperate(object, range.last); partners > 0) {
                i = std::max(partners, bodies_.read_list(partners, range.last, BodyPlace::Partner).end);
                continue;
            }
        }
        // "huy động A, B tham gia …"
        if (const Index mobilise = t_.at(i, Cue::mobilise, range.last); mobilise > 0) {
            const BodyList list = bodies_.read_list(i + mobilise, range.last, BodyPlace::Sentence);
            if (!list.bodies.empty() && !list.bodies.front().is_collective &&
                t_.is(list.end, Cue::coordinate_after, range.last)) {
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

}  // namespace neove::plan
