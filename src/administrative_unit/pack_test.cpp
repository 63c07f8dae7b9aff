#include "administrative_unit/list.h"
#include "administrative_unit/test_units.h"
#include "administrative_unit/today.h"
#include "base/text.h"

#include <map>
#include <set>

using namespace neove;
using namespace neove::administrative_unit;
using namespace neove::administrative_unit::test;

namespace {

std::vector<std::vector<std::string>> table(const std::string& path) {
    std::vector<std::vector<std::string>> out;
    std::istringstream lines(file_text(path));
    for (std::string line; std::getline(lines, line);) {
        auto& row = out.emplace_back();
        for (std::size_t begin = 0; begin <= line.size();) {
            const std::size_t end = std::min(line.find('\t', begin), line.size());
            row.push_back(line.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    out.erase(out.begin());
    return out;
}

/// The old list in the form of an import: provinces, districts, communes.
std::string old_list(const std::string& data) {
    std::string out = "code,name,kind,level,parent,valid_from,valid_until\n";
    const auto add = [&](const auto& row, const std::string& level, const std::string& parent) {
        out +=
            row[0] + ",\"" + row[1] + "\"," + row[2] + "," + level + "," + parent + ",unknown,2025-07-01\n";
    };
    for (const auto& row : table(data + "old_provinces.tsv")) add(row, "province", "");
    for (const auto& row : table(data + "old_districts.tsv")) add(row, "district", row[4]);
    for (const auto& row : table(data + "old_communes.tsv")) add(row, "commune", row[4]);
    return out;
}

std::string new_list(const std::string& data) {
    std::map<std::string, std::string> before;
    for (const auto& row : table(data + "commune_conversion.tsv")) {
        const bool is_whole = row[2] == "whole" || row[2] == "kept" || row[2] == "renamed";
        const std::string extent = is_whole ? " whole" : row[2] == "part" ? " part" : "";
        before[row[1]] += "2025-06-30/" + row[0] + extent + ";";
    }
    std::string out = "code,name,kind,parent,valid_from,predecessors,basis\n";
    for (const auto& row : table(data + "provinces.tsv")) {
        std::string merged;
        for (const char c : row[13]) {
            if (merged.empty() || merged.ends_with(';')) merged += "2025-06-30/";
            merged += c == ',' ? std::string(" whole;") : std::string(1, c);
        }
        out += row[0] + "," + row[1] + "," + row[2] + ",,2025-07-01," + merged + " whole,\n";
    }
    for (const auto& row : table(data + "communes.tsv")) {
        out += row[0] + ",\"" + row[1] + "\"," + row[2] + "," + row[3] + ",2025-07-01," + before[row[0]] +
               "," + row[13] + "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("the pack has thirty-four provincial units of today and the sixty-three they came from") {
    const Directory directory = directory_of(country(), {});
    const auto lists = directory.lists();
    REQUIRE(lists.size() == 2);
    CHECK(lists[0].list == day("2025-07-01"));
    CHECK(lists[0].units == 34);
    CHECK(lists[1].units == 63);
    std::map<Reference, int> heirs;
    int cities = 0;
    for (const Unit& unit : directory.all()) {
        for (const Predecessor& before : unit.predecessors) {
            ++heirs[before.unit];
            CHECK(before.extent == Extent::Whole);
        }
        const bool is_now = unit.reference.list == day("2025-07-01") && unit.covers(day("2026-11-22"));
        if (is_now && unit.kind == "central_city") ++cities;
        CHECK(!unit.basis.empty());
    }
    CHECK(cities == 7);
    CHECK(heirs.size() == 63);
    for (const auto& [before, count] : heirs) CHECK(count == 1);
}

TEST_CASE("the make-believe province names every unit's predecessors and no place that exists") {
    const Directory& directory = demo();
    CHECK(directory.below(at("2025-07-01", "99")).size() == 20);
    CHECK(directory.below(at("2025-06-30", "99")).size() == 4);
    const std::string shared = shared_folder();
    if (shared.empty()) {
        MESSAGE("skipped: the official lists are not at hand (../shared or NEOVE_SHARED)");
        return;
    }
    std::set<std::string> ours;
    for (const Unit& unit : directory.all()) {
        if (unit.reference.code.starts_with("99")) ours.insert(text::match_key(unit.name));
    }
    CHECK(ours.size() > 60);
    std::size_t rows = 0;
    for (const char* list : {"provinces", "old_provinces", "communes", "old_communes", "old_districts"}) {
        for (const auto& row : table(shared + "/data/" + list + ".tsv")) {
            CHECK_MESSAGE(!ours.contains(text::match_key(row[1])), row[1]);
            ++rows;
        }
    }
    CHECK(rows > 14'000);
}

TEST_CASE("the whole national list of before and after 01/07/2025 is imported over the pack without a fault"
) {
    const std::string shared = shared_folder();
    if (shared.empty()) {
        MESSAGE("skipped: the official lists are not at hand (../shared or NEOVE_SHARED)");
        return;
    }
    const std::string data = shared + "/data/";
    ListPlan before = plan_list(old_list(data), day("2025-06-30"), directory_of(country(), {}));
    for (const ListFault& fault : before.faults)
        FAIL_CHECK(fault.row << " " << fault.code << " " << fault.detail);
    CHECK(before.rows == 63 + 696 + 10'035);
    std::vector<Unit> kept = before.to_add;
    kept.insert(kept.end(), before.to_change.begin(), before.to_change.end());
    ListPlan now = plan_list(new_list(data), day("2025-07-01"), directory_of(country(), kept));
    for (const ListFault& fault : now.faults)
        FAIL_CHECK(fault.row << " " << fault.code << " " << fault.detail);
    CHECK(now.to_add.size() == 3'321);
    for (auto* part : {&now.to_add, &now.to_change}) kept.insert(kept.end(), part->begin(), part->end());
    const Directory directory = directory_of(country(), std::move(kept));

    // One code, two units: never the one for the other.
    CHECK(directory.find(at("2025-06-30", "00004"))->name == "Trúc Bạch");
    CHECK(directory.find(at("2025-07-01", "00004"))->name == "Ba Đình");
    CHECK(directory.with_code("00004", day("2024-05-01")).size() == 1);
    CHECK(directory.with_code("00004", {}).size() == 2);

    std::map<Outcome, int> outcomes;
    int of_communes = 0;
    for (const Unit& unit : directory.all()) {
        if (unit.reference.list != day("2025-06-30") || unit.reference.code.size() != 5) continue;
        const Today today = today_of(directory, unit.reference, day("2026-11-22"));
        ++outcomes[today.outcome];
        ++of_communes;
        if (today.outcome == Outcome::One) CHECK(today.candidates.size() == 1);
        CHECK(!today.candidates.empty());
    }
    CHECK(of_communes == 10'035);
    CHECK(outcomes[Outcome::Same] == 0);
    CHECK(outcomes[Outcome::Unknown] == 0);
    CHECK(outcomes[Outcome::Choose] >= 473);
    CHECK(outcomes[Outcome::Choose] < 700);
}
