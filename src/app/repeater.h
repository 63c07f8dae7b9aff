#pragma once
/// \file
/// Work at an interval on a thread of its own, until the owner ends.

#include "base/result.h"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>

namespace neove::app {

inline void report(const Error& error, const char* job) {
    std::fputs(fmt::format("job={} code={} detail=\"{}\"\n", job, error.code, error.detail).c_str(), stderr);
}

/// Runs `work` at an interval until told to stop.
class Repeater {
public:
    Repeater(std::chrono::milliseconds every, std::function<void()> work)
        : thread_([this, every, work = std::move(work)] {
              std::unique_lock lock(mutex_);
              while (!wake_.wait_for(lock, every, [this] { return stopped_; })) {
                  lock.unlock();
                  // A thread that throws ends the process; the next turn may go better.
                  try {
                      work();
                  } catch (const std::exception&) {
                      std::fputs("job=repeated code=exception\n", stderr);
                  }
                  lock.lock();
              }
          }) {}
    ~Repeater() {
        {
            const std::scoped_lock lock(mutex_);
            stopped_ = true;
        }
        wake_.notify_all();
        thread_.join();
    }

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopped_{false};
    std::thread thread_;
};

}  // namespace neove::app
