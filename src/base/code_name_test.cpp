#include "base/code_name.h"

#include <doctest/doctest.h>

namespace neove {

TEST_CASE("countries and languages have their names in both languages, and what is none stays what it is") {
    CHECK(country_name("VN", false) == "Việt Nam");
    CHECK(country_name("DE", true) == "Germany");
    CHECK(language_name("vi", false) == "Tiếng Việt");
    CHECK(language_name("hmn", true) == "Hmong");
    for (const char* code : {"", "V", "VNM!", "V1", "x\xff", "zzzz"}) {
        CHECK(country_name(code, false) == code);
        CHECK(language_name(code, false) == code);
    }
}

}  // namespace neove
