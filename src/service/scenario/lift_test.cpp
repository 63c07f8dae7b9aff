/// \file
/// Who is kept away from a record is let to it again by two persons, each with a reason.

#include "service/scenario/library.h"
#include "storage/statements/core.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

constexpr const char* kOtherHead = "phutrach.xa";
constexpr storage::Statement kOtherAsked{
    "test_other_asked", "UPDATE event SET actor = $2 WHERE record_id = $1 AND kind = 'lift_asked'"};

/// A loan from which the librarian is blocked.
class Blocked : public Library {
public:
    Blocked() {
        const auto opened = request(kDesk);
        REQUIRE(opened.has_value());
        id = opened->row.id;
        NewRelation block;
        block.kind = "block";
        block.account = caller(kLibrarian).account.id;
        const auto done = assign(house(), caller(kHead), about(), block);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        relation = done->people.at(0).relation.id;
    }
    RecordRequest about() const { return {"loan", id, {}, {}, {}}; }
    std::string lift(const Caller& who, const std::string& reason = "Lý-do-gỡ kín") {
        return code_of(unassign(house(), who, about(), relation, reason));
    }
    bool is_blocked() { return code_of(read(kLibrarian, id)) == "access.not_found"; }
    std::string last_event() {
        const auto told = read_timeline(house(), caller(kHead), "loan", id);
        REQUIRE(told.has_value());
        return told->events.back().stored.event.kind;
    }

    RecordId id;
    std::string relation;
};

}  // namespace

TEST_CASE("a block is lifted by two persons and never by one") {
    Blocked on;
    CHECK(on.lift(on.caller(kHead), "  ") == "workflow.reason_missing");
    Caller tired = on.caller(kHead);
    tired.session.step_up_at = on.clock.now() + -kHour;
    CHECK(on.lift(tired) == "session.step_up");
    CHECK(on.lift(on.caller(kLibrarian)) == "access.not_found");
    CHECK(on.lift(on.caller(kDesk)) == "access.not_found");
    CHECK(on.last_event() == "assigned");
    CHECK(on.lift(on.caller(kHead)) == "");
    CHECK(on.last_event() == "lift_asked");
    CHECK(on.is_blocked());
    CHECK(on.lift(on.caller(kHead)) == "record.lift_own");
    CHECK(on.is_blocked());
    CHECK(on.lift(on.caller(kOtherHead), "") == "workflow.reason_missing");
    CHECK(on.lift(on.caller(kOtherHead)) == "");
    CHECK(!on.is_blocked());
    CHECK(on.lift(on.caller(kOtherHead)) == "access.not_found");

    // Which relation, of what kind and why is for those who say who comes to the record; whoever only works
    // on it does not even hear that somebody is kept away.
    const auto told = read_timeline(on.house(), on.caller(kHead), "loan", on.id);
    REQUIRE(told.has_value());
    const auto& events = told->events;
    REQUIRE(events.size() == 4);
    for (std::size_t i = 1; i < events.size(); ++i) {
        CHECK(events[i].stored.relation.text_or("id") == on.relation);
        CHECK(events[i].stored.relation.text_or("kind") == "block");
    }
    CHECK(events[3].reason == "Lý-do-gỡ kín");
    const auto at_desk = read_timeline(on.house(), on.caller(kDesk), "loan", on.id);
    REQUIRE(at_desk.has_value());
    REQUIRE(at_desk->events.size() == 1);
    CHECK(at_desk->events[0].version == 1);
    CHECK(at_desk->record.row.version == 4);
    CHECK(!on.stored_bytes().contains("Lý-do-gỡ"));
}

TEST_CASE("what one asked for long ago, or may no longer ask, is asked anew") {
    Blocked on;
    REQUIRE(on.lift(on.caller(kHead)) == "");
    on.clock.advance(kLiftLife);
    CHECK(on.lift(on.caller(kOtherHead)) == "");
    CHECK(on.last_event() == "lift_asked");
    CHECK(on.is_blocked());
    // The other one asks for it now; but she loses her role before anybody agrees.
    const auto snapshot = on.house().store.snapshot();
    REQUIRE(snapshot.has_value());
    const auto grants = grants_of(**snapshot, on.house().keys, on.caller(kOtherHead).account.id);
    REQUIRE(grants.has_value());
    storage::Commit commit;
    for (const Grant& grant : *grants) {
        commit.writes.push_back(end_grant(on.house().keys, grant, on.clock.now()));
    }
    REQUIRE(on.house().store.commit(std::move(commit)).has_value());
    CHECK(on.lift(on.caller(kHead)) == "");
    CHECK(on.last_event() == "lift_asked");
    CHECK(on.is_blocked());
}

TEST_CASE("whoever writes another's name into the database does not agree with herself") {
    Blocked on;
    REQUIRE(on.lift(on.caller(kHead)) == "");
    storage::Commit forged;
    forged.writes.push_back({&kOtherAsked, {on.id.text(), on.caller(kOtherHead).account.id.text()}, 1});
    REQUIRE(on.house().store.commit(std::move(forged)).has_value());
    CHECK(on.lift(on.caller(kHead)) == "");
    CHECK(on.last_event() == "lift_asked");
    CHECK(on.is_blocked());
}

}  // namespace neove::service::scenario
