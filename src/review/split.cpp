#include "base/text.h"
#include "review/edit.h"
#include "review/open_task.h"
#include "review/passage.h"

namespace neove::review {

namespace {

/// A part has words of its own: a lone comma is no task.
bool has_word(std::string_view part) {
    for (std::size_t at = 0; at < part.size();) {
        const text::CodePoint point = text::decode(part, at);
        if (text::is_letter(point.value)) return true;
        at += point.size;
    }
    return false;
}

}  // namespace

Result<State> split_task(State state, const TaskId& id, std::int64_t at, TaskId new_id) {
    const std::size_t place = TRY(open_task(state, id));
    if (state.tasks.size() >= kTasksMax) return refuse(ErrorKind::TooLarge, "review.too_many_tasks");
    if (find_task(state, new_id) != nullptr) return refuse(ErrorKind::Conflict, "review.id_taken");
    const std::string whole = state.tasks[place].item.text;
    const auto length = static_cast<std::int64_t>(text::count_code_points(whole));
    if (at <= 0 || at >= length) return refuse(ErrorKind::Invalid, "review.split_at", "/at");
    const std::size_t cut = text::CodePointIndex(whole).to_byte(static_cast<std::size_t>(at));
    if (!has_word(whole.substr(0, cut)) || !has_word(whole.substr(cut))) {
        return refuse(ErrorKind::Invalid, "review.split_at", "/at");
    }
    Task second = state.tasks[place];
    second.id = std::move(new_id);
    second.edited = true;
    second.item.text = TRY(checked_text(whole.substr(cut)));
    Task& first = state.tasks[place];
    first.edited = true;
    first.item.text = TRY(checked_text(whole.substr(0, cut)));
    if (const std::optional<Span> span = first.item.span) {
        const Passages passages(state.text);
        if (const auto whole_span = passages.find(*span, whole)) {
            const auto head = passages.find(*whole_span, first.item.text);
            if (head) first.item.span = head;
            if (head) second.item.span = passages.find({head->end, whole_span->end}, second.item.text);
            if (!second.item.span) second.item.span = span;
        }
    }
    state.tasks.insert(state.tasks.begin() + static_cast<std::ptrdiff_t>(place) + 1, std::move(second));
    return state;
}

}  // namespace neove::review
