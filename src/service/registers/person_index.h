#pragma once
/// \file
/// The names of registers of persons, in the memory of this node and nowhere else. Opened from the sealed
/// search cards in the background after unlocking; what this node writes is in it before the answer leaves,
/// what others write within a second. Forgotten, and wiped, when the node stops.

#include "name_index/name_index.h"
#include "service/keys.h"
#include "service/registers/person_places.h"
#include "service/registers/programmes.h"
#include "storage/store.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>

namespace neove::service {

/// A record that something happened to.
struct ChangedRecord {
    std::string register_name;
    std::string record_id;
};

/// Thread-safe.
class PersonIndex {
public:
    PersonIndex();
    ~PersonIndex();
    PersonIndex(const PersonIndex&) = delete;
    PersonIndex& operator=(const PersonIndex&) = delete;

    /// Which registers of persons there are, all of them still to be prepared; and from where `follow` goes
    /// on. Once, before the house serves.
    Result<> begin(storage::Store& store, std::shared_ptr<const Programme> programme);

    /// Opens all cards, page by page. Searches and writes go on meanwhile; a register answers once it is
    /// whole. Ends early after `stop`. Again after a refusal: it begins with the register that is not whole.
    Result<> build(storage::Store& store, const Keys& keys);
    void stop();
    /// Whether every register is whole.
    bool is_ready() const;

    /// After a commit of this node, before its answer leaves.
    Result<> show(storage::Store& store, const Keys& keys, std::span<const ChangedRecord> changed);
    /// What was chained since the last look, by whatever node.
    Result<> follow(storage::Store& store, const Keys& keys);

    /// The scope comes first: only records that the seeker may find are matched. What it answers with may be
    /// half a second old: whoever shows a hit asks `access::decide` about it. Refuses `search.preparing`.
    Result<name_index::Found> search(const Seeker& seeker, std::string_view text, std::size_t limit) const;
    /// Who else may be the person of this card. Refuses `search.preparing`.
    Result<std::vector<name_index::Similar>> similar(
        const Seeker& seeker, const name_index::Card& card, std::size_t limit
    ) const;

    /// Who else of a register may be the person of this record, whoever may see them: for the desk that is
    /// told of matches, never for who typed. Of `among` alone where it names any. Nobody where the record is
    /// gone. Refuses `search.preparing`, `record.unreadable` (its card does not open here, or not yet).
    Result<std::vector<name_index::Similar>> similar_to(
        storage::Snapshot& snapshot,
        const Keys& keys,
        const std::string& register_name,
        const RecordId& record,
        std::size_t limit,
        std::span<const RecordId> among = {}
    ) const;
    /// Whether a search of hers may find the record, as far as its place says: as old as the answers above.
    Result<bool> is_visible(const Seeker& seeker, const RecordId& record) const;

private:
    struct Shelf;
    /// What a seeker may see, kept for a moment.
    struct Visible;
    Shelf* find(const std::string& register_name) const;
    Result<const Shelf*> ready(const std::string& register_name) const;
    static std::shared_ptr<const Visible> visible_to(const Shelf& shelf, const Seeker& seeker);
    Result<bool> take_page(storage::Store& store, const Keys& keys, Shelf& shelf, std::string& after);

    std::shared_ptr<const Programme> programme_;
    std::map<std::string, std::unique_ptr<Shelf>, std::less<>> shelves_;
    std::mutex writing_;  ///< held while a snapshot is read and taken in: an older one never follows a newer
    std::mutex following_;
    std::int64_t seq_{0};  ///< under `following_`
    std::atomic<bool> stopped_{false};
};

}  // namespace neove::service
