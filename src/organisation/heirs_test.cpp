#include "organisation/heirs.h"

#include "organisation/test_pack.h"

#include <doctest/doctest.h>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

Organisation body(std::string_view key, std::string_view until = {}, std::vector<Successor> heirs = {}) {
    Organisation one;
    one.id = demo_id(key);
    one.name = key;
    one.kind = "commune";
    if (!until.empty()) one.valid_until = day(until);
    one.successors = std::move(heirs);
    return one;
}

Successor to(std::string_view key, std::string_view subject, std::string_view on) {
    return {demo_id(key), std::string(subject), day(on), "NQ"};
}

std::string heirs(const Directory& directory, std::string_view key, std::string_view on) {
    std::string out;
    for (const Successor& one : heirs_of(directory, demo_id(key), day(on))) {
        const Organisation* known = directory.find(one.organisation);
        out += (out.empty() ? "" : ", ") + (known == nullptr ? "?" : known->name) + ":" + one.subject;
    }
    return out;
}

/// a and b became c, c became d in part and e; x and y name each other.
Directory merged() {
    Organisation future = body("f");
    future.valid_from = day("2030-01-01");
    std::vector<Organisation> all{
        body("a", "2025-07-01", {to("c", "tất cả", "2025-07-01")}),
        body("b", "2025-07-01", {to("c", "đất", "2025-07-01"), to("c", "người", "2025-07-01")}),
        body("c", "2026-01-01", {to("d", "một", "2026-01-01"), to("e", "hai", "2026-03-01")}),
        body("d"),
        body("e"),
        future,
        body("g", "2026-01-01", {to("f", "tất cả", "2026-01-01")}),
        body("x", "2026-01-01", {to("y", "", "2026-01-01")}),
        body("y", "2026-01-01", {to("x", "", "2026-01-01"), to("d", "", "2026-01-01")}),
        body("alone", "2026-01-01"),
        body("lost", "2026-01-01", {to("nowhere", "", "2026-01-01")})};
    return {std::move(all), demo_pack().vocabulary.naming};
}

}  // namespace

TEST_CASE("heirs are those who are there on the day, through others that ended since") {
    const Directory tree = merged();
    CHECK(heirs(tree, "a", "2025-06-30").empty());
    CHECK(heirs(tree, "a", "2025-07-01") == "c:tất cả");
    CHECK(heirs(tree, "a", "2026-01-31") == "d:tất cả");
    CHECK(heirs(tree, "a", "2026-03-01") == "d:tất cả, e:tất cả");
    CHECK(heirs(tree, "c", "2026-03-01") == "d:một, e:hai");
    CHECK(heirs(tree, "b", "2025-12-31") == "c:đất; người");
}

TEST_CASE("nobody inherits from who is there, from who named nobody, or before her time") {
    const Directory tree = merged();
    for (const char* key : {"d", "alone", "g", "lost", "nowhere"})
        CHECK(heirs(tree, key, "2026-06-01").empty());
    CHECK(heirs(tree, "g", "2030-01-01") == "f:tất cả");
}

TEST_CASE("bodies that name each other end in who is still there") {
    const Directory tree = merged();
    CHECK(heirs(tree, "x", "2026-06-01") == "d:");
    CHECK(heirs(tree, "y", "2026-06-01") == "d:");
}
