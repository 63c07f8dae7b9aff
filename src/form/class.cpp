#include "form/dependencies.h"
#include "form/form.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

namespace neove::form {
namespace {

/// The rows a sub-field belongs to, by its address; null for a field of the form itself.
const Field* rows_of(const Form& form, const Field& field) {
    for (const Field& rows : form.fields) {
        for (const Field& inner : rows.fields) {
            if (&inner == &field) return &rows;
        }
    }
    return nullptr;
}

/// `open` holds the computed fields under way: a circle, which check_form refuses, must not hang a reader.
class Classifier {
public:
    explicit Classifier(const Form& form) : form_(form) {}

    Class visit(const Field& field) {
        if (const Field* rows = rows_of(form_, field)) return visit(*rows);
        Class highest = field.field_class;
        if (std::ranges::find(open_, &field) != open_.end()) return highest;
        open_.push_back(&field);
        if (field.type == Type::Computed) {
            highest = read_by(field).value_or(highest);
        } else {
            for (const Field& inner : field.fields)
                highest = std::max(highest, read_by(inner).value_or(highest));
        }
        open_.pop_back();
        return highest;
    }

private:
    std::optional<Class> read_by(const Field& field) {
        std::optional<Class> highest;
        if (!field.compute) return highest;
        for (const std::string& name : expression::names_of(*field.compute)) {
            const Reference read = reference_of(name);
            const Field* other = read.in_row ? nullptr : form_.find(read.id);
            if (other != nullptr) highest = std::max(highest.value_or(Class::Public), visit(*other));
        }
        return highest;
    }

    const Form& form_;
    std::vector<const Field*> open_;
};

/// What names stand for; holds the options the spans point to.
struct KnownNames {
    struct Known {
        expression::Type type{expression::Type::Opaque};
        std::vector<std::string> options{};
    };
    std::map<std::string, Known, std::less<>> names;

    void add(const std::string& name, const Field& field);
};

expression::Type expression_type(Type type) {
    switch (type) {
        case Type::Text:
        case Type::LongText:
        case Type::Choice:
        case Type::Organisation:
        case Type::Country:
        case Type::Language: return expression::Type::Text;
        case Type::Integer:
        case Type::Money: return expression::Type::Integer;
        case Type::Date:
        case Type::DateTime: return expression::Type::Date;
        case Type::MultiChoice:
        case Type::Attachment: return expression::Type::TextList;
        case Type::Rows: return expression::Type::RowList;
        case Type::PartialDate:
        case Type::Person:
        case Type::AdminUnit:
        case Type::Phone:
        case Type::IdentityNumber:
        case Type::Computed: break;
    }
    return expression::Type::Opaque;
}

void KnownNames::add(const std::string& name, const Field& field) {
    const Type type = field.type == Type::Computed ? field.computes : field.type;
    Known known{expression_type(type)};
    for (const Option& option : field.options) known.options.push_back(option.code);
    if (field.may_decline) known.options.emplace_back(kDeclined);
    if (field.may_be_not_asked) known.options.emplace_back(kNotAsked);
    names.insert_or_assign(name, std::move(known));
    if (type == Type::PartialDate) {
        names.insert_or_assign(name + ".earliest", Known{expression::Type::Date});
        names.insert_or_assign(name + ".latest", Known{expression::Type::Date});
    }
    if (type == Type::AdminUnit) names.insert_or_assign(name + ".code", Known{expression::Type::Text});
    if (type == Type::IdentityNumber) names.insert_or_assign(name + ".kind", Known{expression::Type::Text});
}

expression::Types types_with(const Form& form, const Field* rows) {
    auto known = std::make_shared<KnownNames>();
    known->names.insert_or_assign("today", KnownNames::Known{expression::Type::Date});
    for (const Field& field : form.fields) {
        known->add(field.id, field);
        if (field.type != Type::Rows) continue;
        for (const Field& inner : field.fields) known->add(field.id + "." + inner.id, inner);
    }
    if (rows != nullptr) {
        for (const Field& inner : rows->fields) known->add("row." + inner.id, inner);
    }
    return [known](std::string_view name) -> std::optional<expression::NameType> {
        const auto found = known->names.find(name);
        if (found == known->names.end()) return std::nullopt;
        return expression::NameType{found->second.type, found->second.options};
    };
}

}  // namespace

Class class_of(const Form& form, const Field& field) {
    return Classifier(form).visit(field);
}

json::Value only_class(const Form& form, const json::Value& answers, Class field_class) {
    json::Object out;
    if (answers.object() == nullptr) return out;
    for (const auto& [name, answer] : *answers.object()) {
        const Field* field = form.find(name);
        const Class own = field == nullptr ? Class::Identity : class_of(form, *field);
        if (own == field_class) out.emplace_back(name, answer);
    }
    return out;
}

expression::Types types_of(const Form& form) {
    return types_with(form, nullptr);
}

expression::Types types_in_row(const Form& form, const Field& rows) {
    return types_with(form, &rows);
}

}  // namespace neove::form
