#include "storage/migration.h"

#include "storage/expand_fuzz.h"

#include <doctest/doctest.h>

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

TEST_CASE("migrations are numbered upwards from one, each number once") {
    std::int64_t number = 0;
    CHECK(all_migrations().front().number == 1);
    for (const Migration& migration : all_migrations()) {
        // A number may be left out: several people were given theirs before they knew what they would need.
        CHECK(migration.number > number);
        number = migration.number;
        CHECK(expand(migration.text, Dialect::Sqlite));
        CHECK(expand(migration.text, Dialect::Postgres));
    }
    CHECK(number >= 1);
}

}  // namespace neove::storage
