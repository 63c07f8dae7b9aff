#pragma once
/// \file
/// Clocks of records that lists and agendas asked for last, in this node's memory, without what explains
/// them: a limit that was extended twenty times is six thousand letters in its row, of which a page shows one
/// date.

#include "service/registers/found_record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace neove::service {

/// Thread-safe. Kept for exactly the row that they were read beside: its version, its last event and the day
/// that it is due, which is the earliest of theirs.
class KnownClocks {
public:
    using Clocks = std::shared_ptr<const std::vector<deadline::Clock>>;
    /// Taken before the snapshot that clocks are read from: what was forgotten meanwhile does not come back.
    std::uint64_t ticket() const;
    void put(std::uint64_t ticket, const RecordRow& row, Clocks clocks);
    /// Null where they are not known.
    Clocks find(const RecordRow& row) const;
    /// Something happened to these records.
    void forget(std::span<const RecordId> records);
    /// Nothing is kept any more.
    void stop();
    std::size_t size() const;

    static constexpr std::size_t kMost = 20'000;

private:
    struct Kept {
        std::int64_t version{0};
        std::int64_t due_at{0};
        Digest last_event{};
        Clocks clocks;
    };
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Kept> kept_;  ///< by record
    std::uint64_t forgotten_{0};                  ///< how often anything was
    bool stopped_{false};
};

/// Clocks of rows of one snapshot that were believed, for one page.
class ClocksOfPage {
public:
    /// `ticket`: of the memory, where this page may ask it (`clocks_ticket`).
    ClocksOfPage(House& house, storage::Snapshot& snapshot, std::optional<std::uint64_t> ticket);
    /// All there are, without their steps. What is read for a row is read for those beside it too, at most
    /// `kAtOnce`, itself among them.
    Result<KnownClocks::Clocks> of(const RecordRow& row, std::span<const RecordId> beside);

private:
    KnownClocks* memory_;
    storage::Snapshot& snapshot_;
    std::uint64_t ticket_;
    std::unordered_map<std::string, std::vector<deadline::Clock>> read_;
};

/// Nothing where this node does not follow what happens to records of the register.
std::optional<std::uint64_t> clocks_ticket(const House& house, const Desk& desk);

}  // namespace neove::service
