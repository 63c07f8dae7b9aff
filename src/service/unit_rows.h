#pragma once
/// \file
/// Administrative units as rows and as what an event says of them.

#include "administrative_unit/unit.h"
#include "base/result.h"
#include "json/json.h"
#include "storage/store.h"

#include <span>
#include <vector>

namespace neove::service {

/// The register of lists: one record a list version, its id the day.
inline constexpr const char* kUnitRegister = "unit_list";

/// Every unit that the store keeps.
Result<std::vector<administrative_unit::Unit>> read_units(storage::Snapshot& snapshot);

/// Puts the spells in place of whatever the store kept of those units.
void write_units(std::span<const administrative_unit::Unit> spells, std::vector<storage::Write>& out);

/// All that is known of a spell, and back: the events alone give the rows again.
json::Value unit_to_json(const administrative_unit::Unit& unit);
administrative_unit::Unit unit_of_json(const json::Value& value);

}  // namespace neove::service
