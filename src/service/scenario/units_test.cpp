/// \file
/// Administrative units in a store: what was seeded, what an import writes and refuses, which unit a body
/// stands for, and that the events alone tell all of it.

#include "service/units.h"

#include "service/import_organisations.h"
#include "service/organisations.h"
#include "service/scenario/house_fixture.h"
#include "service/unit_rows.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace neove::service::scenario {

namespace {

using administrative_unit::Day;
using administrative_unit::Reference;
using administrative_unit::Unit;

const char* const kHead = "code,name,kind,parent,valid_from,valid_until,predecessors\n";

Day day(std::string_view text) {
    const auto parsed = Day::parse_iso(text);
    REQUIRE(parsed);
    return *parsed;
}

const Unit* unit_in(HouseFixture& at, std::string_view list, const std::string& code) {
    return at.house().live.view()->units->find({day(list), code});
}

std::int64_t journal_length(HouseFixture& at) {
    at.settle();
    std::int64_t seq = 0;
    for (;;) {
        const auto some = at.house().store.tail(seq, 1'000);
        REQUIRE(some);
        if (some->empty()) return seq;
        seq = some->back().entry.seq;
    }
}

/// The units of a list as its events alone tell them.
std::map<std::pair<Reference, Day>, Unit> replayed(HouseFixture& at, const std::string& list) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows =
        (*snapshot)->read(storage::statements::kEventsOfRecord, {std::string(kUnitRegister), list});
    REQUIRE(rows);
    std::map<std::pair<Reference, Day>, Unit> out;
    for (const storage::Row& row : *rows) {
        const auto clear = json::parse(row.text(10), {.bytes = 4'000'000, .depth = 8});
        REQUIRE(clear);
        std::vector<Unit> units;
        for (const json::Value& one : *clear->find("units")->array()) units.push_back(unit_of_json(one));
        // A unit becomes what the event says, all its spells together.
        for (const Unit& unit : units) {
            std::erase_if(out, [&](const auto& old) { return old.first.first == unit.reference; });
        }
        for (Unit& unit : units) {
            const auto key = std::pair(unit.reference, unit.valid_from);
            out[key] = std::move(unit);
        }
    }
    return out;
}

OrganisationId some_body(HouseFixture& at, std::string_view name) {
    for (const auto& one : at.house().live.view()->directory.all()) {
        if (one.name == name) return one.id;
    }
    FAIL("no such body");
    return {};
}

/// Faults of giving the body this unit; empty when it was saved.
std::vector<std::string> set_unit(
    HouseFixture& at, const OrganisationId& id, const char* list, const char* code
) {
    OrganisationChange change;
    change.unit = organisation::UnitReference{list, code};
    Diagnostics faults;
    const auto* before = at.house().live.view()->directory.find(id);
    const auto done =
        change_organisation(at.house(), at.caller("quantri"), id, before->version, change, faults);
    CHECK(done.has_value() == faults.empty());
    std::vector<std::string> out;
    for (const Error& fault : faults) out.push_back(fault.where + " " + fault.code);
    at.settle();
    REQUIRE(at.house().live.load(at.house().store, at.house().keys));
    return out;
}

}  // namespace

TEST_CASE("the make-believe province is in the store, over the country's provinces of the pack") {
    HouseFixture at;
    CHECK(unit_in(at, "2025-07-01", "99001")->name == "Cầu Sen");
    CHECK(unit_in(at, "2025-06-30", "99001")->name == "Bến Rêu");
    CHECK(unit_in(at, "2025-07-01", "82")->predecessors.size() == 2);
    CHECK(today_in(at.house()) == day("2026-05-29"));
}

TEST_CASE("a list is tried without a trace, and written whole with its events and journal entries") {
    HouseFixture at;
    const std::int64_t before = journal_length(at);
    const std::string table = std::string(kHead) +
                              "99970,Bãi Lau,ward,99,2026-05-01,,2025-06-30/99157 whole\n" +
                              "99046,Đầm Sương,ward,99,,,2025-06-30/99046 whole; 2025-06-30/99049 part\n";
    const auto dry = import_units(at.house(), table, day("2025-07-01"), UnitImportMode::Dry);
    REQUIRE(dry);
    CHECK(dry->to_add.size() == 1);
    CHECK(dry->to_change.size() == 1);
    CHECK(journal_length(at) == before);
    CHECK(unit_in(at, "2025-07-01", "99970") == nullptr);

    // The unit is a ward since April; the table knows nothing of that.
    REQUIRE(dry->losses.size() == 1);
    CHECK(dry->losses[0].row == 3);
    CHECK(dry->losses[0].spells == std::vector{day("2026-04-30")});
    const auto held = import_units(at.house(), table, day("2025-07-01"), UnitImportMode::Write);
    REQUIRE(held);
    CHECK(!held->done);
    CHECK(journal_length(at) == before);

    const auto done = import_units(at.house(), table, day("2025-07-01"), UnitImportMode::WriteWithLosses);
    REQUIRE(done);
    CHECK(done->done);
    CHECK(journal_length(at) == before + 1);
    CHECK(unit_in(at, "2025-07-01", "99970")->name == "Bãi Lau");
    const auto& units = *at.house().live.view()->units;
    CHECK(units.spells({day("2025-07-01"), "99046"}).size() == 1);
    const auto today = administrative_unit::today_of(units, {day("2025-06-30"), "99157"}, day("2026-05-29"));
    CHECK(today.outcome == administrative_unit::Outcome::One);

    const auto again = import_units(at.house(), table, day("2025-07-01"), UnitImportMode::Write);
    REQUIRE(again);
    CHECK(again->unchanged == 2);
    CHECK(journal_length(at) == before + 1);
}

TEST_CASE("a list with one fault writes nothing of the rest") {
    HouseFixture at;
    const std::int64_t before = journal_length(at);
    const std::string table = std::string(kHead) + "99970,Bãi Lau,ward,99,,,\n99973,Bãi Sậy,castle,99,,,\n";
    const auto plan = import_units(at.house(), table, day("2025-07-01"), UnitImportMode::Write);
    REQUIRE(plan);
    CHECK(plan->faults.size() == 1);
    CHECK(journal_length(at) == before);
    CHECK(unit_in(at, "2025-07-01", "99970") == nullptr);
}

TEST_CASE("the events alone tell every unit that the store keeps") {
    HouseFixture at;
    const std::string table = std::string(kHead) + "99046,Đầm Sương,ward,99,,,2025-06-30/99046 part\n";
    REQUIRE(import_units(at.house(), table, day("2025-07-01"), UnitImportMode::WriteWithLosses)->done);
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto kept = read_units(**snapshot);
    REQUIRE(kept);
    auto told = replayed(at, "2025-06-30");
    told.merge(replayed(at, "2025-07-01"));
    CHECK(kept->size() > 70);
    CHECK(told.size() == kept->size());
    for (const Unit& unit : *kept) CHECK(told.at({unit.reference, unit.valid_from}) == unit);
}

TEST_CASE("a body stands for a unit of a list; a code alone, or one that no list has, is refused") {
    HouseFixture at;
    const OrganisationId id = some_body(at, "Trạm Y tế phường Cầu Sen");
    CHECK(
        at.house().live.view()->directory.find(id)->unit == organisation::UnitReference{"2025-07-01", "99001"}
    );
    using Lines = std::vector<std::string>;
    CHECK(set_unit(at, id, "", "99007") == Lines{"/unit/list organisation.unit_list_missing"});
    CHECK(set_unit(at, id, "2025-07-01", "") == Lines{"/unit/code organisation.unit_code_missing"});
    CHECK(set_unit(at, id, "nay", "99007") == Lines{"/unit/list organisation.unit_list_form"});
    CHECK(set_unit(at, id, "2025-07-01", "00000") == Lines{"/unit/code organisation.unit_unknown"});
    CHECK(at.house().live.view()->directory.find(id)->unit.code == "99001");
    CHECK(set_unit(at, id, "30/6/2025", "99007").empty());
    CHECK(
        at.house().live.view()->directory.find(id)->unit == organisation::UnitReference{"2025-06-30", "99007"}
    );
    CHECK(set_unit(at, id, "", "").empty());
    CHECK(at.house().live.view()->directory.find(id)->unit.is_empty());
}

TEST_CASE("everybody who is signed in finds units; nobody imports them through a role") {
    HouseFixture at;
    for (const char* login : {"quantri", "daumoi.congan", "canbo.xa", "lanhdao", "kiemtra"}) {
        const auto page =
            list_units(at.house(), at.caller(login), {.text = "cau sen", .filter = {}, .start = 0});
        REQUIRE_MESSAGE(page, login);
        CHECK(page->items.size() == 2);
        CHECK(open_unit(at.house(), at.caller(login), {day("2025-07-01"), "99001"}));
        const auto absent = open_unit(at.house(), at.caller(login), {day("2024-07-01"), "99001"});
        REQUIRE(!absent);
        CHECK(absent.error().code == "access.not_found");
        const access::Object units{"administrative_unit", {}, {}, false};
        CHECK(!access::decide(at.house().table, at.caller(login).actor, "import", units).allowed);
    }
}

TEST_CASE("pages of units meet without a gap or a double") {
    HouseFixture at;
    std::size_t seen = 0;
    for (std::size_t start = 0;;) {
        const auto page =
            list_units(at.house(), at.caller("canbo.xa"), {.text = "", .filter = {}, .start = start});
        REQUIRE(page);
        seen += page->items.size();
        if (page->next == 0) break;
        start = page->next;
    }
    std::size_t all = 0;
    for (const auto& list : at.house().live.view()->units->lists()) all += list.units;
    CHECK(seen == all);
}

}  // namespace neove::service::scenario
