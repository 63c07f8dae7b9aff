#include "document/extract.h"

#include "document/fixture.h"
#include "document/legacy_text.h"
#include "document/messages.h"

#include <allheaders.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

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

/// The words of a line, NFC or not as they are, one blank apart.
std::string one_space_apart(const std::string& line) {
    std::istringstream words(line);
    std::string out;
    for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
    return out;
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

TEST_CASE("a docx typed with a font from before Unicode is repaired and said to be") {
    const auto extracted =
        extract(docx({.body = paragraph("NguyÔn ThÞ H­¬ng ë x· T©n Hång, ®­îc hç trî")}), pool());
    REQUIRE(extracted);
    CHECK(extracted->text == "Nguyễn Thị Hương ở xã Tân Hồng, được hỗ trợ\n");
    CHECK(has(extracted->notices, "document.charset_repaired"));
    CHECK(
        extract(docx({.body = paragraph("trách\xC2\xADnhiệm")}), pool())->text == "tráchnhiệm\n"
    );  // a soft hyphen
}

TEST_CASE("each refusal has its own code") {
    CHECK(code_of({}) == "document.empty");
    CHECK(code_of(bytes_of(" \n\t ")) == "document.no_text");
    CHECK(code_of(docx({.body = "<w:p/>"})) == "document.no_text");
    CHECK(code_of(Bytes(kMaxDocument + 1, 'a')) == "document.too_large");
    CHECK(code_of(bytes_of("<html>x</html>")) == "document.markup");
    CHECK(code_of(bytes_of("{\\rtf1\\ansi x}")) == "document.rich_text");
    CHECK(code_of(fixture::compound({{"Workbook", "x"}})) == "document.legacy_sheet");
    CHECK(code_of(fixture::compound({{"PowerPoint Document", "x"}})) == "document.legacy_other");
    CHECK(code_of(fixture::compound({{"WordDocument", fixture::word_head(true)}})) == "document.encrypted");
    Bytes cut = docx({.body = paragraph("x")});
    cut.resize(cut.size() * 2 / 3);
    CHECK(code_of(cut) == "document.corrupt");
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

TEST_CASE("a further child goes on where one stopped") {
    if (!can_draw_here()) return;
    const Bytes pdf = fixture::pdf({"Trang thứ nhất", "Trang thứ nhì", "Trang thứ ba"});
    const auto rest = pool().run({static_cast<std::uint8_t>(Job::ReadText), Kind::Pdf, 1, 0, pdf});
    REQUIRE(rest);
    CHECK(rest->text == "Trang thứ nhì\n\fTrang thứ ba\n");
    CHECK(rest->next_page == 3);
    const auto beyond = pool().run({static_cast<std::uint8_t>(Job::ReadText), Kind::Pdf, 3, 0, pdf});
    REQUIRE(beyond);
    CHECK(beyond->text.empty());
}

TEST_CASE("a real plan, set as a pdf, comes back line by line") {
    if (!can_draw_here()) return;
    const char* const shared = std::getenv("NEOVE_SHARED");
    const std::filesystem::path folder = shared != nullptr ? shared : NEOVE_SOURCE_DIR "/../shared";
    std::ifstream file(folder / "plans" / "s2_dong_thap_2026_2030.txt");
    if (!file) {
        MESSAGE("skipped: the shared plans are not here (NEOVE_SHARED)");
        return;
    }
    std::vector<std::string> wanted;
    std::vector<std::string> pages(1);
    constexpr std::size_t kLinesOfPage = 45;
    for (std::string line; std::getline(file, line);) {
        const std::string words = one_space_apart(line);
        if (words.empty()) continue;
        if (!wanted.empty() && wanted.size() % kLinesOfPage == 0) pages.emplace_back();
        wanted.push_back(words);
        pages.back() += line + "\n";
    }
    REQUIRE(wanted.size() > 100);
    const auto extracted = extract(fixture::pdf(pages, "DejaVu Serif 9"), pool());
    REQUIRE(extracted);
    CHECK(extracted->pages == static_cast<int>(pages.size()));
    std::vector<std::string> found;
    std::istringstream text(extracted->text);
    for (std::string line; std::getline(text, line);) {
        std::erase(line, '\f');
        if (const std::string words = one_space_apart(line); !words.empty()) found.push_back(words);
    }
    CHECK(found.size() == wanted.size());
    std::size_t equal = 0;
    for (std::size_t i = 0; i < std::min(found.size(), wanted.size()); ++i) {
        if (found[i] == wanted[i]) ++equal;
        if (found[i] != wanted[i] && equal + 1 == i + 1)
            MESSAGE("first difference: ", found[i], " | ", wanted[i]);
    }
    CHECK(equal == wanted.size());
}

TEST_CASE("a table in a pdf comes out row by row") {
    if (!can_draw_here()) return;
    const auto extracted = extract(
        fixture::table_pdf(
            "PHỤ LỤC",
            {{"TT", "Nội dung", "Chủ trì", "Thời gian"},
             {"1", "Rà soát số liệu trên toàn địa bàn", "Công an xã", "Quý I"},
             {"2", "Báo cáo kết quả thực hiện", "Công an tỉnh", "Tháng 12"},
             {"3", "Họp", "Văn phòng", "Cả năm"}}
        ),
        pool()
    );
    REQUIRE(extracted);
    CHECK(
        extracted->text ==
        "PHỤ LỤC\nTT\tNội dung\tChủ trì\tThời gian\n"
        "1\tRà soát số liệu trên toàn địa bàn\tCông an xã\tQuý I\n"
        "2\tBáo cáo kết quả thực hiện\tCông an tỉnh\tTháng 12\n3\tHọp\tVăn phòng\tCả năm\n"
    );
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

TEST_CASE("photos and faxes are read too: jpeg, and tiff of several pages") {
    if (!can_read_scans_here()) return;
    const auto converted = [](const std::vector<std::string>& pages, bool tiff) {
        Pixa* pictures = pixaCreate(0);
        for (const std::string& page : pages) {
            const Bytes png = fixture::png(page);
            pixaAddPix(pictures, pixReadMem(png.data(), png.size()), L_INSERT);
        }
        l_uint8* data = nullptr;
        std::size_t size = 0;
        if (tiff) pixaWriteMemMultipageTiff(&data, &size, pictures);
        if (!tiff) pixWriteMemJpeg(&data, &size, pictures->pix[0], 80, 0);
        Bytes out(data, data + size);
        lept_free(data);
        pixaDestroy(&pictures);
        return out;
    };
    const auto photo = extract(converted({kPlan}, false), pool());
    REQUIRE(photo);
    CAPTURE(photo->text);
    CHECK(photo->text.find("được kịp thời và giữ kín") != std::string::npos);
    const Bytes bytes_of_fax = converted({kPlan, "Trang thứ hai", "Trang thứ ba"}, true);
    const auto fax = extract(bytes_of_fax, pool());
    REQUIRE(fax);
    CHECK(fax->pages == 3);
    const auto rest = pool().run({static_cast<std::uint8_t>(Job::ReadText), Kind::Tiff, 2, 0, bytes_of_fax});
    REQUIRE(rest);
    CHECK(rest->text == "Trang thứ ba\n");
    CHECK(rest->next_page == 3);
    CHECK(fax->text.find("\fTrang thứ hai\n\fTrang thứ ba") != std::string::npos);
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
    const Bytes workbook = fixture::zip({
        {"[Content_Types].xml", "<Types/>"},
        {"_rels/.rels",
         "<R><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></R>"},
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"Một\" r:id=\"s\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<R><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"sheet1.xml\"/></R>"},
        {"xl/sheet1.xml", "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>"},
    });
    CHECK(read_table(workbook, pool())->sheets[0].cells == std::vector<Cell>{{1, 1, "7"}});
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
          "document.legacy_word_locked",
          "document.legacy_sheet",
          "document.legacy_other",
          "document.rich_text",
          "document.markup",
          "document.converted",
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
