/// \file
/// The vectors that C++ and TypeScript share.

#include "base/file.h"
#include "form/cases/cases.h"

#include <doctest/doctest.h>

using namespace neove;

TEST_CASE("every shared vector of forms is answered as written") {
    const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/form.json", 1U << 20U);
    REQUIRE(bytes);
    const auto vectors = json::parse(as_text(*bytes));
    REQUIRE(vectors);
    const auto forms = form::read_forms(*vectors);
    REQUIRE_MESSAGE(
        forms.has_value(), (forms ? "" : forms.error().code + forms.error().where + forms.error().detail)
    );
    std::size_t compared = 0;
    for (json::Value one : *vectors->find("cases")->array()) {
        CAPTURE(one.text_or("says"));
        one.set("today", vectors->text_or("today"));
        const auto answer = form::answer(*forms, one);
        REQUIRE(answer);
        for (const char* part : {"settled", "shown", "required", "options", "faults", "asked"}) {
            const json::Value* wanted = one.find(part);
            if (wanted == nullptr) continue;
            ++compared;
            CHECK(json::write(*answer->find(part)) == json::write(*wanted));
        }
    }
    CHECK(compared > 70);
}
