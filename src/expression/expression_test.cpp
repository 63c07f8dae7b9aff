#include "expression/expression.h"

#include "base/file.h"
#include "expression/cases/cases.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

using namespace neove;
using namespace neove::expression;

namespace {

const json::Value& vectors() {
    static const json::Value read = [] {
        const auto bytes =
            read_file(std::string(NEOVE_SOURCE_DIR) + "/tests/vectors/expression.json", 1 << 20);
        REQUIRE(bytes);
        const auto tree = json::parse(as_text(*bytes));
        REQUIRE(tree);
        return *tree;
    }();
    return read;
}

std::string repeated(std::string_view first, std::string_view more, int times) {
    std::string text(first);
    for (int i = 0; i < times; ++i) text += more;
    return text;
}

std::string fault_of(std::string_view text) {
    const auto expression = parse(text);
    return expression ? "" : expression.error().code + " " + expression.error().where;
}

constexpr std::array<std::string_view, 7> kTypes{
    "boolean", "integer", "text", "date", "texts", "rows", "opaque"};

struct Known {
    Type type;
    std::vector<std::string> options;
};

std::map<std::string, Known, std::less<>> known_names() {
    std::map<std::string, Known, std::less<>> known;
    for (const auto& [name, told] : *vectors().find("types")->object()) {
        const auto at = std::ranges::find(kTypes, told.text_or("type"));
        REQUIRE(at != kTypes.end());
        Known& one = known[name];
        one.type = static_cast<Type>(at - kTypes.begin());
        if (const auto* options = told.find("options")) {
            for (const json::Value& option : *options->array()) one.options.push_back(*option.string());
        }
    }
    return known;
}

}  // namespace

TEST_CASE("every shared vector is answered as written") {
    const auto environment = read_environment(*vectors().find("environment"));
    REQUIRE(environment);
    std::size_t seen = 0;
    for (const std::string_view part : {"cases", "faults"}) {
        for (json::Value expected : *vectors().find(part)->array()) {
            CAPTURE(expected.text_or("says"));
            const std::string text = expected.text_or("expression");
            CAPTURE(text);
            const json::Value got = answer(text, *environment);
            json::Object wanted;
            for (const std::string_view name : {"fault", "column", "value"}) {
                if (const json::Value* one = expected.find(name)) wanted.emplace_back(name, *one);
            }
            CHECK(json::write_canonical(got) == json::write_canonical(wanted));
            ++seen;
        }
    }
    CHECK(seen > 150);
}

TEST_CASE("every shared check finds the type, or all faults with their columns") {
    const auto known = known_names();
    const Types types = [&](std::string_view name) -> std::optional<NameType> {
        const auto found = known.find(name);
        if (found == known.end()) return std::nullopt;
        return NameType{found->second.type, found->second.options};
    };
    for (const json::Value& expected : *vectors().find("checks")->array()) {
        const std::string text = expected.text_or("expression");
        CAPTURE(text);
        const auto expression = parse(text);
        REQUIRE(expression);
        Diagnostics faults;
        const auto type = check(*expression, types, faults);
        std::string got = type ? std::string(kTypes.at(static_cast<std::size_t>(*type))) : "";
        for (const Error& one : faults) got += fmt::format("{} {};", one.code, one.where);
        std::string wanted = expected.text_or("type");
        if (const auto* list = expected.find("faults")) {
            for (const json::Value& one : *list->array()) wanted += *one.string() + ";";
        }
        CHECK(got == wanted);
        Diagnostics same;
        CHECK(check_is(*expression, Type::Boolean, types, same) == (wanted == "boolean"));
        CHECK(same.empty() == (wanted == "boolean"));
    }
}

TEST_CASE("a condition holds only where it is true") {
    const Values values{{"yes", true}, {"number", 1}};
    const Environment environment = [&](std::string_view name) {
        const auto found = values.find(name);
        return found == values.end() ? nullptr : &found->second;
    };
    CHECK(holds(parse("yes").value(), environment));
    CHECK_FALSE(holds(parse("number").value(), environment));
    CHECK_FALSE(holds(parse("nothing").value(), environment));
}

TEST_CASE("the names an expression reads are told, columns with their rows") {
    const auto expression =
        parse("if(a.b = c, sum(rows.n), count(rows) + years_between(d, today)) > 1 or a.b = 'e'");
    REQUIRE(expression);
    CHECK(
        names_of(*expression) ==
        std::set<std::string, std::less<>>{"a.b", "c", "d", "rows", "rows.n", "today"}
    );
    CHECK(names_of(parse("1 = 1").value()).empty());
}

TEST_CASE("what a name may be") {
    for (const char* name : {"a", "a1_b", "person.age_years", "person.is", "year", "if"})
        CHECK_MESSAGE(is_name(name), name);
    for (const char* name : {"", "and", "answered", "A", "1a", "_a", "a.", ".a", "a..b", "a.1", "a b", "đ"}) {
        CHECK_MESSAGE(!is_name(name), name);
    }
}

TEST_CASE("bounds: characters, nodes and levels, each to the last one allowed") {
    CHECK(fault_of(repeated("1", " ", 999)) == "");
    CHECK(fault_of(repeated("1", " ", 1'000)) == "expression.too_large 1");
    CHECK(fault_of("'" + repeated("", "đ", 998) + "'") == "");
    CHECK(fault_of("'" + repeated("", "đ", 999) + "'") == "expression.too_large 1");
    CHECK(fault_of(repeated("1", "+1", 99)) == "");  // 199 nodes
    CHECK(fault_of(repeated("not 1", "+1", 99)) == "");
    CHECK(fault_of(repeated("not not 1", "+1", 99)).starts_with("expression.too_large "));
    CHECK(fault_of(repeated("not 1", " or 1", 99) + "+1").starts_with("expression.too_large "));
    CHECK(fault_of(repeated("", "(", 15) + "1" + repeated("", ")", 15)) == "");
    CHECK(fault_of(repeated("", "(", 900)) == "expression.too_large 17");
    CHECK(fault_of(repeated("1", " or (1)", 66)) == "");  // beside each other is no deeper
    CHECK(fault_of("a = '\xff'") == "expression.syntax 1");
}

TEST_CASE("an expression is a value: equal by its text, shared by copies, read by many threads") {
    const Expression one = parse("count(rows) > 1").value();
    const Expression copy = one;
    CHECK(copy == parse("count(rows) > 1").value());
    CHECK(copy != parse("count(rows)  > 1").value());
    CHECK(&copy.tree() == &one.tree());
    const Value rows = Rows(2);
    std::array<bool, 4> held{};
    {
        std::vector<std::jthread> readers;
        for (bool& mine : held) {
            readers.emplace_back([&mine, &rows, copy] {
                mine = true;
                for (int i = 0; i < 1'000; ++i)
                    mine = mine && holds(copy, [&](std::string_view) { return &rows; });
            });
        }
    }
    CHECK(held == std::array<bool, 4>{true, true, true, true});
}
