#include "form/form_json.h"

#include <string>
#include <utility>

namespace neove::form {
namespace {

constexpr std::size_t kFieldsRead = 1'000;

class FieldReader {
public:
    FieldReader(const json::Value& value, std::string pointer, Diagnostics& faults)
        : reader_(value, pointer), pointer_(std::move(pointer)), faults_(faults) {}

    Field read(std::optional<Class> class_of_rows) {
        Field field;
        field.id = reader_.text("id", 64);
        field.type = word<Type>("type", type_named, Type::Text);
        field.computes = word<Type>("computes", type_named, Type::Integer);
        const Class unsaid = field.type == Type::LongText ? Class::Confidential : Class::Internal;
        field.field_class = word<Class>("class", class_named, class_of_rows.value_or(unsaid));
        field.required = reader_.optional_flag("required").value_or(false);
        field.may_decline = reader_.optional_flag("may_decline").value_or(false);
        field.may_be_not_asked = reader_.optional_flag("may_be_not_asked").value_or(false);
        field.on_card = reader_.optional_flag("on_card").value_or(false);
        field.show_when = condition("show_when");
        field.require_when = condition("require_when");
        field.compute = condition("compute");
        field.min = reader_.optional_integer("min");
        field.max = reader_.optional_integer("max");
        field.not_after = reader_.optional_text("not_after", 100).value_or("");
        field.not_before = reader_.optional_text("not_before", 100).value_or("");
        static_cast<void>(reader_.optional_text("list", 64));  // where its options were taken from
        read_options(field);
        for (const json::Value& kind : list("kinds")) {
            if (kind.string() != nullptr) {
                field.kinds.push_back(*kind.string());
            } else {
                reader_.fault("kinds", "field.not_text");
            }
        }
        read_fields(field);
        for (Error& fault : reader_.done()) faults_.push_back(std::move(fault));
        return field;
    }

private:
    const json::Array& list(std::string_view name) {
        static const json::Array none;
        const json::Array* array = reader_.optional_array(name);
        return array == nullptr ? none : *array;
    }

    template <typename Enum>
    Enum word(std::string_view name, std::optional<Enum> (*named)(std::string_view), Enum otherwise) {
        const std::optional<std::string> text = reader_.optional_text(name, 40);
        if (!text) return otherwise;
        const std::optional<Enum> found = named(*text);
        if (!found) reader_.fault(name, "form.unknown_word");
        return found.value_or(otherwise);
    }

    std::optional<expression::Expression> parsed(std::string_view text, std::string pointer) {
        auto expression = expression::parse(text);
        if (expression) return *std::move(expression);
        Error& error = expression.error();
        faults_.push_back({error.kind, std::move(error.code), std::move(pointer), "column " + error.where});
        return std::nullopt;
    }

    std::optional<expression::Expression> condition(std::string_view name) {
        const std::optional<std::string> text = reader_.optional_text(name, 4'000);
        if (!text) return std::nullopt;
        return parsed(*text, pointer_ + "/" + std::string(name));
    }

    void read_options(Field& field) {
        std::size_t n = 0;
        for (const json::Value& option : list("options")) {
            const std::string pointer = pointer_ + "/options/" + std::to_string(n++);
            if (option.string() != nullptr) {
                field.options.push_back({*option.string()});
                continue;
            }
            json::Reader reader(option, pointer);
            Option& read = field.options.emplace_back(Option{reader.text("code", 100)});
            if (const auto when = reader.optional_text("when")) read.when = parsed(*when, pointer + "/when");
            for (Error& fault : reader.done()) faults_.push_back(std::move(fault));
        }
    }

    void read_fields(Field& field) {
        std::size_t n = 0;
        for (const json::Value& inner : list("fields")) {
            const std::string pointer = pointer_ + "/fields/" + std::to_string(n++);
            // Deeper than rows nothing is read: check_form refuses it, and a hostile bundle ends here.
            if (pointer_.find("/fields/", 1) != std::string::npos) {
                faults_.push_back({ErrorKind::Invalid, "form.depth", pointer, {}});
                break;
            }
            field.fields.push_back(FieldReader(inner, pointer, faults_).read(field.field_class));
        }
    }

    json::Reader reader_;
    std::string pointer_;
    Diagnostics& faults_;
};

void read_steps(const json::Array& steps, Form& form, Diagnostics& faults) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        json::Reader reader(steps[i], "/steps/" + std::to_string(i));
        Step& step = form.steps.emplace_back();
        step.id = reader.text("id", 64);
        const json::Array* fields = reader.optional_array("fields");
        for (const json::Value& id : fields == nullptr ? json::Array{} : *fields) {
            if (id.string() != nullptr) {
                step.fields.push_back(*id.string());
            } else {
                reader.fault("fields", "field.not_text");
            }
        }
        for (Error& fault : reader.done()) faults.push_back(std::move(fault));
    }
}

}  // namespace

Form read_form(const json::Value& value, Diagnostics& faults) {
    Form form;
    json::Reader reader(value);
    form.persons = reader.optional_flag("persons").value_or(false);
    const json::Array* fields = reader.optional_array("fields", kFieldsRead);
    for (std::size_t i = 0; fields != nullptr && i < fields->size(); ++i) {
        form.fields.push_back(
            FieldReader((*fields)[i], "/fields/" + std::to_string(i), faults).read(std::nullopt)
        );
    }
    if (const json::Array* steps = reader.optional_array("steps")) read_steps(*steps, form, faults);
    for (Error& fault : reader.done()) {
        // Other members belong to others.
        if (fault.code != "field.unknown") faults.push_back(std::move(fault));
    }
    return form;
}

}  // namespace neove::form
