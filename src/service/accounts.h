#pragma once
/// \file
/// Accounts as an administrator and a data owner see them. Nobody sees a factor, a seed or a password that a
/// person chose; what changes somebody's power goes through `proposals.h`.

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

/// All refuse `access.not_found` to whoever the table does not allow.
Result<std::vector<AccountView>> list_accounts(House& house, const Caller& caller);
/// One account for its page: journalled as `account.open`.
Result<AccountView> open_account(House& house, const Caller& caller, const AccountId& id);
/// The same for the answer to an act that is journalled itself.
Result<AccountView> account_after(House& house, const Caller& caller, const AccountId& id);

}  // namespace neove::service
