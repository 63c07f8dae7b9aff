#pragma once
/// \file
/// A house in a temporary folder: real store, real keys, the packs of the tree, the make-believe province.

#include "document/pool.h"
#include "keyring/keyring.h"
#include "service/act.h"
#include "service/house.h"
#include "service/organisations.h"
#include "service/proposals.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace neove::service::scenario {

std::string file_text(const std::filesystem::path& path);
std::string pack(const std::string& name);

/// The code of a refusal; empty of a success.
inline std::string code_of(const auto& result) {
    return result ? "" : result.error().code;
}

class HouseFixture {
public:
    /// What a test puts around the store.
    using Around = std::function<std::unique_ptr<storage::Store>(std::unique_ptr<storage::Store>)>;
    explicit HouseFixture(const Around& around = {});
    ~HouseFixture();
    HouseFixture(const HouseFixture&) = delete;
    HouseFixture& operator=(const HouseFixture&) = delete;

    House& house() { return *house_; }
    /// As another process over the same store derives them: it knows no row yet.
    Keys fresh_keys() const { return Keys::derive(*keyring_); }
    keyring::Keyring& keyring() { return *keyring_; }
    /// The person with that login, signed in and fresh from a second factor.
    Caller caller(const std::string& login);
    /// A change that an administrator proposes and a data owner confirms; gives the joined halves, if any.
    std::string power(const PowerChange& change);
    /// A body of the tree changed by an administrator; where that waits for a data owner, she confirms it.
    Result<> change_body(
        const OrganisationId& id, std::int64_t version, const OrganisationChange& change, Diagnostics& faults
    );
    std::string first_password(const std::string& action, const AccountId& account);
    /// Every byte of the store's files, to look for words that must not be there.
    std::string stored_bytes() const;
    /// Waits until every journal entry so far stands in the chain: the server driver chains beside the
    /// commits.
    void settle();
    FixedClock clock{Instant{1'780'000'000'000'000}};

private:
    std::filesystem::path folder_;
    std::string conninfo_;  ///< empty on SQLite
    document::ExtractorPool extractors_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<GuardedStore> guarded_;
    std::optional<keyring::Keyring> keyring_;
    std::unique_ptr<House> house_;
};

}  // namespace neove::service::scenario
