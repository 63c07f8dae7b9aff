#include "record/once.h"

#include "record/clear.h"
#include "record/history.h"
#include "record/read_alike.h"

#include <algorithm>

namespace neove::record {

namespace {

/// What stands under a name of `once_per`.
struct Said {
    const form::Field* field{nullptr};
    json::Value value;
};

std::vector<Said> said_in(
    const definition::Register& definition, const workflow::Action& action, const Event& event
) {
    std::vector<Said> out;
    for (const std::string& name : action.once_per) {
        const json::Value* said = said_under(event, name);
        out.push_back({definition.form.find(name), said == nullptr ? json::Value() : *said});
    }
    return out;
}

bool is_text(const Said& one) {
    return one.field != nullptr && one.value.string() != nullptr &&
           (one.field->type == form::Type::Text || one.field->type == form::Type::LongText);
}

std::string label_of(const definition::Register& definition, std::string_view key, bool english) {
    const json::Value* labels = definition.source.find("labels");
    const json::Value* map = labels == nullptr ? nullptr : labels->find(english ? "en" : "vi");
    return map == nullptr ? std::string() : map->text_or(key);
}

/// A text as it counts: in one spelling, and without the numbers that stand beside it under a name of their
/// own ("quý IV năm 2026" where the year is 2026).
std::string counted(const definition::Register& definition, const Said& text, const std::vector<Said>& all) {
    std::string words = read_alike(*text.value.string());
    for (const Said& other : all) {
        if (other.field == nullptr || other.value.integer() == nullptr) continue;
        const std::string number = std::to_string(*other.value.integer());
        const std::string label = label_of(definition, "fields." + other.field->id, false);
        if (!label.empty()) words = without_words(words, read_alike(label) + " " + number);
        words = without_words(words, number);
    }
    return words;
}

/// The option of the choice that these words are: what people read there.
const form::Option* option_called(
    const definition::Register& definition, const Said& choice, std::string_view words
) {
    if (choice.field == nullptr || choice.field->type != form::Type::Choice) return nullptr;
    for (const form::Option& option : choice.field->options) {
        const std::string key = "options." + choice.field->id + "." + option.code;
        for (const bool english : {false, true}) {
            if (read_alike(label_of(definition, key, english)) == words) return &option;
        }
    }
    return nullptr;
}

/// What tells one time from another, as it lay in the clear then.
json::Value sameness_of(
    const definition::Register& definition, const workflow::Action& action, const Event& event
) {
    std::vector<Said> all = said_in(definition, action, event);
    for (Said& one : all) {
        if (!is_text(one)) continue;
        const std::string words = counted(definition, one, all);
        one.value = words;
        for (Said& choice : all) {
            const form::Option* option = option_called(definition, choice, words);
            if (option == nullptr) continue;
            choice.value = option->code;
            one.value = nullptr;
            break;
        }
    }
    json::Array out;
    for (Said& one : all) out.push_back(std::move(one.value));
    return out;
}

/// A name of its own is not one that stands in the list beside it: else it would be two times of one.
Result<> check_name(
    const definition::Register& definition, const workflow::Action& action, const Event& event
) {
    const std::vector<Said> all = said_in(definition, action, event);
    for (const Said& one : all) {
        if (!is_text(one)) continue;
        const std::string words = counted(definition, one, all);
        for (const Said& choice : all) {
            const form::Option* option = option_called(definition, choice, words);
            if (option == nullptr) continue;
            const std::string key = "options." + choice.field->id + "." + option->code;
            return refuse(
                ErrorKind::Invalid,
                "workflow.is_an_option",
                "/answers/" + one.field->id,
                label_of(definition, key, false)
            );
        }
    }
    return {};
}

std::string written(calendar::Date day) {
    const std::string iso = day.iso();
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
}

}  // namespace

const json::Value* said_under(const Event& event, const std::string& name) {
    const json::Value* said = event.columns.object() == nullptr ? nullptr : event.columns.find(name);
    if (said == nullptr && event.dimensions.object() != nullptr) said = event.dimensions.find(name);
    return said;
}

bool counts_as(const workflow::Workflow& flow, const std::string& one, const std::string& other) {
    const auto names = [&](const std::string& by, const std::string& id) {
        const workflow::Action* action = flow.find(by);
        return action != nullptr && std::ranges::find(action->once_with, id) != action->once_with.end();
    };
    return one == other || names(one, other) || names(other, one);
}

Result<> check_once(
    const definition::Register& definition,
    const History& history,
    const Event& added,
    std::int64_t utc_offset_micros
) {
    const auto is_limited = [](const workflow::Action& action) { return !action.once_per.empty(); };
    if (std::ranges::none_of(definition.workflow.actions, is_limited)) return {};
    History all = history;
    all.push_back(&added);
    const Corrected before(history);
    const Corrected after(all);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const workflow::Action* action = definition.workflow.find(after[i].kind);
        if (action == nullptr || !is_limited(*action)) continue;
        const json::Value said = sameness_of(definition, *action, after[i]);
        if (i < before.size() && sameness_of(definition, *action, before[i]) == said) continue;
        TRY(check_name(definition, *action, after[i]));
        for (std::size_t n = 0; n < after.size(); ++n) {
            if (n == i || sameness_of(definition, *action, after[n]) != said) continue;
            if (!counts_as(definition.workflow, action->id, after[n].kind)) continue;
            const std::string day = written(day_of(after[n], utc_offset_micros));
            return refuse(ErrorKind::Conflict, "workflow.already_done", {}, day);
        }
    }
    return {};
}

}  // namespace neove::record
