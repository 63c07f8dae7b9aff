#include "service/row_guard.h"

#include "base/check.h"
#include "storage/chain.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"
#include "storage/statements/record_updates.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <mutex>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kAlarmsAnHour = 500;
constexpr std::size_t kWaitingMax = 1'000;
constexpr std::int64_t kQueueMax = 1'000'000;
constexpr std::size_t kLearntMax = 400'000;  // half are forgotten then, and learnt again
constexpr std::size_t kLearntAtOnce = 60;    // as many as `count_events_of_records` takes
constexpr std::string_view kRegister = "row.";
constexpr std::size_t kVersionPart = 13;  // as in `row_record`: `.` and twelve digits
constexpr std::int64_t kNever = INT64_MAX;
/// What a record goes on by.
constexpr std::array kWritesOfRecords{
    &statements::kInsertRecord,
    &statements::kUpdateRecord,
    &statements::kUpdateRecordThere,
    &statements::kUpdateRecordAsItStands};

/// The first entry recorded at `since` or later; times never run back along the journal.
Result<std::int64_t> first_since(storage::Snapshot& snapshot, Instant since, std::int64_t last) {
    std::int64_t low = 1;
    std::int64_t high = last + 1;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        const auto rows = TRY(snapshot.read(statements::kJournalTimeFrom, {middle}));
        if (rows.empty() || rows[0].number(1) >= since.micros) {
            high = middle;
        } else {
            low = rows[0].number(0) + 1;
        }
    }
    return low;
}

/// In whatever order they lie: all at once would make every reader of a large register wait for the journal.
template <typename Marks>
void forget_half(Marks& marks) {
    for (auto one = marks.begin(); one != marks.end();) {
        one = marks.erase(one);
        if (one != marks.end()) ++one;
    }
}

}  // namespace

std::string_view table_of(RowKind kind) {
    switch (kind) {
        case RowKind::Account: return "account";
        case RowKind::Grant: return "role_grant";
        case RowKind::Session: return "session";
        case RowKind::Document: return "document";
        case RowKind::Task: return "confirmed_task";
        case RowKind::Proposal: return "proposal";
        case RowKind::Relation: return "relation";
        case RowKind::Record: return "record";
        case RowKind::Erasure: return "erasure";
        case RowKind::AccessTable: return "access_table";
        case RowKind::BreakGlass: return "break_glass";
        case RowKind::Export: return "export_request";
        case RowKind::Feed: return "calendar_feed";
        case RowKind::Organisation: return "organisation";
        case RowKind::Issuer: return "issuing_body";
    }
    CHECK(false && "a kind of row");
    return {};
}

Result<bool> is_named_mark_there(storage::Snapshot& snapshot, const char* record) {
    const auto count = TRY(snapshot.read(
        statements::kCountActs,
        {std::string(NamedMark::kRegister), std::string(record), std::string(NamedMark::kAction)}
    ));
    return count.at(0).number(0) > 0;
}

Result<std::int64_t> newest_named(
    storage::Snapshot& snapshot, std::string_view table, const std::string& id
) {
    std::int64_t newest = 0;
    for (const storage::Statement* statement :
         {&statements::kNewestRowState, &statements::kNewestQueuedRowState}) {
        const auto rows = TRY(snapshot.read(*statement, {storage::row_register(table), id + ".", id + "/"}));
        if (rows.empty() || rows[0].is_null(0)) continue;
        const auto state = storage::parse_row_record(rows[0].text(0));
        // None of ours: somebody hides the newest state of the row.
        newest = std::max(newest, state && state->id == id ? state->version : kNever);
    }
    return newest;
}

/// Every sign-in writes a version of an account: a start asks for each account, not for each sign-in of
/// years.
Result<> RowGuard::load_accounts(storage::Snapshot& snapshot, Instant at) {
    const std::string_view table = table_of(RowKind::Account);
    std::string last;
    for (;;) {
        const auto next =
            TRY(snapshot.read(statements::kNextRowRecord, {storage::row_register(table), last}));
        if (next.empty()) return {};
        const std::string& record = next[0].text(0);
        const std::string id = record.substr(0, record.size() - kVersionPart);
        raise_one(table, id, TRY(newest_named(snapshot, table, id)), at);
        // Behind all versions of this one; and always behind what was read, whatever somebody wrote there.
        last = std::max(record, id + "/");
    }
}

Result<std::int64_t> RowGuard::load(storage::Snapshot& snapshot, Instant sessions_since) {
    const auto head = storage::Chain::from(TRY(snapshot.read(statements::kJournalHead)));
    const std::int64_t sessions_from = TRY(first_since(snapshot, sessions_since, head.seq));
    for (const RowKind kind : kRowKinds) {
        if (kind == RowKind::Account) {
            TRY(load_accounts(snapshot, head.at));
            continue;
        }
        if (is_learnt_late(kind)) continue;
        const bool is_session = kind == RowKind::Session;
        const auto& statement = is_session ? statements::kNewestRowStatesSince : statements::kNewestRowStates;
        const std::int64_t after = is_session ? sessions_from - 1 : 0;
        for (const storage::Row& row :
             TRY(snapshot.read(statement, {storage::row_register(table_of(kind)), after}))) {
            const std::string& record = row.text(0);
            const auto state = storage::parse_row_record(record);
            if (state) {
                raise_one(table_of(kind), state->id, state->version, head.at);
            } else if (record.size() > kVersionPart) {
                // None of ours: somebody hides the newest state of a row. Then none of it is believed.
                raise_one(table_of(kind), record.substr(0, record.size() - kVersionPart), kNever, head.at);
            }
        }
    }
    // Durable but not chained yet: only another engine's queue holds any.
    for (const storage::Row& row : TRY(snapshot.read(statements::kQueuedEntries, {kQueueMax}))) {
        const journal::Entry entry = storage::queued_entry_of(row);
        const auto state = storage::parse_row_record(entry.record_id);
        if (!state || !entry.register_name.starts_with(kRegister)) continue;
        raise_one(entry.register_name.substr(kRegister.size()), state->id, state->version, entry.at);
    }
    if (TRY(is_named_mark_there(snapshot))) all_named_ = true;
    if (TRY(is_named_mark_there(snapshot, NamedMark::kTree))) tree_named_ = true;
    order_ = 0;  // known before any snapshot
    const std::unique_lock lock(mutex_);
    for (auto& kind : marks_) {
        for (auto& [id, mark] : kind) mark.raises = {{{mark.raises[0].version, 0}, {}, {}}};
    }
    return head.seq;
}

void RowGuard::raise_one(std::string_view table, std::string_view id, std::int64_t version, Instant at) {
    const auto kind = std::ranges::find(kRowKinds, table, table_of);
    if (kind == kRowKinds.end()) return;
    const std::unique_lock lock(mutex_);
    auto& marks = marks_[static_cast<std::size_t>(*kind)];
    if (is_learnt_late(*kind) && marks.size() >= kLearntMax) forget_half(marks);
    Mark& mark = marks[std::string(id)];
    mark.at = std::max(mark.at, at);
    if (version <= mark.raises[0].version) return;
    mark.raises = {{{version, ++order_}, mark.raises[0], mark.raises[1]}};
}

void RowGuard::raise(std::span<const storage::RowState> states, Instant at) {
    for (const storage::RowState& state : states) raise_one(state.table, state.id, state.version, at);
}

void RowGuard::raise_records(std::span<const RecordEvent> events) {
    for (const RecordEvent& event : events) {
        raise_one(table_of(RowKind::Record), event.record, event.version, {});
        const std::unique_lock lock(mutex_);
        if (own_events_.size() >= kLearntMax) own_events_.clear();
        own_events_.insert(event.id);
    }
}

void RowGuard::follow(std::span<const storage::ChainedEntry> entries) {
    for (const storage::ChainedEntry& one : entries) {
        if (!one.entry.event_id.empty()) {
            const std::unique_lock lock(mutex_);
            if (own_events_.erase(one.entry.event_id) > 0) continue;
            const auto& records = marks_[static_cast<std::size_t>(RowKind::Record)];
            if (records.contains(one.entry.record_id)) went_on_[one.entry.record_id] = ++order_;
        }
        if (!one.entry.register_name.starts_with(kRegister)) continue;
        const auto state = storage::parse_row_record(one.entry.record_id);
        if (!state) continue;
        const std::string_view table = std::string_view(one.entry.register_name).substr(kRegister.size());
        raise_one(table, state->id, state->version, one.entry.at);
    }
}

RowGuard::Standing RowGuard::standing(
    const storage::Snapshot& snapshot, RowKind kind, const std::string& id, std::int64_t version
) const {
    const std::shared_lock lock(mutex_);
    const auto& marks = marks_[static_cast<std::size_t>(kind)];
    const auto found = marks.find(id);
    if (found == marks.end()) return Standing::Unknown;
    // What was raised after the snapshot was taken, it cannot show yet.
    for (const Raise& raise : found->second.raises) {
        if (raise.order > snapshot.order) continue;
        // Known only to those who look later: this snapshot's own journal says what was before.
        if (raise.version == 0 && is_learnt_late(kind)) return Standing::Unknown;
        return version >= raise.version ? Standing::Current : Standing::Past;
    }
    return is_learnt_late(kind) ? Standing::Unknown : Standing::Current;
}

Result<std::int64_t> RowGuard::learn(storage::Snapshot& snapshot, RowKind kind, const std::string& id) {
    const std::int64_t named = TRY(newest_named(snapshot, table_of(kind), id));
    if (named == 0 || !is_learnt_late(kind)) return named;
    raise_one(table_of(kind), id, named, {});
    return named;
}

bool RowGuard::admits(
    storage::Snapshot& snapshot, RowKind kind, const std::string& id, std::int64_t version, bool tag_is_right
) {
    if (tag_is_right) {
        Standing stands = standing(snapshot, kind, id, version);
        if (stands == Standing::Unknown && is_named(kind)) {
            // Perhaps another node wrote it a moment ago: row and entry come in one commit, so its entry is
            // in this snapshot too, or there is none.
            const auto named = learn(snapshot, kind, id);
            if (!named) return false;
            stands = *named != 0 && version >= *named ? Standing::Current : Standing::Past;
        }
        if (stands != Standing::Past) return true;
    }
    misses(kind, id);
    return false;
}

void RowGuard::misses(RowKind kind, const std::string& id) {
    ++refused_;
    const std::scoped_lock lock(alarm_mutex_);
    if (waiting_.size() < kWaitingMax) waiting_.push_back({kind, id});
}

std::int64_t RowGuard::known(RowKind kind, const std::string& id) const {
    const std::shared_lock lock(mutex_);
    const auto& marks = marks_[static_cast<std::size_t>(kind)];
    const auto found = marks.find(id);
    return found == marks.end() ? 0 : found->second.raises[0].version;
}

bool RowGuard::knows_record(const std::string& id) const {
    const std::shared_lock lock(mutex_);
    return marks_[static_cast<std::size_t>(RowKind::Record)].contains(id) && !went_on_.contains(id);
}

void RowGuard::take_record(const storage::Snapshot& snapshot, const std::string& id, std::int64_t named) {
    raise_one(table_of(RowKind::Record), id, named, {});
    const std::unique_lock lock(mutex_);
    const auto followed = went_on_.find(id);
    if (followed != went_on_.end() && followed->second <= snapshot.order) went_on_.erase(followed);
}

Result<std::int64_t> RowGuard::learn_record(
    storage::Snapshot& snapshot, const std::string& register_name, const std::string& id
) {
    const auto rows = TRY(snapshot.read(statements::kCountEventsNamed, {register_name, id}));
    const std::int64_t named = rows.at(0).number(0);
    take_record(snapshot, id, named);
    return named;
}

Result<NamedVersions> RowGuard::learn_records(
    storage::Snapshot& snapshot, const std::string& register_name, std::span<const std::string> ids
) {
    CHECK(ids.size() <= kLearntAtOnce);
    storage::Parameters parameters{register_name};
    for (const std::string& id : ids) {
        if (!knows_record(id)) parameters.emplace_back(id);
    }
    NamedVersions named;
    if (parameters.size() <= 2) return named;  // one alone is asked for when it is admitted
    parameters.resize(kLearntAtOnce + 1, std::string());
    for (const storage::Row& row :
         TRY(snapshot.read(statements::kCountEventsOfRecords, std::move(parameters)))) {
        named[row.text(0)] += row.number(1);  // chained, and not yet
    }
    for (const auto& [id, count] : named) take_record(snapshot, id, count);
    return named;
}

bool RowGuard::admits_record(
    storage::Snapshot& snapshot,
    const std::string& register_name,
    const std::string& id,
    std::int64_t version,
    const NamedVersions& named
) {
    Standing stands = standing(snapshot, RowKind::Record, id, version);
    const auto read = named.find(id);
    if (read != named.end()) {
        stands = version >= read->second ? stands : Standing::Past;
    } else if (stands == Standing::Unknown || !knows_record(id)) {
        const auto learnt = learn_record(snapshot, register_name, id);
        if (!learnt) return false;
        const bool is_newest = *learnt != 0 && version >= *learnt;
        if (!is_newest || stands == Standing::Unknown)
            stands = is_newest ? Standing::Current : Standing::Past;
    }
    if (stands != Standing::Past) return true;
    misses(RowKind::Record, id);
    return false;
}

std::vector<RowAlarm> RowGuard::take_alarms(Instant now) {
    const std::scoped_lock lock(alarm_mutex_);
    std::erase_if(alarmed_, [&](const auto& one) { return now.micros - one.second.micros >= kHour; });
    std::vector<RowAlarm> out;
    for (RowAlarm& one : waiting_) {
        if (alarmed_.size() >= kAlarmsAnHour) break;
        const std::string key = std::string(table_of(one.kind)) + " " + one.id;
        if (alarmed_.emplace(key, now).second) out.push_back(std::move(one));
    }
    waiting_.clear();
    return out;
}

void RowGuard::put_back(std::span<const RowAlarm> alarms) {
    const std::scoped_lock lock(alarm_mutex_);
    for (const RowAlarm& one : alarms) {
        alarmed_.erase(std::string(table_of(one.kind)) + " " + one.id);
        if (waiting_.size() < kWaitingMax) waiting_.push_back(one);
    }
}

void RowGuard::forget_sessions(Instant before) {
    const std::unique_lock lock(mutex_);
    auto& sessions = marks_[static_cast<std::size_t>(RowKind::Session)];
    std::erase_if(sessions, [&](const auto& one) { return one.second.at < before; });
}

Result<std::unique_ptr<storage::Snapshot>> GuardedStore::snapshot() {
    const std::uint64_t order =
        guard_->order();  // before it is taken: it may show more than this, never less
    auto snapshot = TRY(store_.snapshot());
    snapshot->order = order;
    return snapshot;
}

Result<storage::Committed> GuardedStore::commit(storage::Commit commit) {
    std::vector<storage::RowState> states;
    for (const storage::Write& write : commit.writes) {
        if (write.state) states.push_back(*write.state);
    }
    // A record goes on by its events.
    std::vector<RowGuard::RecordEvent> events;
    const auto writes_record = [](const storage::Write& write) {
        return std::ranges::find(kWritesOfRecords, write.statement) != kWritesOfRecords.end();
    };
    if (std::ranges::any_of(commit.writes, writes_record)) {
        for (const storage::NewEvent& event : commit.events) {
            events.push_back({event.id, event.record_id, event.version});
        }
    }
    auto committed = TRY(store_.commit(std::move(commit)));
    guard_->raise(states, committed.recorded_at);
    guard_->raise_records(events);
    return committed;
}

std::shared_ptr<storage::Landing> GuardedStore::start(storage::Commit commit) {
    CHECK(commit.writes.empty() && commit.events.empty());
    return store_.start(std::move(commit));
}

Result<std::vector<storage::ChainedEntry>> GuardedStore::tail(std::int64_t seq, std::size_t limit) {
    return store_.tail(seq, limit);
}

}  // namespace neove::service
