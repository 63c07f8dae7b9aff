#pragma once
/// \file
/// What a person may do to proposed tasks. Every function gives the next state or refuses and changes
/// nothing. Common refusals: `review.task_unknown`, `review.task_confirmed`, `review.task_dropped`,
/// `review.id_taken`.

#include "review/state.h"

#include <span>

namespace neove::review {

/// Only what is set changes. Setting a day alone makes the task dated; any other choice drops the day.
struct Edit {
    std::optional<std::string> text;
    std::optional<Category> category;
    std::optional<Choice> choice;
    std::optional<std::string> due;  ///< a full date; empty takes it away
    std::optional<Bodies> lead;
    std::optional<Bodies> coordinate;
    std::optional<Bodies> requested;
};

/// Further refusals: `review.text_empty`, `review.text_too_long`, `review.due_invalid`,
/// `review.due_without_date` (a day together with a choice that has none), `review.body_empty`,
/// `review.body_too_long`, `review.too_many_bodies`.
Result<State> edit_task(State state, const TaskId& id, Edit edit);

/// How the task is kept: a standing order, with a day, or folded into the report.
Result<State> choose(State state, const TaskId& id, Choice choice, std::string due = {});

struct Addition {
    TaskId id;
    std::string text;
    TaskId after;  ///< empty: at the end
    std::optional<Span> span;
};
/// Further refusals: those of the text, `review.span_outside`, `review.too_many_tasks`.
Result<State> add_task(State state, Addition addition);

/// Cuts before the code point `at` of the task's text. The first part keeps the id, both keep bodies,
/// deadlines and sources; the span is cut too where the text stands in the document as it is. Refuses
/// `review.split_at` when a part would have no word.
Result<State> split_task(State state, const TaskId& id, std::int64_t at, TaskId new_id);

/// Into the one that stands first in the document, which keeps its id. A body in several roles keeps the
/// strongest (lead, coordinate, requested). Refuses `review.merge_two` for fewer than two different tasks.
Result<State> merge_tasks(State state, std::span<const TaskId> ids);

/// Out of the plan, but kept: `restore` brings it back as proposed. Refuses `review.not_dropped`.
Result<State> drop_task(State state, const TaskId& id);
Result<State> restore_task(State state, const TaskId& id);

/// Refusals of a text that is to become a task's: `review.text_empty`, `review.text_too_long`.
Result<std::string> checked_text(std::string text);

}  // namespace neove::review
