#include "definition/flow_rules.h"

namespace neove::definition {

namespace {

const json::Array& list_in(const json::Value* of, std::string_view name) {
    static const json::Array none;
    const json::Value* held = of == nullptr ? nullptr : of->find(name);
    return held == nullptr || held->array() == nullptr ? none : *held->array();
}

const json::Value* action_in(const Register& one, std::string_view action) {
    for (const json::Value& each : list_in(one.source.find("workflow"), "actions")) {
        if (each.text_or("id") == action) return &each;
    }
    return nullptr;
}

std::vector<std::string> words_in(const json::Value* of, std::string_view name) {
    std::vector<std::string> out;
    for (const json::Value& word : list_in(of, name)) {
        if (word.string() != nullptr) out.push_back(*word.string());
    }
    return out;
}

}  // namespace

std::vector<std::string> once_with(const Register& one, std::string_view action) {
    return words_in(action_in(one, action), "once_with");
}

std::vector<std::string> not_past(const Register& one, std::string_view action) {
    return words_in(action_in(one, action), "not_past");
}

LinkRule link_rule(const Register& one, std::string_view link) {
    for (const json::Value& each : list_in(one.source.find("workflow"), "links")) {
        if (each.text_or("id") == link) return {each.text_or("who_may"), words_in(&each, "alone_in")};
    }
    return {};
}

bool gives_own_units(const Register& one, std::string_view action, std::string_view field) {
    for (const json::Value& gift : list_in(action_in(one, action), "gives")) {
        const workflow::Gift given{{}, gift.text_or("to"), gift.text_or("of")};
        if (given.place() == field && gift.text_or("among") == "own_units") return true;
    }
    return false;
}

}  // namespace neove::definition
