#include "base/text.h"
#include "review/item_form.h"

#include <algorithm>
#include <utility>

namespace neove::review {

namespace {

json::Array objects_of(const json::Value& reading, std::string_view name) {
    json::Array out;
    const json::Value* list = reading.find(name);
    if (list == nullptr || list->array() == nullptr) return out;
    for (const json::Value& one : *list->array()) {
        if (one.object() != nullptr) out.push_back(one);
    }
    return out;
}

/// A reading says how sure it is, and why, in one value.
void take_confidence(const json::Value& task, Item& item) {
    const json::Value* confidence = task.find("confidence");
    if (confidence == nullptr || confidence->object() == nullptr) return;
    item.confidence = std::clamp<std::int64_t>(confidence->number_or("percent"), 0, 100);
    Reason reason{confidence->text_or("reason"), confidence->text_or("vi"), confidence->text_or("en")};
    if (!reason.code.empty()) item.reasons.push_back(std::move(reason));
}

/// Columns of a table that are no field of a task, under the names the interface gives them.
void take_extras(const json::Value& task, Item& item) {
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"deliverable", "deliverable"},
        {"leader_in_charge", "leader"},
        {"monitoring", "monitor"},
        {"money", "money"},
        {"money_source", "money_source"},
        {"place", "place"},
        {"targets", "targets"},
        {"notes", "notes"}};
    for (const auto& [read, shown] : kNames) {
        const json::Value* value = task.find(read);
        if (value != nullptr && !value->is_null()) item.extras.set(std::string(shown), *value);
    }
}

/// The reader's spans are trusted only as far as the text goes.
void keep_inside(std::optional<Span>& span, std::int64_t length) {
    if (span && span->end > length) span.reset();
}

Task task_of(TaskId id, const Item& item, std::size_t source, const json::Array& reports) {
    Task task;
    task.id = std::move(id);
    task.item = item;
    task.sources = {source};
    Proposal proposal = propose(item, reports);
    task.choice = proposal.choice;
    task.due = std::move(proposal.due);
    return task;
}

}  // namespace

Result<State> from_reading(
    const json::Value& reading, std::string text, std::vector<std::int64_t> page_starts, const NextId& next_id
) {
    const json::Value* tasks = reading.find("tasks");
    if (tasks == nullptr || tasks->array() == nullptr) {
        return refuse(ErrorKind::Internal, "review.reading_malformed");
    }
    if (tasks->array()->size() > kTasksMax) return refuse(ErrorKind::TooLarge, "review.too_many_tasks");
    State state;
    const auto length = static_cast<std::int64_t>(text::count_code_points(text));
    state.text = std::move(text);
    state.page_starts = std::move(page_starts);
    if (const json::Value* document = reading.find("document"); document && document->object()) {
        state.document = *document;
    }
    state.reports = objects_of(reading, "reports");
    state.goals = objects_of(reading, "goals");
    state.funding = objects_of(reading, "funding");
    state.followup = objects_of(reading, "followup");
    state.indicators = objects_of(reading, "indicators");
    for (const json::Value& one : *tasks->array()) {
        Item item = item_from_json(one);
        if (item.text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
        take_confidence(one, item);
        take_extras(one, item);
        keep_inside(item.span, length);
        for (Deadline& deadline : item.deadlines) keep_inside(deadline.span, length);
        state.tasks.push_back(task_of(next_id(), item, state.sources.size(), state.reports));
        state.sources.push_back(std::move(item));
    }
    return state;
}

}  // namespace neove::review
