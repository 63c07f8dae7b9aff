#pragma once
/// \file
/// Reads a set of organisations and of accounts, as a pack writes them, into plain values.

#include "organisation/organisation.h"
#include "organisation/vocabulary.h"

#include <functional>

namespace neove::organisation {

/// The id an organisation of a pack gets, from its key in the file.
using IdOfKey = std::function<OrganisationId(std::string_view key)>;

/// The same key gives the same id for ever: a demo store made twice is the same store.
OrganisationId id_of_key(std::string_view pack, std::string_view key);

/// Reads a file of `organisations:` (each with a key; parents, members and successors by key) and `repeat:`
/// (bodies that every unit of a list has). Every fault is listed; with faults the result is not to be used.
std::vector<Organisation> read_organisations(
    std::string_view text,
    std::string_view file_name,
    const Vocabulary& vocabulary,
    const IdOfKey& id_of,
    Diagnostics& faults
);

struct DemoAccount {
    std::string login;
    std::string display_name;
    std::string role;
    OrganisationId organisation;
};

/// Reads `accounts:`; `organisations` says which ids exist.
std::vector<DemoAccount> read_accounts(
    std::string_view text,
    std::string_view file_name,
    const std::vector<Organisation>& organisations,
    const IdOfKey& id_of,
    Diagnostics& faults
);

}  // namespace neove::organisation
