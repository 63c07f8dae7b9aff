#include "review/json_form.h"

#include "review/item_form.h"

#include <set>

namespace neove::review {

namespace {

auto malformed(std::string detail) {
    return refuse(ErrorKind::Internal, "review.state_malformed", {}, std::move(detail));
}

std::optional<TaskState> parse_state(std::string_view name) {
    for (const TaskState one : {TaskState::Proposed, TaskState::Confirmed, TaskState::Dropped}) {
        if (name_of(one) == name) return one;
    }
    return std::nullopt;
}

Result<Task> task_from_json(const json::Value& value, std::size_t source_count) {
    const auto id = TaskId::parse(value.text_or("id"));
    const auto state = parse_state(value.text_or("state"));
    const auto choice = parse_choice(value.text_or("choice"));
    const json::Value* sources = value.find("sources");
    if (!id || !state || !choice || sources == nullptr || sources->array() == nullptr)
        return malformed("task");
    Task task;
    task.id = *id;
    task.item = item_from_json(value);
    task.state = *state;
    task.choice = *choice;
    task.due = value.text_or("due");
    task.edited = value.flag_or("edited");
    task.confirmed_by = value.text_or("confirmed_by");
    task.confirmed_at = {value.number_or("confirmed_at")};
    for (const json::Value& source : *sources->array()) {
        const std::int64_t* index = source.integer();
        if (index == nullptr || *index < 0 || static_cast<std::size_t>(*index) >= source_count) {
            return malformed("source of a task");
        }
        task.sources.push_back(static_cast<std::size_t>(*index));
    }
    return task;
}

/// Takes a list out of what was stored: a reading of thousands of lines is not copied to be read.
Result<json::Array> take_list(json::Value& value, std::string_view name) {
    json::Value* member = value.find(name);
    if (member == nullptr || member->array() == nullptr) return malformed(std::string(name));
    return std::move(*member->array());
}

Result<json::Value> take_object(json::Value& value, std::string_view name) {
    json::Value* member = value.find(name);
    if (member == nullptr || member->object() == nullptr) return malformed(std::string(name));
    return std::move(*member);
}

}  // namespace

json::Value task_to_json(const Task& task) {
    json::Array sources;
    for (const std::size_t source : task.sources) sources.emplace_back(source);
    json::Value value = to_json(task.item);
    value.set("id", task.id.text())
        .set("state", name_of(task.state))
        .set("choice", name_of(task.choice))
        .set("due", task.due)
        .set("edited", task.edited)
        .set("sources", std::move(sources))
        .set("confirmed_by", task.confirmed_by)
        .set("confirmed_at", task.confirmed_at.micros);
    return value;
}

json::Value to_json(const State& state) {
    json::Array pages;
    for (const std::int64_t start : state.page_starts) pages.emplace_back(start);
    json::Array sources;
    for (const Item& item : state.sources) sources.push_back(to_json(item));
    json::Array tasks;
    for (const Task& task : state.tasks) tasks.push_back(task_to_json(task));
    return json::Object{
        {"document", state.document},
        {"corrections", state.corrections},
        {"text", state.text},
        {"page_starts", std::move(pages)},
        {"sources", std::move(sources)},
        {"tasks", std::move(tasks)},
        {"reports", state.reports},
        {"goals", state.goals},
        {"funding", state.funding},
        {"followup", state.followup},
        {"indicators", state.indicators}};
}

Result<State> state_from_json(json::Value value) {
    State state;
    state.document = TRY(take_object(value, "document"));
    state.corrections = TRY(take_object(value, "corrections"));
    if (json::Value* text = value.find("text"); text != nullptr && text->string() != nullptr)
        state.text = std::move(*text->string());
    for (const json::Value& start : TRY(take_list(value, "page_starts"))) {
        if (start.integer() == nullptr) return malformed("page_starts");
        state.page_starts.push_back(*start.integer());
    }
    for (const json::Value& source : TRY(take_list(value, "sources"))) {
        state.sources.push_back(item_from_json(source));
    }
    std::set<TaskId> seen;
    for (const json::Value& one : TRY(take_list(value, "tasks"))) {
        Task task = TRY(task_from_json(one, state.sources.size()));
        if (!seen.insert(task.id).second) return malformed("two tasks with one id");
        state.tasks.push_back(std::move(task));
    }
    state.reports = TRY(take_list(value, "reports"));
    state.goals = TRY(take_list(value, "goals"));
    state.funding = TRY(take_list(value, "funding"));
    state.followup = TRY(take_list(value, "followup"));
    state.indicators = TRY(take_list(value, "indicators"));
    return state;
}

}  // namespace neove::review
