#pragma once
/// \file
/// All units of all lists at one moment, immutable, with the indices that questions need. Register order,
/// that is by list and code, is the order of every answer.

#include "administrative_unit/unit.h"
#include "administrative_unit/vocabulary.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove::administrative_unit {

/// A unit that carries on another, and how much of it.
struct Successor {
    const Unit* unit{nullptr};
    Extent extent{Extent::Unclear};
};

struct ListSummary {
    Day list;
    std::size_t units{0};  ///< different codes
};

/// What narrows a search; both may be open.
struct Filter {
    Day list;  ///< this list version only
    Day on;    ///< as units were on that day
};

class Directory {
public:
    Directory() = default;
    /// Spells of one unit must not overlap. A parent or predecessor that is not there is none: asking never
    /// fails.
    Directory(std::vector<Unit> units, Vocabulary vocabulary);
    Directory(Directory&&) = default;  ///< never copied: the indices point into it
    Directory& operator=(Directory&&) = default;

    const std::vector<Unit>& all() const { return units_; }
    const Vocabulary& vocabulary() const { return vocabulary_; }
    std::vector<ListSummary> lists() const;  ///< newest first

    std::span<const Unit> spells(const Reference& reference) const;  ///< oldest first
    const Unit* find(const Reference& reference) const;              ///< its last spell
    const Unit* find(const Reference& reference, Day on) const;
    /// Every unit that had this code on that day (open: ever), in any list: a code alone may mean several.
    std::vector<const Unit*> with_code(std::string_view code, Day on) const;

    const Unit* parent(const Unit& unit) const;  ///< as it was when `unit` began
    std::vector<const Unit*> below(const Reference& reference) const;
    std::vector<Successor> successors(const Reference& reference) const;
    /// The first day on which the unit is no more: as its row says, or as the first unit of a later list says
    /// that came out of it. Open while it lasts.
    Day ended(const Reference& reference) const;

    /// Without accents, any order of words, words may be begun only; a number is looked for as a code. Whole
    /// names first, then what still exists, then the newest list. One answer a unit. An empty query gives
    /// all.
    std::vector<const Unit*> search(std::string_view query, const Filter& filter, std::size_t limit) const;

private:
    using Index = std::uint32_t;
    struct Heir {
        Reference before;
        Index unit;
        Extent extent;
    };
    struct Hit;
    void index_links();
    void index_names();
    std::optional<Hit> hit(Index at, const std::vector<std::string>& words, const Filter& filter) const;
    bool is_of(Index at, const Filter& filter) const;

    std::vector<Unit> units_;  ///< by reference and beginning
    Vocabulary vocabulary_;
    std::vector<Index> by_code_;
    std::vector<Index> by_parent_;
    std::vector<Heir> heirs_;        ///< by predecessor
    std::vector<std::string> keys_;  ///< of kind and name, a blank before every word
};

}  // namespace neove::administrative_unit
