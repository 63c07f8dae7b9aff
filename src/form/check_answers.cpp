#include "base/id.h"
#include "base/readable.h"
#include "base/text.h"
#include "form/evaluation.h"
#include "form/looks_like_person.h"
#include "form/shape.h"

#include <algorithm>
#include <map>

namespace neove::form {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kFaultsMax = 200;  ///< nobody reads more, and a hostile body may hold 100,000
constexpr std::int64_t kTextMax = 500;
constexpr std::int64_t kLongTextMax = 20'000;
constexpr std::size_t kNameMax = 200;
constexpr std::size_t kOtherNamesMax = 20;
constexpr std::size_t kNumberMax = 40;
constexpr std::int64_t kRowsUnsaid = 200;
constexpr std::int64_t kAttachmentsUnsaid = 20;

class Checker {
public:
    Checker(const Form& form, const References& references, const std::vector<Asked>& asked)
        : form_(form), references_(references), asked_(asked) {
        for (const Asked& one : asked) by_pointer_.emplace(one.pointer, &one);
    }

    Diagnostics run(const json::Value& answers) {
        for (const Asked& asked : asked_) {
            if (faults_.size() > kFaultsMax) break;
            if (asked.answer != nullptr) {
                check(asked);
            } else if (asked.required) {
                fault("form.required", asked.pointer);
            }
        }
        check_members(form_.fields, answers, "");
        if (faults_.size() > kFaultsMax) faults_.resize(kFaultsMax);
        return std::move(faults_);
    }

private:
    void fault(std::string_view code, std::string pointer) {
        faults_.push_back({ErrorKind::Invalid, std::string(code), std::move(pointer), {}});
    }
    void type_fault(const std::string& pointer) { fault("form.type", pointer); }

    /// A member's name is told only where it has the shape of one: a client may have put anything there.
    void unknown(const std::string& pointer, const std::string& name) {
        fault("form.unknown_field", is_field_id(name) ? pointer + "/" + name : pointer);
    }

    void check_members(
        const std::vector<Field>& fields, const json::Value& answers, const std::string& pointer
    ) {
        for (const auto& [name, member] : *answers.object()) {
            if (std::ranges::find(fields, name, &Field::id) == fields.end()) unknown(pointer, name);
        }
    }

    void check(const Asked& asked) {
        const json::Value& answer = *asked.answer;
        const std::string& pointer = asked.pointer;
        if (is_redacted(answer)) return;
        switch (asked.field->type) {
            case Type::Text: return check_text(asked, kTextMax);
            case Type::LongText: return check_text(asked, kLongTextMax);
            case Type::Integer:
            case Type::Money: return check_integer(asked);
            case Type::Date:
            case Type::PartialDate:
            case Type::DateTime: return check_date(asked);
            case Type::Choice: return check_choice(asked, answer, pointer);
            case Type::MultiChoice: return check_choices(asked);
            case Type::Person: return check_person(answer, pointer);
            case Type::Organisation: return check_organisation(asked);
            case Type::AdminUnit: return check_unit(answer, pointer);
            case Type::Phone: return check_phone(answer, pointer);
            case Type::IdentityNumber: return check_identity_number(answer, pointer);
            case Type::Country: return check_word(answer, pointer, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2, 2);
            case Type::Language: return check_word(answer, pointer, "abcdefghijklmnopqrstuvwxyz", 2, 3);
            case Type::Attachment: return check_attachments(asked);
            case Type::Rows: return check_rows(asked);
            case Type::Computed: return;  // settling wrote it
        }
    }

    /// The text, if it is one that can be read and not too long.
    const std::string* plain(
        const json::Value* value, const std::string& pointer, std::size_t max, bool lines = false
    ) {
        const std::string* text = value == nullptr ? nullptr : value->string();
        if (text == nullptr || !text::is_valid_utf8(*text)) {
            type_fault(pointer);
        } else if (!text->empty() && !text::is_readable(*text, lines)) {
            fault("form.control_character", pointer);
        } else if (text::count_code_points(*text) > max) {
            fault("form.too_long", pointer);
        } else {
            return text;
        }
        return nullptr;
    }

    void check_text(const Asked& asked, std::int64_t max) {
        const bool lines = asked.field->type == Type::LongText;
        const auto most = static_cast<std::size_t>(asked.field->max.value_or(max));
        const std::string* text = plain(asked.answer, asked.pointer, most, lines);
        if (text == nullptr || !form_.persons || references_.person_words == nullptr) return;
        if (class_of(form_, *asked.field) >= Class::Confidential) return;
        if (!looks_like_person(*text, *references_.person_words)) return;
        fault("form.looks_like_person", asked.pointer);
    }

    void check_integer(const Asked& asked) {
        const std::int64_t* number = asked.answer->integer();
        if (number == nullptr) return type_fault(asked.pointer);
        const std::int64_t least = asked.field->min.value_or(-expression::kIntegerMax);
        const std::int64_t most = asked.field->max.value_or(expression::kIntegerMax);
        if (*number < least || *number > most || *number > expression::kIntegerMax ||
            *number < -expression::kIntegerMax)
            fault("form.out_of_range", asked.pointer);
    }

    /// What a rule of dates names; nothing where that is unanswered, so that the rule says nothing.
    std::optional<Span> limit(const Asked& asked, std::string_view rule) const {
        if (rule == "today") return span_of(references_.today);
        if (const auto date = calendar::Date::parse_iso(rule)) return span_of(*date);
        std::string pointer = "/" + std::string(rule);
        if (rule.starts_with("row."))
            pointer = asked.pointer.substr(0, asked.pointer.rfind('/') + 1) + std::string(rule.substr(4));
        const auto found = by_pointer_.find(pointer);
        if (found == by_pointer_.end() || found->second->answer == nullptr) return std::nullopt;
        return span_of(value_type(*found->second->field), *found->second->answer);
    }

    void check_date(const Asked& asked) {
        const std::optional<Span> span = span_of(asked.field->type, *asked.answer);
        if (!span) return type_fault(asked.pointer);
        const auto latest = limit(asked, asked.field->not_after);
        const auto earliest = limit(asked, asked.field->not_before);
        if ((latest && span->from > latest->to) || (earliest && span->to < earliest->from))
            fault("form.date_order", asked.pointer);
    }

    void check_choice(const Asked& asked, const json::Value& answer, const std::string& pointer) {
        if (answer.string() == nullptr) return type_fault(pointer);
        if (std::ranges::find(asked.options, *answer.string()) == asked.options.end())
            fault("form.not_an_option", pointer);
    }

    void check_choices(const Asked& asked) {
        const json::Array* codes = asked.answer->array();
        if (codes == nullptr) return type_fault(asked.pointer);
        if (codes->size() > asked.field->options.size() + 2) return fault("form.out_of_range", asked.pointer);
        for (std::size_t i = 0; i < codes->size(); ++i) {
            const std::string pointer = asked.pointer + "/" + std::to_string(i);
            const std::string* code = (*codes)[i].string();
            const bool is_reserved = code != nullptr && (*code == kDeclined || *code == kNotAsked);
            if (is_reserved && codes->size() > 1) {
                fault("form.not_an_option", pointer);
            } else {
                check_choice(asked, (*codes)[i], pointer);
            }
        }
    }

    /// An object of these members and no others.
    bool is_object_of(
        const json::Value& answer, const std::string& pointer, std::initializer_list<std::string_view> members
    ) {
        if (answer.object() == nullptr) {
            type_fault(pointer);
            return false;
        }
        for (const auto& [name, member] : *answer.object()) {
            if (std::ranges::find(members, name) == members.end()) unknown(pointer, name);
        }
        return true;
    }

    void check_person(const json::Value& answer, const std::string& pointer) {
        if (!is_object_of(answer, pointer, {"name", "other_names", "born"})) return;
        const json::Value* name = answer.find("name");
        if (name == nullptr) {
            fault("form.required", pointer + "/name");
        } else {
            check_name(*name, pointer + "/name");
        }
        if (const json::Value* others = answer.find("other_names"))
            check_other_names(*others, pointer + "/other_names");
        const json::Value* born = answer.find("born");
        if (born == nullptr) return;
        const std::optional<Span> span = span_of(Type::PartialDate, *born);
        if (!span) return type_fault(pointer + "/born");
        if (span->from > span_of(references_.today).to) fault("form.date_order", pointer + "/born");
    }

    void check_name(const json::Value& name, const std::string& pointer) {
        const std::string* text = plain(&name, pointer, kNameMax);
        if (text != nullptr && !text::has_letter(*text)) fault("form.name_without_letter", pointer);
    }

    void check_other_names(const json::Value& names, const std::string& pointer) {
        if (names.array() == nullptr) return type_fault(pointer);
        if (names.array()->size() > kOtherNamesMax) return fault("form.out_of_range", pointer);
        for (std::size_t i = 0; i < names.array()->size(); ++i) {
            const json::Value& name = (*names.array())[i];
            const std::string at = pointer + "/" + std::to_string(i);
            if (is_empty(name)) {
                fault("form.required", at);
            } else {
                check_name(name, at);
            }
        }
    }

    void check_organisation(const Asked& asked) {
        const std::string* id = asked.answer->string();
        if (id == nullptr || !is_id_text(*id)) return type_fault(asked.pointer);
        if (references_.organisation && !references_.organisation(*id, asked.field->kinds))
            fault("form.unknown_reference", asked.pointer);
    }

    void check_unit(const json::Value& answer, const std::string& pointer) {
        if (!is_object_of(answer, pointer, {"code", "list"})) return;
        const json::Value* code = answer.find("code");
        const json::Value* list = answer.find("list");
        const bool is_code_right = code != nullptr && code->string() != nullptr && !code->string()->empty() &&
                                   code->string()->size() <= 20 && is_made_of(*code->string(), kDigits);
        if (!is_code_right || list == nullptr || !span_of(Type::Date, *list)) return type_fault(pointer);
        if (references_.admin_unit && !references_.admin_unit(*code->string(), *list->string()))
            fault("form.unknown_reference", pointer);
    }

    void check_phone(const json::Value& answer, const std::string& pointer) {
        const std::string* text = plain(&answer, pointer, kNumberMax);
        if (text == nullptr) return;
        const auto is_digit = [](char c) { return kDigits.contains(c); };
        const auto digits = std::ranges::count_if(*text, is_digit);
        if (!is_made_of(*text, "0123456789 .+-") || digits < 3 || digits > 15) type_fault(pointer);
    }

    void check_identity_number(const json::Value& answer, const std::string& pointer) {
        if (!is_object_of(answer, pointer, {"kind", "number"})) return;
        const json::Value* kind = answer.find("kind");
        if (kind == nullptr || kind->string() == nullptr || !is_code(*kind->string()))
            return type_fault(pointer + "/kind");
        if (answer.find("number") == nullptr) return fault("form.required", pointer + "/number");
        const std::string* number = plain(answer.find("number"), pointer + "/number", kNumberMax);
        if (number == nullptr) return;
        if (references_.identity_number && !references_.identity_number(*kind->string(), *number))
            fault("form.identity_number", pointer + "/number");
    }

    void check_word(
        const json::Value& answer,
        const std::string& pointer,
        std::string_view letters,
        std::size_t least,
        std::size_t most
    ) {
        const std::string* text = answer.string();
        if (text == nullptr || text->size() < least || text->size() > most || !is_made_of(*text, letters))
            return type_fault(pointer);
        const auto& is_known = letters.front() == 'A' ? references_.country : references_.language;
        if (is_known && !is_known(*text)) fault("form.unknown_reference", pointer);
    }

    void check_attachments(const Asked& asked) {
        const json::Array* ids = asked.answer->array();
        if (ids == nullptr) return type_fault(asked.pointer);
        if (std::ssize(*ids) > asked.field->max.value_or(kAttachmentsUnsaid))
            return fault("form.out_of_range", asked.pointer);
        for (std::size_t i = 0; i < ids->size(); ++i) {
            const std::string pointer = asked.pointer + "/" + std::to_string(i);
            if (is_redacted((*ids)[i])) continue;
            const std::string* id = (*ids)[i].string();
            if (id == nullptr || !is_id_text(*id)) {
                type_fault(pointer);
            } else if (references_.attachment && !references_.attachment(*id)) {
                fault("form.unknown_reference", pointer);
            }
        }
    }

    /// Of the rows themselves: what stands in them are questions of their own.
    void check_rows(const Asked& asked) {
        const json::Array* rows = asked.answer->array();
        if (rows == nullptr) return type_fault(asked.pointer);
        const std::int64_t most = asked.field->max.value_or(kRowsUnsaid);
        if (std::ssize(*rows) < asked.field->min.value_or(0) || std::ssize(*rows) > most)
            fault("form.out_of_range", asked.pointer);
        if (rows->size() > kRowsMax) return;
        for (std::size_t i = 0; i < rows->size(); ++i) {
            const std::string pointer = asked.pointer + "/" + std::to_string(i);
            if ((*rows)[i].object() == nullptr) {
                type_fault(pointer);
            } else if ((*rows)[i].object()->empty()) {
                fault("form.required", pointer);
            } else {
                check_members(asked.field->fields, (*rows)[i], pointer);
            }
        }
    }

    const Form& form_;
    const References& references_;
    const std::vector<Asked>& asked_;
    std::map<std::string_view, const Asked*> by_pointer_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_answers(
    const Form& form,
    const json::Value& answers,
    const std::vector<std::string>& required,
    const References& references
) {
    if (answers.object() == nullptr) return {{ErrorKind::Invalid, "form.type", "", {}}};
    Evaluation evaluation(form, answers, references.today);
    const std::vector<Asked> asked = evaluation.asked(required);
    return Checker(form, references, asked).run(answers);
}

}  // namespace neove::form
