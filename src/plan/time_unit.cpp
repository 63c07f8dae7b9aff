/// \file
/// What a calendar can hold: a day, months, quarters, half-years, years, as they are written.

#include "plan/time.h"

#include <fmt/format.h>

namespace neove::plan {

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
    if (month == 2) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Day month_end(std::int32_t year, std::int32_t month) {
    return {year, month, days_in_month(year, month)};
}

Day day_before(Day day) {
    if (--day.day > 0) return day;
    if (--day.month > 0) return month_end(day.year, day.month);
    return {day.year - 1, 12, 31};
}

std::string Day::iso() const {
    if (year == 0) return fmt::format("{:02}-{:02}", month, day);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Day TimeReader::with_year(Day day) const {
    if (day.year == 0) day.year = year_;
    return day;
}

std::optional<Day> TimeReader::day_at(Index i, Index end, Index& after) const {
    // "17 giờ 30 phút ngày 13/9": the hour is not kept.
    if (i + 1 < end && t_[i].kind == TokenKind::Number && t_.is(i + 1, Cue::hour, end)) {
        i += 2;
        if (i + 1 < end && t_[i].kind == TokenKind::Number &&
            (t_.is(i + 1, Cue::minute, end) || t_.is(i + 1, Cue::day, end))) {
            i += t_.is(i + 1, Cue::minute, end) ? 2 : 1;
        }
        if (i < end && t_[i].mark == U',') ++i;
    }
    i += t_.at(i, Cue::day, end);
    // "ngày Chủ nhật 14/9", "thứ Hai, ngày 15/9"
    if (const Index weekday = t_.at(i, Cue::weekday, end); weekday > 0) {
        i += weekday;
        if (i < end && t_[i].mark == U',') ++i;
        i += t_.at(i, Cue::day, end);
    }
    if (i + 2 >= end || t_[i].kind != TokenKind::Number) return std::nullopt;
    Day day{.day = t_[i].number};
    Index j = i + 1;
    const char32_t mark = t_[j].mark;
    if (mark == U'/' || mark == U'-' || mark == U'.') {
        if (t_[j + 1].kind != TokenKind::Number) return std::nullopt;
        day.month = t_[j + 1].number;
        const bool year_follows = j + 3 < end && t_[j + 2].mark == mark && is_year(t_[j + 3]);
        if (!year_follows && mark != U'/') return std::nullopt;
        j += 2;
        if (year_follows) {
            day.year = t_[j + 1].number;
            j += 2;
        } else if (const auto year = year_behind(j, end)) {
            day.year = *year;
        }
    } else if (const Index month = t_.at(j, Cue::month, end); month > 0) {
        if (j + month >= end || t_[j + month].kind != TokenKind::Number) return std::nullopt;
        day.month = t_[j + month].number;
        j += month + 1;
        if (const auto year = year_behind(j, end)) day.year = *year;
    } else {
        return std::nullopt;
    }
    if (day.month < 1 || day.month > 12 || day.day < 1) return std::nullopt;
    if (day.day > days_in_month(day.year == 0 ? 2024 : day.year, day.month)) return std::nullopt;
    after = j;
    return day;
}

/// "năm 2026", "/2026", "-2026" behind a day, month or quarter.
std::optional<std::int32_t> TimeReader::year_behind(Index& i, Index end) const {
    if (i + 1 >= end) return std::nullopt;
    Index j = i;
    if (t_[j].mark == U',' || t_[j].mark == U'(') ++j;
    j += t_.at(j, Cue::of, end);
    if (j + 1 < end && is_year(t_[j + 1]) &&
        (t_.is(j, Cue::year, end) || t_[j].mark == U'/' || (t_[j].mark == U'-' && t_[j].glued))) {
        const std::int32_t year = t_[j + 1].number;
        i = j + 2;
        return year;
    }
    return std::nullopt;
}

std::optional<std::int32_t> TimeReader::quarter_number(Index i) const {
    if (i >= t_.size()) return std::nullopt;
    if (t_[i].number >= 1 && t_[i].number <= 4 && t_.text(i).size() <= 2) return t_[i].number;
    const std::string_view text = t_.text(i);
    if (text == "I") return 1;
    if (text == "II") return 2;
    if (text == "III") return 3;
    if (text == "IV") return 4;
    return std::nullopt;
}

/// What may stand between two months or two quarters: a comma, a dash, "và", "đến".
Index TimeReader::joint(Index i, Index end) const {
    Index k = i;
    if (k < end && (t_[k].mark == U',' || t_[k].mark == U'-' || t_[k].mark == U'+' || t_[k].mark == U';'))
        ++k;
    if (k < end) k += t_.at(k, Cue::conjunction, end);
    if (k < end) k += t_.at(k, Cue::until, end);
    return k - i;
}

std::optional<TimeReader::Span> TimeReader::quarters_at(Index i, Index end) const {
    const Index word = t_.at(i, Cue::quarter, end);
    if (word == 0 || (i > 0 && t_.is(i - 1, Cue::every, i))) return std::nullopt;  // "mỗi quý 01 lần"
    auto number = quarter_number(i + word);
    if (!number || i + word >= end) return std::nullopt;
    const std::int32_t first = *number;
    std::int32_t last = first;
    Index j = i + word + 1;
    const std::optional<std::int32_t> first_year = year_behind(j, end);
    std::optional<std::int32_t> last_year = first_year;
    while (j < end) {
        const Index between = joint(j, end);
        if (between == 0) break;
        Index k = j + between;
        const Index again = k < end ? t_.at(k, Cue::quarter, end) : 0;
        const bool listed = again > 0 && t_.is(k - 1, Cue::conjunction, k);
        k += again;
        number = k < end ? quarter_number(k) : std::nullopt;
        if (!number) break;
        // "quý II và quý IV" are two times; "quý II và quý III" are one.
        if (listed && *number != last % 4 + 1) break;
        last = *number;
        j = k + 1;
        if (const auto own = year_behind(j, end)) last_year = own;
    }
    return make_span(first * 3 - 2, last * 3, first_year, last_year, j);
}

TimeReader::Span TimeReader::make_span(
    std::int32_t first_month,
    std::int32_t last_month,
    std::optional<std::int32_t> first_year,
    std::optional<std::int32_t> last_year,
    Index end
) const {
    const std::int32_t to = last_year.value_or(year_);
    const std::int32_t from = first_year.value_or(to);
    return {{from, first_month, 1}, month_end(to, last_month), last_year.has_value(), end};
}

std::optional<TimeReader::Span> TimeReader::months_at(Index i, Index end) const {
    const Index word = t_.at(i, Cue::month, end);
    const auto is_month = [&](Index at) { return at < end && t_[at].number >= 1 && t_[at].number <= 12; };
    if (word == 0 || !is_month(i + word)) return std::nullopt;
    const std::int32_t first = t_[i + word].number;
    std::int32_t last = first;
    Index j = i + word + 1;
    const std::optional<std::int32_t> first_year = year_behind(j, end);
    std::optional<std::int32_t> last_year = first_year;
    while (j < end) {
        const Index between = joint(j, end);
        if (between == 0) break;
        Index k = j + between;
        const Index again = k < end ? t_.at(k, Cue::month, end) : 0;
        // "tháng 6 và tháng 11" are two times; "tháng 6, 7" and "tháng 6 đến tháng 11" are one.
        const bool two = again > 0 && t_.is(k - 1, Cue::conjunction, k) && is_month(k + again) &&
                         t_[k + again].number != last + 1;
        if (two) break;
        if (again == 0 && first_year) break;
        k += again;
        if (!is_month(k)) break;
        last = t_[k].number;
        j = k + 1;
        if (const auto own = year_behind(j, end)) last_year = own;
    }
    return make_span(first, last, first_year, last_year, j);
}

/// "6 tháng đầu năm 2026"
std::optional<TimeReader::Span> TimeReader::half_year_at(Index i, Index end) const {
    Index j = i;
    if (const Index words = t_.at(i, Cue::half_year, end); words > 0) {
        j += words;
    } else if (t_[i].number == 6 && t_.is(i + 1, Cue::month, end)) {
        j += 2;
    } else {
        return std::nullopt;
    }
    const bool first = t_.is(j, Cue::first_half, end);
    if (j >= end || (!first && !t_.is(j, Cue::last_half, end))) return std::nullopt;
    j += 1;  // the second word, "năm", may carry the year
    const auto year = year_behind(j, end);
    if (!year) j += 1;
    const std::int32_t y = year.value_or(year_);
    if (first) return Span{{y, 1, 1}, {y, 6, 30}, year.has_value(), j};
    return Span{{y, 7, 1}, {y, 12, 31}, year.has_value(), j};
}

std::optional<TimeReader::Span> TimeReader::years_at(Index i, Index end, bool field) const {
    Index j = i;
    const Index stage = t_.at(j, Cue::stage, end);
    if (stage > 0 && !field) return std::nullopt;
    j += stage;
    const Index word = t_.at(j, Cue::year, end);
    j += word;
    if (j >= end || !is_year(t_[j]) || (word == 0 && stage == 0 && !field)) return std::nullopt;
    if (word == 0 && stage == 0 && i > 0 && (t_[i - 1].mark == U'/' || t_[i - 1].mark == U'-'))
        return std::nullopt;
    const std::int32_t first = t_[j].number;
    std::int32_t last = first;
    ++j;
    Index k = j;
    if (k < end && (t_[k].mark == U'-' || t_[k].mark == U',')) ++k;
    if (k < end) k += t_.at(k, Cue::conjunction, end);
    if (k < end) k += t_.at(k, Cue::until, end);
    if (k > j && k < end) k += t_.at(k, Cue::year, end);
    if (k > j && k < end && is_year(t_[k])) {
        last = t_[k].number;
        j = k + 1;
    }
    return Span{{first, 1, 1}, {last, 12, 31}, true, j};
}

std::optional<TimeReader::Span> TimeReader::span_at(Index i, Index end, bool field) const {
    if (i >= end) return std::nullopt;
    if (auto span = quarters_at(i, end)) return span;
    if (auto span = half_year_at(i, end)) return span;
    if (auto span = months_at(i, end)) return span;
    return years_at(i, end, field);
}

}  // namespace neove::plan
