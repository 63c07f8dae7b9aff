#include "review/edit.h"

#include "base/text.h"
#include "review/open_task.h"

#include <algorithm>

namespace neove::review {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f";

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

Result<Bodies> checked_bodies(Bodies bodies) {
    if (bodies.size() > kBodiesMax) return refuse(ErrorKind::Invalid, "review.too_many_bodies");
    Bodies out;
    for (Body& body : bodies) {
        body.text = trimmed(text::to_nfc(text::repair_utf8(body.text)));
        if (body.text.empty()) return refuse(ErrorKind::Invalid, "review.body_empty");
        if (body.text.size() > kBodyBytesMax) return refuse(ErrorKind::Invalid, "review.body_too_long");
        if (std::ranges::find(out, body) == out.end()) out.push_back(std::move(body));
    }
    return out;
}

Result<> set_choice(Task& task, const std::optional<Choice>& choice, const std::optional<std::string>& due) {
    if (due && !due->empty() && !is_date(*due))
        return refuse(ErrorKind::Invalid, "review.due_invalid", "/due");
    const bool has_day = due && !due->empty();
    if (has_day && choice && *choice != Choice::Dated) {
        return refuse(ErrorKind::Invalid, "review.due_without_date", "/due");
    }
    if (choice) task.choice = *choice;
    if (has_day) task.choice = Choice::Dated;
    if (due) task.due = *due;
    if (task.choice != Choice::Dated) task.due.clear();
    return {};
}

}  // namespace

Result<std::string> checked_text(std::string text) {
    std::string clean = trimmed(text::to_nfc(text::repair_utf8(text)));
    if (clean.empty()) return refuse(ErrorKind::Invalid, "review.text_empty", "/text");
    if (clean.size() > kTextBytesMax) return refuse(ErrorKind::Invalid, "review.text_too_long", "/text");
    return clean;
}

Result<std::size_t> open_task(const State& state, const TaskId& id) {
    const auto found = std::ranges::find(state.tasks, id, &Task::id);
    if (found == state.tasks.end()) return refuse(ErrorKind::NotFound, "review.task_unknown");
    if (found->state == TaskState::Confirmed) return refuse(ErrorKind::Conflict, "review.task_confirmed");
    if (found->state == TaskState::Dropped) return refuse(ErrorKind::Conflict, "review.task_dropped");
    return static_cast<std::size_t>(found - state.tasks.begin());
}

Result<State> edit_task(State state, const TaskId& id, Edit edit) {
    const std::size_t at = TRY(open_task(state, id));
    Task& task = state.tasks[at];
    if (edit.text) task.item.text = TRY(checked_text(std::move(*edit.text)));
    if (edit.lead) task.item.lead = TRY(checked_bodies(std::move(*edit.lead)));
    if (edit.coordinate) task.item.coordinate = TRY(checked_bodies(std::move(*edit.coordinate)));
    if (edit.requested) task.item.requested = TRY(checked_bodies(std::move(*edit.requested)));
    if (edit.category) task.item.category = *edit.category;
    TRY(set_choice(task, edit.choice, edit.due));
    task.edited = true;
    return state;
}

Result<State> choose(State state, const TaskId& id, Choice choice, std::string due) {
    Edit edit;
    edit.choice = choice;
    edit.due = std::move(due);
    return edit_task(std::move(state), id, std::move(edit));
}

Result<State> add_task(State state, Addition addition) {
    if (state.tasks.size() >= kTasksMax) return refuse(ErrorKind::TooLarge, "review.too_many_tasks");
    if (find_task(state, addition.id) != nullptr) return refuse(ErrorKind::Conflict, "review.id_taken");
    Task task;
    task.id = std::move(addition.id);
    task.item.text = TRY(checked_text(std::move(addition.text)));
    task.item.confidence = 100;  // a person wrote it
    task.edited = true;
    if (addition.span) {
        const auto length = static_cast<std::int64_t>(text::count_code_points(state.text));
        if (addition.span->begin < 0 || addition.span->end <= addition.span->begin ||
            addition.span->end > length) {
            return refuse(ErrorKind::Invalid, "review.span_outside", "/span");
        }
        task.item.span = addition.span;
    }
    auto place = state.tasks.end();
    if (!addition.after.is_empty()) {
        place = std::ranges::find(state.tasks, addition.after, &Task::id);
        if (place == state.tasks.end()) return refuse(ErrorKind::NotFound, "review.task_unknown", "/after");
        task.item.section_title = place->item.section_title;
        ++place;
    }
    state.tasks.insert(place, std::move(task));
    return state;
}

Result<State> drop_task(State state, const TaskId& id) {
    const std::size_t at = TRY(open_task(state, id));
    state.tasks[at].state = TaskState::Dropped;
    return state;
}

Result<State> restore_task(State state, const TaskId& id) {
    const auto found = std::ranges::find(state.tasks, id, &Task::id);
    if (found == state.tasks.end()) return refuse(ErrorKind::NotFound, "review.task_unknown");
    if (found->state != TaskState::Dropped) return refuse(ErrorKind::Conflict, "review.not_dropped");
    found->state = TaskState::Proposed;
    return state;
}

}  // namespace neove::review
