#include "sheet/sheet.h"

#include "sheet/value.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

using namespace neove;
using namespace neove::sheet;
using form::Type;

namespace {

form::Field field_of(const char* id, Type type) {
    form::Field out;
    out.id = id;
    out.type = type;
    return out;
}

const std::vector<form::Field> kFields{
    field_of("title", Type::Text),
    field_of("copies", Type::Integer),
    field_of("price", Type::Money),
    field_of("asked_on", Type::Date),
    field_of("printed", Type::PartialDate),
    field_of("seen_at", Type::DateTime),
    field_of("kind", Type::Choice),
    field_of("signs", Type::MultiChoice),
    field_of("reader", Type::Person),
    field_of("phone", Type::Phone),
    field_of("paper", Type::IdentityNumber),
    field_of("body", Type::Organisation)};

const form::Field* field(const char* id) {
    return &*std::ranges::find(kFields, id, &form::Field::id);
}

Guide guide() {
    const std::vector<Word> kinds{
        {"novel", {"Tiểu thuyết", "Novel"}}, {"poems", {"Thơ", "Poems"}}, {"law", {"Luật", "Law"}}};
    return {
        {"title", field("title"), Part::Whole, {"Tên sách", "Title"}, {}, true},
        {"copies", field("copies"), Part::Whole, {"Số bản", "Copies"}},
        {"price", field("price"), Part::Whole, {"Giá tiền", "Price"}},
        {"asked_on", field("asked_on"), Part::Whole, {"Ngày mượn", "Asked on"}},
        {"printed", field("printed"), Part::Whole, {"In năm", "Printed"}},
        {"seen_at", field("seen_at"), Part::Whole, {"Thấy lúc", "Seen at"}},
        {"kind", field("kind"), Part::Whole, {"Loại", "Kind"}, kinds},
        {"signs", field("signs"), Part::Whole, {"Dấu hiệu", "Signs"}, kinds},
        {"reader", field("reader"), Part::Whole, {"Bạn đọc", "Reader"}},
        {"reader.other_names", field("reader"), Part::OtherNames, {"Bạn đọc (tên gọi khác)"}},
        {"reader.born", field("reader"), Part::Born, {"Bạn đọc (ngày sinh)"}},
        {"phone", field("phone"), Part::Whole, {"Điện thoại", "Phone"}},
        {"paper", field("paper"), Part::Whole, {"Giấy tờ", "Paper"}},
        {"paper.kind", field("paper"), Part::Kind, {"Giấy tờ (loại)"}, {{"card", {"Thẻ"}}, {"book", {"Sổ"}}}},
        {"body", field("body"), Part::Whole, {"Đơn vị", "Body"}},
        {std::string(kOccurredOn), nullptr, Part::Whole, {"Ngày xảy ra"}},
        {std::string(kReason), nullptr, Part::Whole, {"Lý do"}}};
}

using Grid = std::vector<std::vector<std::string>>;

std::vector<Cell> cells_of(const Grid& grid) {
    std::vector<Cell> out;
    for (std::size_t row = 0; row < grid.size(); ++row) {
        for (std::size_t column = 0; column < grid[row].size(); ++column) {
            out.push_back(
                {static_cast<std::uint32_t>(row + 1),
                 static_cast<std::uint32_t>(column + 1),
                 grid[row][column]}
            );
        }
    }
    return out;
}

Reading read_grid(const Grid& grid, const Names& names = {}) {
    return read(cells_of(grid), guide(), names);
}

/// The only fault, as `B2 import.date`.
std::string fault_of(const Grid& grid, const Names& names = {}) {
    const Reading reading = read_grid(grid, names);
    std::string out;
    for (const Fault& one : reading.faults) {
        out += (out.empty() ? "" : ", ") + place_of(one.row, one.column) + " " + one.code;
    }
    return out;
}

std::string answer(const Grid& grid) {
    const Reading reading = read_grid(grid);
    CHECK(reading.faults.empty());
    REQUIRE(reading.rows.size() == 1);
    return json::write(reading.rows[0].answers);
}

}  // namespace

TEST_CASE("a heading is found under a title block, by label in either language, without accents, or by id") {
    const Grid grid{
        {"SỔ CHO MƯỢN SÁCH NĂM 2026"},
        {"", "Tên đơn vị: thư viện xã"},
        {},
        {"STT", "TEN SACH *", "copies", "Price", "Loại"},
        {"(1)", "(2)", "(3)", "(4)", "(5)"},
        {"1", "Dế Mèn", "2", "12.000", "tieu thuyet"},
        {"2", "Lều chõng", "1", "", "Novel"}};
    const Reading reading = read_grid(grid);
    CHECK(reading.heading_row == 4);
    CHECK(reading.faults.empty());
    REQUIRE(reading.rows.size() == 2);
    CHECK(
        json::write(reading.rows[0].answers) ==
        R"({"title":"Dế Mèn","copies":2,"price":12000,"kind":"novel"})"
    );
    CHECK(json::write(reading.rows[1].answers) == R"({"title":"Lều chõng","copies":1,"kind":"novel"})");
    CHECK(reading.rows[1].row == 7);
    REQUIRE(reading.ignored.size() == 1);
    CHECK(reading.ignored[0].heading == "STT");
}

TEST_CASE("a table without a heading, with one twice or without a needed one is said to be so") {
    CHECK(fault_of({{"a", "b"}, {"c"}}) == "1 import.no_heading");
    CHECK(fault_of({}) == "1 import.no_heading");
    CHECK(fault_of({{"Tên sách", "Title"}}) == "B1 import.column_twice");
    CHECK(fault_of({{"Số bản"}, {"2"}}) == "1 import.column_missing");
}

TEST_CASE("two columns of the same name are not told apart, but by their ids") {
    Guide two = guide();
    two[1].headings = {"Ghi chú"};
    two[4].headings = {"Ghi chú"};
    const auto codes = [&](const Grid& grid) {
        std::string out;
        for (const Fault& one : read(cells_of(grid), two, {}).faults) out += one.code;
        return out;
    };
    CHECK(codes({{"Tên sách", "Ghi chú"}}) == "import.heading_ambiguous");
    CHECK(codes({{"Tên sách", "copies", "printed"}}).empty());
}

TEST_CASE("numbers are read as they are written here, and never where they could mean another one") {
    const std::map<std::string, std::int64_t> right{
        {"0", 0},
        {"1250000", 1250000},
        {"1.250.000", 1250000},
        {"1 250 000", 1250000},
        {"1,250,000 đồng", 1250000},
        {"12.000đ", 12000},
        {"1.250 VNĐ", 1250},
        {"-5", -5},
        {"9007199254740991", 9007199254740991}};
    for (const auto& [text, number] : right) {
        CAPTURE(text);
        CHECK(read_whole(text) == number);
    }
    for (const char* wrong :
         {"",
          "-",
          "1.25",
          "1.2500",
          "1,5",
          "1.250,5",
          "1.250,000",
          "12.34.567",
          ".250",
          "1e5",
          "9007199254740992",
          "hai"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_whole(wrong).has_value());
    }
}

TEST_CASE("days, months and years are read as they are written here; a short year is no year") {
    const std::map<std::string, std::string> right{
        {"20/11/2026", "2026-11-20"},
        {"3/4/2026", "2026-04-03"},
        {"03-04-2026", "2026-04-03"},
        {"3.4.2026", "2026-04-03"},
        {"2026-11-20", "2026-11-20"},
        {"Ngày 20 tháng 11 năm 2026", "2026-11-20"},
        {"tháng 3/2020", "2020-03"},
        {"3/2020", "2020-03"},
        {"tháng 3 năm 2020", "2020-03"},
        {"năm 1990", "1990"},
        {"1990", "1990"}};
    for (const auto& [text, day] : right) {
        CAPTURE(text);
        const auto read = read_partial(text);
        REQUIRE(read.has_value());
        CHECK(read->iso() == day);
    }
    for (const char* wrong :
         {"",
          "20/11/26",
          "31/02/2026",
          "11/20/2026",
          "20/11",
          "90",
          "20//11/2026",
          "khoảng 1990",
          "-1990",
          "1990-",
          "1/2/3/2026",
          "2026-11-20T08:30:00"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_partial(wrong).has_value());
    }
    CHECK_FALSE(read_date("3/2020").has_value());
}

TEST_CASE("a day with a time is read in either order, with a colon or an h") {
    for (const char* text :
         {"2/3/2026 8:30",
          "08:30 02/03/2026",
          "8h30 ngày 2/3/2026",
          "8 giờ 30 ngày 2 tháng 3 năm 2026",
          "2026-03-02T08:30:00",
          "2026-03-02 08:30"}) {
        CAPTURE(text);
        CHECK(read_moment(text) == "2026-03-02T08:30");
    }
    CHECK(read_moment("8h ngày 2/3/2026") == "2026-03-02T08:00");
    for (const char* wrong :
         {"", "2/3/2026", "8:30", "24:00 2/3/2026", "8:3 2/3/2026", "8:60 2/3/2026", "8h30 hôm qua"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_moment(wrong).has_value());
    }
}

TEST_CASE("a number that lost its zero is a fault at its cell, and never mended") {
    CHECK(fault_of({{"Tên sách", "Điện thoại"}, {"x", "912345678"}}) == "B2 import.lost_zero");
    CHECK(
        answer({{"Tên sách", "Điện thoại"}, {"x", "0912 345 678"}}) ==
        R"({"title":"x","phone":"0912 345 678"})"
    );
    CHECK(
        answer({{"Tên sách", "Điện thoại"}, {"x", "+84 912345678"}}) ==
        R"({"title":"x","phone":"+84 912345678"})"
    );
    const Grid paper{{"Tên sách", "Giấy tờ", "Giấy tờ (loại)"}, {"x", "12345678901", "Thẻ"}};
    CHECK(fault_of(paper) == "B2 import.lost_zero");
}

TEST_CASE("a paper needs its kind, and a kind alone is nothing") {
    CHECK(fault_of({{"Tên sách", "Giấy tờ"}, {"x", "012345678901"}}) == "B2 import.kind_missing");
    CHECK(
        answer({{"Tên sách", "Giấy tờ (loại)", "Giấy tờ"}, {"x", "so", "012345678901"}}) ==
        R"({"title":"x","paper":{"kind":"book","number":"012345678901"}})"
    );
    CHECK(answer({{"Tên sách", "Giấy tờ (loại)"}, {"x", "Thẻ"}}) == R"({"title":"x"})");
    Guide one_kind = guide();
    one_kind[13].words.resize(1);
    const Reading reading = read(cells_of({{"Tên sách", "Giấy tờ"}, {"x", "012345678901"}}), one_kind, {});
    REQUIRE(reading.rows.size() == 1);
    CHECK(
        json::write(reading.rows[0].answers) ==
        R"({"title":"x","paper":{"number":"012345678901","kind":"card"}})"
    );
}

TEST_CASE("choices are read by label or code, several between semicolons, in the order of the form") {
    CHECK(
        answer({{"Tên sách", "Dấu hiệu"}, {"x", "luat; THƠ;Novel"}}) ==
        R"({"title":"x","signs":["novel","poems","law"]})"
    );
    CHECK(fault_of({{"Tên sách", "Dấu hiệu"}, {"x", "luật; truyện"}}) == "B2 import.not_an_option");
    CHECK(fault_of({{"Tên sách", "Loại"}, {"x", "luật; thơ"}}) == "B2 import.not_an_option");
    Guide alike = guide();
    alike[6].words = {{"a", {"Hai"}}, {"b", {"Hái"}}};
    const auto code = [&](const char* text) {
        const Reading reading = read(cells_of({{"Tên sách", "Loại"}, {"x", text}}), alike, {});
        return reading.faults.empty() ? reading.rows[0].answers.text_or("kind") : reading.faults[0].code;
    };
    CHECK(code("hái") == "b");
    CHECK(code("hai") == "a");
    CHECK(code("hài") == "import.option_ambiguous");
}

TEST_CASE("a person takes her name, other names and birth from columns of their own") {
    const Grid grid{
        {"Tên sách", "Bạn đọc", "Bạn đọc (Tên gọi khác)", "Bạn đọc (ngày sinh)"},
        {"x", "Lò Thị Mận", "Mây, A Mận", "năm 1990"}};
    CHECK(
        answer(grid) ==
        R"({"title":"x","reader":{"name":"Lò Thị Mận","other_names":["Mây","A Mận"],"born":"1990"}})"
    );
}

TEST_CASE("a name that others know is asked of them, and their word for what is wrong stands at the cell") {
    Names names;
    names.organisation = [](const form::Field&, std::string_view text) -> Meant {
        return text == "Trạm y tế" ? Meant{"id-1", {}} : Meant{{}, "import.organisation_unknown"};
    };
    const Reading reading =
        read_grid({{"Tên sách", "Đơn vị"}, {"x", "Trạm y tế"}, {"y", "Trạm khác"}}, names);
    CHECK(reading.rows[0].answers.text_or("body") == "id-1");
    REQUIRE(reading.faults.size() == 1);
    CHECK(reading.faults[0] == Fault{3, 2, "body", "import.organisation_unknown"});
    CHECK(reading.rows[1].faulty.contains("body"));
}

TEST_CASE("a cell points at so many records and no more: each is looked up") {
    const auto said = [](int many) {
        std::string numbers;
        for (int i = 0; i < many; ++i) numbers += "M-" + std::to_string(i) + "; ";
        const Guide guide{{"of", nullptr, Part::Whole, {"Của"}, {}, false, true}};
        const Reading reading = read({{1, 1, "Của"}, {2, 1, numbers}}, guide, {});
        REQUIRE(reading.rows.size() == 1);
        const std::string fault = reading.faults.empty() ? "" : reading.faults[0].code;
        return std::to_string(reading.rows[0].links.size()) + " " + fault;
    };
    CHECK(said(2) == "2 ");
    CHECK(said(50) == "50 ");
    CHECK(said(51) == "0 import.cell_too_long");
}

TEST_CASE("when it happened and why come from columns of their own") {
    const Reading reading = read_grid({{"Tên sách", "Ngày xảy ra", "Lý do"}, {"x", "3/2020", "vì thế"}});
    REQUIRE(reading.rows.size() == 1);
    CHECK(reading.rows[0].occurred_on->iso() == "2020-03");
    CHECK(reading.rows[0].reason == "vì thế");
    CHECK(fault_of({{"Tên sách", "Ngày xảy ra"}, {"x", "hôm qua"}}) == "B2 import.date");
}

TEST_CASE("what nothing reads is named: unknown columns, and cells below no heading") {
    const Reading reading = read_grid({{"Tên sách", "Thủ thư"}, {"x", "ai đó", "lạc"}, {"", "chỉ có đây"}});
    CHECK(reading.rows.size() == 1);
    REQUIRE(reading.ignored.size() == 2);
    CHECK(reading.ignored[0].heading == "Thủ thư");
    CHECK(reading.ignored[1].column == 3);
}

TEST_CASE("a table that is too wide or too long is refused at its place") {
    Grid wide{{"Tên sách"}, {"x"}};
    wide[1].resize(300);
    wide[1][299] = "y";
    CHECK(fault_of(wide) == "KN2 import.too_many_columns");
    Grid tall{{"Tên sách"}};
    for (std::size_t i = 0; i < kMostRows + 3; ++i) tall.push_back({"x"});
    CHECK(fault_of(tall) == "5002 import.too_many_records");
    CHECK(read_grid(tall).rows.size() == kMostRows);
}

TEST_CASE("a cell that a spreadsheet guards against formulas is read as it was meant") {
    CHECK(
        answer({{"Tên sách", "Điện thoại"}, {"'=1+1", "'+84912345678"}}) ==
        R"({"title":"=1+1","phone":"+84912345678"})"
    );
}

namespace {

/// As an officer writes it.
std::string written(const json::Value& value, const Column& column) {
    const auto label = [&](const std::string& code) {
        for (const Word& one : column.words) {
            if (one.code == code) return one.written.back();
        }
        return code;
    };
    const std::string text = value.string() == nullptr ? std::string() : *value.string();
    switch (column.field->type) {
        case Type::Integer: return std::to_string(*value.integer());
        case Type::Money: {
            std::string out = std::to_string(*value.integer());
            for (std::ptrdiff_t at = std::ssize(out) - 3; at > (out[0] == '-' ? 1 : 0); at -= 3) {
                out.insert(static_cast<std::size_t>(at), ".");
            }
            return out + " đồng";
        }
        case Type::Date:
        case Type::PartialDate: return calendar::PartialDate::parse_iso(text)->typed();
        case Type::DateTime:
            return text.substr(11) + " " + calendar::Date::parse_iso(text.substr(0, 10))->typed();
        case Type::Choice: return label(text);
        case Type::MultiChoice: {
            std::string out;
            for (const json::Value& one : *value.array())
                out += (out.empty() ? "" : "; ") + label(*one.string());
            return out;
        }
        default: return text;
    }
}

json::Value random_answer(const Column& column) {
    const auto date = [] { return calendar::Date::from_days(*rc::gen::inRange(-20'000, 60'000)); };
    const auto code = [&] { return (*rc::gen::elementOf(column.words)).code; };
    switch (column.field->type) {
        case Type::Integer:
        case Type::Money: return *rc::gen::inRange<std::int64_t>(-9'000'000'000'000, 9'000'000'000'000);
        case Type::Date: return date().iso();
        case Type::PartialDate: {
            const auto precision = *rc::gen::element(
                calendar::Precision::Year, calendar::Precision::Month, calendar::Precision::Day
            );
            return calendar::PartialDate(date(), precision).iso();
        }
        case Type::DateTime: {
            const int minutes = *rc::gen::inRange(0, 24 * 60);
            const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
            return date().iso() + "T" + two(minutes / 60) + ":" + two(minutes % 60);
        }
        case Type::Choice: return code();
        case Type::MultiChoice: {
            json::Array out;
            for (const Word& one : column.words) {
                if (*rc::gen::arbitrary<bool>()) out.emplace_back(one.code);
            }
            if (out.empty()) out.emplace_back(code());
            return out;
        }
        default:
            return *rc::gen::elementOf(std::vector<std::string>{"Dế Mèn", "a, b", "=1+1", "Ổi; Khế", "0"});
    }
}

}  // namespace

TEST_CASE("random answers written as a sheet are read again as they were, whatever order the columns have") {
    const bool ok = rc::check("a sheet comes back", [] {
        Guide columns;
        for (const Column& one : guide()) {
            const bool is_simple = one.field != nullptr && one.part == Part::Whole &&
                                   one.field->type != Type::Person && one.field->type != Type::Phone &&
                                   one.field->type != Type::IdentityNumber;
            if (is_simple) columns.push_back(one);
        }
        std::vector<std::size_t> order(columns.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        for (std::size_t i = order.size(); i > 1; --i) {
            std::swap(
                order[i - 1], order[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(i)))]
            );
        }
        Grid grid{{"SỔ"}, {}};
        for (const std::size_t at : order) grid[1].push_back(*rc::gen::elementOf(columns[at].headings));
        std::vector<std::map<std::string, json::Value>> told;
        const int rows = *rc::gen::inRange(1, 6);
        for (int i = 0; i < rows; ++i) {
            std::map<std::string, json::Value> answers;
            std::vector<std::string> line;
            for (const std::size_t at : order) {
                const Column& column = columns[at];
                const bool is_told = column.is_needed || *rc::gen::arbitrary<bool>();
                const json::Value value = is_told ? random_answer(column) : json::Value();
                line.push_back(is_told ? written(value, column) : std::string());
                if (is_told) answers[column.id] = value;
            }
            grid.push_back(std::move(line));
            told.push_back(std::move(answers));
        }
        const Reading reading = read(cells_of(grid), columns, {});
        RC_ASSERT(reading.faults.empty());
        RC_ASSERT(reading.rows.size() == told.size());
        for (std::size_t i = 0; i < told.size(); ++i) {
            RC_ASSERT(reading.rows[i].answers.object()->size() == told[i].size());
            for (const auto& [id, value] : told[i]) {
                const json::Value* found = reading.rows[i].answers.find(id);
                RC_ASSERT(found != nullptr);
                RC_ASSERT(*found == value);
            }
        }
    });
    CHECK(ok);
}
