#include "storage/store.h"

#include "base/check.h"

namespace neove::storage {

std::shared_ptr<Landing> Store::start(Commit commit) {
    auto landing = std::make_shared<Landing>();
    try {
        landing->land(this->commit(std::move(commit)));
    } catch (const Bug& bug) {
        landing->land(Committed{}, bug.what());
    }
    return landing;
}

}  // namespace neove::storage
