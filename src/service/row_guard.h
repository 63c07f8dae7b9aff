#pragma once
/// \file
/// What is known of the newest state of every row that confers power. A right tag says that we wrote a row;
/// it cannot say that we did not write it anew since. The journal names every version of such rows, so an
/// older one put back is as if absent, and an alarm.

#include "base/clock.h"
#include "base/result.h"
#include "storage/store.h"

#include <array>
#include <atomic>
#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace neove::service {

enum class RowKind : std::uint8_t {
    Account,
    Grant,
    Session,
    Document,
    Task,
    Proposal,
    Relation,
    Record,
    Erasure,
    AccessTable,
    BreakGlass,
    Export,
    Feed,
    Organisation,
    Issuer
};
constexpr std::array kRowKinds{
    RowKind::Account,
    RowKind::Grant,
    RowKind::Session,
    RowKind::Document,
    RowKind::Task,
    RowKind::Proposal,
    RowKind::Relation,
    RowKind::Record,
    RowKind::Erasure,
    RowKind::AccessTable,
    RowKind::BreakGlass,
    RowKind::Export,
    RowKind::Feed,
    RowKind::Organisation,
    RowKind::Issuer};
/// Of these there may be hundreds of thousands: what the journal says of one is read when it is first seen.
/// Records have no states of their own there: it names their events, one a version.
constexpr bool is_learnt_late(RowKind kind) {
    return kind == RowKind::Relation || kind == RowKind::Record;
}
std::string_view table_of(RowKind kind);  ///< `account`, `role_grant` …

/// A row that was not believed.
struct RowAlarm {
    RowKind kind{RowKind::Account};
    std::string id;
};

/// The newest version of a row that this snapshot's journal names, chained or not yet; 0 where it names none.
Result<std::int64_t> newest_named(storage::Snapshot& snapshot, std::string_view table, const std::string& id);

/// The act of the entry after which the journal names all.
struct NamedMark {
    static constexpr const char* kAction = "rows.named";
    static constexpr const char* kRegister = "store";
    static constexpr const char* kRecord = "rows_named";
    static constexpr const char* kTree = "organisations_named";  ///< of organisations, power since ADR 73
};
Result<bool> is_named_mark_there(storage::Snapshot& snapshot, const char* record = NamedMark::kRecord);

/// By record: how many versions the journal of one snapshot names.
using NamedVersions = std::map<std::string, std::int64_t, std::less<>>;

/// Thread-safe.
class RowGuard {
public:
    /// Reads from the journal what it knows; once, before anything is admitted. Sessions that began before
    /// `sessions_since` are refused by their age anyway.
    /// Returns the entry up to which it knows the journal: `follow` must begin behind it.
    Result<std::int64_t> load(storage::Snapshot& snapshot, Instant sessions_since);

    /// After a commit of this node, before its answer leaves.
    void raise(std::span<const storage::RowState> states, Instant at);
    /// Events of records of such a commit, each a version.
    struct RecordEvent {
        std::string id;
        std::string record;
        std::int64_t version{0};
    };
    void raise_records(std::span<const RecordEvent> events);
    /// What was chained, by whatever node.
    void follow(std::span<const storage::ChainedEntry> entries);
    /// Where a snapshot that is taken from now on stands.
    std::uint64_t order() const { return order_.load(); }

    /// From here on the journal names every row of power that is true: one that it does not name is nobody's,
    /// whatever its tag. `load` learns it from the journal, `name_rows` makes it so.
    void all_are_named() { all_named_ = true; }
    bool are_all_named() const { return all_named_; }
    /// The same of organisations, which were no rows of power at first.
    void tree_is_named() { tree_named_ = true; }
    bool is_tree_named() const { return tree_named_; }

    /// Whether a row may be believed: its tag is right, the journal names it, and it is not older than what
    /// was known when the snapshot was taken. A refusal is remembered as an alarm.
    bool admits(
        storage::Snapshot& snapshot,
        RowKind kind,
        const std::string& id,
        std::int64_t version,
        bool tag_is_right
    );

    /// The same of the row of a record, which `record_row` believed: as many events as the journal names of
    /// it, so many versions it has. One that was put back with its tag is older than that.
    bool admits_record(
        storage::Snapshot& snapshot,
        const std::string& register_name,
        const std::string& id,
        std::int64_t version,
        const NamedVersions& named = {}
    );

    /// What this snapshot's journal says of those records that nothing is known of, in one statement, for
    /// `admits_record` with the same snapshot. At most as many as one statement takes.
    Result<NamedVersions> learn_records(
        storage::Snapshot& snapshot, const std::string& register_name, std::span<const std::string> ids
    );

    /// A row that the journal names and that is not there: an alarm too.
    void misses(RowKind kind, const std::string& id);
    /// The newest version that is known of a row; 0 where nothing is.
    std::int64_t known(RowKind kind, const std::string& id) const;

    /// Alarms since the last call, each row once an hour and a few hundred an hour at most: whoever alters a
    /// hundred thousand rows must not fill the journal.
    std::vector<RowAlarm> take_alarms(Instant now);
    /// Those whose entries could not be written: they are taken again next time.
    void put_back(std::span<const RowAlarm> alarms);
    std::uint64_t refused() const { return refused_.load(); }
    /// Sessions last written before are refused by their age; the others of `kind` stay known for ever.
    void forget_sessions(Instant before);

private:
    struct Raise {
        std::int64_t version{0};
        std::uint64_t order{0};
    };
    /// The newest version, and the one before it for snapshots that are older than the newest: two, because a
    /// row may be written twice while a password is being hashed.
    struct Mark {
        std::array<Raise, 3> raises{};  ///< newest first
        Instant at;
    };

    Result<> load_accounts(storage::Snapshot& snapshot, Instant at);
    /// What the journal of this snapshot says of a row that nothing was known of.
    Result<std::int64_t> learn(storage::Snapshot& snapshot, RowKind kind, const std::string& id);
    void raise_one(std::string_view table, std::string_view id, std::int64_t version, Instant at);
    bool is_named(RowKind kind) const { return kind == RowKind::Organisation ? tree_named_ : all_named_; }
    bool knows_record(const std::string& id) const;
    /// What one snapshot's journal says of a record.
    void take_record(const storage::Snapshot& snapshot, const std::string& id, std::int64_t named);
    Result<std::int64_t> learn_record(
        storage::Snapshot& snapshot, const std::string& register_name, const std::string& id
    );
    enum class Standing : std::uint8_t { Current, Past, Unknown };
    Standing standing(
        const storage::Snapshot& snapshot, RowKind kind, const std::string& id, std::int64_t version
    ) const;

    mutable std::shared_mutex mutex_;
    std::array<std::unordered_map<std::string, Mark>, kRowKinds.size()> marks_;
    /// Records of which another node's event was chained: their number of versions is asked anew by the first
    /// snapshot that shows it.
    std::unordered_map<std::string, std::uint64_t> went_on_;
    std::unordered_set<std::string> own_events_;  ///< of records, committed here and not followed yet
    std::atomic<std::uint64_t> order_{0};
    std::atomic<bool> all_named_{false};
    std::atomic<bool> tree_named_{false};

    std::mutex alarm_mutex_;
    std::vector<RowAlarm> waiting_;
    std::map<std::string, Instant> alarmed_;  ///< by table and id, for an hour
    std::atomic<std::uint64_t> refused_{0};
};

/// The store with the guard around it: what is written raises the guard before anybody learns of it, and
/// every snapshot knows where it stands.
class GuardedStore final : public storage::Store {
public:
    GuardedStore(storage::Store& store, std::shared_ptr<RowGuard> guard)
        : store_(store), guard_(std::move(guard)) {}
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override;
    Result<storage::Committed> commit(storage::Commit commit) override;
    /// For entries of the journal alone: what confers power raises the guard before anybody goes on.
    std::shared_ptr<storage::Landing> start(storage::Commit commit) override;
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override;

private:
    storage::Store& store_;
    std::shared_ptr<RowGuard> guard_;
};

}  // namespace neove::service
