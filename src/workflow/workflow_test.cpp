#include "workflow/workflow.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace neove::workflow {
namespace {

expression::Expression parsed(std::string_view text) {
    auto expression = expression::parse(text);
    REQUIRE(expression.has_value());
    return *expression;
}

Action action(std::string id, std::vector<std::string> from, std::string to) {
    Action made;
    made.id = std::move(id);
    made.creates = from.empty();
    made.from = std::move(from);
    made.to = std::move(to);
    return made;
}

/// A key that is asked for, lent, brought back, written off by somebody else.
Workflow keys() {
    Workflow workflow;
    workflow.states = {{"asked"}, {"lent"}, {"back"}, {"gone", true}};
    workflow.actions = {
        action("ask", {}, "asked"),
        action("lend", {"asked"}, "lent"),
        action("note", {"asked", "lent"}, ""),
        action("bring", {"lent"}, "back"),
        action("write_off", {"back"}, "gone")};
    workflow.actions[1].fields = {"room"};
    workflow.actions[4].not_by_who_did = {"lend"};
    workflow.actions[4].needs_reason = true;
    return workflow;
}

const expression::Environment kNothing = [](std::string_view) -> const expression::Value* { return nullptr; };

std::string refusal(
    const Workflow& workflow,
    const Request& request,
    const std::vector<Taken>& earlier = {},
    const expression::Environment& clear = kNothing
) {
    const auto decided = decide_action(workflow, request, earlier, clear);
    return decided ? "to " + *decided : decided.error().code + decided.error().where;
}

std::vector<std::string> faults(const Workflow& workflow) {
    std::vector<std::string> codes;
    for (const Error& fault : check_workflow(workflow)) codes.push_back(fault.code + " " + fault.where);
    return codes;
}

using Codes = std::vector<std::string>;

TEST_CASE("an action happens only in the states it starts from") {
    const Workflow workflow = keys();
    CHECK(refusal(workflow, {"lend", "an", "asked", {}, false, false}) == "to lent");
    CHECK(refusal(workflow, {"lend", "an", "lent", {}, false, false}) == "workflow.not_in_this_state");
    CHECK(refusal(workflow, {"lend", "an", "", {}, false, false}) == "workflow.not_in_this_state");
    CHECK(refusal(workflow, {"ask", "an", "", {}, false, false}) == "to asked");
    CHECK(refusal(workflow, {"ask", "an", "asked", {}, false, false}) == "workflow.not_in_this_state");
    CHECK(refusal(workflow, {"steal", "an", "asked", {}, false, false}) == "workflow.unknown_action/action");
}

TEST_CASE("an action without a target leaves the state as it is") {
    CHECK(refusal(keys(), {"note", "an", "lent", {}, false, false}) == "to lent");
}

TEST_CASE("an action sets only the fields it names") {
    CHECK(refusal(keys(), {"lend", "an", "asked", {"room"}, false, false}) == "to lent");
    CHECK(
        refusal(keys(), {"lend", "an", "asked", {"room", "price"}, false, false}) ==
        "workflow.field_not_of_action/answers/price"
    );
}

TEST_CASE("who lent never writes off what she lent; another person may") {
    const std::vector<Taken> earlier{{"ask", "binh"}, {"lend", "an"}};
    CHECK(refusal(keys(), {"write_off", "an", "back", {}, true, false}, earlier) == "workflow.other_person");
    CHECK(refusal(keys(), {"write_off", "binh", "back", {}, true, false}, earlier) == "to gone");
}

TEST_CASE("where a reason is asked for, none is no reason") {
    CHECK(
        refusal(keys(), {"write_off", "binh", "back", {}, false, false}) == "workflow.reason_missing/reason"
    );
}

TEST_CASE("what stands on consent does not happen without it") {
    Workflow workflow = keys();
    workflow.actions[1].ground.kind = Ground::Kind::Consent;
    CHECK(refusal(workflow, {"lend", "an", "asked", {}, false, false}) == "workflow.consent_missing");
    CHECK(refusal(workflow, {"lend", "an", "asked", {}, false, true}) == "to lent");
}

TEST_CASE("a condition over the clear columns is asked each time") {
    Workflow workflow = keys();
    workflow.actions[1].when = parsed("copies > 0");
    std::int64_t copies = 0;
    expression::Value value;
    const expression::Environment clear = [&](std::string_view name) -> const expression::Value* {
        value = expression::Value(copies);
        return name == "copies" ? &value : nullptr;
    };
    CHECK(refusal(workflow, {"lend", "an", "asked", {}, false, false}, {}, clear) == "workflow.condition");
    copies = 2;
    CHECK(refusal(workflow, {"lend", "an", "asked", {}, false, false}, {}, clear) == "to lent");
}

TEST_CASE("a sound workflow has no faults") {
    CHECK(faults(keys()) == Codes{});
}

TEST_CASE("each fault of a workflow is found at its place") {
    Workflow workflow = keys();
    SUBCASE("a state that does not exist") {
        workflow.actions[2].from = {"asked", "hidden"};
        workflow.actions[3].to = "nowhere";
        CHECK(
            faults(workflow) ==
            Codes{
                "workflow.unknown_state /actions/2/from/1",
                "workflow.unknown_state /actions/3/to",
                "workflow.unreachable_state /states/2",
                "workflow.unreachable_state /states/3",
                "workflow.action_never_possible /actions/4"}
        );
    }
    SUBCASE("a state nobody can leave") {
        workflow.states[3].is_final = false;
        CHECK(faults(workflow) == Codes{"workflow.dead_end /states/3"});
    }
    SUBCASE("something happens after the end") {
        workflow.actions[2].from = {"gone"};
        CHECK(faults(workflow) == Codes{"workflow.leaves_final_state /actions/2/from/0"});
    }
    SUBCASE("nothing opens a record") {
        workflow.actions.erase(workflow.actions.begin());
        CHECK(faults(workflow).front() == "workflow.nothing_creates /actions");
    }
    SUBCASE("an action that neither opens nor starts anywhere") {
        workflow.actions[1].from.clear();
        CHECK(faults(workflow).front() == "workflow.from_or_creates /actions/1");
    }
    SUBCASE("four eyes over nobody's deed") {
        workflow.actions[4].not_by_who_did = {"borrow", "write_off"};
        CHECK(
            faults(workflow) ==
            Codes{
                "workflow.unknown_action /actions/4/not_by_who_did/0",
                "workflow.unknown_action /actions/4/not_by_who_did/1"}
        );
    }
    SUBCASE("an effect in law without its source") {
        workflow.actions[4].legal_effect = "The key is no longer ours.";
        CHECK(faults(workflow) == Codes{"workflow.effect_without_citation /actions/4"});
    }
    SUBCASE("a ground in law without its source") {
        workflow.actions[4].ground.kind = Ground::Kind::Law;
        CHECK(faults(workflow) == Codes{"workflow.ground_without_citation /actions/4/ground"});
    }
    SUBCASE("one name for two") {
        workflow.states.push_back({"lent"});
        CHECK(faults(workflow) == Codes{"workflow.given_twice /states/4"});
    }
}

TEST_CASE("whatever happens in whatever order, a record is in a state that the workflow knows") {
    const Workflow workflow = keys();
    CHECK(rc::check([&](const std::vector<std::uint8_t>& choices) {
        std::string state;
        for (const std::uint8_t choice : choices) {
            const Action& next = workflow.actions[choice % workflow.actions.size()];
            const auto decided =
                decide_action(workflow, {next.id, "an", state, {}, true, true}, {}, kNothing);
            if (!decided) continue;
            state = *decided;
            RC_ASSERT(workflow.find_state(state) != nullptr);
        }
        RC_ASSERT(state.empty() || workflow.find_state(state) != nullptr);
    }));
}

}  // namespace
}  // namespace neove::workflow
