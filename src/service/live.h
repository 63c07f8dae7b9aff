#pragma once
/// \file
/// What a node keeps in memory: organisations and the names of accounts. Rebuilt from a snapshot whenever the journal
/// says one of them changed; readers hold an immutable value and are never disturbed.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/id.h"
#include "base/result.h"
#include "organisation/directory.h"
#include "service/keys.h"
#include "storage/store.h"

namespace neove::service {

/// One consistent picture.
struct LiveView {
    organisation::Directory directory;
    std::map<AccountId, std::string> account_names;
};

class Live {
public:
    /// Loads everything. Must succeed once before `view`.
    Result<> load(storage::Store& store, const Keys& keys);
    /// Follows the journal since the last look and reloads when organisations or accounts changed.
    Result<> follow(storage::Store& store, const Keys& keys);
    std::shared_ptr<const LiveView> view() const;

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const LiveView> view_;
    std::int64_t seq_{0};
};

}  // namespace neove::service
