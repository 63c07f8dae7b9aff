#include "service/registers/known_clocks.h"

#include "service/registers/board_index.h"

#include <mutex>

namespace neove::service {

std::uint64_t KnownClocks::ticket() const {
    const std::shared_lock lock(mutex_);
    return forgotten_;
}

void KnownClocks::put(std::uint64_t ticket, const RecordRow& row, Clocks clocks) {
    const std::unique_lock lock(mutex_);
    if (stopped_ || ticket != forgotten_) return;
    // In whatever order they lie: those that are looked at come back by themselves.
    if (kept_.size() >= kMost) kept_.erase(kept_.begin());
    kept_[row.id.text()] = {row.version, row.due_at, row.last_event, std::move(clocks)};
}

KnownClocks::Clocks KnownClocks::find(const RecordRow& row) const {
    const std::shared_lock lock(mutex_);
    const auto found = kept_.find(row.id.text());
    if (found == kept_.end()) return nullptr;
    const Kept& one = found->second;
    const bool is_same =
        one.version == row.version && one.due_at == row.due_at && one.last_event == row.last_event;
    return is_same ? one.clocks : nullptr;
}

void KnownClocks::forget(std::span<const RecordId> records) {
    if (records.empty()) return;
    const std::unique_lock lock(mutex_);
    ++forgotten_;
    for (const RecordId& one : records) kept_.erase(one.text());
}

void KnownClocks::stop() {
    const std::unique_lock lock(mutex_);
    stopped_ = true;
    kept_.clear();
}

std::size_t KnownClocks::size() const {
    const std::shared_lock lock(mutex_);
    return kept_.size();
}

ClocksOfPage::ClocksOfPage(House& house, storage::Snapshot& snapshot, std::optional<std::uint64_t> ticket)
    : memory_(ticket ? &house.boards->clocks() : nullptr), snapshot_(snapshot), ticket_(ticket.value_or(0)) {}

Result<KnownClocks::Clocks> ClocksOfPage::of(const RecordRow& row, std::span<const RecordId> beside) {
    if (memory_ != nullptr) {
        if (auto known = memory_->find(row)) return known;
    }
    auto read = read_.find(row.id.text());
    if (read == read_.end()) {
        ClocksOf some = TRY(clocks_of(snapshot_, beside, ClocksWanted::All));
        for (auto& [id, clocks] : some) read_[id] = std::move(clocks);
        // Of those that have none it is known too. One that comes by two ways stands there twice.
        for (const RecordId& one : beside) read_.try_emplace(one.text());
        read = read_.try_emplace(row.id.text()).first;
    }
    auto clocks = std::make_shared<const std::vector<deadline::Clock>>(read->second);
    // A mend of the row, or of its clocks, that this snapshot lies before or behind is told by the day.
    if (memory_ != nullptr && earliest_due(*clocks) == row.due_at) memory_->put(ticket_, row, clocks);
    return clocks;
}

std::optional<std::uint64_t> clocks_ticket(const House& house, const Desk& desk) {
    if (house.boards == nullptr || !house.boards->answers(desk)) return std::nullopt;
    return house.boards->clocks().ticket();
}

}  // namespace neove::service
