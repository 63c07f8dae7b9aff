#pragma once
/// \file
/// In which order things can have happened: nothing before the step that led to the state it was done in, or
/// a limit would lose what stopped it.

#include "record/history.h"

#include <string>
#include <vector>

namespace neove::record {

/// A time as somebody told it.
struct Told {
    Instant at;
    std::string precision;  ///< `instant`, `day`, `month`, `year`
};

/// Refuses a time whose last moment lies before the record was opened (`record.before_opening`), or before it
/// came into a state that it has been in since (`record.out_of_order`; `detail`: the day of that).
Result<> check_order(const History& history, const Told& told, std::int64_t utc_offset_micros);

/// Likewise of the time that a correction gives to an event in the middle; it is not put behind a later step
/// either, nor is a step put behind anything done after it. What is out of order already may stay so.
Result<> check_moved(
    const History& history, const EventId& event, const Told& told, std::int64_t utc_offset_micros
);

/// Refuses a month or a year alone as the time of what is done to a record that stands here already, or that
/// a correction would give it (`record.too_vague`): of a limit that ends within it nobody could say whether
/// it was met, and whoever is late would be neither late nor in time. What had happened before the record was
/// entered may be told as vaguely as it is known, and so may its opening. `corrects` is empty for an act.
Result<> check_exact(
    const History& history, const EventId& corrects, const Told& told, std::int64_t utc_offset_micros
);

}  // namespace neove::record
