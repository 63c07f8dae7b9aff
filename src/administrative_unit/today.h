#pragma once
/// \file
/// What a unit of an old list is called on a later day. Candidates, never a guess: a person who knows the
/// place chooses where there is more than one.

#include "administrative_unit/directory.h"

#include <vector>

namespace neove::administrative_unit {

enum class Outcome : std::uint8_t {
    Same,     ///< it is still there under its own code
    One,      ///< the whole of it went into one unit
    Choose,   ///< split, only partly carried on, or not known well enough: a person must say
    Unknown,  ///< no longer there, and nobody wrote down what became of it
};
std::string_view outcome_code(Outcome outcome);  ///< `same`, `one`, `choose`, `unknown`

struct Candidate {
    const Unit* unit{nullptr};
    Extent extent{Extent::Unclear};  ///< how much of the unit asked about went there
};

struct Today {
    Outcome outcome{Outcome::Unknown};
    std::vector<Candidate> candidates;  ///< in register order; the unit itself with Same
};

/// Follows successors from list to list up to `on`; of a unit that ended without any, those of the units that
/// stood below it, each a part. A chain of whole steps stays whole; any other step makes it
/// a part, or unclear. An unknown reference is Unknown.
Today today_of(const Directory& directory, const Reference& reference, Day on);

}  // namespace neove::administrative_unit
