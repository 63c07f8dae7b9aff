#include "document/kind.h"

#include "document/fixture.h"

#include <doctest/doctest.h>

namespace neove::document {

using namespace std::string_view_literals;

namespace {

Kind kind_of(std::string_view bytes) {
    return detect_kind(as_bytes(bytes));
}

}  // namespace

TEST_CASE("the kind is told by content") {
    CHECK(kind_of("") == Kind::Empty);
    CHECK(kind_of("Kế hoạch số 5\r\n\tđiều 1") == Kind::Text);
    CHECK(kind_of("\xFF\xFEK\0"sv) == Kind::Text);
    CHECK(kind_of("KÕ ho¹ch \xB8\xA9") == Kind::Text);
    CHECK(kind_of("\x89PNG\r\n\x1A\n...") == Kind::Png);
    CHECK(kind_of("\xFF\xD8\xFF\xE0") == Kind::Jpeg);
    CHECK(kind_of("II*\0...."sv) == Kind::Tiff);
    CHECK(kind_of("MM\0*...."sv) == Kind::Tiff);
    CHECK(kind_of("\n%PDF-1.7\n") == Kind::Pdf);
    CHECK(kind_of("{\\rtf1\\ansi") == Kind::RichText);
    CHECK(kind_of("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") == Kind::Damaged);
    CHECK(kind_of("MZ\x90\0\x03"sv) == Kind::Unknown);
    CHECK(kind_of("a\0b"sv) == Kind::Unknown);
    CHECK(kind_of("\x1F\x8B\x08") == Kind::Unknown);
}

TEST_CASE("what a viewer would run is never text") {
    for (const auto* text :
         {"<!DOCTYPE html>",
          "  <HTML>",
          "\n<svg xmlns=''>",
          "<?xml version='1.0'?>",
          "<script>x</script>",
          "%!PS-Adobe",
          "\xEF\xBB\xBF<html>"}) {
        CAPTURE(text);
        CHECK(kind_of(text) == Kind::Markup);
    }
}

TEST_CASE("what an old file is, is told by the streams at its top") {
    const auto of = [](const std::vector<std::pair<std::string, std::string>>& streams) {
        return detect_kind(fixture::compound(streams));
    };
    CHECK(of({{"1Table", "x"}, {"WordDocument", fixture::word_head()}}) == Kind::Doc);
    CHECK(of({{"WordDocument", fixture::word_head().substr(0, 600)}, {"Data", "y"}}) == Kind::Doc);
    CHECK(of({{"WordDocument", fixture::word_head(true)}}) == Kind::EncryptedOffice);
    CHECK(of({{"EncryptionInfo", "x"}, {"EncryptedPackage", "x"}}) == Kind::EncryptedOffice);
    CHECK(of({{"Workbook", "x"}}) == Kind::OldSheet);
    CHECK(of({{"Book", "x"}}) == Kind::OldSheet);
    CHECK(of({{"PowerPoint Document", "x"}}) == Kind::OldContainer);
    CHECK(of({{"SummaryInformation", "an installer"}}) == Kind::OldContainer);
    CHECK(of({}) == Kind::OldContainer);
    // A text inside a spreadsheet does not make it a text; nor does the name alone.
    CHECK(of({{"Workbook", "x"}, {"MBD1/WordDocument", fixture::word_head()}}) == Kind::OldSheet);
    CHECK(of({{"WordDocument", std::string(4096, 'x')}}) == Kind::Damaged);
    CHECK(of({{"WordDocument", "x"}}) == Kind::Damaged);
}

TEST_CASE("office files that were cut short are damaged, at whatever byte") {
    const Bytes old = fixture::compound({{"WordDocument", fixture::word_head()}, {"1Table", "x"}});
    constexpr std::size_t kMagic = 8;
    for (std::size_t size = kMagic; size < old.size(); size += 64) {
        CAPTURE(size);
        CHECK(detect_kind(ByteView(old).first(size)) == Kind::Damaged);
    }
    const Bytes package = fixture::docx({.body = fixture::paragraph("x")});
    for (std::size_t size = 64; size + 22 <= package.size(); ++size) {
        CAPTURE(size);
        CHECK(detect_kind(ByteView(package).first(size)) == Kind::Damaged);
    }
    Bytes shifted = package;  // bytes lost on the way: the directory is not where its end says
    shifted.erase(shifted.begin() + 100, shifted.begin() + 110);
    CHECK(detect_kind(shifted) == Kind::Damaged);
    const Bytes archive = fixture::zip({{"a.txt", std::string(300, 'x')}});
    CHECK(detect_kind(ByteView(archive).first(archive.size() / 2)) == Kind::Zip);
}

TEST_CASE("a zip is told apart by its directory") {
    CHECK(detect_kind(fixture::docx({.body = fixture::paragraph("x")})) == Kind::Docx);
    CHECK(
        detect_kind(fixture::zip({{"[Content_Types].xml", "<x/>"}, {"xl/workbook.xml", "<x/>"}})) ==
        Kind::Xlsx
    );
    CHECK(detect_kind(fixture::zip({{"a.txt", "x"}})) == Kind::Zip);
    CHECK(detect_kind(fixture::zip({{"word/document.xml", "<x/>"}})) == Kind::Zip);  // not a package
    CHECK(kind_of("PK\x03\x04") == Kind::Zip);
    Bytes locked = fixture::zip({{"a.txt", "x"}});
    const std::string_view text = as_text(locked);
    locked[text.find("PK\x01\x02"sv) + 8] |= 1;
    CHECK(detect_kind(locked) == Kind::EncryptedZip);
}

}  // namespace neove::document
