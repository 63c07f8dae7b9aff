#include "organisation/export.h"

#include "base/csv.h"
#include "organisation/test_pack.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

ImportPlan imported(Rows rows, const Directory& directory) {
    // As a spreadsheet has them: every cell guarded.
    for (auto& row : rows) {
        for (std::string& cell : row) cell = csv::guarded(cell);
    }
    return plan_import(rows, directory, demo_pack().vocabulary, [] { return demo_id("new"); });
}

Organisation body(std::string_view key, std::string name, std::string kind, std::string_view parent) {
    Organisation one;
    one.id = demo_id(key);
    one.name = std::move(name);
    one.kind = std::move(kind);
    one.parent = demo_id(parent);
    return one;
}

/// The demo province and bodies that are hard to tell apart.
Directory hard_directory() {
    std::vector<Organisation> all = demo_pack().directory.all();
    Organisation ended = body("ended", "Sở Mây", "department", "people_committee");
    ended.valid_until = day("2025-03-01");
    Organisation after = body("mist", "Sở Mây", "department", "people_committee");
    after.valid_from = ended.valid_until;
    Organisation desk = body("desk", "=Phòng Gió", "department_desk", "mist");
    desk.aliases = {{"Gió; Mây", {}, {}}, {"-Gió", day("2020-01-01"), {}}};
    // More than a cell holds.
    for (int i = 0; i < 20; ++i)
        desk.aliases.push_back({std::string(250, static_cast<char>('a' + i)), {}, {}});
    for (Organisation one :
         {std::move(ended),
          std::move(after),
          std::move(desk),
          body("old_desk", "=Phòng Gió", "department_desk", "ended")}) {
        all.push_back(std::move(one));
    }
    return {std::move(all), demo_pack().vocabulary.naming};
}

}  // namespace

TEST_CASE("importing what was exported changes nothing, though names and parents are borne by several") {
    const Directory directory = hard_directory();
    const Rows rows = export_rows(directory, demo_pack().vocabulary);
    REQUIRE(rows.size() == directory.all().size() + 1);
    const ImportPlan made = imported(rows, directory);
    std::string faults;
    for (const ImportFault& one : made.faults) faults += std::to_string(one.row) + " " + one.code + "; ";
    CHECK(faults == "");
    CHECK(made.unchanged == directory.all().size());
    CHECK(made.to_create.empty());
    CHECK(made.to_change.empty());
}

TEST_CASE("a name changed in an exported table renames the body, and the old name still finds it") {
    const Directory& directory = demo_pack().directory;
    Rows rows = export_rows(directory, demo_pack().vocabulary);
    const auto row = std::ranges::find_if(rows, [](const auto& one) { return one[1] == "Sở Y tế"; });
    REQUIRE(row != rows.end());
    (*row)[1] = "Sở Sức khỏe";
    const ImportPlan made = imported({rows[0], *row}, directory);
    CHECK(made.to_create.empty());
    REQUIRE(made.to_change.size() == 1);
    CHECK(made.to_change[0].id == demo_id("health"));
    CHECK(made.to_change[0].name == "Sở Sức khỏe");
    CHECK(
        std::ranges::find(made.to_change[0].aliases, "Sở Y tế", &Alias::name) !=
        made.to_change[0].aliases.end()
    );
}

TEST_CASE("an id that nobody bears is a fault, never a new body") {
    Rows rows = export_rows(demo_pack().directory, demo_pack().vocabulary);
    rows.resize(2);
    rows[1][0] = std::string(32, '0');
    const ImportPlan made = imported(rows, demo_pack().directory);
    CHECK(std::ranges::find(made.faults, "import.id_unknown", &ImportFault::code) != made.faults.end());
    CHECK(!made.can_be_saved());
    CHECK(made.to_create.empty());
}
