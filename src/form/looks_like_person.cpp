#include "form/looks_like_person.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace neove::form {
namespace {

// ---- one sign for what reads as one

struct Range {
    char32_t first;
    char32_t last;
};
/// Signs that take no room, marks of direction and of looks.
constexpr std::array<Range, 10> kNothing{
    {{0xAD, 0xAD},
     {0x34F, 0x34F},
     {0x61C, 0x61C},
     {0x180B, 0x180E},
     {0x200B, 0x200F},
     {0x202A, 0x202E},
     {0x2060, 0x206F},
     {0xFE00, 0xFE0F},
     {0xFEFF, 0xFEFF},
     {0xE0000, 0xE007F}}};
constexpr std::array<Range, 6> kSpaces{
    {{0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}}};
constexpr std::array<Range, 10> kDashes{
    {{0x58A, 0x58A},
     {0x2010, 0x2015},
     {0x2043, 0x2043},
     {0x207B, 0x207B},
     {0x208B, 0x208B},
     {0x2212, 0x2212},
     {0x2E3A, 0x2E3B},
     {0x301C, 0x301C},
     {0xFE58, 0xFE58},
     {0xFE63, 0xFE63}}};
/// The zeros of scripts whose other digits follow, also raised and lowered.
constexpr std::array<char32_t, 26> kZeros{0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,  0xA66,  0xAE6,
                                          0xB66,   0xBE6,   0xC66,   0xCE6,   0xD66,  0xE50,  0xED0,
                                          0xF20,   0x1040,  0x17E0,  0x1810,  0x2070, 0x2080, 0xFF10,
                                          0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6};
constexpr char32_t kWideFirst = 0xFF01;
constexpr char32_t kWideLast = 0xFF5E;
constexpr char32_t kWideBy = 0xFEE0;  ///< so far behind the signs that they are wide forms of
constexpr char32_t kAscii = 0x7F;

template <std::size_t N>
bool is_in(char32_t sign, const std::array<Range, N>& ranges) {
    return std::ranges::any_of(ranges, [&](const Range& one) {
        return sign >= one.first && sign <= one.last;
    });
}

/// What is read for a sign; 0 for what is not seen.
char32_t plain(char32_t sign) {
    if (sign <= kAscii) return sign;
    if (is_in(sign, kNothing)) return 0;
    if (is_in(sign, kSpaces)) return ' ';
    if (is_in(sign, kDashes)) return '-';
    for (const char32_t zero : kZeros) {
        if (sign >= zero && sign < zero + 10) return U'0' + (sign - zero);
    }
    if (sign >= kWideFirst && sign <= kWideLast) return sign - kWideBy;
    switch (sign) {
        case 0xB9: return '1';
        case 0xB2: return '2';
        case 0xB3: return '3';
        case 0xB7:
        case 0x2024:
        case 0x2027:
        case 0x22C5: return '.';
        case 0x2044:
        case 0x2215: return '/';
        case 0x85:
        case 0x2028:
        case 0x2029: return '\n';
        default: return sign;
    }
}

std::string plain_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        const char32_t read = plain(point.value);
        if (read != 0 || point.value == 0) text::append(out, read);
        at += point.size;
    }
    return out;
}

bool is_digit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool is_one_of(char c, std::string_view all) {
    return all.find(c) != std::string_view::npos;
}

/// A stretch of letters.
struct Word {
    std::size_t begin{0};
    std::size_t end{0};
    bool is_capital{false};
    std::string lower;
};

std::vector<Word> words_of(std::string_view text) {
    std::vector<Word> out;
    bool in_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        if (text::is_letter(point.value)) {
            if (!in_word) out.push_back({at, at, text::is_upper(point.value), {}});
            out.back().end = at + point.size;
            text::append(out.back().lower, text::lower(point.value));
            in_word = true;
        } else {
            in_word = false;
        }
        at += point.size;
    }
    return out;
}

// ---- numbers

constexpr std::size_t kShortest = 9;  ///< digits of a number that can be somebody's

/// What stands between two groups: `text` with brackets left out and blanks as one.
struct Gap {
    std::size_t end{0};
    std::string text;
    bool has_bracket{false};
};

/// Nothing where the number ends there. `first`: digits of its first group; a stroke or a comma behind fewer
/// is one of a date or of an amount.
std::optional<Gap> read_gap(std::string_view text, std::size_t from, std::size_t first) {
    constexpr std::array<std::string_view, 7> kGaps{" ", ".", "-", "/", ",", " - ", " / "};
    constexpr std::size_t kWidest = 5;
    constexpr std::size_t kFirstOfStroke = 3;
    Gap out{from, {}, false};
    for (; out.end < text.size() && is_one_of(text[out.end], " .-/,()"); ++out.end) {
        const char c = text[out.end];
        if (c == '(' || c == ')') {
            out.has_bracket = true;
        } else if (c != ' ' || !out.text.ends_with(' ')) {
            out.text += c;
        }
    }
    if (!is_digit(text, out.end) || out.end - from > kWidest) return std::nullopt;
    const bool is_known = std::ranges::find(kGaps, out.text) != kGaps.end();
    if (!is_known && !(out.has_bracket && out.text.empty())) return std::nullopt;
    if (first < kFirstOfStroke && out.text.find_first_of("/,") != std::string::npos) return std::nullopt;
    return out;
}

/// A number in groups from its first digit: `0912 345 678`, `(024) 3825 1234`, `+84 91.234.5678`. Between its
/// groups stands the same, for else two dates are one number; after a + anything. A bracket stands between
/// parts of one number only while it is short.
struct Grouped {
    std::vector<std::string_view> groups;
    std::string digits;
    std::size_t begin{0};
    std::size_t end{0};
};

Grouped read_grouped(std::string_view text, std::size_t from, bool has_plus) {
    Grouped out;
    out.begin = from;
    std::optional<std::string> separator;
    std::size_t group = from;
    std::size_t at = from;
    for (;;) {
        while (is_digit(text, at)) out.digits += text[at++];
        out.groups.push_back(text.substr(group, at - group));
        out.end = at;
        const auto gap = read_gap(text, at, out.groups.front().size());
        if (!gap) return out;
        if (gap->has_bracket) {
            if (out.digits.size() >= kShortest) return out;
        } else {
            if (separator && *separator != gap->text && !has_plus) return out;
            separator = gap->text;
        }
        at = gap->end;
        group = at;
    }
}

/// As Vietnam numbers them today: mobiles of ten digits, lines of eleven.
bool is_phone(std::string_view digits) {
    constexpr std::string_view kMobile = "35789";
    if (digits.size() == 10) return digits[0] == '0' && is_one_of(digits[1], kMobile);
    if (digits.size() != 11) return false;
    return digits.starts_with("02") || (digits.starts_with("84") && is_one_of(digits[2], kMobile));
}

/// `/KH-UBND` or `/2026/QĐ` behind it: a document's number.
bool is_of_document(std::string_view text, std::size_t at) {
    if (at >= text.size() || text[at] != '/') return false;
    ++at;
    std::size_t digits = 0;
    while (is_digit(text, at + digits)) ++digits;
    if (digits == 4 && at + 4 < text.size() && text[at + 4] == '/') at += 5;
    return at < text.size() && text::is_letter(text::decode(text, at).value);
}

/// The word that ends before `at`, with nothing but these between.
const Word* word_before(
    std::string_view text, const std::vector<Word>& words, std::size_t at, std::string_view between
) {
    while (at > 0 && is_one_of(text[at - 1], between)) --at;
    const auto found = std::ranges::find(words, at, &Word::end);
    return found == words.end() ? nullptr : &*found;
}

const Word* word_after(std::string_view text, const std::vector<Word>& words, std::size_t at) {
    while (at < text.size() && text[at] == ' ') ++at;
    const auto found = std::ranges::find(words, at, &Word::begin);
    return found == words.end() ? nullptr : &*found;
}

class Numbers {
public:
    Numbers(std::string_view text, const PersonWords& lists, const std::vector<Word>& words)
        : text_(text), lists_(lists), words_(words) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (!is_digit(text, at)) continue;
            const bool has_plus = at > 0 && text[at - 1] == '+';
            const Grouped grouped = read_grouped(text, at, has_plus);
            look(grouped, has_plus);
            at = grouped.end;
        }
    }

    bool has_identity{false};
    bool has_phone{false};

private:
    bool is_something_else(const Grouped& number) const {
        if (is_of_document(text_, number.end)) return true;
        // No amount begins with a zero.
        const bool may_count = number.digits[0] != '0' || number.groups.front().size() == 1;
        const Word* after = word_after(text_, words_, number.end);
        if (may_count && after != nullptr && lists_.amounts.contains(after->lower)) return true;
        const Word* before = word_before(text_, words_, number.begin, " :.");
        return before != nullptr && lists_.codes.contains(before->lower);
    }

    /// Whether the words before it, up to three, say that it is of an identity paper.
    bool is_of_paper(const Grouped& number) const {
        constexpr std::ptrdiff_t kWords = 3;
        const Word* last = word_before(text_, words_, number.begin, " :.-/(");
        if (last == nullptr) return false;
        std::string said;
        for (std::ptrdiff_t at = last - words_.data(), first = at; at >= 0 && first - at < kWords; --at) {
            const Word& word = words_[static_cast<std::size_t>(at)];
            const std::size_t next = at == first ? 0 : words_[static_cast<std::size_t>(at) + 1].begin;
            if (at != first && text_.substr(word.end, next - word.end) != " ") return false;
            said = word.lower + (said.empty() ? "" : " " + said);
            if (lists_.papers.contains(said)) return true;
        }
        return false;
    }

    void look(const Grouped& number, bool has_plus) {
        if (number.digits.size() < kShortest) return;
        const bool is_of_paper = this->is_of_paper(number);
        if (!is_of_paper && is_something_else(number)) return;
        if (has_plus) {
            has_phone = has_phone || number.digits.size() <= 13;
            return;
        }
        for (const std::string_view group : number.groups) look_at_run(group, is_of_paper);
        if (number.groups.size() == 1) return;
        const auto is_small = [](std::string_view group) { return group.size() < 2; };
        const auto is_wide = [](std::string_view group) { return group.size() >= 3; };
        if (std::ranges::any_of(number.groups, is_small)) return;
        if (std::ranges::none_of(number.groups, is_wide)) return;
        const std::string& digits = number.digits;
        const bool is_long = digits.size() == 9 || digits.size() == 12;
        has_identity = has_identity || (is_long && (digits[0] == '0' || is_of_paper));
        has_phone = has_phone || is_phone(digits);
    }

    void look_at_run(std::string_view digits, bool is_of_paper) {
        has_phone = has_phone || is_phone(digits);
        if (digits.size() != 9 && digits.size() != 12) return;
        const bool is_round = !is_of_paper && digits[0] != '0' && digits.ends_with("000");
        has_identity = has_identity || !is_round;
    }

    std::string_view text_;
    const PersonWords& lists_;
    const std::vector<Word>& words_;
};

// ---- names

/// Words with capitals and nothing but spaces between them: words [first, end).
struct Run {
    enum class Kind : std::uint8_t { Other, Place, Person };
    std::size_t first{0};
    std::size_t end{0};
    Kind kind{Kind::Other};
    std::string maybe{};  ///< two words that are a name where a name is joined to them
};

class Names {
    static constexpr std::string_view kList = " ,;/&";

public:
    Names(std::string_view text, const PersonWords& lists, const std::vector<Word>& words)
        : text_(text), lists_(lists), words_(words) {}

    /// Whether there are two different ones.
    bool are_two() {
        std::set<std::string> seen;
        Run before;
        for (std::size_t at = 0; at < words_.size();) {
            if (!is_capital(at)) {
                ++at;
                continue;
            }
            Run run{at, at + 1};
            while (run.end < words_.size() && is_close(run.end) && (is_capital(run.end) || is_middle(run))) {
                ++run.end;
            }
            std::string name = name_in(run, before);
            if (is_joined(run, before) && !before.maybe.empty()) {
                if (name.empty()) name = run.maybe;
                if (!name.empty()) seen.insert(before.maybe);
            }
            if (!name.empty()) seen.insert(std::move(name));
            if (seen.size() == 2) return true;
            at = run.end;
            before = run;
        }
        return false;
    }

private:
    bool is_capital(std::size_t at) const {
        return words_[at].is_capital && !lists_.joiners.contains(words_[at].lower);
    }
    /// What stands between the word and the one before it.
    std::string_view gap(std::size_t at) const {
        const std::size_t from = at == 0 ? 0 : words_[at - 1].end;
        return text_.substr(from, words_[at].begin - from);
    }
    bool is_gap_of(std::size_t at, std::string_view characters) const {
        const std::string_view between = gap(at);
        return !between.empty() && between.find_first_not_of(characters) == std::string_view::npos;
    }
    bool is_close(std::size_t at) const { return is_gap_of(at, " "); }

    /// `Trần thị Bình`: what stands behind the run goes on the name, though its letters are small.
    bool is_middle(const Run& run) const {
        return lists_.middles.contains(words_[run.end].lower) &&
               lists_.family_names.contains(words_[run.end - 1].lower) && run.end + 1 < words_.size() &&
               is_capital(run.end + 1) && is_close(run.end + 1);
    }

    /// Whether a word such as "and" stands between the runs, and no other.
    bool is_joined(const Run& run, const Run& before) const {
        return before.end != 0 && run.first == before.end + 1 &&
               lists_.joiners.contains(words_[before.end].lower) && is_gap_of(before.end, kList) &&
               is_gap_of(run.first, kList);
    }

    /// Whether the run goes on the list in which the run before it stands.
    bool goes_on(const Run& run, const Run& before) const {
        if (before.end == 0) return false;
        return run.first == before.end ? is_gap_of(run.first, kList) : is_joined(run, before);
    }

    /// The word that introduces the run, in small letters; a full stop ends one that is no short form.
    std::string_view lead_of(const Run& run) const {
        if (run.first == 0) return {};
        const Word& word = words_[run.first - 1];
        const bool is_lead = is_close(run.first) || (word.is_capital && is_gap_of(run.first, " ."));
        return is_lead ? std::string_view(word.lower) : std::string_view();
    }

    bool begins_sentence(std::size_t at) const {
        return at == 0 || gap(at).find_first_of(".!?:;\n-+") != std::string_view::npos;
    }

    bool is_known_otherwise(const std::string& name) const {
        return std::ranges::any_of(lists_.not_persons, [&](const std::string& known) {
            return name.starts_with(known) && (name.size() == known.size() || name[known.size()] == ' ');
        });
    }

    /// The name that the run is, in small letters; says in `run` what it is.
    std::string name_in(Run& run, const Run& before) const {
        const std::string_view lead = lead_of(run);
        const bool is_in_list = goes_on(run, before);
        bool has_title = lists_.titles.contains(lead);
        const std::string& head = words_[run.first].lower;
        const bool is_place = lists_.places.contains(lead) ||
                              (lists_.places.contains(head) && !lists_.family_names.contains(head)) ||
                              (is_in_list && before.kind == Run::Kind::Place);
        if (is_place) run.kind = Run::Kind::Place;
        if (is_place) return {};
        std::size_t from = run.first;
        if (lists_.titles.contains(head) && run.end - run.first > 1) {
            has_title = true;
            ++from;
        } else if (!lists_.family_names.contains(head) && begins_sentence(from)) {
            ++from;
        }
        const std::size_t count = run.end - from;
        if (count < 2 || count > 5 || !lists_.family_names.contains(words_[from].lower)) return {};
        const bool may_be_short = has_title || (is_in_list && before.kind == Run::Kind::Person);
        std::string name;
        for (std::size_t at = from; at < run.end; ++at) name += (at == from ? "" : " ") + words_[at].lower;
        if (is_known_otherwise(name)) return {};
        if (count == 2 && !may_be_short) {
            run.maybe = std::move(name);
            return {};
        }
        run.kind = Run::Kind::Person;
        return name;
    }

    std::string_view text_;
    const PersonWords& lists_;
    const std::vector<Word>& words_;
};

}  // namespace

std::vector<PersonTrace> traces_of_person(std::string_view written, const PersonWords& words) {
    const std::string text = plain_text(written);
    const std::vector<Word> all = words_of(text);
    const Numbers numbers(text, words, all);
    std::vector<PersonTrace> out;
    if (numbers.has_identity) out.push_back(PersonTrace::IdentityNumber);
    if (numbers.has_phone) out.push_back(PersonTrace::Phone);
    if (Names(text, words, all).are_two()) out.push_back(PersonTrace::Names);
    return out;
}

bool looks_like_person(std::string_view text, const PersonWords& words) {
    return !traces_of_person(text, words).empty();
}

}  // namespace neove::form
