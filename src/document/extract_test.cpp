#include "document/extract.h"

#include "document/fixture.h"
#include "document/legacy_text.h"
#include "document/messages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace neove::document {

using fixture::docx;
using fixture::paragraph;

namespace {

ExtractorPool& pool() {
    static ExtractorPool one;
    return one;
}

std::string code_of(const Bytes& bytes) {
    const auto extracted = extract(bytes, pool());
    return extracted ? "read" : extracted.error().code;
}

Bytes bytes_of(std::string_view text) {
    return {as_bytes(text).begin(), as_bytes(text).end()};
}

bool has(const std::vector<std::string>& notices, const std::string& code) {
    return std::find(notices.begin(), notices.end(), code) != notices.end();
}

/// Says so where the machine lacks what the test draws or reads with.
bool can_draw_here() {
    if (!fixture::can_draw()) MESSAGE("skipped: the font DejaVu Serif is not installed");
    return fixture::can_draw();
}
bool can_read_scans_here() {
    const bool found = pool().report().value().ends_with("ocr=vie");
    if (!found) MESSAGE("skipped: tesseract's Vietnamese model is not installed");
    return found && can_draw_here();
}

const std::string kPlan =
    "KẾ HOẠCH\nHỗ trợ người trở về năm 2026\n\nI. MỤC ĐÍCH\n1. Nâng cao trách nhiệm của mỗi cơ quan; bảo đảm "
    "việc\n"
    "tiếp nhận được kịp thời và giữ kín.\n2. Phân công rõ người, rõ việc.\n";

}  // namespace

TEST_CASE("a docx comes out of the locked worker as one line per paragraph") {
    const auto extracted =
        extract(docx({.body = paragraph("Kế hoạch") + paragraph("Kính gửi: các xã")}), pool());
    REQUIRE(extracted);
    CHECK(extracted->text == "Kế hoạch\nKính gửi: các xã\n");
    CHECK(extracted->pages == 1);
    CHECK(!extracted->scanned);
    CHECK(extracted->notices.empty());
}

TEST_CASE("plain text needs no worker") {
    ExtractorPool none({.worker = "/nonexistent"});
    const auto extracted = extract(encode_legacy("Phường Mỹ Trà họp ngày mùng một", Charset::Tcvn3), none);
    REQUIRE(extracted);
    CHECK(extracted->text == "Phường Mỹ Trà họp ngày mùng một");
    CHECK(has(extracted->notices, "document.charset_repaired"));
    CHECK(extract(bytes_of("một\f hai"), none)->pages == 2);
}

TEST_CASE("each refusal has its own code") {
    CHECK(code_of({}) == "document.empty");
    CHECK(code_of(bytes_of(" \n\t ")) == "document.no_text");
    CHECK(code_of(docx({.body = "<w:p/>"})) == "document.no_text");
    CHECK(code_of(Bytes(kMaxDocument + 1, 'a')) == "document.too_large");
    CHECK(code_of(bytes_of("<html>x</html>")) == "document.unsupported");
    CHECK(code_of(fixture::zip({{"a", "b"}})) == "document.unsupported");
    CHECK(code_of(bytes_of("%PDF-1.7 and nothing more")) == "document.corrupt");
    CHECK(
        code_of(bytes_of("\xFF\xD8\xFF and nothing more of a picture, but long enough")) == "document.corrupt"
    );
    CHECK(
        code_of(docx({.body = paragraph("x"), .more = {{"big", std::string(20U << 20U, 'x')}}})) ==
        "document.zip_bomb"
    );
}

TEST_CASE("a pdf with text: lines as they stand, pages parted by a form feed") {
    if (!can_draw_here()) return;
    const auto extracted = extract(fixture::pdf({kPlan, "II. NHIỆM VỤ"}), pool());
    REQUIRE(extracted);
    std::string wanted = kPlan;
    wanted.erase(wanted.find("\n\n"), 1);
    CHECK(extracted->text == wanted + "\fII. NHIỆM VỤ\n");
    CHECK(extracted->pages == 2);
    CHECK(!extracted->scanned);
}

TEST_CASE("a table in a pdf keeps what stands beside what") {
    if (!can_draw_here()) return;
    const auto extracted = extract(
        fixture::table_pdf(
            "PHỤ LỤC",
            {{"TT", "Nội dung", "Chủ trì", "Thời gian"},
             {"1", "Rà soát số liệu trên toàn địa bàn", "Công an xã", "Quý I"},
             {"2", "Báo cáo", "Công an tỉnh", "Tháng 12"},
             {"3", "Họp", "Văn phòng", "Cả năm"}}
        ),
        pool()
    );
    REQUIRE(extracted);
    const std::size_t line = extracted->text.find("\n2 ");
    REQUIRE(line != std::string::npos);
    const std::string row = extracted->text.substr(line + 1, extracted->text.find('\n', line + 1) - line - 1);
    CAPTURE(extracted->text);
    CHECK(row.find("Báo cáo") < row.find("Công an tỉnh"));
    CHECK(row.find("Công an tỉnh") < row.find("Tháng 12"));
    CHECK(row.find("Tháng 12") != std::string::npos);
}

TEST_CASE("scans are read: a picture, and a pdf of pictures") {
    if (!can_read_scans_here()) return;
    const auto picture = extract(fixture::png(kPlan), pool());
    REQUIRE(picture);
    CHECK(picture->scanned);
    CHECK(has(picture->notices, "document.ocr_used"));
    CHECK(picture->text.find("Hỗ trợ người trở về năm 2026") != std::string::npos);
    const auto scan = extract(fixture::scanned_pdf({kPlan, "Trang hai của bản quét"}), pool());
    REQUIRE(scan);
    CHECK(scan->pages == 2);
    CHECK(scan->scanned);
    CHECK(scan->text.find("được kịp thời và giữ kín") != std::string::npos);
    CHECK(scan->text.find("\fTrang hai của bản quét") != std::string::npos);
}

TEST_CASE("pictures and pages of absurd size end as a refusal") {
    if (!can_read_scans_here()) return;
    CHECK(code_of(fixture::png_header(60'000, 60'000)) == "document.too_large");
    const std::string vast =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count "
        "1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000000 9000000]>>endobj\ntrailer<</Root 1 0 "
        "R>>\n%%EOF\n";
    CHECK(code_of(bytes_of(vast)) == "document.no_text");
    CHECK(code_of(fixture::pdf(std::vector<std::string>(501, "x"))) == "document.too_large");
}

TEST_CASE("pages can be drawn for viewing, as PNG and nothing else") {
    if (!can_draw_here()) return;
    const Bytes pdf = fixture::pdf({"một", "hai", "ba"});
    const auto pages = render_pages(pdf, 1, 5, pool());
    REQUIRE(pages);
    CHECK(pages->size() == 2);
    for (const Bytes& page : *pages) CHECK(detect_kind(page) == Kind::Png);
    CHECK((*pages)[0] != (*pages)[1]);
    CHECK(render_pages(pdf, 3, 1, pool()).error().code == "document.no_such_page");
    CHECK(render_pages(pdf, -1, 1, pool()).error().code == "document.no_such_page");
    CHECK(render_pages(bytes_of("text"), 0, 1, pool()).error().code == "document.unsupported");
}

TEST_CASE("tables are read in the worker, csv in any encoding") {
    const auto table = read_table(
        encode_legacy(
            "Xã;Người\nTân Hồng;Nguyễn Thị Bưởi\nThường Phước;Trần Đức Nghĩa\n", Charset::VniWindows
        ),
        pool()
    );
    REQUIRE(table);
    CHECK(table->sheets[0].cells[3] == Cell{2, 2, "Nguyễn Thị Bưởi"});
    CHECK(has(table->notices, "document.charset_repaired"));
    CHECK(read_table(docx({.body = ""}), pool()).error().code == "document.unsupported");
    CHECK(read_table(bytes_of("\n\n"), pool()).error().code == "document.no_text");
}

TEST_CASE("every code has its sentence in both languages") {
    std::set<std::string_view> codes;
    for (const Message& one : messages()) {
        CHECK(one.code.starts_with("document."));
        CHECK(!one.vi.empty());
        CHECK(!one.en.empty());
        CHECK(one.vi != one.en);
        codes.insert(one.code);
    }
    CHECK(codes.size() == messages().size());
    for (const char* code :
         {"document.empty",
          "document.too_large",
          "document.encrypted",
          "document.zip_bomb",
          "document.unsupported",
          "document.legacy_word",
          "document.corrupt",
          "document.no_text",
          "document.worker_failed",
          "document.timeout",
          "document.ocr_missing"}) {
        CHECK(message(code).code == code);
    }
    CHECK(message("document.never_heard_of").code == "document.worker_failed");
}

}  // namespace neove::document
