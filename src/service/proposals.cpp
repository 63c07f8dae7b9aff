#include "service/proposals.h"

#include "keyring/keyring.h"
#include "service/placed_bodies.h"
#include "service/proposer.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kReasonMax = 1'000;

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

/// What the change is of, as the house's table asks about it.
access::Object object_of(const PowerChange& change) {
    if (change.is_of_tree()) return {"organisation", {}, {}, false};
    return {"account", {}, change.action == "create" ? AccountId() : change.account, false};
}

access::Object proposal_object(const Proposal& proposal) {
    return {"proposal", {}, proposal.proposed_by, false};
}

bool may(const House& house, const Caller& caller, std::string_view action, const access::Object& object) {
    return access::decide(house.table, caller.actor, action, object).allowed;
}

Result<std::string> hashed(House& house, const std::string& password) {
    const auto turn = TRY(house.hashing.enter());
    return crypto::hash_password(first_password_form(password), house.options.strength);
}

void add_event(
    const House& house,
    const Caller& caller,
    const Proposal& proposal,
    std::int64_t version,
    std::string kind,
    const std::string& words,
    storage::Commit& commit
) {
    storage::NewEvent event =
        event_of(caller, "proposal", proposal.id.text(), version, std::move(kind), told_of(proposal.change));
    event.sealed = sealed_reason(house.keys, proposal.id, event.id, words);
    commit.expected.push_back({"proposal", proposal.id.text(), version - 1});
    commit.events.push_back(std::move(event));
}

/// A proposal that is there, that this caller may do this with, and that still waits.
Result<Proposal> proposal_for(
    const House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    const ProposalId& id,
    std::string_view action
) {
    auto proposal = TRY(find_proposal(snapshot, house.keys, id));
    if (!proposal || !may(house, caller, action, proposal_object(*proposal))) return not_found();
    return std::move(*proposal);
}

Result<> check_waits(const Proposal& proposal, Instant now) {
    if (!proposal.waits_at(now)) return refuse(ErrorKind::Conflict, "proposal.over");
    return {};
}

/// All of a request, for telling a repeated one from another with the same key. The id of a new account is
/// drawn at every try: it is not part of what was asked.
std::string body_of(PowerChange change, const std::string& reason) {
    if (change.action == "create") change.account = AccountId();
    json::Value body = told_of(change);
    body.set("login", change.login).set("name", change.name).set("reason", reason);
    if (change.is_of_tree()) body.set("bodies", bodies_to_json(change.bodies));
    return json::write_canonical(body);
}

bool is_somebody_elses(const Caller& caller, const Proposal& proposal) {
    return proposal.proposed_by != caller.account.id && proposal.change.account != caller.account.id;
}

Result<Asked> propose(
    House& house,
    const Caller& caller,
    const PowerChange& change,
    const std::string& reason,
    const std::string& request_key
) {
    Proposal proposal;
    proposal.id = ProposalId::trusted(crypto::random_id());
    proposal.change = change;
    proposal.reason = reason;
    proposal.proposed_by = caller.account.id;
    proposal.proposed_at = caller.now;
    proposal.expires_at = caller.now + kProposalLife;
    if (change.makes_password()) proposal.first_half = keyring::generate_half();
    const Act wanted{change.action, object_of(change), request_key, body_of(change, reason)};
    const auto decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        for (const Proposal& other : TRY(waiting_proposals(snapshot, house.keys))) {
            PowerChange theirs = other.change;
            if (theirs.action == "create") theirs.account = change.account;
            if (other.waits_at(caller.now) && theirs == change) {
                return refuse(ErrorKind::Conflict, "proposal.waiting_already");
            }
        }
        Decided decided;
        decided.resource_id = proposal.id.text();
        decided.status = 202;
        decided.commit.writes.push_back(insert_proposal(house.keys, proposal));
        add_event(house, caller, proposal, 1, "proposed", reason, decided.commit);
        return decided;
    };
    const Acted acted = TRY(act(house, caller, wanted, decide));
    // The half of a request that had already run was shown with the first answer.
    return Asked{
        change.account,
        ProposalId::trusted(acted.resource_id),
        acted.repeated ? std::string() : proposal.first_half};
}

/// For acts that one person may do alone.
Result<Asked> do_at_once(
    House& house, const Caller& caller, const PowerChange& change, const std::string& request_key
) {
    Asked asked{change.account, {}, {}};
    Applied applied{{}, told_of(change)};
    if (change.makes_password()) {
        asked.password = joined_halves(keyring::generate_half(), keyring::generate_half());
        applied.verifier = TRY(hashed(house, asked.password));
    }
    const Act wanted{change.action, object_of(change), request_key, body_of(change, {})};
    const auto decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        Decided decided;
        decided.resource_id = change.account.text();
        TRY(apply_change(house, caller, snapshot, change, applied, decided.commit));
        return decided;
    };
    const Acted acted = TRY(act(house, caller, wanted, decide));
    if (acted.repeated) asked.password.clear();
    asked.account = AccountId::trusted(acted.resource_id);
    return asked;
}

Result<> check_reason(const std::string& reason) {
    if (reason.empty() || reason.size() > kReasonMax) {
        return refuse(ErrorKind::Invalid, "field.required", "/reason");
    }
    return {};
}

ProposalView view_of(
    const House& house,
    const Caller& caller,
    Proposal proposal,
    const std::vector<Account>& accounts,
    const std::vector<Grant>& grants
) {
    ProposalView view;
    const auto name_of = [&](const AccountId& id) {
        const auto found = std::ranges::find(accounts, id, &Account::id);
        return found == accounts.end() ? std::string() : found->name;
    };
    const bool waits = proposal.waits_at(caller.now);
    if (!waits && proposal.state == "waiting") proposal.state = "expired";
    proposal.first_half.clear();
    view.login = proposal.change.login;
    view.name = proposal.change.name;
    const auto whom = std::ranges::find(accounts, proposal.change.account, &Account::id);
    if (whom != accounts.end()) {
        view.login = whom->login;
        view.name = whom->name;
    }
    for (const Grant& grant : grants) {
        if (grant.account == proposal.change.account && grant.holds_at(caller.now)) {
            view.holds.push_back(grant.role);
        }
    }
    view.proposed_by_name = name_of(proposal.proposed_by);
    view.decided_by_name = name_of(proposal.decided_by);
    view.is_own = proposal.proposed_by == caller.account.id;
    const access::Object object = proposal_object(proposal);
    view.may_confirm = waits && is_somebody_elses(caller, proposal) && may(house, caller, "confirm", object);
    view.may_refuse = waits && may(house, caller, "refuse", object);
    view.may_cancel = waits && may(house, caller, "cancel", object);
    view.proposal = std::move(proposal);
    return view;
}

/// Ends a proposal without carrying it out.
Result<> end_proposal(
    House& house,
    const Caller& caller,
    const ProposalId& id,
    const std::string& permission,
    const std::string& state,
    const std::string& words
) {
    const auto before = TRY(house.store.snapshot());
    const Proposal found = TRY(proposal_for(house, caller, *before, id, permission));
    const Act wanted{permission, proposal_object(found), {}, {}};
    const auto decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        Proposal proposal = TRY(proposal_for(house, caller, snapshot, id, permission));
        TRY(check_waits(proposal, caller.now));
        proposal.state = state;
        proposal.decided_by = caller.account.id;
        proposal.decided_at = caller.now;
        proposal.decision = words;
        Decided decided;
        decided.resource_id = id.text();
        decided.commit.writes.push_back(decide_proposal(house.keys, proposal));
        add_event(house, caller, proposal, 2, state, words, decided.commit);
        return decided;
    };
    TRY(act(house, caller, wanted, decide));
    return {};
}

}  // namespace

Result<Asked> ask_for(
    House& house,
    const Caller& caller,
    const PowerChange& change,
    const std::string& reason,
    const std::string& request_key,
    Diagnostics& faults
) {
    // Authorised first: whoever may not do this must not learn from a question for a code that it exists.
    if (!may(house, caller, change.action, object_of(change))) return not_found();
    TRY(require_step_up(caller));
    // Nobody widens, resets or ends herself; giving one role back is allowed.
    if (change.account == caller.account.id && change.action != "withdraw") {
        return refuse(ErrorKind::Conflict, "account.own");
    }
    const auto snapshot = TRY(house.store.snapshot());
    TRY(check_change(house, *snapshot, change, caller.now, faults));
    if (!house.table.needs_two(object_of(change).register_name, change.action))
        return do_at_once(house, caller, change, request_key);
    TRY(check_reason(reason));
    return propose(house, caller, change, reason, request_key);
}

Result<std::vector<ProposalView>> list_proposals(House& house, const Caller& caller) {
    if (!may(house, caller, "list", {"proposal", {}, {}, false})) return not_found();
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto accounts = TRY(all_accounts(*snapshot, house.keys));
    const auto grants = TRY(all_grants(*snapshot, house.keys));
    std::vector<ProposalView> out;
    for (Proposal& one : TRY(newest_proposals(*snapshot, house.keys, kProposalsShown))) {
        if (!may(house, caller, "list", proposal_object(one))) continue;
        out.push_back(view_of(house, caller, std::move(one), accounts, grants));
    }
    return out;
}

Result<ProposalView> open_proposal(House& house, const Caller& caller, const ProposalId& id) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    Proposal proposal = TRY(proposal_for(house, caller, *snapshot, id, "open"));
    const auto accounts = TRY(all_accounts(*snapshot, house.keys));
    return view_of(house, caller, std::move(proposal), accounts, TRY(all_grants(*snapshot, house.keys)));
}

namespace {

/// All that makes a confirmation the same one: another tab, person or key is shown nothing.
std::string half_of(const Caller& caller, const ProposalId& id, const std::string& request_key) {
    return caller.account.id.text() + ' ' + id.text() + ' ' + request_key;
}

Result<std::string> shown_again(
    House& house, const Caller& caller, const Proposal& proposal, const std::string& request_key
) {
    if (!proposal.change.makes_password()) return std::string();
    std::string half = house.halves.show(half_of(caller, proposal.id, request_key), house.clock.now());
    if (half.empty()) return refuse(ErrorKind::Conflict, "proposal.half_gone");
    return half;
}

}  // namespace

Result<std::string> confirm_proposal(
    House& house, const Caller& caller, const ProposalId& id, const std::string& request_key
) {
    const auto before = TRY(house.store.snapshot());
    const Proposal found = TRY(proposal_for(house, caller, *before, id, "confirm"));
    TRY(require_step_up(caller));
    if (!is_somebody_elses(caller, found)) return refuse(ErrorKind::Conflict, "proposal.own");
    const Act wanted{"confirm", proposal_object(found), request_key, id.text()};
    if (TRY(repeated(house, caller, wanted))) return shown_again(house, caller, found, request_key);
    TRY(check_waits(found, caller.now));
    std::string half;
    Applied applied{{}, told_of(found.change)};
    applied.clear.set("proposal", id.text()).set("proposed_by", found.proposed_by.text());
    if (found.change.makes_password()) {
        half = keyring::generate_half();
        applied.verifier = TRY(hashed(house, joined_halves(found.first_half, half)));
    }
    const auto decide = [&](storage::Snapshot& snapshot) -> Result<Decided> {
        Proposal proposal = TRY(proposal_for(house, caller, snapshot, id, "confirm"));
        TRY(check_waits(proposal, caller.now));
        const PowerChange& change = proposal.change;
        const access::Object object = object_of(change);
        if (!TRY(proposer_stands(house, snapshot, proposal.proposed_by, change.action, object, caller.now))) {
            return refuse(ErrorKind::Conflict, "proposal.proposer_gone");
        }
        // The picture in memory may lag behind what the snapshot shows; a tree is agreed to as it is now.
        if (change.is_of_tree()) TRY(house.live.refresh(house.store, house.keys));
        Diagnostics faults;
        TRY(check_change(house, snapshot, proposal.change, caller.now, faults));
        Decided decided;
        decided.resource_id = id.text();
        TRY(apply_change(house, caller, snapshot, proposal.change, applied, decided.commit));
        proposal.state = "confirmed";
        proposal.decided_by = caller.account.id;
        proposal.decided_at = caller.now;
        decided.commit.writes.push_back(decide_proposal(house.keys, proposal));
        add_event(house, caller, proposal, 2, "confirmed", {}, decided.commit);
        return decided;
    };
    auto done = act(house, caller, wanted, decide);
    // Somebody changed the tree in the same moment.
    if (!done && done.error().code == "storage.conflict" && found.change.is_of_tree())
        return refuse(ErrorKind::Conflict, "proposal.tree_changed");
    const Acted acted = TRY(done);
    if (acted.repeated) return shown_again(house, caller, found, request_key);
    if (!half.empty() && !request_key.empty()) {
        house.halves.keep(half_of(caller, id, request_key), half, house.clock.now());
    }
    return half;
}

Result<> refuse_proposal(
    House& house, const Caller& caller, const ProposalId& id, const std::string& reason
) {
    const auto snapshot = TRY(house.store.snapshot());
    TRY(proposal_for(house, caller, *snapshot, id, "refuse"));
    TRY(check_reason(reason));
    return end_proposal(house, caller, id, "refuse", "refused", reason);
}

Result<> cancel_proposal(House& house, const Caller& caller, const ProposalId& id) {
    return end_proposal(house, caller, id, "cancel", "cancelled", {});
}

Result<> expire_proposals(House& house) {
    const Instant now = house.clock.now();
    const auto snapshot = TRY(house.store.snapshot());
    for (Proposal& proposal : TRY(waiting_proposals(*snapshot, house.keys))) {
        if (proposal.waits_at(now)) continue;
        proposal.state = "expired";
        proposal.decided_at = now;
        storage::Commit commit;
        storage::JournalDraft draft;
        draft.actor = "system";
        draft.action = "proposal.expired";
        draft.register_name = "proposal";
        draft.record_id = proposal.id.text();
        commit.journal.push_back(std::move(draft));
        commit.writes.push_back(decide_proposal(house.keys, proposal));
        const auto done = house.store.commit(std::move(commit));
        // Somebody decided it meanwhile: then there is nothing to end.
        if (!done && done.error().code != "storage.conflict") return std::unexpected(done.error());
    }
    return {};
}

}  // namespace neove::service
