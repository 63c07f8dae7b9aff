#pragma once
/// \file
/// Held by whoever may sign: two processes that sign one line beside each other would break it.

#include "base/result.h"

#include <string>
#include <utility>

namespace neove::journal {

/// The kernel frees it with the process, however that ends.
class SigningLock {
public:
    /// Refusals: `journal.in_use` (another process holds it), `file.unwritable`.
    static Result<SigningLock> take(const std::string& path);
    SigningLock(SigningLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    SigningLock& operator=(SigningLock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    SigningLock(const SigningLock&) = delete;
    SigningLock& operator=(const SigningLock&) = delete;
    ~SigningLock();

private:
    explicit SigningLock(int file) : file_(file) {}

    int file_;
};

}  // namespace neove::journal
