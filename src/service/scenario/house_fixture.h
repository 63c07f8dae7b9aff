#pragma once
/// \file
/// A house in a temporary folder: real store, real keys, the packs of the tree, the make-believe province.

#include "document/pool.h"
#include "keyring/keyring.h"
#include "service/act.h"
#include "service/house.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace neove::service::scenario {

std::string file_text(const std::filesystem::path& path);
std::string pack(const std::string& name);

class HouseFixture {
public:
    /// Opens the store in a folder of its own; SQLite where nothing is said.
    using OpenStore =
        std::function<std::unique_ptr<storage::Store>(const std::filesystem::path&, const Clock&)>;
    explicit HouseFixture(const OpenStore& open = {});
    ~HouseFixture();
    HouseFixture(const HouseFixture&) = delete;
    HouseFixture& operator=(const HouseFixture&) = delete;

    House& house() { return *house_; }
    /// The person with that login, signed in and fresh from a second factor.
    Caller caller(const std::string& login);
    /// Every byte of the store's files, to look for words that must not be there.
    std::string stored_bytes() const;
    FixedClock clock{Instant{1'780'000'000'000'000}};

private:
    std::filesystem::path folder_;
    document::ExtractorPool extractors_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<GuardedStore> guarded_;
    std::optional<keyring::Keyring> keyring_;
    std::unique_ptr<House> house_;
};

}  // namespace neove::service::scenario
