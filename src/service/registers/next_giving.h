#pragma once
/// \file
/// Days are given out for the year that comes. When those that were given of a task that repeats, or of an
/// order to report, come to their end, whoever may give out the next ones is told so (ADR 127).

#include "service/document_record.h"
#include "service/registers/found_record.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// So long before the last day that was given.
inline constexpr std::int64_t kDaysBeforeLast = 60;

struct NextGiving {
    std::string from;                   ///< the first day behind what was given, `2027-12-31`
    std::string until;                  ///< the last one that can be given today
    std::int64_t rhythms{0};            ///< tasks and orders that come to their end
    std::vector<std::string> orders{};  ///< of these, the orders to report
};

/// Of one document in one register, so far as the caller may take the opening action. Nothing of what nobody
/// was ever given a day of, and of what ends with its plan.
Result<std::optional<NextGiving>> next_giving(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const DocumentRecord& document
);

struct DueGiving {
    DocumentRow document;
    Desk desk;
    NextGiving next;
};
/// Of the documents of her organisation that she may confirm, what ends first in front.
Result<std::vector<DueGiving>> due_givings(House& house, const Caller& caller);

}  // namespace neove::service
