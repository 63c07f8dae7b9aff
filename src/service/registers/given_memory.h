#pragma once
/// \file
/// What records given out of a document are known by (ADR 59, 63), worked out once and kept in this node's
/// memory: thousands of keyed digests for every look at its page. Whether such a record is there is kept of
/// the board's memory alone, and only until another record comes into that.

#include "base/id.h"
#include "service/live.h"
#include "service/registers/programmes.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace neove::service {

/// What one id stands for.
struct GivenName {
    std::string rule{};  ///< of a folded record
    std::string task{};  ///< of a record of one task
    OrganisationId body{};
};

struct GivenNames {
    /// By id: folded records and those of the document's own tasks, of all bodies that these name or that
    /// such a body ever succeeded.
    std::unordered_map<std::string, GivenName> by_id;
    /// What records may be known by that were given since the document came, reports too; in order.
    std::vector<RecordId> all;
};

/// Thread-safe. The names of the documents that were looked at last.
class GivenMemory {
public:
    /// What they follow from: anything else than this gives other names.
    struct Basis {
        std::string register_name;
        std::string document;
        std::int64_t version{0};
        std::string today;
        std::shared_ptr<const LiveView> live;  ///< held: another tree is never at the same address
        std::shared_ptr<const Programme> programme;
        bool operator==(const Basis&) const = default;
    };
    using Names = std::shared_ptr<const GivenNames>;
    Names names(const Basis& basis, const std::function<GivenNames()>& work_out);

    /// Those of all of them that the board's memory had when so many records had come into it, until another
    /// comes: one that went is still among them.
    std::optional<std::vector<RecordId>> there(const Names& names, std::uint64_t arrived);
    void keep_there(const Names& names, std::uint64_t arrived, const std::vector<RecordId>& there);
    /// That nothing of it has to be given out anew on this day (ADR 127): what is given makes it no less so.
    bool is_quiet(const Basis& basis);
    void keep_quiet(const Basis& basis);

private:
    static constexpr std::size_t kDocuments = 8;
    static constexpr std::size_t kQuiet = 1'000;
    struct Kept {
        Basis basis;
        Names names;
        std::optional<std::uint64_t> arrived{};  ///< when `there` was looked for
        std::vector<RecordId> there{};
    };
    std::mutex mutex_;
    std::vector<Kept> kept_;  ///< that which was asked for last behind
    std::vector<Basis> quiet_;
};

}  // namespace neove::service
