#pragma once
/// \file
/// Histories of records that were opened or acted on last, in this node's memory as they lie in the database:
/// in the clear what lies in the clear there, all else sealed. Whoever acts on what she has just read does
/// not read and parse forty events again, but those alone that came since.

#include "service/house.h"
#include "service/registers/stored_record.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace neove::service {

/// Thread-safe.
class KnownHistories {
public:
    using History = std::shared_ptr<const std::vector<StoredEvent>>;
    /// As far as it was read, perhaps not to its end; null where nothing is known.
    History find(const RecordId& id);
    /// Not over a longer one.
    void put(const RecordId& id, History history);
    void clear();
    /// Events of all that are kept.
    std::size_t events() const;

    static constexpr std::size_t kEventsMost = 10'000;
    /// A history that is longer is read anew each time.
    static constexpr std::size_t kEventsOfOne = 1'000;

private:
    struct Kept {
        std::string id;
        History history;
    };
    void forget_oldest();

    mutable std::mutex mutex_;
    std::list<Kept> by_use_;  ///< whoever was asked for last stands last
    std::unordered_map<std::string, std::list<Kept>::iterator> kept_;  ///< by record
    std::size_t events_{0};
};

/// What is known of it without asking the database, up to that row; null where that is not all.
KnownHistories::History known_history(House& house, const RecordRow& row);

/// All that happened to a record up to a row that was believed and found newest, or what its snapshot holds
/// where the row is of another. Never null.
Result<KnownHistories::History> history_of(House& house, storage::Snapshot& snapshot, const RecordRow& row);

}  // namespace neove::service
