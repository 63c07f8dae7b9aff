#pragma once
/// \file
/// Rows of a register in one order, narrowed in SQL to what a scope may touch. Several ways to a record
/// (its owner, a state, a relation) are merged; each row comes once. Narrowing is never enough: whoever reads
/// from here asks `access::decide` about every row.

#include "service/registers/found_record.h"

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::service {

enum class RecordOrder : std::uint8_t { Due, Changed, Opened, Column };

/// Where a page ended: what the last row was sorted by, and its id.
struct RecordPlace {
    std::int64_t number{0};  ///< of Due, Changed, Opened
    std::string text;        ///< of Column
    std::string id;
};

struct StreamQuery {
    std::string register_name;
    RecordOrder order{RecordOrder::Due};
    int column{0};                    ///< from 1, of Column
    std::vector<std::string> states;  ///< empty: any
    std::int64_t due_before{INT64_MAX};
    std::optional<RecordPlace> after{};
};

/// What of a scope is asked for.
struct StreamScope {
    /// In which states each way leads to anything; empty: any.
    struct States {
        std::vector<std::string> everything, owned, created, related;
    };
    bool everything{false};
    std::set<OrganisationId> owners;
    bool related{false};  ///< by rows of relations to her or her body
    bool created{false};
    std::set<OrganisationId> reaching{};  ///< other bodies whose rows reach her
    States states{};                      ///< narrows in SQL alone; memory decides class by class
    bool is_empty() const {
        return !everything && owners.empty() && !related && !created && reaching.empty();
    }
};
StreamScope stream_scope(const access::RecordScope& scope);
/// Whether rows come by when they were changed or opened without any of them being sorted.
bool goes_along_index(const StreamScope& ways);

/// The next records in the order of the stream, by whoever knows them without looking, and where the last of
/// them stands by what he knows: at most `kAtOnce`, none at the end.
struct Fed {
    std::vector<RecordId> ids;
    RecordPlace until{};
};
using RecordFeed = std::function<Result<Fed>()>;

class RecordStream {
public:
    /// The rows of these records alone, in their order.
    RecordStream(
        storage::Snapshot& snapshot,
        const Keys& keys,
        const access::Actor& actor,
        StreamQuery query,
        RecordFeed feed
    );
    RecordStream(
        storage::Snapshot& snapshot,
        const Keys& keys,
        const access::Actor& actor,
        StreamQuery query,
        const StreamScope& scope
    );
    /// The next row whose tag is right; nothing at the end.
    Result<std::optional<RecordRow>> next();
    RecordPlace place_of(const RecordRow& row) const;
    /// The rows that were read already and come next, nearest first: whoever needs more of a row than it says
    /// asks for all of these at once.
    std::vector<RecordId> ahead(std::size_t many) const;
    /// Rows read so far, believed or not.
    std::size_t scanned() const { return scanned_; }

private:
    struct Source {
        const storage::Statement* statement{nullptr};
        std::string whose;   ///< owner, or the beginnings of owners
        std::string states;  ///< one, or several between commas; none: any
        bool related{false};
        std::string body;  ///< whose rows of relations, with `related`
        std::deque<storage::Row> rows;
        RecordPlace place;
        bool ended{false};
    };
    void add_sources();
    void add_all(const std::string& owners, const std::vector<std::string>& led_to);
    void add_related(const std::string& account, const OrganisationId& body);
    void add_source(const storage::Statement* statement, std::string whose, std::string of);
    std::optional<std::vector<std::string>> states_in(const std::vector<std::string>& led_to) const;
    Result<> fill(Source& source);
    Result<> fill_from_feed(Source& source);
    RecordPlace place_in(const storage::Row& row) const;
    bool is_before(const RecordPlace& a, const RecordPlace& b) const;
    RecordPlace beginning() const;

    storage::Snapshot& snapshot_;
    const Keys& keys_;
    const access::Actor& actor_;
    StreamQuery query_;
    StreamScope scope_;
    RecordFeed feed_{};
    std::deque<storage::Row> early_;  ///< rows that were fed before their place came, in order
    std::vector<Source> sources_;
    std::int64_t batch_{0};
    std::string last_id_;
    std::size_t scanned_{0};
};

}  // namespace neove::service
