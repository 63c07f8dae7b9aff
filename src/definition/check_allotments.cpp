#include "allotment/occurrence.h"
#include "allotment/repeat.h"
#include "definition/allotments.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

using allotment::Answer;
using allotment::Property;
using allotment::Rule;

bool is_in(const auto& all, const auto& one) {
    return std::ranges::find(all, one) != std::ranges::end(all);
}

const form::Field* field_in(const std::vector<form::Field>& fields, std::string_view id) {
    const auto found = std::ranges::find(fields, id, &form::Field::id);
    return found == fields.end() ? nullptr : &*found;
}

class Checker {
public:
    explicit Checker(const Register& one) : register_(one), rules_(allotments_of(one)) {}

    Diagnostics check() {
        for (std::size_t i = 0; i < rules_.size(); ++i) {
            rule(rules_[i], below("/allotments", i));
            overlap(i);
        }
        return std::move(faults_);
    }

private:
    void fault(const char* code, const std::string& at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, code, at, std::move(detail)});
    }

    /// Of two rules for the same task one would never be taken.
    void overlap(std::size_t index) {
        const Rule& rule = rules_[index];
        for (std::size_t before = 0; before < index; ++before) {
            for (const allotment::Outcome outcome : rule.outcomes) {
                for (const allotment::Role role : rule.roles) {
                    if (!rules_[before].is_for(outcome, role)) continue;
                    const std::string pair = std::string(name_of(outcome)) + " " + std::string(name_of(role));
                    fault("definition.allotment_twice", below("/allotments", index), pair);
                }
            }
        }
    }

    /// A report has no task to be linked with, and each of its days is a record of its own.
    void of_report(const Rule& rule, const std::string& at) {
        const auto wrong = [&](const std::string& where) {
            fault("definition.allotment_source", at + where, std::string(name_of(rule.source)));
        };
        if (!rule.link.empty()) wrong("/link");
        if (rule.fold) wrong("/fold");
        check_periods(rule, at, Property::ReportPeriods);
    }

    /// Whoever names them calls each of them something.
    void check_periods(const Rule& rule, const std::string& at, Property property) {
        for (const auto& [code, called] : rule.periods) {
            // Nobody reports to the day what is done every week.
            const bool is_no_report = code == "week" && property == Property::ReportPeriods;
            if (!is_no_report && (is_in(allotment::kPeriodCodes, code) || code == "once")) continue;
            fault(
                "definition.allotment_source", at + below("/periods", code), std::string(name_of(rule.source))
            );
        }
        const bool names = std::ranges::any_of(rule.answers, [&](const Answer& one) {
            return one.of == property ||
                   std::ranges::find(one.text, property, &allotment::Piece::of) != one.text.end();
        });
        for (const std::string_view code : allotment::kPeriodCodes) {
            if (code == "week" && property == Property::ReportPeriods) continue;
            if (names && !rule.periods.contains(std::string(code))) {
                fault("definition.allotment_periods", at, std::string(code));
            }
        }
    }

    void of_task(const Rule& rule, const std::string& at) {
        const workflow::LinkKind* link = register_.workflow.find_link(rule.link);
        if (link == nullptr || link->to_register != allotment::kDocumentTask || !link->roles.empty()) {
            fault("definition.allotment_link", at + "/link", rule.link);
        }
        check_periods(rule, at, Property::Periods);
        if (!rule.periods.empty() && (rule.fold || !allotment::takes_day(rule))) {
            fault("definition.allotment_source", at + "/periods", std::string(name_of(rule.source)));
        }
    }

    static bool is_role_of(allotment::Role role, const Rule& rule) {
        const bool is_report = role == allotment::Role::Reporter || role == allotment::Role::Receiver;
        return is_report == (rule.source == allotment::Source::Report);
    }

    /// Whoever asks about reports cannot be answered with what tasks say.
    void source(const Rule& rule, const Answer& answer, const std::string& at) {
        using allotment::Ask;
        const bool is_report = rule.source == allotment::Source::Report;
        bool fits = is_of(answer.of, rule.source);
        for (const allotment::Piece& piece : answer.text) fits = fits && is_of(piece.of, rule.source);
        fits = fits && (answer.ask == Ask::Never || (answer.ask == Ask::Report) == is_report);
        // What a word means can be asked where words are looked for.
        fits = fits && (answer.ask != Ask::Document || !answer.has.empty());
        if (!fits) fault("definition.allotment_source", at, std::string(name_of(rule.source)));
        for (const Answer& cell : answer.row) source(rule, cell, below(at + "/rows", cell.field));
    }

    void rule(const Rule& rule, const std::string& at) {
        const bool is_report = rule.source == allotment::Source::Report;
        if (is_report) {
            of_report(rule, at);
        } else {
            of_task(rule, at);
        }
        const auto is_wrong = [&](allotment::Role role) { return !is_role_of(role, rule); };
        if (rule.outcomes.empty() || std::ranges::any_of(rule.roles, is_wrong)) {
            fault("definition.allotment_source", at + "/roles", std::string(name_of(rule.source)));
        }
        const workflow::Action* action = register_.workflow.find(rule.action);
        if (action == nullptr || !action->creates) {
            return fault("definition.allotment_action", at + "/action", rule.action);
        }
        if (register_.form.persons) fault("definition.allotment_of_persons", at, register_.id);
        for (const Answer& answer : rule.answers) {
            const std::string where = below(at + "/answers", answer.field);
            const form::Field* field = register_.form.find(answer.field);
            if (field == nullptr || !is_in(action->fields, answer.field)) {
                fault("definition.allotment_field", where, answer.field);
                continue;
            }
            value(rule, answer, *field, form::class_of(register_.form, *field), where);
            source(rule, answer, where);
        }
        sources(rule, *action, at);
        if (rule.fold) fold(rule, *action, at + "/fold");
        for (std::size_t i = 0; i < rule.relates.size(); ++i) {
            const bool is_right = is_role_of(rule.relates[i].to, rule);
            if (is_right && is_own_relation(rule.relates[i].relation)) continue;
            fault("definition.allotment_relation", below(at + "/relates", i), rule.relates[i].relation);
        }
    }

    /// Of the register's own words: those of the platform are given by hand.
    bool is_own_relation(const std::string& relation) const {
        const json::Value* access = register_.source.find("access");
        const json::Value* own = access == nullptr ? nullptr : access->find("relations");
        return own != nullptr && own->array() != nullptr &&
               std::ranges::find(*own->array(), json::Value(relation)) != own->array()->end();
    }

    /// Whether the answer can be of the field's type, and its class hides what must be hidden.
    void value(
        const Rule& rule,
        const Answer& answer,
        const form::Field& field,
        form::Class field_class,
        const std::string& at
    ) {
        const auto quotes = [](const allotment::Piece& piece) { return is_words(piece.of); };
        const bool says_words =
            (is_words(answer.of) && !is_coded(answer)) || std::ranges::any_of(answer.text, quotes);
        if (says_words && field_class == form::Class::Public) {
            fault("definition.allotment_class", at, std::string(name_of(answer.of)));
        }
        if (!answer.label_of.empty() && rule.find(answer.label_of) == nullptr) {
            fault("definition.allotment_field", at + "/label", answer.label_of);
        }
        if (field.type == form::Type::Rows) return rows(rule, answer, field, field_class, at);
        if (!fits(answer, field))
            fault("definition.allotment_type", at, std::string(form::name_of(field.type)));
        if (field.type != form::Type::Choice) return;
        const auto option = [&](const std::string& code) {
            if (!code.empty() && !is_in_options(field, code)) fault("definition.allotment_option", at, code);
        };
        for (const allotment::Case& one : answer.codes) option(one.code);
        for (const allotment::Case& one : answer.has) option(one.code);
        option(answer.otherwise);
        option(answer.fixed);
    }

    static bool is_coded(const Answer& answer) { return !answer.codes.empty() || !answer.has.empty(); }

    static bool is_in_options(const form::Field& field, std::string_view code) {
        return std::ranges::find(field.options, code, &form::Option::code) != field.options.end();
    }

    static bool fits(const Answer& answer, const form::Field& field) {
        using form::Type;
        const bool is_text = field.type == Type::Text || field.type == Type::LongText;
        const bool says = answer.of != Property::None || !answer.fixed.empty() || !answer.label_of.empty() ||
                          !answer.text.empty();
        if (!answer.row.empty() || !says) return false;
        if (!answer.label_of.empty() || !answer.text.empty()) return is_text;
        if (is_coded(answer)) return field.type == Type::Choice && answer.of != Property::None;
        if (is_body(answer.of)) return field.type == Type::Organisation;
        if (is_date(answer.of)) return field.type == Type::Date || field.type == Type::PartialDate || is_text;
        if (answer.of == Property::None) return field.type == Type::Choice || is_text;
        return is_text;
    }

    void rows(
        const Rule& rule,
        const Answer& answer,
        const form::Field& field,
        form::Class field_class,
        const std::string& at
    ) {
        if (answer.row.empty()) return fault("definition.allotment_type", at, "rows");
        for (const Answer& cell : answer.row) {
            const std::string where = below(at + "/rows", cell.field);
            const form::Field* inner = field_in(field.fields, cell.field);
            if (inner == nullptr) {
                fault("definition.allotment_field", where, cell.field);
                continue;
            }
            value(rule, cell, *inner, field_class, where);
        }
        for (const form::Field& inner : field.fields) {
            const bool has = std::ranges::find(answer.row, inner.id, &Answer::field) != answer.row.end();
            if (inner.required && !inner.show_when && !has) {
                fault("definition.allotment_missing", at, field.id + "." + inner.id);
            }
        }
    }

    /// What the action will ask for in any case has a source.
    void sources(const Rule& rule, const workflow::Action& action, const std::string& at) {
        for (const form::Field& field : register_.form.fields) {
            const bool always = field.required && !field.show_when && is_in(action.fields, field.id);
            if (!always && !is_in(action.requires_fields, field.id)) continue;
            if (field.type == form::Type::Computed || rule.find(field.id) != nullptr) continue;
            fault("definition.allotment_missing", at, field.id);
        }
    }

    void fold(const Rule& rule, const workflow::Action& opens, const std::string& at) {
        const form::Field* by = register_.form.find(rule.fold->by);
        if (by == nullptr || by->type != form::Type::Choice || rule.find(rule.fold->by) == nullptr) {
            fault("definition.allotment_fold", at + "/by", rule.fold->by);
        }
        const Answer* held = rule.find(rule.fold->rows);
        if (held == nullptr || held->row.empty()) {
            fault("definition.allotment_fold", at + "/rows", rule.fold->rows);
        }
        for (const Answer& answer : rule.answers) {
            const bool others = !answer.row.empty() && answer.field != rule.fold->rows;
            if (others) fault("definition.allotment_fold", below(at, "rows"), answer.field);
        }
        const workflow::Action* more = register_.workflow.find(rule.fold->more);
        const bool takes = more != nullptr && !more->creates && is_in(more->fields, rule.fold->rows) &&
                           is_in(more->from, opens.to) && !more->needs_reason;
        if (!takes) fault("definition.allotment_fold", at + "/more", rule.fold->more);
    }

    const Register& register_;
    std::vector<Rule> rules_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_allotments(const Register& one) {
    return Checker(one).check();
}

}  // namespace neove::definition
