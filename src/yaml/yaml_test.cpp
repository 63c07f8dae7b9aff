#include "yaml/yaml.h"

#include <doctest/doctest.h>

#include <random>

namespace yaml = neove::yaml;

namespace {

std::string code_of(std::string_view text) {
    const auto tree = yaml::parse(text, "t");
    return tree ? "" : tree.error().code;
}

}  // namespace

TEST_CASE("scalars stay text and everything remembers its place") {
    const auto tree = yaml::parse("on: no\nlist:\n  - 007\n  - \"x: y\"\nempty:\n", "t");
    REQUIRE(tree);
    CHECK(tree->find("on")->text == "no");
    CHECK(tree->find("list")->items[0].text == "007");
    CHECK(tree->find("list")->items[1].text == "x: y");
    CHECK(tree->find("list")->items[1].quoted);
    CHECK(tree->find("list")->items[1].place.line == 4);
    CHECK(tree->find("list")->items[1].place.column == 5);
    CHECK(tree->find("empty")->kind == yaml::Kind::Null);
    CHECK(tree->find("absent") == nullptr);
}

TEST_CASE("what could mean two things is refused, with its place") {
    CHECK(code_of("a: 1\na: 2\n") == "yaml.duplicate_key");
    CHECK(code_of("a: &x 1\nb: *x\n") == "yaml.anchor");
    CHECK(code_of("a: !!int 1\n") == "yaml.tag");
    CHECK(code_of("? [a]\n: 1\n") == "yaml.key_not_scalar");
    CHECK(code_of("a: 1\n---\nb: 2\n") == "yaml.many_documents");
    CHECK(code_of("a: [1\n") == "yaml.malformed");
    CHECK(code_of("a: \xff\n") == "yaml.not_text");
    CHECK(code_of(std::string(2000, '[')) == "yaml.too_deep");
    CHECK(code_of(std::string(5 * 1024 * 1024, ' ')) == "yaml.too_large");
    const auto twice = yaml::parse("m:\n  a: 1\n  a: 2\n", "f.yaml");
    REQUIRE(!twice);
    CHECK(twice.error().where == "f.yaml:3:3");
}

TEST_CASE("no sequence of bytes brings the reader down") {
    std::mt19937 random(11);
    const std::string alphabet = "ab: -\n[]{}\"'&*!?|>#%,\t\xc3\xa9";
    for (int round = 0; round < 3000; ++round) {
        std::string text(random() % 60, ' ');
        for (char& c : text) c = alphabet[random() % alphabet.size()];
        const auto tree = yaml::parse(text, "t");
        if (!tree) CHECK(tree.error().code.starts_with("yaml."));
    }
}
