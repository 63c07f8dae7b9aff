#include "storage/migration.h"

#include "storage/expand_fuzz.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace neove::storage {

TEST_CASE("placeholders become the types of each engine") {
    CHECK(
        expand("a {{int}}, b {{text}}, c {{blob}}){{strict}};", Dialect::Sqlite) ==
        "a INTEGER, b TEXT, c BLOB) STRICT;"
    );
    CHECK(
        expand("a {{int}}, b {{text}}, c {{blob}}){{strict}};", Dialect::Postgres) ==
        "a BIGINT, b TEXT COLLATE \"C\", c BYTEA);"
    );
    CHECK(expand("", Dialect::Sqlite) == "");
}

TEST_CASE("an unknown or unclosed placeholder is refused") {
    for (const char* text : {"{{float}}", "{{", "{{int", "{{int}", "{{}}", "{{int}} {{ int }}"}) {
        const auto out = expand(text, Dialect::Sqlite);
        REQUIRE(!out);
        CHECK(out.error().code == "storage.placeholder");
    }
}

TEST_CASE("the fuzz body holds over its corpus") {
    for (const char* text :
         {"", "{", "{{", "}}", "{{int}}", "{{{int}}}", "{{int}}{{", "{{}}", "{{{{int}}}}", "a{{text}}b"}) {
        fuzz_expand(as_bytes(text));
    }
    for (const Migration& migration : all_migrations()) fuzz_expand(as_bytes(migration.text));
}

TEST_CASE("the migrations there are stay as they are numbered, and a new one comes after all of them") {
    // Once in `main` a number may have been run somewhere. A lower one that appears later would make every
    // such store refuse to open (`storage.migration_differs`): add new numbers at the end of this list alone.
    const std::vector<std::int64_t> known{1,  2,  3,  4,  6,  7,  8,  10, 11, 12, 13, 14,
                                          16, 17, 18, 19, 20, 23, 27, 28, 29, 30, 32};
    std::vector<std::int64_t> numbers;
    for (const Migration& migration : all_migrations()) numbers.push_back(migration.number);
    CHECK(std::ranges::is_sorted(known));
    CHECK(numbers == known);
    for (const Migration& migration : all_migrations()) {
        CHECK(expand(migration.text, Dialect::Sqlite));
        CHECK(expand(migration.text, Dialect::Postgres));
    }
}

TEST_CASE("a number below one that was run is refused, not slipped in") {
    const std::vector<Migration> before{{1, "one", "a"}, {3, "three", "c"}};
    const std::vector<Migration> after{{1, "one", "a"}, {2, "two", "b"}, {3, "three", "c"}};
    Rows ledger;
    for (const Migration& one : before) ledger.emplace_back(migration_row(one, {0}));
    REQUIRE(pending_migrations(ledger, before));
    CHECK(pending_migrations(ledger, before)->empty());
    const auto pending = pending_migrations(ledger, after);
    REQUIRE_FALSE(pending);
    CHECK(pending.error().code == "storage.migration_differs");
}

}  // namespace neove::storage
