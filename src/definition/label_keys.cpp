#include "definition/label_keys.h"

#include "deadline/overall.h"
#include "definition/fault.h"

#include <set>

namespace neove::definition {

namespace {

class Collector {
public:
    explicit Collector(const Register& one) : register_(one) {}

    std::vector<LabelKey> collect() {
        add("title", "");
        add("title_many", "");
        add_fields(register_.form.fields, "/form/fields", "");
        each("steps", register_.form.steps, "/form/steps");
        each("states", register_.workflow.states, "/workflow/states");
        add_words_of_state_and_clock();
        each("actions", register_.workflow.actions, "/workflow/actions");
        for (std::size_t i = 0; i < register_.workflow.actions.size(); ++i) {
            add("actions." + register_.workflow.actions[i].id + ".done", below("/workflow/actions", i));
        }
        each("links", register_.workflow.links, "/workflow/links");
        add_roles();
        each("limits", register_.limits, "/limits");
        each("dimensions", register_.dimensions, "/facts/dimensions");
        for (std::size_t i = 0; i < register_.facts.size(); ++i) {
            add("facts." + register_.facts[i].kind, below("/facts/facts", i));
        }
        each("filters", register_.list.filters, "/list/filters");
        for (std::size_t i = 0; i < register_.list.columns.size(); ++i) {
            const std::string& id = register_.list.columns[i].id;
            // A column of a field's name bears the field's label.
            if (register_.form.find(id) == nullptr) add("columns." + id, below("/list/columns", i));
        }
        add_relations();
        return std::move(keys_);
    }

private:
    void add(std::string key, std::string pointer, bool must = true) {
        keys_.push_back({std::move(key), std::move(pointer), must});
    }

    template <typename Things>
    void each(std::string_view group, const Things& things, const std::string& pointer) {
        for (std::size_t i = 0; i < things.size(); ++i) {
            add(std::string(group) + "." + things[i].id, below(pointer, i));
        }
    }

    void add_fields(
        const std::vector<form::Field>& fields, const std::string& pointer, const std::string& rows
    ) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const form::Field& field = fields[i];
            const std::string at = below(pointer, i);
            add("fields." + rows + field.id, at);
            add("fields." + rows + field.id + ".help", at, false);
            for (std::size_t n = 0; n < field.options.size(); ++n) {
                add("options." + rows + field.id + "." + field.options[n].code, below(at + "/options", n));
            }
            add_fields(field.fields, at + "/fields", field.id + ".");
        }
    }

    /// One word for state and clock together, where an office has one.
    void add_words_of_state_and_clock() {
        if (register_.limits.empty()) return;
        const auto& states = register_.workflow.states;
        for (std::size_t i = 0; i < states.size(); ++i) {
            for (const std::string_view word : deadline::words_of_state(states[i].is_final)) {
                const std::string key = "states." + states[i].id + "." + std::string(word);
                add(key, below("/workflow/states", i), false);
            }
        }
    }

    /// Two links may know the same role.
    void add_roles() {
        std::set<std::string> seen;
        const auto& links = register_.workflow.links;
        for (std::size_t i = 0; i < links.size(); ++i) {
            for (std::size_t n = 0; n < links[i].roles.size(); ++n) {
                if (!seen.insert(links[i].roles[n]).second) continue;
                add("roles." + links[i].roles[n], below(below("/workflow/links", i) + "/roles", n));
            }
        }
    }

    /// Relations of the register's own; those of the platform are named by the pages.
    void add_relations() {
        const json::Value* access = register_.source.find("access");
        const json::Value* relations = access == nullptr ? nullptr : access->find("relations");
        if (relations == nullptr || relations->array() == nullptr) return;
        for (std::size_t i = 0; i < relations->array()->size(); ++i) {
            const std::string* id = (*relations->array())[i].string();
            if (id != nullptr) add("relations." + *id, below("/access/relations", i));
        }
    }

    const Register& register_;
    std::vector<LabelKey> keys_;
};

}  // namespace

std::vector<LabelKey> label_keys(const Register& one) {
    return Collector(one).collect();
}

}  // namespace neove::definition
