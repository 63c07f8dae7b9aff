#include "definition/fill_in.h"

#include "access/disclosure.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view one) {
    return std::ranges::find(list, one) != list.end();
}

std::vector<std::string> texts_of(const json::Value& from, std::string_view name) {
    std::vector<std::string> out;
    const json::Value* list = from.find(name);
    if (list != nullptr && list->string() != nullptr) return {*list->string()};
    if (list == nullptr || list->array() == nullptr) return out;
    for (const json::Value& one : *list->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

class FillInChecker {
public:
    FillInChecker(const Register& one, FillInRule rule, const access::Rules& access)
        : register_(one), rule_(std::move(rule)), access_(access) {}

    Diagnostics check() {
        // A sheet travels by hand to a body that nobody signed in from.
        if (register_.form.persons) {
            fault("definition.fill_in_of_persons", "", register_.id);
            return std::move(faults_);
        }
        check_body();
        for (std::size_t i = 0; i < rule_.shown.size(); ++i) check_shown(i);
        const workflow::Action* action = register_.workflow.find(rule_.action);
        if (action == nullptr) {
            fault("definition.unknown_action", "/action", rule_.action);
            return std::move(faults_);
        }
        if (action->creates) fault("definition.fill_in_action", "/action", rule_.action);
        for (std::size_t i = 0; i < rule_.asked.size(); ++i) check_asked(*action, i);
        for (std::size_t i = 0; i < rule_.once.size(); ++i) check_once(*action, i);
        for (const std::string& field : action->requires_fields) {
            // What the action asks for itself and no column brings could never be right.
            const bool is_brought = contains(rule_.asked, field) || contains(rule_.once, field);
            if (contains(action->fields, field) && !is_brought) {
                fault("definition.fill_in_missing", "", field);
            }
        }
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    bool is_listed(const std::string& column) const {
        return access::list_shows(access_, register_.id, column);
    }

    void check_body() {
        if (rule_.body == "owner") return;
        const Column* column = register_.find_column(rule_.body);
        if (column == nullptr) {
            fault("definition.unknown_column", "/body", rule_.body);
        } else if (column->type != form::Type::Organisation || !is_listed(rule_.body)) {
            fault("definition.fill_in_body", "/body", rule_.body);
        }
    }

    void check_shown(std::size_t at) {
        const std::string& id = rule_.shown[at];
        const form::Field* field = register_.form.find(id);
        if (field == nullptr) return fault("definition.unknown_field", below("/shown", at), id);
        const bool is_open = form::class_of(register_.form, *field) < form::Class::Confidential;
        if (!is_open || !is_listed(id)) fault("definition.fill_in_shown", below("/shown", at), id);
    }

    void check_asked(const workflow::Action& action, std::size_t at) {
        const std::string& id = rule_.asked[at];
        const form::Field* field = register_.form.find(id);
        if (field == nullptr) return fault("definition.unknown_field", below("/asked", at), id);
        const bool is_of_a_cell = field->type != form::Type::Rows && field->type != form::Type::Attachment &&
                                  field->type != form::Type::Computed;
        if (!is_of_a_cell || !contains(action.fields, id)) {
            fault("definition.fill_in_asked", below("/asked", at), id);
        }
    }

    void check_once(const workflow::Action& action, std::size_t at) {
        const std::string& id = rule_.once[at];
        if (register_.form.find(id) == nullptr) {
            fault("definition.unknown_field", below("/once", at), id);
        } else if (contains(rule_.asked, id) || !contains(action.fields, id)) {
            fault("definition.fill_in_asked", below("/once", at), id);
        }
    }

    const Register& register_;
    const FillInRule rule_;
    const access::Rules& access_;
    Diagnostics faults_;
};

}  // namespace

std::optional<FillInRule> fill_in_rule(const Register& one) {
    const json::Value* list = one.source.find("list");
    const json::Value* rule = list == nullptr ? nullptr : list->find("fill_in");
    if (rule == nullptr || rule->object() == nullptr) return std::nullopt;
    return FillInRule{
        rule->text_or("body"),
        rule->text_or("action"),
        texts_of(*rule, "shown"),
        texts_of(*rule, "asked"),
        texts_of(*rule, "once")};
}

Diagnostics check_fill_in(const Register& one, const access::Rules& access) {
    auto rule = fill_in_rule(one);
    return rule ? FillInChecker(one, std::move(*rule), access).check() : Diagnostics{};
}

}  // namespace neove::definition
