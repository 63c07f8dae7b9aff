/// \file
/// Groups without a name of their own: "các sở, ban, ngành tỉnh", "cơ quan, đơn vị liên quan", "hai bên".

#include "plan/body.h"

#include <algorithm>

namespace neove::plan {

/// "cơ quan, đơn vị liên quan": bare nouns that share the word behind the last of them.
bool BodyReader::shares_qualifier(Index comma, Index end) const {
    for (Index i = comma; i < end;) {
        if (t_[i].mark != U',' && !t_.is(i, Cue::conjunction, end)) return false;
        i += t_[i].mark == U',' ? 1 : t_.at(i, Cue::conjunction, end);
        const Index noun = i < end && !t_[i].capital ? t_.at(i, Cue::group_noun, end) : 0;
        if (noun == 0) return false;
        i += noun;
        if (t_.is(i, Cue::group_qualifier, end)) return true;
    }
    return false;
}

std::optional<BodyReader::Reach> BodyReader::read_group(Index i, Index end, BodyPlace place, bool plural)
    const {
    const Index noun = t_.at(i, Cue::group_noun, end);
    if (noun == 0 || (plural && t_.at(i, Cue::not_a_body, end) > noun)) return std::nullopt;
    Group group{.first = i, .end = end, .place = place, .plural = plural, .capital = t_[i].capital};
    group.reach.known = true;
    group.reach.is_collective = true;
    group.reach.end = i + noun;
    if (take_kind_of_body(group)) return group.reach;
    while (group.reach.end < end) {
        if (take_owner(group) || take_qualifier(group) || take_place(group) || take_noun(group)) continue;
        if (take_small_word(group)) continue;
        break;
    }
    if (place == BodyPlace::Field) take_rest_of_field(group);
    return group.reach;
}

/// "lực lượng Công an", "cơ quan Công an": the noun only says what kind of body it is.
bool BodyReader::take_kind_of_body(Group& group) const {
    const Index at = group.reach.end;
    if (at >= group.end || t_[group.first].capital || !starts_proper(at, group.end)) return false;
    const auto inner = read_proper(at, group.end, BodyPlace::Sentence);
    if (inner) group.reach.end = inner->end;
    return inner.has_value();
}

/// "thuộc Sở", "của Bộ Công an"
bool BodyReader::take_owner(Group& group) const {
    const Index at = group.reach.end;
    if (t_[at].kind != TokenKind::Word) return false;
    const bool owner = t_.text(at) == "thuộc" || t_.is(at, Cue::of, group.end);
    const bool behind_owner = t_.text(at - 1) == "thuộc";
    const Index body = owner ? at + 1 : at;
    if ((!owner && !behind_owner) || !starts_proper(body, group.end)) return false;
    const auto of = read_proper(body, group.end, BodyPlace::Sentence);
    if (of) group.reach.end = of->end;
    return of.has_value();
}

/// "liên quan", "chức năng", a name in capitals; "giáo dục mầm non, tiểu học": qualifiers are listed too.
bool BodyReader::take_qualifier(Group& group) const {
    const Index at = group.reach.end;
    if (const Index more = t_.at(at, Cue::group_qualifier, group.end); more > 0) {
        group.reach.end += more;
        group.narrowed = true;
        return true;
    }
    if (t_[at].kind == TokenKind::Word && t_[at].capital && !starts_proper(at, group.end) &&
        (!t_[at].all_caps || group.place == BodyPlace::Field)) {
        ++group.reach.end;
        return true;
    }
    const Index next = behind_joint(at, group.end);
    const Index listed = next > at ? t_.at(next, Cue::group_qualifier, group.end) : 0;
    if (listed == 0 || t_[next].capital || t_.is(next, Cue::group_noun, group.end)) return false;
    group.reach.end = next + listed;
    return true;
}

/// "các xã Vân Sơn, Hòa Lạc", "các xã: Vân Sơn, Hòa Lạc"
bool BodyReader::take_place(Group& group) const {
    if (!group.plural || !t_.is(group.first, Cue::level, group.end)) return false;
    const Index at = group.reach.end;
    if (t_[at].mark == U':' && names_place(at + 1, group.end)) {
        group.reach.skipped.push_back({at, at + 1});
        group.reach.end = at + 2;
        return true;
    }
    const Index next = behind_joint(at, group.end);
    if (next == at || !t_[at - 1].capital || !names_place(next, group.end)) return false;
    group.reach.end = next + 1;
    return true;
}

/// "các sở, ban, ngành" is one group, and so is "cơ quan, đơn vị liên quan"; "trạm y tế, nhà trường" are two.
bool BodyReader::take_noun(Group& group) const {
    const Index at = group.reach.end;
    const Index next = behind_joint(at, group.end);
    const Index noun = next > at ? t_.at(next, Cue::group_noun, group.end) : 0;
    if (noun == 0) return false;
    if (group.place == BodyPlace::Partner) {
        const bool comma = t_[at].mark == U',';
        if (comma && !group.plural && !shares_qualifier(at, group.end)) return false;
        // "các đơn vị liên quan và chính quyền địa phương": what was narrowed is whole.
        if ((group.narrowed && !comma) || t_.is(next, Cue::own_group, group.end)) return false;
    }
    const Index behind = next + noun;
    const bool bare = group.capital && (behind >= group.end || is_separator_mark(t_[behind].mark) ||
                                        t_.is(behind, Cue::conjunction, group.end));
    if (t_[next].capital && !bare) return false;
    group.capital = t_[next].capital;
    group.reach.end = behind;
    return true;
}

/// Partners without "các" reach over the small words behind them, as far as none of them orders something.
bool BodyReader::take_small_word(Group& group) const {
    constexpr Index kLongestPartner = 10;
    const Index at = group.reach.end;
    if (group.plural || group.place != BodyPlace::Partner || at >= group.first + kLongestPartner)
        return false;
    if (t_[at].kind != TokenKind::Word || t_[at].capital) return false;
    if (stops_name(at, group.end) && !t_.is(at, Cue::collective, group.end)) return false;
    group.reach.end += std::max<Index>(1, t_.at(at, Cue::plain_noun, group.end));
    return true;
}

/// In a cell everything up to the separator is the group's name: "các cơ sở khám bệnh, chữa bệnh". What says
/// who does what is none of it.
void BodyReader::take_rest_of_field(Group& group) const {
    constexpr Index kLongestRest = 8;
    Index i = group.reach.end;
    while (i < group.end && i < group.reach.end + kLongestRest) {
        if (t_[i].kind == TokenKind::Word) {
            for (const Cue cue :
                 {Cue::verb,
                  Cue::lead,
                  Cue::cooperate,
                  Cue::coordinate_after,
                  Cue::perform,
                  Cue::by,
                  Cue::conjunction,
                  Cue::collective,
                  Cue::responsible,
                  Cue::adverb}) {
                if (t_.is(i, cue, group.end)) return;
            }
            if (t_[i].capital) return;
            ++i;
            continue;
        }
        const bool goes_on = t_[i].mark == U',' && i + 1 < group.end && t_[i + 1].kind == TokenKind::Word &&
                             !t_[i + 1].capital && !t_.is(i + 1, Cue::group_noun, group.end) &&
                             !t_.is(i + 1, Cue::collective, group.end);
        if (!goes_on) break;
        ++i;
    }
    if (i >= group.end || is_separator_mark(t_[i].mark)) group.reach.end = i;
}

/// Behind a comma, "và" or both at `i`; `i` itself where nothing joins.
Index BodyReader::behind_joint(Index i, Index end) const {
    if (i < end && t_[i].mark == U',') ++i;
    return i < end ? i + t_.at(i, Cue::conjunction, end) : i;
}

std::optional<BodyReader::Reach> BodyReader::read_collective(Index i, Index end, BodyPlace place) const {
    Index plural = t_.at(i, Cue::collective, end);
    // "Hai bên", "mỗi đơn vị": a number of bodies
    if (plural == 0 && t_.is(i + 1, Cue::group_noun, end)) plural = t_.at(i, Cue::quantity, end);
    if (plural == 0) return std::nullopt;
    const Index next = i + plural;
    if (next >= end) return std::nullopt;
    const bool office = t_.is(next, Cue::office_head, end);
    if (office) {
        if (auto reach = read_office(next, end, place)) return reach;
        // "Các Bộ trưởng": the office itself.
        const Index title = t_.at(next, Cue::office_head, end);
        if (t_[next].capital && title > t_.at(next, Cue::head, end)) {
            Reach reach;
            reach.end = next + title;
            reach.known = true;
            reach.is_collective = true;
            return reach;
        }
    }
    // "các Cục Thuế khu vực" names bodies of one kind; "các Sở, ban, ngành" is a group.
    const Index noun = t_.at(next, Cue::group_noun, end);
    const bool field_follows = noun > 0 && t_[next].capital && t_.is(next + noun, Cue::field, end);
    if (noun > 0 && !field_follows) return read_group(next, end, place, true);
    if (starts_proper(next, end)) {
        if (auto reach = read_proper(next, end, place)) {
            reach->is_collective = true;
            return reach;
        }
    }
    return std::nullopt;
}

}  // namespace neove::plan
