#pragma once
/// \file
/// `neove backup …`: each returns the process's exit status.

#include "app/installation.h"

#include <string>

namespace neove::app {

/// `neove backup keygen`: prints the private key once and pins the public one.
int run_backup_keygen(const Place& place, const std::string& name);
struct BackupRequest {
    Place place;
    std::string folder;
    bool keys_only{false};
    std::size_t keep{0};  ///< of each kind made now; 0: nothing is removed
};
/// `neove backup create`: says where and how big; prunes only after what it made is complete.
int run_backup_create(const BackupRequest& request);
/// `neove backup verify`: 0 when the file is whole, 1 when it is not.
int run_backup_verify(const std::string& file, const std::string& private_key_file);

struct RestoreRequest {
    Place place;  ///< an empty place
    std::string data;
    std::string keys;
    std::string private_key_file;
    std::string
        recovery_keys_file;  ///< lines `domain syllables…`: makes a new host key where the old is lost
};
/// `neove backup restore`.
int run_backup_restore(const RestoreRequest& request);

}  // namespace neove::app
