#pragma once
/// \file
/// Reading what we wrote ourselves without building the part that nobody asks for.

#include "json/json.h"

namespace neove::json {

/// As `parse`, but a member of the outermost object that has this name is read over: it must be JSON, and
/// equal keys inside it are not looked for. Never for what comes from outside.
Result<Value> parse_without(std::string_view text, std::string_view member, Limits limits = {});

}  // namespace neove::json
