#include "http/open_api.h"
#include "http/routes/schemas.h"

#include <doctest/doctest.h>

namespace neove::http {

namespace {

std::string written(std::string_view type) {
    return json::write(schema_of_type(type));
}

json::Value describe(Route route) {
    const Router router({std::move(route)});
    return open_api(router, all_schemas(), "neove");
}

Route post(Contract contract) {
    return {"POST", "/a/{id}", Door::Ready, BodyKind::Json, "Do", "Me", {}, std::move(contract)};
}

}  // namespace

TEST_CASE("a type is written as TypeScript writes it") {
    CHECK(written("string") == R"({"type":"string"})");
    CHECK(written("Body[]") == R"({"type":"array","items":{"$ref":"#/components/schemas/Body"}})");
    CHECK(written("'a' | 'b'") == R"({"enum":["a","b"]})");
    CHECK(written("string | null") == R"({"anyOf":[{"type":"string"},{"type":"null"}]})");
    CHECK(written("any") == "{}");
    CHECK_THROWS(schema_of_type("strnig"));
}

TEST_CASE("an object has its members, those it extends, and no others") {
    const auto all =
        components_of({{"Row", {{"id", "id"}, {"name?", "string"}}}, {"Whole", {{"etag", "string"}}, "Row"}});
    const json::Value& whole = *all.find("Whole");
    CHECK(json::write(*whole.find("required")) == R"(["id","etag"])");
    CHECK(whole.find("properties")->object()->size() == 3);
    CHECK(whole.flag_or("additionalProperties", true) == false);
    CHECK_THROWS(components_of({{"Row", {{"id", "id"}}}, {"Row", {{"id", "id"}}}}));
    CHECK_THROWS(components_of({{"Row", {{"id", "id"}, {"id?", "string"}}}}));
    CHECK_THROWS(components_of({{"Row", {{"id", "id"}}, "Nothing"}}));
}

TEST_CASE("a route that names a schema nobody wrote is a bug at start") {
    CHECK_NOTHROW(describe(post({.takes = "Unlock"})));
    CHECK_THROWS(describe(post({.takes = "Unlok"})));
    CHECK_THROWS(describe(post({})));  // a JSON body without a type
    CHECK_THROWS(describe(post({.takes = "Unlock", .reads = {"X-Nobody"}})));
}

TEST_CASE("what a route refuses follows from its door, its body and its headers") {
    Route open{"GET", "/a", Door::Anybody, BodyKind::None, "See", "Me", {}};
    CHECK(refusals_of(open).empty());
    const std::vector<int> of_a_change{400, 401, 403, 404, 409, 412, 413, 415, 422, 423};
    CHECK(refusals_of(post({.takes = "Unlock", .reads = {"If-Match"}, .refuses = {409}})) == of_a_change);
}

}  // namespace neove::http
