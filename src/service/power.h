#pragma once
/// \file
/// A change of what somebody may do, as a value: what it asks for, whether it is possible, what it writes.
/// The same for an act that takes effect at once and for one that a second person confirmed.

#include "organisation/organisation.h"
#include "service/act.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace neove::service {

struct NewGrant {
    std::string role;
    OrganisationId organisation;
    bool operator==(const NewGrant&) const = default;
};

/// A body of the tree as it stood when its place was asked for, and as it is to stand.
struct PlacedBody {
    std::optional<organisation::Organisation> before;  ///< none: it is new
    organisation::Organisation after;                  ///< with the version that it will have
    /// What it is shown to stand under or to be carried on by: the versions that were read. A body that is
    /// renamed or moved meanwhile makes a name stand for another place than the one that was agreed to.
    std::map<OrganisationId, std::int64_t> named{};
    bool operator==(const PlacedBody&) const = default;
};

struct PowerChange {
    static constexpr const char* kPlace = "place";
    /// Of the access table. Of an account: create, enable, reset, grant, disable, withdraw; of organisations:
    /// place.
    std::string action;
    AccountId account;               ///< whom it concerns; of `create`: the id she will have
    std::string login;               ///< of `create`
    std::string name;                ///< of `create`
    std::vector<NewGrant> grants;    ///< of `create`, and the one of `grant`
    std::string grant_id;            ///< of `withdraw`
    std::vector<PlacedBody> bodies;  ///< of `place`; who is above whom is power (ADR 73)
    bool operator==(const PowerChange&) const = default;
    /// Whether it ends in a first password that somebody has to hand over.
    bool makes_password() const { return action == "create" || action == "reset"; }
    bool is_of_tree() const { return action == kPlace; }
};

/// What an event may say of it in the clear: no name, no login.
json::Value told_of(const PowerChange& change);

/// Whether it could be done now; faults by pointer. Refusals: `access.not_found`, `account.login_taken`,
/// `account.not_disabled`, `account.roles_apart`, `proposal.tree_changed`.
Result<> check_change(
    const House& house,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    Instant now,
    Diagnostics& faults
);

/// What else an applied change needs to know.
struct Applied {
    std::string verifier;  ///< of the first password, where there is one
    json::Value clear;     ///< of the account's event
};

/// Adds its rows and its event to the commit; `check_change` must have passed on this snapshot. Refuses
/// `account.last_holder` where a role that must remain would lose its last holder.
Result<> apply_change(
    const House& house,
    const Caller& by,
    storage::Snapshot& snapshot,
    const PowerChange& change,
    const Applied& applied,
    storage::Commit& commit
);

/// Three or more plain lower-case letters, digits, dots, dashes or underscores.
bool is_login(std::string_view login);

/// An account that may sign in with this password and has to choose one of her own.
Account make_account(
    const std::string& login, const std::string& name, const std::string& password, crypto::Strength strength
);

/// The two halves as the person types them: in this order, one space between.
std::string joined_halves(const std::string& first, const std::string& second);

}  // namespace neove::service
