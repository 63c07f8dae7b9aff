#pragma once
/// \file
/// A house in a temporary folder: real store, real keys, the packs of the tree, the make-believe province.

#include "document/pool.h"
#include "keyring/keyring.h"
#include "service/act.h"
#include "service/house.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace neove::service::scenario {

std::string file_text(const std::filesystem::path& path);
std::string pack(const std::string& name);

class HouseFixture {
public:
    HouseFixture();
    ~HouseFixture();
    HouseFixture(const HouseFixture&) = delete;
    HouseFixture& operator=(const HouseFixture&) = delete;

    House& house() { return *house_; }
    /// The person with that login, signed in and fresh from a second factor.
    Caller caller(const std::string& login);
    /// Every byte of the store's files, to look for words that must not be there.
    std::string stored_bytes() const;
    /// Waits until every journal entry so far stands in the chain: the server driver chains beside the
    /// commits.
    void settle();
    FixedClock clock{Instant{1'780'000'000'000'000}};

private:
    std::unique_ptr<storage::Store> open_store();

    std::filesystem::path folder_;
    std::string conninfo_;  ///< empty on SQLite
    document::ExtractorPool extractors_;
    std::unique_ptr<storage::Store> store_;
    std::optional<keyring::Keyring> keyring_;
    std::unique_ptr<House> house_;
};

}  // namespace neove::service::scenario
