#include "definition/what_there_is.h"

#include "access/load_rules.h"
#include "definition/nearest.h"

#include <algorithm>
#include <charconv>

namespace neove::definition {

namespace {

constexpr std::size_t kMost = 8;
using Words = std::vector<std::string>;

template <typename Items, typename Member>
Words each(const Items& items, Member member) {
    Words out;
    for (const auto& item : items) out.push_back(item.*member);
    return out;
}

Words with(Words words, const auto& more) {
    for (const auto& one : more) words.emplace_back(one);
    return words;
}

/// `/programmes/0/registers/1/…`: the number after `word`, and what follows it.
std::optional<std::size_t> number_after(std::string_view& pointer, std::string_view word) {
    if (!pointer.starts_with(word)) return std::nullopt;
    const std::string_view rest = pointer.substr(word.size());
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (error != std::errc()) return std::nullopt;
    pointer = rest.substr(static_cast<std::size_t>(end - rest.data()));
    return number;
}

class Namer {
public:
    Namer(const Bundle& bundle, const Compiled& compiled) : bundle_(bundle), compiled_(compiled) {}

    void complete(Fault& fault) {
        const std::size_t dot = fault.code.find(".unknown_");
        if (dot == std::string::npos || fault.detail.empty()) return;
        if (fault.detail.find_first_of(" :") != std::string::npos) return;
        find(fault.pointer);
        const std::string what = fault.code.substr(dot + 9);
        fault.detail = beside_what_there_is(fault.detail, words(fault.code.substr(0, dot), what), kMost);
    }

private:
    /// Whose words are meant: the register's in which the pointer lies, or of which the scenario tells.
    void find(std::string_view pointer) {
        programme_ = nullptr;
        register_ = nullptr;
        rest_ = pointer;
        if (const auto told = number_after(rest_, "/scenarios/")) {
            if (*told < compiled_.scenarios.size())
                register_ = bundle_.find(compiled_.scenarios[*told].register_id);
            for (const Programme& one : bundle_.programmes) {
                if (register_ != nullptr && one.id == register_->programme) programme_ = &one;
            }
            return;
        }
        const auto programme = number_after(rest_, "/programmes/");
        if (!programme || *programme >= bundle_.programmes.size()) return;
        programme_ = &bundle_.programmes[*programme];
        const auto one = number_after(rest_, "/registers/");
        if (one && *one < programme_->registers.size()) register_ = &programme_->registers[*one];
    }

    Words words(std::string_view module, std::string_view what) const {
        if (what == "register") return registers();
        if (what == "role" && programme_ != nullptr) return programme_->roles;
        if (register_ == nullptr) return {};
        if (what == "field") return fields();
        if (what == "column") return columns(module);
        if (what == "action") return actions(module);
        if (what == "state") return each(register_->workflow.states, &workflow::State::id);
        if (what == "limit") return each(register_->limits, &deadline::Limit::id);
        if (what == "link") return each(register_->workflow.links, &workflow::LinkKind::id);
        if (what == "fact") return each(register_->facts, &fact::Rule::kind);
        if (what == "dimension") return each(register_->dimensions, &fact::Dimension::id);
        if (what == "relation") return relations();
        return {};
    }

    Words registers() const {
        Words out;
        for (const Programme& one : bundle_.programmes) out = with(out, each(one.registers, &Register::id));
        return out;
    }

    /// Of the form; in a row of a scenario's answers those of the row.
    Words fields() const {
        for (const form::Field& field : register_->form.fields) {
            const bool inside = rest_.find("/answers/" + field.id + "/") != std::string_view::npos;
            if (inside && !field.fields.empty()) return each(field.fields, &form::Field::id);
        }
        return each(register_->form.fields, &form::Field::id);
    }

    Words columns(std::string_view module) const {
        Words out = each(register_->list.columns, &Column::id);
        constexpr std::string_view kEverywhere[] = {"number", "state", "due"};
        return module == "access" ? with(out, kEverywhere) : out;
    }

    /// One that another register knows is not named: whose actions they are the pointer does not say.
    Words actions(std::string_view module) const {
        if (rest_.contains("/who_may")) return {};
        Words out = each(register_->workflow.actions, &workflow::Action::id);
        const bool rights = module == "access" || rest_.find("/expect/may") != std::string_view::npos;
        return rights ? with(out, access::record_actions()) : out;
    }

    Words relations() const {
        Words out;
        const json::Value* own = register_->source.find("access");
        own = own == nullptr ? nullptr : own->find("relations");
        if (own != nullptr && own->array() != nullptr) {
            for (const json::Value& one : *own->array()) {
                if (one.string() != nullptr) out.push_back(*one.string());
            }
        }
        return with(out, access::platform_relations());
    }

    const Bundle& bundle_;
    const Compiled& compiled_;
    const Programme* programme_{nullptr};
    const Register* register_{nullptr};
    std::string_view rest_;  ///< of the pointer, behind the register or the scenario
};

}  // namespace

void name_what_there_is(const Bundle& bundle, const Compiled& compiled, Faults& faults) {
    Namer namer(bundle, compiled);
    for (Fault& fault : faults) namer.complete(fault);
}

}  // namespace neove::definition
