#pragma once
/// \file
/// That somebody was reminded of what she has to do: told on her agenda, before she opens the record.

#include "service/registers/list_records.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace neove::service {

struct Reminded {
    std::string action;
    int times{0};
    Instant at;
    /// What the newest said, as far as she may read it: a field, and its answer as it reads after
    /// corrections.
    std::vector<std::pair<std::string, json::Value>> says{};
};

/// One for each item, in their order; nothing where its register tells of no reminders (`reminded`), or where
/// nobody was reminded that it still waits. What is told is journalled as a look at the record's history.
Result<std::vector<std::optional<Reminded>>> reminded_among(
    House& house, const Caller& caller, const std::vector<AgendaItem>& items
);

}  // namespace neove::service
