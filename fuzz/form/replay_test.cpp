#include "base/file.h"
#include "bodies.h"
#include "json/json.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;
using namespace neove::form;

namespace {

const json::Value& vectors() {
    static const json::Value read = [] {
        const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/form.json", 1U << 20U);
        REQUIRE(bytes);
        return json::parse(as_text(*bytes)).value();
    }();
    return read;
}

}  // namespace

TEST_CASE("the fuzz bodies of forms hold over the shared vectors, cut at every place") {
    for (const auto& [name, form] : *vectors().find("forms")->object()) {
        const std::string text = json::write(form);
        CHECK_MESSAGE(fuzz_definition(as_bytes(text)), name);
        for (std::size_t size = 0; size < text.size(); size += 7) {
            CHECK_FALSE(fuzz_definition(as_bytes(text).first(size)));
        }
    }
    for (const json::Value& one : *vectors().find("cases")->array()) {
        CHECK_NOTHROW(fuzz_answers(as_bytes(json::write(*one.find("answers")))));
    }
}

TEST_CASE("the fuzz body of answers reaches right ones") {
    CHECK(fuzz_answers(as_bytes(R"({"a": "a", "b": "b", "c": 1, "d": "2026-11-22", "e": "2026-11",
        "f": "2026-11-22T10:00", "g": "x", "h": ["y"], "i": {"name": "An"},
        "j": "0123456789abcdef0123456789abcdef", "k": {"code": "101", "list": "2025-07-01"}, "l": "113",
        "m": {"kind": "citizen", "number": "1"}, "n": "VN", "o": "vi", "p": ["0123456789abcdef0123456789abcdef"],
        "q": 5, "r": [{"s": "x", "t": 2, "v": "2026-01-02", "w": "2026-01-01"}], "z": "z"})")));
    CHECK_FALSE(fuzz_answers(as_bytes(R"({"a": 1})")));
}

TEST_CASE("the fuzz body of words that name people holds over sentences cut at every place") {
    const auto bytes =
        read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/person_words.json", 1U << 20U);
    REQUIRE(bytes);
    const json::Value sentences = json::parse(as_text(*bytes)).value();
    std::size_t found = 0;
    for (const json::Value& one : *sentences.find("names_somebody")->array()) {
        const std::string& text = *(*one.array())[0].string();
        for (std::size_t size = 0; size <= text.size(); ++size) {
            found += fuzz_person_words(as_bytes(text).first(size)) ? 1 : 0;
        }
    }
    CHECK(found > 50);
}
