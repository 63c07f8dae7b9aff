#include "form/dependencies.h"
#include "form/evaluation.h"
#include "form/shape.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace neove::form {
namespace {

constexpr std::size_t kFieldsMax = 200;
constexpr std::size_t kFieldsOfRowsMax = 50;
constexpr std::size_t kOptionsMax = 500;
constexpr std::int64_t kTextHardMax = 2'000;
constexpr std::int64_t kLongTextHardMax = 100'000;
constexpr std::int64_t kAttachmentsHardMax = 100;
/// Names conditions read beside fields; a field of that name would hide them.
constexpr std::array<std::string_view, 3> kReserved{"today", "row", "state"};

using Types = std::initializer_list<Type>;

bool is_one_of(Type type, Types types) {
    return std::ranges::find(types, type) != types.end();
}
bool is_choice(Type type) {
    return is_one_of(type, {Type::Choice, Type::MultiChoice});
}
bool is_date(Type type) {
    return is_one_of(type, {Type::Date, Type::PartialDate, Type::DateTime});
}

class FormChecker {
public:
    explicit FormChecker(const Form& form) : form_(form) {}

    Diagnostics run() {
        check_fields(form_.fields, "", nullptr);
        check_steps();
        return std::move(faults_);
    }

private:
    void fault(std::string_view code, std::string pointer, std::string detail = {}) {
        faults_.push_back({ErrorKind::Invalid, std::string(code), std::move(pointer), std::move(detail)});
    }

    void check_fields(const std::vector<Field>& fields, const std::string& above, const Field* rows) {
        const std::size_t most = rows == nullptr ? kFieldsMax : kFieldsOfRowsMax;
        if (fields.empty() || fields.size() > most) fault("form.field_count", above + "/fields");
        const expression::Types types = rows == nullptr ? types_of(form_) : types_in_row(form_, *rows);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const std::string pointer = above + "/fields/" + std::to_string(i);
            const Field& field = fields[i];
            const auto first = std::ranges::find(fields, field.id, &Field::id);
            if (&*first != &field) fault("form.field_twice", pointer + "/id", field.id);
            check_id(field, pointer);
            check_attributes(field, pointer, rows);
            check_options(field, pointer, types);
            check_bounds(field, pointer);
            check_conditions(field, pointer, types);
            check_date_rule(field.not_after, pointer + "/not_after", rows);
            check_date_rule(field.not_before, pointer + "/not_before", rows);
            check_telling(field, pointer);
            if (field.type == Type::Rows && rows == nullptr) check_fields(field.fields, pointer, &field);
        }
        for (const std::size_t i : order_of(fields, rows != nullptr).circular) {
            const std::string_view rule = fields[i].type == Type::Computed ? "/compute" : "/show_when";
            fault("form.circle", above + "/fields/" + std::to_string(i) + std::string(rule), fields[i].id);
        }
    }

    void check_id(const Field& field, const std::string& pointer) {
        const bool is_reserved = std::ranges::find(kReserved, field.id) != kReserved.end();
        if (!is_field_id(field.id) || is_reserved || !expression::is_name(field.id))
            fault("form.field_id", pointer + "/id", field.id);
    }

    void only_for(bool is_given, Type type, Types types, const std::string& pointer) {
        if (is_given && !is_one_of(type, types)) fault("form.not_for_type", pointer);
    }

    void check_attributes(const Field& field, const std::string& pointer, const Field* rows) {
        const Type type = field.type;
        const Types choices{Type::Choice, Type::MultiChoice};
        const Types dates{Type::Date, Type::PartialDate, Type::DateTime};
        only_for(field.may_decline, type, choices, pointer + "/may_decline");
        only_for(field.may_be_not_asked, type, choices, pointer + "/may_be_not_asked");
        only_for(field.min.has_value(), type, {Type::Integer, Type::Money, Type::Rows}, pointer + "/min");
        const Types bounded{
            Type::Integer, Type::Money, Type::Rows, Type::Text, Type::LongText, Type::Attachment};
        only_for(field.max.has_value(), type, bounded, pointer + "/max");
        only_for(!field.not_after.empty(), type, dates, pointer + "/not_after");
        only_for(!field.not_before.empty(), type, dates, pointer + "/not_before");
        only_for(!field.kinds.empty(), type, {Type::Organisation}, pointer + "/kinds");
        only_for(!field.fields.empty(), type, {Type::Rows}, pointer + "/fields");
        only_for(field.compute.has_value(), type, {Type::Computed}, pointer + "/compute");
        only_for(
            field.on_card, type, {Type::Person, Type::Phone, Type::IdentityNumber}, pointer + "/on_card"
        );
        if (field.on_card && (!form_.persons || rows != nullptr)) fault("form.card", pointer + "/on_card");
        if (type == Type::Rows && rows != nullptr) fault("form.depth", pointer + "/type");
        if (is_one_of(type, {Type::Person, Type::IdentityNumber}) && field.field_class < Class::Confidential)
            fault("form.class_too_low", pointer + "/class");
        // Rows are kept whole, under their own class: a higher one inside would be a promise nobody keeps.
        if (rows != nullptr && field.field_class > rows->field_class)
            fault("form.class_too_low", pointer + "/class");
        if (type == Type::Computed) check_computed(field, pointer);
    }

    void check_computed(const Field& field, const std::string& pointer) {
        if (!field.compute) fault("form.nothing_to_compute", pointer);
        const Types results{Type::Integer, Type::Money, Type::Date, Type::Text, Type::Choice};
        only_for(true, field.computes, results, pointer + "/computes");
        // Nobody can answer it, so nobody could mend the fault.
        if (field.required || field.require_when) fault("form.not_for_type", pointer + "/required");
    }

    void check_options(const Field& field, const std::string& pointer, const expression::Types& types) {
        const Type type = value_type(field);
        only_for(!field.options.empty(), type, {Type::Choice, Type::MultiChoice}, pointer + "/options");
        if (is_choice(type) && (field.options.empty() || field.options.size() > kOptionsMax))
            fault("form.option_count", pointer + "/options");
        for (std::size_t i = 0; i < field.options.size(); ++i) {
            const Option& option = field.options[i];
            const std::string at = pointer + "/options/" + std::to_string(i);
            if (!is_code(option.code)) fault("form.option_code", at, option.code);
            if (&*std::ranges::find(field.options, option.code, &Option::code) != &option)
                fault("form.option_twice", at, option.code);
            check_condition(option.when, at + "/when", types);
            if (option.when && field.type == Type::Computed) fault("form.not_for_type", at + "/when");
        }
    }

    void check_bounds(const Field& field, const std::string& pointer) {
        const std::int64_t least = field.min.value_or(-expression::kIntegerMax);
        const std::int64_t most = field.max.value_or(expression::kIntegerMax);
        bool is_right = least <= most && least >= -expression::kIntegerMax && most <= expression::kIntegerMax;
        const auto counts = [&](std::int64_t hard) {
            is_right &= field.min.value_or(0) >= 0 && (!field.max || (most >= 1 && most <= hard));
        };
        if (field.type == Type::Text) counts(kTextHardMax);
        if (field.type == Type::LongText) counts(kLongTextHardMax);
        if (field.type == Type::Attachment) counts(kAttachmentsHardMax);
        if (field.type == Type::Rows) counts(static_cast<std::int64_t>(kRowsMax));
        if (!is_right) fault("form.bounds", pointer + (field.max ? "/max" : "/min"));
    }

    /// Faults of an expression at its place in the form; its column goes into the detail.
    void take(Diagnostics found, const std::string& pointer) {
        for (Error& one : found) fault(one.code, pointer, "column " + one.where + ": " + one.detail);
    }

    void check_condition(
        const std::optional<expression::Expression>& rule,
        const std::string& pointer,
        const expression::Types& types
    ) {
        if (!rule) return;
        Diagnostics found;
        expression::check_is(*rule, expression::Type::Boolean, types, found);
        take(std::move(found), pointer);
    }

    void check_conditions(const Field& field, const std::string& pointer, const expression::Types& types) {
        check_condition(field.show_when, pointer + "/show_when", types);
        check_condition(field.require_when, pointer + "/require_when", types);
        if (!field.compute) return;
        Diagnostics found;
        const bool is_number = is_one_of(field.computes, {Type::Integer, Type::Money});
        const auto wanted = is_number                      ? expression::Type::Integer
                            : field.computes == Type::Date ? expression::Type::Date
                                                           : expression::Type::Text;
        expression::check_is(*field.compute, wanted, types, found);
        take(std::move(found), pointer + "/compute");
    }

    void check_date_rule(std::string_view rule, const std::string& pointer, const Field* rows) {
        if (rule.empty() || rule == "today" || calendar::Date::parse_iso(rule)) return;
        const Reference read = reference_of(rule);
        const std::vector<Field>* fields = read.in_row ? nullptr : &form_.fields;
        if (read.in_row && rows != nullptr) fields = &rows->fields;
        const bool is_whole = rule.size() == read.id.size() + (read.in_row ? 4 : 0);
        if (fields != nullptr && is_whole) {
            const auto found = std::ranges::find(*fields, read.id, &Field::id);
            if (found != fields->end() && is_date(value_type(*found))) return;
        }
        fault("form.date_rule", pointer, std::string(rule));
    }

    /// Whether a question is asked, must be answered, offers an option or takes a date tells what its rules
    /// read: never of an answer of a higher class than its own.
    void check_telling(const Field& field, const std::string& pointer) {
        check_telling(field, field.show_when, pointer + "/show_when");
        check_telling(field, field.require_when, pointer + "/require_when");
        for (std::size_t i = 0; i < field.options.size(); ++i) {
            const std::string at = pointer + "/options/" + std::to_string(i) + "/when";
            check_telling(field, field.options[i].when, at);
        }
        if (tells(field, field.not_after)) fault("form.condition_class", pointer + "/not_after");
        if (tells(field, field.not_before)) fault("form.condition_class", pointer + "/not_before");
    }

    void check_telling(
        const Field& field, const std::optional<expression::Expression>& rule, const std::string& pointer
    ) {
        if (!rule) return;
        const auto names = expression::names_of(*rule);
        const bool is_telling =
            std::ranges::any_of(names, [&](const std::string& name) { return tells(field, name); });
        if (is_telling) fault("form.condition_class", pointer);
    }

    bool tells(const Field& field, std::string_view name) const {
        const Reference read = reference_of(name);
        const Field* other = read.in_row ? nullptr : form_.find(read.id);
        return other != nullptr && class_of(form_, *other) > class_of(form_, field);
    }

    void check_steps() {
        std::vector<std::string_view> seen;
        for (std::size_t i = 0; i < form_.steps.size(); ++i) {
            const Step& step = form_.steps[i];
            const std::string pointer = "/steps/" + std::to_string(i);
            if (!is_field_id(step.id)) fault("form.step_id", pointer + "/id", step.id);
            if (&*std::ranges::find(form_.steps, step.id, &Step::id) != &step)
                fault("form.step_twice", pointer + "/id", step.id);
            for (std::size_t n = 0; n < step.fields.size(); ++n) {
                const std::string at = pointer + "/fields/" + std::to_string(n);
                const std::string& id = step.fields[n];
                if (form_.find(id) == nullptr) fault("form.step_unknown_field", at, id);
                if (std::ranges::find(seen, id) != seen.end()) fault("form.step_field_twice", at, id);
                seen.push_back(id);
            }
        }
    }

    const Form& form_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_form(const Form& form) {
    return FormChecker(form).run();
}

}  // namespace neove::form
