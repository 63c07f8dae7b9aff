#pragma once
/// \file
/// Which physical disks a path lies on, and whether everything on the way to them is encrypted: asked of the
/// kernel's own files. A partition is no other disk: who takes the disk takes both.

#include <cstdint>
#include <set>
#include <string>

namespace neove::keyring {

struct DiskView {
    bool known{false};            ///< false: a file system that says nothing of its disks (overlay, network)
    bool in_memory{false};        ///< tmpfs, ramfs: a credential of the system, gone when power is
    bool encrypted{false};        ///< a dm-crypt layer lies above every disk
    std::set<std::string> disks;  ///< names of the kernel: `sda`, `nvme0n1`
};

/// Of an existing path.
DiskView disk_of(const std::string& path);

/// The same of one block device, from a tree like /sys: what a test can make.
DiskView disk_of_device(const std::string& sys, std::uint32_t major, std::uint32_t minor);

/// Whether both lie on one disk at least. False where either is unknown.
bool share_a_disk(const DiskView& a, const DiskView& b);

/// Whether this machine has a TPM that a key can be sealed to.
bool has_tpm();

}  // namespace neove::keyring
