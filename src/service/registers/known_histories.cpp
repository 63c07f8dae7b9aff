#include "service/registers/known_histories.h"

#include "service/registers/board_index.h"
#include "storage/statements/record_events.h"

#include <algorithm>

namespace neove::service {

KnownHistories::History KnownHistories::find(const RecordId& id) {
    const std::scoped_lock lock(mutex_);
    const auto found = kept_.find(id.text());
    if (found == kept_.end()) return nullptr;
    by_use_.splice(by_use_.end(), by_use_, found->second);
    return found->second->history;
}

void KnownHistories::put(const RecordId& id, History history) {
    if (history->empty() || history->size() > kEventsOfOne) return;
    const std::scoped_lock lock(mutex_);
    const auto known = kept_.find(id.text());
    if (known == kept_.end()) {
        events_ += history->size();
        by_use_.push_back({id.text(), std::move(history)});
        kept_.emplace(id.text(), std::prev(by_use_.end()));
    } else {
        Kept& one = *known->second;
        if (one.history->back().event.version >= history->back().event.version) return;
        events_ += history->size() - one.history->size();
        one.history = std::move(history);
        by_use_.splice(by_use_.end(), by_use_, known->second);
    }
    while (events_ > kEventsMost) forget_oldest();
}

void KnownHistories::forget_oldest() {
    events_ -= by_use_.front().history->size();
    kept_.erase(by_use_.front().id);
    by_use_.pop_front();
}

void KnownHistories::clear() {
    const std::scoped_lock lock(mutex_);
    kept_.clear();
    by_use_.clear();
    events_ = 0;
}

std::size_t KnownHistories::events() const {
    const std::scoped_lock lock(mutex_);
    return events_;
}

namespace {

/// The row names its last event by a digest of all that this says.
bool ends_at(const std::vector<StoredEvent>& history, const RecordRow& row) {
    return !history.empty() && history.back().event.version == row.version &&
           history.back().digest == row.last_event;
}

/// With what came since; null where that does not lead to the row, or says that older events read otherwise
/// now.
Result<KnownHistories::History> gone_on(
    storage::Snapshot& snapshot, const RecordRow& row, const std::vector<StoredEvent>& known
) {
    const std::int64_t version = known.back().event.version;
    if (version >= row.version) return nullptr;
    auto whole = std::make_shared<std::vector<StoredEvent>>(known);
    for (const storage::Row& stored : TRY(snapshot.read(
             storage::statements::kEventsOfRecordAfter, {row.register_name, row.id.text(), version}
         ))) {
        whole->push_back(TRY(stored_event(stored)));
        if (whole->back().event.kind == record::kRedacted) return nullptr;
    }
    return ends_at(*whole, row) ? std::move(whole) : nullptr;
}

}  // namespace

KnownHistories::History known_history(House& house, const RecordRow& row) {
    if (house.boards == nullptr) return nullptr;
    KnownHistories::History known = house.boards->histories().find(row.id);
    return known != nullptr && ends_at(*known, row) ? known : nullptr;
}

Result<KnownHistories::History> history_of(House& house, storage::Snapshot& snapshot, const RecordRow& row) {
    KnownHistories* memory = house.boards == nullptr ? nullptr : &house.boards->histories();
    if (memory != nullptr) {
        if (const auto known = memory->find(row.id)) {
            if (ends_at(*known, row)) return known;
            if (auto whole = TRY(gone_on(snapshot, row, *known))) {
                memory->put(row.id, whole);
                return whole;
            }
        }
    }
    KnownHistories::History whole =
        std::make_shared<const std::vector<StoredEvent>>(TRY(events_of(snapshot, row.register_name, row.id)));
    if (memory != nullptr && ends_at(*whole, row)) memory->put(row.id, whole);
    return whole;
}

}  // namespace neove::service
