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
    Reach reach;
    reach.known = true;
    reach.is_collective = true;
    reach.end = i + noun;
    bool capital = t_[i].capital;
    bool narrowed = false;
    while (reach.end < end) {
        const Index at = reach.end;
        // "lực lượng Công an", "cơ quan Công an": the noun only says what kind of body it is
        if (at == i + noun && !t_[i].capital && t_[at].capital && starts_proper(at, end)) {
            if (const auto inner = read_proper(at, end, BodyPlace::Sentence)) {
                reach.end = inner->end;
                break;
            }
        }
        const bool owner =
            t_[at].kind == TokenKind::Word && (t_.text(at) == "thuộc" || t_.is(at, Cue::of, end));
        const bool behind_owner = at > i && (t_.text(at - 1) == "thuộc");
        if ((owner && starts_proper(at + 1, end)) || (behind_owner && starts_proper(at, end))) {
            if (const auto of = read_proper(owner ? at + 1 : at, end, BodyPlace::Sentence)) {
                reach.end = of->end;
                continue;
            }
        }
        if (const Index more = t_.at(at, Cue::group_qualifier, end); more > 0) {
            reach.end += more;
            narrowed = true;
            continue;
        }
        if (t_[at].kind == TokenKind::Word && t_[at].capital && !starts_proper(at, end) &&
            (!t_[at].all_caps || place == BodyPlace::Field)) {
            ++reach.end;
            continue;
        }
        Index j = at;
        if (t_[j].mark == U',') ++j;
        if (j < end) j += t_.at(j, Cue::conjunction, end);
        // "các xã Vân Sơn, Hòa Lạc", "các xã: Vân Sơn, Hòa Lạc"
        if (plural && t_.is(i, Cue::level, end)) {
            const bool colon = t_[at].mark == U':' && names_place(at + 1, end);
            if (colon) reach.skipped.push_back({at, at + 1});
            if (colon || (j > at && t_[at - 1].capital && names_place(j, end))) {
                reach.end = colon ? at + 2 : j + 1;
                continue;
            }
        }
        // "cơ sở giáo dục mầm non, tiểu học": qualifiers are listed too.
        if (j > at && !t_.is(j, Cue::group_noun, end) && t_.is(j, Cue::group_qualifier, end) &&
            !t_[j].capital) {
            reach.end = j + t_.at(j, Cue::group_qualifier, end);
            continue;
        }
        // "trạm y tế, nhà trường" are two partners; "các sở, ban, ngành" is one group, and so is "cơ quan,
        // đơn vị liên quan".
        const bool one_group = plural || shares_qualifier(at, end);
        if (!one_group && place == BodyPlace::Partner && t_[at].mark == U',') break;
        // "các đơn vị liên quan và chính quyền địa phương": what was narrowed is whole.
        if (narrowed && place == BodyPlace::Partner && j > at && t_[at].mark != U',') break;
        if (place == BodyPlace::Partner && j > at && t_.is(j, Cue::own_group, end)) break;
        const Index next = j > at ? t_.at(j, Cue::group_noun, end) : 0;
        if (next > 0) {
            const bool small = !t_[j].capital;
            const bool bare = capital && (j + next >= end || is_separator_mark(t_[j + next].mark) ||
                                          t_.is(j + next, Cue::conjunction, end));
            if (small || bare) {
                capital = t_[j].capital;
                reach.end = j + next;
                continue;
            }
        }
        if (!plural && place == BodyPlace::Partner && t_[at].kind == TokenKind::Word && !t_[at].capital &&
            (!stops_name(at, end) || t_.is(at, Cue::collective, end)) && at < i + 10) {
            reach.end += std::max<Index>(1, t_.at(at, Cue::plain_noun, end));
            continue;
        }
        break;
    }
    return reach;
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
