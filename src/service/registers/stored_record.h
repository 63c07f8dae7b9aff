#pragma once
/// \file
/// A record and what follows from it as rows: how they are written, read back and tagged. All that lies here
/// in the clear can be derived again from the clear parts of events.

#include "calendar/working_calendar.h"
#include "deadline/deadline.h"
#include "definition/register.h"
#include "fact/fact.h"
#include "form/form.h"
#include "json/json.h"
#include "record/record.h"
#include "service/keys.h"
#include "service/registers/sealed_record.h"
#include "storage/store.h"

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace neove::service {

constexpr std::size_t kColumnsMax = 8;
/// As due where no clock runs: sorts behind everything.
constexpr std::int64_t kNeverDue = INT64_MAX - 1;
/// As due where a clock runs of which no day is known: behind everything that has one.
constexpr std::int64_t kNoDayKnown = kNeverDue - 1;
constexpr bool is_day(std::int64_t due_at) {
    return due_at < kNoDayKnown;
}

/// Events that concern the same readers: how many, and when the last one was.
struct Concern {
    std::int64_t events{0};
    Instant last;
    bool operator==(const Concern&) const = default;
};

/// A row of `record` without its seal.
struct RecordRow {
    RecordId id;
    std::string register_name;
    std::string number;
    std::string state;
    OrganisationId owner;
    AccountId created_by;
    Instant opened_at;
    Instant changed_at;  ///< when something last happened that everybody inside may know
    std::int64_t version{0};
    std::string bundle;
    std::array<std::string, kColumnsMax> columns;
    std::int64_t due_at{kNeverDue};
    std::map<std::string, Instant> entered;  ///< when each state was entered first
    /// By whom events concern (`Concerns`), in the column of `entered`. Empty of a row from before.
    std::map<access::Classes, Concern> concerns;
    Digest last_event{};
    std::int64_t redactions{0};  ///< how many keys it had before this one; in the column of `entered`
    /// How many rows of relations its events gave, ended ones too; there as well. 0 of a row from before.
    std::int64_t given{0};
    bool operator==(const RecordRow&) const = default;
};

/// A record's version and last change as somebody sees them who reads these classes: an event that set
/// nothing she may read, and changed nothing that everybody sees, did not happen for her.
struct SeenVersion {
    std::int64_t version{0};
    Instant changed_at;
};
SeenVersion seen_version(const RecordRow& row, access::Classes read);

/// Nothing, and an alarm, where the row's tag is not ours.
std::optional<RecordRow> record_row(storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row);
/// Whether the row is the one that its newest event left. One that somebody put back, of an erased record
/// too, is as if absent, and an alarm: asked before anything of a record is shown or done.
bool is_newest(
    storage::Snapshot& snapshot, const Keys& keys, const RecordRow& row, const NamedVersions& named = {}
);
/// What is read for `is_newest` of many records at once; at most as many as one statement takes (`add_ids`).
Result<NamedVersions> named_versions(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const std::string& register_name,
    std::span<const RecordId> records
);

storage::Write insert_record(const Keys& keys, const RecordRow& row, Bytes sealed);
/// Refused as a conflict where the row went on meanwhile. Columns are written where they are others than
/// before: each has an index.
std::vector<storage::Write> update_record(
    const Keys& keys, const RecordRow& before, const RecordRow& row, Bytes sealed
);
/// The row put right after a rebuild; its seal stays.
storage::Write mend_record(const Keys& keys, const RecordRow& row);

/// A column's value as it stands in its row: text sorts as its type does. And back, for a column of this
/// type.
std::string column_text(const json::Value& value, form::Type type);
json::Value column_value(const std::string& text, form::Type type);
std::array<std::string, kColumnsMax> columns_in_row(
    const definition::Register& definition, const json::Value& columns
);
json::Value columns_of_row(const definition::Register& definition, const RecordRow& row);

/// A file that an event took in, and the digest of its ciphertext.
struct EventFile {
    BlobId id;
    Digest digest{};
    bool operator==(const EventFile&) const = default;
};

/// What a redaction says of the sealed parts of all events before it: the digest of the text in `resealed`.
/// The first redactions said the digest of each part instead.
struct Resealing {
    std::optional<Digest> whole{};
    std::map<std::string, Digest> parts{};  ///< by event, as it is since
};
Digest digest_of_seal(const EventId& event, ByteView sealed);

/// What an event did to one row; its clear part says it as `given`.
struct GivenRow {
    std::string id;
    std::string kind;
    OrganisationId organisation;
    AccountId account;
    std::string field;  ///< whose answer it is; empty: given together with the record
    bool ends{false};
    bool operator==(const GivenRow&) const = default;
};
json::Value given_form(const std::vector<GivenRow>& given);
std::vector<GivenRow> given_in(const json::Value& clear);

/// An event as its row says it: its clear part read, its seal closed. Where its record was redacted since,
/// `sealed` is what it has now; `digest` stays that of its row.
struct StoredEvent {
    record::Event event;  ///< answers: those in the clear
    Instant recorded_at;  ///< by the store; `event.recorded_at` is the moment it was decided
    std::string from;     ///< state before
    Bytes sealed;
    Digest digest{};         ///< what the next state is bound to
    json::Value relation{};  ///< of one that gives or ends a relation: whose, and which
    std::vector<EventFile> files{};
    std::vector<GivenRow> given{};  ///< rows of relations that began or ended with it
    // Of a redaction:
    Resealing resealed{};
    std::vector<BlobId> files_gone{};
    // Of the first event and of a move:
    std::string number;
    std::string bundle;
    OrganisationId owner;
};

/// What only the first event of a record says.
struct Opening {
    std::string number;
    std::string bundle;
};

/// The clear part of an event: everything but the sealed classes, so that a rebuild needs no key.
json::Value clear_part(
    const record::Event& event,
    const std::string& from,
    const json::Value& clear_answers,
    const Opening* opening,
    const std::vector<EventFile>& files = {}
);
/// A correction carries what every later event reads like since: one that nobody could read back is refused
/// before it is written (`record.correction_too_large`).
Result<> check_clear_part(std::string_view clear);
/// Refuses `record.unreadable` where it is not what `clear_part` writes.
Result<StoredEvent> stored_event(const storage::Row& row);
/// Whether a history is the one that this row, whose tag is right, was derived from: what an altered event
/// says never becomes a row of ours. Refuses `record.unreadable`.
Result<> check_history(const RecordRow& row, const std::vector<StoredEvent>& history);
Result<std::vector<StoredEvent>> events_of(
    storage::Snapshot& snapshot, const std::string& register_name, const RecordId& record
);
/// Puts what the last redaction left in the place of what events held before it. Refuses `record.unreadable`
/// where that is not what the redaction says it is.
Result<> put_resealed(
    storage::Snapshot& snapshot,
    const std::string& register_name,
    const RecordId& record,
    std::vector<StoredEvent>& history
);
/// What the clear part of a redaction says of it.
json::Value redaction_form(const StoredEvent& redaction);
/// The row of what events hold now (`pack_resealed`); its newest state is named in the journal.
storage::Write write_resealed(const RecordRow& row, Bytes packed);
/// Over id, kind, version, clear and sealed part: known before the commit gives the event its time.
Digest digest_of_event(
    std::string_view id, std::string_view kind, std::int64_t version, std::string_view clear, ByteView sealed
);

/// What follows from a history: the row but for version seals, clocks, facts.
struct Derived {
    RecordRow row;
    std::vector<deadline::Clock> clocks;
    std::vector<fact::Fact> facts;
    std::vector<record::Link> links;
};
/// Whom the events of a history concern, asked from the first one on: everybody (0) where state, columns,
/// time, limits, links or people changed, or nothing was answered; else whoever may read one of the classes
/// that it set.
class Concerns {
public:
    explicit Concerns(const definition::Register& definition) : definition_(definition) {}
    access::Classes next(const StoredEvent& event);

private:
    struct Told {
        std::string columns;  ///< canonical: members come in any order
        Instant occurred_at;
        std::string precision;
    };
    bool shows(const StoredEvent& event);
    bool moves_limit(std::string_view action) const;
    const definition::Register& definition_;
    std::map<std::string, Told> told_;  ///< by event, as corrected so far
    std::string columns_;               ///< of the last event
};

/// From clear parts alone.
Derived derive_stored(
    const definition::Register& definition,
    const RecordId& id,
    const std::vector<StoredEvent>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset_micros
);

/// The earliest due date of those that run; `kNoDayKnown` where one runs and none has a day.
std::int64_t earliest_due(const std::vector<deadline::Clock>& clocks);
std::vector<storage::Write> write_clocks(
    const RecordRow& row, const std::vector<deadline::Clock>& clocks, bool is_new
);
Result<std::vector<deadline::Clock>> clocks_of(storage::Snapshot& snapshot, const RecordId& record);
/// Of many (`add_ids`), by id: those that run, without what explains it.
using ClocksOf = std::map<std::string, std::vector<deadline::Clock>>;
enum class ClocksWanted : bool { Running, All };
Result<ClocksOf> clocks_of(
    storage::Snapshot& snapshot,
    std::span<const RecordId> records,
    ClocksWanted wanted = ClocksWanted::Running
);

/// Ids as parameters of a statement that takes `kAtOnce` of them.
inline constexpr std::size_t kAtOnce = 60;
void add_ids(storage::Parameters& to, std::span<const RecordId> records);

std::string fact_subject(const Keys& keys, const RecordId& record);
/// `first`: the ordinal of the first of them.
std::vector<storage::Write> write_facts(
    const Keys& keys, const RecordRow& row, const std::vector<fact::Fact>& facts, std::int64_t first
);
/// Columns in the order of the table.
storage::Parameters fact_parameters(
    const Keys& keys, const RecordRow& row, const fact::Fact& fact, std::int64_t ordinal
);
storage::Parameters clock_parameters(const RecordRow& row, const deadline::Clock& clock);

/// A link's own id follows from what it says.
std::string link_id(const RecordId& record, const record::Link& link);
storage::Write insert_link(const RecordRow& row, const record::Link& link);
storage::Write delete_link(const RecordRow& row, const record::Link& link);

}  // namespace neove::service
