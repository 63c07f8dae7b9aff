#include "definition/succession.h"

#include "access/disclosure.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

bool names(const std::vector<std::string>& fields, const std::string& field) {
    return std::ranges::find(fields, field) != fields.end();
}

class SuccessionChecker {
public:
    SuccessionChecker(const Register& one, SuccessionRule rule, const access::Rules& access)
        : register_(one), rule_(std::move(rule)), access_(access) {}

    Diagnostics check() {
        // How many records name a body would say of a few persons what their records say.
        if (register_.form.persons) {
            fault("definition.succession_of_persons", "", register_.id);
            return std::move(faults_);
        }
        check_column();
        const workflow::Action* action = register_.workflow.find(rule_.action);
        if (action == nullptr) {
            fault("definition.unknown_action", "/action", rule_.action);
        } else if (action->creates) {
            fault("definition.succession_act", "/action", rule_.action);
            action = nullptr;
        }
        check_field("/field", rule_.field, form::Type::Organisation, action);
        if (!rule_.former.empty()) check_field("/former", rule_.former, form::Type::Organisation, action);
        if (!rule_.paper.empty()) check_field("/paper", rule_.paper, form::Type::Text, action);
        if (action != nullptr) check_asked(*action, {rule_.field, rule_.former, rule_.paper});
        for (std::size_t i = 0; i < rule_.alike.size(); ++i) check_alike(i);
        if (!rule_.let_go.empty()) check_let_go();
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    /// Records are found by it, and counted: what is hidden is not.
    void check_column() {
        const Column* column = register_.find_column(rule_.field);
        if (column == nullptr) {
            fault("definition.unknown_column", "/field", rule_.field);
        } else if (column->from.text() != rule_.field) {
            fault("definition.succession_field", "/field", rule_.field);
        } else if (!access::list_shows(access_, register_.id, rule_.field)) {
            fault("definition.succession_hidden", "/field", rule_.field);
        }
    }

    void check_field(const char* at, const std::string& id, form::Type type, const workflow::Action* action) {
        const form::Field* field = register_.form.find(id);
        if (field == nullptr) {
            fault("definition.unknown_field", at, id);
        } else if (field->type != type) {
            fault("definition.succession_field", at, id);
        } else if (action != nullptr && !names(action->fields, id)) {
            fault("definition.succession_act", "/action", id);
        }
    }

    /// Nobody could answer for many what is asked of one.
    void check_asked(
        const workflow::Action& action,
        const std::vector<std::string>& known,
        const std::string& at = "/action"
    ) {
        for (const std::string& asked : action.requires_fields) {
            if (names(known, asked) || !names(action.fields, asked)) continue;
            fault("definition.succession_asks", at, asked);
        }
    }

    /// Two are told to be one matter by what whoever passes them on sees of both.
    void check_alike(std::size_t index) {
        const std::string& id = rule_.alike[index];
        const std::string at = below("/alike", index);
        if (register_.find_column(id) == nullptr) return fault("definition.unknown_column", at, id);
        if (!access::list_shows(access_, register_.id, id)) fault("definition.succession_hidden", at, id);
    }

    void check_let_go() {
        const workflow::Action* action = register_.workflow.find(rule_.let_go);
        if (action == nullptr) return fault("definition.unknown_action", "/let_go/action", rule_.let_go);
        if (action->creates || rule_.alike.empty()) {
            return fault("definition.succession_act", "/let_go/action", rule_.let_go);
        }
        const form::Field* on = register_.form.find(rule_.let_go_on);
        if (!rule_.let_go_on.empty() &&
            (on == nullptr || on->type != form::Type::Date || !names(action->fields, rule_.let_go_on))) {
            fault("definition.succession_field", "/let_go/on", rule_.let_go_on);
        }
        check_asked(*action, {rule_.let_go_on}, "/let_go/action");
    }

    const Register& register_;
    const SuccessionRule rule_;
    const access::Rules& access_;
    Diagnostics faults_;
};

}  // namespace

std::optional<SuccessionRule> succession_rule(const Register& one) {
    const json::Value* workflow = one.source.find("workflow");
    const json::Value* rule = workflow == nullptr ? nullptr : workflow->find("succession");
    if (rule == nullptr || rule->object() == nullptr) return std::nullopt;
    SuccessionRule out{
        rule->text_or("field"), rule->text_or("former"), rule->text_or("paper"), rule->text_or("action")};
    const json::Value* alike = rule->find("alike");
    if (alike != nullptr && alike->array() != nullptr) {
        for (const json::Value& column : *alike->array()) {
            if (column.string() != nullptr) out.alike.push_back(*column.string());
        }
    }
    if (const json::Value* let_go = rule->find("let_go"); let_go != nullptr) {
        out.let_go = let_go->text_or("action");
        out.let_go_on = let_go->text_or("on");
    }
    return out;
}

Diagnostics check_succession(const Register& one, const access::Rules& access) {
    auto rule = succession_rule(one);
    return rule ? SuccessionChecker(one, std::move(*rule), access).check() : Diagnostics{};
}

}  // namespace neove::definition
