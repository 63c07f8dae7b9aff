#include "workbook/workbook.h"

#include "workbook/zip.h"
#include "worker/package.h"
#include "worker/xlsx.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace neove::workbook {

namespace {

calendar::Date day(int year, int month, int number) {
    const auto made = calendar::Date::make(year, month, number);
    REQUIRE(made);
    return *made;
}

using Place = std::pair<std::uint32_t, std::uint32_t>;
std::map<Place, std::string> cells_of(const std::string& bytes) {
    const auto answer = worker::read_xlsx(as_bytes(bytes));
    REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().code));
    CHECK(answer->notices.empty());  // no formula, no macro, no link
    REQUIRE(answer->sheets.size() == 1);
    std::map<Place, std::string> out;
    for (const auto& cell : answer->sheets[0].cells) out[{cell.row, cell.column}] = cell.text;
    return out;
}

Table with_rows(std::vector<std::vector<Cell>> rows) {
    Table table;
    table.name = "Phiếu mượn";
    table.head = {{"Sổ", "Phiếu mượn"}, {"Bộ lọc", "Quá hạn"}};
    table.headings = {"Số hồ sơ", "Ngày", "Lúc", "Tiền"};
    table.rows = std::move(rows);
    return table;
}

std::string sheet_of(const std::string& bytes) {
    const auto package = worker::Package::open(as_bytes(bytes));
    REQUIRE(package);
    const auto part = package->part("xl/worksheets/sheet1.xml");
    REQUIRE(part);
    return *part;
}

}  // namespace

TEST_CASE("what was written is read back: head, headings, texts, numbers, days and moments") {
    const auto cells = cells_of(write_xlsx(with_rows(
        {{std::string("ML-7K3QX"),
          day(2026, 11, 22),
          Moment{day(2026, 11, 22), 23 * 60 + 59},
          std::int64_t{1'250'000}},
         {std::string("Ghi chú\nhai dòng & <thẻ> \"nháy\""),
          Cell(),
          Moment{day(1900, 3, 1), 0},
          std::int64_t{-3}}}
    )));
    CHECK(cells.at({1, 1}) == "Sổ");
    CHECK(cells.at({2, 2}) == "Quá hạn");
    CHECK(cells.at({4, 1}) == "Số hồ sơ");
    CHECK(cells.at({5, 1}) == "ML-7K3QX");
    CHECK(cells.at({5, 2}) == "2026-11-22");
    CHECK(cells.at({5, 3}) == "2026-11-22T23:59:00");
    CHECK(cells.at({5, 4}) == "1250000");
    CHECK(cells.at({6, 1}) == "Ghi chú\nhai dòng & <thẻ> \"nháy\"");
    CHECK(!cells.contains({6, 2}));
    CHECK(cells.at({6, 3}) == "1900-03-01");
    CHECK(cells.at({6, 4}) == "-3");
}

TEST_CASE("a text that begins like a formula is never one, nor becomes one when its cell is edited") {
    for (const char* text :
         {"=1+1", "+84987654321", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")"}) {
        CAPTURE(text);
        const std::string bytes = write_xlsx(with_rows({{std::string(text)}}));
        const std::string sheet = sheet_of(bytes);
        CHECK(!sheet.contains("<f"));
        CHECK(sheet.contains("<c r=\"A5\" s=\"7\" t=\"inlineStr\">"));  // the style with quotePrefix
    }
    CHECK(cells_of(write_xlsx(with_rows({{std::string("=1+1")}}))).at({5, 1}) == "=1+1");
    CHECK(sheet_of(write_xlsx(with_rows({{std::string("an toàn")}}))).contains("<c r=\"A5\" s=\"1\""));
}

TEST_CASE("no text breaks the file: controls, broken UTF-8, markup, the longest") {
    const std::string longest = [] {
        std::string out;
        for (int i = 0; i < 40'000; ++i) out += "ữ";
        return out;
    }();
    const auto cells = cells_of(write_xlsx(with_rows(
        {{std::string("a\x01\x0b\x1f"
                      "b")},
         {std::string("\xff\xfe<>&")},
         {std::string("]]></t><f>1</f>")},
         {std::string("\xef\xbf\xbf"
                      "x")}}
    )));
    CHECK(cells.at({5, 1}) == "ab");
    CHECK(cells.at({6, 1}).ends_with("<>&"));
    CHECK(cells.at({7, 1}) == "]]></t><f>1</f>");
    CHECK(cells.at({8, 1}) == "x");
    const std::string sheet = sheet_of(write_xlsx(with_rows({{longest}})));
    CHECK(sheet.contains("ữ…</t>"));
    CHECK(sheet.size() < longest.size());
}

TEST_CASE("a number that a spreadsheet would round stays as it is, as a text") {
    const auto cells = cells_of(write_xlsx(with_rows({{std::int64_t{9'007'199'254'740'991}}})));
    CHECK(cells.at({5, 1}) == "9007199254740991");
}

TEST_CASE("many columns and a name of a sheet that no program takes") {
    Table table = with_rows({});
    table.name = "[Sổ]: a/b*?\\ 'rất dài' và còn dài hơn thế nữa";
    table.headings.assign(60, "cột");
    table.rows = {std::vector<Cell>(60, std::string("ô"))};
    const auto cells = cells_of(write_xlsx(table));
    CHECK(cells.at({4, 60}) == "cột");
    CHECK(cells.at({5, 60}) == "ô");
}

TEST_CASE("a table with nothing in it is still a workbook") {
    CHECK(cells_of(write_xlsx(Table{})).empty());
}

TEST_CASE("as people write it here") {
    CHECK(text_of(Cell()).empty());
    CHECK(text_of(std::int64_t{-1'250'000}) == "-1.250.000");
    CHECK(text_of(std::int64_t{999}) == "999");
    CHECK(text_of(day(2026, 1, 2)) == "02/01/2026");
    CHECK(text_of(Moment{day(2026, 1, 2), 8 * 60 + 5}) == "08:05 02/01/2026");
}

TEST_CASE("LibreOffice opens it and sees the same cells") {
    if (!std::filesystem::exists("/usr/lib/libreoffice/program/libsclo.so")) {
        MESSAGE("no LibreOffice Calc here");
        return;
    }
    const auto folder = std::filesystem::temp_directory_path() / "neove-workbook-proof";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string bytes = write_xlsx(with_rows(
        {{std::string("=2+3"), day(2026, 11, 22), Moment{day(2026, 11, 22), 510}, std::int64_t{1'250'000}}}
    ));
    std::ofstream(folder / "a.xlsx", std::ios::binary) << bytes;
    const std::string command = "cd '" + folder.string() + "' && HOME='" + folder.string() +
                                "' timeout 100 soffice --headless --convert-to 'csv:Text - txt - csv "
                                "(StarCalc):44,34,76' a.xlsx > log 2>&1";
    // The test's own folder and nobody's words in it.
    REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(concurrency-mt-unsafe,cert-env33-c)
    std::ifstream in(folder / "a.csv");
    std::stringstream text;
    text << in.rdbuf();
    CHECK_MESSAGE(text.str().contains("=2+3,22/11/2026,08:30 22/11/2026,\"1,250,000\""), text.str());
    std::filesystem::remove_all(folder);
}

}  // namespace neove::workbook
