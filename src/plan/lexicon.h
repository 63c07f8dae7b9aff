#pragma once
/// \file
/// Words and phrases of a language pack, compiled for one left-to-right pass: a word is a number, a phrase a
/// path in a trie. Matching a text costs one short walk per token, whatever the pack's size.

#include "plan/cue.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace neove::plan {

/// A word of the lexicon; 0 is every word the lexicon does not know.
using WordId = std::uint32_t;

struct PhraseMatch {
    Cue cue;
    std::uint8_t size;  ///< in tokens
};

class Lexicon {
public:
    /// Phrases are split like texts (plan/token.h), so whatever one matches the other was split alike.
    void add(Cue cue, std::string_view phrase);
    /// The word whose match key (base/text.h) this is.
    WordId word(std::string_view match_key) const;
    /// Appends every phrase that starts with the first of `words`, shortest first.
    void match(std::span<const WordId> words, std::vector<PhraseMatch>& out) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Node = std::uint32_t;

    WordId intern(std::string_view match_key);
    Node child(Node parent, WordId word, bool create);

    std::unordered_map<std::string, WordId, Hash, std::equal_to<>> words_;
    std::unordered_map<std::uint64_t, Node> edges_;
    std::vector<Node> first_;  ///< by word: the root's children, so that most tokens cost no hashing
    std::vector<std::vector<Cue>> cues_{{}};  ///< by node; node 0 is the root
};

}  // namespace neove::plan
