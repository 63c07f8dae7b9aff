#include "service/accounts.h"

#include "base/text.h"
#include "keyring/keyring.h"
#include "organisation/directory.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kLoginMax = 60;
constexpr std::size_t kNameMax = 200;

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
        account.state == "active" && account.stage == "invited" ? "invited" : account.state,
        account.factor.kind,
        {}};
    for (const Grant& grant : grants) {
        if (grant.account != account.id || !grant.holds_at(now)) continue;
        const organisation::Organisation* one = live->directory.find(grant.organisation);
        view.grants.push_back({grant.id, grant.role, grant.organisation, one == nullptr ? "" : one->name});
    }
    return view;
}

bool is_login(std::string_view login) {
    return login.size() >= 3 && login.size() <= kLoginMax && std::ranges::all_of(login, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
           });
}

void check_grant(const House& house, const NewGrant& grant, const std::string& pointer, Diagnostics& faults) {
    if (house.table.find_role(grant.role) == nullptr) {
        faults.push_back({ErrorKind::Invalid, "account.unknown_role", pointer + "/role", {}});
    }
    if (house.live.view()->directory.find(grant.organisation) == nullptr) {
        faults.push_back(
            {ErrorKind::Invalid, "account.unknown_organisation", pointer + "/organisation_id", {}}
        );
    }
}

void check_new(const House& house, const NewAccount& account, Diagnostics& faults) {
    if (!is_login(account.login)) faults.push_back({ErrorKind::Invalid, "account.login_shape", "/login", {}});
    if (account.name.empty() || account.name.size() > kNameMax) {
        faults.push_back({ErrorKind::Invalid, "field.required", "/name", {}});
    }
    if (account.grants.empty()) faults.push_back({ErrorKind::Invalid, "account.no_grant", "/grants", {}});
    for (std::size_t i = 0; i < account.grants.size(); ++i) {
        check_grant(house, account.grants[i], "/grants/" + std::to_string(i), faults);
    }
}

Grant make_grant(const AccountId& account, const NewGrant& wanted, Instant now) {
    return {crypto::random_id(), account, wanted.role, wanted.organisation, now, std::nullopt, {}};
}

/// Changes the account, adds rows, and says what the event of it shall tell.
using Edit = std::function<Result<json::Value>(Account&, storage::Commit&, storage::Snapshot&)>;

json::Value told(const NewGrant& grant) {
    return json::Object{{"role", grant.role}, {"organisation", grant.organisation.text()}};
}

json::Array told_grants(const NewAccount& wanted) {
    json::Array grants;
    for (const NewGrant& grant : wanted.grants) grants.push_back(told(grant));
    return grants;
}

/// All of a request to create, for telling a repeated one from another with the same key.
json::Value told_of(const NewAccount& wanted) {
    return json::Object{{"login", wanted.login}, {"name", wanted.name}, {"grants", told_grants(wanted)}};
}

/// A change of one account row by another person: step-up, authorise, one event, one row.
Result<Acted> change(
    House& house,
    const Caller& caller,
    const AccountId& id,
    const std::string& permission,
    const std::string& kind,
    const Edit& edit
) {
    // Authorised first: whoever may not do this must not learn from a question for a code that it exists.
    if (!access::decide(house.table, caller.actor, permission, object_of(id)).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    TRY(require_step_up(caller));
    return act(
        house,
        caller,
        {permission, object_of(id), {}, {}},
        [&](storage::Snapshot& snapshot) -> Result<Decided> {
            auto account = TRY(find_account(snapshot, house.keys, id));
            if (!account) return refuse(ErrorKind::NotFound, "access.not_found");
            Decided decided;
            const json::Value clear = TRY(edit(*account, decided.commit, snapshot));
            decided.commit.writes.push_back(update_account(house.keys, *account));
            decided.commit.events.push_back(event_of(caller, "account", id.text(), 1, kind, clear));
            decided.resource_id = id.text();
            return decided;
        }
    );
}

}  // namespace

Account make_account(
    const std::string& login, const std::string& name, const std::string& password, crypto::Strength strength
) {
    Account account;
    account.id = AccountId::trusted(crypto::random_id());
    account.login = login;
    account.name = name;
    account.state = "active";
    account.stage = "invited";
    account.verifier = crypto::hash_password(password, strength);
    return account;
}

Result<std::vector<AccountView>> list_accounts(House& house, const Caller& caller) {
    const auto scope = access::scope_of(house.table, caller.actor, "account");
    const auto snapshot = TRY(house.store.snapshot());
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
    if (!access::decide(house.table, caller.actor, "open", object_of(id)).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    const auto snapshot = TRY(house.store.snapshot());
    const auto account = TRY(find_account(*snapshot, house.keys, id));
    if (!account) return refuse(ErrorKind::NotFound, "access.not_found");
    return view_of(house, *account, TRY(grants_of(*snapshot, house.keys, id)), caller.now);
}

Result<HandedOver> create_account(
    House& house,
    const Caller& caller,
    const NewAccount& wanted,
    const std::string& request_key,
    Diagnostics& faults
) {
    if (!access::decide(house.table, caller.actor, "create", {"account", {}, {}, false}).allowed) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    TRY(require_step_up(caller));
    check_new(house, wanted, faults);
    if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
    HandedOver handed{{}, keyring::generate_passphrase()};
    const auto turn = TRY(house.hashing.enter());
    const Account account =
        make_account(wanted.login, wanted.name, handed.first_password, house.options.strength);
    const auto acted =
        act(house,
            caller,
            {"create", {"account", {}, {}, false}, request_key, json::write_canonical(told_of(wanted))},
            [&](storage::Snapshot&) -> Result<Decided> {
                Decided decided;
                decided.resource_id = account.id.text();
                decided.status = 201;
                decided.commit.writes.push_back(insert_account(house.keys, account));
                for (const NewGrant& grant : wanted.grants) {
                    decided.commit.writes.push_back(
                        insert_grant(house.keys, make_grant(account.id, grant, caller.now))
                    );
                }
                decided.commit.expected.push_back({"account", account.id.text(), 0});
                decided.commit.events.push_back(event_of(
                    caller,
                    "account",
                    account.id.text(),
                    1,
                    "created",
                    json::Object{{"grants", told_grants(wanted)}}
                ));
                return decided;
            });
    if (!acted && acted.error().code == "storage.conflict") {
        return refuse(ErrorKind::Conflict, "account.login_taken", "/login");
    }
    const Acted done = TRY(acted);
    handed.id = AccountId::trusted(done.resource_id);
    // The password of a request that had already run is gone: it was shown with the first answer.
    if (done.repeated) handed.first_password.clear();
    return handed;
}

Result<> set_account_state(
    House& house, const Caller& caller, const AccountId& id, const std::string& state
) {
    if (id == caller.account.id) return refuse(ErrorKind::Conflict, "account.own");
    const bool disables = state == "disabled";
    TRY(change(
        house,
        caller,
        id,
        disables ? "disable" : "enable",
        disables ? "disabled" : "enabled",
        [&](Account& account, storage::Commit& commit, storage::Snapshot&) -> Result<json::Value> {
            account.state = state;
            if (disables) commit.writes.push_back(end_sessions_of(account));
            return json::Object{};
        }
    ));
    return {};
}

Result<HandedOver> reset_account(House& house, const Caller& caller, const AccountId& id) {
    if (id == caller.account.id) return refuse(ErrorKind::Conflict, "account.own");
    HandedOver handed{id, keyring::generate_passphrase()};
    const auto turn = TRY(house.hashing.enter());
    TRY(change(
        house,
        caller,
        id,
        "reset",
        "reset",
        [&](Account& account, storage::Commit& commit, storage::Snapshot&) -> Result<json::Value> {
            account.verifier = crypto::hash_password(handed.first_password, house.options.strength);
            account.factor = Factor{};
            account.proposed = Factor{};
            account.stage = "invited";
            commit.writes.push_back(end_sessions_of(account));
            return json::Object{};
        }
    ));
    return handed;
}

Result<> add_grant(House& house, const Caller& caller, const AccountId& id, const NewGrant& grant) {
    // Nobody widens their own power; another administrator must.
    if (id == caller.account.id) return refuse(ErrorKind::Conflict, "account.own");
    const auto add = [&](Account&, storage::Commit& commit, storage::Snapshot&) -> Result<json::Value> {
        Diagnostics faults;
        check_grant(house, grant, "", faults);
        if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
        commit.writes.push_back(insert_grant(house.keys, make_grant(id, grant, caller.now)));
        return told(grant);
    };
    TRY(change(house, caller, id, "grant", "grant_added", add));
    return {};
}

Result<> remove_grant(House& house, const Caller& caller, const AccountId& id, const std::string& grant_id) {
    const auto end = [&](Account&, storage::Commit& commit, storage::Snapshot& snapshot
                     ) -> Result<json::Value> {
        const auto grants = TRY(grants_of(snapshot, house.keys, id));
        const auto found = std::ranges::find_if(grants, [&](const Grant& one) {
            return one.id == grant_id && one.holds_at(caller.now);
        });
        if (found == grants.end()) return refuse(ErrorKind::NotFound, "access.not_found");
        commit.writes.push_back(end_grant(house.keys, *found, caller.now));
        return told({found->role, found->organisation});
    };
    TRY(change(house, caller, id, "grant", "grant_ended", end));
    return {};
}

}  // namespace neove::service
