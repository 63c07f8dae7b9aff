#pragma once
/// \file
/// What a node keeps in memory: organisations and the names of accounts. Rebuilt from a snapshot whenever one
/// of them changed; readers hold an immutable picture and are never disturbed.

#include "base/id.h"
#include "base/result.h"
#include "organisation/directory.h"
#include "service/keys.h"
#include "storage/store.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace neove::service {

/// One consistent picture.
struct LiveView {
    organisation::Directory directory;
    std::map<AccountId, std::string> account_names;
};

class Live {
public:
    explicit Live(organisation::Naming naming) : naming_(std::move(naming)) {}
    /// Loads everything. Must succeed once before `view`.
    Result<> load(storage::Store& store, const Keys& keys);
    /// Reads what was chained since the last look and reloads when it concerns organisations or accounts;
    /// another node's writes arrive this way.
    Result<> follow(storage::Store& store, const Keys& keys);
    std::shared_ptr<const LiveView> view() const;

private:
    organisation::Naming naming_;
    mutable std::mutex mutex_;
    std::shared_ptr<const LiveView> view_;
    std::int64_t seq_{0};
    bool stale_{
        false};  ///< something was chained that no load has shown yet; a load that failed is tried again
};

}  // namespace neove::service
