#include "deadline/history.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace neove::deadline {

namespace {

using calendar::PartialDate;
using calendar::Precision;

void mend(Event& event, const Event& correction) {
    event.occurred_at = correction.occurred_at;
    event.precision = correction.precision;
    if (!correction.action.empty()) event.action = correction.action;
    if (!correction.entered.empty()) event.entered = correction.entered;
    for (const FieldDay& said : correction.fields) {
        const auto found = std::ranges::find(event.fields, said.field, &FieldDay::field);
        if (found == event.fields.end()) {
            event.fields.push_back(said);
        } else {
            found->day = said.day;
        }
    }
}

}  // namespace

bool follows(const Moment& later, const Moment& earlier) {
    if (later.earliest > earlier.latest) return true;
    if (later.latest < earlier.earliest) return false;
    return later.is_field || earlier.is_field || later.order > earlier.order;
}

History::History(const std::vector<Event>& events, std::int64_t utc_offset) : utc_offset_(utc_offset) {
    std::map<std::string_view, std::size_t>
        place;  // of every event's id, corrections standing for what they mend
    for (const Event& event : events) {
        const auto mended = event.corrects.empty() ? place.end() : place.find(event.corrects);
        const std::size_t at = mended == place.end() ? events_.size() : mended->second;
        if (mended == place.end()) {
            events_.push_back(event);
        } else {
            mend(events_[at], event);
        }
        if (!event.id.empty()) place[event.id] = at;
    }
}

Moment History::when(const PartialDate& day, std::size_t order) const {
    const Instant end = calendar::end_of(day.latest(), utc_offset_);
    return {calendar::start_of(day.earliest(), utc_offset_), end + -1, day.precision(), order, false};
}

Moment History::when(const Event& event, std::size_t order) const {
    if (event.precision == Precision::Instant)
        return {event.occurred_at, event.occurred_at, event.precision, order, false};
    return when(PartialDate(calendar::date_of(event.occurred_at, utc_offset_), event.precision), order);
}

std::vector<Word> History::words(std::string_view field) const {
    std::vector<Word> out;
    for (std::size_t order = 0; order < events_.size(); ++order) {
        const Event& event = events_[order];
        const auto said = std::ranges::find(event.fields, field, &FieldDay::field);
        if (said != event.fields.end()) out.push_back({when(event, order), said->day});
    }
    return out;
}

std::vector<Moment> History::moments(const Trigger& trigger) const {
    std::vector<Moment> out;
    if (trigger.kind == Trigger::Kind::Field) {
        // The last word counts, also where it says that there is no such day.
        const std::vector<Word> said = words(trigger.name);
        if (said.empty() || !said.back().day) return out;
        out.push_back(when(*said.back().day, said.back().said.order));
        out.back().is_field = true;
        return out;
    }
    const bool is_action = trigger.kind == Trigger::Kind::Action;
    for (std::size_t order = 0; order < events_.size(); ++order) {
        const Event& event = events_[order];
        if ((is_action ? event.action : event.entered) == trigger.name) out.push_back(when(event, order));
    }
    std::ranges::sort(out, {}, [](const Moment& each) { return std::tuple(each.earliest, each.order); });
    return out;
}

}  // namespace neove::deadline
