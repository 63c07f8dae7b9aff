#pragma once
/// \file
/// A key day (SECURITY 2.3): every living record key of a domain moves under a new epoch key, then the old
/// one is destroyed in the keyring and in every registered copy of it. What was erased since is unreadable
/// from then on, in every backup too. Each step can be cut and begun again: what is left to do is read from
/// the keyring and the store, never remembered.

#include "base/clock.h"
#include "base/result.h"
#include "keyring/keyring.h"
#include "storage/store.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace neove::service {

/// Another place where the keyring lies: a stick in a safe, a second machine.
struct KeyringCopyPlace {
    std::string name;  ///< as a person knows it
    /// Whether an epoch key still lies there.
    std::function<Result<bool>(keyring::Domain domain, std::uint64_t epoch)> holds;
    std::function<Result<>()> renew;  ///< writes the keyring as it is now and reads it back
};

/// How far a key day came. What is empty or false waits for the next try.
struct KeyDay {
    keyring::Domain domain{};
    std::uint64_t from{0};             ///< epoch that ends
    std::uint64_t to{0};               ///< epoch that holds
    std::int64_t moved{0};             ///< record keys rewrapped in this run
    std::int64_t living{0};            ///< record keys under the new epoch
    std::vector<std::string> missing;  ///< copies that could not be written; the rest waits for them
    bool is_done{false};               ///< the old epoch key is gone everywhere
};

/// Goes on with a day that was cut or waited for a copy; else begins one. Nobody else may open records
/// meanwhile: the caller holds the signing line. Refuses what store and keyring refuse, and
/// `key_day.unreadable` (`where`: the record) where a living key does not open: then nothing is destroyed.
Result<KeyDay> hold_key_day(
    storage::Store& store,
    keyring::Keyring& keyring,
    keyring::Domain domain,
    const std::vector<KeyringCopyPlace>& copies,
    Instant now
);

}  // namespace neove::service
