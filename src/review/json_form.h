#pragma once
/// \file
/// A state as JSON, as it is kept sealed; and a state made from a reading's JSON.

#include "review/state.h"

namespace neove::review {

using NextId = std::function<TaskId()>;

std::string_view name_of(Category category);  ///< `action`, `organisation`
std::string_view name_of(TaskState state);    ///< `proposed`, `confirmed`, `dropped`
std::string_view name_of(Choice choice);      ///< `standing`, `dated`, `in_report`
std::optional<Category> parse_category(std::string_view name);
std::optional<Choice> parse_choice(std::string_view name);

/// `{"begin":…,"end":…}`, or nothing where the value is no such thing.
std::optional<Span> span_of(const json::Value* value);
json::Value to_json(const std::optional<Span>& span);
json::Value to_json(const Deadline& deadline);
json::Value to_json(const Bodies& bodies);

json::Value task_to_json(const Task& task);

/// The same state always gives the same JSON, and `state_from_json` gives the state back.
json::Value to_json(const State& state);
/// Refuses `review.state_malformed` for anything `to_json` does not write.
Result<State> state_from_json(json::Value value);

/// The first state of a document. `reading` is what the plan reader writes; `text` is what the spans count
/// in. Items without text are left out; a span outside the text becomes none. Refuses
/// `review.reading_malformed` (no task list) and `review.too_many_tasks`.
Result<State> from_reading(
    const json::Value& reading, std::string text, std::vector<std::int64_t> page_starts, const NextId& next_id
);

}  // namespace neove::review
