#pragma once
/// \file
/// One search for cards that may be about the same person as a card that is being typed.

#include "name_index/card_store.h"
#include "name_index/match.h"
#include "name_index/query.h"
#include "name_index/slot_set.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::name_index {

class Comparison {
public:
    Comparison(const CardStore& cards, const Card& card);

    void look_at(Slot slot);
    void everywhere(const SlotSet* hidden = nullptr);
    std::vector<Similar> result(std::size_t limit);

private:
    struct Range {
        std::size_t begin, end;
    };
    struct Match {
        unsigned reasons;  ///< bits, the stronger the higher: so they compare as numbers
        Cost cost;
        Slot slot;
    };

    std::vector<Term> terms_of(const Card& card);
    bool has_one_of(Slot slot, CardStore::Kind kind, const std::vector<Number>& numbers) const;
    std::optional<Cost> fit_names(Slot slot);

    const CardStore& cards_;
    Birth birth_;
    std::vector<Number> numbers_, phones_;
    std::vector<Range> names_;  ///< of the terms
    std::vector<Term> terms_;
    Matcher matcher_;
    std::optional<Slot> own_;
    Wiped<Match> found_;
};

}  // namespace neove::name_index
