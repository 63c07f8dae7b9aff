#include "plan/body.h"

#include "base/text.h"

#include <algorithm>

namespace neove::plan {
namespace {

bool is_separator_mark(char32_t mark) {
    return mark == U',' || mark == U';' || mark == U'.' || mark == U':' || mark == U'(' || mark == U')' ||
           mark == U'"' || mark == kCell || mark == U'!' || mark == U'?' || mark == kEllipsis;
}

/// Names begin with a capital; "TTHC" stands for a thing.
bool is_name(std::string_view full) {
    const char32_t first = text::decode(full, 0).value;
    return text::lower(first) != first;
}

bool is_roman(std::string_view text) {
    return text.find_first_not_of("IVX") == std::string_view::npos;
}

}  // namespace

std::string short_letters(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != '&' && c != '-' && c != '.' && c != '_') out.push_back(c);
    }
    return out;
}

const std::string* BodyReader::spelled(const std::string& letters) const {
    if (const auto own = own_.find(letters); own != own_.end()) return &own->second;
    const auto known = g_.abbreviations.find(letters);
    return known == g_.abbreviations.end() ? nullptr : &known->second;
}

std::pair<std::string_view, Index> BodyReader::abbreviation(Index i, Index end) const {
    if (i >= end || t_[i].kind != TokenKind::Word || !t_[i].capital) return {{}, 0};
    // "LĐ-TB&XH", "VHTT&DL": pieces of capitals glued by dashes are one short form.
    std::string letters = short_letters(t_.text(i));
    const std::string* full = nullptr;
    Index best = 0;
    const auto try_key = [&](const std::string& key, Index size) {
        if (const std::string* found = spelled(key)) {
            full = found;
            best = size;
        }
    };
    try_key(letters, 1);
    // "BCH BĐBP": two pieces that the document defines as one.
    if (!own_.empty() && t_[i].all_caps && i + 1 < end && t_[i + 1].all_caps) {
        const std::string both = letters + short_letters(t_.text(i + 1));
        if (own_.contains(both)) try_key(both, 2);
    }
    for (Index j = i + 1; t_[i].all_caps && j + 1 < end && j < i + 6; j += 2) {
        const bool joined = (t_[j].mark == U'-' || t_[j].mark == U'&') && t_[j + 1].all_caps;
        if (!joined) break;
        letters += short_letters(t_.text(j + 1));
        try_key(letters, j + 2 - i);
    }
    if (best == 0) return {{}, 0};
    return {*full, best};
}

std::string BodyReader::spell_out(Range range) const {
    std::string out;
    for (Index i = range.first; i < range.last;) {
        if (i > range.first && !t_[i].glued) out.push_back(' ');
        const auto [full, size] = abbreviation(i, range.last);
        if (size > 0) {
            out += full;
            i += size;
        } else {
            out += t_.text(i);
            ++i;
        }
    }
    return out;
}

bool BodyReader::starts_proper(Index i, Index end) const {
    if (i >= end || t_[i].kind != TokenKind::Word || !t_[i].capital) return false;
    if (t_.is(i, Cue::name, end)) return true;
    if (t_.is(i, Cue::not_a_body, end)) return false;
    if (t_.is(i, Cue::head, end)) return true;
    if (t_.is(i, Cue::level, end)) return false;  // "TP", "TX"
    const auto [full, size] = abbreviation(i, end);
    return size > 0 && is_name(full);
}

bool BodyReader::starts_body(Index i, Index end) const {
    if (starts_proper(i, end)) return true;
    if (t_.is(i, Cue::office_head, end) && t_[i].capital) return true;
    const Index plural = t_.at(i, Cue::collective, end);
    if (plural == 0 || i + plural >= end) return false;
    return t_.is(i + plural, Cue::group_noun, end) || starts_proper(i + plural, end) ||
           t_.is(i + plural, Cue::office_head, end);
}

/// A capital word that begins no body and no order: "Vân Sơn".
bool BodyReader::names_place(Index i, Index end) const {
    return i < end && t_[i].kind == TokenKind::Word && t_[i].capital && !starts_body(i, end) &&
           !stops_name(i, end) && !t_.is(i, Cue::office_head, end);
}

bool BodyReader::stops_name(Index i, Index end) const {
    if (i >= end || t_[i].kind == TokenKind::Number || is_separator_mark(t_[i].mark)) return true;
    if (t_.is(i, Cue::plain_noun, end)) return false;
    for (const Cue cue :
         {Cue::verb,
          Cue::stop,
          Cue::lead,
          Cue::cooperate,
          Cue::adverb,
          Cue::advise,
          Cue::responsible,
          Cue::with,
          Cue::conjunction,
          Cue::collective,
          Cue::request,
          Cue::coordinate_after,
          Cue::report}) {
        if (t_.is(i, cue, end)) return true;
    }
    return false;
}

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
        // "trạm y tế, nhà trường" are two partners; "các sở, ban, ngành" is one group, and so is "cơ quan, đơn vị
        // liên quan".
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

std::optional<BodyReader::Reach> BodyReader::reach_at(Index i, Index end, BodyPlace place) const {
    if (i >= end || t_[i].kind != TokenKind::Word) return std::nullopt;
    if (auto reach = read_collective(i, end, place)) return reach;
    if (t_[i].capital) {
        // "Sở, ngành liên quan": a group, not one's own department
        const Index noun = t_.at(i, Cue::group_noun, end);
        if (noun > 0 && i + noun < end && t_[i + noun].mark == U',' && shares_qualifier(i + noun, end)) {
            if (auto reach = read_group(i, end, BodyPlace::Partner, false)) return reach;
        }
        if (auto reach = read_office(i, end, place)) return reach;
        if (auto reach = read_proper(i, end, place)) return reach;
        if (t_.is(i, Cue::not_a_body, end)) return std::nullopt;
    }
    if (place != BodyPlace::Sentence) {
        if (t_.is(i, Cue::not_a_body, end) && !t_.is(i, Cue::group_noun, end)) return std::nullopt;
        if (auto reach = read_group(i, end, place, false)) return reach;
    }
    return std::nullopt;
}

Body BodyReader::make(Index i, const Reach& reach) const {
    Body body;
    body.range = {i, reach.end};
    body.is_collective = reach.is_collective;
    body.level = reach.level;
    body.place_at = reach.place_at;
    body.says_lead = reach.says_lead;
    body.says_partner = reach.says_partner;
    Index from = i;
    for (const Range& skipped : reach.skipped) {
        body.name += spell_out({from, skipped.first});
        from = skipped.last;
    }
    if (from < reach.end) body.name += (from > i ? " " : "") + spell_out({from, reach.end});
    while (body.name.ends_with(' ')) body.name.pop_back();
    const std::string key = g_.spelling.empty() ? "" : text::match_key(body.name);
    for (const auto& [wrong, right] : g_.spelling) {
        // Keys keep the length of what they fold, so a prefix of the key is a prefix of the name.
        if (key.starts_with(wrong) && key.size() == body.name.size())
            body.name.replace(0, wrong.size(), right);
    }
    const Index bare = t_.at(i, Cue::needs_level, reach.end);
    body.needs_level = bare > 0 && bare == reach.end - i;
    if (const auto [full, size] = abbreviation(i, reach.end); size == reach.end - i) body.needs_level = false;
    return body;
}

std::optional<Body> BodyReader::read(Index i, Index end, BodyPlace place) const {
    const auto reach = reach_at(i, end, place);
    if (!reach) return std::nullopt;
    return make(i, *reach);
}

}  // namespace neove::plan
