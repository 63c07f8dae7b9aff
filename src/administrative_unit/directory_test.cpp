#include "administrative_unit/directory.h"

#include "administrative_unit/test_units.h"

using namespace neove;
using namespace neove::administrative_unit;
using namespace neove::administrative_unit::test;

namespace {

std::vector<std::string> found(std::string_view query, const Filter& filter, std::size_t limit = 50) {
    std::vector<std::string> out;
    for (const Unit* unit : demo().search(query, filter, limit)) {
        out.push_back(unit->reference.list.iso() + "/" + unit->reference.code);
    }
    return out;
}

}  // namespace

TEST_CASE("a day is a real day or open, and says itself in ISO") {
    CHECK(Day::parse_iso("2025-02-28")->iso() == "2025-02-28");
    for (const char* wrong :
         {"2025-02-29",
          "2025-2-28",
          "25-02-28",
          "2025-13-01",
          "1899-12-31",
          "",
          "2025/02/28",
          "+025-02-28",
          "2025-02-28 "}) {
        CHECK_MESSAGE(!Day::parse_iso(wrong), wrong);
    }
    CHECK(Day::parse_typed("1/7/2025")->iso() == "2025-07-01");
    CHECK(Day::parse_typed("2025-07-01")->iso() == "2025-07-01");
    CHECK(!Day::parse_typed("7/13/2025"));
    CHECK(!Day::parse_typed("1/7/25"));
    CHECK(Day{}.iso().empty());
    CHECK(Day{} < *Day::parse_iso("1900-01-01"));
}

TEST_CASE("one code of two lists is two units") {
    const Unit* before = demo().find(at("2025-06-30", "99001"));
    const Unit* now = demo().find(at("2025-07-01", "99001"));
    REQUIRE(before != nullptr);
    REQUIRE(now != nullptr);
    CHECK(before->name == "Bến Rêu");
    CHECK(now->name == "Cầu Sen");
    CHECK(demo().with_code("99001", {}).size() == 2);
    CHECK(demo().with_code("99001", day("2020-01-01")) == std::vector<const Unit*>{before});
    CHECK(demo().with_code("99001", day("2026-01-01")) == std::vector<const Unit*>{now});
    CHECK(demo().with_code("00000", {}).empty());
}

TEST_CASE("a unit is found without accents, in any order of words, by its code, and as it was on a day") {
    CHECK(found("cau sen", {}) == std::vector<std::string>{"2025-07-01/99001", "2025-06-30/99004"});
    CHECK(
        found("phường Cầu Sen", {.list = day("2025-07-01"), .on = {}}) ==
        std::vector<std::string>{"2025-07-01/99001"}
    );
    CHECK(
        found("SEN cau", {.list = {}, .on = day("2020-01-01")}) ==
        std::vector<std::string>{"2025-06-30/99004"}
    );
    CHECK(found("99001", {}) == std::vector<std::string>{"2025-07-01/99001", "2025-06-30/99001"});
    CHECK(
        found("dam su", {.list = {}, .on = day("2026-11-22")}) == std::vector<std::string>{"2025-07-01/99046"}
    );
    CHECK(found("no such place", {}).empty());
    CHECK(found("Đồng Tháp", {})[0] == "2025-07-01/82");
    CHECK(found("", {}, 7).size() == 7);
}

TEST_CASE("a unit of two kinds is one answer, in the kind that was asked for") {
    const auto ward = demo().search("phuong dam suong", {}, 5);
    REQUIRE(!ward.empty());
    CHECK(ward[0]->kind == "ward");
    const auto commune = demo().search("xa dam suong", {.list = day("2025-07-01"), .on = {}}, 5);
    REQUIRE(commune.size() == 1);
    CHECK(commune[0]->kind == "commune");
}

TEST_CASE("units below and above are of the same list") {
    for (const Unit* unit : demo().below(at("2025-06-30", "993"))) {
        CHECK(unit->reference.list == day("2025-06-30"));
        CHECK(demo().parent(*unit)->name == "Rừng Sim");
    }
    CHECK(demo().below(at("2025-06-30", "993")).size() > 10);
    CHECK(demo().below(at("2025-07-01", "993")).empty());
    CHECK(demo().parent(*demo().find(at("2025-07-01", "99046")))->name == "Lam Sương");
    CHECK(demo().parent(*demo().find(at("2025-07-01", "99"))) == nullptr);
}

TEST_CASE("a unit ends when its row says so, or when a later list names it as a predecessor") {
    CHECK(demo().ended(at("2025-06-30", "99001")) == day("2025-07-01"));
    CHECK(demo().ended(at("2025-07-01", "99001")).is_open());
    Diagnostics faults;
    const std::string open = "code,name,kind,valid_from\n98,A,province,-\n97,B,province,-\n";
    const std::string later = "code,name,kind,predecessors\n98,C,province,2024-01-01/98 part\n";
    const Directory directory =
        directory_of(country(), read_lists(country(), {{"2024-01-01", open}, {"2025-01-01", later}}, faults));
    CHECK(faults.empty());
    CHECK(directory.ended(at("2024-01-01", "98")) == day("2025-01-01"));
    CHECK(directory.ended(at("2024-01-01", "97")).is_open());
}

TEST_CASE("what a store keeps of a unit stands in place of what the pack says of it") {
    Unit other = *demo().find(at("2025-07-01", "75"));
    other.name = "Tên khác";
    const Directory directory = directory_of(country(), {other});
    CHECK(directory.spells(other.reference).size() == 1);
    CHECK(directory.find(other.reference)->name == "Tên khác");
    CHECK(directory.spells(at("2025-06-30", "46")).size() == 2);
}

TEST_CASE("a name is said with its kind") {
    CHECK(demo().vocabulary().full_name(*demo().find(at("2025-07-01", "99001"))) == "Phường Cầu Sen");
    CHECK(demo().vocabulary().level_of("ward")->name == "commune");
    CHECK(demo().vocabulary().level_of("castle") == nullptr);
}
