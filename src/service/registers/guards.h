#pragma once
/// \file
/// Rows that only keep from something: who is kept from a record, who holds it, who broke its glass.

#include "service/registers/found_record.h"

namespace neove::service {

/// A relation that only keeps from something.
bool is_guard(const Desk& desk, std::string_view kind);
/// One that keeps whom it names from reading: not a hold, which keeps everybody from erasing.
bool keeps_away(const Desk& desk, std::string_view kind);

/// Whether rows that keep somebody away, and who asked for them, concern her: she says who comes to the
/// record, or may pass it on.
bool settles_guards(const Caller& caller, const FoundRecord& found);
/// Such rows, and the events that gave, ended or asked for them, are for those who settle them, and never for
/// whoever is named in person, also when it is over: why, and by whom, points at the one whom it protects.
/// A hold is known to whoever holds, broken glass to whoever broke it. Any other row is for everybody who
/// opens the record.
bool may_see(const Caller& caller, const FoundRecord& found, const RecordRelation& row);

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
