#pragma once
/// \file
/// Administrative units: looked up in memory by everybody signed in, and a list of them imported by the
/// operator of the machine: tried dry, every fault listed, then written whole or not at all.

#include "administrative_unit/list.h"
#include "administrative_unit/today.h"
#include "service/act.h"

#include <memory>
#include <string>
#include <vector>

namespace neove::service {

/// The unit an organisation names, in its last spell; null where the reference is empty or unknown.
const administrative_unit::Unit* find_unit(
    const administrative_unit::Directory& units, const organisation::UnitReference& reference
);

/// The day on which the house lives.
administrative_unit::Day today_in(const House& house);

struct UnitQuery {
    std::string text;
    administrative_unit::Filter filter;
    std::size_t start{0};
};

struct UnitPage {
    std::vector<const administrative_unit::Unit*> items;  ///< into `view`
    std::size_t next{0};                                  ///< 0 on the last page
    std::shared_ptr<const LiveView> view;
};

Result<UnitPage> list_units(House& house, const Caller& caller, const UnitQuery& query);

struct OpenedUnit {
    const administrative_unit::Unit* unit;  ///< its last spell, into `view`
    std::shared_ptr<const LiveView> view;
};

/// Refuses `access.not_found`.
Result<OpenedUnit> open_unit(
    House& house, const Caller& caller, const administrative_unit::Reference& reference
);

/// A table that would take spells or predecessors away from a unit is written only by whoever saw the losses
/// and says so.
enum class UnitImportMode : std::uint8_t { Dry, Write, WriteWithLosses };

struct UnitImportReport : administrative_unit::ListPlan {
    bool done{false};  ///< written
};

/// Tries or carries out the import of one version of a list. With faults, dry, without a change, or with
/// losses nobody agreed to, nothing is written. The report tells what is, or would be.
Result<UnitImportReport> import_units(
    House& house, std::string_view table, administrative_unit::Day list, UnitImportMode mode
);

/// The units of a new store in its first commit.
void seed_units(const std::vector<administrative_unit::Unit>& units, Instant now, storage::Commit& commit);

}  // namespace neove::service
