#pragma once
/// \file
/// The storage port: consistent reads, one kind of write (waited for, or begun and asked about later), and
/// what was chained since. Drivers know nothing of organisations, plans or people; they run the catalogue and
/// keep the journal's order.

#include "base/clock.h"
#include "base/result.h"
#include "journal/entry.h"
#include "storage/committed.h"
#include "storage/landing.h"
#include "storage/statement.h"
#include "storage/value.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace neove::storage {

/// A record must be at exactly this version (0: must not exist yet); the commit takes it to `version + 1`.
struct ExpectedVersion {
    std::string register_name;
    std::string record_id;
    std::int64_t version{0};
    /// The commit was decided by what this record says and leaves it as it is: nobody may change it
    /// meanwhile.
    bool only_hold{false};
};

/// One thing that happened to a record. Appended, never changed. `clear` is canonical JSON of the columns
/// that may lie in the clear; `sealed` is an envelope of base/crypto or empty.
struct NewEvent {
    std::string id;
    std::string register_name;
    std::string record_id;
    std::int64_t version{1};  ///< the record's version after this event
    std::string kind;         ///< stable word, e.g. `created`
    Instant occurred_at;      ///< claimed
    std::string precision;    ///< `instant`, `day`, `month`, `year`, `unknown`
    std::string actor;
    std::string acting_org;  ///< organisation id, empty for the system
    std::string clear;
    Bytes sealed;
};

/// What the journal must say of this commit; the store adds seq, time and node, and `body` when `event_id`
/// names an event of the same commit.
struct JournalDraft {
    std::string actor;
    std::string session_digest;
    std::string action;
    std::string register_name;
    std::string record_id;
    std::string event_id;
    std::string classes;
    std::string purpose;
    Digest body{};
    Digest reason{};
};

/// What a row that confers power is after a write. The commit journals it by itself (`row.written`,
/// `row.removed`, record `id.version`), so that no caller can forget: an older row put back is one whose
/// version the journal knows to be past.
struct RowState {
    std::string table;
    std::string id;
    std::int64_t version{1};  ///< grows by every write of the row, its removal included
    Digest digest{};          ///< `row_digest` of all its columns; zero: the row is gone
};

/// A projection row to write: a statement of the catalogue and its parameters.
struct Write {
    const Statement* statement{nullptr};
    Parameters parameters;
    /// When set, the statement must change exactly this many rows, else the whole commit is refused as
    /// Conflict.
    std::optional<std::int64_t> rows_changed{};
    std::optional<RowState> state{};
};

/// Makes a repeated request harmless. Kept seven days.
struct Idempotency {
    std::string actor;
    std::string key_digest;   ///< keyed digest of the Idempotency-Key
    std::string body_digest;  ///< keyed digest of the body
    std::string resource_id;
    std::int64_t status{0};
};

/// A value, never a callback: all of it happens or nothing does, and it is durable before `commit` returns.
struct Commit {
    std::vector<ExpectedVersion> expected;
    std::vector<NewEvent> events;
    std::vector<JournalDraft> journal;
    std::vector<Write> writes;
    std::optional<Idempotency> idempotency;
};

/// One chained journal entry with its digests, as stored.
struct ChainedEntry {
    journal::Entry entry;
    Digest digest{};
    Digest head{};
};

/// A consistent view: every read of one snapshot sees the same commits. Cheap; one per request. Not for
/// sharing between threads.
class Snapshot {
public:
    virtual ~Snapshot() = default;
    /// Where it stands among the changes that whoever wraps the store has seen; the drivers leave it 0.
    std::uint64_t order{0};
    /// Runs a reading statement. Refuses with `storage.unavailable`, or `storage.text` when a parameter could
    /// not stand in any row; a wrong statement is a bug (CHECK).
    virtual Result<Rows> read(const Statement& statement, Parameters parameters = {}) = 0;
};

/// One of the three virtual interfaces of the platform. Thread-safe.
class Store {
public:
    virtual ~Store() = default;
    virtual Result<std::unique_ptr<Snapshot>> snapshot() = 0;

    /// Durable when it returns. Refusals: `storage.conflict` (an expected version, a row count or a
    /// uniqueness did not hold; nothing happened), `storage.repeated` (the idempotency key exists; nothing
    /// happened), `storage.text` (a text is not UTF-8 or holds NUL; nothing happened), `storage.full`,
    /// `storage.unavailable`.
    virtual Result<Committed> commit(Commit commit) = 0;

    /// The same, begun: whoever began it goes on and asks the landing later. A driver that cannot go on by
    /// itself does it at once.
    virtual std::shared_ptr<Landing> start(Commit commit);

    /// At most `limit` entries after `seq`, in chain order.
    virtual Result<std::vector<ChainedEntry>> tail(std::int64_t seq, std::size_t limit) = 0;
};

}  // namespace neove::storage
