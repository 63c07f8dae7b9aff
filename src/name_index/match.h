#pragma once
/// \file
/// How well a name fits typed syllables.

#include "name_index/card_store.h"
#include "name_index/name_index.h"
#include "name_index/query.h"

#include <cstdint>
#include <optional>
#include <span>

namespace neove::name_index {

/// What a fit costs: syllables of the worst grade count first. 0 is as written.
using Cost = std::uint32_t;
constexpr Cost cost_of(Grade grade) {
    return grade == Grade::Tones ? 0 : 1U << (4U * (static_cast<unsigned>(grade) - 1));
}
/// What results are ordered by: the worst grade, and how many syllables have it.
using Rank = std::uint32_t;
constexpr Rank rank_in(Cost cost) {
    unsigned at = 0;
    while (cost >> at > 15) at += 4;
    return cost >> at << at;
}
/// The grade of the worst syllable in a cost or rank.
constexpr Grade worst_in(Cost cost) {
    unsigned grade = 0;
    for (; cost != 0; cost >>= 4U) ++grade;
    return static_cast<Grade>(grade);
}

/// Grades of syllables against the terms of a query, each found once and only when it is asked for.
class Matcher {
public:
    Matcher(const Vocabulary& vocabulary, std::span<const Term> terms);

    /// Nothing where they are not alike.
    std::optional<Grade> grade(std::size_t term, Syllable syllable);

    /// The best fit of the terms from `begin` to `end` to different syllables of one of the names, in any
    /// order; `complete` asks that no syllable of the name be left over.
    std::optional<Cost> fit(
        std::span<const std::uint32_t> names, std::size_t begin, std::size_t end, bool complete = false
    );

private:
    std::optional<Cost> fit_one(std::span<const std::uint32_t> name, std::size_t begin, std::size_t end);
    Cost assign(std::size_t terms, std::size_t syllables) const;
    std::uint8_t grade_anew(const Term& term, Syllable syllable) const;

    static constexpr Cost kNoFit = 1U << 20U;
    const Vocabulary& vocabulary_;
    std::span<const Term> terms_;
    Wiped<std::uint8_t> known_;  ///< by term and syllable: 0 not asked yet, 1 + grade, or kUnlike
    Wiped<Cost> costs_;          ///< of the name at hand, by term and syllable
};

}  // namespace neove::name_index
