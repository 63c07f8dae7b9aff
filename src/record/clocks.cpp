#include "record/clear.h"
#include "record/history.h"

namespace neove::record {

namespace {

calendar::Precision precision_of(std::string_view word) {
    if (word == "day") return calendar::Precision::Day;
    if (word == "month") return calendar::Precision::Month;
    if (word == "year") return calendar::Precision::Year;
    return calendar::Precision::Instant;
}

bool is_day(form::Type type) {
    return type == form::Type::Date || type == form::Type::PartialDate;
}

/// The date columns that read otherwise than they did before.
std::vector<deadline::FieldDay> changed_days(
    const definition::Register& definition, const json::Value& before, const json::Value& after
) {
    std::vector<deadline::FieldDay> changed;
    for (const definition::Column& column : definition.list.columns) {
        if (!is_day(column.type)) continue;
        const std::string is = after.text_or(column.id);
        if (is == before.text_or(column.id)) continue;
        changed.push_back({column.id, calendar::PartialDate::parse_iso(is)});
    }
    return changed;
}

}  // namespace

std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const History& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    std::vector<deadline::Event> seen;
    const json::Value nothing;
    const json::Value* columns = &nothing;
    std::string state;
    const Corrected effective(history);
    for (const Event& event : effective.events()) {
        deadline::Event one;
        one.id = event.id.text();
        if (!is_reserved(event.kind)) one.action = event.kind;
        if (event.state != state) one.entered = event.state;
        one.occurred_at = event.occurred_at;
        one.precision = precision_of(event.precision);
        one.fields = changed_days(definition, *columns, event.columns);
        seen.push_back(std::move(one));
        state = event.state;
        columns = &event.columns;
    }
    return deadline::derive_clocks(definition.limits, seen, calendar, utc_offset_micros);
}

std::vector<deadline::Clock> derive_clocks(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
) {
    return derive_clocks(definition, history_of(history), calendar, utc_offset_micros);
}

}  // namespace neove::record
