#pragma once
/// \file
/// Taking answers out of a record that stays: which places are meant, and the history as it reads without
/// them. What was asked because of an answer stays, what is computed from it goes with it, what was counted
/// stays counted.

#include "record/record.h"

#include <cstddef>
#include <map>
#include <set>

namespace neove::record {

/// One place that goes. It names no answer, so that whoever may not read one can be shown it.
struct RedactedPart {
    std::string field;  ///< empty: the reason of `event`
    EventId event;      ///< empty: in every event
    /// Of rows and files: this one of `event`, and in the other events those that say the same.
    std::optional<std::size_t> row{};
    std::string member{};  ///< of rows: this answer of a row alone
    /// Also what the events before `event` said of the field: another wording of the same answer. Of rows and
    /// files all but those that stay in `event`.
    bool earlier{false};
    bool operator==(const RedactedPart&) const = default;
};

/// What goes of one event, for those who decide.
struct RedactedPlace {
    EventId event;
    std::string field;              ///< empty: its reason
    bool is_whole{false};           ///< nothing of this answer stays
    std::vector<std::size_t> rows;  ///< else: rows or files of which something goes
};

/// In how many events something is still said of an answer that goes elsewhere: of rows something else than
/// the rows that stay beside those that go.
using StillSaid = std::map<std::string, std::size_t>;

struct Redaction {
    std::vector<Event> history;   ///< every answer opened, marks in the place of those that go
    Record record;                ///< as it then is
    std::set<std::string> files;  ///< ids of files that go
    std::vector<RedactedPlace> places;
    StillSaid still_said;  ///< by field
};

/// Whether an answer stands in the clear: in a column, or in an event of a register without persons. It
/// cannot be taken away then: events never change. Nor can one that decides whether a computed column is
/// there at all, for clocks run on columns.
bool is_in_the_clear(const definition::Register& definition, const form::Field& field);

/// How a reason reads that went; never what somebody could type.
std::string redacted_reason(calendar::Date on);
/// The day of the decision, where this is such a reason.
std::optional<calendar::Date> reason_redacted_on(std::string_view reason);

/// `history` with every answer and reason opened. Refuses `redact.nothing` (no part, or nothing of it is
/// there), `redact.part` (`where`: `/parts/2`; no such field, event, row or member, or an answer that is
/// computed), `redact.in_the_clear` (likewise; an answer that a column shows, or that lies unsealed), and
/// `redact.would_change` where another answer or a column would read otherwise afterwards.
Result<Redaction> redact(
    const definition::Register& definition,
    const std::vector<Event>& history,
    const std::vector<RedactedPart>& parts,
    calendar::Date on,
    const form::References& references,
    std::int64_t utc_offset_micros
);

}  // namespace neove::record
