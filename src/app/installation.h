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
    std::string anchors() const {
        return folder + "/anchors";
    }  ///< lines that other bodies are known to keep
    journal::SignerFiles signer() const { return {folder + "/journal.state", folder + "/checkpoints"}; }
};

/// How many requests that write are worked on at a time. On SQLite each mostly waits for the sync that
/// carries its commit together with everybody else's: as many as may wait together, not as many as there are
/// cores. On PostgreSQL each also costs connections of the server.
std::size_t writers_for(const Place& place);
/// How many that read. On SQLite they wait for nothing, so a few threads keep warm; on PostgreSQL for its
/// answers.
std::size_t readers_for(const Place& place);

struct Installation {
    SystemClock clock;
    std::string store_kind;
    std::string anchors_file;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<service::GuardedStore> guarded;  ///< the house's way to it
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
    std::string data_owner_password;
};

struct Creation {
    bool demo{false};
    std::string administrator{"quantri"};  ///< logins of the first two accounts, where not a demo
    std::string data_owner{"dulieu"};
    std::string organisation_name;  ///< of the body that runs it, where not a demo
    std::string organisation_kind{"province_committee"};
};

/// Refuses `installation.exists` where a keyring stands already, `account.login_shape` for a login, and
/// `account.roles_apart` where both logins are one.
Result<Created> create_installation(const Place& place, const Creation& creation);

/// What a place is opened for.
enum class Opening : std::uint8_t {
    Beside,   ///< a command that signs nothing: runs beside a server, and looks after keys or makes a last
              ///< copy whatever the journal's end says
    Signing,  ///< holds the signing line, alone
    Serving,  ///< likewise, and the end of the journal must be what was signed last
};

/// Refusals: `installation.absent`, `installation.other_store` (keyring and database do not belong together),
/// `journal.in_use` (another process signs here), those of `unlock`, store and journal. A keyring of the
/// first format gets its demo mark here.
Result<std::unique_ptr<Installation>> open_installation(
    const Place& place, Opening opening = Opening::Beside
);

/// The store of a place alone, without keys: for `backup restore`. The clock must outlive it.
Result<std::unique_ptr<storage::Store>> open_store(const Place& place, const Clock& clock, bool create);

/// Makes a data owner from the machine itself: for a store from before there were two persons, or when the
/// only one has lost her way in. Journalled as made by the machine; every data owner and administrator sees
/// it. Gives the first password. Refusals: `account.data_owner_exists` (one is in use and
/// `although_one_exists` is not set), `account.login_taken`, `account.login_shape`,
/// `account.unknown_organisation`.
struct NewDataOwner {
    std::string login;
    std::string name;
    std::string organisation;  ///< by its name
    bool although_one_exists{false};
};
Result<std::string> make_data_owner(Installation& installation, const NewDataOwner& wanted);
/// Whether the end of the journal is still what was signed last: the rows of the newest checkpoint (the last
/// ten thousand of a longer one) and those after it, and the events that these name. Cheap; `neove audit
/// verify` looks at everything. Refuses `journal.tail_differs`.
Result<> check_tail(storage::Snapshot& snapshot, const journal::Signer& signer);

/// Signs what was chained since the last checkpoint; returns whether there was anything. Not for an
/// installation that was opened `Beside`.
Result<bool> write_checkpoint(Installation& installation);

}  // namespace neove::app
