#include "keyring/disk.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace neove::keyring {

namespace {

namespace fs = std::filesystem;

/// A tree like /sys with devices that we describe.
class Kernel {
public:
    Kernel() {
        crypto::initialise();
        fs::create_directories(root_ / "dev/block");
    }
    ~Kernel() { fs::remove_all(root_); }

    fs::path disk(const std::string& name, int minor) { return device("devices/" + name, minor); }
    fs::path partition(const fs::path& disk, const std::string& name, int minor) {
        const fs::path made = device(fs::relative(disk, root_) / name, minor);
        std::ofstream(made / "partition") << "1\n";
        return made;
    }
    fs::path mapped(
        const std::string& name, int minor, const std::string& uuid, const std::vector<fs::path>& over
    ) {
        const fs::path made = device("devices/virtual/" + name, minor);
        fs::create_directories(made / "dm");
        std::ofstream(made / "dm/uuid") << uuid << "\n";
        fs::create_directories(made / "slaves");
        for (const fs::path& one : over) fs::create_directory_symlink(one, made / "slaves" / one.filename());
        return made;
    }
    DiskView view(int minor) const { return disk_of_device(root_, 8, static_cast<std::uint32_t>(minor)); }

private:
    fs::path device(const fs::path& place, int minor) {
        fs::create_directories(root_ / place);
        fs::create_directory_symlink(root_ / place, root_ / "dev/block" / ("8:" + std::to_string(minor)));
        return root_ / place;
    }
    fs::path root_ = fs::temp_directory_path() / ("neove-sys-" + crypto::random_id());
};

}  // namespace

TEST_CASE("two partitions of one disk are one disk, another disk is another") {
    Kernel kernel;
    const auto sda = kernel.disk("sda", 0);
    kernel.partition(sda, "sda1", 1);
    kernel.partition(sda, "sda2", 2);
    kernel.disk("sdb", 16);
    CHECK(kernel.view(1).disks == std::set<std::string>{"sda"});
    CHECK(share_a_disk(kernel.view(1), kernel.view(2)));
    CHECK(!share_a_disk(kernel.view(1), kernel.view(16)));
    CHECK(!kernel.view(1).encrypted);
    CHECK(kernel.view(1).known);
}

TEST_CASE("a volume counts as encrypted only when a crypt layer lies above every disk of it") {
    Kernel kernel;
    const auto sda = kernel.partition(kernel.disk("sda", 0), "sda1", 1);
    const auto sdb = kernel.disk("sdb", 16);
    const auto crypt = kernel.mapped("dm-0", 20, "CRYPT-LUKS2-abc-data", {sda});
    kernel.mapped("dm-1", 21, "LVM-one", {crypt});
    kernel.mapped("dm-2", 22, "LVM-two", {crypt, sdb});
    kernel.mapped("dm-3", 23, "LVM-CRYPT-in-its-name", {sda});
    CHECK(kernel.view(20).encrypted);
    CHECK(kernel.view(21).encrypted);
    CHECK(kernel.view(21).disks == std::set<std::string>{"sda"});
    CHECK(!kernel.view(22).encrypted);
    CHECK(kernel.view(22).disks == std::set<std::string>{"sda", "sdb"});
    CHECK(!kernel.view(23).encrypted);
}

TEST_CASE("what the kernel does not describe is unknown, never called encrypted or another disk's") {
    Kernel kernel;
    const DiskView nothing = kernel.view(99);
    CHECK(!nothing.known);
    CHECK(!nothing.encrypted);
    CHECK(!disk_of("/nowhere/at/all").known);
    if (fs::exists("/dev/shm")) {
        CHECK(disk_of("/dev/shm").in_memory);
        CHECK(!disk_of("/dev/shm").encrypted);
    }
}

}  // namespace neove::keyring
