#pragma once
/// \file
/// Moves the write-ahead log into the file on a thread of its own, so that no commit waits for it.

#include "storage/sqlite/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace neove::storage::sqlite {

class Checkpointer {
public:
    /// `writing` is held by the committer during a batch.
    Checkpointer(std::unique_ptr<Connection> connection, std::mutex& writing);
    ~Checkpointer();

    /// The committer wrote something.
    void nudge();
    /// Ends the thread and empties the log. No reader or writer may be left.
    void finish();

private:
    void loop();

    std::unique_ptr<Connection> connection_;
    std::mutex& writing_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool has_news_{false};
    bool is_stopping_{false};
    std::thread thread_;
};

}  // namespace neove::storage::sqlite
