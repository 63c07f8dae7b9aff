#include "base/file.h"
#include "bodies.h"
#include "json/json.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;
using namespace neove::expression;

TEST_CASE("the expression fuzz body holds over the shared vectors, and over all they begin with") {
    const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/expression.json", 1 << 20);
    REQUIRE(bytes);
    const auto tree = json::parse(as_text(*bytes));
    REQUIRE(tree);
    for (const std::string_view part : {"cases", "faults", "checks"}) {
        for (const json::Value& one : *tree->find(part)->array()) {
            const std::string text = one.text_or("expression");
            CAPTURE(text);
            for (std::size_t size = 0; size <= text.size(); ++size) {
                CHECK_NOTHROW(fuzz_evaluate(as_bytes(text).first(size)));
            }
        }
    }
}

TEST_CASE("the expression fuzz body reaches what passes check") {
    for (const char* text : {
             "b and c < 3 and d in ['a'] and e > 2024-02-29 and f contains 'a' and not g is answered",
             "if(b, sum(g.n), count(g) + count(f)) * c - -c",
             "min(e + c, e - c, 2199-12-31)",
             "if(b, d, 'x') != d",
             "years_between(e, 2024-02-29) - year(e) + months_between(e, e) + (e - 1970-01-01)",
             "if(b, f, f)",
             "g",
         }) {
        CHECK_MESSAGE(fuzz_evaluate(as_bytes(text)), text);
    }
    CHECK_FALSE(fuzz_evaluate(as_bytes("b and c")));
}
