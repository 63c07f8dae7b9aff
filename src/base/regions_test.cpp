#include "base/regions.h"

#include <doctest/doctest.h>

using namespace neove::regions;

TEST_CASE("a country is meant by its code or its name, in either language, with or without accents") {
    for (const char* text : {"VN", "vn", "Việt Nam", "viet nam", "Vietnam"}) {
        CAPTURE(text);
        CHECK(country_code(text) == "VN");
    }
    CHECK(country_code("Lào") == "LA");
    CHECK(country_code(" nhat ban ") == "JP");
    for (const char* text : {"", " ", "Xứ sở thần tiên", "V", "\xff"}) {
        CAPTURE(text);
        CHECK(country_code(text).empty());
    }
}

TEST_CASE("a language is meant by its code or its name, with or without the word for language") {
    for (const char* text : {"vi", "Tiếng Việt", "tieng viet", "Việt", "Vietnamese"}) {
        CAPTURE(text);
        CHECK(language_code(text) == "vi");
    }
    CHECK(language_code("English") == "en");
    CHECK(language_code("tiếng chim").empty());
}
