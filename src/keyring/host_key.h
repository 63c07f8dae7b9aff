#pragma once
/// \file
/// The host key file: 32 random bytes, readable by their owner alone, that unlock a node without a person.
/// What it lies on decides what a stolen disk gives away, so `doctor` asks here.

#include "base/crypto.h"
#include "base/result.h"

#include <string>

namespace neove::keyring {

/// Where the host key lies unless set-up says otherwise: `host.key` beside the given path.
std::string default_host_key_path(const std::string& keyring_path);

/// Makes the file, mode 0600. Refusal: `file.exists`.
Result<crypto::Secret> create_host_key(const std::string& path);

/// Refusals: `keyring.host_key_absent`, `keyring.host_key_malformed` (not 32 bytes),
/// `keyring.host_key_open_to_others`.
Result<crypto::Secret> read_host_key(const std::string& path);

/// What `doctor` says of the host key, worst first.
enum class HostKeyFinding : std::uint8_t {
    Sound,
    SameDevice,    ///< key and database on one disk: a stolen disk opens every host-unlocked domain
    OpenToOthers,  ///< other users of the machine may read it
    Absent,
};
/// Two partitions of one disk are one disk; where the file system does not say, two mounts count as two.
HostKeyFinding check_host_key(const std::string& host_key_path, const std::string& database_path);

}  // namespace neove::keyring
