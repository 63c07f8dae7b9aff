#include "plan/lexicon.h"

#include "plan/token.h"

#include <algorithm>
#include <array>
#include <utility>

namespace neove::plan {

std::optional<Cue> cue_named(std::string_view name) {
    static constexpr std::array kNames{
#define X(name) std::pair<std::string_view, Cue>{#name, Cue::name},
        NEOVE_PLAN_CUES(X)
#undef X
    };
    const auto* found = std::ranges::find(kNames, name, &std::pair<std::string_view, Cue>::first);
    if (found == kNames.end()) return std::nullopt;
    return found->second;
}

WordId Lexicon::intern(std::string_view match_key) {
    const auto [at, added] =
        words_.try_emplace(std::string(match_key), static_cast<WordId>(words_.size() + 1));
    return at->second;
}

WordId Lexicon::word(std::string_view match_key) const {
    const auto at = words_.find(match_key);
    return at == words_.end() ? 0 : at->second;
}

Lexicon::Node Lexicon::child(Node parent, WordId word, bool create) {
    if (parent == 0) {
        if (word >= first_.size()) {
            if (!create) return 0;
            first_.resize(word + 1, 0);
        }
        if (first_[word] == 0 && create) {
            first_[word] = static_cast<Node>(cues_.size());
            cues_.emplace_back();
        }
        return first_[word];
    }
    const std::uint64_t key = (std::uint64_t{parent} << 32) | word;
    if (!create) {
        const auto at = edges_.find(key);
        return at == edges_.end() ? 0 : at->second;
    }
    const auto [at, added] = edges_.try_emplace(key, static_cast<Node>(cues_.size()));
    if (added) cues_.emplace_back();
    return at->second;
}

void Lexicon::add(Cue cue, std::string_view phrase) {
    Node node = 0;
    for_each_key(phrase, [&](std::string_view key) { node = child(node, intern(key), true); });
    if (node != 0 && std::ranges::find(cues_[node], cue) == cues_[node].end()) cues_[node].push_back(cue);
}

void Lexicon::match(std::span<const WordId> words, std::vector<PhraseMatch>& out) const {
    constexpr std::size_t kLongestPhrase = 24;
    if (words.empty() || words[0] == 0 || words[0] >= first_.size()) return;
    Node node = first_[words[0]];
    for (std::size_t size = 1; node != 0; ++size) {
        for (const Cue cue : cues_[node]) out.push_back({cue, static_cast<std::uint8_t>(size)});
        if (size >= words.size() || size >= kLongestPhrase || words[size] == 0) return;
        const auto next = edges_.find((std::uint64_t{node} << 32) | words[size]);
        node = next == edges_.end() ? 0 : next->second;
    }
}

}  // namespace neove::plan
