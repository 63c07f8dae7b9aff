#include "allotment/repeat.h"

#include "base/bytes.h"

#include <algorithm>

namespace neove::allotment {

Rhythm rhythm_of(std::string_view recurrence, std::string_view day) {
    Rhythm out{std::string(recurrence), {}};
    if (!day.empty()) {
        if (named_day(recurrence, day)) out.days.emplace_back(day);
        return out;
    }
    if (recurrence == "weekly") out.days = {std::string(kEndOfWeek)};
    if (recurrence == "monthly") out.days = {"31"};
    if (recurrence == "quarterly") out.days = {"03-31", "06-30", "09-30", "12-31"};
    if (recurrence == "six_month") out.days = {"06-30", "12-31"};
    if (recurrence == "annual") out.days = {"12-31"};
    return out;
}

bool takes_day(const Rule& rule) {
    return rule.source == Source::Task &&
           std::ranges::find(rule.answers, Property::Due, &Answer::of) != rule.answers.end();
}

Task on_day(const Task& task, const Occurrence& occurrence, std::vector<Body> bodies) {
    CanonicalWriter known;
    known.text("day").text(task.id.text()).text(occurrence.read_on.iso());
    Task out = task;
    out.id = TaskId::trusted(std::string(as_text(known.result())));
    out.confirmed = task.id;
    out.due = occurrence.named_on.iso();
    out.bodies = std::move(bodies);
    out.occurrence = occurrence;
    return out;
}

}  // namespace neove::allotment
