#pragma once
/// \file
/// An administrative unit as a plain value. Nothing here knows a table, a person or a right.

#include "administrative_unit/day.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::administrative_unit {

/// What names a unit: its code in one version of the list. A code alone names nothing, because codes are used
/// again for other units.
struct Reference {
    Day list;
    std::string code;
    auto operator<=>(const Reference&) const = default;
};

/// How much of a predecessor went into a unit.
enum class Extent : std::uint8_t { Whole, Part, Unclear };
/// How sure the row is: seen in a source, put together from public copies, or general knowledge.
enum class Confidence : std::uint8_t { Confirmed, Compiled, Unconfirmed };

std::string_view extent_code(Extent extent);              ///< `whole`, `part`, `unclear`
std::string_view confidence_code(Confidence confidence);  ///< `confirmed`, `compiled`, `unconfirmed`

struct Predecessor {
    Reference unit;
    Extent extent{Extent::Unclear};
    bool operator==(const Predecessor&) const = default;
};

/// A unit as it was in [valid_from, valid_until): one name, one kind, one parent. A unit whose kind or name
/// changed under its code has several such spells.
struct Unit {
    Reference reference;
    std::string name;  ///< without its kind
    std::string kind;
    std::string parent;  ///< code in the same list; empty at the top
    Day valid_from;
    Day valid_until;
    std::vector<Predecessor> predecessors;
    std::string basis;
    Confidence confidence{Confidence::Unconfirmed};
    bool operator==(const Unit&) const = default;

    bool covers(Day on) const { return valid_from <= on && (valid_until.is_open() || on < valid_until); }
};

}  // namespace neove::administrative_unit
