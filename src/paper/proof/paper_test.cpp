#include "paper/paper.h"

#include "worker/docx.h"
#include "worker/package.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace neove::paper {

namespace {

Frame frame() {
    Frame out;
    out.nation = "CỘNG HÒA THỬ NGHIỆM";
    out.motto = "Một hàng tiêu ngữ ở đây";
    out.number = "Số:";
    out.day = "ngày      tháng      năm 2026";
    out.about = "V/v";
    out.to = "Kính gửi:";
    out.recipients = "Nơi nhận:";
    out.end = "./.";
    return out;
}

Paper plan() {
    Paper out;
    out.frame = frame();
    out.letterhead = {"Ủy ban nhân dân tỉnh M", "Thư viện tỉnh M", "/KH-TV", "M"};
    out.kind = "KẾ HOẠCH";
    out.subject = "Sắp xếp kho sách năm 2026";
    out.blocks = {
        Heading{1, "MỤC ĐÍCH"},
        Paragraph{"Để <mọi người> & \"ai cũng\" tìm được sách."},
        Heading{2, "Yêu cầu"},
        Heading{3, "Việc một"},
        Heading{3, "Việc hai"},
        Heading{1, "TỔ CHỨC"},
        Paragraph{"Các phòng thực hiện"},
        Annex{"Phụ lục", "BẢNG PHÂN CÔNG", "(Kèm theo Kế hoạch)", true},
        Table{
            {{"TT", 1, Align::Centre}, {"Việc", 6, Align::Start}, {"Hạn", 2, Align::Centre}},
            {{{}, "Kho mở"}, {{"1", "Dán nhãn", "05/12/2026"}, {}}, {{"2", "Lau giá\nhai lần", ""}, {}}}}};
    out.signature = {"GIÁM ĐỐC"};
    out.recipients = {"Như trên", "Lưu: VT"};
    return out;
}

std::string text_of(const std::string& bytes) {
    const auto answer = worker::read_docx(as_bytes(bytes));
    REQUIRE_MESSAGE(answer.has_value(), (answer ? "" : answer.error().code));
    CHECK(answer->notices.empty());  // no field of another file, no macro, no link
    return answer->text;
}

std::string part_of(const std::string& bytes, const char* name) {
    const auto package = worker::Package::open(as_bytes(bytes));
    REQUIRE(package);
    const auto part = package->part(name);
    REQUIRE(part);
    return *part;
}

std::string written(const Paper& paper) {
    const auto bytes = write_docx(paper);
    REQUIRE(bytes.has_value());
    return *bytes;
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
}

/// What a command prints; empty where it fails.
std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string out;
    std::array<char, 4096> some{};
    while (pipe != nullptr) {
        const std::size_t got = fread(some.data(), 1, some.size(), pipe.get());
        if (got == 0) break;
        out.append(some.data(), got);
    }
    return out;
}

}  // namespace

TEST_CASE("what a paper says is read back: head, numbered headings, body, table, signature, recipients") {
    const std::string text = text_of(written(plan()));
    for (const char* one :
         {"Ủy ban nhân dân tỉnh M",
          "Thư viện tỉnh M",
          "/KH-TV",
          "M, ngày tháng",
          "KẾ HOẠCH",
          "Sắp xếp kho sách năm 2026",
          "I. MỤC ĐÍCH",
          "Để <mọi người> & \"ai cũng\" tìm được sách.",
          "1. Yêu cầu",
          "a) Việc một",
          "b) Việc hai",
          "II. TỔ CHỨC",
          "Các phòng thực hiện./.",
          "BẢNG PHÂN CÔNG",
          "Kho mở",
          "1\tDán nhãn\t05/12/2026",
          "GIÁM ĐỐC",
          "- Như trên;",
          "- Lưu: VT."}) {
        CHECK_MESSAGE(text.contains(one), one, "\n", text);
    }
}

TEST_CASE("a letter has its subject under the number and names its addressees") {
    Paper letter = plan();
    letter.kind.clear();
    letter.subject = "trả sách quá hạn";
    letter.to = {"Phòng Một", "Phòng Hai"};
    const std::string text = text_of(written(letter));
    CHECK(text.contains("V/v trả sách quá hạn"));
    CHECK(text.contains("- Phòng Một;"));
    CHECK(text.contains("- Phòng Hai."));
    letter.to = {"Phòng Một"};
    CHECK(text_of(written(letter)).contains("Kính gửi: Phòng Một"));
}

TEST_CASE("points are lettered as Vietnamese offices letter them, chapters in Roman numbers") {
    CHECK(heading_mark(1, 4) == "IV.");
    CHECK(heading_mark(1, 19) == "XIX.");
    CHECK(heading_mark(2, 10) == "10.");
    CHECK(heading_mark(3, 5) == "đ)");
    CHECK(heading_mark(3, 7) == "g)");  // there is no f
    CHECK(heading_mark(3, 40) == "40)");
}

TEST_CASE("the same paper gives the same bytes, and they tell nobody's name or hour") {
    const std::string bytes = written(plan());
    CHECK(bytes == written(plan()));
    CHECK(!bytes.contains("docProps"));
    CHECK(count(bytes, "word/document.xml") == 2);
}

TEST_CASE("margins, font, sizes and page numbers are those of the layout") {
    const std::string bytes = written(plan());
    const std::string body = part_of(bytes, "word/document.xml");
    CHECK(count(body, "w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" w:left=\"1701\"") == 2);
    CHECK(count(body, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>") == 1);
    CHECK(count(body, "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>") == 1);
    CHECK(count(body, "<w:titlePg/>") == 2);  // no number on a first page
    CHECK(count(body, "<w:tblHeader/>") == 1);
    CHECK(part_of(bytes, "word/styles.xml").contains("w:ascii=\"Times New Roman\""));
    CHECK(part_of(bytes, "word/header1.xml").contains(" PAGE "));
    CHECK(!part_of(bytes, "word/header2.xml").contains("PAGE"));
}

TEST_CASE("a short last section stands on one page with the signature, and a group's name with its rows") {
    const auto kept = [](const Paper& paper) {
        return count(part_of(written(paper), "word/document.xml"), "<w:keepNext/>");
    };
    const std::size_t usual = kept(plan());
    Paper longer = plan();
    // Between the last heading and the annex: its one paragraph becomes two, then too many.
    const auto annex = [](Paper& paper) {
        return std::ranges::find_if(paper.blocks, [](const Block& one) {
            return std::holds_alternative<Annex>(one);
        });
    };
    longer.blocks.insert(annex(longer), Paragraph{"Thêm một đoạn"});
    CHECK(kept(longer) == usual + 1);
    for (int i = 0; i < 4; ++i) longer.blocks.insert(annex(longer), Paragraph{"Thêm nữa"});
    CHECK(kept(longer) == usual);
    Paper ungrouped = plan();
    for (Block& one : ungrouped.blocks) {
        if (auto* table = std::get_if<Table>(&one)) {
            std::erase_if(table->rows, [](const Row& row) { return !row.group.empty(); });
        }
    }
    CHECK(kept(ungrouped) == usual - 1);
}

TEST_CASE("a control character is refused wherever it stands, never dropped in silence") {
    Paper bad = plan();
    bad.blocks.emplace_back(Paragraph{"a\x01 b"});
    CHECK(write_docx(bad).error().code == "paper.unwritable");
    CHECK(write_text(bad).error().code == "paper.unwritable");
    Paper cell = plan();
    cell.blocks.emplace_back(Table{{{"Cột", 1, Align::Start}}, {{{"\xff"}, {}}}});
    CHECK(write_docx(cell).error().code == "paper.unwritable");
    Paper head = plan();
    head.letterhead.own = "x\x1b[31m";
    CHECK(write_docx(head).error().code == "paper.unwritable");
    Paper mark = plan();
    mark.subject = "\xef\xbf\xbf";
    CHECK(write_docx(mark).error().code == "paper.unwritable");
}

TEST_CASE("as plain text it holds title and body, and nothing of head, signature or recipients") {
    const auto text = write_text(plan());
    REQUIRE(text);
    CHECK(text->starts_with("KẾ HOẠCH\nSắp xếp kho sách năm 2026\nI. MỤC ĐÍCH\n"));
    CHECK(text->contains("- TT 1; Việc Dán nhãn; Hạn 05/12/2026\n"));
    CHECK(!text->contains("GIÁM ĐỐC"));
    CHECK(!text->contains("Lưu"));
}

TEST_CASE("LibreOffice opens it, numbers its second page and turns its wide annex") {
    if (!std::filesystem::exists("/usr/lib/libreoffice/program/libswlo.so") ||
        !std::filesystem::exists("/usr/bin/pdftotext")) {
        MESSAGE("no LibreOffice Writer or no pdftotext here");
        return;
    }
    const auto folder = std::filesystem::temp_directory_path() / "neove-paper-proof";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    Paper paper = plan();
    for (int i = 0; i < 40; ++i)
        paper.blocks.insert(paper.blocks.begin() + 1, Paragraph{"Một đoạn của thân bài."});
    auto& table = std::get<Table>(paper.blocks.back());
    for (int i = 0; i < 60; ++i) table.rows.push_back({{"3", "Việc thêm", "06/12/2026"}, {}});
    std::ofstream(folder / "a.docx", std::ios::binary) << written(paper);
    const std::string here = "cd '" + folder.string() + "' && HOME='" + folder.string() + "' ";
    // The test's own folder and nobody's words in it.
    output_of(here + "timeout 100 soffice --headless --convert-to pdf a.docx 2>&1");
    const std::string facts = output_of(here + "pdfinfo -l 9 a.pdf 2>&1");
    CHECK_MESSAGE(facts.contains("Page    1 size:  595.304 x 841.89 pts (A4)"), facts);
    const auto page = [&](int number) {
        const std::string n = std::to_string(number);
        return output_of(here + "pdftotext -layout -f " + n + " -l " + n + " a.pdf - 2>&1");
    };
    const auto first_word = [](const std::string& text) {
        const std::size_t at = text.find_first_not_of(" \n\f");
        return at == std::string::npos ? std::string() : text.substr(at, text.find_first_of(" \n", at) - at);
    };
    CHECK(first_word(page(1)) != "1");
    CHECK(first_word(page(2)) == "2");
    CHECK_MESSAGE(facts.contains("size:  841.89 x 595.304 pts"), facts);
    // The heading of the table stands again on every page of it, and the annex is numbered by itself.
    std::string last = page(1);
    for (int number = 2; number <= 9; ++number) {
        const std::string text = page(number);
        if (text.contains("Việc thêm")) last = text;
    }
    CHECK_MESSAGE(last.contains("Hạn"), last);
    CHECK_MESSAGE(first_word(last) != "4", last);
    std::filesystem::remove_all(folder);
}

}  // namespace neove::paper
