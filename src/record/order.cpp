#include "record/order.h"

#include "record/history.h"

namespace neove::record {

namespace {

/// The first and the last moment that a told time can mean: "today" is not earlier than this morning.
struct Span {
    Instant first;
    Instant last;
    bool is_before(const Span& other) const { return last < other.first; }
};

Span span_of(const Told& told, std::int64_t offset) {
    const calendar::Date day = calendar::date_of(told.at, offset);
    const auto whole = [&](calendar::Date from, calendar::Date next) {
        return Span{calendar::start_of(from, offset), calendar::start_of(next, offset) + -1};
    };
    if (told.precision == "day") return whole(day, day.plus_days(1));
    const calendar::Date month = day.plus_days(1 - day.day());
    if (told.precision == "month") return whole(month, month.plus_months(1));
    const calendar::Date year = month.plus_months(1 - month.month());
    if (told.precision == "year") return whole(year, year.plus_months(12));
    return {told.at, told.at};
}

Span span_of(const Event& event, std::int64_t offset) {
    return span_of({event.occurred_at, event.precision}, offset);
}

bool is_step(const Corrected& events, std::size_t place) {
    return place == 0 || events[place].state != events[place - 1].state;
}

Error out_of_order(const Event& event, std::int64_t offset) {
    const std::string day = calendar::date_of(event.occurred_at, offset).typed();
    return {ErrorKind::Invalid, "record.out_of_order", "/occurred_at", day};
}

/// Of a time in the place `end`, seen from the steps before it. `stood`: the time it has there now.
Result<> after_steps(
    const Corrected& events,
    std::size_t end,
    const Span& told,
    const std::optional<Span>& stood,
    std::int64_t offset
) {
    for (std::size_t i = 0; i < end; ++i) {
        const Span step = span_of(events[i], offset);
        if (!is_step(events, i) || !told.is_before(step) || (stood && stood->is_before(step))) continue;
        if (i == 0) return refuse(ErrorKind::Invalid, "record.before_opening", "/occurred_at");
        return std::unexpected(out_of_order(events[i], offset));
    }
    return {};
}

}  // namespace

Result<> check_order(const History& history, const Told& told, std::int64_t utc_offset_micros) {
    const Corrected events(history);
    const Span span = span_of(told, utc_offset_micros);
    return after_steps(events, events.size(), span, std::nullopt, utc_offset_micros);
}

Result<> check_moved(
    const History& history, const EventId& event, const Told& told, std::int64_t utc_offset_micros
) {
    const Corrected events(history);
    std::size_t place = 0;
    while (place < events.size() && events[place].id != event) ++place;
    if (place == events.size()) return {};
    const Span span = span_of(told, utc_offset_micros);
    const Span stood = span_of(events[place], utc_offset_micros);
    TRY(after_steps(events, place, span, stood, utc_offset_micros));
    for (std::size_t i = place + 1; i < events.size(); ++i) {
        // That it was linked or moved says nothing of when things were done.
        if (is_reserved(events[i].kind) || !(is_step(events, place) || is_step(events, i))) continue;
        const Span later = span_of(events[i], utc_offset_micros);
        if (!later.is_before(span) || later.is_before(stood)) continue;
        return std::unexpected(out_of_order(events[i], utc_offset_micros));
    }
    return {};
}

Result<> check_exact(
    const History& history, const EventId& corrects, const Told& told, std::int64_t utc_offset_micros
) {
    const bool is_vague = told.precision == "month" || told.precision == "year";
    if (!is_vague || history.empty() || corrects == history.front()->id) return {};
    const Corrected events(history);
    for (std::size_t i = 0; i < events.size() && !corrects.is_empty(); ++i) {
        const bool is_it = events[i].id == corrects;
        const bool stays = events[i].occurred_at == told.at && events[i].precision == told.precision;
        if (is_it && stays) return {};
    }
    if (span_of(told, utc_offset_micros).last < history.front()->recorded_at) return {};
    return refuse(ErrorKind::Invalid, "record.too_vague", "/occurred_at");
}

}  // namespace neove::record
