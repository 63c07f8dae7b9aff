#include "administrative_unit/today.h"

#include "administrative_unit/list.h"
#include "administrative_unit/test_units.h"

#include <algorithm>

using namespace neove;
using namespace neove::administrative_unit;
using namespace neove::administrative_unit::test;

namespace {

Day now() {
    return day("2026-11-22");
}

std::vector<std::string> codes(const Today& today) {
    std::vector<std::string> out;
    for (const Candidate& one : today.candidates) out.push_back(one.unit->reference.code);
    return out;
}

/// Units of three lists over the country's kinds, as rows of an import.
Directory three_lists(const std::string& first, const std::string& second, const std::string& third) {
    Diagnostics faults;
    const std::string head = "code,name,kind,parent,valid_from,valid_until,predecessors\n";
    const std::string a = head + "98,A,province,,-,,\n" + first;
    const std::string b = head + "98,A,province,,,,2024-01-01/98 whole\n" + second;
    const std::string c = head + "98,A,province,,,,2025-01-01/98 whole\n" + third;
    auto units = read_lists(country(), {{"2024-01-01", a}, {"2025-01-01", b}, {"2026-01-01", c}}, faults);
    for (const Error& fault : faults) FAIL_CHECK(fault.where << " " << fault.code << " " << fault.detail);
    return directory_of(country(), std::move(units));
}

}  // namespace

TEST_CASE("a commune that went whole into another is called by that name") {
    const Today today = today_of(demo(), at("2025-06-30", "99004"), now());
    CHECK(today.outcome == Outcome::One);
    REQUIRE(today.candidates.size() == 1);
    CHECK(today.candidates[0].unit->reference == at("2025-07-01", "99001"));
    CHECK(today.candidates[0].extent == Extent::Whole);
}

TEST_CASE("a commune that was split is never given one name: every candidate is offered, each a part") {
    const Today today = today_of(demo(), at("2025-06-30", "99151"), now());
    CHECK(today.outcome == Outcome::Choose);
    CHECK(codes(today) == std::vector<std::string>{"99061", "99067"});
    for (const Candidate& one : today.candidates) CHECK(one.extent == Extent::Part);
}

TEST_CASE("one candidate of unknown share is a question, not an answer") {
    const Today today = today_of(demo(), at("2025-06-30", "99154"), now());
    CHECK(today.outcome == Outcome::Choose);
    REQUIRE(today.candidates.size() == 1);
    CHECK(today.candidates[0].extent == Extent::Unclear);
}

TEST_CASE("a unit of which nobody wrote what became of it has no name of today") {
    const Today today = today_of(demo(), at("2025-06-30", "99157"), now());
    CHECK(today.outcome == Outcome::Unknown);
    CHECK(today.candidates.empty());
    CHECK(today_of(demo(), at("2025-06-30", "12345"), now()).outcome == Outcome::Unknown);
    CHECK(today_of(demo(), at("1999-01-01", "99"), now()).outcome == Outcome::Unknown);
}

TEST_CASE("an abolished district becomes the units its communes went into, each a part") {
    const Today today = today_of(demo(), at("2025-06-30", "992"), now());
    CHECK(today.outcome == Outcome::Choose);
    CHECK(codes(today) == std::vector<std::string>{"99031", "99037", "99046", "99052"});
}

TEST_CASE("a commune that became a ward under its code is still itself, of another kind") {
    const Reference unit = at("2025-07-01", "99046");
    CHECK(demo().find(unit, day("2026-04-29"))->kind == "commune");
    CHECK(demo().find(unit, day("2026-04-30"))->kind == "ward");
    CHECK(demo().find(unit, day("2025-06-30")) == nullptr);
    const Today today = today_of(demo(), unit, now());
    CHECK(today.outcome == Outcome::Same);
    REQUIRE(today.candidates.size() == 1);
    CHECK(today.candidates[0].unit->kind == "ward");
}

TEST_CASE("a province whose code went to its neighbour is found under the right one") {
    // 82 was Tiền Giang and is Đồng Tháp; 87 was Đồng Tháp.
    for (const char* code : {"82", "87"}) {
        const Today today = today_of(demo(), at("2025-06-30", code), now());
        CHECK(today.outcome == Outcome::One);
        CHECK(codes(today) == std::vector<std::string>{"82"});
    }
    CHECK(today_of(demo(), at("2025-06-30", "82"), day("2024-01-01")).outcome == Outcome::Same);
}

TEST_CASE("whole steps over several lists stay whole, and one part on the way makes the rest a part") {
    const Directory directory = three_lists(
        "99910,Một,commune,98,-,,\n99920,Hai,commune,98,-,,\n",
        "99910,Ba,commune,98,,,2024-01-01/99910 whole\n99930,Bốn,commune,98,,,2024-01-01/99920 part\n",
        "99940,Năm,commune,98,,,2025-01-01/99910 whole; 2025-01-01/99930 whole\n"
    );
    const Today whole = today_of(directory, at("2024-01-01", "99910"), now());
    CHECK(whole.outcome == Outcome::One);
    CHECK(codes(whole) == std::vector<std::string>{"99940"});
    const Today part = today_of(directory, at("2024-01-01", "99920"), now());
    CHECK(part.outcome == Outcome::Choose);
    REQUIRE(part.candidates.size() == 1);
    CHECK(part.candidates[0].extent == Extent::Part);
    // Asked for the year between, the answer is of that year.
    CHECK(
        codes(today_of(directory, at("2024-01-01", "99910"), day("2025-06-01"))) ==
        std::vector<std::string>{"99910"}
    );
    CHECK(today_of(directory, at("2024-01-01", "99910"), day("2025-06-01")).outcome == Outcome::One);
    CHECK(today_of(directory, at("2024-01-01", "99910"), day("2024-06-01")).outcome == Outcome::Same);
}

TEST_CASE("a circle of successors ends, and says that nothing is known") {
    const Directory directory = three_lists(
        "",
        "99910,Một,commune,98,,2025-02-01,2025-01-01/99920 whole\n"
        "99920,Hai,commune,98,,2025-02-01,2025-01-01/99910 whole\n",
        ""
    );
    const Today today = today_of(directory, at("2025-01-01", "99910"), now());
    CHECK(today.outcome == Outcome::Unknown);
}
