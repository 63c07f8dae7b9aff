#include "definition/running_states.h"

#include <doctest/doctest.h>

using namespace neove;
using deadline::Trigger;
using definition::running_states;
using States = std::set<std::string>;

namespace {

workflow::Action step(std::string id, std::vector<std::string> from, std::string to) {
    workflow::Action out;
    out.id = std::move(id);
    out.from = std::move(from);
    out.to = std::move(to);
    return out;
}

workflow::Workflow errands() {
    workflow::Workflow out;
    out.actions = {
        step("give", {}, "running"),
        step("say", {"running"}, ""),
        step("report", {"running"}, "reported"),
        step("accept", {"reported"}, "done"),
        step("send_back", {"reported"}, "running"),
        step("leave", {"running"}, "outside")};
    return out;
}

deadline::Limit limit(Trigger starts, std::vector<Trigger> stops) {
    deadline::Limit out;
    out.starts = std::move(starts);
    out.stops = std::move(stops);
    return out;
}

Trigger entered(std::string state, std::string dated_by = {}) {
    return {Trigger::Kind::Entered, std::move(state), std::move(dated_by)};
}

}  // namespace

TEST_CASE("a limit runs in the states between its start and its stops") {
    CHECK(
        running_states(errands(), limit(entered("reported"), {entered("done"), entered("running")})) ==
        States{"reported"}
    );
    CHECK(
        running_states(errands(), limit(entered("reported"), {entered("done")})) ==
        States{"outside", "reported", "running"}
    );
    // Nothing stops it: then wherever the record goes from there.
    CHECK(
        running_states(errands(), limit(entered("reported"), {})) ==
        States{"done", "outside", "reported", "running"}
    );
}

TEST_CASE("a stop that a day tells stops nothing by the state alone") {
    CHECK(
        running_states(
            errands(), limit(entered("reported"), {entered("done", "done_on"), entered("running")})
        ) == States{"done", "reported"}
    );
}

TEST_CASE("a limit that an action or a day starts may run in any state") {
    CHECK_FALSE(running_states(errands(), limit({Trigger::Kind::Action, "say", {}}, {})));
    CHECK_FALSE(running_states(errands(), limit({Trigger::Kind::Field, "asked_on", {}}, {})));
}
