#pragma once
/// \file
/// One search over the cards: either a card at a time, for a scope that is a list, or through the ways in,
/// for an actor who may open all. Both answer the same.

#include "name_index/card_store.h"
#include "name_index/match.h"
#include "name_index/query.h"
#include "name_index/slot_set.h"

#include <optional>
#include <vector>

namespace neove::name_index {

class Search {
public:
    Search(const CardStore& cards, const Query& query, std::size_t limit);

    void look_at(Slot slot);
    void everywhere(const SlotSet* hidden = nullptr);
    Found result();

private:
    struct Candidate {
        Rank rank;
        std::uint32_t given;  ///< place of the given name
        Slot slot;
    };

    std::optional<Rank> rank_of(Slot slot);
    std::optional<Cost> fit_number(Slot slot, const NumberTerm& term) const;
    bool fits_births(Slot slot) const;
    bool is_before(const Candidate& a, const Candidate& b) const;
    void by_number();
    void by_names();
    void collect(const SlotSet& cards, Rank rank);
    void collect_in_order(const SlotSet& cards, Rank rank);
    bool is_enough() const { return candidates_.size() > limit_; }

    const CardStore& cards_;
    const Query& query_;
    std::size_t limit_;
    Matcher matcher_;
    const SlotSet* hidden_{nullptr};
    Wiped<Candidate> candidates_;
};

/// For each term of a name the cards that have a syllable like it, up to some grade.
class TermSets {
public:
    TermSets(const CardStore& cards, Matcher& matcher, std::size_t begin, std::size_t end);
    /// Adds the cards with syllables of this grade, better ones having been added before; whether any term
    /// got more.
    bool add(Grade grade);
    /// Cards that have all terms, at most 0, 1, 2 … of them through the grade added last.
    std::vector<SlotSet> by_misses() const;
    /// Cards that have all terms.
    SlotSet all() const;

private:
    const CardStore& cards_;
    Matcher& matcher_;
    std::size_t begin_;
    std::vector<SlotSet> before_, now_;  ///< without and with the grade added last
};

}  // namespace neove::name_index
