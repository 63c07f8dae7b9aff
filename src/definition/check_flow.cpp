#include "definition/check_flow.h"

#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

bool is_in(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

class FlowChecker {
public:
    FlowChecker(const Bundle& bundle, const Register& one, const workflow::Action& action)
        : bundle_(bundle), register_(one), action_(action) {}

    Diagnostics check() {
        const bool changes_one = !action_.clears.empty() || !action_.anew.empty() ||
                                 !action_.only_later.empty() || !action_.once_per.empty() || action_.also;
        // There is nothing before it that could be cleared, repeated or pointed at.
        if (action_.creates && changes_one) fault("definition.not_when_opening", "", action_.id);
        for (std::size_t i = 0; i < action_.clears.size(); ++i) check_cleared(i);
        for (std::size_t i = 0; i < action_.anew.size(); ++i) check_anew(i);
        for (std::size_t i = 0; i < action_.only_later.size(); ++i)
            check_clear_day("/only_later", i, action_.only_later[i]);
        for (std::size_t i = 0; i < action_.not_past.size(); ++i)
            check_clear_day("/not_past", i, action_.not_past[i]);
        for (std::size_t i = 0; i < action_.once_per.size(); ++i) check_once(i);
        for (std::size_t i = 0; i < action_.once_with.size(); ++i) check_once_with(i, action_.once_with[i]);
        check_once_over();
        if (action_.also) check_also(*action_.also);
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail = {}) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    void check_cleared(std::size_t index) {
        const std::string at = below("/clears", index);
        const std::string& id = action_.clears[index];
        const form::Field* field = register_.form.find(id);
        if (field == nullptr) return fault("definition.unknown_field", at, id);
        if (field->type == form::Type::Computed) return fault("definition.computed_by_action", at, id);
        if (field->required) fault("definition.clears_required", at, id);
        if (is_in(action_.fields, id) || is_in(action_.requires_fields, id)) {
            fault("definition.clears_and_asks", at, id);
        }
    }

    void check_anew(std::size_t index) {
        const std::string& id = action_.anew[index];
        // What it does not ask it could only empty: that is `clears`.
        if (!is_in(action_.fields, id)) fault("definition.anew_not_asked", below("/anew", index), id);
    }

    void check_clear_day(const std::string& rule, std::size_t index, const std::string& id) {
        const std::string at = below(rule, index);
        const Column* column = register_.find_column(id);
        if (column == nullptr) {
            const bool known = register_.form.find(id) != nullptr;
            return fault(known ? "definition.not_in_the_clear" : "definition.unknown_field", at, id);
        }
        if (column->type != form::Type::Date) fault("definition.later_of_no_date", at, id);
    }

    void check_once(std::size_t index) {
        const std::string at = below("/once_per", index);
        const std::string& id = action_.once_per[index];
        const auto is_dimension = [&](const fact::Dimension& one) { return one.id == id; };
        if (register_.find_column(id) != nullptr) return;
        if (std::ranges::any_of(register_.dimensions, is_dimension)) return;
        const bool known = register_.form.find(id) != nullptr;
        fault(known ? "definition.not_in_the_clear" : "definition.unknown_field", at, id);
    }

    /// Two actions say the same time only by the same names.
    void check_once_with(std::size_t index, const std::string& id) {
        const workflow::Action* other = register_.workflow.find(id);
        const bool is_alike = other != nullptr && other->id != action_.id && !action_.once_per.empty() &&
                              other->once_per == action_.once_per;
        if (!is_alike) fault("definition.once_with", below("/once_with", index), id);
    }

    /// When a period is over is asked of the period alone, and of the day.
    void check_once_over() {
        const json::Value* flow = register_.source.find("workflow");
        const json::Value* actions = flow == nullptr ? nullptr : flow->find("actions");
        if (actions == nullptr || actions->array() == nullptr) return;
        for (const json::Value& one : *actions->array()) {
            const json::Value* said = one.find("once_over");
            if (said == nullptr || one.text_or("id") != action_.id) continue;
            const auto rule = expression::parse(one.text_or("once_over"));
            if (!rule) return;  // told when it was loaded
            if (action_.once_per.empty() || !action_.once_with.empty()) {
                return fault("definition.once_over", "/once_over", action_.id);
            }
            for (const std::string& name : expression::names_of(*rule)) {
                if (name == "today" || is_in(action_.once_per, name)) continue;
                return fault("definition.once_over", "/once_over", name);
            }
            Diagnostics found;
            expression::check_is(*rule, expression::Type::Boolean, form::types_of(register_.form), found);
            if (!found.empty()) fault("definition.once_over", "/once_over", found.front().detail);
        }
    }

    void check_also(const workflow::Also& also) {
        const workflow::LinkKind* link = register_.workflow.find_link(also.link);
        // Never a guess which of several is meant, and never nothing.
        if (link == nullptr || link->max != 1 || !link->required) {
            return fault("definition.also_link", "/also/link", also.link);
        }
        const Register* other = bundle_.find(link->to_register);
        if (other == nullptr) return;  // told of the link itself
        const workflow::Action* theirs = other->workflow.find(also.action);
        if (theirs == nullptr || theirs->creates || theirs->also) {
            return fault("definition.also_action", "/also/do", also.action);
        }
        for (std::size_t i = 0; i < also.with.size(); ++i) check_with(*other, *theirs, also.with[i]);
        check_given_anew(also, *theirs);
        check_reason(also, *theirs);
        if (theirs->needs_step_up && !action_.needs_step_up)
            fault("definition.also_step_up", "/also/do", also.action);
    }

    void check_with(
        const Register& other, const workflow::Action& theirs, const std::pair<std::string, std::string>& with
    ) {
        const std::string at = below("/also/with", with.first);
        const form::Field* to = other.form.find(with.first);
        const form::Field* from = register_.form.find(with.second);
        // Whoever acts sees at the form what goes over.
        const bool asked = from != nullptr && is_in(action_.fields, from->id);
        if (!asked) return fault("definition.also_field", at, with.second);
        if (to == nullptr || !is_in(theirs.fields, to->id))
            return fault("definition.also_field", at, with.first);
        if (!fits(*from, *to)) return fault("definition.also_type", at, with.first);
        check_class(other, *from, *to, at);
    }

    /// What the other action has to have said to it each time, and nobody would say.
    void check_given_anew(const workflow::Also& also, const workflow::Action& theirs) {
        for (const std::string& id : theirs.anew) {
            const auto is_given = [&](const auto& with) { return with.first == id; };
            if (!is_in(theirs.requires_fields, id) || std::ranges::any_of(also.with, is_given)) continue;
            fault("definition.also_anew", "/also/with", id);
        }
    }

    static bool fits(const form::Field& from, const form::Field& to) {
        using form::Type;
        const Type type = from.type;
        // A file belongs to its record, and a row has classes and questions of its own.
        if (type != to.type || type == Type::Attachment || type == Type::Rows || type == Type::Computed)
            return false;
        if ((from.may_decline && !to.may_decline) || (from.may_be_not_asked && !to.may_be_not_asked))
            return false;
        return std::ranges::all_of(from.options, [&](const form::Option& option) {
            return std::ranges::find(to.options, option.code, &form::Option::code) != to.options.end();
        });
    }

    /// No answer becomes easier to read by going over, and none leaves the keys that seal it.
    void check_class(
        const Register& other, const form::Field& from, const form::Field& to, const std::string& at
    ) {
        const bool falls = form::class_of(other.form, to) < form::class_of(register_.form, from);
        const bool unsealed = register_.form.persons && !other.form.persons;
        if (falls || unsealed || other.domain != register_.domain) fault("definition.also_class", at, to.id);
    }

    void check_reason(const workflow::Also& also, const workflow::Action& theirs) {
        if (also.reason.empty()) {
            if (theirs.needs_reason) fault("definition.also_reason", "/also", also.action);
            return;
        }
        const form::Field* field = register_.form.find(also.reason);
        const bool is_text =
            field != nullptr && (field->type == form::Type::Text || field->type == form::Type::LongText);
        const bool is_given = is_text && is_in(action_.fields, also.reason) &&
                              (field->required || is_in(action_.requires_fields, also.reason));
        if (!is_given) return fault("definition.also_reason", "/also/reason", also.reason);
        // A reason is read by whoever reads confidential answers.
        const Register* other = bundle_.find(register_.workflow.find_link(also.link)->to_register);
        const bool falls = form::class_of(register_.form, *field) > form::Class::Confidential;
        if (falls || other->domain != register_.domain)
            fault("definition.also_class", "/also/reason", also.reason);
    }

    const Bundle& bundle_;
    const Register& register_;
    const workflow::Action& action_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_flow(const Bundle& bundle, const Register& one, const workflow::Action& action) {
    return FlowChecker(bundle, one, action).check();
}

}  // namespace neove::definition
