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
    if (correction.tells_all) event.fields.clear();
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
            former_[at].push_back({events_.size(), events_[at]});
            mend(events_[at], event);
        }
        if (!event.id.empty()) place[event.id] = at;
    }
}

Moment History::when(const PartialDate& day, std::size_t order) const {
    const Instant end = calendar::end_of(day.latest(), utc_offset_);
    return {calendar::start_of(day.earliest(), utc_offset_), end + -1, day.precision(), order};
}

Moment History::when(const Event& event, std::size_t order) const {
    Moment out{event.occurred_at, event.occurred_at, event.precision, order};
    if (event.precision != Precision::Instant)
        out = when(PartialDate(calendar::date_of(event.occurred_at, utc_offset_), event.precision), order);
    out.recorded = event.recorded_at;
    return out;
}

std::optional<Word> History::word(const Event& event, std::string_view field, std::size_t order) const {
    const auto said = std::ranges::find(event.fields, field, &FieldDay::field);
    if (said == event.fields.end()) return std::nullopt;
    return Word{when(event, order), said->day};
}

std::vector<Word> History::words(std::string_view field) const {
    std::vector<Word> out;
    for (std::size_t order = 0; order < events_.size(); ++order) {
        if (auto said = word(events_[order], field, order)) out.push_back(*said);
    }
    return out;
}

std::vector<Word> History::words_known_at(std::string_view field, std::size_t order) const {
    std::vector<Word> out;
    for (std::size_t i = 0; i < events_.size() && i <= order; ++i) {
        const Event* event = &events_[i];
        if (const auto corrected = former_.find(i); corrected != former_.end()) {
            const auto later = std::ranges::find_if(corrected->second, [&](const Former& each) {
                return each.until > order;
            });
            if (later != corrected->second.end()) event = &later->event;
        }
        if (auto said = word(*event, field, i)) out.push_back(*said);
    }
    return out;
}

std::optional<Moment> History::day_of(const Moment& happened, std::string_view field) const {
    std::optional<PartialDate> day;
    for (std::size_t order = 0; order <= happened.order; ++order) {
        if (const auto said = word(events_[order], field, order)) day = said->day;
    }
    return day ? not_after(happened, *day) : std::nullopt;
}

std::optional<Moment> History::not_after(const Moment& happened, const PartialDate& day) const {
    Moment out = when(day, happened.order);
    const Instant end = calendar::end_of(calendar::date_of(happened.latest, utc_offset_), utc_offset_);
    if (out.earliest >= end) return std::nullopt;
    out.latest = std::min(out.latest, end + -1);
    return out;
}

Moment History::first_told(const Moment& happened, std::string_view field) const {
    const auto corrected = former_.find(happened.order);
    const bool is_corrected = corrected != former_.end();
    const Event& event = is_corrected ? corrected->second.front().event : events_[happened.order];
    const Moment at = when(event, happened.order);
    const std::vector<Word> said = words_known_at(field, happened.order);
    if (said.empty() || !said.back().day) return at;
    return not_after(at, *said.back().day).value_or(at);
}

std::optional<Word> History::first_word(std::string_view field, std::size_t order) const {
    const auto corrected = former_.find(order);
    return word(corrected == former_.end() ? events_[order] : corrected->second.front().event, field, order);
}

Moment History::day_named(const Word& word) const {
    Moment out = when(*word.day, word.said.order);
    out.is_field = true;
    return out;
}

std::vector<Moment> History::moments(const Trigger& trigger) const {
    std::vector<Moment> out;
    if (trigger.kind == Trigger::Kind::Field) {
        // The last word counts, also where it says that there is no such day.
        const std::vector<Word> said = words(trigger.name);
        if (said.empty() || !said.back().day) return out;
        out.push_back(day_named(said.back()));
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
