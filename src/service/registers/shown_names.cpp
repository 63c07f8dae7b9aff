#include "service/registers/shown_names.h"

#include <mutex>

namespace neove::service {

std::uint64_t ShownNames::ticket() const {
    const std::shared_lock lock(mutex_);
    return forgotten_;
}

void ShownNames::put(std::uint64_t ticket, const RecordRow& row, std::string_view name) {
    const std::unique_lock lock(mutex_);
    if (stopped_ || ticket != forgotten_) return;
    // In whatever order they lie: those that are looked at come back by themselves.
    if (kept_.size() >= kMost) kept_.erase(kept_.begin());
    kept_[row.id.text()] = {
        row.version, row.redactions, row.last_event, name_index::WipedText(name.begin(), name.end())};
}

std::optional<std::string> ShownNames::find(const RecordRow& row) const {
    const std::shared_lock lock(mutex_);
    const auto found = kept_.find(row.id.text());
    if (found == kept_.end()) return std::nullopt;
    const Kept& one = found->second;
    const bool is_same =
        one.version == row.version && one.redactions == row.redactions && one.last_event == row.last_event;
    if (!is_same) return std::nullopt;
    return std::string(one.name.begin(), one.name.end());
}

void ShownNames::forget(std::span<const RecordId> records) {
    if (records.empty()) return;
    const std::unique_lock lock(mutex_);
    ++forgotten_;
    for (const RecordId& one : records) kept_.erase(one.text());
}

void ShownNames::stop() {
    const std::unique_lock lock(mutex_);
    stopped_ = true;
    kept_.clear();
}

std::size_t ShownNames::size() const {
    const std::shared_lock lock(mutex_);
    return kept_.size();
}

}  // namespace neove::service
