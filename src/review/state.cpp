#include "review/state.h"

#include "review/json_form.h"
#include "review/repeats.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace neove::review {

namespace {

bool overlaps(const Span& a, const Span& b) {
    return a.begin < b.end && b.begin < a.end;
}

int number_in(std::string_view digits) {
    int value = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

Counts count(const State& state) {
    Counts counts;
    for (const Task& task : state.tasks) {
        if (task.state == TaskState::Dropped) continue;
        ++counts.tasks;
        if (task.state == TaskState::Confirmed) ++counts.confirmed;
        if (task.state == TaskState::Proposed && task.item.confidence < kUncertainBelow) ++counts.uncertain;
    }
    return counts;
}

std::string_view progress(const Counts& counts) {
    if (counts.confirmed == 0) return "read";
    return counts.confirmed == counts.tasks ? "confirmed" : "partly_confirmed";
}

const Task* find_task(const State& state, const TaskId& id) {
    const auto found = std::ranges::find(state.tasks, id, &Task::id);
    return found == state.tasks.end() ? nullptr : &*found;
}

std::string described(const State& state, std::string_view member) {
    const json::Value* corrected = state.corrections.find(member);
    if (corrected != nullptr && corrected->string() != nullptr) return *corrected->string();
    return state.document.text_or(member);
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
        if (text[at] < '0' || text[at] > '9') return false;
    }
    const std::chrono::year_month_day day{
        std::chrono::year{number_in(text.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number_in(text.substr(5, 2)))},
        std::chrono::day{static_cast<unsigned>(number_in(text.substr(8, 2)))}};
    return day.ok() && text >= "1900-01-01" && text < "2200-01-01";
}

Proposal propose(const Item& item, const json::Array& reports) {
    std::vector<std::string> ends;
    bool repeats = false;
    for (const Deadline& deadline : item.deadlines) {
        repeats = repeats || is_proposed_by_days(deadline);
        if (is_date(deadline.end) && std::ranges::find(ends, deadline.end) == ends.end()) {
            ends.push_back(deadline.end);
        }
    }
    if (!ends.empty() || repeats) return {Choice::Dated, ends.size() == 1 ? ends.front() : std::string()};
    for (const json::Value& report : reports) {
        const auto span = span_of(report.find("span"));
        if (span && item.span && overlaps(*span, *item.span)) return {Choice::InReport, {}};
    }
    return {};
}

}  // namespace neove::review
