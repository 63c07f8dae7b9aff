#pragma once
/// \file
/// Rows that only keep from something: who is kept from a record, who holds it, who broke its glass.

#include "service/registers/found_record.h"

namespace neove::service {

/// A relation that only keeps from something.
bool is_guard(const Desk& desk, std::string_view kind);

/// Such rows, and the events that gave and ended them, are for those who say who comes to the record and for
/// whoever is named: to know whose kin she is or whom she fled from is not reading it. Any other row is for
/// everybody who opens the record.
bool may_see(const Caller& caller, const FoundRecord& found, const RecordRelation& row, bool may_assign);

/// Event of a guard on a body that one asked for and another has to lay: it would reach somebody whom nobody
/// keeps away by name. See `assign`.
inline constexpr std::string_view kGuardAsked = "guard_asked";

/// That a record does not go to a body that is kept away from it: its owner could not open it, and nobody
/// could lift that. Refuses `succession.kept_away`.
Result<> check_let_in(
    const House& house, const FoundRecord& found, const OrganisationId& heir, Instant now, std::string where
);
/// The same of the register's own action, and of a correction of it; `action` is the one taken or mended.
Result<> check_heir_let_in(
    const House& house,
    const FoundRecord& found,
    std::string_view action,
    const json::Value& answers,
    Instant now
);

}  // namespace neove::service
