#include "storage/catalogue.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace neove::storage {

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

bool is_source(const std::filesystem::path& path) {
    return path.extension() == ".h" || path.extension() == ".cpp";
}

/// A string literal that begins like SQL. `begin` and its like are words of other formats too: only in
/// capitals.
bool holds_sql(const std::string& source) {
    static const std::regex kVerb(
        R"re((R"[a-z]*\(|")\s*(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|UNIQUE)|PRAGMA\s))re",
        std::regex::icase | std::regex::optimize
    );
    static const std::regex kControl(
        R"re((R"[a-z]*\(|")\s*(ALTER\s|DROP\s|BEGIN\b(?!:)|COMMIT\b|ROLLBACK\b|SAVEPOINT\b|WITH\s+\w+\s+AS))re",
        std::regex::optimize
    );
    return std::regex_search(source, kVerb) || std::regex_search(source, kControl);
}

/// The suites ask and spoil as no use case may.
bool is_test(const std::filesystem::path& path) {
    const std::string folder = path.parent_path().filename().string();
    return path.stem().string().ends_with("_test") || folder == "contract" || folder == "proof";
}

}  // namespace

TEST_CASE("statements have names of their own") {
    std::set<std::string_view> names;
    for (const Statement* statement : all_statements()) CHECK(names.insert(statement->name).second);
}

TEST_CASE("at most twenty statements have a second text") {
    int second = 0;
    for (const Statement* statement : all_statements()) second += statement->postgres.empty() ? 0 : 1;
    CHECK(second <= 20);
}

TEST_CASE("every statement of a catalogue header is listed") {
    static const std::regex kDeclared(R"re(inline constexpr Statement (k\w+)\{)re");
    const std::filesystem::path folder = std::filesystem::path(NEOVE_SOURCE_DIR) / "src/storage";
    const std::string catalogue = text_of(folder / "catalogue.cpp");
    for (const auto& file : std::filesystem::directory_iterator(folder / "statements")) {
        if (file.path().stem().string().ends_with("_session")) continue;  // one engine's own words
        const std::string text = text_of(file.path());
        for (std::sregex_iterator at(text.begin(), text.end(), kDeclared), end; at != end; ++at) {
            CHECK_MESSAGE(catalogue.find("&" + (*at)[1].str() + ",") != std::string::npos, (*at)[1].str());
        }
    }
}

TEST_CASE("no SQL stands outside the statements and the migrations") {
    CHECK(holds_sql("run(\"select 1\")"));
    CHECK(holds_sql("R\"sql(  UPDATE t SET x = 1)sql\""));
    CHECK(holds_sql("script(\"BEGIN IMMEDIATE\")"));
    CHECK(!holds_sql("// SELECT is a word"));
    CHECK(!holds_sql("type == \"begin\""));
    CHECK(!holds_sql("line(\"BEGIN:VEVENT\")"));
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(NEOVE_SOURCE_DIR) / "src")) {
        const std::filesystem::path& path = file.path();
        if (!is_source(path) || path.parent_path().filename() == "statements") continue;
        if (is_test(path)) continue;
        CHECK_MESSAGE(!holds_sql(text_of(path)), path.string());
    }
}

}  // namespace neove::storage
