#pragma once
/// \file
/// Whom a person who may assign a record can name: colleagues of her own body and those below it whose role
/// gets something by the relation. Nobody's directory: whoever may not assign this record finds nobody, and
/// people of other bodies are named by their body.

#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

struct Assignable {
    AccountId account;
    std::string name;
    std::string role;
    OrganisationId organisation;
};

inline constexpr std::size_t kAssignableShown = 20;

/// Whether that list could show this person: the same rule for whoever names her without having searched.
Result<bool> is_assignable(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const std::string& relation,
    const AccountId& account
);

/// By name, without accents, words in any order and only begun. Refusals: `access.not_found` (not hers to
/// assign), `record.relation` (a word that the register's access does not know).
Result<std::vector<Assignable>> find_assignable(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const RecordId& record,
    const std::string& relation,
    const std::string& typed
);

}  // namespace neove::service
