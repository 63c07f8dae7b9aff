#include "sheet/value.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

namespace neove::sheet {

namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// Folded, with every kind of blank as a space.
std::string plain(std::string_view text) {
    std::string out = text::fold(text);
    for (const std::string_view blank : {"\u00a0", "\u202f", "\u2009"}) {
        for (std::size_t at = out.find(blank); at != std::string::npos; at = out.find(blank, at)) {
            out.replace(at, blank.size(), " ");
        }
    }
    for (char& c : out) {
        if (c == '\t' || c == '\n' || c == '\r') c = ' ';
    }
    return std::string(trimmed(out));
}

/// Digits in groups of three behind the first, with `separator` between.
bool is_grouped(std::string_view text, char separator) {
    std::size_t run = 0;
    bool is_first = true;
    for (const char c : text) {
        if (is_digit(c)) {
            ++run;
            continue;
        }
        if (c != separator || run == 0 || run > 3 || (!is_first && run != 3)) return false;
        is_first = false;
        run = 0;
    }
    return run == 3 && !is_first;
}

struct Numbers {
    std::vector<std::string_view> all;
    bool is_clean{true};  ///< numbers with one mark between two at most, and nothing before or behind
};

Numbers numbers_in(std::string_view text) {
    Numbers out;
    int marks = 1;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (!is_digit(c)) {
            if (c != ' ' && ++marks > 1) out.is_clean = false;
            if (c != '/' && c != '-' && c != '.' && c != ' ') out.is_clean = false;
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        out.all.push_back(text.substr(at, end - at));
        at = end;
        marks = 0;
    }
    if (marks > 0) out.is_clean = false;
    return out;
}

/// Takes the words out that stand between the numbers of a date.
std::string without_words(std::string text) {
    for (const std::string_view word : {"ngay", "thang", "nam", ","}) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.replace(at, word.size(), " ");
        }
    }
    return text;
}

std::optional<int> number(std::string_view digits, std::size_t most) {
    if (digits.empty() || digits.size() > most) return std::nullopt;
    int out = 0;
    for (const char c : digits) out = out * 10 + (c - '0');
    return out;
}

std::optional<calendar::PartialDate> of_numbers(std::vector<std::string_view> parts) {
    if (parts.empty() || parts.size() > 3) return std::nullopt;
    // The year stands at one end, and has four digits: nothing else tells 03/04/26 from 26/04/03.
    if (parts.size() > 1 && parts.front().size() == 4) std::ranges::reverse(parts);
    if (parts.back().size() != 4) return std::nullopt;
    std::array<char, 16> iso{};
    const auto year = number(parts.back(), 4);
    const auto month = parts.size() > 1 ? number(parts[parts.size() - 2], 2) : std::optional(1);
    const auto day = parts.size() > 2 ? number(parts.front(), 2) : std::optional(1);
    if (!year || !month || !day) return std::nullopt;
    if (parts.size() == 1) {
        std::snprintf(iso.data(), iso.size(), "%04d", *year);
    } else if (parts.size() == 2) {
        std::snprintf(iso.data(), iso.size(), "%04d-%02d", *year, *month);
    } else {
        std::snprintf(iso.data(), iso.size(), "%04d-%02d-%02d", *year, *month, *day);
    }
    return calendar::PartialDate::parse_iso(iso.data());
}

struct Clock {
    int hour{0};
    int minute{0};
};

/// Where a time of day stands in the text: from, to, and what it is.
struct ClockIn {
    std::size_t begin{0};
    std::size_t end{0};
    Clock clock;
};

/// `8:30`, `08:30:00`, `8h30`, `8h`, `8 gio 30`.
std::optional<ClockIn> clock_in(std::string_view text) {
    const std::size_t mark = text.find_first_of(":hg");
    if (mark == std::string_view::npos || mark == 0) return std::nullopt;
    std::size_t begin = mark;
    while (begin > 0 && text[begin - 1] == ' ') --begin;
    const std::size_t digits_end = begin;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    const auto hour = number(text.substr(begin, digits_end - begin), 2);
    std::size_t at = mark + 1;
    if (text[mark] == 'g') {
        if (text.substr(mark, 3) != "gio") return std::nullopt;
        at = mark + 3;
    }
    while (at < text.size() && text[at] == ' ' && text[mark] == 'g') ++at;
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end]) && end - at < 2) ++end;
    const bool has_minute = end > at;
    const auto minute = has_minute ? number(text.substr(at, end - at), 2) : std::optional(0);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    if (text[mark] == ':' && end - at != 2) return std::nullopt;
    if (end < text.size() && text[end] == ':') {  // seconds, which the form does not keep
        std::size_t stop = end + 1;
        while (stop < text.size() && (is_digit(text[stop]) || text[stop] == '.')) ++stop;
        if (stop - end < 3) return std::nullopt;
        end = stop;
    }
    return ClockIn{begin, end, {*hour, *minute}};
}

std::string digits_of(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_digit(c)) {
            out += c;
        } else if (c != ' ' && c != '.' && c != '-' && c != '(' && c != ')') {
            return {};
        }
    }
    return out;
}

}  // namespace

std::optional<std::int64_t> read_whole(std::string_view written) {
    std::string text = plain(written);
    for (const std::string_view unit : {"dong", "vnd", "d", "\u20ab"}) {
        if (!text.ends_with(unit)) continue;
        text = std::string(trimmed(std::string_view(text).substr(0, text.size() - unit.size())));
        break;
    }
    const bool is_negative = text.starts_with('-');
    std::string_view rest = std::string_view(text).substr(is_negative ? 1 : 0);
    if (rest.empty()) return std::nullopt;
    const bool is_plain = std::ranges::all_of(rest, is_digit);
    const bool is_well_grouped = is_grouped(rest, '.') || is_grouped(rest, ',') || is_grouped(rest, ' ');
    if (!is_plain && !is_well_grouped) return std::nullopt;
    std::int64_t out = 0;
    for (const char c : rest) {
        if (!is_digit(c)) continue;
        out = out * 10 + (c - '0');
        if (out > kLargest) return std::nullopt;
    }
    return is_negative ? -out : out;
}

std::optional<calendar::PartialDate> read_partial(std::string_view written) {
    const std::string text = without_words(plain(written));
    const Numbers numbers = numbers_in(text);
    if (!numbers.is_clean) return std::nullopt;
    return of_numbers(numbers.all);
}

std::optional<calendar::Date> read_date(std::string_view written) {
    const auto day = read_partial(written);
    if (!day || day->precision() != calendar::Precision::Day) return std::nullopt;
    return day->earliest();
}

std::optional<std::string> read_moment(std::string_view written) {
    std::string text = without_words(plain(written));
    for (std::size_t at = 1; at + 1 < text.size(); ++at) {  // the T of ISO 8601
        if (text[at] == 't' && is_digit(text[at - 1]) && is_digit(text[at + 1])) text[at] = ' ';
    }
    const auto found = clock_in(text);
    if (!found) return std::nullopt;
    std::string rest = text.substr(0, found->begin) + ' ' + text.substr(found->end);
    const auto day = read_date(rest);
    if (!day) return std::nullopt;
    std::array<char, 16> time{};
    std::snprintf(time.data(), time.size(), "T%02d:%02d", found->clock.hour, found->clock.minute);
    return day->iso() + time.data();
}

bool phone_lost_zero(std::string_view text) {
    const std::string digits = digits_of(text);
    return digits.size() == 9 && digits.front() != '0';
}

bool paper_lost_zero(std::string_view text) {
    const std::string digits = digits_of(text);
    return digits.size() == text.size() && (digits.size() == 11 || digits.size() == 8);
}

}  // namespace neove::sheet
