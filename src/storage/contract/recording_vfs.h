#pragma once
/// \file
/// A SQLite VFS that remembers every write and sync, so that a power cut can be played at any moment, and
/// that can be told to fail.

#include "base/bytes.h"

#include <sqlite3.h>

#include <atomic>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace neove::storage::contract {

/// Registered under its name while it lives; must outlive every connection that uses it.
class RecordingVfs {
public:
    RecordingVfs();
    ~RecordingVfs();
    RecordingVfs(const RecordingVfs&) = delete;
    RecordingVfs& operator=(const RecordingVfs&) = delete;
    const std::string& name() const { return name_; }

    enum class Kind : std::uint8_t { Write, Truncate, Sync, Delete, Note };
    struct Operation {
        Kind kind{Kind::Note};
        std::string file;        ///< base name; for a note its text
        std::int64_t offset{0};  ///< Truncate: the new size
        Bytes bytes{};
        std::size_t covers{0};  ///< Sync: operations before this one, of this file, are on the disk
    };

    /// Puts a note in order with the writes: what was acknowledged when.
    void note(const std::string& text);
    std::size_t size() const;
    Operation at(std::size_t index) const;
    /// Notes among the first `cut` operations.
    std::vector<std::string> notes(std::size_t cut) const;

    /// What the disk may hold when the power goes after `cut` operations: all that was synced, and of the
    /// rest each write with `chance` percent, sector by sector. `forget_syncs` plays a disk that lies.
    void play(
        std::size_t cut, const std::string& folder, unsigned chance, std::mt19937& random, bool forget_syncs
    ) const;

    /// From now on writes answer with this SQLite code (SQLITE_OK: work again), and so do syncs.
    void fail(int write_code, int sync_code);

    struct File;
    void add(Operation operation);
    int write_code() const { return write_code_; }
    int sync_code() const { return sync_code_; }

private:
    const std::string name_;
    sqlite3_vfs vfs_{};
    mutable std::mutex mutex_;
    std::vector<Operation> log_;
    std::atomic<int> write_code_{SQLITE_OK};
    std::atomic<int> sync_code_{SQLITE_OK};
};

}  // namespace neove::storage::contract
