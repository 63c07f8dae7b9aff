#include "storage/commit_steps.h"

#include "base/check.h"
#include "base/crypto.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

namespace neove::storage {

TEST_CASE("the key comes first, versions in one order for everybody, then events, then writes") {
    Commit commit;
    commit.expected = {{"b", "2", 1}, {"a", "9", 0}, {"b", "1", 3}};
    commit.events.resize(1);
    commit.writes = {{.statement = &statements::kWriteFact, .parameters = {"k", "v"}}};
    commit.idempotency = Idempotency{"a1", "key", "body", "r", 201};
    auto out = commit_steps(commit);
    REQUIRE(out);
    REQUIRE(out->steps.size() == 6);
    CHECK(out->steps[0].is_key);
    CHECK(out->steps[1].parameters[0] == Value{"a"});
    CHECK(out->steps[1].statement == &statements::kInsertVersion);
    CHECK(out->steps[2].parameters[1] == Value{"1"});
    CHECK(out->steps[3].parameters[1] == Value{"2"});
    CHECK(out->steps[4].statement == &statements::kInsertEvent);
    CHECK(out->steps[5].statement == &statements::kWriteFact);
    CHECK(!out->is_bulk);
    out->set_time({42});
    CHECK(out->steps[0].parameters[5] == Value{std::int64_t{42}});
    CHECK(out->steps[4].parameters[13] == Value{std::int64_t{42}});
}

TEST_CASE("only a large commit that says nothing is bulk") {
    Commit commit;
    commit.writes = {
        {.statement = &statements::kWriteFact, .parameters = {"k", std::string(kBulkBytes, 'x')}}};
    CHECK(commit_steps(commit)->is_bulk);
    Commit small;
    small.writes = {{.statement = &statements::kWriteFact, .parameters = {"k", "v"}}};
    CHECK(!commit_steps(small)->is_bulk);
    commit.journal.resize(1);
    CHECK(!commit_steps(commit)->is_bulk);
}

TEST_CASE("an entry about an event of its commit carries that event's digest and no other") {
    Commit commit;
    commit.events.resize(1);
    commit.events[0].id = "e";
    commit.events[0].clear = "{}";
    commit.journal.resize(2);
    commit.journal[0].event_id = "e";
    commit.journal[1].event_id = "of another commit";
    const auto out = commit_steps(commit);
    REQUIRE(out);
    CHECK(out->journal[0].body == event_body_digest(commit.events[0]));
    CHECK(out->journal[1].body == Digest{});
    commit.journal[0].body.fill(1);
    CHECK_THROWS_AS(static_cast<void>(commit_steps(commit)), Bug);
}

TEST_CASE("the body digest keeps clear and sealed apart") {
    NewEvent one;
    one.clear = "ab";
    one.sealed = {'c'};
    NewEvent two;
    two.clear = "a";
    two.sealed = {'b', 'c'};
    CHECK(event_body_digest(one) != event_body_digest(two));
}

}  // namespace neove::storage
