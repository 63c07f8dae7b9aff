#include "service/proposer.h"

#include "service/account.h"

#include <algorithm>

namespace neove::service {

Result<bool> proposer_stands(
    const House& house,
    storage::Snapshot& snapshot,
    const AccountId& proposer,
    std::string_view action,
    const access::Object& object,
    Instant now
) {
    const auto account = TRY(find_account(snapshot, house.keys, proposer));
    if (!account || account->state != "active") return false;
    const auto grants = TRY(grants_of(snapshot, house.keys, proposer));
    return std::ranges::any_of(grants, [&](const Grant& grant) {
        const access::Actor actor{proposer, grant.role, grant.organisation, {}};
        return grant.holds_at(now) && access::decide(house.table, actor, action, object).allowed;
    });
}

}  // namespace neove::service
