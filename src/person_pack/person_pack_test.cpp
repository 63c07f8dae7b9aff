#include "person_pack/person_pack.h"

#include "base/file.h"
#include "form/looks_like_person.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;

namespace {

std::string file_of(const std::string& path) {
    const auto bytes = read_file(std::string(NEOVE_SOURCE_DIR) + "/" + path, 1U << 20U);
    REQUIRE(bytes);
    return std::string(as_text(*bytes));
}

const form::PersonWords& words_of_the_pack() {
    static const form::PersonWords words = [] {
        Diagnostics faults;
        auto read = person_pack::read_person_words(
            file_of("packs/vn_administration/person_words.yaml"), "person_words.yaml", faults
        );
        for (const Error& fault : faults) MESSAGE(fault.code << " at " << fault.where << " " << fault.detail);
        REQUIRE(faults.empty());
        return read;
    }();
    return words;
}

json::Array traces_in(const std::string& text) {
    json::Array out;
    for (const form::PersonTrace trace : form::traces_of_person(text, words_of_the_pack())) {
        if (trace == form::PersonTrace::IdentityNumber) out.emplace_back("identity_number");
        if (trace == form::PersonTrace::Phone) out.emplace_back("phone");
        if (trace == form::PersonTrace::Names) out.emplace_back("names");
    }
    return out;
}

std::string faults_of(const std::string& yaml) {
    Diagnostics faults;
    person_pack::read_person_words(yaml, "words", faults);
    std::string out;
    for (const Error& fault : faults) out += fault.code + " " + fault.where + " " + fault.detail + "\n";
    return out;
}

}  // namespace

TEST_CASE("sentences of officers name people or nobody, as the shared vectors say") {
    const auto vectors = json::parse(file_of("tests/vectors/person_words.json"));
    REQUIRE(vectors);
    for (const json::Value& one : *vectors->find("names_nobody")->array()) {
        CAPTURE(*one.string());
        CHECK(json::write(json::Value(traces_in(*one.string()))) == "[]");
    }
    for (const json::Value& one : *vectors->find("names_somebody")->array()) {
        const json::Array& pair = *one.array();
        CAPTURE(*pair[0].string());
        CHECK(json::write(json::Value(traces_in(*pair[0].string()))) == json::write(pair[1]));
    }
}

TEST_CASE("what a pack writes wrongly is told with its place") {
    CHECK(faults_of("[]") == "definition.not_a_mapping words:1:1 \n");
    const std::string rest =
        "titles: []\nplaces: []\njoiners: []\namounts: []\ncodes: []\nnot_persons: []\npapers: []\n"
        "middles: []\n";
    CHECK(faults_of("family_names: [lê]\n" + rest).empty());
    CHECK(faults_of("family_names: [Lê]\n" + rest) == "definition.unknown_name words:1:16 Lê\n");
    CHECK(faults_of("family_names: lê\n" + rest) == "definition.not_a_list words:1:15 \n");
    CHECK(faults_of("family_names: [[]]\n" + rest) == "definition.not_text words:1:16 \n");
    CHECK(
        faults_of("family: [lê]\n" + rest) ==
        "definition.unknown_key words:1:1 family\ndefinition.missing words:1:1 family_names\n"
    );
    CHECK(faults_of("a: [").starts_with("yaml.malformed"));
}
