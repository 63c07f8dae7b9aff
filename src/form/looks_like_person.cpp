#include "form/looks_like_person.h"

#include "base/text.h"

#include <array>
#include <cstddef>

namespace neove::form {
namespace {

bool is_digit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool is_like_a_number(std::size_t digits) {
    return digits >= 9 && digits <= 12;
}

bool has_run(std::string_view text) {
    std::size_t run = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (is_digit(text, at)) {
            ++run;
        } else {
            if (is_like_a_number(run)) return true;
            run = 0;
        }
    }
    return false;
}

/// A number in groups from its first digit: `0912 345 678`, `+84 91.234.5678`. Between its groups stands the
/// same separator, for else two dates are one number; after a + any.
struct Grouped {
    std::size_t digits{0};
    std::size_t end{0};
};

Grouped read_grouped(std::string_view text, std::size_t at, bool has_plus) {
    Grouped out;
    char separator = 0;
    for (; at < text.size(); ++at) {
        if (is_digit(text, at)) {
            ++out.digits;
            continue;
        }
        const char c = text[at];
        if ((c != ' ' && c != '.' && c != '-') || !is_digit(text, at + 1)) break;
        if (separator != 0 && c != separator && !has_plus) break;
        separator = c;
    }
    out.end = at;
    return out;
}

bool has_grouped(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text, at)) continue;
        const bool has_plus = at > 0 && text[at - 1] == '+';
        const Grouped grouped = read_grouped(text, at, has_plus);
        if ((has_plus || text[at] == '0') && is_like_a_number(grouped.digits)) return true;
        at = grouped.end;
    }
    return false;
}

/// Whether an item of a list begins with a name: after anything that is no letter, three to five words that
/// begin with a capital.
bool begins_with_name(std::string_view item) {
    std::size_t words = 0;
    bool in_word = false;
    bool has_begun = false;
    for (std::size_t at = 0; at < item.size();) {
        const text::CodePoint point = text::decode(item, at);
        at += point.size;
        if (text::is_letter(point.value)) {
            if (!in_word && !text::is_upper(point.value)) break;
            words += in_word ? 0 : 1;
            in_word = has_begun = true;
        } else if (has_begun && point.value != U' ') {
            break;
        } else {
            in_word = false;
        }
    }
    return words >= 3 && words <= 5;
}

/// How wide the separator of a list is that stands at `at`, or 0.
std::size_t separator_size(std::string_view text, std::size_t at) {
    constexpr std::array<std::string_view, 5> kSeparators{",", ";", "\n", " và ", " and "};
    for (const std::string_view separator : kSeparators) {
        if (text.substr(at, separator.size()) == separator) return separator.size();
    }
    return 0;
}

bool has_names(std::string_view text) {
    std::size_t in_a_row = 0;
    std::size_t from = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const std::size_t size = at < text.size() ? separator_size(text, at) : 1;
        if (size == 0) continue;
        in_a_row = begins_with_name(text.substr(from, at - from)) ? in_a_row + 1 : 0;
        if (in_a_row == 3) return true;
        from = at + size;
        at = from - 1;
    }
    return false;
}

}  // namespace

bool looks_like_person(std::string_view text) {
    return has_run(text) || has_grouped(text) || has_names(text);
}

}  // namespace neove::form
