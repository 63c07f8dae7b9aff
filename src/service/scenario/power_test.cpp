#include "service/housekeeping.h"
#include "service/proposals.h"
#include "service/scenario/house_fixture.h"
#include "service/sign_in.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

std::string code(const auto& result) {
    return result ? std::string() : result.error().code;
}

PowerChange create(HouseFixture& at, const std::string& login, const std::string& role) {
    PowerChange change;
    change.action = "create";
    change.account = AccountId::trusted(crypto::random_id());
    change.login = login;
    change.name = "Người Mới";
    change.grants = {{role, at.caller("canbo.xa").acting.organisation}};
    return change;
}

PowerChange on(HouseFixture& at, const std::string& action, const std::string& login) {
    PowerChange change;
    change.action = action;
    change.account = at.caller(login).account.id;
    return change;
}

PowerChange grant(HouseFixture& at, const std::string& login, const std::string& role) {
    PowerChange change = on(at, "grant", login);
    change.grants = {{role, at.caller("canbo.xa").acting.organisation}};
    return change;
}

Result<Asked> ask(HouseFixture& at, const Caller& who, const PowerChange& change) {
    Diagnostics faults;
    return ask_for(at.house(), who, change, "vì việc", {}, faults);
}

Asked asked(HouseFixture& at, const PowerChange& change) {
    const auto done = ask(at, at.caller("quantri"), change);
    REQUIRE_MESSAGE(done, code(done));
    REQUIRE_FALSE(done->proposal.is_empty());
    return *done;
}

std::string confirmed(HouseFixture& at, const ProposalId& id, const std::string& by = "dulieu") {
    return code(confirm_proposal(at.house(), at.caller(by), id));
}

std::string signs_in(HouseFixture& at, const std::string& login, const std::string& password) {
    at.clock.advance(2 * kMinute);  // past any pause that a wrong try before has earned
    return code(sign_in(at.house(), {login, password, {}, {}}));
}

std::vector<std::string> roles_of(HouseFixture& at, const AccountId& account) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    std::vector<std::string> roles;
    const auto grants = grants_of(**snapshot, at.house().keys, account);
    REQUIRE(grants);
    for (const Grant& one : *grants) {
        if (one.holds_at(at.clock.now())) roles.push_back(one.role);
    }
    return roles;
}

Proposal row_of(HouseFixture& at, const ProposalId& id) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto found = find_proposal(**snapshot, at.house().keys, id);
    REQUIRE(found);
    REQUIRE(found->has_value());
    return **found;
}

/// A second person in a guarded role who has been there: otherwise she does not count.
void make_ready(HouseFixture& at, const std::string& login, const std::string& role) {
    at.power(create(at, login, role));
    auto account = at.caller(login).account;
    account.stage = "ready";
    storage::Commit commit;
    commit.writes.push_back(update_account(at.house().keys, account));
    REQUIRE(at.house().store.commit(std::move(commit)));
}

}  // namespace

TEST_CASE("never: an administrator alone makes no account, and neither half of its password opens it") {
    HouseFixture at;
    const PowerChange wanted = create(at, "thu.moi", "focal");
    const Asked waiting = asked(at, wanted);
    REQUIRE_FALSE(waiting.password.empty());
    CHECK(signs_in(at, "thu.moi", waiting.password) == "session.refused");
    const auto half = confirm_proposal(at.house(), at.caller("dulieu"), waiting.proposal);
    REQUIRE_MESSAGE(half, code(half));
    CHECK(signs_in(at, "thu.moi", waiting.password) == "session.refused");
    CHECK(signs_in(at, "thu.moi", *half) == "session.refused");
    CHECK(signs_in(at, "thu.moi", joined_halves(*half, waiting.password)) == "session.refused");
    CHECK(signs_in(at, "thu.moi", joined_halves(waiting.password, *half)).empty());
}

TEST_CASE("never: an administrator alone gives a role, resets or enables; the account stays as it was") {
    HouseFixture at;
    const AccountId officer = at.caller("canbo.xa").account.id;
    asked(at, grant(at, "canbo.xa", "focal"));
    CHECK(roles_of(at, officer) == std::vector<std::string>{"officer"});
    asked(at, on(at, "reset", "canbo.xa"));
    CHECK(at.caller("canbo.xa").account.stage == "ready");
    const auto disabled = ask(at, at.caller("quantri"), on(at, "disable", "canbo.xa"));
    REQUIRE_MESSAGE(disabled, code(disabled));
    CHECK(disabled->proposal.is_empty());
    CHECK(at.caller("canbo.xa").account.state == "disabled");
    asked(at, on(at, "enable", "canbo.xa"));
    CHECK(at.caller("canbo.xa").account.state == "disabled");
    for (const char* action : {"confirm", "refuse"}) {
        CAPTURE(action);
        const access::Object own{"proposal", {}, at.caller("quantri").account.id, false};
        CHECK_FALSE(access::decide(at.house().table, at.caller("quantri").actor, action, own).allowed);
    }
}

TEST_CASE("never: who proposed confirms, whatever role she came to hold meanwhile") {
    HouseFixture at;
    const Asked waiting = asked(at, grant(at, "canbo.xa", "focal"));
    CHECK(confirmed(at, waiting.proposal, "quantri") == "access.not_found");
    Caller both = at.caller("quantri");
    both.actor.role = "data_owner";
    CHECK(code(confirm_proposal(at.house(), both, waiting.proposal)) == "proposal.own");
    CHECK(confirmed(at, waiting.proposal).empty());
}

TEST_CASE("never: somebody confirms what concerns herself") {
    HouseFixture at;
    const Asked reset = asked(at, on(at, "reset", "dulieu"));
    const Asked more = asked(at, grant(at, "dulieu", "leader"));
    CHECK(confirmed(at, reset.proposal) == "proposal.own");
    CHECK(confirmed(at, more.proposal) == "proposal.own");
    CHECK(roles_of(at, at.caller("dulieu").account.id) == std::vector<std::string>{"data_owner"});
    make_ready(at, "dulieu.hai", "data_owner");
    CHECK(confirmed(at, more.proposal, "dulieu.hai").empty());
}

TEST_CASE("never: an expired, refused, cancelled or decided proposal takes effect, and its half is gone") {
    HouseFixture at;
    const AccountId officer = at.caller("canbo.xa").account.id;
    const Asked refused = asked(at, on(at, "reset", "canbo.xa"));
    CHECK(row_of(at, refused.proposal).first_half == refused.password);
    CHECK(code(refuse_proposal(at.house(), at.caller("dulieu"), refused.proposal, "")) == "field.required");
    REQUIRE(refuse_proposal(at.house(), at.caller("dulieu"), refused.proposal, "chưa gặp người"));
    const Asked cancelled = asked(at, on(at, "reset", "canbo.xa"));
    REQUIRE(cancel_proposal(at.house(), at.caller("quantri"), cancelled.proposal));
    const Asked late = asked(at, on(at, "reset", "canbo.xa"));
    at.clock.advance(kProposalLife);
    for (const Asked* one : {&refused, &cancelled, &late}) {
        CHECK(confirmed(at, one->proposal) == "proposal.over");
    }
    CHECK(row_of(at, late.proposal).first_half == late.password);
    Jobs jobs(at.house().store, at.clock, "node", 0);
    CHECK(jobs.run(housekeeping_job(at.house())) == TurnOutcome::Done);
    for (const Asked* one : {&refused, &cancelled, &late}) {
        CHECK(row_of(at, one->proposal).first_half.empty());
    }
    CHECK(row_of(at, late.proposal).state == "expired");
    CHECK(at.caller("canbo.xa").account.stage == "ready");
    const Asked done = asked(at, grant(at, "canbo.xa", "leader"));
    CHECK(confirmed(at, done.proposal).empty());
    CHECK(confirmed(at, done.proposal) == "proposal.over");
    CHECK(roles_of(at, officer).size() == 2);
}

TEST_CASE("never: the proposal of somebody who may no longer propose takes effect") {
    HouseFixture at;
    make_ready(at, "quantri.hai", "administrator");
    const auto waiting = ask(at, at.caller("quantri.hai"), grant(at, "canbo.xa", "focal"));
    REQUIRE_MESSAGE(waiting, code(waiting));
    REQUIRE(ask(at, at.caller("quantri"), on(at, "disable", "quantri.hai")));
    CHECK(confirmed(at, waiting->proposal) == "proposal.proposer_gone");
    CHECK(roles_of(at, at.caller("canbo.xa").account.id) == std::vector<std::string>{"officer"});
}

TEST_CASE("never: one account proposes and confirms") {
    HouseFixture at;
    CHECK(code(ask(at, at.caller("quantri"), grant(at, "dulieu", "administrator"))) == "account.roles_apart");
    PowerChange both = create(at, "thu.hai", "administrator");
    both.grants.push_back({"data_owner", both.grants.front().organisation});
    CHECK(code(ask(at, at.caller("quantri"), both)) == "account.roles_apart");
    // Two proposals, each harmless alone: the second finds what the first gave.
    const Asked first = asked(at, grant(at, "canbo.xa", "administrator"));
    const Asked second = asked(at, grant(at, "canbo.xa", "data_owner"));
    CHECK(confirmed(at, first.proposal).empty());
    CHECK(confirmed(at, second.proposal) == "account.roles_apart");
}

TEST_CASE("never: the last administrator or the last data owner is disabled or stripped") {
    HouseFixture at;
    const auto strip = [&](const std::string& by, const std::string& whom) {
        PowerChange change = on(at, "withdraw", whom);
        change.grant_id = at.caller(whom).acting.id;
        return code(ask(at, at.caller(by), change));
    };
    CHECK(strip("quantri", "quantri") == "account.last_holder");
    CHECK(strip("dulieu", "quantri") == "account.last_holder");
    CHECK(strip("quantri", "dulieu") == "account.last_holder");
    CHECK(code(ask(at, at.caller("dulieu"), on(at, "disable", "quantri"))) == "account.last_holder");
    CHECK(code(ask(at, at.caller("quantri"), on(at, "disable", "dulieu"))) == "account.last_holder");
    // One who never signed in does not count: she could not act tomorrow.
    at.power(create(at, "dulieu.hai", "data_owner"));
    CHECK(code(ask(at, at.caller("quantri"), on(at, "disable", "dulieu"))) == "account.last_holder");
    make_ready(at, "dulieu.ba", "data_owner");
    CHECK(code(ask(at, at.caller("quantri"), on(at, "disable", "dulieu"))).empty());
    CHECK(code(ask(at, at.caller("quantri"), on(at, "disable", "dulieu.ba"))) == "account.last_holder");
}

TEST_CASE("never: two last administrators end each other at the same moment") {
    HouseFixture at;
    make_ready(at, "quantri.hai", "administrator");
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto ended_by = [&](const std::string& by, const std::string& whom) {
        storage::Commit commit;
        const auto applied =
            apply_change(at.house(), at.caller(by), **snapshot, on(at, "disable", whom), {}, commit);
        REQUIRE_MESSAGE(applied, code(applied));
        return commit;
    };
    // Both decided on the same picture, as two requests at once do.
    storage::Commit first = ended_by("quantri", "quantri.hai");
    storage::Commit second = ended_by("quantri.hai", "quantri");
    CHECK(at.house().store.commit(std::move(first)));
    CHECK(code(at.house().store.commit(std::move(second))) == "storage.conflict");
}

TEST_CASE("never: of two last data owners one is reset and the other disabled at the same moment") {
    HouseFixture at;
    make_ready(at, "dulieu.hai", "data_owner");
    for (const char* other : {"disable", "reset"}) {
        CAPTURE(other);
        const auto snapshot = at.house().store.snapshot();
        REQUIRE(snapshot);
        storage::Commit reset;
        storage::Commit second;
        REQUIRE(apply_change(
            at.house(), at.caller("dulieu.hai"), **snapshot, on(at, "reset", "dulieu"), {}, reset
        ));
        REQUIRE(apply_change(
            at.house(), at.caller("quantri"), **snapshot, on(at, other, "dulieu.hai"), {}, second
        ));
        // Both decided on the same picture; whichever comes first, the other is refused.
        if (std::string_view(other) == "disable") std::swap(reset, second);
        CHECK(at.house().store.commit(std::move(reset)));
        CHECK(code(at.house().store.commit(std::move(second))) == "storage.conflict");
        if (std::string_view(other) == "disable") {
            PowerChange back = on(at, "enable", "dulieu.hai");
            at.power(back);
        }
    }
}

TEST_CASE(
    "an answer that was lost: the same request shows the second half again, nobody and nothing else does"
) {
    HouseFixture at;
    const Asked waiting = asked(at, on(at, "reset", "canbo.xa"));
    const auto confirm = [&](const std::string& who, const std::string& key) {
        return confirm_proposal(at.house(), at.caller(who), waiting.proposal, key);
    };
    make_ready(at, "dulieu.hai", "data_owner");
    const auto first = confirm("dulieu", "k1");
    REQUIRE_MESSAGE(first, code(first));
    REQUIRE_FALSE(first->empty());
    const auto again = confirm("dulieu", "k1");
    REQUIRE_MESSAGE(again, code(again));
    CHECK(*again == *first);
    CHECK(code(confirm("dulieu", "k2")) == "proposal.over");
    CHECK(code(confirm("dulieu", "")) == "proposal.over");
    CHECK(code(confirm("dulieu.hai", "k1")) == "proposal.over");
    CHECK(code(confirm("quantri", "k1")) == "access.not_found");
    Caller stale = at.caller("dulieu");
    stale.session.step_up_at = {};
    CHECK(code(confirm_proposal(at.house(), stale, waiting.proposal, "k1")) == "session.step_up");
    CHECK(at.stored_bytes().find(*first) == std::string::npos);
    at.clock.advance(HalfMemory::kKept);
    CHECK(code(confirm("dulieu", "k1")) == "proposal.half_gone");
    CHECK(signs_in(at, "canbo.xa", joined_halves(waiting.password, *first)).empty());
    // Without a password there is nothing to lose: the same request is answered as it was.
    const Asked plain = asked(at, grant(at, "canbo.xa", "leader"));
    for (int times = 0; times < 2; ++times) {
        const auto done = confirm_proposal(at.house(), at.caller("dulieu"), plain.proposal, "k3");
        REQUIRE_MESSAGE(done, code(done));
        CHECK(done->empty());
    }
}

TEST_CASE("both acts ask for the factor, and the same is not proposed twice") {
    HouseFixture at;
    const PowerChange wanted = grant(at, "canbo.xa", "focal");
    Caller stale = at.caller("quantri");
    stale.session.step_up_at = {};
    CHECK(code(ask(at, stale, wanted)) == "session.step_up");
    const Asked waiting = asked(at, wanted);
    CHECK(code(ask(at, at.caller("quantri"), wanted)) == "proposal.waiting_already");
    stale = at.caller("dulieu");
    stale.session.step_up_at = {};
    CHECK(code(confirm_proposal(at.house(), stale, waiting.proposal)) == "session.step_up");
    Diagnostics faults;
    const PowerChange unexplained = on(at, "reset", "canbo.phuong");
    CHECK(code(ask_for(at.house(), at.caller("quantri"), unexplained, {}, {}, faults)) == "field.required");
}

TEST_CASE("which acts need two persons is said by the table, not by the code") {
    HouseFixture at;
    std::string rules = pack("house/access.yaml");
    const std::string two = "actions: [create, enable, reset, grant]}";
    REQUIRE(rules.find(two) != std::string::npos);
    rules.replace(rules.find(two), two.size(), "actions: [create]}");
    Diagnostics faults;
    at.house().table = *access::Table::compile(rules, faults);
    const auto done = ask(at, at.caller("quantri"), on(at, "reset", "canbo.xa"));
    REQUIRE_MESSAGE(done, code(done));
    CHECK(done->proposal.is_empty());
    CHECK(signs_in(at, "canbo.xa", done->password).empty());
    CHECK_FALSE(asked(at, create(at, "thu.moi", "officer")).proposal.is_empty());
}

TEST_CASE("what waits lies sealed, and the list shows who proposes what and why") {
    HouseFixture at;
    const Asked waiting = asked(at, create(at, "thu.kin.dao", "officer"));
    const std::string bytes = at.stored_bytes();
    for (const std::string& word : {std::string("thu.kin.dao"), waiting.password, std::string("vì việc")}) {
        CHECK(bytes.find(word) == std::string::npos);
    }
    const auto list = list_proposals(at.house(), at.caller("dulieu"));
    REQUIRE_MESSAGE(list, code(list));
    REQUIRE(list->size() == 1);
    const ProposalView& one = list->front();
    CHECK(one.login == "thu.kin.dao");
    CHECK(one.proposal.reason == "vì việc");
    CHECK(one.proposal.first_half.empty());
    CHECK(one.proposed_by_name == at.caller("quantri").account.name);
    CHECK(one.may_confirm);
    CHECK_FALSE(list_proposals(at.house(), at.caller("quantri"))->front().may_confirm);
    CHECK(code(list_proposals(at.house(), at.caller("lanhdao"))) == "access.not_found");
}

}  // namespace neove::service::scenario
