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
        {"form", "domain", ""},
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

TEST_CASE("what guards rest on is signed: what hides and computes fields, bounds, limits, codes, boards") {
    const auto source = json::parse(R"json({
      "form": {"domain": "cases", "fields": [
        {"id": "paper", "show_when": "title  = ''", "label": "x"},
        {"id": "title", "show_when": "note is answered"},
        {"id": "note", "show_when": "day is answered"},
        {"id": "due", "compute": "if(later is answered, later, first)"},
        {"id": "first", "compute": "day"},
        {"id": "fee_said", "compute": "fee"},
        {"id": "day", "not_before": "asked_on", "not_after": "today"},
        {"id": "place", "kinds": ["ward", "clinic"], "on_card": true},
        {"id": "fee", "on_card": false},
        {"id": "guests", "fields": [
          {"id": "name", "required": true},
          {"id": "how", "require_when": "row.name = 'x'", "not_after": "today"}]}]},
      "workflow": {"actions": [{"id": "close", "requires": ["paper"]}]},
      "limits": [{"id": "finish", "for": ["own"], "warn_before_days": 5,
        "starts": {"on": "entered", "name": "open"},
        "extensions": [{"action": "prolong", "times_max": 2, "authority": "head", "citation": "Law 1"}],
        "versions": [{"from": "2020-01-01", "citation": "Law 2", "status": "confirmed",
          "within": {"field": "due"}}]}],
      "allotments": [{"id": "give", "answers": {"part": {"of": "task.role", "codes": {"lead": "lead"}},
        "items": {"rows": {"part": {"codes": {"coordinate": "lead"}}}}, "title": {"of": "task.title"}}}],
      "list": {"columns": ["day"],
        "board": {"rows": "place", "act": "close", "fulfilled": ["done", "closed"]}}})json");
    REQUIRE(source.has_value());
    const std::vector<Guard> told{
        {"board", "board_act", "close"},
        {"board", "board_fulfilled", "closed,done"},
        {"close", "requires", "paper"},
        {"close", "to", ""},
        {"day", "field_not_after", "today"},
        {"day", "field_not_before", "asked_on"},
        {"due", "field_compute", "if(later is answered, later, first)"},
        {"finish", "limit_extensions", R"([{"action":"prolong","authority":"head","times_max":2}])"},
        {"finish", "limit_starts", R"({"name":"open","on":"entered"})"},
        {"finish", "limit_versions", R"([{"from":"2020-01-01","within":{"field":"due"}}])"},
        {"first", "field_compute", "day"},
        {"form", "domain", "cases"},
        {"give", "allots_codes", R"({"items.rows.part":{"coordinate":"lead"},"part":{"lead":"lead"}})"},
        {"guests", "field_not_after", "how: today"},
        {"guests", "field_required", "how: when row.name = 'x'"},
        {"guests", "field_required", "name: always"},
        {"note", "field_show_when", "day is answered"},
        {"paper", "field_show_when", "title = ''"},
        {"place", "field_kinds", "clinic,ward"},
        {"place", "field_on_card", "true"},
        {"title", "field_show_when", "note is answered"}};
    CHECK(definition::meaning_of({}, *source).guards == told);
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
