#include "base/readable.h"

#include <doctest/doctest.h>

#include <string>

namespace neove::text {

TEST_CASE("what people write in any script is readable") {
    for (const char* text :
         {"Nguyễn Thị Hà",
          "Nguye\u0302\u0303n",
          "H'Mông",
          "-",
          "?",
          "12/2026",
          "😀",
          "👩\u200D👩\u200D👧",
          "می\u200Cخواهم",
          "নমস্কার",
          "ក្រុមប្រឹក្សា",
          "so\u00ADft",
          "a\u200Bb",
          "\uFEFFa",
          "Mặt\u00A0trận"}) {
        CAPTURE(text);
        CHECK(is_readable(text, false));
        CHECK(is_readable(text, true));
    }
    CHECK(is_readable("a\nb", true));
}

TEST_CASE("never: a text in which there is nothing to see, or that reads otherwise than it is, is taken") {
    for (const char* text :
         {"",
          " ",
          "\u200B",
          "\u200B\u200C\u200D\u2060\uFEFF",
          "\u00AD",
          "\u3164",
          "\u2800\u115F",
          "\u0301",
          "\u034F\uFE0F",
          "\u200E\u200F",
          "\u00A0\u3000",
          "a\u202Eb",
          "\u2066a\u2069",
          "a\u0001",
          "a\u007F",
          "a\u0085",
          "a\u2028b",
          "a\U000E0041",
          "\uFFF9a"}) {
        CAPTURE(text);
        CHECK_FALSE(is_readable(text, true));
    }
    CHECK_FALSE(is_readable("a\nb", false));
    CHECK_FALSE(is_readable("\n", true));
}

TEST_CASE("a letter bears a few marks, and not a tower of them, joined or not") {
    std::string tower = "a";
    for (int i = 0; i < 8; ++i) tower += "\u0316";
    CHECK(is_readable(tower, false));
    CHECK_FALSE(is_readable(tower + "\u200D\u0316", false));
    CHECK(is_readable(tower + "b" + "\u0316", false));
    for (int i = 0; i < 150; ++i) tower += "\u0301";
    CHECK_FALSE(is_readable(tower, false));
}

TEST_CASE("a name has a letter of some script") {
    for (const char* name : {"Hà", "H", "王", "محمد", "1a"}) CHECK(has_letter(name));
    for (const char* name : {"", "31/02/2026", "?", "---", "😀", "٣"}) CHECK_FALSE(has_letter(name));
}

}  // namespace neove::text
