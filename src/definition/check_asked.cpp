#include "definition/check_asked.h"

#include "definition/fault.h"

#include <algorithm>
#include <array>

namespace neove::definition {

namespace {

/// Those of keyring::kStoreDomains that a register may name (fault_test compares them). Registers of any
/// other would pass every check and then be left out by every store.
constexpr std::array<std::string_view, 2> kDomainsWithKeys{"work", "cases"};

bool is_in(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != std::ranges::end(words);
}

class AskedChecker {
public:
    AskedChecker(const Register& one, const access::Rules& rules) : register_(one), rules_(rules) {}

    Diagnostics check() {
        if (!is_in(kDomainsWithKeys, register_.domain)) {
            fault("definition.domain_without_keys", "/form/domain", register_.domain + " → work | cases");
        }
        const auto& fields = register_.form.fields;
        for (std::size_t i = 0; i < fields.size(); ++i) check_options(i);
        for (const workflow::Action& action : register_.workflow.actions) check_classes(action);
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    // --- options

    /// When a field is asked, on the pages of the form. What follows from others is asked at no time.
    std::size_t turn_of(std::string_view id) const {
        const auto& fields = register_.form.fields;
        const form::Field* field = register_.form.find(id);
        if (field == nullptr || field->type == form::Type::Computed) return 0;
        std::size_t turn = 1;
        for (const form::Step& step : register_.form.steps) {
            const auto found = std::ranges::find(step.fields, id);
            if (found != step.fields.end())
                return turn + static_cast<std::size_t>(found - step.fields.begin());
            turn += step.fields.size();
        }
        return turn + static_cast<std::size_t>(field - fields.data());
    }

    /// Whoever answers from the top down would not be offered it when its turn comes.
    void check_options(std::size_t index) {
        const form::Field& field = register_.form.fields[index];
        const std::string at = below("/form/fields", index);
        for (std::size_t i = 0; i < field.options.size(); ++i) {
            check_option(field.options[i], turn_of(field.id), below(at + "/options", i) + "/when");
        }
        for (std::size_t n = 0; n < field.fields.size(); ++n) {
            const form::Field& cell = field.fields[n];
            const std::string inside = below(at + "/fields", n) + "/options";
            for (std::size_t i = 0; i < cell.options.size(); ++i) {
                check_option(cell.options[i], turn_of(field.id), below(inside, i) + "/when");
            }
        }
    }

    void check_option(const form::Option& option, std::size_t turn, const std::string& at) {
        if (!option.when) return;
        for (const std::string& name : expression::names_of(*option.when)) {
            const std::string_view root = std::string_view(name).substr(0, name.find('.'));
            if (turn_of(root) > turn) fault("definition.option_reads_later", at, name);
        }
    }

    // --- classes

    /// What has to be answered with this very act, for want of any other that asks it.
    bool must_come_with(const workflow::Action& action, const form::Field& field) const {
        if (!is_in(action.fields, field.id) || field.show_when || field.type == form::Type::Computed)
            return false;
        const bool required = is_in(action.requires_fields, field.id);
        if (action.creates) return required || field.required;
        const auto asks_too = [&](const workflow::Action& other) {
            return other.id != action.id && is_in(other.fields, field.id);
        };
        const bool elsewhere = std::ranges::any_of(register_.workflow.actions, asks_too);
        return required && (!elsewhere || is_in(action.anew, field.id));
    }

    void check_classes(const workflow::Action& action) {
        std::map<std::string, access::Classes> may_write;
        for (const access::Cell& cell : rules_.cells()) {
            if (cell.register_name != register_.id || cell.action != action.id) continue;
            auto& classes = may_write[cell.role];
            classes = static_cast<access::Classes>(classes | cell.write);
        }
        for (const form::Field& field : register_.form.fields) {
            if (!must_come_with(action, field)) continue;
            const form::Class needed = form::class_of(register_.form, field);
            const unsigned bit = 1U << static_cast<unsigned>(needed);
            for (const auto& [role, classes] : may_write) {
                if ((classes & bit) != 0) continue;
                fault(
                    "definition.write_too_low",
                    grant_of(role, action.id),
                    role + ": " + action.id + " → " + field.id + " (" + std::string(form::name_of(needed)) +
                        ")"
                );
            }
        }
    }

    /// Where the role was given the action.
    std::string grant_of(std::string_view role, std::string_view action) const {
        const json::Value* grants = register_.source.find("access");
        grants = grants == nullptr ? nullptr : grants->find("grants");
        if (grants == nullptr || grants->array() == nullptr) return "/access";
        const auto names = [](const json::Value& grant, const char* key, std::string_view word) {
            const json::Value* words = grant.find(key);
            if (words == nullptr || words->array() == nullptr) return false;
            return std::ranges::any_of(*words->array(), [&](const json::Value& one) {
                return one.string() != nullptr && *one.string() == word;
            });
        };
        for (std::size_t i = 0; i < grants->array()->size(); ++i) {
            const json::Value& grant = (*grants->array())[i];
            if (names(grant, "role", role) && names(grant, "actions", action))
                return below("/access/grants", i);
        }
        return "/access";
    }

    const Register& register_;
    const access::Rules& rules_;
    Diagnostics faults_;
};

}  // namespace

Diagnostics check_asked(const Register& one, const access::Rules& rules) {
    return AskedChecker(one, rules).check();
}

}  // namespace neove::definition
