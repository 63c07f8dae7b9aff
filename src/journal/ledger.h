#pragma once
/// \file
/// Compares the rows of a store with what its journal says of them: every event, and the newest state of
/// every row that confers power. Needs no key. Pure: entries and rows come from the caller.

#include "journal/entry.h"
#include "journal/finding.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace neove::journal {

/// A row of `event` as the store holds it, with the digests that its columns have now.
struct SeenEvent {
    std::string id;
    Digest stored{};   ///< its own column
    Digest whole{};    ///< over all columns
    Digest content{};  ///< over clear and sealed alone: what entries of before said
};

/// A row that confers power.
struct SeenRow {
    std::string table;
    std::string id;
    std::int64_t version{0};
    Digest digest{};
};

class Ledger {
public:
    /// Every entry, in the order of the chain; then the rows, in any order. The first entry about an event
    /// binds, and versions of a row never run back: an entry that somebody adds later excuses nothing.
    void note(const Entry& entry);
    void add(const SeenEvent& event);
    void add(const SeenRow& row);

    /// Adds what was found to the report, in ascending order of entries, and how much was compared.
    void finish(Report& report);

private:
    struct Said {
        std::int64_t seq{0};
        Digest digest{};
        std::int64_t version{0};
        bool is_seen{false};
    };

    void find(FindingKind kind, std::int64_t seq, std::string subject);

    std::unordered_map<std::string, Said> events_;
    std::unordered_map<std::string, Said> rows_;  ///< by `table id`
    /// Marks of entries `rows.named`: from one on, no row of its tables is from before.
    std::set<std::string, std::less<>> named_;
    std::set<std::string> documents_;  ///< with an event: theirs may be from before states were named
    std::vector<Finding> findings_;
    std::int64_t event_count_{0};
    std::int64_t row_count_{0};
    std::int64_t old_events_{0};
    std::int64_t old_rows_{0};
};

}  // namespace neove::journal
