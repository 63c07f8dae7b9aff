#include "bodies.h"
#include "document/fixture.h"
#include "document/protocol/protocol.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace neove::document {

namespace {

using Body = void (*)(ByteView);

/// Each seed, each of its beginnings, and each with one byte changed.
void replay(Body body, const std::vector<std::string>& seeds) {
    for (const std::string& seed : seeds) {
        for (std::size_t n = 0; n <= seed.size(); ++n) CHECK_NOTHROW(body(as_bytes(seed).first(n)));
        for (std::size_t i = 0; i < seed.size(); ++i) {
            for (const char flip : {'\x01', '\x20', '\x80', '\xFF'}) {
                std::string changed = seed;
                changed[i] = static_cast<char>(changed[i] ^ flip);
                CHECK_NOTHROW(body(as_bytes(changed)));
            }
        }
    }
}

/// Only the bytes that steer are changed; a long file is cut at every 64th byte.
void replay_at(Body body, const std::string& seed, bool (*steers)(std::size_t)) {
    for (std::size_t n = 0; n <= seed.size(); n += 64) CHECK_NOTHROW(body(as_bytes(seed).first(n)));
    for (std::size_t i = 0; i < seed.size(); ++i) {
        if (!steers(i)) continue;
        for (const char flip : {'\x01', '\x80', '\xFF'}) {
            std::string changed = seed;
            changed[i] = static_cast<char>(changed[i] ^ flip);
            CHECK_NOTHROW(body(as_bytes(changed)));
        }
    }
}

std::string as_string(const Bytes& bytes) {
    return std::string(as_text(bytes));
}

}  // namespace

TEST_CASE("the fuzz bodies hold their promises over the corpus") {
    replay(
        fuzz_docx_walk,
        {"<w:body><w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>a</w:t><w:br w:type=\"page\"/></w:r></w:p>"
         "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body>",
         "<a><tc><tr><tc/></tr></tc><txbxContent><p/></txbxContent><p><txbxContent><tr/></txbxContent></p></"
         "a>"}
    );
    const std::string main = "_rels/.rels\x1f<R><r Type=\"/officeDocument\" Target=\"m\"/></R>\x1e";
    const std::string part = "_rels/m.rels\x1f<R><r Id=\"i\" Type=\"/";
    replay(
        fuzz_office,
        {main + "m\x1f<d><body><p><r><t>a</t></r></p></body></d>\x1e" + part +
             "header\" Target=\"h\"/></R>\x1eh\x1f<p><t>b</t></p>",
         main + "m\x1f<w><sheets><s name=\"a\" id=\"i\"/></sheets></w>\x1e" + part +
             "worksheet\" Target=\"s\"/></R>\x1es\x1f<s><sheetData><r><c "
             "r=\"B2\"><v>1</v></c></r></sheetData></s>"}
    );
    replay(
        fuzz_numbering,
        {"<n><abstractNum abstractNumId=\"0\"><lvl ilvl=\"0\"><start val=\"3\"/><numFmt val=\"upperRoman\"/>"
         "<lvlText val=\"%1.%9\"/></lvl></abstractNum><num numId=\"1\"><abstractNumId val=\"0\"/>"
         "<lvlOverride ilvl=\"1\"><lvl/></lvlOverride></num></n>"}
    );
    using namespace std::string_literals;
    replay(
        fuzz_orientation,
        {"\xFF\xD8\xFF\xE0\0\x04JF\xFF\xFF\xE1\0\x22"
         "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0"s}
    );
    replay(fuzz_csv, {"a,\"b\nc\",\"d\"\"e\"\n;f\t\xC4\x90"});
    replay(fuzz_xlsx_parts, {"AB12", "45000.25", "-1", "dd/mm\\y[Red]\"x\"_", "2958465.99999999"});
    replay(fuzz_legacy_text, {"NguyÔn ThÞ \xB8\xD2", "\xFF\xFE\x3D\xD8\x00", "Höông a\xF9\xF9"});
    replay(
        fuzz_kind,
        {"PK\x05\x06................\x01\x00", "\xEF\xBB\xBF<html>", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1x"}
    );
    const Bytes old =
        fixture::compound({{"WordDocument", "small"}, {"x/y", "z"}, {"x", std::string(4096, 'x')}});
    // Header, then the big stream's sectors, then what names and chains them: most bytes between are content.
    replay_at(fuzz_compound, as_string(old), [](std::size_t at) { return at < 120 || at >= 512 + 4096; });
    replay(fuzz_request, {as_string(encode(Request{1, Kind::Pdf, 2, 3, {}}))});
    Answer answer;
    answer.text = "a";
    answer.notices = {"document.x"};
    answer.sheets = {{"b", {{1, 1, "c"}}}};
    answer.pictures = {Bytes{1}};
    replay(fuzz_answer, {as_string(encode(answer))});
    std::string places;
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            const char kind = column > 0 ? '\x02' : row == 0 ? '\x05' : '\x01';
            places += std::string{
                static_cast<char>(column * 40),
                0,
                static_cast<char>(row * 7),
                0,
                '\x20',
                kind,
                static_cast<char>(row),
                0};
        }
    }
    replay(fuzz_pdf_table, {places});
    replay(
        fuzz_pdf_layout,
        {"ab c\nab -\nc\n", "a   b   c\n1   2   3\nd   e   f\ng   h   i\na)\n\nb\n", "\n\n\f\n  1.\n"}
    );
}

}  // namespace neove::document
