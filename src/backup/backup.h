#pragma once
/// \file
/// Makes a backup of a store and puts one back. Two files that only the offline recipients can open: the data
/// (kept long) and the keys (keyring and wrapped keys of blobs and records; only the newest few are kept, so
/// that what was erased stays erased).

#include "backup/contents.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "storage/store.h"

#include <string>
#include <vector>

namespace neove::backup {

struct Settings {
    std::string folder;  ///< where the two files go; must exist
    StoreId store;
    Instant at;
    std::vector<crypto::PublicKey> recipients;
    std::string keyring;         ///< path; goes into the keys file
    std::string checkpoint_log;  ///< path; goes into the data file, where there is one
    bool keys_only{false};       ///< the small daily file: any older data file is restored with it
};

struct Made {
    std::string id;
    std::string data_path;  ///< empty when only the keys were wanted
    std::string keys_path;
    Header header;
    Digest digest{};  ///< of the data; of the keys when only they were wanted
    std::int64_t rows{0};
};

/// Reads everything through one snapshot. Refusals: `backup.no_recipient`, `backup.count_differs`,
/// `backup.row_too_large`, those of base/file.h and the store. The data file comes last: where it stands, the
/// keys file stands too.
Result<Made> create(storage::Store& store, const Settings& settings);

/// Checks one file from its first byte to its last.
Result<Summary> verify(const std::string& path, const crypto::BoxKey& key);

struct Files {
    std::string data;
    std::string keys;
};

struct Restored {
    Summary data;
    Summary keys;
    std::int64_t blobs_without_key{0};  ///< erased since, or newer than the keys file: they cannot be opened
    std::int64_t records_without_key{0};  ///< likewise
    Bytes keyring;
    Bytes checkpoint_log;  ///< of the old signing line; may be empty
};

/// Puts the rows into an empty store; `store_id` and the journal's `store.restored` come with the last
/// commit, so that a restore cut short leaves a store that does not open as an installation. Both files are
/// verified first. Refusals: those of `verify`, `backup.wrong_part`, `backup.other_store` (the two are not of
/// one store), `backup.other_schema` (made by another release: restore with that one, then upgrade),
/// `backup.place_not_empty`.
Result<Restored> restore(storage::Store& store, const Files& files, const crypto::BoxKey& key);

/// The private key of a recipient as words for the safe, and back. Refusal: `syllables.mistyped`.
struct RecipientKey {
    std::string words;
    crypto::PublicKey public_key{};
};
RecipientKey generate_recipient();
Result<crypto::BoxKey> read_private_key(std::string_view words);

}  // namespace neove::backup
