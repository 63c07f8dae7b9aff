#include "service/power.h"

#include "organisation/directory.h"
#include "service/placed_bodies.h"
#include "storage/statements/core.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kLoginMax = 60;
constexpr std::size_t kNameMax = 200;

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

void check_new(const House& house, const PowerChange& change, Diagnostics& faults) {
    if (!is_login(change.login)) faults.push_back({ErrorKind::Invalid, "account.login_shape", "/login", {}});
    if (change.name.empty() || change.name.size() > kNameMax) {
        faults.push_back({ErrorKind::Invalid, "field.required", "/name", {}});
    }
    if (change.grants.empty()) faults.push_back({ErrorKind::Invalid, "account.no_grant", "/grants", {}});
    for (std::size_t i = 0; i < change.grants.size(); ++i) {
        check_grant(house, change.grants[i], "/grants/" + std::to_string(i), faults);
    }
}

std::set<std::string> roles_after(
    const std::vector<Grant>& held, const std::vector<NewGrant>& added, Instant now
) {
    std::set<std::string> roles;
    for (const Grant& grant : held) {
        if (grant.holds_at(now)) roles.insert(grant.role);
    }
    for (const NewGrant& grant : added) roles.insert(grant.role);
    return roles;
}

Result<> check_apart(const House& house, const std::set<std::string>& roles) {
    if (house.table.must_stay_apart(roles))
        return refuse(ErrorKind::Conflict, "account.roles_apart", "/role");
    return {};
}

/// The roles this account would hold no more.
std::set<std::string> roles_lost(const std::vector<Grant>& held, const PowerChange& change, Instant now) {
    std::set<std::string> before;
    std::set<std::string> after;
    for (const Grant& grant : held) {
        if (!grant.holds_at(now)) continue;
        before.insert(grant.role);
        if (change.action == "withdraw" && grant.id != change.grant_id) after.insert(grant.role);
    }
    std::set<std::string> lost;
    std::ranges::set_difference(before, after, std::inserter(lost, lost.end()));
    return lost;
}

/// Somebody who can act in that role today must remain: an account in use whose owner has signed in. The
/// expected version lets only one of two such acts at a time through.
Result<> keep_a_holder(
    const House& house,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    Instant now,
    storage::Commit& commit
) {
    const auto held = TRY(grants_of(snapshot, house.keys, change.account));
    const auto grants = TRY(all_grants(snapshot, house.keys));
    const auto accounts = TRY(all_accounts(snapshot, house.keys));
    for (const std::string& role : roles_lost(held, change, now)) {
        if (!house.table.never_without().contains(role)) continue;
        const bool remains = std::ranges::any_of(accounts, [&](const Account& other) {
            if (other.id == change.account || other.state != "active" || other.stage != "ready") return false;
            return std::ranges::any_of(grants, [&](const Grant& grant) {
                return grant.account == other.id && grant.role == role && grant.holds_at(now);
            });
        });
        if (!remains) return refuse(ErrorKind::Conflict, "account.last_holder");
        const auto rows = TRY(snapshot.read(storage::statements::kReadVersion, {std::string("role"), role}));
        commit.expected.push_back({"role", role, rows.empty() ? 0 : rows[0].number(0)});
    }
    return {};
}

void add_grants(const House& house, const PowerChange& change, Instant now, storage::Commit& commit) {
    for (const NewGrant& wanted : change.grants) {
        commit.writes.push_back(insert_grant(
            house.keys,
            {crypto::random_id(), change.account, wanted.role, wanted.organisation, now, std::nullopt, {}}
        ));
    }
}

std::string event_kind(const std::string& action) {
    if (action == "create") return "created";
    if (action == "enable") return "enabled";
    if (action == "disable") return "disabled";
    if (action == "grant") return "grant_added";
    if (action == "withdraw") return "grant_ended";
    return action;
}

/// Changes the row of an account that is there.
Result<> edit(
    const House& house,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    const std::string& verifier,
    Instant now,
    Account& account,
    storage::Commit& commit
) {
    if (change.action == "enable") account.state = "active";
    if (change.action == "disable") account.state = "disabled";
    if (change.action == "reset") {
        account.verifier = verifier;
        account.factor = Factor{};
        account.proposed = Factor{};
        account.stage = "invited";
    }
    if (change.action == "grant") add_grants(house, change, now, commit);
    if (change.action == "disable" || change.action == "reset") {
        commit.writes.push_back(end_sessions_of(account));
    }
    // Also whoever is reset cannot act until she has signed in anew.
    if (change.action == "disable" || change.action == "withdraw" || change.action == "reset") {
        TRY(keep_a_holder(house, snapshot, change, now, commit));
    }
    if (change.action != "withdraw") return {};
    const auto grants = TRY(grants_of(snapshot, house.keys, change.account));
    const auto found = std::ranges::find_if(grants, [&](const Grant& one) {
        return one.id == change.grant_id && one.holds_at(now);
    });
    if (found == grants.end()) return refuse(ErrorKind::NotFound, "access.not_found");
    commit.writes.push_back(end_grant(house.keys, *found, now));
    return {};
}

}  // namespace

json::Value told_of(const PowerChange& change) {
    json::Array grants;
    for (const NewGrant& grant : change.grants) {
        grants.push_back(json::Object{{"role", grant.role}, {"organisation", grant.organisation.text()}});
    }
    json::Object told{{"action", change.action}, {"account", change.account.text()}};
    if (!grants.empty()) told.emplace_back("grants", std::move(grants));
    if (!change.grant_id.empty()) told.emplace_back("grant", change.grant_id);
    if (!change.is_of_tree()) return told;
    json::Array bodies;
    for (const PlacedBody& body : change.bodies) {
        if (body.before) bodies.emplace_back(body.after.id.text());
    }
    told.emplace_back("organisations", std::move(bodies));
    return told;
}

Result<> check_change(
    const House& house,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    Instant now,
    Diagnostics& faults
) {
    if (change.is_of_tree()) return check_bodies(house, change.bodies);
    if (change.action == "create") {
        check_new(house, change, faults);
        if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
        if (TRY(find_account_by_login(snapshot, house.keys, change.login))) {
            return refuse(ErrorKind::Conflict, "account.login_taken", "/login");
        }
        return check_apart(house, roles_after({}, change.grants, now));
    }
    const auto account = TRY(find_account(snapshot, house.keys, change.account));
    if (!account) return refuse(ErrorKind::NotFound, "access.not_found");
    if (change.action == "enable" && account->state != "disabled") {
        return refuse(ErrorKind::Conflict, "account.not_disabled");
    }
    if (change.action != "grant") return {};
    for (const NewGrant& grant : change.grants) check_grant(house, grant, "", faults);
    if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
    const auto held = TRY(grants_of(snapshot, house.keys, change.account));
    return check_apart(house, roles_after(held, change.grants, now));
}

Result<> apply_change(
    const House& house,
    const Caller& by,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    const Applied& applied,
    storage::Commit& commit
) {
    if (change.is_of_tree()) {
        return apply_bodies(house, snapshot, by, change.bodies, applied.clear, commit);
    }
    if (change.action == "create") {
        Account account;
        account.id = change.account;
        account.login = change.login;
        account.name = change.name;
        account.state = "active";
        account.stage = "invited";
        account.verifier = applied.verifier;
        commit.writes.push_back(insert_account(house.keys, account));
        add_grants(house, change, by.now, commit);
        commit.expected.push_back({"account", change.account.text(), 0});
    } else {
        auto account = TRY(find_account(snapshot, house.keys, change.account));
        if (!account) return refuse(ErrorKind::NotFound, "access.not_found");
        TRY(edit(house, snapshot, change, applied.verifier, by.now, *account, commit));
        commit.writes.push_back(update_account(house.keys, *account));
    }
    commit.events.push_back(
        event_of(by, "account", change.account.text(), 1, event_kind(change.action), applied.clear)
    );
    return {};
}

bool is_login(std::string_view login) {
    return login.size() >= 3 && login.size() <= kLoginMax && std::ranges::all_of(login, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
           });
}

Account make_account(
    const std::string& login, const std::string& name, const std::string& password, crypto::Strength strength
) {
    Account account;
    account.id = AccountId::trusted(crypto::random_id());
    account.login = login;
    account.name = name;
    account.state = "active";
    account.stage = "invited";
    account.verifier = crypto::hash_password(first_password_form(password), strength);
    return account;
}

std::string joined_halves(const std::string& first, const std::string& second) {
    return first + ' ' + second;
}

}  // namespace neove::service
