#include "service/accounts.h"

#include "organisation/directory.h"

#include <algorithm>

namespace neove::service {

namespace {

access::Object object_of(const AccountId& id) {
    return {"account", {}, id, false};
}

AccountView view_of(
    const House& house, const Account& account, const std::vector<Grant>& grants, Instant now
) {
    const auto live = house.live.view();
    AccountView view{
        account.id,
        account.login,
        account.name,
        account.state == "active" && account.stage != "ready" ? "invited" : account.state,
        account.factor.kind,
        {}};
    for (const Grant& grant : grants) {
        if (grant.account != account.id || !grant.holds_at(now)) continue;
        const organisation::Organisation* one = live->directory.find(grant.organisation);
        view.grants.push_back({grant.id, grant.role, grant.organisation, one == nullptr ? "" : one->name});
    }
    return view;
}

}  // namespace

Result<std::vector<AccountView>> list_accounts(House& house, const Caller& caller) {
    const auto scope = access::scope_of(house.table, caller.actor, "account");
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto grants = TRY(all_grants(*snapshot, house.keys));
    std::vector<AccountView> out;
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    for (const Account& account : TRY(all_accounts(*snapshot, house.keys))) {
        if (!access::decide(house.table, caller.actor, "list", object_of(account.id)).allowed) continue;
        out.push_back(view_of(house, account, grants, caller.now));
    }
    std::ranges::sort(out, {}, &AccountView::login);
    return out;
}

Result<AccountView> open_account(House& house, const Caller& caller, const AccountId& id) {
    AccountView view = TRY(account_after(house, caller, id));
    TRY(record_read(house, caller, "open", object_of(id), id.text()));
    return view;
}

Result<AccountView> account_after(House& house, const Caller& caller, const AccountId& id) {
    if (!access::decide(house.table, caller.actor, "open", object_of(id)).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto account = TRY(find_account(*snapshot, house.keys, id));
    if (!account) return refuse(ErrorKind::NotFound, "access.not_found");
    return view_of(house, *account, TRY(grants_of(*snapshot, house.keys, id)), caller.now);
}

}  // namespace neove::service
