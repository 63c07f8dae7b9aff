#pragma once
/// \file
/// What of a record lies in the clear, and how conditions outside the form read it.

#include "expression/expression.h"
#include "record/history.h"

#include <map>

namespace neove::record {

/// Columns, dimensions, `state` and `today` under their names. A column goes before a dimension of its name:
/// it knows its type.
class Clear {
public:
    Clear(
        const definition::Register& definition,
        const json::Value& columns,
        const json::Value& dimensions,
        std::string_view state,
        calendar::Date today
    );
    /// The days on which each action was taken, under its id, as corrections tell them. What lies in the
    /// clear under that name goes before it.
    void add_happened(
        const definition::Register& definition, const History& history, std::int64_t utc_offset_micros
    );
    /// Lives as long as this does.
    expression::Environment environment() const;

private:
    std::map<std::string, expression::Value, std::less<>> values_;
};

/// What lies in the clear as a record stands after its events; nothing of one that is not there yet.
Clear clear_now(
    const definition::Register& definition,
    const History& history,
    std::string_view state,
    calendar::Date today,
    std::int64_t utc_offset_micros
);

/// The local day of an event.
calendar::Date day_of(const Event& event, std::int64_t utc_offset_micros);

}  // namespace neove::record
