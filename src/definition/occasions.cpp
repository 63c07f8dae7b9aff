#include "definition/occasions.h"

#include "access/disclosure.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

class OccasionChecker {
public:
    OccasionChecker(const Register& one, OccasionRule rule, const access::Rules& access)
        : register_(one), rule_(std::move(rule)), access_(access) {}

    Diagnostics check() {
        // Who is where on which day would be said of persons.
        if (register_.form.persons) fault("definition.calendar_of_persons", "", register_.id);
        column(rule_.on, "/on", form::Type::Date);
        if (!rule_.at.empty()) column(rule_.at, "/at", form::Type::DateTime);
        for (std::size_t i = 0; i < rule_.show.size(); ++i) {
            column(rule_.show[i], below("/show", i), std::nullopt);
        }
        for (std::size_t i = 0; i < rule_.states.size(); ++i) {
            if (register_.workflow.find_state(rule_.states[i]) == nullptr) {
                fault("definition.unknown_state", below("/states", i), rule_.states[i]);
            }
        }
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    /// What an agenda says, a list may say.
    void column(const std::string& id, const std::string& at, std::optional<form::Type> type) {
        const Column* found = register_.find_column(id);
        if (found == nullptr) {
            fault("definition.unknown_column", at, id);
        } else if (!access::list_shows(access_, register_.id, id)) {
            fault("definition.calendar_hidden", at, id);
        } else if (type && found->type != *type) {
            fault("definition.calendar_type", at, id);
        }
    }

    const Register& register_;
    const OccasionRule rule_;
    const access::Rules& access_;
    Diagnostics faults_;
};

std::vector<std::string> texts_in(const json::Value& of, std::string_view name) {
    std::vector<std::string> out;
    const json::Value* held = of.find(name);
    if (held == nullptr || held->array() == nullptr) return out;
    for (const json::Value& one : *held->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

}  // namespace

std::optional<OccasionRule> occasion_rule(const Register& one) {
    const json::Value* list = one.source.find("list");
    const json::Value* said = list == nullptr ? nullptr : list->find("calendar");
    if (said == nullptr || said->object() == nullptr) return std::nullopt;
    OccasionRule out{said->text_or("on"), said->text_or("at")};
    out.show = texts_in(*said, "show");
    out.states = texts_in(*said, "states");
    return out;
}

Diagnostics check_occasions(const Register& one, const access::Rules& access) {
    auto rule = occasion_rule(one);
    return rule ? OccasionChecker(one, std::move(*rule), access).check() : Diagnostics{};
}

}  // namespace neove::definition
