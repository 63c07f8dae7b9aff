#pragma once
/// \file
/// Model histories of make-believe records, decided by `record::decide` as a person's acts would be: what the
/// seeding tool copies under other names, times and keys.

#include "definition/register.h"
#include "record/record.h"

#include <random>
#include <string>
#include <vector>

namespace neove::bench {

struct History {
    std::vector<record::Event> events;  ///< each with an id
    json::Value answers;                ///< as the last event leaves them
};

/// A name that may be anybody's; "nguyễn thị" is every eighth of them.
std::string person_name(std::mt19937_64& random);
std::string book_title(std::mt19937_64& random);

/// `variety` histories of so many events, of the register `loan` or `visit_file`. Dies where the register
/// refuses a step: then the tool is out of date.
std::vector<History> model_histories(
    const definition::Register& definition, const record::Context& context, int variety, int events
);

}  // namespace neove::bench
