#include "definition/meaning.h"

#include "json/json.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove;
using access::Guard;

TEST_CASE("whatever an action, a link or a question asks is signed, also what this program does not know yet"
) {
    const auto source = json::parse(R"({
      "form": {"fields": [
        {"id": "day", "required": true},
        {"id": "why", "require_when": "a  =\n 1", "show_when": "b"},
        {"id": "note", "required": false}]},
      "workflow": {
        "actions": [
          {"id": "ask", "creates": true, "to": "asked", "citation": "Law 1", "fields": ["note", "day"]},
          {"id": "give", "from": ["waiting", "asked"], "step_up": true, "requires": ["day"],
           "gives": [{"relation": "helper", "to": "rows", "of": "body", "among": "own_units"},
                     {"relation": "lead", "to": "body"}],
           "also": {"link": "of_loan", "do": "extend"}, "opens_later": 3, "asks_later": false}],
        "links": [{"id": "of_loan", "to": "loan", "who_may": "extend"}],
        "succession": {"field": "body"}}})");
    REQUIRE(source.has_value());
    const definition::Register nothing;
    const std::vector<Guard> told{
        {"ask", "fields", "day,note"},
        {"ask", "to", "asked"},
        {"day", "required", "always"},
        {"give", "also", R"({"do":"extend","link":"of_loan"})"},
        {"give", "from", "asked,waiting"},
        {"give", "gives", R"(helper rows.body {"among":"own_units"})"},
        {"give", "opens_later", "3"},
        {"give", "requires", "day"},
        {"give", "to", ""},
        {"of_loan", "link_to", "loan"},
        {"of_loan", "link_who_may", "extend"},
        {"succeed", "succession", R"({"field":"body"})"},
        {"why", "required", "when a = 1, where b"}};
    CHECK(definition::meaning_of(nothing, *source).guards == told);
}

TEST_CASE("what is long is signed by its digest, and another text has another") {
    const auto also = [](const std::string& words) {
        const json::Value action = json::Object{{"id", "give"}, {"also", json::Object{{"with", words}}}};
        const json::Value source = json::Object{{"workflow", json::Object{{"actions", json::Array{action}}}}};
        const auto guards = definition::meaning_of({}, source).guards;
        const auto found = std::ranges::find(guards, "also", &Guard::kind);
        return found == guards.end() ? std::string() : found->what;
    };
    const std::string once = also(std::string(300, 'a'));
    CHECK(once.starts_with("digest "));
    CHECK(once.size() == 7 + 64);
    CHECK(once == also(std::string(300, 'a')));
    CHECK(once != also(std::string(300, 'b')));
    // No part of a definition that is not as it should be brings a start down.
    CHECK(definition::meaning_of({}, json::Value("nothing")).guards.empty());
}
