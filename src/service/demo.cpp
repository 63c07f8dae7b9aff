#include "service/demo.h"

#include "authentication/totp.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
#include "service/power.h"
#include "service/system_event.h"
#include "service/units.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::string_view kPassword = "neo-ve-thu-nghiem";

void add_created(
    storage::Commit& commit, const char* register_name, const std::string& id, json::Value clear, Instant now
) {
    commit.expected.push_back({register_name, id, 0});
    add_system_event(commit, {register_name, id, 1, "created", std::move(clear), now});
}

}  // namespace

Result<> seed_demo(
    House& house,
    const std::vector<organisation::Organisation>& organisations,
    const std::vector<organisation::DemoAccount>& accounts,
    const std::vector<administrative_unit::Unit>& units
) {
    if (!house.live.view()->directory.all().empty()) return refuse(ErrorKind::Conflict, "demo.not_empty");
    const Instant now = house.clock.now();
    storage::Commit commit;
    seed_units(units, now, commit);
    for (const organisation::Organisation& one : organisations) {
        for (storage::Write& write : organisation_rows(house.keys, one, true))
            commit.writes.push_back(std::move(write));
        add_created(commit, "organisation", one.id.text(), organisation_to_json(one), now);
    }
    for (const organisation::DemoAccount& wanted : accounts) {
        Account account =
            make_account(wanted.login, wanted.display_name, std::string(kPassword), house.options.strength);
        account.stage = "ready";
        account.factor.kind = "totp";
        account.factor.seed = crypto::random_bytes(authentication::kTotpSeedSize);
        commit.writes.push_back(insert_account(house.keys, account));
        const Grant grant{
            crypto::random_id(), account.id, wanted.role, wanted.organisation, now, std::nullopt, {}};
        commit.writes.push_back(insert_grant(house.keys, grant));
        add_created(commit, "account", account.id.text(), json::Object{}, now);
    }
    TRY(house.store.commit(std::move(commit)));
    return house.live.load(house.store, house.keys);
}

Result<std::vector<DemoAccountView>> demo_accounts(House& house) {
    if (!house.options.demo) return refuse(ErrorKind::NotFound, "access.not_found");
    const auto snapshot = TRY(house.store.snapshot());
    const auto live = house.live.view();
    const auto grants = TRY(all_grants(*snapshot, house.keys));
    const std::int64_t step = authentication::totp_step(house.clock.now());
    std::vector<DemoAccountView> out;
    for (const Account& account : TRY(all_accounts(*snapshot, house.keys))) {
        const auto grant = std::ranges::find(grants, account.id, &Grant::account);
        if (account.factor.kind != "totp" || grant == grants.end() || account.state != "active") continue;
        if (!crypto::verify_password(account.verifier, kPassword))
            continue;  // somebody changed it: not ours to show
        const organisation::Organisation* one = live->directory.find(grant->organisation);
        // A step serves once; the next one is accepted as well.
        const std::int64_t usable = std::max(step, account.factor.last_step + 1);
        out.push_back(
            {account.login,
             account.name,
             grant->role,
             one == nullptr ? "" : one->name,
             std::string(kPassword),
             authentication::totp_code(account.factor.seed, usable)}
        );
    }
    std::ranges::sort(out, {}, &DemoAccountView::login);
    return out;
}

}  // namespace neove::service
