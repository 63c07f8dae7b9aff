#include "organisation/collective_match.h"

#include "base/text.h"

#include <algorithm>
#include <optional>
#include <span>

namespace neove::organisation {
namespace {

constexpr std::size_t kLeastWords = 5;  ///< shorter names are too near to each other
constexpr std::size_t kMostWords = 24;
constexpr int kMostChangedWords = 2;

std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        out.push_back(point.value);
        at += point.size;
    }
    return out;
}

/// Whether one insertion, deletion or change of a letter makes the words equal.
bool is_one_letter_off(std::string_view left, std::string_view right) {
    const std::u32string a = code_points(left);
    const std::u32string b = code_points(right);
    if (a.size() < 2 || b.size() < 2) return false;
    const std::size_t shorter = std::min(a.size(), b.size());
    std::size_t head = 0;
    while (head < shorter && a[head] == b[head]) ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
    return std::max(a.size(), b.size()) - head - tail == 1;
}

class Slips {
public:
    explicit Slips(const Collectives& collectives) : firm_(collectives.firm_words) {}

    /// How many slips turn the pattern into the text, or nothing.
    std::optional<int> count(std::string_view pattern, std::span<const std::string_view> text) const {
        const auto words = words_of(pattern);
        if (words.size() < kLeastWords || words.size() > kMostWords) return std::nullopt;
        if (text.size() == words.size()) return aligned(words, text, words.size());
        if (text.size() + 1 != words.size()) return std::nullopt;
        std::optional<int> best;
        for (std::size_t gap = 0; gap < words.size(); ++gap) {
            if (is_firm(words[gap])) continue;
            const auto slips = aligned(words, text, gap);
            if (slips && (!best || *slips + 1 < *best)) best = *slips + 1;
        }
        return best;
    }

private:
    bool is_firm(std::string_view word) const { return std::ranges::find(firm_, word) != firm_.end(); }

    /// Compares word by word, leaving out the pattern's word at `gap`.
    std::optional<int> aligned(
        std::span<const std::string_view> pattern, std::span<const std::string_view> text, std::size_t gap
    ) const {
        int changed = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const std::string_view wanted = pattern[i < gap ? i : i + 1];
            if (text[i] == wanted) continue;
            const bool forgiven = !is_firm(wanted) && !is_firm(text[i]) && is_one_letter_off(wanted, text[i]);
            if (!forgiven || ++changed > kMostChangedWords) return std::nullopt;
        }
        return changed;
    }

    std::span<const std::string> firm_;
};

}  // namespace

const Collective* match_exactly(const Collectives& collectives, std::string_view key) {
    for (const Collective& one : collectives.all) {
        if (std::ranges::binary_search(one.patterns, key)) return &one;
    }
    return nullptr;
}

const Collective* match_nearly(const Collectives& collectives, std::string_view key) {
    if (const Collective* exact = match_exactly(collectives, key)) return exact;
    const auto words = words_of(key);
    if (words.size() > kMostWords) return nullptr;
    const Slips slips(collectives);
    const Collective* best = nullptr;
    int fewest = INT32_MAX;
    bool tie = false;
    for (const Collective& one : collectives.all) {
        for (std::size_t i = 0; i < one.patterns.size(); ++i) {
            if (one.word_counts[i] != words.size() && one.word_counts[i] != words.size() + 1) continue;
            const auto found = slips.count(one.patterns[i], words);
            if (!found || *found > fewest) continue;
            tie = *found == fewest && best != &one;
            best = &one;
            fewest = *found;
        }
    }
    return tie ? nullptr : best;
}

}  // namespace neove::organisation
