#include "worker/docx.h"

#include "document/fixture.h"
#include "worker/package.h"
#include "worker/xml.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::worker {

using document::fixture::docx;
using document::fixture::DocxParts;
using document::fixture::Entry;
using document::fixture::paragraph;

namespace {

std::string text_of(const std::string& body) {
    return read_docx(docx({.body = body})).value().text;
}
std::string run(const std::string& inside) {
    return "<w:r>" + inside + "</w:r>";
}
std::string text(const std::string& inside) {
    return "<w:t xml:space=\"preserve\">" + inside + "</w:t>";
}
std::string cell(const std::string& inside, const std::string& properties = {}) {
    return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + inside + "</w:tc>";
}
std::string row(const std::string& inside) {
    return "<w:tr>" + inside + "</w:tr>";
}
std::string table(const std::string& inside) {
    return "<w:tbl><w:tblPr/>" + inside + "</w:tbl>";
}
bool has(const document::Answer& answer, const std::string& notice) {
    return std::find(answer.notices.begin(), answer.notices.end(), notice) != answer.notices.end();
}
std::string code_of(const Bytes& bytes) {
    const auto answer = read_docx(bytes);
    return answer ? "read" : answer.error().code;
}

}  // namespace

TEST_CASE("paragraphs are lines; runs, tabs, breaks and hyphens keep their meaning") {
    CHECK(text_of(paragraph("Một") + "<w:p/><w:p/>" + paragraph("Hai  ba")) == "Một\n\nHai  ba\n");
    CHECK(
        text_of(
            "<w:p>" + run(text("Số") + "<w:tab/>" + text("5")) + run("<w:br/>" + text("ngày")) + "</w:p>"
        ) == "Số\t5\nngày\n"
    );
    CHECK(
        text_of(
            "<w:p>" +
            run(text("trách\xC2\xA0nhiệm") + "<w:softHyphen/>" + text("!") + "<w:noBreakHyphen/>" + text("x")
            ) +
            "</w:p>"
        ) == "trách nhiệm!-x\n"
    );
    CHECK(text_of("<w:p>" + run(text("a")) + run(text(" ")) + run(text("b")) + "</w:p>") == "a b\n");
}

TEST_CASE("automatic numbers are written out") {
    const std::string lists =
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
        "w:val=\"upperRoman\"/>"
        "<w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt "
        "w:val=\"lowerLetter\"/>"
        "<w:lvlText w:val=\"%2)\"/></w:lvl></w:abstractNum>"
        "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    const auto numbered = [](const std::string& words, int level) {
        return paragraph(
            words,
            "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"1\"/></w:numPr>"
        );
    };
    const auto answer = read_docx(docx(
        {.body = numbered("MỤC TIÊU", 0) + numbered("Giữ kín", 1) + numbered("Kịp thời", 1) +
                 numbered("NHIỆM VỤ", 0),
         .numbering = lists}
    ));
    CHECK(answer.value().text == "I. MỤC TIÊU\na) Giữ kín\nb) Kịp thời\nII. NHIỆM VỤ\n");
}

TEST_CASE("a row is a line, cells are joined by TAB, a cell merged with the one above says so") {
    const std::string two_lines =
        paragraph("Rà soát") + "<w:p>" + run(text("số") + "<w:br/>" + text("liệu")) + "</w:p>";
    CHECK(
        text_of(table(
            row(cell(paragraph("TT")) + cell(paragraph("Việc")) + cell(paragraph("Chủ trì"))) +
            row(cell(paragraph("1"), "<w:vMerge w:val=\"restart\"/>") + cell(two_lines) +
                cell(paragraph("Xã"))) +
            row(cell(paragraph("1"), "<w:vMerge/>") + cell(paragraph("Báo cáo"), "<w:gridSpan w:val=\"2\"/>")
            ) +
            row(cell("<w:p/>") + cell("<w:p/>") + cell(paragraph("Cuối")))
        )) == "TT\tViệc\tChủ trì\n1\tRà soát số liệu\tXã\n〃\tBáo cáo\n\t\tCuối\n"
    );
    CHECK(
        text_of(table(
            row(cell(table(row(cell(paragraph("a")) + cell(paragraph("b")))) + paragraph("c")) +
                cell(paragraph("d")))
        )) == "a b c\td\n"
    );
}

TEST_CASE("pages end where the author or the last rendering ended them, never inside a paragraph") {
    const std::string hard = run("<w:br w:type=\"page\"/>");
    const std::string soft = "<w:lastRenderedPageBreak/>";
    CHECK(
        text_of(paragraph("a") + "<w:p>" + hard + "</w:p><w:p>" + run(soft + text("b")) + "</w:p>") ==
        "a\n\fb\n"
    );
    CHECK(
        text_of("<w:p>" + run(text("dài ")) + run(soft + text("quá")) + "</w:p>" + paragraph("b")) ==
        "dài quá\n\fb\n"
    );
    CHECK(text_of("<w:p>" + run(text("a")) + hard + run(text("b")) + "</w:p>") == "a\n\fb\n");
    CHECK(text_of(paragraph("a") + paragraph("b", "<w:pageBreakBefore/>")) == "a\n\fb\n");
    CHECK(text_of(paragraph("a", "<w:sectPr/>") + paragraph("b") + "<w:sectPr/>") == "a\n\fb\n");
    CHECK(
        text_of(
            paragraph("a", "<w:sectPr/>") + paragraph("b") +
            "<w:sectPr><w:type w:val=\"continuous\"/></w:sectPr>"
        ) == "a\nb\n"
    );
    CHECK(
        text_of(table(
            row(cell("<w:p>" + run(text("a") + soft + text("b")) + "</w:p>")) + row(cell(paragraph("c")))
        )) == "ab\n\fc\n"
    );
    CHECK(
        read_docx(docx({.body = paragraph("a") + "<w:p>" + hard + run(text("b")) + "</w:p>"}))
            .value()
            .pages == 2
    );
}

TEST_CASE("accepted changes are in, rejected ones out; fields show their result only") {
    CHECK(
        text_of(
            "<w:p>" + run(text("giữ ")) + "<w:ins>" + run(text("thêm ")) + "</w:ins><w:del>" +
            run("<w:delText>bỏ</w:delText>" + text("bỏ")) + "</w:del>" + run(text("lại")) + "</w:p>"
        ) == "giữ thêm lại\n"
    );
    CHECK(
        text_of(
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run(text("nối ")) + "</w:p>" + paragraph("liền")
        ) == "nối liền\n"
    );
    const auto mark = [](const std::string& type) {
        return run("<w:fldChar w:fldCharType=\"" + type + "\"/>");
    };
    CHECK(
        text_of(
            "<w:p>" + run(text("Trang ")) + mark("begin") +
            run("<w:instrText>PAGE</w:instrText>" + text("ẩn")) + mark("separate") + run(text("3")) +
            mark("end") + "<w:fldSimple w:instr=\"DATE\">" + run(text("/7")) + "</w:fldSimple></w:p>"
        ) == "Trang 3/7\n"
    );
    CHECK(
        text_of(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr>" + text("ẩn") + "</w:r>" + run(text("hiện")) + "</w:p>"
        ) == "hiện\n"
    );
}

TEST_CASE("text boxes follow their paragraph, once") {
    const std::string box = "<w:txbxContent>" + paragraph("MẬT") + paragraph("Hộp") + "</w:txbxContent>";
    CHECK(
        text_of(
            "<w:p>" +
            run(text("Thân") + "<mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:txbx>" + box +
                "</wps:txbx></mc:Choice><mc:Fallback><v:textbox>" + box +
                "</v:textbox></mc:Fallback></mc:AlternateContent>") +
            run(text(" bài")) + "</w:p>"
        ) == "Thân bài\nMẬT\nHộp\n"
    );
}

TEST_CASE("headers stand apart, foreign things are told of and never opened") {
    const DocxParts parts{
        .body = paragraph("Thân") + "<w:p>" + run("<w:footnoteReference w:id=\"1\"/>") + "</w:p>",
        .header = paragraph("Số: 7"),
        .more = {{"word/vbaProject.bin", "macro"}, {"word/embeddings/oleObject1.bin", "object"}},
        .relationships =
            "<Relationship Id=\"l\" Type=\"x/hyperlink\" Target=\"http://x.test/\" "
            "TargetMode=\"External\"/>"};
    const auto answer = read_docx(docx(parts)).value();
    CHECK(answer.text == "Thân\n");
    CHECK(answer.margins == "Số: 7\n");
    for (const char* notice :
         {"document.macros_ignored",
          "document.embedded_objects_ignored",
          "document.external_links_ignored",
          "document.footnotes_ignored"}) {
        CAPTURE(notice);
        CHECK(has(answer, notice));
    }
}

TEST_CASE("bombs and broken packages are refused by name") {
    const std::string mib(1U << 20U, 'a');
    std::string much;
    for (int i = 0; i < 40; ++i) much += mib;
    CHECK(code_of(docx({.body = "", .more = {{"word/media/x.bin", much}}})) == "document.zip_bomb");
    std::vector<Entry> many;
    for (int i = 0; i < 2'001; ++i) many.push_back({"x" + std::to_string(i), "", true});
    CHECK(code_of(docx({.body = "", .more = many})) == "document.zip_bomb");
    CHECK(
        code_of(docx({.body = "", .more = {{"z", mib + mib + std::string(63U << 20U, 'b'), true}}})) ==
        "document.zip_bomb"
    );
    const Bytes inner = document::fixture::zip({{"bomb", much}});
    CHECK(
        code_of(docx(
            {.body = paragraph("a"),
             .more = {{"word/embeddings/inner.zip", std::string(as_text(inner)), true}}}
        )) == "read"
    );
    Bytes cut = docx({.body = paragraph("a")});
    cut.resize(cut.size() / 2);
    CHECK(code_of(cut) == "document.corrupt");
    CHECK(
        code_of(document::fixture::zip({{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<x/>"}})) ==
        "document.corrupt"
    );
}

TEST_CASE("a directory that names one entry's bytes many times is refused") {
    // One stored entry of this many bytes, listed as often as told.
    const auto listed = [](std::size_t size, std::size_t times) {
        const Bytes once = document::fixture::zip({{"word/document.xml", std::string(size, 'x'), true}});
        const std::string bytes(as_text(once));
        const std::size_t directory = bytes.rfind("PK\x01\x02");
        const std::size_t end = bytes.rfind("PK\x05\x06");
        const std::string record = bytes.substr(directory, end - directory);
        std::string out = bytes.substr(0, directory);
        for (std::size_t i = 0; i < times; ++i) out += record;
        std::string tail = bytes.substr(end);
        const std::size_t length = record.size() * times;
        for (unsigned i = 0; i < 4; ++i) tail[12 + i] = static_cast<char>(length >> (8 * i));
        tail[8] = tail[10] = static_cast<char>(times);
        out += tail;
        const auto package = Package::open(as_bytes(out));
        return package ? std::string("open") : package.error().code + ": " + package.error().detail;
    };
    CHECK(listed(100'000, 1) == "open");
    CHECK(listed(100'000, 2) == "document.corrupt: the zip directory is inconsistent");
    CHECK(listed(100'000, 100) == "document.corrupt: the zip directory is inconsistent");
}

TEST_CASE("an entry's directory that lies about its size is refused") {
    Bytes lying = docx({.body = paragraph(std::string(4'000, 'x'))});
    const std::string_view bytes = as_text(lying);
    for (std::size_t at = bytes.find("word/document.xml"); at != std::string_view::npos;
         at = bytes.find("word/document.xml", at + 1)) {
        if (at >= 46 && bytes.substr(at - 46, 2) == "PK")
            lying[at - 46 + 24] ^= 0x40;  // the directory's size
        if (at >= 30 && bytes.substr(at - 30, 2) == "PK") lying[at - 30 + 22] ^= 0x40;  // the entry's own
    }
    CHECK(code_of(lying) == "document.corrupt");
}

TEST_CASE("XML with a DOCTYPE, too deep or broken is refused") {
    CHECK(parse_xml("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").error().detail == "a DOCTYPE");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    std::string closed = deep;
    for (int i = 0; i < 100'000; ++i) closed += "</a>";
    CHECK(parse_xml(closed).error().detail == "nested too deeply");
    CHECK(!parse_xml(deep));
    CHECK(!parse_xml("<a><b></a>"));
    CHECK(parse_xml("<a>" + std::string(200, ' ') + "</a>"));
    std::string tables;
    for (int i = 0; i < 60; ++i) tables += "<w:tbl><w:tr><w:tc>";
    std::string ends;
    for (int i = 0; i < 60; ++i) ends += "</w:tc></w:tr></w:tbl>";
    CHECK(text_of(tables + paragraph("đáy") + ends) == "đáy\n");
}

}  // namespace neove::worker
