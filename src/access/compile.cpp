#include "access/access.h"
#include "yaml/yaml.h"

#include <algorithm>
#include <array>

namespace neove::access {

namespace {

constexpr std::string_view kFile = "access.yaml";

void fault(Diagnostics& faults, std::string code, const yaml::Node& node) {
    faults.push_back({ErrorKind::Invalid, std::move(code), yaml::where(kFile, node.place), {}});
}

std::string text_of(const yaml::Node& node, std::string_view key) {
    const yaml::Node* found = node.find(key);
    return found == nullptr ? std::string() : found->text;
}

std::optional<Relation> relation_named(std::string_view name) {
    for (const Relation relation :
         {Relation::Any,
          Relation::Own,
          Relation::Above,
          Relation::Assigned,
          Relation::Issuer,
          Relation::Follows,
          Relation::Self}) {
        if (name_of(relation) == name) return relation;
    }
    return std::nullopt;
}

std::vector<Role> read_roles(const yaml::Node* node, Diagnostics& faults) {
    std::vector<Role> roles;
    if (node == nullptr) return roles;
    for (const yaml::Member& member : node->members) {
        Role role{
            member.key,
            text_of(member.value, "vi"),
            text_of(member.value, "en"),
            text_of(member.value, "about_vi"),
            text_of(member.value, "about_en")};
        if (role.label_vi.empty() || role.label_en.empty())
            fault(faults, "access.role_unlabelled", member.value);
        roles.push_back(std::move(role));
    }
    return roles;
}

/// The texts of a sequence; a fault where it is missing or empty.
std::vector<std::string> list_of(const yaml::Node& rule, std::string_view key, Diagnostics& faults) {
    std::vector<std::string> out;
    if (const yaml::Node* node = rule.find(key)) {
        for (const yaml::Node& item : node->items) out.push_back(item.text);
    }
    if (out.empty()) fault(faults, "access.list_empty", rule);
    return out;
}

}  // namespace

void Table::read_programmes(const yaml::Node& root, Diagnostics& faults) {
    const yaml::Node* section = root.find("roles_of_programmes");
    if (section == nullptr) return;
    for (const yaml::Member& one : section->members) {
        const auto relation = relation_named(text_of(one.value, "when"));
        if (!relation) fault(faults, "access.unknown_relation", one.value);
        for (const std::string& action : list_of(one.value, "actions", faults)) {
            // What a programme brings must never reach what nobody of the house may do either.
            const bool exists = std::ranges::any_of(cells_, [&](const Cell& cell) {
                return std::get<1>(cell) == one.key && std::get<2>(cell) == action;
            });
            if (!exists) fault(faults, "access.unknown_action", one.value);
            if (relation) of_programmes_.emplace_back(std::string(), one.key, action, *relation);
        }
    }
    std::ranges::sort(of_programmes_);
}

void Table::read_second_person(const yaml::Node& root, Diagnostics& faults) {
    const auto known = [&](const std::string& role, const yaml::Node& at) {
        if (find_role(role) == nullptr) fault(faults, "access.unknown_role", at);
        return role;
    };
    const auto rules_of = [&](std::string_view key) {
        const yaml::Node* node = root.find(key);
        return node == nullptr ? std::vector<yaml::Node>() : node->items;
    };
    for (const yaml::Node& rule : rules_of("two_persons")) {
        for (const std::string& action : list_of(rule, "actions", faults)) {
            two_persons_.emplace(text_of(rule, "register"), action);
            // An act that nobody may begin is a slip of the pen: the rule would guard nothing.
            const bool exists = std::ranges::any_of(cells_, [&](const Cell& cell) {
                return std::get<1>(cell) == text_of(rule, "register") && std::get<2>(cell) == action;
            });
            if (!exists) fault(faults, "access.unknown_action", rule);
        }
    }
    for (const yaml::Node& rule : rules_of("apart")) {
        std::set<std::string> together;
        for (const std::string& role : list_of(rule, "roles", faults)) together.insert(known(role, rule));
        if (together.size() > 1) apart_.insert(std::move(together));
    }
    for (const yaml::Node& rule : rules_of("never_without")) {
        for (const std::string& role : list_of(rule, "roles", faults)) {
            never_without_.insert(known(role, rule));
        }
    }
}

Result<Table> Table::compile(std::string_view yaml, Diagnostics& faults) {
    const yaml::Node root = TRY(yaml::parse(yaml, kFile));
    Table table;
    table.roles_ = read_roles(root.find("roles"), faults);
    const yaml::Node* registers = root.find("registers");
    if (registers == nullptr) return refuse(ErrorKind::Invalid, "access.no_registers", std::string(kFile));
    for (const yaml::Member& one : registers->members) {
        for (const yaml::Node& rule : one.value.items) {
            const auto relation = relation_named(text_of(rule, "when"));
            if (!relation) fault(faults, "access.unknown_relation", rule);
            const auto actions = list_of(rule, "actions", faults);
            for (const std::string& role : list_of(rule, "role", faults)) {
                if (table.find_role(role) == nullptr) fault(faults, "access.unknown_role", rule);
                if (!relation) continue;
                for (const std::string& action : actions) {
                    table.cells_.emplace(role, one.key, action, *relation);
                }
            }
        }
    }
    table.read_programmes(root, faults);
    table.read_second_person(root, faults);
    if (!faults.empty()) return refuse(ErrorKind::Invalid, faults.front().code, faults.front().where);
    return table;
}

}  // namespace neove::access
