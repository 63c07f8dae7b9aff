#pragma once
/// \file
/// Small files that must survive a power cut: read whole, replaced atomically, appended durably.

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>
#include <string>

namespace neove {

/// The whole file. Refusals: `file.absent`, `file.too_large` (over `limit` bytes), `file.unreadable`.
Result<Bytes> read_file(const std::string& path, std::size_t limit);

/// Old content or new content, never a mixture: writes `path.new` with mode 0600, syncs it, renames it over
/// `path`, syncs the directory and reads the file back. Refusals: `file.unwritable`,
/// `file.read_back_differs`.
Result<> replace_file(const std::string& path, ByteView content);

/// As `replace_file`, and then overwrites the bytes of the old file, for files that hold a secret. What the
/// disk itself keeps of them (flash, snapshots) is beyond us.
Result<> replace_secret_file(const std::string& path, ByteView content);

/// At most the last `limit` bytes. Refusals: `file.absent`, `file.unreadable`.
Result<Bytes> read_file_end(const std::string& path, std::size_t limit);

/// Writes a file that must not exist yet, mode 0600, synced with its directory. Refusal: `file.exists`,
/// `file.unwritable`.
Result<> create_file(const std::string& path, ByteView content);

/// Appends and syncs; creates the file with mode 0600 when absent. Refusal: `file.unwritable`.
Result<> append_file(const std::string& path, ByteView content);

/// Whether both paths lie on one device. Refusal: `file.absent`.
Result<bool> on_same_device(const std::string& a, const std::string& b);

/// Whether others than the owner may read or write the file. Refusal: `file.absent`.
Result<bool> open_to_others(const std::string& path);

}  // namespace neove
