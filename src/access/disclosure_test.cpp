#include "access/disclosure.h"

#include "access/rules_worlds.h"

#include <doctest/doctest.h>

namespace neove::access {

namespace {

const std::vector<std::string> kStates = {"asked", "given"};

Rules table() {
    RegisterRules rules{"loan", kStates, {}, {}, {}, {}};
    rules.grants.push_back(
        {{"clerk", "head"},
         {"responsible", "own"},
         {"open", "list", "export"},
         {},
         kInternal | kIdentity,
         0,
         0,
         {}}
    );
    rules.policy.denies = {{"block", {}}};
    rules.policy.list = {{"number", "state"}, {"clerk"}, {"responsible"}};
    rules.policy.export_rule = {{"head"}, kInternal, 200, 1, 20, 2};
    rules.policy.break_glass = {{"visitor"}, kIdentity, 60, {"head"}, 3};
    return Rules::compile({rules});
}

Actor actor_in(std::string role) {
    return {AccountId::trusted("me"), std::move(role), OrganisationId::trusted("mine"), {}};
}

Standing standing_with(std::set<std::string, std::less<>> relations) {
    return {std::move(relations), "asked", {}, {}, false};
}

Classes listed(std::string role, const Standing& standing) {
    const Actor actor = actor_in(std::move(role));
    const Verdict verdict = decide(table(), actor, "loan", kList, standing);
    return list_classes(table(), actor, "loan", standing, verdict);
}

std::set<AccountId> approved_by(std::initializer_list<const char*> names) {
    std::set<AccountId> out;
    for (const char* name : names) out.insert(AccountId::trusted(name));
    return out;
}

std::string export_by(std::string role, const ExportRequest& request) {
    const auto classes = decide_export(table(), actor_in(std::move(role)), "loan", request);
    return classes ? classes_text(*classes) : classes.error().code;
}

}  // namespace

TEST_CASE("names stand in a list only for the roles and relations that the register says") {
    CHECK(listed("clerk", standing_with({"responsible"})) == (kInternal | kIdentity));
    CHECK(listed("clerk", standing_with({"own"})) == kInternal);
    CHECK(listed("head", standing_with({"responsible"})) == kInternal);
    CHECK(listed("clerk", standing_with({"responsible", "block"})) == 0);
}

TEST_CASE("a list shows the columns it declares and no other") {
    CHECK(list_shows(table(), "loan", "number"));
    CHECK_FALSE(list_shows(table(), "loan", "title"));
    CHECK_FALSE(list_shows(table(), "book", "number"));
}

TEST_CASE("an export has its roles, its rows and its approvals, and whoever asks approves nothing") {
    CHECK(export_by("head", {false, 200, approved_by({"a"})}) == "internal");
    CHECK(export_by("clerk", {false, 1, approved_by({"a"})}) == "access.export_not_yours");
    CHECK(export_by("head", {false, 201, approved_by({"a"})}) == "access.export_too_many_rows");
    CHECK(export_by("head", {false, 1, {}}) == "access.export_needs_approval");
    CHECK(export_by("head", {false, 1, approved_by({"me"})}) == "access.export_needs_approval");
}

TEST_CASE("names leave in an export only in few rows and with two other persons' approval") {
    CHECK(export_by("head", {true, 20, approved_by({"a", "b"})}) == "internal,identity");
    CHECK(export_by("head", {true, 21, approved_by({"a", "b"})}) == "access.export_too_many_rows");
    CHECK(export_by("head", {true, 1, approved_by({"a"})}) == "access.export_needs_approval");
    CHECK(export_by("head", {true, 1, approved_by({"a", "me"})}) == "access.export_needs_approval");
}

TEST_CASE("never identity on one approval, whatever a table says") {
    RegisterRules rules{"loan", kStates, {}, {}, {}, {}};
    rules.policy.export_rule = {{"head"}, kInternal | kIdentity, 200, 0, 20, 0};
    const Rules careless = Rules::compile({rules});
    const Actor head = actor_in("head");
    CHECK_FALSE(decide_export(careless, head, "loan", {true, 1, approved_by({"a"})}));
    CHECK(decide_export(careless, head, "loan", {false, 1, {}}).value_or(kEveryClass) == kInternal);
    rules.policy.export_rule.identity_rows_max = 0;
    const auto never =
        decide_export(Rules::compile({rules}), head, "loan", {true, 1, approved_by({"a", "b"})});
    REQUIRE_FALSE(never);
    CHECK(never.error().code == "access.export_identity_never");
}

TEST_CASE("the glass is broken by its roles alone, and never by a denied person, who learns nothing of it") {
    const auto broken = [](std::string role, const Standing& standing) {
        return decide_break_glass(table(), actor_in(std::move(role)), "loan", standing);
    };
    const auto glass = broken("visitor", standing_with({"any"}));
    REQUIRE(glass);
    CHECK(glass->minutes == 60);
    CHECK(glass->tell == std::vector<std::string>{"head"});
    for (const auto& refused :
         {broken("clerk", standing_with({"any"})),
          broken("visitor", standing_with({"any", "block"})),
          broken("visitor", standing_before({}))}) {
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind == ErrorKind::NotFound);
        CHECK(refused.error().code == "access.not_found");
    }
}

TEST_CASE("of a broken glass hear those it names, as far as their reach goes, and never a denied person") {
    RegisterRules rules{"loan", kStates, {}, {}, {}, {}};
    rules.grants.push_back({{"head"}, {"own"}, {"open"}, {}, kInternal, 0, 0, {}});
    rules.policy.denies = {{"block", {}}};
    rules.policy.break_glass = {{"visitor"}, kIdentity, 60, {"head", "oversight", "responsible"}, 3};
    const Rules loan = Rules::compile({rules});
    const OrganisationId mine = OrganisationId::trusted("mine");
    const OrganisationId far = OrganisationId::trusted("far");
    const auto hears = [&](const char* role, const Standing& standing, const OrganisationId& of) {
        return hears_of_break_glass(loan, actor_in(role), "loan", standing, of);
    };
    CHECK(hears("head", standing_with({"any", "own"}), far));
    CHECK(hears("head", standing_with({"any"}), mine));
    CHECK_FALSE(hears("head", standing_with({"any"}), far));
    CHECK_FALSE(hears("head", standing_with({"any"}), {}));
    // That somebody broke the glass of it once makes her no judge of it.
    CHECK_FALSE(hears("head", standing_with({"any", "break_glass"}), far));
    CHECK(hears("oversight", standing_with({"any"}), far));
    CHECK(hears("clerk", standing_with({"any", "responsible"}), far));
    CHECK_FALSE(hears("clerk", standing_with({"any", "own"}), mine));
    for (const char* role : {"head", "oversight", "clerk"}) {
        CHECK_FALSE(hears(role, standing_with({"any", "own", "responsible", "block"}), mine));
    }
    CHECK(may_hear_of_break_glass(loan, "head", "loan"));
    CHECK(may_hear_of_break_glass(loan, "oversight", "loan"));
    CHECK_FALSE(may_hear_of_break_glass(loan, "visitor", "loan"));
    CHECK_FALSE(may_hear_of_break_glass(loan, "head", "book"));
}

TEST_CASE("in no world does a broken glass do more than open, and show more than its rule") {
    int opened = 0;
    CHECK(worlds::in_every_world([&] {
        const RegisterRules rules = worlds::some_rules();
        const Rules loan = Rules::compile({rules});
        const Actor actor = worlds::some_actor();
        // Ten standings a world, so that too few broken glasses to judge by is never chance.
        for (int record = 0; record < 10; ++record) {
            Standing standing = worlds::standing_in(actor, worlds::some_world(), worlds::once_in(2));
            standing.relations.erase(std::string(kBreakGlass));
            Standing broken = standing;
            broken.relations.emplace(kBreakGlass);
            for (const std::string& action : worlds::kActions) {
                const Verdict before = decide(loan, actor, "loan", action, standing);
                const Verdict after = decide(loan, actor, "loan", action, broken);
                if (action != kOpen) {
                    RC_ASSERT(after == before);
                    continue;
                }
                RC_ASSERT((after.read & ~(before.read | rules.policy.break_glass.classes)) == 0);
                RC_ASSERT(after.write == before.write);
                opened += after.allowed && !before.allowed ? 1 : 0;
            }
            for (const Channel channel : {Channel::List, Channel::Search, Channel::Export, Channel::Agenda}) {
                const RecordScope scope = scope_of(loan, actor, "loan", channel);
                RC_ASSERT(is_within(scope, broken) == is_within(scope, standing));
            }
        }
    }));
    CHECK(opened > 10);
}

}  // namespace neove::access
