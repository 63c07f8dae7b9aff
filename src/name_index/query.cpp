#include "name_index/query.h"

#include "base/text.h"
#include "name_index/number.h"
#include "name_index/vocabulary.h"

#include <algorithm>

namespace neove::name_index {
namespace {

constexpr std::size_t kMaxNumbers = 4;
constexpr std::size_t kMaxTyped = 400;  ///< bytes of a query that are read

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_space(char c) {
    return std::string_view(" \t\r\n,;").find(c) != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        if (end > at) out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::uint32_t value(std::string_view digits) {
    std::uint32_t out = 0;
    for (const char c : digits.substr(0, 8)) out = out * 10 + static_cast<std::uint32_t>(c - '0');
    return out;
}

/// A token that is no word: digits, and what stands between digits of dates and phones.
bool is_numeric(std::string_view token) {
    return std::ranges::any_of(token, is_digit) && std::ranges::all_of(token, [](char c) {
               return is_digit(c) || std::string_view("+-./()").find(c) != std::string_view::npos;
           });
}

/// 1987, 3/1987, 15/3/1987 as people write, or the other way round; unknown if it is none of these.
Birth typed_birth(const std::vector<std::string_view>& parts) {
    if (parts.empty() || parts.size() > 3) return {};
    const bool year_first = parts.front().size() == 4;
    const std::size_t year_at = year_first ? 0 : parts.size() - 1;
    std::uint32_t values[3]{};  // year, month, day
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i == year_at ? parts[i].size() != 4 : parts[i].size() > 2 || value(parts[i]) == 0) return {};
        values[year_first ? i : parts.size() - 1 - i] = value(parts[i]);
    }
    return birth_of(values[0], values[1], values[2]);
}

class Reader {
public:
    Query read(std::string_view typed) {
        std::vector<std::string_view> tokens = split(typed, " \t\r\n,;");
        for (std::size_t i = 0; i < tokens.size();) {
            if (is_numeric(tokens[i])) {
                std::size_t end = i;
                while (end < tokens.size() && is_numeric(tokens[end])) ++end;
                take_numeric(
                    {tokens.begin() + static_cast<std::ptrdiff_t>(i),
                     tokens.begin() + static_cast<std::ptrdiff_t>(end)}
                );
                i = end;
                continue;
            }
            take_word(tokens[i]);
            const bool is_last = i + 1 == tokens.size() && !typed.empty() && !is_space(typed.back());
            if (is_last && was_name_ && !query_.terms.empty()) query_.terms.back().is_unfinished = true;
            ++i;
        }
        return std::move(query_);
    }

private:
    void take_word(std::string_view token) {
        const auto digits = static_cast<std::size_t>(std::ranges::count_if(token, is_digit));
        was_name_ = digits < kShortestNumber;
        if (!was_name_) {
            take_number(token);
            return;
        }
        if (digits > 0) {  // VNI keys, perhaps
            std::string lower(token);
            std::ranges::transform(lower, lower.begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
            if (const std::string reading = typed_reading(lower); !reading.empty()) {
                add_term().readings.push_back(reading_of(reading));
                return;
            }
        }
        for (const std::string& syllable : syllables(token)) {
            Term& term = add_term();
            term.readings.push_back(reading_of(syllable));
            if (const std::string reading = typed_reading(syllable); !reading.empty())
                term.readings.push_back(reading_of(reading));
        }
    }

    /// Tokens of digits beside each other: a number or a date each, or a phone in groups, or a day in three.
    void take_numeric(const std::vector<std::string_view>& tokens) {
        std::string joined;
        bool all_short = tokens.size() > 1;
        for (const std::string_view token : tokens) {
            const std::string bare = bare_number(token);
            all_short = all_short && bare.size() < kShortestNumber;
            joined += bare;
        }
        const bool has_phone_start = joined.starts_with('0') || joined.starts_with("84");
        if (all_short && has_phone_start && joined.size() >= 9) {
            take_number(joined);
            return;
        }
        if (const Birth day = typed_birth(tokens); all_short && tokens.size() == 3 && day.is_known()) {
            query_.births.push_back(day);
            return;
        }
        for (const std::string_view token : tokens) {
            if (const Birth birth = typed_birth(split(token, "./-")); birth.is_known()) {
                query_.births.push_back(birth);
            } else if (bare_number(token).size() >= kShortestNumber) {
                take_number(token);
            }
        }
    }

    void take_number(std::string_view token) {
        if (query_.numbers.size() < kMaxNumbers) {
            query_.numbers.push_back({bare_number(token), bare_phone(token)});
        }
    }

    Term& add_term() { return query_.terms.emplace_back(); }

    Query query_;
    bool was_name_{false};
};

}  // namespace

Reading reading_of(std::string_view syllable) {
    Reading out;
    out.toned = with_i(syllable);
    out.folded = folded(syllable);
    out.skeleton = skeleton(syllable);
    out.letters = letters_of(out.folded);
    out.is_ascii = is_ascii(out.folded);
    return out;
}

Query read_query(std::string_view typed) {
    std::string text(typed.substr(0, kMaxTyped));
    for (std::size_t at = 0; (at = text.find("\xC2\xA0", at)) != std::string::npos;) text.replace(at, 2, " ");
    return Reader().read(text);
}

}  // namespace neove::name_index
