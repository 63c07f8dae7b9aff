#pragma once
/// \file
/// How everybody stands to the records of one register of persons, in memory: owner, creator, state,
/// relations. From it follows, before any name is looked at, which records a search may see. Nothing here is
/// secret (it lies in the clear), and nothing here is believed: tags are checked where a hit is opened.

#include "access/rules.h"
#include "service/registers/word_numbers.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace neove::service {

/// One record, as its rows say.
struct PersonPlace {
    RecordId id;
    access::RecordPlace place;
    std::vector<access::RelationRow> rows;
};

/// Who looks for somebody, and by which rules.
struct Seeker {
    const access::Rules& rules;
    const std::string& register_name;
    const access::Actor& actor;
    Instant now;
    access::Classes needed{0};  ///< classes of what is searched: who may never read them finds nobody by them
};

/// Whether somebody in this standing may find the record: she may list it, and may read what it is found by,
/// if need be after a purpose was given.
bool may_find(const Seeker& seeker, const access::Standing& standing);

/// For one writer or many readers at a time; the caller locks.
class PersonPlaces {
public:
    void put(const PersonPlace& one);
    void remove(const RecordId& id);
    void clear();
    std::size_t size() const { return by_id_.size(); }
    /// Another number after every change: one more.
    std::uint64_t stamp() const { return stamp_; }
    /// The records that changed since; nothing where that was so long ago that nobody remembers.
    std::optional<std::vector<RecordId>> changed_since(std::uint64_t stamp) const;

    struct Split {
        std::vector<std::uint32_t> visible;  ///< places of records, for `ids`
        std::vector<std::uint32_t> hidden;
    };
    /// Every record, asked by the same rules as opening it.
    Split split(const Seeker& seeker) const;
    std::vector<RecordId> ids(const std::vector<std::uint32_t>& places) const;
    /// One of them alone; nobody sees what is not there.
    bool is_visible(const Seeker& seeker, const RecordId& id) const;
    /// When something of hers begins or ends by itself, without anybody writing anything: the next time after
    /// `now`, the end of time where nothing does.
    Instant next_turn(const Seeker& seeker) const;
    Instant next_turn_of(const Seeker& seeker, const std::vector<RecordId>& ids) const;

private:
    struct Row {
        std::uint32_t relation;
        std::uint32_t account;
        std::uint32_t organisation;
        std::int64_t from;
        std::int64_t until;
    };
    struct Place {
        RecordId id;  ///< empty: free
        std::uint32_t owner{0};
        std::uint32_t creator{0};
        std::uint32_t state{0};
        std::vector<std::pair<std::uint32_t, std::int64_t>> entered;
        std::vector<Row> rows;
    };
    struct Eyes;
    Eyes eyes_of(const Seeker& seeker) const;
    bool is_hers(const Eyes& eyes, const Row& row) const;
    std::int64_t next_turn(const Eyes& eyes, const Place& place) const;
    void changed(const RecordId& id);
    bool concerns(const Eyes& eyes, const Row& row) const;
    bool asked(const Eyes& eyes, const Place& place) const;

    WordNumbers words_;
    std::vector<Place> places_;
    std::vector<std::uint32_t> free_;
    std::unordered_map<std::string, std::uint32_t> by_id_;
    std::uint64_t stamp_{1};
    std::deque<RecordId> last_changed_;  ///< the newest last, one a stamp
};

}  // namespace neove::service
