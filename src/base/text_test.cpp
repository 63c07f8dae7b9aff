#include "base/text.h"

#include "base/utf8.h"

#include <doctest/doctest.h>

#include <random>

namespace text = neove::text;

TEST_CASE("well-formed text is told from damaged text") {
    CHECK(text::is_valid_utf8("Ủy ban nhân dân"));
    CHECK(text::is_valid_utf8(""));
    CHECK_FALSE(text::is_valid_utf8("\xC0\xAF"));          // overlong
    CHECK_FALSE(text::is_valid_utf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(text::is_valid_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
    CHECK_FALSE(text::is_valid_utf8("Ủ\xE1\xBB"));         // cut short
}

TEST_CASE("every code point comes back as it was written, and what is none is never written") {
    for (char32_t code = 0; code <= 0x110010; code += code < 0x3000 ? 1 : 61) {
        std::string out;
        neove::utf8::append(out, code);
        const bool is_none = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
        const std::size_t size = neove::utf8::sequence_size(out, 0);
        REQUIRE(size == out.size());
        REQUIRE(neove::utf8::code_of(out, 0, size) == (is_none ? 0xFFFD : code));
    }
}

TEST_CASE("damage becomes one replacement mark and the rest survives") {
    CHECK(text::repair_utf8("sở \xE1\xBB y tế") == "sở \uFFFD y tế");
    CHECK(text::repair_utf8("sở y tế") == "sở y tế");
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        std::string bytes(random() % 40, ' ');
        for (char& byte : bytes) byte = static_cast<char>(random());
        CHECK(text::is_valid_utf8(text::repair_utf8(bytes)));
    }
}

TEST_CASE("decomposed text becomes the composed text") {
    CHECK(text::to_nfc("Uy\u0309 ban") == "Uỷ ban");
    CHECK(text::to_nfc("chu\u031B\u0301c") == "chức");
    CHECK(text::to_nfc("chức") == "chức");
}

TEST_CASE("both customary tone places give one key, and letters keep their diacritics") {
    CHECK(text::match_key("Uỷ ban") == text::match_key("Ủy Ban"));
    CHECK(text::match_key("xã hội hoá") == text::match_key("XÃ HỘI HÓA"));
    CHECK(text::match_key("khoẻ, thuỷ") == "khỏe, thủy");
    CHECK(text::match_key("hoàn quý") == "hoàn quý");
    CHECK(text::match_key("qúy") == "quý");
    CHECK(text::match_key("Bộ") != text::match_key("Bố"));
}

TEST_CASE("folding forgets case, tones and diacritics") {
    CHECK(text::fold("ĐỒNG THÁP") == "dong thap");
    CHECK(text::fold("Đo\u0302\u0300ng") == "dong");
    CHECK(text::fold("Phường 1, ước") == "phuong 1, uoc");
}

TEST_CASE("code point offsets and byte offsets answer each other") {
    std::string sample;
    for (int i = 0; i < 60; ++i) sample += "Ủy ban xã, ";
    const text::CodePointIndex index(sample);
    const std::size_t count = text::count_code_points(sample);
    CHECK(index.from_byte(sample.size()) == count);
    for (std::size_t point = 0; point < count; ++point) CHECK(index.from_byte(index.to_byte(point)) == point);
    CHECK(index.to_byte(count) == sample.size());
    CHECK(text::CodePointIndex("").from_byte(5) == 0);
}
