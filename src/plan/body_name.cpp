/// \file
/// One name: its head and field, and how far it reaches behind them.

#include "plan/body.h"

#include <algorithm>

namespace neove::plan {
namespace {

bool is_roman(std::string_view text) {
    return text.find_first_not_of("IVX") == std::string_view::npos;
}

}  // namespace

/// "Công an các đơn vị, địa phương": bodies named by whose they are.
bool BodyReader::read_owned_group(Reach& reach, Index noun, Index end) const {
    if (!reach.level.empty() || !t_.is(noun, Cue::group_noun, end) || t_[noun].capital) return false;
    const auto group = read_group(noun, end, BodyPlace::Sentence, true);
    if (!group) return false;
    reach.level = t_.written({reach.end, group->end});
    reach.end = group->end;
    return true;
}

bool BodyReader::read_levels(Reach& reach, Index end) const {
    const auto is_unit = [&](Index i) { return t_.is(i, Cue::level, end) && t_.is(i, Cue::group_noun, end); };
    Index i = reach.end;
    if (const Index whole = t_.at(i, Cue::level, end); whole >= 2 && t_.is(i, Cue::collective, end)) {
        reach.level = t_.written({i, i + whole});  // "các cấp"
        reach.end = i + whole;
        return true;
    }
    const Index plural = t_.at(i, Cue::collective, end);
    if (plural > 0) {
        if (!is_unit(i + plural)) return read_owned_group(reach, i + plural, end);
        i += plural;
        // "các huyện A, B": the places are listed.
        const Index unit = i + t_.at(i, Cue::level, end);
        reach.plural_place = unit < end && t_[unit].capital && !starts_body(unit, end);
        // "các xã: A, B"
        if (unit < end && t_[unit].mark == U':' && names_place(unit + 1, end)) {
            reach.level = t_.written({i, unit});
            reach.skipped.push_back({unit, unit + 1});
            reach.plural_place = true;
            reach.end = unit + 1;
            return true;
        }
    }
    const Index first = t_.at(i, Cue::level, end);
    // "Thường trực Huyện ủy": a body, not a level.
    if (first == 0 || (t_[i].capital && t_.at(i, Cue::head, end) > first)) return false;
    reach.level = t_.written({i, i + first});
    const bool listed = is_unit(i);
    const bool named = i + first < end && t_[i + first].capital && !starts_body(i + first, end);
    if (listed && plural == 0 && named && !t_[i].capital) reach.place_at = i;
    i += first;
    while (listed && i < end) {
        Index j = i;
        if (t_[j].mark == U',') ++j;
        if (j < end) j += t_.at(j, Cue::conjunction, end);
        const bool short_form = j < end && t_[j].all_caps && t_[j].end - t_[j].begin <= 2;
        if (j >= end || !is_unit(j) || (t_[j].capital && !short_form)) break;
        if (t_.at(j, Cue::group_noun, end) > t_.at(j, Cue::level, end)) break;  // "tỉnh, cơ sở y tế"
        if (j == i && !t_.is(j, Cue::group_noun, end)) break;
        i = j + t_.at(j, Cue::level, end);
    }
    reach.end = i;
    return true;
}

/// "Ban Chỉ đạo 138 tỉnh", "Đội kiểm tra liên ngành 178", "Ban nhân dân 14 ấp": a figure that belongs to the
/// name.
bool BodyReader::read_number(Reach& reach, Index end) const {
    constexpr std::int32_t kLargest = 999;
    const Index i = reach.end;
    // "Hạt Kiểm lâm khu vực 2", "Chi cục A vùng II"
    if (const Index cue = t_.at(i, Cue::numbered, end); cue > 0 && i + cue < end && reach.level.empty()) {
        const Token& number = t_[i + cue];
        if ((number.kind == TokenKind::Number && number.number < 100) || is_roman(t_.text(i + cue))) {
            reach.end = i + cue + 1;
            reach.known = false;
            return true;
        }
    }
    if (i >= end || t_[i].kind != TokenKind::Number || t_[i].number < 1 || t_[i].number > kLargest)
        return false;
    if (!reach.level.empty() || t_[i - 1].kind != TokenKind::Word) return false;
    const Index next = i + 1;
    const bool level = next < end && t_.is(next, Cue::level, end) && !t_.is(next, Cue::day, end);
    // A single figure is rather a footnote or the next row's number.
    if (t_[i].number < 10 && !level) return false;
    bool closes = next >= end || level || t_.is(next, Cue::collective, end);
    if (!closes && t_[next].kind == TokenKind::Mark) {
        const char32_t mark = t_[next].mark;
        closes = mark == U',' || mark == U';' || mark == U':' || mark == U')' ||
                 (mark == U'.' && (next + 1 >= end || t_[next + 1].kind != TokenKind::Number));
    }
    for (const Cue cue : {Cue::lead, Cue::responsible, Cue::cooperate, Cue::conjunction}) {
        closes = closes || (next < end && t_.is(next, cue, end));
    }
    constexpr std::int32_t kServiceNumber = 100;  // "Tổng đài 111 tiếp nhận …"
    closes = closes || (t_[i].number >= kServiceNumber && t_.is(next, Cue::verb, end));
    if (!closes) return false;
    reach.end = next;
    return true;
}

bool BodyReader::read_parenthesis(Reach& reach, Index end) const {
    const Index open = reach.end;
    if (open >= end || t_[open].mark != U'(' || open + 1 >= end) return false;
    constexpr Index kLongest = 24;
    Index close = open + 1;
    while (close < end && close < open + kLongest && t_[close].mark != U')') ++close;
    if (close >= end || t_[close].mark != U')') return false;
    const Index inside = open + 1;
    const bool short_form = close == inside + 1 && t_[inside].all_caps;
    if (short_form || t_.is(inside, Cue::role_in_parenthesis, close)) {
        // "(qua …)" is read by others: it must stay visible behind the name.
        if (t_.is(inside, Cue::via, close)) return false;
        reach.says_lead = reach.says_lead || t_.is(inside, Cue::lead, close);
        reach.says_partner = reach.says_partner || t_.is(inside, Cue::cooperate, close);
        reach.skipped.push_back({open, close + 1});
    } else if (!starts_proper(inside, close)) {
        return false;
    }
    reach.end = close + 1;
    return true;
}

/// Capital words, and the small ones that belong to them.
bool BodyReader::extend_words(Reach& reach, Index end, BodyPlace place) const {
    Index i = reach.end;
    if (i >= end || t_[i].kind != TokenKind::Word) return false;
    if (t_[i].capital) {
        // "Văn phòng Sở GDĐT", "VP UBND tỉnh": what stands before is a bare head, written out or not.
        const auto [head, head_size] = abbreviation(i - 1, i);
        const bool bare_head =
            t_.is(i - 1, Cue::head, i) || (head_size > 0 && std::ranges::count(head, ' ') < 2);
        if (const auto [full, size] = abbreviation(i, end); size > 0 && bare_head) {
            reach.end = i + size;
            reach.known = true;
            return true;
        }
        if (const Index owner = t_.at(i, Cue::owner, end); owner > 0 && reach.level.empty()) {
            reach.end = i + owner;
            reach.known = true;
            return true;
        }
        if (t_.is(i, Cue::name, end) && reach.known) return false;
        if (reach.known && starts_proper(i, end) && t_.at(i, Cue::field, end) == 0) return false;
        const Index field = t_.at(i, Cue::field, end);
        const Index inner = std::max(t_.at(i, Cue::head, end), t_.at(i, Cue::name, end));
        reach.end = i + std::max<Index>({field, inner, 1});
        return true;
    }
    if (reach.known || stops_name(i, end)) return false;
    if (!reach.level.empty() && place == BodyPlace::Sentence) return false;
    const Index small_words = place == BodyPlace::Field ? 8 : 3;
    Index n = 0;
    while (i + n < end && n < small_words && t_[i + n].kind == TokenKind::Word && !t_[i + n].capital &&
           !stops_name(i + n, end) && !t_.is(i + n, Cue::level, end)) {
        n += std::max<Index>(1, t_.at(i + n, Cue::plain_noun, end));
    }
    reach.end = i + n;
    return n > 0;
}

bool BodyReader::extend_tail(Reach& reach, Index end, BodyPlace place) const {
    const Index i = reach.end;
    if (i >= end) return false;
    if (read_number(reach, end)) return true;
    if (read_levels(reach, end)) return true;
    if (read_parenthesis(reach, end)) return true;
    if (extend_words(reach, end, place)) return true;
    // "Sở A và B", "Viện A, B", "A - B": a capital word that starts no body of its own.
    const bool joins = t_[i].mark == U'-' || t_[i].mark == U',' || t_.is(i, Cue::conjunction, end);
    if (joins && i + 1 < end && t_[i + 1].kind == TokenKind::Word && t_[i + 1].capital &&
        !t_[i + 1].all_caps && (!starts_body(i + 1, end) || t_[i].mark == U'-') &&
        !t_.is(i + 1, Cue::office_head, end) && !t_.is(i + 1, Cue::request, end) &&
        !t_.is(i + 1, Cue::assign, end) &&
        (reach.level.empty() || (reach.plural_place && t_[i].mark != U'-')) &&
        !(reach.has_field && t_[i].mark != U'-' && t_.is(i + 1, Cue::field, end))) {
        const Index field = t_.at(i + 1, Cue::field, end);
        reach.end = i + 1 + std::max<Index>(field, 1);
        reach.known = false;
        return true;
    }
    // "Ủy ban nhân dân các xã A, B và phường C": the next place brings its own kind.
    const Index unit = i + 1 < end && joins ? t_.at(i + 1, Cue::level, end) : 0;
    if (unit > 0 && reach.plural_place && t_[i].mark != U'-' && t_.is(i + 1, Cue::group_noun, end) &&
        !t_[i + 1].capital && i + 1 + unit < end && t_[i + 1 + unit].capital &&
        !starts_body(i + 1 + unit, end)) {
        reach.end = i + 2 + unit;
        reach.known = false;
        return true;
    }
    // "Phòng A, nhỏ và B": small words between the comma and the "và".
    if (t_[i].mark == U',' && reach.level.empty() && !reach.is_collective) {
        Index j = i + 1;
        while (j < end && j < i + 5 && t_[j].kind == TokenKind::Word && !t_[j].capital &&
               !stops_name(j, end) && !t_.is(j, Cue::group_noun, end)) {
            ++j;
        }
        if (j > i + 1 && t_.is(j, Cue::conjunction, end) && j + 1 < end && t_[j + 1].capital &&
            !t_[j + 1].all_caps && !starts_body(j + 1, end)) {
            reach.end = j + 2;
            reach.known = false;
            return true;
        }
    }
    // "Đơn vị trực thuộc Sở", "Phòng A thuộc Công an tỉnh"
    const bool belongs =
        t_.is(i, Cue::group_qualifier, end) && (t_.text(i) == "trực" || t_.text(i) == "thuộc");
    if (belongs) {
        const Index size = t_.text(i) == "trực" ? 2 : 1;
        if (starts_proper(i + size, end)) {
            if (const auto owner = read_proper(i + size, end, place)) {
                reach.end = owner->end;
                return true;
            }
        }
        if (t_.text(i) == "trực") {
            reach.end = i + size;
            return true;
        }
    }
    return false;
}

void BodyReader::read_tail(Reach& reach, Index end, BodyPlace place) const {
    constexpr Index kLongestName = 40;
    const Index start = reach.end;
    while (reach.end < start + kLongestName && extend_tail(reach, end, place)) {
    }
}

std::optional<BodyReader::Reach> BodyReader::read_proper(Index i, Index end, BodyPlace place) const {
    if (!starts_proper(i, end)) return std::nullopt;
    Reach reach;
    const Index name = t_.at(i, Cue::name, end);
    const Index head = t_.at(i, Cue::head, end);
    const auto [full, short_size] = abbreviation(i, end);
    const Index base = std::max({name, head, short_size});
    reach.end = i + base;
    reach.known = name == base || (short_size == base && short_size > head);
    if (head == base || short_size == base) {
        Index field = t_.at(reach.end, Cue::field, end);
        if (field == 0 && !reach.known) {
            const auto [field_full, field_short] = abbreviation(reach.end, end);
            field = field_short;
        }
        if (field > 0 && t_[reach.end].capital) {
            reach.end += field;
            reach.known = true;
        }
    }
    reach.has_field = head > 0 && t_.at(i + head, Cue::field, end) + i + head == reach.end;
    read_tail(reach, end, place);
    // A head with nothing behind it names a body only by context: "Sở", "Bộ" mean one's own.
    return reach;
}

std::optional<BodyReader::Reach> BodyReader::read_office(Index i, Index end, BodyPlace place) const {
    const Index head = t_.at(i, Cue::office_head, end);
    if (head == 0) return std::nullopt;
    Index next = i + head;
    if (t_.is(next, Cue::office_head, end) || starts_body(next, end)) {
        if (auto inner = reach_at(next, end, place)) return inner;
    }
    if (t_.is(next, Cue::group_noun, end) && (!t_.is(next, Cue::level, end) || !t_[next].capital)) {
        if (auto inner = read_group(next, end, place, true)) return inner;
    }
    return std::nullopt;
}

}  // namespace neove::plan
