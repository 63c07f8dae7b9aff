#include "definition/allotments.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

using allotment::Answer;
using allotment::Rule;

class Loader {
public:
    Loader(const form::Form& form, Diagnostics& faults) : form_(form), faults_(faults) {}

    std::vector<Rule> rules(const json::Value& at, const std::string& pointer) {
        std::vector<Rule> out;
        if (at.array() == nullptr) {
            fault(pointer);
            return out;
        }
        for (std::size_t i = 0; i < at.array()->size(); ++i) {
            const json::Value& one = (*at.array())[i];
            // A faulty one of a compiler stands as null.
            if (!one.is_null()) out.push_back(rule(one, below(pointer, i)));
        }
        return out;
    }

private:
    void fault(const std::string& pointer, const char* code = "definition.malformed") {
        faults_.push_back({ErrorKind::Invalid, code, pointer, {}});
    }

    void only(
        const json::Value& at, const std::string& pointer, std::initializer_list<std::string_view> names
    ) {
        if (at.object() == nullptr) return fault(pointer);
        for (const auto& [name, held] : *at.object()) {
            if (std::ranges::find(names, name) == names.end())
                fault(below(pointer, name), "definition.unknown_key");
        }
    }

    std::string text(const json::Value& of, std::string_view name, const std::string& pointer) {
        const json::Value* held = of.find(name);
        if (held == nullptr || held->is_null()) return {};
        if (held->string() == nullptr) fault(below(pointer, name));
        return held->string() == nullptr ? std::string() : *held->string();
    }

    std::vector<std::string> texts(const json::Value& of, std::string_view name, const std::string& pointer) {
        std::vector<std::string> out;
        const json::Value* held = of.find(name);
        if (held == nullptr || held->array() == nullptr) {
            fault(below(pointer, name));
            return out;
        }
        for (const json::Value& one : *held->array()) {
            if (one.string() == nullptr) fault(below(pointer, name));
            if (one.string() != nullptr) out.push_back(*one.string());
        }
        return out;
    }

    template <typename Value>
    std::vector<Value> words(
        const json::Value& of,
        std::string_view name,
        const std::string& pointer,
        std::optional<Value> (*named)(std::string_view)
    ) {
        std::vector<Value> out;
        for (const std::string& word : texts(of, name, pointer)) {
            const auto value = named(word);
            if (!value) fault(below(pointer, name));
            if (value) out.push_back(*value);
        }
        return out;
    }

    void cases(const json::Value& at, const std::string& pointer, Answer& out) {
        if (const json::Value* codes = at.find("codes"); codes != nullptr && !codes->is_null()) {
            if (codes->object() == nullptr) return fault(below(pointer, "codes"));
            for (const auto& [value, code] : *codes->object()) {
                out.codes.push_back({{value}, code.string() == nullptr ? std::string() : *code.string()});
            }
        }
        const json::Value* has = at.find("has");
        if (has == nullptr || has->is_null()) return;
        if (has->array() == nullptr) return fault(below(pointer, "has"));
        for (std::size_t i = 0; i < has->array()->size(); ++i) {
            const json::Value& one = (*has->array())[i];
            const std::string where = below(below(pointer, "has"), i);
            if (one.is_null()) continue;
            only(one, where, {"words", "code"});
            out.has.push_back({texts(one, "words", where), text(one, "code", where)});
        }
    }

    /// `fields`: of the form, or of the rows that hold it.
    Answer answer(
        const std::string& field,
        const json::Value& at,
        const std::string& pointer,
        const std::vector<form::Field>& fields
    ) {
        Answer out;
        out.field = field;
        only(at, pointer, {"of", "is", "text", "label", "codes", "has", "else", "ask", "rows"});
        const std::string of = text(at, "of", pointer);
        out.of = allotment::property_named(of).value_or(allotment::Property::None);
        if (!of.empty() && out.of == allotment::Property::None) fault(below(pointer, "of"));
        out.fixed = text(at, "is", pointer);
        if (const std::string made = text(at, "text", pointer); !made.empty()) {
            if (auto pieces = allotment::pieces_of(made)) out.text = std::move(*pieces);
            if (out.text.empty()) fault(below(pointer, "text"), "definition.allotment_text");
        }
        out.label_of = text(at, "label", pointer);
        out.otherwise = text(at, "else", pointer);
        const std::string ask = text(at, "ask", pointer);
        if (ask == "task") out.ask = allotment::Ask::Task;
        if (ask == "section") out.ask = allotment::Ask::Section;
        if (ask == "report") out.ask = allotment::Ask::Report;
        if (ask == "document") out.ask = allotment::Ask::Document;
        cases(at, pointer, out);
        const auto bound = std::ranges::find(fields, field, &form::Field::id);
        if (bound == fields.end()) return out;
        const bool is_long = bound->type == form::Type::LongText;
        out.one_line = !is_long;
        const bool is_text = is_long || bound->type == form::Type::Text;
        if (is_text || out.of == allotment::Property::Title) {
            constexpr std::int64_t kTitle = 200;
            const std::int64_t most = out.of == allotment::Property::Title ? kTitle : INT64_MAX;
            const std::int64_t max = std::min(bound->max.value_or(most), most);
            if (max != INT64_MAX) out.max = static_cast<std::size_t>(std::max<std::int64_t>(max, 2));
        }
        if (const json::Value* rows = at.find("rows"); rows != nullptr && !rows->is_null()) {
            out.row = answers(*rows, below(pointer, "rows"), bound->fields);
        }
        return out;
    }

    std::vector<Answer> answers(
        const json::Value& at, const std::string& pointer, const std::vector<form::Field>& fields
    ) {
        std::vector<Answer> out;
        if (at.object() == nullptr) {
            fault(pointer);
            return out;
        }
        for (const auto& [field, value] : *at.object()) {
            if (!value.is_null()) out.push_back(answer(field, value, below(pointer, field), fields));
        }
        return out;
    }

    std::vector<allotment::Relates> related(const json::Value& at, const std::string& pointer) {
        std::vector<allotment::Relates> out;
        if (at.array() == nullptr) fault(pointer);
        if (at.array() == nullptr) return out;
        for (std::size_t i = 0; i < at.array()->size(); ++i) {
            const json::Value& one = (*at.array())[i];
            const std::string where = below(pointer, i);
            if (one.is_null()) continue;
            only(one, where, {"relation", "to", "at_most"});
            const auto role = allotment::role_named(text(one, "to", where));
            if (!role) fault(where);
            const json::Value* most = one.find("at_most");
            const std::int64_t* number = most == nullptr ? nullptr : most->integer();
            if (most != nullptr && !most->is_null() && (number == nullptr || *number < 1)) fault(where);
            out.push_back(
                {text(one, "relation", where),
                 role.value_or(allotment::Role::Lead),
                 static_cast<std::size_t>(number == nullptr ? 0 : std::max<std::int64_t>(0, *number))}
            );
        }
        return out;
    }

    void periods(const json::Value& at, const std::string& pointer, Rule& out) {
        if (at.object() == nullptr) return fault(pointer);
        for (const auto& [code, called] : *at.object()) {
            if (called.string() != nullptr) out.periods[code] = *called.string();
        }
    }

    /// What is about tasks says which, what is about reports is about all of them.
    void source(const json::Value& at, const std::string& pointer, Rule& out) {
        const std::string from = text(at, "from", pointer);
        const bool is_report = from == name_of(allotment::Source::Report);
        if (!is_report && from != name_of(allotment::Source::Task)) fault(below(pointer, "from"));
        if (is_report) out.source = allotment::Source::Report;
        const json::Value* written = at.find("outcomes");
        if (is_report && written != nullptr && !written->is_null()) {
            fault(below(pointer, "outcomes"), "definition.allotment_source");
        }
        out.outcomes = is_report ? std::vector{allotment::Outcome::Report}
                                 : words(at, "outcomes", pointer, allotment::outcome_named);
    }

    Rule rule(const json::Value& at, const std::string& pointer) {
        only(
            at,
            pointer,
            {"id", "from", "outcomes", "roles", "action", "link", "fold", "relates", "periods", "answers"}
        );
        Rule out;
        out.id = text(at, "id", pointer);
        source(at, pointer, out);
        out.roles = words(at, "roles", pointer, allotment::role_named);
        out.action = text(at, "action", pointer);
        out.link = text(at, "link", pointer);
        if (const json::Value* fold = at.find("fold"); fold != nullptr && !fold->is_null()) {
            const std::string where = below(pointer, "fold");
            only(*fold, where, {"by", "rows", "more"});
            out.fold = allotment::Fold{
                text(*fold, "by", where), text(*fold, "rows", where), text(*fold, "more", where)};
            const form::Field* rows = form_.find(out.fold->rows);
            const auto most = static_cast<std::int64_t>(out.fold->most);
            const std::int64_t bound = rows == nullptr ? most : std::min(rows->max.value_or(most), most);
            out.fold->most = static_cast<std::size_t>(std::max<std::int64_t>(bound, 1));
        }
        if (const json::Value* relates = at.find("relates"); relates != nullptr && !relates->is_null()) {
            out.relates = related(*relates, below(pointer, "relates"));
        }
        if (const json::Value* called = at.find("periods"); called != nullptr && !called->is_null()) {
            periods(*called, below(pointer, "periods"), out);
        }
        const json::Value* all = at.find("answers");
        out.answers = answers(all == nullptr ? json::Value() : *all, below(pointer, "answers"), form_.fields);
        return out;
    }

    const form::Form& form_;
    Diagnostics& faults_;
};

}  // namespace

std::vector<allotment::Rule> load_allotments(
    const json::Value& at, const std::string& pointer, const form::Form& form, Diagnostics& faults
) {
    return Loader(form, faults).rules(at, pointer);
}

std::vector<allotment::Rule> allotments_of(const Register& one) {
    const json::Value* written = one.source.find("allotments");
    Diagnostics aside;
    return written == nullptr ? std::vector<allotment::Rule>()
                              : load_allotments(*written, "", one.form, aside);
}

bool takes_tasks(const Register& one) {
    const json::Value* written = one.source.find("allotments");
    return written != nullptr && written->array() != nullptr && !written->array()->empty();
}

}  // namespace neove::definition
