#pragma once
/// \file
/// Accounts, grants and sessions as values, and their rows. A row whose tag is wrong is as if absent
/// (SECURITY 4), and so is one that is older than the journal knows (`row_guard.h`): these readers are the
/// only way to such a row, so no use case can forget the check.

#include "base/clock.h"
#include "json/json.h"
#include "service/keys.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

/// The second factor of an account.
struct Factor {
    std::string kind{"none"};           ///< none, totp, card
    Bytes seed;                         ///< of TOTP
    std::int64_t last_step{0};          ///< the last TOTP step that was used: each counts once
    std::string card;                   ///< id of the code card
    std::vector<Digest> verifications;  ///< of its codes, in order
    std::uint64_t used{0};              ///< bit n-1 for a used number n
    bool operator==(const Factor&) const = default;
};

struct Account {
    AccountId id;
    std::string login;
    std::string name;
    std::string state;  ///< active, disabled
    std::string stage;  ///< invited (no second factor yet), ready
    std::string verifier;
    Factor factor;
    Factor proposed;          ///< shown, not yet confirmed
    std::int64_t epoch{0};    ///< of its sessions: those of an earlier one are ended
    Bytes tag;                ///< of the row as read; empty for a new one
    std::int64_t version{0};  ///< of the row as read
};

/// A role for an organisation, from a day on.
struct Grant {
    std::string id;
    AccountId account;
    std::string role;
    OrganisationId organisation;
    Instant from;
    std::optional<Instant> until;
    Bytes tag;
    std::int64_t version{0};
    bool holds_at(Instant now) const { return from <= now && (!until || now < *until); }
};

struct Session {
    std::string id;  ///< keyed digest of the cookie's token, hex
    AccountId account;
    std::string grant;
    std::string stage;  ///< enrol, ready
    Instant created_at;
    Instant step_up_at;  ///< when a factor was last shown
    bool locked{false};
    Bytes tag;  ///< of the row as read; empty for a new one
    std::int64_t version{0};
    std::int64_t epoch{0};  ///< the account's when it was opened
};

/// A first password as it is hashed: it comes from slips of paper, so case and the spaces between its words
/// do not count.
std::string first_password_form(const std::string& password);

/// Keyed digest of a login name, folded, so that names of accounts do not lie in the clear.
Digest login_digest(const Keys& keys, std::string_view login);
/// The session id that a cookie's token stands for.
std::string session_id(const Keys& keys, std::string_view token);

storage::Write insert_account(const Keys& keys, const Account& account);
/// Holds only while the row is as `account` was read: of two writers one is refused.
storage::Write update_account(const Keys& keys, const Account& account);
storage::Write insert_grant(const Keys& keys, const Grant& grant);
/// Holds only while the row is as `grant` was read.
storage::Write update_grant(const Keys& keys, const Grant& grant);
storage::Write end_grant(const Keys& keys, const Grant& grant, Instant until);
storage::Write insert_session(const Keys& keys, const Session& session);
/// Holds only while the row is as `session` was read: a lock cannot be undone by a request that began before
/// it.
storage::Write update_session(const Keys& keys, const Session& session);
storage::Write delete_session(const Session& session);
/// Ends every session of the account, also those whose rows somebody hid: the next epoch begins, which
/// `update_account` of the same commit must write.
storage::Write end_sessions_of(Account& account);

/// Nothing where the row is absent or not ours.
Result<std::optional<Account>> find_account(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& id
);
Result<std::optional<Account>> find_account_by_login(
    storage::Snapshot& snapshot, const Keys& keys, std::string_view login
);
Result<std::vector<Account>> all_accounts(storage::Snapshot& snapshot, const Keys& keys);
Result<std::vector<Grant>> grants_of(storage::Snapshot& snapshot, const Keys& keys, const AccountId& id);
Result<std::vector<Grant>> all_grants(storage::Snapshot& snapshot, const Keys& keys);
Result<std::optional<Session>> find_session(
    storage::Snapshot& snapshot, const Keys& keys, const std::string& id
);

}  // namespace neove::service
