#pragma once
/// \file
/// What a node keeps in memory: organisations, administrative units and the names of accounts. Rebuilt from a
/// snapshot whenever one of them changed; readers hold an immutable picture and are never disturbed.

#include "administrative_unit/shipped.h"
#include "base/id.h"
#include "base/result.h"
#include "organisation/directory.h"
#include "service/keys.h"
#include "storage/store.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace neove::service {

/// One consistent picture.
struct LiveView {
    organisation::Directory directory;
    std::shared_ptr<const administrative_unit::Directory> units;  ///< never null
    std::map<AccountId, std::string> account_names;
};

class Live {
public:
    /// `shipped`: the units of the pack, over which the store's are laid.
    explicit Live(organisation::Naming naming, administrative_unit::Shipped shipped = {})
        : naming_(std::move(naming)), shipped_(std::move(shipped)) {}
    /// Loads everything. Must succeed once before `view`.
    Result<> load(storage::Store& store, const Keys& keys);
    /// `follow` begins behind this entry. Before the first `load`, which else begins at its own snapshot.
    void begin_after(std::int64_t seq) { seq_ = seq; }
    /// After a commit of this node that changed organisations or accounts, before its answer leaves: the
    /// picture shows it then. Of many that ask at once one reads for all.
    Result<> refresh(storage::Store& store, const Keys& keys);
    /// Reads what was chained since the last look and reloads when it concerns organisations or accounts;
    /// another node's writes arrive this way.
    Result<> follow(storage::Store& store, const Keys& keys);
    std::shared_ptr<const LiveView> view() const;
    const administrative_unit::Shipped& shipped() const { return shipped_; }

private:
    Result<> reload(storage::Store& store, const Keys& keys, bool with_units);
    Result<> reload_alone(storage::Store& store, const Keys& keys, bool with_units);

    organisation::Naming naming_;
    administrative_unit::Shipped shipped_;
    mutable std::mutex mutex_;
    std::shared_ptr<const LiveView> view_;
    std::mutex reloading_;  ///< one at a time: a picture of an older snapshot must never follow a newer one
    std::atomic<std::uint64_t> asked_{0};
    std::uint64_t shown_{0};  ///< the last of `asked_` that a picture covers; under `reloading_`
    std::atomic<std::int64_t> shown_until_{0};  ///< entries up to here are in the picture, but for units
    std::atomic<std::int64_t> units_shown_until_{0};
    std::int64_t seq_{0};
    bool units_stale_{false};  ///< tens of thousands of rows: read again only when a list changed
    bool stale_{
        false};  ///< something was chained that no load has shown yet; a load that failed is tried again
};

}  // namespace neove::service
