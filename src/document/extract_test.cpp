#include "document/extract.h"

#include "document/fixture.h"

#include <doctest/doctest.h>

namespace neove::document {

using fixture::docx;
using fixture::paragraph;

namespace {

ExtractorPool& pool() {
    static ExtractorPool one;
    return one;
}

std::string text_of(const Bytes& bytes) {
    const auto extracted = extract(bytes, pool());
    return extracted ? extracted->text : extracted.error().code + " " + extracted.error().detail;
}

}  // namespace

TEST_CASE("a docx comes out as one line per paragraph") {
    CHECK(
        text_of(docx({.body = paragraph("Kế hoạch") + paragraph("Kính gửi: các xã")})) ==
        "Kế hoạch\nKính gửi: các xã\n"
    );
}

}  // namespace neove::document
