#pragma once
/// \file
/// Accounts as an administrator manages them. Passwords are made here, shown once and handed over; an
/// administrator never sees a factor, a seed or a password that a person chose.

#include "service/act.h"

#include <string>
#include <vector>

namespace neove::service {

struct GrantView {
    std::string id;
    std::string role;
    OrganisationId organisation;
    std::string organisation_name;
};

struct AccountView {
    AccountId id;
    std::string login;
    std::string name;
    std::string state;   ///< active, disabled, invited (no second factor yet)
    std::string factor;  ///< none, totp, card
    std::vector<GrantView> grants;
};

struct NewGrant {
    std::string role;
    OrganisationId organisation;
};

struct NewAccount {
    std::string login;
    std::string name;
    std::vector<NewGrant> grants;
};

struct HandedOver {
    AccountId id;
    std::string first_password;
};

/// All refuse `access.not_found` to whoever the table does not allow.
Result<std::vector<AccountView>> list_accounts(House& house, const Caller& caller);
Result<AccountView> open_account(House& house, const Caller& caller, const AccountId& id);
/// Faults by pointer; refusals: `account.login_taken`, `session.step_up`.
Result<HandedOver> create_account(
    House& house,
    const Caller& caller,
    const NewAccount& account,
    const std::string& request_key,
    Diagnostics& faults
);
/// `disable` ends every session of the account at once. One cannot disable oneself: `account.own`.
Result<> set_account_state(House& house, const Caller& caller, const AccountId& id, const std::string& state);
/// A new first password and no factor: the person enrols again herself.
Result<HandedOver> reset_account(House& house, const Caller& caller, const AccountId& id);
Result<> add_grant(House& house, const Caller& caller, const AccountId& id, const NewGrant& grant);
Result<> remove_grant(House& house, const Caller& caller, const AccountId& id, const std::string& grant_id);

/// An account that may sign in with this password; used by set-up and the demo, before anybody can sign in.
Account make_account(
    const std::string& login, const std::string& name, const std::string& password, crypto::Strength strength
);

}  // namespace neove::service
