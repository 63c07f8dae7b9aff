#include "keyring/host_key.h"

#include "base/file.h"
#include "keyring/disk.h"

#include <cstdlib>

namespace neove::keyring {

namespace {

constexpr std::size_t kSize = 32;

/// systemd lets the unit's user alone into its folder, and gives him the file by an access list, which shows
/// as a group's right.
bool is_credential(const std::string& path) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    return folder != nullptr && path.starts_with(std::string(folder) + "/");
}

}  // namespace

std::string default_host_key_path(const std::string& keyring_path) {
    const std::size_t slash = keyring_path.rfind('/');
    return (slash == std::string::npos ? std::string() : keyring_path.substr(0, slash + 1)) + "host.key";
}

Result<crypto::Secret> create_host_key(const std::string& path) {
    const crypto::Secret key = crypto::Secret::random();
    auto made = create_file(path, key.view());
    if (!made) {
        made.error().where = path;
        return std::unexpected(std::move(made).error());
    }
    return key;
}

Result<crypto::Secret> read_host_key(const std::string& path) {
    const auto open = open_to_others(path);
    if (!open) return refuse(ErrorKind::Unavailable, "keyring.host_key_absent", {}, open.error().detail);
    if (*open && !is_credential(path)) return refuse(ErrorKind::Forbidden, "keyring.host_key_open_to_others");
    auto bytes = read_file(path, kSize);
    if (!bytes || bytes->size() != kSize) return refuse(ErrorKind::Malformed, "keyring.host_key_malformed");
    crypto::Secret key = crypto::Secret::from(*bytes);
    crypto::wipe(bytes->data(), bytes->size());
    return key;
}

HostKeyFinding check_host_key(const std::string& host_key_path, const std::string& database_path) {
    const auto open = open_to_others(host_key_path);
    if (!open) return HostKeyFinding::Absent;
    if (*open && !is_credential(host_key_path)) return HostKeyFinding::OpenToOthers;
    const DiskView key = disk_of(host_key_path);
    const DiskView data = disk_of(database_path);
    if (key.known && data.known) {
        return share_a_disk(key, data) ? HostKeyFinding::SameDevice : HostKeyFinding::Sound;
    }
    const auto same = on_same_device(host_key_path, database_path);
    return same && *same ? HostKeyFinding::SameDevice : HostKeyFinding::Sound;
}

}  // namespace neove::keyring
