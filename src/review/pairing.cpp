#include "review/pairing.h"

#include "review/compare.h"
#include "review/likeness.h"

#include <algorithm>
#include <tuple>

namespace neove::review {

namespace {

struct Candidate {
    std::size_t old{0};
    std::size_t next{0};
    std::int64_t likeness{0};
    bool same_path{false};
};

std::vector<std::vector<std::string>> all_words(const std::vector<Item>& items) {
    std::vector<std::vector<std::string>> words;
    words.reserve(items.size());
    for (const Item& item : items) words.push_back(words_of(item.text));
    return words;
}

/// Best first: alike texts, then related ones, then what merely has the same path; inside a class the closer
/// text, the same path, the earlier item. The order is total, so the answer is one.
auto rank(const Candidate& one) {
    const int grade = one.likeness >= kAlike ? 0 : one.likeness >= kRelated ? 1 : 2;
    return std::tuple(grade, -one.likeness, one.same_path ? 0 : 1, one.old, one.next);
}

}  // namespace

std::vector<std::optional<Pair>> pair_sources(const std::vector<Item>& old, const std::vector<Item>& next) {
    const auto old_words = all_words(old);
    const auto next_words = all_words(next);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < old.size(); ++i) {
        for (std::size_t j = 0; j < next.size(); ++j) {
            const Candidate one{
                i,
                j,
                likeness(old_words[i], next_words[j]),
                !old[i].path.empty() && old[i].path == next[j].path};
            if (one.same_path || one.likeness >= kRelated) candidates.push_back(one);
        }
    }
    std::ranges::sort(candidates, {}, rank);
    std::vector<std::optional<Pair>> pairs(old.size());
    std::vector<bool> taken(next.size(), false);
    for (const Candidate& one : candidates) {
        if (pairs[one.old] || taken[one.next]) continue;
        pairs[one.old] = Pair{one.next, one.likeness};
        taken[one.next] = true;
    }
    return pairs;
}

}  // namespace neove::review
