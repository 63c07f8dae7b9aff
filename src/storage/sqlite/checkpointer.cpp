#include "storage/sqlite/checkpointer.h"

#include <chrono>

namespace neove::storage::sqlite {

namespace {

// A pause gathers pages that are written again and again; the second number is when the log, which a busy
// writer never lets end, is cut with the writer held for a moment.
constexpr std::chrono::milliseconds kPause{200};
constexpr int kCutPages = 8'192;

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection, std::mutex& writing)
    : connection_(std::move(connection)), writing_(writing), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() {
    finish();
}

void Checkpointer::nudge() {
    const std::lock_guard lock(mutex_);
    has_news_ = true;
    woken_.notify_one();
}

void Checkpointer::finish() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        woken_.notify_one();
    }
    thread_.join();
    static_cast<void>(connection_->checkpoint_truncate());
}

void Checkpointer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        woken_.wait(lock, [&] { return has_news_ || is_stopping_; });
        woken_.wait_for(lock, kPause, [&] { return is_stopping_; });
        if (is_stopping_) return;
        has_news_ = false;
        lock.unlock();
        // A failure here loses nothing: the log keeps it all, and the committer meets the same disk.
        const auto done = connection_->checkpoint_passive();
        if (done && done->pages > kCutPages) {
            const std::lock_guard no_writer(writing_);
            static_cast<void>(connection_->checkpoint_restart());
        }
        lock.lock();
    }
}

}  // namespace neove::storage::sqlite
