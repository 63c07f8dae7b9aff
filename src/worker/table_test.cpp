#include "document/fixture.h"
#include "worker/csv.h"
#include "worker/pdf.h"
#include "worker/text.h"
#include "worker/xlsx.h"

#include <doctest/doctest.h>

namespace neove::worker {

using document::Cell;

namespace {

/// A workbook with one sheet of these rows, its strings and cell styles.
Bytes workbook(
    const std::string& rows,
    const std::string& strings,
    const std::string& styles,
    bool from_1904 = false,
    const std::string& columns = {},
    const std::string& state = {}
) {
    const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const auto relation = [&](const char* id, const std::string& type, const std::string& target) {
        return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + types + type + "\" Target=\"" +
               target + "\"/>";
    };
    return document::fixture::zip({
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels", "<R>" + relation("a", "officeDocument", "/xl/workbook.xml") + "</R>"},
        {"xl/workbook.xml",
         std::string("<workbook><workbookPr date1904=\"") + (from_1904 ? "1" : "0") +
             "\"/><sheets><sheet name=\"Xã\" sheetId=\"1\" r:id=\"s\" " + state + "/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<R>" + relation("s", "worksheet", "worksheets/sheet1.xml") +
             relation("t", "sharedStrings", "sharedStrings.xml") + relation("y", "styles", "styles.xml") +
             "</R>"},
        {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
        {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><dimension ref=\"A1:XFD1048576\"/>" + columns + "<sheetData>" + rows +
             "</sheetData></worksheet>"},
    });
}

const std::string kStyles =
    "<numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/></numFmts>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs>";

}  // namespace

TEST_CASE("cells of a workbook come out as they were last shown") {
    const auto answer = read_xlsx(workbook(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>Ghi "
        "chú</t></is></c></row>"
        "<row r=\"4\"><c r=\"A4\"><v>1.23456789012E11</v></c><c><v>0.10000000000000001</v></c>"
        "<c s=\"1\"><v>46006</v></c><c s=\"2\"><v>46006.5</v></c><c t=\"b\"><v>1</v></c>"
        "<c t=\"str\"><f>A1&amp;\"!\"</f><v>lưu</v></c><c t=\"s\"><v>99</v></c></row>",
        "<si><r><t>Tên </t></r><r><t>xã</t></r><rPh><t>bỏ</t></rPh></si>",
        kStyles
    ));
    REQUIRE(answer);
    CHECK(answer->sheets[0].name == "Xã");
    const std::vector<Cell> wanted{
        {1, 1, "Tên xã"},
        {1, 3, "Ghi chú"},
        {4, 1, "123456789012"},
        {4, 2, "0.1"},
        {4, 3, "2025-12-15"},
        {4, 4, "2025-12-15T12:00:00"},
        {4, 5, "TRUE"},
        {4, 6, "lưu"}};
    CHECK(answer->sheets[0].cells == wanted);
    CHECK(answer->notices == std::vector<std::string>{"document.formulas_as_shown"});
    CHECK(answer->text == "0 f 4 6\n");
}

TEST_CASE("what a workbook hides, and where a formula stands, is told") {
    const auto cell = [](const std::string& more) { return "<c" + more + "<v>1</v></c>"; };
    const auto answer = read_xlsx(workbook(
        "<row r=\"1\">" + cell(" r=\"A1\">") + cell(" r=\"D1\">") + "</row><row r=\"2\" hidden=\"1\">" +
            cell(" r=\"A2\">") + cell(" r=\"B2\"><f>A1</f>") + "</row><row r=\"3\" ht=\"0\">" +
            cell(" r=\"A3\">") + "</row><row r=\"4\" hidden=\"1\"><c r=\"A4\"/></row>" +
            "<row r=\"5\" hidden=\"0\">" + cell(" r=\"B5\">") + "</row>",
        "",
        "",
        false,
        "<cols><col min=\"1\" max=\"1\"/><col min=\"2\" max=\"3\" hidden=\"1\"/>"
        "<col min=\"4\" max=\"16384\" hidden=\"true\"/><col min=\"1\" max=\"4\" hidden=\"1\"/></cols>",
        "state=\"veryHidden\""
    ));
    REQUIRE(answer);
    // A row without words hides nothing; a column is told once.
    CHECK(answer->text == "0 r 2 0\n0 f 2 2\n0 r 3 0\n0 c 0 2\n0 c 0 4\n0 c 0 1\n0 s 0 0\n");
    CHECK(read_xlsx(workbook("<row>" + cell(">") + "</row>", "", ""))->text.empty());
}

TEST_CASE("more cells than allowed are refused, whatever the sheet declares") {
    std::string rows = "<row>";
    for (int i = 0; i < 200'001; ++i) {
        rows += "<c/>";
        if (i % 10'000 == 0) rows += "</row><row>";
    }
    const auto answer = read_xlsx(workbook(rows + "</row>", "", ""));
    REQUIRE(!answer);
    CHECK(answer.error().code == "document.too_large");
    CHECK(!read_xlsx(workbook("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>", "", "")));
}

TEST_CASE("day numbers become dates in both systems, formats tell which numbers are days") {
    CHECK(date_of("1", false) == "1900-01-01");
    CHECK(date_of("59", false) == "1900-02-28");
    CHECK(date_of("61", false) == "1900-03-01");
    CHECK(date_of("44544", true) == "2025-12-15");
    CHECK(date_of("0.25", true) == "1904-01-01T06:00:00");
    CHECK(date_of("x", false) == "x");
    CHECK(date_of("1e300", false) == "1e300");
    CHECK(is_date_format("yyyy\\-mm"));
    CHECK(is_date_format("[$-42A]dd mmmm"));
    CHECK(!is_date_format("#,##0 \"đồng/năm\""));
    CHECK(!is_date_format("[Red]0.00"));
    CHECK(place_of("AB12").column == 28);
    CHECK(place_of("AB12").row == 12);
    CHECK(place_of("12").row == 0);
    CHECK(place_of("A").row == 0);
    CHECK(place_of("ABCDE1").row == 0);
}

TEST_CASE("csv: a title above the table does not say what separates its columns") {
    const auto cells = read_csv("SỔ SÁCH; NĂM 2026\n\na,b,c\n1,2;5,3\n").value().sheets[0].cells;
    REQUIRE(cells.size() == 7);
    CHECK(cells[1] == Cell{3, 1, "a"});
    CHECK(cells[5] == Cell{4, 2, "2;5"});
    CHECK(read_csv("TITLE, WITH, COMMAS\na;b;c\n1;2;3\n").value().sheets[0].cells.back() == Cell{3, 3, "3"});
}

TEST_CASE("however a workbook is named and whatever it carries, the server takes what was read of it") {
    const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const auto relation = [&](const std::string& type, const std::string& target) {
        return "<R><Relationship Id=\"a\" Type=\"" + types + type + "\" Target=\"" + target + "\"/></R>";
    };
    std::string name;
    for (int i = 0; i < 200; ++i) name += '\xC3';  // each becomes a replacement character of three bytes
    std::vector<document::fixture::Entry> parts{
        {"_rels/.rels", relation("officeDocument", "b.xml")},
        {"b.xml", "<b><sheets><s name=\"" + name + "\" id=\"a\"/></sheets></b>"},
        {"_rels/b.xml.rels", relation("worksheet", "s.xml")},
        {"s.xml", "<w><sheetData><row><c><v>1</v></c></row></sheetData></w>"}};
    for (int i = 0; i < 40; ++i) parts.push_back({std::to_string(i) + "/vbaProject.bin", "x"});
    const auto answer = read_xlsx(document::fixture::zip(parts));
    REQUIRE(answer);
    const auto taken = document::decode_answer(document::encode(*answer));
    REQUIRE(taken.has_value());
    CHECK(taken->notices == std::vector<std::string>{"document.macros_ignored"});
    CHECK(taken->sheets[0].name.starts_with("\xEF\xBF\xBD"));
}

TEST_CASE("a fraction of a workbook never looks like digits in groups") {
    const auto answer = read_xlsx(
        workbook("<row r=\"1\"><c><v>1.125</v></c><c><v>12.5</v></c><c><v>1125</v></c></row>", "", "")
    );
    REQUIRE(answer);
    const std::vector<Cell> wanted{{1, 1, "1.1250"}, {1, 2, "12.5"}, {1, 3, "1125"}};
    CHECK(answer->sheets[0].cells == wanted);
}

TEST_CASE("csv: quotes, separators and line ends") {
    const auto cells = [](std::string_view text) { return read_csv(text).value().sheets[0].cells; };
    CHECK(
        cells("tên;\"xã; phường\"\n\"dòng\nhai\";\"a \"\"b\"\"\"\n") ==
        std::vector<Cell>{{1, 1, "tên"}, {1, 2, "xã; phường"}, {2, 1, "dòng\nhai"}, {2, 2, "a \"b\""}}
    );
    CHECK(cells("a,,c\n\n,x") == std::vector<Cell>{{1, 1, "a"}, {1, 3, "c"}, {3, 2, "x"}});
    CHECK(cells("a\tb, c") == std::vector<Cell>{{1, 1, "a"}, {1, 2, "b, c"}});
    // What an open quote swallowed is not read as if it were one cell.
    const auto open = read_csv("a,b\n\"dòng\nhai\",\"mở\nc,d\n").value();
    CHECK(open.notices == std::vector<std::string>{"document.quote_open"});
    CHECK(open.sheets[0].cells.back() == Cell{3, 2, "\""});
    CHECK(cells("").empty());
    std::string wide = "a";
    for (int i = 0; i < 17'000; ++i) wide += ",a";
    CHECK(read_csv(wide).error().code == "document.too_large");
}

TEST_CASE("a table page keeps its columns, any other page its reading order") {
    const std::string table =
        "  TT   Việc       Chủ trì\n  1    Rà soát    Xã\n  2    Báo cáo    Tỉnh\n  3    Họp        Xã\n";
    CHECK(
        choose_layout("1\nRà soát\n", table) ==
        "TT   Việc       Chủ trì\n1    Rà soát    Xã\n2    Báo cáo    Tỉnh\n3    Họp        Xã\n"
    );
    const std::string letter = "  UBND XÃ          CỘNG HÒA\n\n  Nội dung dài một dòng\n";
    CHECK(choose_layout("UBND XÃ\nCỘNG HÒA\n\nNội dung\n", letter) == "UBND XÃ\nCỘNG HÒA\n\nNội dung\n");
    CHECK(choose_layout("1.\n\nRà soát\na)\nHọp\n17\n", letter) == "1. Rà soát\na) Họp\n17\n");
    // The end of a sentence is no label, however much it looks like one.
    CHECK(choose_layout("tháng 4 năm\n2027.\n- Cơ quan\n", {}) == "tháng 4 năm\n2027.\n- Cơ quan\n");
    CHECK(choose_layout("trong tháng\n12.\n- Cơ quan\n", {}) == "trong tháng\n12.\n- Cơ quan\n");
    CHECK(choose_layout("12.\nCơ quan\n", {}) == "12. Cơ quan\n");
    CHECK(choose_layout("2.1.\nđ)\nHọp\n-", letter) == "2.1. đ)\nHọp\n-\n");
}

TEST_CASE("a hyphen at the end of a line is not lost") {
    CHECK(
        with_hyphens("các tổ chức chính trị xã hội.\n", "các tổ chức chính trị -\nxã hội.\n") ==
        "các tổ chức chính trị -\nxã hội.\n"
    );
    CHECK(with_hyphens("giai đoạn 20262030\n", "giai đoạn 2026-\n2030\n") == "giai đoạn 2026-\n2030\n");
    // Two the same: each in its turn. What reading order kept, or put elsewhere, stays.
    CHECK(
        with_hyphens("kinh tế xã hội\nkinh tế xã hội\n", "kinh tế -\nxã hội\nkinh tế -\nxã hội\n") ==
        "kinh tế -\nxã hội\nkinh tế -\nxã hội\n"
    );
    for (const std::string text : {"kinh tế -\nxã hội\n", "xã hội\n\nkinh tế\n", "-\nHọp\n", "", "-"}) {
        CHECK(with_hyphens(text, "kinh tế -\nxã hội\n-\nHọp\n-") == text);
    }
}

TEST_CASE("only a page of many short lines is read a second time") {
    CHECK(may_be_table("TT\nNội dung\n1\nRà soát\nXã\n"));
    CHECK(
        !may_be_table("Nâng cao trách nhiệm của mỗi cơ quan; bảo đảm việc tiếp nhận được kịp thời\n"
                      "và giữ kín mọi thông tin riêng của người trở về trong suốt quá trình hỗ trợ.\n\n"
                      "Phân công rõ người, rõ việc, rõ thời hạn cho từng đơn vị trên địa bàn toàn tỉnh\n"
                      "để không bỏ sót một trường hợp nào cần được giúp đỡ ngay từ ngày đầu tiên.\nHết.\n")
    );
    CHECK(may_be_table(""));
}

TEST_CASE("text leaves clean") {
    CHECK(
        clean_text("a\xC2\xA0"
                   "b\xE2\x80\x8B\x07"
                   "c\td\n") ==
        "a b"
        "c\td\n"
    );
    CHECK(clean_text("\xC3(") == "\xEF\xBF\xBD(");
    CHECK(clean_text("\xF4\x90\x80\x80").find('\xF4') == std::string::npos);
    CHECK(clean_text("\xE2\x80\xA8") == "\n");
    CHECK(clean_text("ắ Ử 😀") == "ắ Ử 😀");
    CHECK(trimmed(" \n a \t") == "a");
}

}  // namespace neove::worker
