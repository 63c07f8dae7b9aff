#include "organisation/load.h"
#include "organisation/resolve.h"
#include "organisation/test_pack.h"
#include "yaml/yaml.h"

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
    CHECK(pack.accounts.size() == 13);
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

TEST_CASE("no place of the demo province exists") {
    const std::string shared = shared_folder();
    if (shared.empty()) {
        MESSAGE("skipped: the official lists are not at hand (../shared or NEOVE_SHARED)");
        return;
    }
    const Directory& directory = demo_pack().directory;
    std::set<std::string> ours{"lam sương"};
    for (const char* kind : {"commune_committee", "district_committee"}) {
        for (const Organisation* one : directory.of_kind(kind)) {
            const std::string key = directory.naming().key(one->name);
            const auto words = words_of(key);
            REQUIRE(words.size() >= 6);
            ours.insert(std::string(words[words.size() - 2]) + " " + std::string(words.back()));
        }
    }
    CHECK(ours.size() == 25);
    std::size_t lines = 0;
    for (const char* list : {"provinces", "old_provinces", "communes", "old_communes", "old_districts"}) {
        std::istringstream rows(file_text(shared + "/data/" + list + ".tsv"));
        for (std::string row; std::getline(rows, row); ++lines) {
            const std::size_t begin = row.find('\t') + 1;
            const std::string name = row.substr(begin, row.find('\t', begin) - begin);
            CHECK_MESSAGE(!ours.contains(directory.naming().key(name)), name);
        }
    }
    CHECK(lines > 14'000);
}

TEST_CASE("every fault of a file of organisations is listed with its place") {
    Diagnostics faults;
    const auto id_of = [](std::string_view key) { return demo_id(key); };
    const auto some = read_organisations(
        "organisations:\n"
        "  - {key: a, name: A, kind: castle, colour: red}\n"
        "  - {key: a, name: B, kind: other, parent: nobody}\n"
        "  - {key: c, kind: other, from: 2025-02-30}\n",
        "f.yaml",
        demo_pack().vocabulary,
        id_of,
        faults
    );
    CHECK(some.size() == 3);
    std::set<std::string> codes;
    for (const Error& fault : faults) {
        codes.insert(fault.code);
        CHECK(fault.where.starts_with("f.yaml:"));
    }
    CHECK(
        codes ==
        std::set<std::string>{
            "definition.missing",
            "definition.twice",
            "definition.unknown_key",
            "organisation.date",
            "organisation.kind_unknown",
            "organisation.unknown_key"}
    );
}
