#include "access/disclosure.h"

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

}  // namespace neove::access
