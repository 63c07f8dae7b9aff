#pragma once
/// \file
/// The pipeline of a write (`act.h`) for a record of a register: found, authorised, opened, decided by the
/// register's definition, sealed, committed with all that follows, given back as the change left it.

#include "service/act.h"
#include "service/registers/opened_record.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// What a person wants to happen, as far as it does not depend on who she is.
struct WantedAct {
    std::string action;  ///< of the register, or `corrected`, `linked`, `unlinked`
    json::Value answers{json::Object{}};
    std::optional<Instant> occurred_at{};  ///< now where she says nothing
    std::string precision{"instant"};
    std::string reason{};
    std::vector<record::Link> links{};
    EventId corrects{};
    /// JSON Pointers of answers (`/answers/note`): asked about them, she says that these words stay.
    std::vector<std::string> kept_words{};
    record::Beside beside{};  ///< the record whose act this is a part of; never from outside
};

struct RecordRequest {
    std::string register_id;
    RecordId record;   ///< empty: a new one
    std::string etag;  ///< what she saw; empty: whatever it is now (links, people), or a new one
    std::string request_key;
    std::string request_body;
};

/// Opens a new record for the organisation she acts for. Refusals: `access.not_found`, `record.class` (an
/// answer of a class that she may not write), those of `record::decide`; `record.many_faults` with every
/// fault in `faults`.
Result<OpenedRecord> open_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
);

/// Takes an action, corrects an earlier event, or changes links. The same refusals, and `version.stale`,
/// `session.step_up`. An action that acts on a second record too (`also`) does both or nothing, and asks of
/// both whether she may: `record.also_missing` (nothing is linked), `record.also_closed` (she may not open
/// it), `record.also_refused`, `record.also_not_now` (with its number, since she may open it). A request that
/// was carried out before changes nothing and opens the record as it is now.
Result<OpenedRecord> act_on_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const WantedAct& wanted,
    Diagnostics& faults
);

/// One link taken away. Refuses `access.not_found` where the record has none of that id.
Result<OpenedRecord> unlink_record(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const std::string& link,
    Diagnostics& faults
);

}  // namespace neove::service
