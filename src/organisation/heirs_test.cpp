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

TEST_CASE("a fan of bodies that each name all the next ones is answered at once") {
    // 26 layers of two: a walk by every way takes 2^26 steps of each, and never ends with a few layers more.
    constexpr int kLayers = 60;
    std::vector<Organisation> all{body("last 0"), body("last 1")};
    std::vector<std::string> next{"last 0", "last 1"};
    for (int layer = 0; layer < kLayers; ++layer) {
        std::vector<std::string> names;
        for (int one = 0; one < 2; ++one) {
            names.push_back("layer " + std::to_string(layer) + " " + std::to_string(one));
            std::vector<Successor> heirs;
            for (const auto& key : next) heirs.push_back(to(key, "việc " + key, "2025-07-01"));
            all.push_back(body(names.back(), "2025-07-01", std::move(heirs)));
        }
        next = std::move(names);
    }
    const Directory tree(std::move(all), demo_pack().vocabulary.naming);
    CHECK(
        heirs(tree, "layer 59 0", "2026-06-01") ==
        "last 0:việc layer 58 0; việc layer 58 1, last 1:việc layer 58 0; việc layer 58 1"
    );
}

TEST_CASE("a successor without a subject takes over the whole, whatever else it is named with") {
    std::vector<Organisation> all{body("all"), body("part")};
    all.push_back(body("first", "2025-07-01", {to("all", "", "2025-07-01"), to("part", "đất", "2025-07-01")})
    );
    all.push_back(body("before", "2025-07-01", {to("all", "", "2025-07-01"), to("all", "đất", "2025-07-01")})
    );
    all.push_back(body("behind", "2025-07-01", {to("all", "đất", "2025-07-01"), to("all", "", "2025-07-01")})
    );
    const Directory tree(std::move(all), demo_pack().vocabulary.naming);
    CHECK(heirs(tree, "first", "2026-06-01") == "all:, part:đất");
    CHECK(heirs(tree, "before", "2026-06-01") == "all:");
    CHECK(heirs(tree, "behind", "2026-06-01") == "all:");
}

TEST_CASE("a subject by which an heir is reached twice is told once, and heirs have an end") {
    std::vector<Organisation> all{body("end")};
    std::vector<Successor> many;
    for (int i = 0; i < 300; ++i) {
        const std::string key = "heir " + std::to_string(i);
        all.push_back(body(key));
        many.push_back(to(key, "", "2025-07-01"));
    }
    all.push_back(body("split", "2025-07-01", std::move(many)));
    all.push_back(body("by way", "2025-07-01", {to("end", "khác", "2025-07-01")}));
    all.push_back(body(
        "from",
        "2025-07-01",
        {to("end", "đất", "2025-07-01"), to("end", "người", "2025-07-01"), to("by way", "đất", "2025-07-01")}
    ));
    const Directory tree(std::move(all), demo_pack().vocabulary.naming);
    CHECK(heirs(tree, "from", "2026-06-01") == "end:đất; người");
    CHECK(heirs_of(tree, demo_id("split"), day("2026-06-01")).size() == kMostHeirs);
}
