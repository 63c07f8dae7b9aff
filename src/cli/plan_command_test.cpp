#include "cli/plan_command.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

struct File {
    std::string name;
    explicit File(std::string_view text, std::string_view suffix = ".txt")
        : name((std::filesystem::temp_directory_path() / ("neove_plan_test" + std::string(suffix))).string()
          ) {
        std::ofstream(name, std::ios::binary) << text;
    }
    ~File() { std::remove(name.c_str()); }
};

constexpr std::string_view kPlan = "KẾ HOẠCH\nTrồng cây năm 2031\nI. NHIỆM VỤ\n1. Sở Y tế trồng \"cây\".\n";

}  // namespace

TEST_CASE("a plan is printed as JSON, CSV and text") {
    const File file(kPlan);
    std::ostringstream out;
    std::ostringstream errors;
    CHECK(neove::cli::plan_read({file.name, "json"}, out, errors) == 0);
    CHECK(out.str().contains("\"path\":\"I.1\""));
    out.str("");
    CHECK(neove::cli::plan_read({file.name, "csv"}, out, errors) == 0);
    CHECK(out.str().contains("\"Sở Y tế trồng \"\"cây\"\".\""));
    out.str("");
    CHECK(neove::cli::plan_read({file.name, "text"}, out, errors) == 0);
    CHECK(out.str().contains("chủ trì: Sở Y tế"));
    CHECK(errors.str().empty());
}

TEST_CASE("what cannot be read is refused in both languages with its code") {
    std::ostringstream out;
    std::ostringstream errors;
    CHECK(neove::cli::plan_read({"/nowhere.txt", "json"}, out, errors) == 2);
    CHECK(errors.str().contains("plan.file_unreadable"));
    const File empty("1 2 3\n");
    CHECK(neove::cli::plan_read({empty.name, "json"}, out, errors) == 2);
    CHECK(errors.str().contains("plan.empty"));
}
