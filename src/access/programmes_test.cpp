/// \file
/// The access tables of the shipped programmes: each is the one committed beside it, so that a change of
/// access is a difference somebody reads. With NEOVE_ACCESS_OUT=FOLDER they are written there as
/// FOLDER/<programme>.tsv (to commit them, and for tests/access).

#include "access/load_rules.h"
#include "yaml/yaml.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace neove::access {

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
}

yaml::Node read_yaml(const fs::path& path) {
    auto node = yaml::parse(read_file(path), path.string());
    REQUIRE(node);
    return std::move(*node);
}

/// What has an id, be it written alone or with members.
std::vector<std::string> ids_of(const yaml::Node* list) {
    std::vector<std::string> out;
    if (list == nullptr) return out;
    for (const yaml::Node& item : list->items) {
        const yaml::Node* id = item.find("id");
        out.push_back(id == nullptr ? item.text : id->text);
    }
    return out;
}

/// As the bundle has it: the same shape, numbers and flags typed.
json::Value as_json(std::string_view key, const yaml::Node& node) {
    if (node.kind == yaml::Kind::Sequence) {
        json::Array out;
        for (const yaml::Node& item : node.items) out.push_back(as_json({}, item));
        return out;
    }
    if (node.kind == yaml::Kind::Mapping) {
        json::Object out;
        for (const yaml::Member& member : node.members) {
            out.emplace_back(member.key, as_json(member.key, member.value));
        }
        return out;
    }
    if (key == "rows_max" || key == "approvals" || key == "minutes") return std::stoi(node.text);
    return key == "consent" ? json::Value(node.text == "true") : json::Value(node.text);
}

RegisterRules read_register(const fs::path& folder, const std::vector<std::string>& roles) {
    const yaml::Node workflow = read_yaml(folder / "workflow.yaml");
    Vocabulary words{folder.filename(), ids_of(workflow.find("states")), {}, roles, {}};
    for (const yaml::Node& action : workflow.find("actions")->items) {
        const yaml::Node* from = action.find("from");
        words.actions.push_back({action.find("id")->text, action.find("creates") != nullptr, ids_of(from), {}}
        );
    }
    words.columns = ids_of(read_yaml(folder / "list.yaml").find("columns"));
    Diagnostics faults;
    const json::Value section = as_json({}, read_yaml(folder / "access.yaml"));
    RegisterRules rules = load_rules(section, words, "/" + words.register_name + "/access", faults);
    for (const Error& fault : faults) FAIL_CHECK(fault.code << " " << fault.where << " " << fault.detail);
    return rules;
}

Rules read_programme(const fs::path& folder) {
    const std::vector<std::string> roles = ids_of(read_yaml(folder / "programme.yaml").find("roles"));
    std::vector<RegisterRules> registers;
    for (const auto& entry : fs::directory_iterator(folder / "registers")) {
        if (fs::exists(entry.path() / "access.yaml")) registers.push_back(read_register(entry.path(), roles));
    }
    return Rules::compile(registers);
}

}  // namespace

TEST_CASE("the committed table of every programme is the one its registers compile to") {
    int programmes = 0;
    const char* out = std::getenv("NEOVE_ACCESS_OUT");
    for (const auto& entry : fs::directory_iterator(fs::path(NEOVE_SOURCE_DIR) / "programmes")) {
        if (!fs::exists(entry.path() / "programme.yaml")) continue;
        CAPTURE(entry.path().string());
        const std::string table = read_programme(entry.path()).to_tsv();
        if (out != nullptr) {
            std::ofstream(fs::path(out) / (entry.path().filename().string() + ".tsv")) << table;
        }
        CHECK(table == read_file(entry.path() / "access.tsv"));
        ++programmes;
    }
    CHECK(programmes > 0);
}

}  // namespace neove::access
