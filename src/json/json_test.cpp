#include "json/json.h"

#include "json/json_fuzz.h"
#include "json/partial.h"

#include <doctest/doctest.h>

namespace neove::json {

TEST_CASE("what is written reads back, and the canonical spelling sorts keys") {
    const Value value(Object{{"b", 1}, {"a", Array{"x\n\"", true, nullptr, -5}}});
    const auto back = parse(write(value));
    REQUIRE(back);
    CHECK(*back == value);
    CHECK(write_canonical(value) == R"({"a":["x\n\"",true,null,-5],"b":1})");
}

TEST_CASE("a text is escaped where JSON asks for it and nowhere else") {
    CHECK(write(Value("")) == R"("")");
    CHECK(write(Value("Nẻo Về")) == "\"Nẻo Về\"");
    CHECK(write(Value("\"a\\b\nc\rd\te\x01\x1f\"")) == R"("\"a\\b\nc\rd\te\u0001\u001f\"")");
    CHECK(write(Value(std::string("\0x", 2))) == R"("\u0000x")");
}

TEST_CASE("the edge refuses what two readers could read differently") {
    CHECK(parse(R"({"a":1,"a":2})").error().code == "json.duplicate_key");
    CHECK(parse(R"({"a":{"b":[{"c":1,"c":1}]}})").error().code == "json.duplicate_key");
    CHECK(parse("1.5").error().code == "json.not_integer");
    CHECK(parse("1e3").error().code == "json.not_integer");
    CHECK(parse("18446744073709551615").error().code == "json.not_integer");
    CHECK(parse("{\"a\":1} x").error().code == "json.malformed");
    CHECK(parse("").error().code == "json.malformed");
    CHECK(parse("{\"a\"").error().code == "json.malformed");
    CHECK(parse("\"\xff\"").error().code == "json.malformed");
    CHECK(parse(std::string(40, '[') + std::string(40, ']')).error().code == "json.malformed");
    CHECK(parse(std::string(300'000, ' ')).error().code == "json.too_large");
}

TEST_CASE("a member that nobody asks for is read over, and only that one, only on the outermost level") {
    const auto part = parse_without(
        R"({"a":1,"steps":[{"steps":[1,[2]],"x":"\u0041"},null,{}],"b":{"steps":"kept"},"c":"d"})", "steps"
    );
    REQUIRE(part);
    CHECK(write(*part) == R"({"a":1,"b":{"steps":"kept"},"c":"d"})");
    for (const char* scalar : {"1", "\"x\"", "null", "true", "[]", "{}"}) {
        const auto one = parse_without(R"({"steps":)" + std::string(scalar) + R"(,"a":[1]})", "steps");
        REQUIRE(one);
        CHECK(write(*one) == R"({"a":[1]})");
    }
    CHECK(parse_without(R"({"steps":[1,"a":2})", "steps").error().code == "json.malformed");
    CHECK(parse_without(R"({"steps":[1]} x)", "steps").error().code == "json.malformed");
    CHECK(write(*parse_without(R"(["steps",{"steps":1}])", "steps")) == R"(["steps",{"steps":1}])");
}

TEST_CASE("equal keys are found wherever they stand among thousands") {
    std::string text = "{";
    for (int i = 0; i < 20'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
    CHECK(parse(text + "\"k\":0}"));
    CHECK(parse(text + "\"k777\":0}").error().code == "json.duplicate_key");
}

TEST_CASE("the fuzz body of the reader holds over the corpus, its beginnings and one changed byte") {
    for (std::string seed :
         {R"({"name":"x\u1ec9\ud83d\ude00","list":[1,-2,null,true,{"a":[]}],"b":""})", "[[0]]", "\"\\n\""}) {
        for (std::size_t n = 0; n <= seed.size(); ++n) CHECK_NOTHROW(fuzz_json(as_bytes(seed).first(n)));
        for (char& c : seed) {
            for (const char flip : {'\x01', '\x20', '\x80'}) {
                c = static_cast<char>(c ^ flip);
                CHECK_NOTHROW(fuzz_json(as_bytes(seed)));
                c = static_cast<char>(c ^ flip);
            }
        }
    }
}

TEST_CASE("a reader collects every fault with its place, unknown members too") {
    const auto value = parse(R"({"name":" ","age":"x","extra":1})");
    Reader reader(*value, "/body");
    reader.text("name");
    reader.optional_integer("age");
    const Diagnostics faults = reader.done();
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].code == "field.required");
    CHECK(faults[0].where == "/body/name");
    CHECK(faults[1].code == "field.not_a_number");
    CHECK(faults[2].code == "field.unknown");
    CHECK(faults[2].where == "/body");  // never the sender's own word
}

}  // namespace neove::json
