#pragma once
/// \file
/// What happened to a record, as far as one person may read it.

#include "service/registers/opened_record.h"

namespace neove::service {

/// The other record of an act on two. Without a number to somebody who may not open it, and then without a
/// name.
struct ShownBeside {
    bool is_there{false};
    record::Beside record;
    std::string number;
};

struct TimelineEntry {
    StoredEvent stored;
    std::int64_t version{0};  ///< the record's after it, as she counts them (`seen_version`)
    json::Value answers;      ///< readable ones
    std::string reason;       ///< empty where she may not read confidential answers
    EventId corrected_by;     ///< the newest correction of it
    bool may_mend{false};     ///< a correction of it by her would be taken
    std::string actor_name;
    std::string organisation_name;
    ShownBeside beside;
};

struct Timeline {
    OpenedRecord record;
    std::vector<TimelineEntry> events;  ///< a page of them, from the newest on; oldest first within the page
    /// What a correction of the page mends, and all that mended it too, as far as the page itself does not
    /// hold it: without it nobody can say what read otherwise before. Oldest first.
    std::vector<TimelineEntry> mended;
    std::string next;  ///< cursor to the events before; empty where there are none
};

/// Events that concern her; of any other not even that there is one. `access.not_found` for whoever may not
/// open the record, `request.cursor`. What was opened is journalled.
Result<Timeline> read_timeline(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    const std::string& cursor = {}
);

}  // namespace neove::service
