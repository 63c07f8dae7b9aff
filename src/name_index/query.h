#pragma once
/// \file
/// What was typed into a search box, as what it asks: syllables of a name, births, numbers.

#include "name_index/birth.h"
#include "name_index/fold.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::name_index {

/// No name has more; a longer query finds nothing.
constexpr std::size_t kMaxTerms = 12;

/// One way to understand a typed syllable, with the keys that are compared.
struct Reading {
    std::string toned, folded;
    std::uint64_t skeleton{0};
    std::uint32_t letters{0};
    bool is_ascii{false};
};
/// A typed syllable: as it stands and, where that makes sense, as TELEX or VNI.
struct Term {
    std::vector<Reading> readings;
    bool is_unfinished{false};  ///< more letters may follow
};

/// A typed number, in the form of either kind.
struct NumberTerm {
    std::string identity, phone;
};

struct Query {
    std::vector<Term> terms;
    std::vector<Birth> births;
    std::vector<NumberTerm> numbers;

    /// One syllable, or none, and nothing beside it: too little to look anybody up by.
    bool needs_more() const {
        return numbers.empty() && (terms.empty() || (terms.size() == 1 && births.empty()));
    }
};

Reading reading_of(std::string_view syllable);
Query read_query(std::string_view typed);

}  // namespace neove::name_index
