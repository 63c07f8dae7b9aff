#pragma once
/// \file
/// An installation on disk, opened: which files it has, and the house put together from them. The only place
/// that names drivers.

#include "document/pool.h"
#include "http/problem.h"
#include "journal/signer.h"
#include "keyring/keyring.h"
#include "service/house.h"
#include "storage/store.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace neove::app {

/// Where an installation lies. The host key should lie elsewhere (a credential of the system, another disk);
/// beside the store it is allowed for demo stores and named in red by `neove doctor`.
struct Place {
    std::string folder;          ///< keyring, signing state, checkpoint log, and the SQLite file
    std::string postgres;        ///< connection string; empty: SQLite in the folder
    std::string host_key;        ///< empty: `host.key` in the folder; `credential:NAME`: given by systemd
    std::string unlock{"host"};  ///< `host`, `recovery`, `passphrase`: what opens the keyring
    std::string unlock_from;     ///< where that secret comes from (SecretInput); not for `host`

    std::string keyring() const { return folder + "/keyring"; }
    std::string database() const { return folder + "/store.sqlite"; }
    std::string host_key_file() const;
    journal::SignerFiles signer() const { return {folder + "/journal.state", folder + "/checkpoints"}; }
};

/// How many requests are worked on at a time. On SQLite a worker mostly waits for the sync that carries its
/// commit together with everybody else's: as many as may wait together, not as many as there are cores. On
/// PostgreSQL each also costs connections of the server.
std::size_t workers_for(const Place& place);

struct Installation {
    SystemClock clock;
    std::string store_kind;
    std::unique_ptr<storage::Store> store;
    std::optional<keyring::Keyring> keyring;
    std::mutex signer_mutex;
    std::optional<journal::Signer> signer;
    document::ExtractorPool extractors;
    http::Sentences sentences;
    std::unique_ptr<service::House> house;
};

/// What is printed once, at installation, and cannot be shown again.
struct Created {
    std::vector<keyring::RecoveryKey> recovery_keys;
    std::string first_key;  ///< line of the journal's first public key
    std::string administrator_password;
};

struct Creation {
    bool demo{false};
    std::string administrator{"quantri"};  ///< login of the first account, where not a demo
    std::string organisation_name;         ///< of the body that runs it, where not a demo
    std::string organisation_kind{"province_committee"};
};

/// Refuses `installation.exists` where a keyring stands already.
Result<Created> create_installation(const Place& place, const Creation& creation);

/// Refusals: `installation.absent`, `installation.other_store` (keyring and database do not belong together),
/// those of `unlock`, store and journal. A keyring of the first format gets its demo mark here.
Result<std::unique_ptr<Installation>> open_installation(const Place& place);

/// The store of a place alone, without keys: for `backup restore`. The clock must outlive it.
Result<std::unique_ptr<storage::Store>> open_store(const Place& place, const Clock& clock, bool create);

/// Signs what was chained since the last checkpoint; returns whether there was anything.
Result<bool> write_checkpoint(Installation& installation);

}  // namespace neove::app
