#include "storage/commit_steps.h"

#include "base/check.h"
#include "base/crypto.h"
#include "storage/row_digest.h"
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
    auto out = commit_steps(commit);
    REQUIRE(out);
    out->set_time({7});
    CHECK(out->journal[0].body == event_digest(out->steps[0].parameters));
    CHECK(out->journal[1].body == Digest{});
    const Digest then = out->journal[0].body;
    out->set_time({8});
    CHECK(out->journal[0].body != then);
}

TEST_CASE("the digest of an event covers every column and keeps clear and sealed apart") {
    const auto steps_of = [](const std::string& clear, const Bytes& sealed) {
        Commit commit;
        commit.events.resize(1);
        commit.events[0].clear = clear;
        commit.events[0].sealed = sealed;
        return commit_steps(commit)->steps[0].parameters;
    };
    CHECK(event_digest(steps_of("ab", {'c'})) != event_digest(steps_of("a", {'b', 'c'})));
    const Parameters row = steps_of("a", {'b'});
    for (std::size_t column = 0; column < row.size(); ++column) {
        Parameters other = row;
        if (auto* number = std::get_if<std::int64_t>(&other[column])) ++*number;
        if (auto* text = std::get_if<std::string>(&other[column])) *text += "x";
        if (auto* bytes = std::get_if<Bytes>(&other[column])) bytes->push_back(1);
        CHECK((event_digest(other) == event_digest(row)) == (column == 12));
    }
}

TEST_CASE("a commit journals every row that confers power, whoever wrote it") {
    Commit commit;
    commit.journal.resize(1);
    commit.journal[0].actor = "a";
    commit.writes.resize(3);
    for (Write& write : commit.writes) write.statement = &statements::kWriteFact;
    Digest digest;
    digest.fill(3);
    commit.writes[0].state = RowState{"account", "one", 4, digest};
    commit.writes[2].state = RowState{"session", "two", 12, {}};
    const auto out = commit_steps(commit);
    REQUIRE(out);
    REQUIRE(out->journal.size() == 3);
    CHECK(out->journal[1].actor == "a");
    CHECK(out->journal[1].action == "row.written");
    CHECK(out->journal[1].register_name == "row.account");
    CHECK(out->journal[1].record_id == "one.000000000004");
    CHECK(out->journal[1].body == digest);
    CHECK(out->journal[2].action == "row.removed");
    const auto name = parse_row_record(out->journal[2].record_id);
    REQUIRE(name);
    CHECK(name->id == "two");
    CHECK(name->version == 12);
    for (const char* wrong :
         {"", "two", "two.00000000001", "two.0000000000-1", "two-000000000001", "two.000000000000"})
        CHECK(!parse_row_record(wrong));
}

}  // namespace neove::storage
