#include "form/looks_like_person.h"

#include "base/text.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace neove::form {
namespace {

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

/// A number in groups from its first digit: `0912 345 678`, `+84 91.234.5678`. Between its groups stands the
/// same separator, for else two dates are one number; after a + any.
struct Grouped {
    std::vector<std::string_view> groups;
    std::string digits;
    std::size_t begin{0};
    std::size_t end{0};
};

Grouped read_grouped(std::string_view text, std::size_t from, bool has_plus) {
    Grouped out;
    out.begin = from;
    char separator = 0;
    std::size_t group = from;
    std::size_t at = from;
    for (; at < text.size(); ++at) {
        if (is_digit(text, at)) {
            out.digits += text[at];
            continue;
        }
        const char c = text[at];
        if (!is_one_of(c, " .-") || !is_digit(text, at + 1)) break;
        if (separator != 0 && c != separator && !has_plus) break;
        separator = c;
        out.groups.push_back(text.substr(group, at - group));
        group = at + 1;
    }
    out.groups.push_back(text.substr(group, at - group));
    out.end = at;
    return out;
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
        const Word* after = word_after(text_, words_, number.end);
        if (after != nullptr && lists_.amounts.contains(after->lower)) return true;
        const Word* before = word_before(text_, words_, number.begin, " :.");
        return before != nullptr && lists_.codes.contains(before->lower);
    }

    void look(const Grouped& number, bool has_plus) {
        if (number.digits.size() < 9 || is_something_else(number)) return;
        if (has_plus) {
            has_phone = has_phone || number.digits.size() <= 13;
            return;
        }
        for (const std::string_view group : number.groups) look_at_run(group);
        if (number.groups.size() == 1) return;
        const auto is_small = [](std::string_view group) { return group.size() < 2; };
        const auto is_wide = [](std::string_view group) { return group.size() >= 3; };
        if (std::ranges::any_of(number.groups, is_small)) return;
        if (std::ranges::none_of(number.groups, is_wide)) return;
        const std::string& digits = number.digits;
        const bool is_identity = digits[0] == '0' && (digits.size() == 9 || digits.size() == 12);
        has_identity = has_identity || is_identity;
        has_phone = has_phone || is_phone(digits);
    }

    void look_at_run(std::string_view digits) {
        has_phone = has_phone || is_phone(digits);
        if (digits.size() != 9 && digits.size() != 12) return;
        const bool is_round = digits[0] != '0' && digits.ends_with("000");
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
};

class Names {
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
            while (run.end < words_.size() && is_capital(run.end) && is_close(run.end)) ++run.end;
            std::string name = name_in(run, before);
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

    /// Whether the run goes on the list in which the run before it stands.
    bool goes_on(const Run& run, const Run& before) const {
        constexpr std::string_view kList = " ,;/&";
        if (before.end == 0) return false;
        if (run.first == before.end) return is_gap_of(run.first, kList);
        return run.first == before.end + 1 && lists_.joiners.contains(words_[before.end].lower) &&
               is_gap_of(before.end, kList) && is_gap_of(run.first, kList);
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
        if (count == 2 && !may_be_short) return {};
        std::string name;
        for (std::size_t at = from; at < run.end; ++at) name += (at == from ? "" : " ") + words_[at].lower;
        if (is_known_otherwise(name)) return {};
        run.kind = Run::Kind::Person;
        return name;
    }

    std::string_view text_;
    const PersonWords& lists_;
    const std::vector<Word>& words_;
};

}  // namespace

std::vector<PersonTrace> traces_of_person(std::string_view text, const PersonWords& words) {
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
