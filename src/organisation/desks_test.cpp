#include "organisation/desks.h"

#include "organisation/test_pack.h"

#include <doctest/doctest.h>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

std::vector<OrganisationId> bodies(std::string_view key) {
    const Pack& pack = demo_pack();
    return bodies_of_desk(pack.directory, pack.vocabulary.kinds, demo_id(key));
}

}  // namespace

TEST_CASE("a desk works for the body it stands under, and for nobody above that one") {
    CHECK(bodies("police_staff") == std::vector{demo_id("police")});
    CHECK(bodies("health_social") == std::vector{demo_id("health")});
    CHECK(bodies("office_internal") == std::vector{demo_id("office")});
}

TEST_CASE("a body of its own is no desk, wherever in the tree it stands") {
    for (const char* key :
         {"police", "health", "people_committee", "hospital", "social_centre", "border", "may_truc"}) {
        CHECK_MESSAGE(bodies(key).empty(), key);
    }
    CHECK(bodies("nobody").empty());
}

TEST_CASE("a desk of a desk works for both, and a circle of desks ends") {
    Kinds kinds;
    kinds.all.push_back({"desk", "Phòng", "Desk", {}, false, true});
    kinds.all.push_back({"house", "Sở", "House", {}});
    const auto made = [](std::string_view key, std::string_view kind, std::string_view parent) {
        Organisation one;
        one.id = demo_id(key);
        one.name = key;
        one.kind = kind;
        if (!parent.empty()) one.parent = demo_id(parent);
        return one;
    };
    const Directory tree(
        {made("top", "house", ""),
         made("house", "house", "top"),
         made("desk", "desk", "house"),
         made("corner", "desk", "desk"),
         made("left", "desk", "right"),
         made("right", "desk", "left")},
        Naming{}
    );
    CHECK(bodies_of_desk(tree, kinds, demo_id("corner")) == std::vector{demo_id("desk"), demo_id("house")});
    CHECK(bodies_of_desk(tree, kinds, demo_id("house")).empty());
    CHECK(bodies_of_desk(tree, kinds, demo_id("left")).size() <= 2);
}
