#include "definition/yaml.h"
#include "organisation/load.h"
#include "organisation/resolve.h"
#include "organisation/test_pack.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

TEST_CASE("the demo province and the packs load without a fault") {
    const Pack& pack = demo_pack();
    for (const Error& fault : pack.faults)
        FAIL_CHECK(fault.where << " " << fault.code << " " << fault.detail);
    CHECK(pack.directory.all().size() > 200);
    CHECK(pack.accounts.size() == 7);
    CHECK(pack.directory.province() == "tỉnh lam sương");
}

namespace {

/// Every body of a gold file, in the order of its first mention. JSON is YAML in flow style, so the strict
/// YAML reader of the platform serves.
std::vector<std::string> gold_bodies(const std::string& file) {
    const auto tree = yaml::parse(file_text(file), "gold");
    REQUIRE(tree);
    std::vector<std::string> out;
    const auto take = [&](const yaml::Node& item, std::string_view role) {
        const yaml::Node* value = item.find(role);
        if (value == nullptr) return;
        if (value->kind == yaml::Kind::Scalar && value->quoted) out.push_back(value->text);
        for (const yaml::Node& one : value->items) out.push_back(one.text);
    };
    for (const std::string_view list : {"tasks", "reports", "followup"}) {
        const yaml::Node* items = tree->find(list);
        if (items == nullptr) continue;
        for (const yaml::Node& item : items->items) {
            for (const std::string_view role :
                 {"lead", "coordinate", "requested", "from", "to", "via", "agency"}) {
                take(item, role);
            }
        }
    }
    std::set<std::string> seen;
    std::erase_if(out, [&](const std::string& name) { return !seen.insert(name).second; });
    return out;
}

}  // namespace

TEST_CASE("every body of two real plans is found in the demo province") {
    const std::string shared = shared_folder();
    if (shared.empty()) {
        MESSAGE("skipped: the real plans are not at hand (../shared or NEOVE_SHARED)");
        return;
    }
    const Pack& pack = demo_pack();
    const auto health = demo_id("health");
    for (const char* name : {"s2_dong_thap_2026_2030", "s4_dong_thap_health_2025"}) {
        const bool is_health = std::string_view(name).starts_with("s4");
        const auto bodies = gold_bodies(shared + "/plans/gold/" + name + ".json");
        CHECK(bodies.size() > 10);
        for (const std::string& body : bodies) {
            const Resolution found = resolve(
                pack.directory,
                pack.vocabulary,
                body,
                day("2026-11-22"),
                is_health ? health : demo_id("people_committee")
            );
            CAPTURE(body);
            const bool settled = found.status == Status::Resolved || found.status == Status::Collective;
            CHECK_MESSAGE(settled, status_code(found.status));
            if (found.status == Status::Collective) {
                CHECK((found.is_open || !found.members.empty()));
            }
        }
    }
}
