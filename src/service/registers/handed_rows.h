#pragma once
/// \file
/// Relations that come with an event: rows that follow from an answer (`gives` of an action), and rows that
/// whoever opens a record gives together with it. They lie in the same commit as the event, which names each
/// in the clear, and confer the same power as rows that somebody assigned.

#include "service/registers/found_record.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace neove::service {

/// What a change does to the rows of its record.
struct RowsHanded {
    std::vector<GivenRow> given;        ///< for the event
    std::vector<RecordRelation> begun;  ///< rows to write
    std::vector<RecordRelation> ended;  ///< as they were, with the end they get
};

/// Whether a row stays although the answer that gave it names somebody else now.
using KeepsRow = std::function<bool(const RecordRelation&)>;

/// From what an event hands over (`record::Outcome::handed`). `held`: the record's rows as they stand. Of a
/// gift that the accepted table of access does not name nothing follows: what opens records to others is
/// signed by two, whatever a definition says. A row that somebody ended by hand stays ended until an action
/// with the gift is taken again. Where a gift moves on, rows of its relation that were given by hand end with
/// it, unless `keeps` says that it stays beside the new one.
RowsHanded rows_handed(
    const access::Rules& rules,
    const std::string& register_name,
    const Caller& caller,
    const std::vector<record::Handed>& handed,
    const std::vector<StoredEvent>& history,
    const std::vector<RecordRelation>& held,
    const KeepsRow& keeps = {}
);

/// The row that an answer gave last and that no event ended; `field` is the slot that the row is known by.
std::string row_of_slot(
    const std::vector<StoredEvent>& history, const std::string& relation, const std::string& field
);

/// The rows of a record after its events alone, as far as events say them: those that hold and those that
/// ended, by id. For a rebuild.
std::map<std::string, GivenRow> rows_told(const std::vector<StoredEvent>& history);

}  // namespace neove::service
