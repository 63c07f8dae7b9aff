#include "service/registers/guards.h"

#include "service/registers/erase_record.h"

#include <algorithm>

namespace neove::service {

bool is_guard(const Desk& desk, std::string_view kind) {
    if (kind == kLegalHold) return true;
    const auto& denies = desk.programme->rules.policy(desk.current->id).denies;
    return std::ranges::find(denies, kind, &access::Deny::relation) != denies.end();
}

bool may_see(const Caller& caller, const FoundRecord& found, const RecordRelation& row, bool may_assign) {
    if (!is_guard(found.desk, row.kind) && row.kind != access::kBreakGlass) return true;
    return may_assign || row.account == caller.account.id ||
           (row.account.is_empty() && row.organisation == caller.acting.organisation);
}

}  // namespace neove::service
