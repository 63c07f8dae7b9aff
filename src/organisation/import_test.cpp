#include "organisation/import.h"

#include "organisation/changes.h"
#include "organisation/check.h"
#include "organisation/test_pack.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

ImportPlan plan(const Rows& rows) {
    const Pack& pack = demo_pack();
    int next = 0;
    return plan_import(rows, pack.directory, pack.vocabulary, [&] {
        return demo_id(fmt::format("new {}", next++));
    });
}

/// `row:column:code` of every fault.
std::vector<std::string> faults(const ImportPlan& made) {
    std::vector<std::string> out;
    for (const ImportFault& one : made.faults)
        out.push_back(fmt::format("{}:{}:{}", one.row, one.column, one.code));
    return out;
}

using Texts = std::vector<std::string>;

const Texts kHeader{
    "Tên đơn vị",
    "Viết tắt",
    "Loại",
    "Mã định danh",
    "Đơn vị cấp trên",
    "Ngoài mạng",
    "Từ ngày",
    "Đến ngày",
    "Tên khác"};

Organisation sound() {
    Organisation one;
    one.id = demo_id("sound");
    one.name = "Sở Gió và Mây";
    one.kind = "department";
    one.parent = demo_id("people_committee");
    return one;
}

Texts codes(const Organisation& one) {
    Texts out;
    for (const Error& error : check_change(demo_pack().directory, demo_pack().vocabulary, one)) {
        out.push_back(error.where + " " + error.code);
    }
    return out;
}

}  // namespace

TEST_CASE("a sound organisation passes, and each rule refuses what it is about") {
    CHECK(codes(sound()).empty());
    const auto broken = [](auto change) {
        Organisation one = sound();
        change(one);
        return codes(one);
    };
    CHECK(broken([](auto& o) { o.name = " - "; }) == Texts{"/name organisation.name_blank"});
    CHECK(broken([](auto& o) {
              o.name = std::string(300, 'a');
          }) == Texts{"/name organisation.name_too_long"});
    CHECK(broken([](auto& o) { o.name = "a\x01z"; }) == Texts{"/name organisation.name_unreadable"});
    CHECK(broken([](auto& o) { o.name = "a\xff"; })[0] == "/name organisation.name_unreadable");
    CHECK(broken([](auto& o) { o.name = "SỞ Y TẾ"; }) == Texts{"/name organisation.name_twice"});
    CHECK(broken([](auto& o) { o.kind = "castle"; }) == Texts{"/kind organisation.kind_unknown"});
    CHECK(broken([](auto& o) { o.code = "H99..1"; }) == Texts{"/code organisation.code_form"});
    CHECK(broken([](auto& o) { o.code = "H99.2"; }) == Texts{"/code organisation.code_twice"});
    CHECK(broken([](auto& o) {
              o.parent = demo_id("nobody");
          }) == Texts{"/parent organisation.parent_unknown"});
    CHECK(broken([](auto& o) { o.parent = demo_id("health"); }) == Texts{"/parent organisation.parent_kind"});
    CHECK(broken([](auto& o) { o.parent = {}; }) == Texts{"/parent organisation.parent_needed"});
    CHECK(broken([](auto& o) { o.parent = o.id; }) == Texts{"/parent organisation.circle"});
    CHECK(broken([](auto& o) {
              o.valid_from = day("2026-01-01");
              o.valid_until = day("2026-01-01");
          }) == Texts{"/valid_until organisation.dates_order"});
    CHECK(broken([](auto& o) {
              for (int i = 0; i < 51; ++i) o.aliases.push_back({fmt::format("x {}", i), {}, {}});
          }) == Texts{"/aliases organisation.too_many_aliases"});
    CHECK(broken([](auto& o) {
              o.aliases = {{"", {}, {}}};
          }) == Texts{"/aliases/0/name organisation.name_blank"});
    CHECK(broken([](auto& o) {
              o.members = {demo_id("health")};
          }) == Texts{"/members organisation.not_a_council"});
    CHECK(broken([](auto& o) {
              o.successors = {{o.id, "x", {}, ""}};
          }) == Texts{"/successors/0/organisation organisation.successor_self"});
    CHECK(broken([](auto& o) {
              o.successors = {{demo_id("nobody"), "", {}, ""}};
          }) == Texts{"/successors/0/organisation organisation.successor_unknown"});
    CHECK(broken([](auto& o) {
              o.successors = {{demo_id("health"), " . ", {}, ""}};
          }) == Texts{"/successors/0/subject organisation.subject_blank"});
    CHECK(broken([](auto& o) {
              o.aliases = {{"Hai lần", {}, {}}, {"Một", {}, {}}, {"Hai lần", day("2026-01-01"), {}}};
          }) == Texts{"/aliases/2/name organisation.alias_twice"});
    const auto heirs = [&](std::vector<Successor> all) {
        return broken([&](auto& o) { o.successors = all; });
    };
    const OrganisationId heir = demo_id("health");
    CHECK(heirs({{heir, "x", {}, "a"}, {heir, "y", {}, "a"}}).empty());
    CHECK(
        heirs({{heir, "x", {}, "a"}, {heir, "x", {}, "b"}}) ==
        Texts{"/successors/1/organisation organisation.successor_twice"}
    );
    // Read backwards, not to be seen, or longer than anybody reads before she agrees.
    CHECK(
        heirs({{heir, "toàn bộ \u202egnourt", {}, "x\ay"}}) ==
        Texts{
            "/successors/0/subject organisation.successor_unreadable",
            "/successors/0/basis organisation.successor_unreadable"}
    );
    CHECK(
        heirs({{heir, std::string(501, 'x'), {}, std::string(500, 'b')}}) ==
        Texts{"/successors/0/subject organisation.successor_too_long"}
    );
}

TEST_CASE("a name that one body bears elsewhere is that body or a new one, and the table says which") {
    const auto* unit = demo_pack().directory.find(demo_id("justice"));
    const Texts header{"Id", "Tên", "Loại", "Cấp trên"};
    const auto asked = [&](const std::string& id) {
        return plan({header, {id, unit->name, "centre", "Sở Y tế"}});
    };
    CHECK(faults(asked("")) == Texts{"2:Tên:import.moved_or_new"});
    const ImportPlan fresh = asked("+");
    CHECK(faults(fresh).empty());
    CHECK(fresh.to_create.size() == 1);
    const ImportPlan moved = asked(unit->id.text());
    CHECK(moved.to_create.empty());
    // Desks of many bodies are called the same.
    const auto* desk = demo_pack().directory.find(demo_id("health_social"));
    const ImportPlan other = plan(
        {header, {"", desk->name, "department_desk", demo_pack().directory.find(demo_id("justice"))->name}}
    );
    CHECK(faults(other).empty());
    CHECK(other.to_create.size() == 1);
}

TEST_CASE("a body cannot move below itself, and a council's members must exist") {
    Organisation moved = *demo_pack().directory.find(demo_id("people_committee"));
    moved.parent = demo_id("may_truc");
    CHECK(codes(moved) == Texts{"/parent organisation.circle"});
    Organisation council = *demo_pack().directory.find(demo_id("steering"));
    CHECK(codes(council).empty());
    council.members.push_back(demo_id("nobody"));
    council.standing_agency = demo_id("nobody");
    CHECK(
        codes(council) ==
        Texts{"/standing_agency organisation.agency_unknown", "/members/19 organisation.member_unknown"}
    );
}

TEST_CASE("the demo province itself breaks no rule") {
    for (const Organisation& one : demo_pack().directory.all()) {
        CAPTURE(one.name);
        CHECK(codes(one) == Texts{});
    }
}

TEST_CASE("an identifier code is groups of letters and digits") {
    const CodeForm& form = demo_pack().vocabulary.kinds.code;
    CHECK(!form.is_confirmed);
    for (const char* code : {"H43", "H43.12", "H43.12.03", "G22.99", "000.00.01.H43"})
        CHECK(is_code(form, code));
    for (const char* code : {"", ".", "H43.", ".H43", "H 43", "H43..1", "Đ43"}) CHECK(!is_code(form, code));
    CHECK(!is_code(form, std::string(36, '1')));
}

TEST_CASE("an import creates, changes and leaves alone; parents may stand later") {
    const ImportPlan made = plan({
        kHeader,
        {"Phòng Quản lý sương", "", "Phòng thuộc sở", "", "Sở Gió và Mây", "", "", "", ""},
        {"Sở Gió và Mây", "SGM", "Sở", "H99.50", "UBND tỉnh", "có", "01/7/2026", "", "Sở Gió; Sở Mây"},
        {"Sở Y tế", "", "department", "", "", "", "", "", ""},
        {"", "  ", "", "", "", "", "", "", ""},
        {"Sở Công Thương", "SCThg", "so", "H99.5", "", "", "", "", ""},
    });
    CHECK(faults(made) == Texts{});
    CHECK(made.can_be_saved());
    CHECK(made.rows == 4);
    REQUIRE(made.to_create.size() == 2);
    CHECK(made.to_create[0].name == "Sở Gió và Mây");
    CHECK(made.to_create[0].parent == demo_id("people_committee"));
    CHECK(made.to_create[0].offline);
    CHECK(made.to_create[0].valid_from == day("2026-07-01"));
    CHECK(made.to_create[0].aliases.size() == 2);
    CHECK(made.to_create[1].parent == made.to_create[0].id);
    CHECK(made.unchanged == 1);
    REQUIRE(made.to_change.size() == 1);
    CHECK(made.to_change[0].id == demo_id("trade"));
    CHECK(made.to_change[0].short_name == "SCThg");
    CHECK(made.to_change[0].parent == demo_id("people_committee"));
}

TEST_CASE("English headers and labels do as well, in any order and without accents") {
    const ImportPlan made =
        plan({{"TYPE", "Name", "don vi cap tren"}, {"Department desk", "Desk of Mist", "Sở Y tế"}});
    CHECK(faults(made) == Texts{});
    REQUIRE(made.to_create.size() == 1);
    CHECK(made.to_create[0].kind == "department_desk");
}

TEST_CASE("importing what was just imported changes nothing") {
    const Pack& pack = demo_pack();
    Rows rows{{"name", "short name", "kind", "code", "parent", "offline", "from", "until"}};
    for (const Organisation& one : pack.directory.all()) {
        const Organisation* parent = pack.directory.parent(one);
        rows.push_back({
            one.name,
            one.short_name,
            one.kind,
            one.code,
            parent == nullptr ? "" : parent->name,
            one.offline ? "x" : "",
            one.valid_from.iso(),
            one.valid_until.iso(),
        });
    }
    const ImportPlan made = plan(rows);
    CHECK(faults(made) == Texts{});
    CHECK(made.unchanged == pack.directory.all().size());
    CHECK(made.to_create.empty());
    CHECK(made.to_change.empty());
}

TEST_CASE("every fault is listed with its row and column, and nothing can be saved") {
    const ImportPlan made = plan({
        kHeader,
        {"", "", "Sở", "", "UBND tỉnh", "", "", "", ""},
        {"Sở Một", "", "Lâu đài", "", "UBND tỉnh", "", "", "", ""},
        {"Sở Hai", "", "Sở", "", "Sở Không Có", "", "", "", ""},
        {"Sở Ba", "", "Sở", "", "UBND tỉnh", "", "31/02/2026", "", ""},
        {"Sở Bốn", "", "Sở", "H99.70", "UBND tỉnh", "có lẽ", "", "", ""},
        {"Sở Năm", "", "Sở", "H99.70", "UBND tỉnh", "", "", "", ""},
        {"Phòng A", "", "Phòng thuộc sở", "", "Phòng Tham mưu", "", "", "", ""},
        {std::string(251, 'x'), "", "Sở", "", "UBND tỉnh", "", "", "", ""},
        {"Sở Sáu", "", "Sở", "", "UBND tỉnh", "", "02/01/2026", "01/01/2026", ""},
        {"Sở Sáu", "", "Sở", "", "UBND tỉnh", "", "02/01/2026", "01/01/2026", ""},
    });
    const Texts found = faults(made);
    const Texts wanted{
        "2:Tên đơn vị:organisation.name_blank",
        "3:Loại:organisation.kind_unknown",
        "4:Đơn vị cấp trên:import.parent_unknown",
        "5:Từ ngày:import.date",
        "6:Ngoài mạng:import.yes_or_no",
        "7:Mã định danh:organisation.code_twice",
        "8:Đơn vị cấp trên:import.parent_ambiguous",
        "9:Tên đơn vị:organisation.name_too_long",
        "10:Đến ngày:organisation.dates_order",
        "11:Tên đơn vị:import.row_twice",
    };
    for (const auto& one : wanted) {
        CAPTURE(one);
        CHECK(std::ranges::find(found, one) != found.end());
    }
    CHECK(!made.can_be_saved());
}

TEST_CASE("a code alone does not make another body of one: that needs the id") {
    const Organisation& trade = *demo_pack().directory.find(demo_id("trade"));
    const Organisation& desk = *demo_pack().directory.find(demo_id("health_social"));
    REQUIRE(trade.code == "H99.5");
    const auto one = [&](const Texts& row) {
        return plan({{"Tên", "Loại", "Mã định danh", "Cấp trên", "Mã trong hệ thống"}, row});
    };
    const std::string id = trade.id.text(), above = "Sở Y tế";
    const Texts refused{"2:Mã định danh:import.code_of_another"};
    CHECK(faults(one({"Trung tâm Gió", "Trung tâm, đơn vị sự nghiệp", "H99.5", above, ""})) == refused);
    CHECK(faults(one({"Sở Gió", "Thanh tra tỉnh", "H99.5", "", ""})) == refused);
    // By its id it is meant; and so it is where only the name is new, or the name is one it has.
    for (const Texts& row : std::vector<Texts>{
             {"Trung tâm Gió", "Trung tâm, đơn vị sự nghiệp", "H99.5", above, id},
             {"Sở Gió", "Sở", "H99.5", "UBND tỉnh", ""},
             {"Sở Gió", "Sở", "H99.5", "", ""},
             {"Sở Công Thương", "Thanh tra tỉnh", "H99.5", "UBND tỉnh", ""}}) {
        CAPTURE(row[0]);
        const ImportPlan made = one(row);
        CHECK(faults(made) == Texts{});
        REQUIRE(made.to_change.size() == 1);
        CHECK(made.to_change[0].id == trade.id);
    }
    CHECK(desk.code != trade.code);
}

TEST_CASE("what a table changes of a body is told by name, before and after") {
    const Organisation& trade = *demo_pack().directory.find(demo_id("trade"));
    const ImportPlan made =
        plan({{"Tên", "Loại", "Mã định danh", "Cấp trên"}, {"Sở Gió", "Sở", "H99.5", "UBND tỉnh"}});
    REQUIRE(made.to_change.size() == 1);
    const auto told = changes_between(trade, made.to_change[0], demo_pack().directory);
    REQUIRE(told.size() == 2);
    CHECK(told[0] == FieldChange{"name", "Sở Công Thương", "Sở Gió"});
    CHECK(told[1] == FieldChange{"aliases", "", "Sở Công Thương"});
    Organisation moved = trade;
    moved.parent = demo_id("health");
    moved.kind = "centre";
    moved.offline = !trade.offline;
    const auto seen = changes_between(trade, moved, demo_pack().directory);
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].field == "kind");
    CHECK(seen[1] == FieldChange{"parent", "Ủy ban nhân dân tỉnh Lam Sương", "Sở Y tế"});
    CHECK(seen[2].field == "offline");
    CHECK(changes_between(trade, trade, demo_pack().directory).empty());
}

TEST_CASE("a circle across rows is a fault of each row in it") {
    const ImportPlan made = plan({
        {"tên", "loại", "cấp trên"},
        {"Vòng Một", "Cơ quan khác", "Vòng Hai"},
        {"Vòng Hai", "Cơ quan khác", "Vòng Ba"},
        {"Vòng Ba", "Cơ quan khác", "Vòng Một"},
    });
    CHECK(
        faults(made) ==
        Texts{
            "2:cấp trên:organisation.circle",
            "3:cấp trên:organisation.circle",
            "4:cấp trên:organisation.circle"}
    );
}

TEST_CASE("a table that cannot be read as one says so") {
    CHECK(faults(plan({})) == Texts{"1::import.empty"});
    CHECK(faults(plan({{"tên", "loại"}})) == Texts{"1::import.empty"});
    CHECK(faults(plan({{"loại"}, {"Sở"}})) == Texts{"1::import.no_name_column"});
    CHECK(faults(plan({{"tên"}, {"Sở X"}})) == Texts{"1::import.no_kind_column"});
    CHECK(
        faults(plan({{"tên", "loại", "màu"}, {"Sở X", "Sở", "đỏ"}})) == Texts{"1:màu:import.unknown_column"}
    );
    CHECK(faults(plan({{"tên", "Tên", "loại"}, {"a", "b", "Sở"}})) == Texts{"1:Tên:import.column_twice"});
    CHECK(faults(plan(Rows(20'002, {"tên"}))) == Texts{"1::import.too_many_rows"});
}

namespace {

/// One department with a unit's code and list as typed; units of the lists `2025-*` with code 82 exist.
ImportPlan plan_with_unit(const std::string& code, const std::string& list) {
    const Pack& pack = demo_pack();
    const Rows rows{
        {"Tên đơn vị", "Loại", "Đơn vị cấp trên", "Mã đơn vị hành chính", "Phiên bản danh mục"},
        {"Sở Gió và Mây", "Sở", "UBND tỉnh", code, list}};
    return plan_import(
        rows,
        pack.directory,
        pack.vocabulary,
        [] { return demo_id("new"); },
        [](const UnitReference& unit) { return unit.list.starts_with("2025-") && unit.code == "82"; }
    );
}

}  // namespace

TEST_CASE("a unit's code without its list version is refused, and so is a pair that no list has") {
    using Lines = std::vector<std::string>;
    CHECK(faults(plan_with_unit("82", "")) == Lines{"2:Phiên bản danh mục:organisation.unit_list_missing"});
    CHECK(
        faults(plan_with_unit("", "2025-07-01")) ==
        Lines{"2:Mã đơn vị hành chính:organisation.unit_code_missing"}
    );
    CHECK(faults(plan_with_unit("82", "mới")) == Lines{"2:Phiên bản danh mục:organisation.unit_list_form"});
    CHECK(
        faults(plan_with_unit("83", "2025-07-01")) ==
        Lines{"2:Mã đơn vị hành chính:organisation.unit_unknown"}
    );
    CHECK(
        faults(plan_with_unit("82", "2024-07-01")) ==
        Lines{"2:Mã đơn vị hành chính:organisation.unit_unknown"}
    );
    const ImportPlan sound = plan_with_unit("82", "1/7/2025");
    CHECK(faults(sound).empty());
    REQUIRE(sound.to_create.size() == 1);
    CHECK(sound.to_create[0].unit == UnitReference{"2025-07-01", "82"});
    CHECK(faults(plan_with_unit("", "")).empty());
}
