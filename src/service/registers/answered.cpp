#include "service/registers/answered.h"

#include "record/clear.h"
#include "record/history.h"
#include "record/once.h"

#include <algorithm>

namespace neove::service {

namespace {

/// An answer of its own, not one entered in another's stead: that counts as the other (`once_with`).
bool is_periodic(const workflow::Action& action) {
    return !action.once_per.empty() && action.once_with.empty();
}

bool is_from(const workflow::Action& action, std::string_view state) {
    return std::ranges::find(action.from, state) != action.from.end();
}

std::string text_of(const json::Value* said) {
    if (said == nullptr) return {};
    if (said->string() != nullptr) return *said->string();
    return said->integer() == nullptr ? std::string() : std::to_string(*said->integer());
}

std::string given_word(const workflow::Action& action, const std::string& period) {
    return action.id + "|" + period;
}

/// As it lay in the clear then.
std::string period_of(const workflow::Action& action, const record::Event& event) {
    std::string out;
    for (std::size_t i = 0; i < action.once_per.size(); ++i) {
        out += (i == 0 ? "" : "|") + text_of(record::said_under(event, action.once_per[i]));
    }
    return out;
}

}  // namespace

Result<MissedAnswer> missed_answer(
    const definition::Register& definition, const std::string& asked, const std::string& period
) {
    const auto unknown = [] { return refuse(ErrorKind::Invalid, "record.unknown_filter", "/where"); };
    if (!asked.starts_with(kUnanswered)) return unknown();
    const workflow::Action* action = definition.workflow.find(asked.substr(kUnanswered.size()));
    if (action == nullptr || !is_periodic(*action)) return unknown();
    const auto parts = static_cast<std::size_t>(std::ranges::count(period, '|')) + 1;
    if (parts != action->once_per.size()) return unknown();
    for (const std::string& name : action->once_per) {
        const form::Field* field = definition.form.find(name);
        if (field == nullptr || form::class_of(definition.form, *field) > form::Class::Internal) {
            return unknown();
        }
    }
    return MissedAnswer{action->id, given_word(*action, period)};
}

bool is_asked_in(const definition::Register& definition, std::string_view state) {
    return std::ranges::any_of(definition.workflow.actions, [&](const workflow::Action& action) {
        return is_periodic(action) && is_from(action, state);
    });
}

std::vector<std::string> answer_words(
    const definition::Register& definition,
    const std::vector<StoredEvent>& history,
    std::string_view state,
    calendar::Date today,
    std::int64_t utc_offset_micros
) {
    record::History events;
    events.reserve(history.size());
    for (const StoredEvent& one : history) events.push_back(&one.event);
    const record::Clear clear = record::clear_now(definition, events, state, today, utc_offset_micros);
    const record::Corrected corrected(events);
    std::vector<std::string> out;
    for (const workflow::Action& action : definition.workflow.actions) {
        if (!is_periodic(action) || !is_from(action, state)) continue;
        if (action.when && !expression::holds(*action.when, clear.environment())) continue;
        out.push_back(action.id);
        for (const record::Event& event : corrected.events()) {
            if (record::counts_as(definition.workflow, event.kind, action.id)) {
                out.push_back(given_word(action, period_of(action, event)));
            }
        }
    }
    return out;
}

Result<std::vector<std::string>> answer_words_of(
    const House& house,
    storage::Snapshot& snapshot,
    const definition::Register& definition,
    const RecordRow& row
) {
    if (!is_asked_in(definition, row.state)) return std::vector<std::string>();
    auto history = TRY(events_of(snapshot, row.register_name, row.id));
    std::erase_if(history, [&](const StoredEvent& one) { return one.event.version > row.version; });
    // What somebody altered says nothing; whoever opens the record is told.
    if (!check_history(row, history)) return std::vector<std::string>();
    const std::int64_t offset = house.options.utc_offset_micros;
    return answer_words(definition, history, row.state, calendar::date_of(house.clock.now(), offset), offset);
}

bool lacks(const std::vector<std::string>& words, const MissedAnswer& missed) {
    const auto says = [&](const std::string& word) { return std::ranges::find(words, word) != words.end(); };
    return says(missed.asked) && !says(missed.given);
}

}  // namespace neove::service
