#pragma once
/// \file
/// Reading connections: a bounded number, each lent to one snapshot at a time.

#include "storage/sqlite/connection.h"
#include "storage/store.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace neove::storage::sqlite {

/// Thread-safe. Snapshots keep it alive.
class SnapshotPool : public std::enable_shared_from_this<SnapshotPool> {
public:
    SnapshotPool(std::string path, std::string vfs, std::size_t limit, Mode mode = Mode::Read)
        : path_(std::move(path)), vfs_(std::move(vfs)), limit_(limit), mode_(mode) {}

    /// Waits some seconds for a free connection, then refuses `storage.unavailable`.
    Result<std::unique_ptr<Snapshot>> snapshot();

private:
    class Lent;
    Result<std::unique_ptr<Connection>> take();
    void give_back(std::unique_ptr<Connection> connection);

    const std::string path_;
    const std::string vfs_;
    const std::size_t limit_;
    const Mode mode_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> free_;
    std::size_t open_{0};
};

}  // namespace neove::storage::sqlite
