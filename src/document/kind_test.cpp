#include "document/kind.h"

#include "document/fixture.h"

#include <doctest/doctest.h>

namespace neove::document {

using namespace std::string_view_literals;

namespace {

Kind kind_of(std::string_view bytes) {
    return detect_kind(as_bytes(bytes));
}

std::string ole(std::string_view stream) {
    std::string bytes = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    bytes.resize(512);
    for (const char c : stream) bytes.append({c, '\0'});
    return bytes;
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
    CHECK(kind_of(ole("WordDocument")) == Kind::Doc);
    CHECK(kind_of(ole("EncryptedPackage")) == Kind::EncryptedOffice);
    CHECK(kind_of(ole("Workbook")) == Kind::Unknown);
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
          "{\\rtf1",
          "<script>x</script>",
          "%!PS-Adobe",
          "\xEF\xBB\xBF<html>"}) {
        CAPTURE(text);
        CHECK(kind_of(text) == Kind::Markup);
    }
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
