#include "base/csv.h"

#include <doctest/doctest.h>

namespace neove {

TEST_CASE("no cell of a written table begins like a formula") {
    for (const std::string text : {"=1+1", "+84", "-x", "@SUM(A1)", "\tx", "\r=x", "'=1", "''@x"}) {
        CAPTURE(text);
        CHECK(csv::guarded(text).front() == '\'');
        CHECK(csv::unguarded(csv::guarded(text)) == text);
    }
}

TEST_CASE("what is no formula is written as it is, and comes back so") {
    for (const std::string text : {"", "Sở Y tế", "'quoted'", "'", "a=b", "'' x"}) {
        CAPTURE(text);
        CHECK(csv::guarded(text) == text);
        CHECK(csv::unguarded(text) == text);
    }
}

TEST_CASE("quotes are doubled and every line ends") {
    CHECK(
        csv::write({{"a", "b \"c\""}, {"", "=d"}}) == "\xEF\xBB\xBF\"a\",\"b \"\"c\"\"\"\r\n\"\",\"'=d\"\r\n"
    );
}

}  // namespace neove
