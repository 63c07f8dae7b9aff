#include "administrative_unit/list.h"

#include "administrative_unit/export.h"
#include "administrative_unit/list_table.h"
#include "administrative_unit/test_units.h"
#include "base/csv.h"

#include <algorithm>

using namespace neove;
using namespace neove::administrative_unit;
using namespace neove::administrative_unit::test;

namespace {

ListPlan plan(const std::string& table) {
    return plan_list(table, day("2025-07-01"), demo());
}

/// `row:column:code` of every fault.
std::vector<std::string> faults(const std::string& table) {
    std::vector<std::string> out;
    for (const ListFault& fault : plan(table).faults) {
        out.push_back(std::to_string(fault.row) + ":" + fault.column + ":" + fault.code);
    }
    return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("cells may be quoted, parted by any of three separators, and begin with a mark of byte order") {
    const auto quoted = read_table("\xEF\xBB\xBF\"a\";b\r\n\"c;\"\"d\"\"\n e\" ; f \n");
    REQUIRE(quoted);
    CHECK(*quoted == std::vector<TableRow>{{"a", "b"}, {"c;\"d\"\n e", "f"}});
    CHECK(*read_table("a\tb\n1\t2") == std::vector<TableRow>{{"a", "b"}, {"1", "2"}});
    CHECK(read_table("")->empty());
    for (const char* wrong : {"a,\"b", "a,b\"c", "\"a\"b,c", "a\n\"b\"\"\n"}) {
        const auto read = read_table(wrong);
        REQUIRE(!read);
        CHECK(read.error().code == "units.quote");
    }
    CHECK(read_table("a\xff").error().code == "units.not_text");
    CHECK(read_table(std::string("a\0b", 3)).error().code == "units.not_text");
    CHECK(read_table(std::string(kMostTableBytes + 1, 'a')).error().code == "units.too_large");
    CHECK(read_table(std::string(kMostTableRows + 1, '\n')).error().code == "units.too_many_rows");
    CHECK(read_table(std::string(kMostCellBytes + 1, 'a')).error().code == "units.cell_too_long");
}

TEST_CASE("a list in Vietnamese headers and labels is read, and read again changes nothing") {
    const std::string sound =
        "Mã;Tên;Loại;Mã cấp trên;Từ ngày;Sắp xếp từ;Căn cứ\n"
        "99970;Bãi Lau;PHƯỜNG;99;1/1/2026;\"2025-06-30/99157 toàn bộ; 2025-06-30/99154 Một phần\";NQ\n";
    const ListPlan done = plan(sound);
    CHECK(done.faults.empty());
    REQUIRE(done.to_add.size() == 1);
    const Unit& unit = done.to_add[0];
    CHECK(unit.kind == "ward");
    CHECK(unit.valid_from == day("2026-01-01"));
    REQUIRE(unit.predecessors.size() == 2);
    CHECK(unit.predecessors[0].extent == Extent::Whole);
    CHECK(unit.predecessors[1].extent == Extent::Part);
    CHECK(unit.confidence == Confidence::Unconfirmed);

    const ListPlan again = plan_list(sound, day("2025-07-01"), directory_of(country(), done.to_add));
    CHECK(again.to_add.empty());
    CHECK(again.to_change.empty());
}

TEST_CASE("every fault of a list is named with its row and column, and nothing of it can be saved") {
    const std::string head =
        "code,name,kind,level,parent,valid_from,valid_until,predecessors,basis,confidence\n";
    CHECK(faults(head + "9971,A,ward,,99,,,,,\n") == Lines{"2:code:units.code_form"});
    CHECK(faults(head + "9997a,A,ward,,99,,,,,\n") == Lines{"2:code:units.code_form"});
    CHECK(faults(head + "99970,,ward,,99,,,,,\n") == Lines{"2:name:units.name_blank"});
    CHECK(faults(head + "99970,\"A\nB\",ward,,99,,,,,\n") == Lines{"2:name:units.name_unreadable"});
    CHECK(
        faults(head + "99970," + std::string(121, 'a') + ",ward,,99,,,,,\n") ==
        Lines{"2:name:units.name_too_long"}
    );
    CHECK(faults(head + "99970,A,castle,,99,,,,,\n") == Lines{"2:kind:units.kind_unknown"});
    CHECK(faults(head + "99970,A,ward,province,99,,,,,\n") == Lines{"2:level:units.level_differs"});
    CHECK(faults(head + "99970,A,ward,,,,,,,\n") == Lines{"2:parent:units.parent_missing"});
    CHECK(faults(head + "99970,A,ward,,98,,,,,\n") == Lines{"2:parent:units.parent_unknown"});
    CHECK(faults(head + "99970,A,ward,,99001,,,,,\n") == Lines{"2:parent:units.parent_level"});
    CHECK(faults(head + "99970,A,ward,,99,2026-02-30,,,,\n") == Lines{"2:valid_from:units.date"});
    CHECK(faults(head + "99970,A,ward,,99,,2025-07-01,,,\n") == Lines{"2:valid_until:units.dates_order"});
    CHECK(
        faults(head + "99970,A,ward,,99,,,99157 whole,,\n") == Lines{"2:predecessors:units.predecessor_form"}
    );
    CHECK(
        faults(head + "99970,A,ward,,99,,,2025-06-30/00000 whole,,\n") ==
        Lines{"2:predecessors:units.predecessor_unknown"}
    );
    CHECK(
        faults(head + "99970,A,ward,,99,,,2025-07-01/99970 whole,,\n") ==
        Lines{"2:predecessors:units.predecessor_self"}
    );
    CHECK(
        faults(head + "99970,A,ward,,99,,,2025-06-30/99157 mostly,,\n") ==
        Lines{"2:predecessors:units.extent_unknown"}
    );
    CHECK(
        faults(head + "99970,A,ward,,99,,,2025-06-30/99157; 2025-06-30/99157,,\n") ==
        Lines{"2:predecessors:units.predecessor_twice"}
    );
    CHECK(faults(head + "99970,A,ward,,99,,,,,maybe\n") == Lines{"2:confidence:units.confidence_unknown"});
    CHECK(faults(head + "99970,A,ward,,99,,,,,,x\n") == Lines{"2::units.too_many_cells"});
    CHECK(
        faults(head + "99970,A,ward,,99,,,,,\n99970,B,ward,,99,,,,,\n") == Lines{"3:code:units.code_twice"}
    );
    CHECK(
        faults(head + "99970,A,ward,,99,,,,,\n99970,B,ward,,99,2026-01-01,,,,\n") ==
        Lines{"3:code:units.code_twice"}
    );
    CHECK(faults(head) == Lines{"1::units.empty"});
    CHECK(faults("") == Lines{"1::units.empty"});
    CHECK(
        faults("code,name,colour,name\n") ==
        Lines{"1:colour:units.unknown_column", "1:name:units.column_twice", "1:kind:units.column_missing"}
    );
    CHECK(
        faults(head + "1,A,ward,,99,,,,,\n,,,,,,,,,\n2,,castle,,,,,,,\n") ==
        Lines{"2:code:units.code_form", "4:name:units.name_blank", "4:kind:units.kind_unknown"}
    );
    CHECK(plan(head + "99970,A,castle,,99,,,,,\n99973,B,ward,,99,,,,,\n").can_be_saved() == false);
}

TEST_CASE("a unit becomes what the table says of it, all its spells together") {
    const std::string head = "code,name,kind,parent,valid_from,valid_until,basis,confidence,predecessors\n";
    const ListPlan closing = plan(
        head + "99001,Cầu Sen,ward,99,,2026-01-01,,,2025-06-30/99001 whole\n" +
        "99001,Cầu Sen,commune,99,2026-01-01,,,,\n"
    );
    CHECK(closing.faults.empty());
    CHECK(closing.to_change.size() == 2);
    CHECK(closing.to_add.empty());
    // Of two kinds before, of one now: the old spell does not stay behind.
    const ListPlan one = plan(head + "99046,Đầm Sương,ward,99,,,,,2025-06-30/99046 whole\n");
    CHECK(one.faults.empty());
    CHECK(directory_of(country(), one.to_change).spells(at("2025-07-01", "99046")).size() == 1);
}

TEST_CASE("planning what was exported changes nothing, of every list there is") {
    for (const auto& list : demo().lists()) {
        CAPTURE(list.list.iso());
        const auto rows = export_list(demo(), list.list);
        CHECK(rows.size() > list.units);
        const ListPlan again = plan_list(csv::write(rows), list.list, demo());
        CHECK(again.faults.empty());
        CHECK(again.unchanged == rows.size() - 1);
        CHECK(again.losses.empty());
    }
    CHECK(export_list(demo(), day("1900-01-01")).size() == 1);
}

TEST_CASE("what a table would take away from a unit is said of it, and nothing else is") {
    const std::string head = "code,name,kind,parent,valid_from,valid_until,predecessors\n";
    const ListPlan spell =
        plan(head + "99046,Đầm Sương,ward,99,,,2025-06-30/99046 whole; 2025-06-30/99049 part\n");
    REQUIRE(spell.losses.size() == 1);
    CHECK(spell.losses[0] == ListLoss{2, "99046", "Phường Đầm Sương", {day("2026-04-30")}, 0});
    // A list of today's names alone: where the ward came from would be forgotten.
    const ListPlan origin = plan(head + "99001,Cầu Sen Mới,ward,99,,,\n");
    REQUIRE(origin.losses.size() == 1);
    CHECK(origin.losses[0] == ListLoss{2, "99001", "Phường Cầu Sen", {}, 2});
    const ListPlan none = plan(
        head + "99001,Cầu Sen Mới,ward,99,,,2025-06-30/99001 whole; 2025-06-30/99004 part\n" +
        "99970,Bãi Lau,ward,99,,,\n"
    );
    CHECK(none.to_change.size() == 1);
    CHECK(none.losses.empty());
}

TEST_CASE("a city without a level is told by its parent, and a level that is wrong is not believed") {
    const std::string head = "code,name,kind,level,parent\n";
    const ListPlan top = plan(head + "98,A,Thành phố,,\n");
    REQUIRE(top.to_add.size() == 1);
    CHECK(top.to_add[0].kind == "central_city");
    const ListPlan below = plan(head + "998,A,thanh_pho,,99\n");
    REQUIRE(below.to_add.size() == 1);
    CHECK(below.to_add[0].kind == "provincial_city");
    CHECK(faults(head + "998,A,Thành phố,Cấp xã,99\n") == Lines{"2:level:units.level_differs"});
}

TEST_CASE("no more than a thousand faults are listed, and the list says that it stops") {
    std::string table = "code,name,kind\n";
    for (int i = 0; i < 1'200; ++i) table += "1,,castle\n";
    const ListPlan done = plan(table);
    CHECK(done.faults.size() == kMostFaults + 1);
    CHECK(done.faults.back().code == "units.more_faults");
    CHECK(!done.can_be_saved());
}
