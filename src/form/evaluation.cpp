#include "form/evaluation.h"

#include "base/check.h"
#include "form/dependencies.h"
#include "form/shape.h"

#include <algorithm>
#include <functional>

namespace neove::form {
namespace {

using calendar::Date;
using calendar::PartialDate;
using expression::Value;

constexpr std::string_view kRow = "row.";
constexpr std::string_view kNone;

Value text_or_absent(const json::Value* value) {
    const std::string* text = value == nullptr ? nullptr : value->string();
    return text == nullptr ? Value() : Value(*text);
}

Value day_of(std::string_view text) {
    const std::optional<Date> date = Date::parse_iso(text);
    return date ? Value(*date) : Value();
}

Value texts_of(const json::Value& answer) {
    expression::Texts texts;
    if (answer.array() == nullptr) return {};
    for (const json::Value& element : *answer.array()) {
        if (is_redacted(element)) continue;
        if (element.string() == nullptr) return {};
        texts.push_back(*element.string());
    }
    return texts;
}

/// What an expression reads under the field's own name; absent where the shape is wrong.
Value value_of(Type type, const json::Value& answer) {
    const std::string* text = answer.string();
    const bool is_object = answer.object() != nullptr;
    switch (type) {
        case Type::Text:
        case Type::LongText:
        case Type::Choice:
        case Type::Organisation:
        case Type::Country:
        case Type::Language: return text_or_absent(&answer);
        case Type::Integer:
        case Type::Money: return answer.integer() ? Value(*answer.integer()) : Value();
        case Type::Date: return text ? day_of(*text) : Value();
        case Type::DateTime: return span_of(type, answer) ? day_of(text->substr(0, 10)) : Value();
        case Type::PartialDate: return span_of(type, answer) ? Value(true) : Value();
        case Type::Phone: return text ? Value(true) : Value();
        case Type::Person:
        case Type::AdminUnit:
        case Type::IdentityNumber: return is_object ? Value(true) : Value();
        case Type::MultiChoice:
        case Type::Attachment: return texts_of(answer);
        case Type::Rows:
        case Type::Computed: break;  // told by rows and by what they compute
    }
    return {};
}

Value rows_of(const Field& field, const Kept& kept) {
    expression::Rows rows;
    for (const std::vector<Kept>& row : kept.rows) {
        expression::Row& cells = rows.emplace_back();
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].answer && !is_redacted(*row[i].answer))
                cells.emplace_back(field.fields[i].id, value_of(value_type(field.fields[i]), *row[i].answer));
        }
    }
    return rows;
}

bool is_list(Type type) {
    return type == Type::MultiChoice || type == Type::Attachment || type == Type::Rows;
}

/// Whether rows can be looked into.
bool are_rows(const json::Value& answer) {
    return answer.array() != nullptr && answer.array()->size() <= kRowsMax;
}

/// Members in the fields' order, then what no field has.
json::Value assemble(
    const std::vector<Field>& fields, const std::vector<Kept>& kept, const json::Value& raw
) {
    json::Object out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (kept[i].answer) out.emplace_back(fields[i].id, *kept[i].answer);
    }
    for (const json::Member& member : *raw.object()) {
        if (std::ranges::find(fields, member.first, &Field::id) == fields.end()) out.push_back(member);
    }
    return out;
}

}  // namespace

Type value_type(const Field& field) {
    return field.type == Type::Computed ? field.computes : field.type;
}

Span span_of(Date day) {
    const std::int64_t start = std::int64_t{day.days()} * 1'440;
    return {start, start + 1'439};
}

std::optional<Span> span_of(Type type, const json::Value& answer) {
    const std::string* text = answer.string();
    if (text == nullptr) return std::nullopt;
    if (type == Type::PartialDate) {
        const auto date = PartialDate::parse_iso(*text);
        if (!date) return std::nullopt;
        return Span{span_of(date->earliest()).from, span_of(date->latest()).to};
    }
    const auto date = Date::parse_iso(std::string_view(*text).substr(0, 10));
    if (!date) return std::nullopt;
    if (type == Type::Date) return text->size() == 10 ? std::optional(span_of(*date)) : std::nullopt;
    const std::string_view time = std::string_view(*text).substr(10);
    constexpr std::string_view kDigits = "0123456789";
    if (type != Type::DateTime || time.size() != 6 || time[0] != 'T' || time[3] != ':') return std::nullopt;
    if (!is_made_of(time.substr(1, 2), kDigits) || !is_made_of(time.substr(4), kDigits)) return std::nullopt;
    const int hour = (time[1] - '0') * 10 + time[2] - '0';
    const int minute = (time[4] - '0') * 10 + time[5] - '0';
    if (hour > 23 || minute > 59) return std::nullopt;
    const std::int64_t at = span_of(*date).from + hour * 60 + minute;
    return Span{at, at};
}

Evaluation::Evaluation(const Form& form, const json::Value& answers, Date today)
    : form_(form), answers_(answers), kept_(form.fields.size()), environment_([this](std::string_view name) {
          const auto found = values_.find(name);
          return found == values_.end() ? nullptr : &found->second;
      }) {
    values_.emplace("today", today);
    for (const std::size_t i : order_of(form.fields, false).sequence) {
        kept_[i] = keep(form.fields[i], kNone, answers.find(form.fields[i].id));
        tell(form.fields[i], kNone, kept_[i]);
    }
}

bool Evaluation::holds(const std::optional<expression::Expression>& rule) const {
    return rule && expression::holds(*rule, environment_);
}

const json::Value* Evaluation::redacted_in(const expression::Expression& rule) const {
    if (marks_.empty()) return nullptr;
    for (const std::string& name : expression::names_of(rule)) {
        // `born` for `born.latest`, `row.since` for `row.since.earliest`.
        for (std::string_view part = name; !part.empty();) {
            if (const auto found = marks_.find(part); found != marks_.end()) return &found->second;
            const std::size_t dot = part.rfind('.');
            part = dot == std::string_view::npos ? std::string_view() : part.substr(0, dot);
        }
    }
    return nullptr;
}

/// Where nobody can say any more whether a question was to be asked, its answer says that it was.
bool Evaluation::is_asked(const Field& field, const json::Value* raw) const {
    if (!field.show_when || holds(field.show_when)) return true;
    const bool has_answer = field.type == Type::Computed || (raw != nullptr && !is_empty(*raw));
    return has_answer && redacted_in(*field.show_when) != nullptr;
}

Kept Evaluation::keep(const Field& field, std::string_view prefix, const json::Value* raw) {
    Kept kept;
    kept.is_shown = is_asked(field, raw);
    if (!kept.is_shown) return kept;
    if (field.type == Type::Computed) {
        kept.answer = compute(field);
    } else if (raw != nullptr && is_redacted(*raw)) {
        kept.answer = *raw;
    } else if (raw != nullptr && field.type == Type::Rows && are_rows(*raw) && prefix.empty()) {
        if (!raw->array()->empty()) kept.answer = *raw;
        keep_rows(field, kept);
    } else if (raw != nullptr) {
        kept.answer = tidy(field, *raw);
    }
    return kept;
}

void Evaluation::keep_rows(const Field& field, Kept& kept) {
    if (!kept.answer) return;
    const Order order = order_of(field.fields, true);
    for (json::Value& row : *kept.answer->array()) {
        std::vector<Kept>& cells = kept.rows.emplace_back();
        if (row.object() == nullptr) continue;
        cells.resize(field.fields.size());
        for (const std::size_t i : order.sequence) {
            cells[i] = keep(field.fields[i], kRow, row.find(field.fields[i].id));
            tell(field.fields[i], kRow, cells[i]);
        }
        row = assemble(field.fields, cells, row);
        forget_row();
    }
}

std::optional<json::Value> Evaluation::compute(const Field& field) const {
    if (!field.compute) return std::nullopt;
    // It would say something of what it read.
    if (const json::Value* mark = redacted_in(*field.compute)) return *mark;
    const Value value = expression::evaluate(*field.compute, environment_);
    const std::int64_t* number = value.integer();
    const std::string* text = value.text();
    switch (field.computes) {
        case Type::Integer:
        case Type::Money: return number ? std::optional<json::Value>(*number) : std::nullopt;
        case Type::Date: return value.date() ? std::optional<json::Value>(value.date()->iso()) : std::nullopt;
        case Type::Choice:
            if (text == nullptr ||
                std::ranges::find(field.options, *text, &Option::code) == field.options.end())
                return std::nullopt;
            return json::Value(*text);
        default: return text && !text->empty() ? std::optional<json::Value>(*text) : std::nullopt;
    }
}

void Evaluation::tell(const Field& field, std::string_view prefix, const Kept& kept) {
    const std::string name = std::string(prefix) + field.id;
    const Type type = value_type(field);
    const auto set = [&](std::string_view part, Value value) {
        if (!value.is_absent()) values_.insert_or_assign(name + std::string(part), std::move(value));
    };
    if (!kept.is_shown) return;
    if (!kept.answer) {
        if (is_list(type)) set("", expression::Texts{});
        return;
    }
    const json::Value& answer = *kept.answer;
    if (is_redacted(answer)) {
        marks_.insert_or_assign(name, answer);
        return;
    }
    if (type == Type::Rows) tell_marks(field, name, kept);
    set("", type == Type::Rows && are_rows(answer) ? rows_of(field, kept) : value_of(type, answer));
    if (type == Type::AdminUnit) set(".code", text_or_absent(answer.find("code")));
    if (type == Type::IdentityNumber) set(".kind", text_or_absent(answer.find("kind")));
    if (type != Type::PartialDate || !span_of(type, answer)) return;
    const auto date = PartialDate::parse_iso(*answer.string());
    set(".earliest", date->earliest());
    set(".latest", date->latest());
}

/// A column of rows of which one member was redacted is unknown as a whole.
void Evaluation::tell_marks(const Field& field, const std::string& name, const Kept& kept) {
    for (const std::vector<Kept>& row : kept.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!row[i].answer || !is_redacted(*row[i].answer)) continue;
            marks_.insert_or_assign(name + "." + field.fields[i].id, *row[i].answer);
        }
    }
}

void Evaluation::forget_row() {
    const auto is_of_row = [](const auto& entry) { return entry.first.starts_with(kRow); };
    std::erase_if(values_, is_of_row);
    std::erase_if(marks_, is_of_row);
}

bool Evaluation::is_shown(const Field& field) const {
    const auto found = std::ranges::find(form_.fields, field.id, &Field::id);
    return found != form_.fields.end() &&
           kept_[static_cast<std::size_t>(found - form_.fields.begin())].is_shown;
}

json::Value Evaluation::settled() const {
    return answers_.object() == nullptr ? answers_ : assemble(form_.fields, kept_, answers_);
}

Evaluation::Values Evaluation::take_values() {
    return std::move(values_);
}

Asked Evaluation::ask(const Field& field, std::string pointer, const Kept& kept) const {
    Asked asked;
    asked.pointer = std::move(pointer);
    asked.field = &field;
    asked.required = field.required || holds(field.require_when);
    asked.answer = kept.answer ? &*kept.answer : nullptr;
    for (const Option& option : field.options) {
        if (!option.when || holds(option.when) || redacted_in(*option.when) != nullptr)
            asked.options.push_back(option.code);
    }
    if (field.may_decline) asked.options.push_back(kDeclined);
    if (field.may_be_not_asked) asked.options.push_back(kNotAsked);
    return asked;
}

void Evaluation::ask_rows(const Asked& rows, const Kept& kept, std::vector<Asked>& out) {
    const std::vector<Field>& fields = rows.field->fields;
    const std::string pointer = rows.pointer;
    for (std::size_t n = 0; n < kept.rows.size(); ++n) {
        const std::vector<Kept>& cells = kept.rows[n];
        for (std::size_t i = 0; i < cells.size(); ++i) tell(fields[i], kRow, cells[i]);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (!cells[i].is_shown) continue;
            out.push_back(ask(fields[i], pointer + "/" + std::to_string(n) + "/" + fields[i].id, cells[i]));
        }
        forget_row();
    }
}

std::vector<Asked> Evaluation::asked(const std::vector<std::string>& required) {
    std::vector<Asked> out;
    for (std::size_t i = 0; i < kept_.size(); ++i) {
        const Field& field = form_.fields[i];
        if (!kept_[i].is_shown) continue;
        Asked asked = ask(field, "/" + field.id, kept_[i]);
        asked.required |= std::ranges::find(required, field.id) != required.end();
        out.push_back(asked);
        if (field.type == Type::Rows) ask_rows(asked, kept_[i], out);
    }
    return out;
}

}  // namespace neove::form
