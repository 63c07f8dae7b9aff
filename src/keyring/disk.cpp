#include "keyring/disk.h"

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace neove::keyring {

namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 16;  // partitions of volumes of arrays of …: never a circle in a sound kernel

/// Goes down from one block device to the disks under it.
void walk(const fs::path& device, bool encrypted, int depth, DiskView& view) {
    std::error_code error;
    std::ifstream uuid(device / "dm/uuid");
    std::string word;
    if (uuid && std::getline(uuid, word) && word.starts_with("CRYPT-")) encrypted = true;
    bool lower = false;
    for (const auto& slave : fs::directory_iterator(device / "slaves", error)) {
        lower = true;
        const fs::path real = fs::canonical(slave.path(), error);
        if (!error && depth < kDeepest) walk(real, encrypted, depth + 1, view);
    }
    if (lower) return;
    const bool partition = fs::exists(device / "partition", error);
    view.disks.insert((partition ? device.parent_path() : device).filename().string());
    view.encrypted = view.encrypted && encrypted;
    view.known = true;
}

/// Some file systems (btrfs) give their files a number that is no device's: the mount says which it is.
dev_t device_of_mount(dev_t number) {
    std::ifstream mounts("/proc/self/mountinfo");
    const std::string wanted = fmt::format("{}:{}", major(number), minor(number));
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string id;
        std::string parent;
        std::string device;
        words >> id >> parent >> device;
        const std::size_t rest = line.find(" - ");
        if (device != wanted || rest == std::string::npos) continue;
        std::istringstream tail(line.substr(rest + 3));
        std::string type;
        std::string source;
        tail >> type >> source;
        struct stat info {};
        if (::stat(source.c_str(), &info) == 0 && S_ISBLK(info.st_mode)) return info.st_rdev;
    }
    return 0;
}

}  // namespace

DiskView disk_of_device(const std::string& sys, std::uint32_t major, std::uint32_t minor) {
    DiskView view;
    std::error_code error;
    const fs::path device = fs::canonical(fmt::format("{}/dev/block/{}:{}", sys, major, minor), error);
    if (error) return view;
    view.encrypted = true;
    walk(device, false, 0, view);
    view.encrypted = view.encrypted && view.known;
    return view;
}

DiskView disk_of(const std::string& path) {
    struct stat info {};
    struct statfs system {};
    if (::stat(path.c_str(), &info) != 0 || ::statfs(path.c_str(), &system) != 0) return {};
    if (system.f_type == TMPFS_MAGIC || system.f_type == RAMFS_MAGIC) return {true, true, false, {}};
    dev_t device = info.st_dev;
    if (major(device) == 0) device = device_of_mount(device);
    if (major(device) == 0) return {};
    return disk_of_device("/sys", major(device), minor(device));
}

bool share_a_disk(const DiskView& a, const DiskView& b) {
    return std::ranges::any_of(a.disks, [&](const std::string& disk) { return b.disks.contains(disk); });
}

bool has_tpm() {
    std::error_code error;
    return fs::exists("/sys/class/tpm/tpm0", error);
}

}  // namespace neove::keyring
