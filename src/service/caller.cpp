#include "service/caller.h"

#include "organisation/desks.h"
#include "service/works_for.h"

namespace neove::service {

namespace {

auto nobody() {
    return refuse(ErrorKind::Unauthorised, "session.none");
}

}  // namespace

access::Actor actor_in(
    const House& house, const AccountId& account, const std::string& role, const OrganisationId& organisation
) {
    const auto view = house.live.view();
    access::Actor actor{account, role, organisation, {}, {}};
    for (const organisation::Organisation* one : view->directory.below(organisation))
        actor.below.insert(one->id);
    for (OrganisationId& body :
         organisation::bodies_of_desk(view->directory, house.vocabulary.kinds, organisation)) {
        actor.desk_of.insert(std::move(body));
    }
    return actor;
}

Result<Caller> recognise(
    House& house, std::string_view token, Language language, bool allow_unready, std::shared_ptr<Look> look
) {
    if (token.empty() || token.size() > 100) return nobody();
    const Instant now = house.clock.now();
    std::shared_ptr<storage::Snapshot> snapshot = TRY(house.store.snapshot());
    auto session = TRY(find_session(*snapshot, house.keys, session_id(house.keys, token)));
    if (!session || now.micros - session->created_at.micros > kSessionMax) return nobody();
    if (!house.sessions.touch(session->id, session->created_at, now, kIdleMax)) return nobody();
    auto account = TRY(find_account(*snapshot, house.keys, session->account));
    if (!account || account->state != "active" || session->epoch != account->epoch) return nobody();

    Caller caller;
    caller.now = now;
    caller.language = language;
    bool lacks_body = false;
    const HeldGrants held = TRY(held_grants(*snapshot, house.keys, account->id));
    const auto view = house.live.view();
    for (const Grant& grant : held.grants) {
        if (!grant.holds_at(now)) continue;
        if (!is_body_there(view->directory, grant.organisation)) {
            lacks_body = true;
            continue;
        }
        if (grant.id == session->grant) caller.acting = grant;
        caller.grants.push_back(grant);
    }
    // She did nothing wrong: whoever looks after the installation has to hear of it from her.
    if (caller.grants.empty() && lacks_body) return refuse(ErrorKind::Forbidden, "session.body_missing");
    if (caller.grants.empty()) return nobody();
    // The role was taken away in mid-session: the next request acts in one that still holds.
    if (caller.acting.id.empty()) caller.acting = caller.grants.front();
    caller.actor = actor_in(house, account->id, caller.acting.role, caller.acting.organisation);
    caller.actor.works_for = works_for(house, held, now, caller.acting.organisation);
    caller.account = std::move(*account);
    caller.session = std::move(*session);
    if (!allow_unready) {
        if (caller.session.locked) return refuse(ErrorKind::Unauthorised, "session.locked");
        if (caller.session.stage != "ready") return refuse(ErrorKind::Forbidden, "session.enrol");
    }
    if (look) look->snapshot = std::move(snapshot);
    caller.look = std::move(look);
    return caller;
}

Result<std::vector<Caller>> outside_session_in_all(
    House& house, storage::Snapshot& snapshot, const AccountId& account_id
) {
    std::vector<Caller> out;
    const auto account = TRY(find_account(snapshot, house.keys, account_id));
    if (!account || account->state != "active" || account->stage != "ready") return out;
    Caller caller;
    caller.account = *account;
    caller.now = house.clock.now();
    const HeldGrants held = TRY(held_grants(snapshot, house.keys, account_id));
    const auto view = house.live.view();
    for (const Grant& grant : held.grants) {
        if (grant.holds_at(caller.now) && is_body_there(view->directory, grant.organisation))
            caller.grants.push_back(grant);
    }
    for (const Grant& grant : caller.grants) {
        out.push_back(caller);
        out.back().acting = grant;
        out.back().actor = actor_in(house, account_id, grant.role, grant.organisation);
        out.back().actor.works_for = works_for(house, held, caller.now, grant.organisation);
    }
    return out;
}

Result<std::optional<Caller>> outside_session(
    House& house, storage::Snapshot& snapshot, const AccountId& account, const std::string& grant_id
) {
    for (Caller& caller : TRY(outside_session_in_all(house, snapshot, account))) {
        if (caller.acting.id == grant_id) return std::optional(std::move(caller));
    }
    return std::optional<Caller>();
}

Result<std::shared_ptr<storage::Snapshot>> snapshot_of(House& house, const Caller& caller) {
    if (caller.look) return caller.look->snapshot;
    return TRY(house.store.snapshot());
}

Result<> require_step_up(const Caller& caller) {
    if (!caller.stepped_up()) return refuse(ErrorKind::Forbidden, "session.step_up");
    return {};
}

std::string today(const House& house, Instant now) {
    return to_iso(now + house.options.utc_offset_micros).substr(0, 10);
}

}  // namespace neove::service
