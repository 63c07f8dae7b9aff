#include "fact/fact.h"

#include <doctest/doctest.h>

#include <map>

namespace neove::fact {
namespace {

expression::Expression parsed(std::string_view text) {
    auto expression = expression::parse(text);
    REQUIRE(expression.has_value());
    return *expression;
}

calendar::Date day(std::string_view iso) {
    const auto date = calendar::Date::parse_iso(iso);
    REQUIRE(date.has_value());
    return *date;
}

using Clear = std::map<std::string, expression::Value, std::less<>>;

expression::Environment over(const Clear& clear) {
    return [&clear](std::string_view name) -> const expression::Value* {
        const auto found = clear.find(name);
        return found == clear.end() ? nullptr : &found->second;
    };
}

std::vector<Dimension> two_dimensions() {
    return {{"kind", parsed("kind")}, {"age", parsed("age")}};
}

TEST_CASE("a fact is counted where its moment comes and its condition holds") {
    const std::vector<Rule> rules{
        {"asked", "ask", "", {}, {}},
        {"lent", "", "lent", parsed("kind = 'novel'"), parsed("copies")},
        {"all_lent", "", "lent", {}, {}}};
    const Clear clear{{"kind", "novel"}, {"age", 12}, {"copies", 3}, {"state", "lent"}};
    const auto facts =
        derive_facts(two_dimensions(), rules, {"lend", "lent", day("2026-11-20")}, over(clear), false);
    REQUIRE(facts.size() == 2);
    CHECK(facts[0] == Fact{"lent", day("2026-11-20"), {"novel", "12"}, 3});
    CHECK(facts[1] == Fact{"all_lent", day("2026-11-20"), {"novel", "12"}, 1});

    const Clear map{{"kind", "map"}, {"copies", 3}};
    const auto others =
        derive_facts(two_dimensions(), rules, {"lend", "lent", day("2026-11-20")}, over(map), false);
    REQUIRE(others.size() == 1);
    CHECK(others[0].dimensions[1].empty());  // nobody said how old: not zero years
}

TEST_CASE("a state that was not entered anew is not counted again") {
    const std::vector<Rule> rules{{"lent", "", "lent", {}, {}}};
    CHECK(derive_facts({}, rules, {"extend", "", day("2026-11-20")}, over({}), false).empty());
}

TEST_CASE("what counts nothing leaves no fact") {
    const std::vector<Rule> rules{{"lent", "lend", "", {}, parsed("copies")}};
    CHECK(derive_facts({}, rules, {"lend", "", day("2026-11-20")}, over({{"copies", 0}}), false).empty());
    CHECK(derive_facts({}, rules, {"lend", "", day("2026-11-20")}, over({}), false).empty());
}

TEST_CASE("where persons are registered no fact tells the day") {
    const std::vector<Rule> rules{{"came", "come", "", {}, {}}};
    const auto on = [&](std::string_view iso) {
        return derive_facts({}, rules, {"come", "", day(iso)}, over({}), true).at(0).on_date.iso();
    };
    CHECK(on("2026-11-01") == "2026-11-01");
    CHECK(on("2026-11-14") == "2026-11-01");
    CHECK(on("2026-11-15") == "2026-11-15");
    CHECK(on("2026-11-30") == "2026-11-15");
    CHECK(on("2027-02-28") == "2027-02-15");
}

TEST_CASE("each fault of facts is found at its place") {
    const auto codes = [](const std::vector<Dimension>& dimensions, const std::vector<Rule>& rules) {
        std::vector<std::string> all;
        for (const Error& fault : check_facts(dimensions, rules, {"copies"})) {
            all.push_back(fault.code + " " + fault.where + " " + fault.detail);
        }
        return all;
    };
    using Codes = std::vector<std::string>;
    CHECK(
        codes(
            two_dimensions(), {{"a", "lend", "", parsed("kind = 'map' and state = 'lent'"), parsed("copies")}}
        ) == Codes{}
    );
    CHECK(
        codes(
            two_dimensions(),
            {{"a", "", "", {}, {}},
             {"a", "lend", "lent", {}, {}},
             {"b", "lend", "", parsed("name = 'x'"), {}}}
        ) ==
        Codes{
            "fact.one_moment /facts/0 ",
            "fact.given_twice /facts/1 ",
            "fact.one_moment /facts/1 ",
            "fact.not_in_the_clear /facts/2/when name"}
    );
    std::vector<Dimension> nine;
    for (int i = 0; i < 9; ++i) nine.push_back({"d" + std::to_string(i % 8), parsed("kind")});
    CHECK(
        codes(nine, {}) == Codes{"fact.too_many_dimensions /dimensions/8 ", "fact.given_twice /dimensions/8 "}
    );
}

}  // namespace
}  // namespace neove::fact
