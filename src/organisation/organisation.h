#pragma once
/// \file
/// An organisation as a plain value. Nothing here knows a table, a person or a right.

#include "base/id.h"
#include "organisation/date.h"

#include <cstdint>
#include <string>
#include <vector>

namespace neove::organisation {

/// Another name, for a time or for good.
struct Alias {
    std::string name;
    Date from;
    Date until;
    bool operator==(const Alias&) const = default;
};

/// Who carries on one subject of a body's work.
struct Successor {
    OrganisationId organisation;
    std::string subject;
    Date on;
    std::string basis;
    bool operator==(const Successor&) const = default;
};

/// The administrative unit a body stands for: the code and the version of the list it is a code of. Codes are
/// used again for other units, so neither says anything without the other.
struct UnitReference {
    std::string list;
    std::string code;
    bool is_empty() const { return list.empty() && code.empty(); }
    bool operator==(const UnitReference&) const = default;
};

/// A body, one of its desks, a council, or a unit inside a commune. It exists in [valid_from, valid_until):
/// `valid_until` is the first day on which it is no longer there.
struct Organisation {
    OrganisationId id;
    std::string name;
    std::string short_name;
    std::string kind;
    std::string code;                     ///< electronic identifier code; empty if none is known
    OrganisationId parent;                ///< empty for a root
    OrganisationId standing_agency;       ///< of a council; else empty
    std::vector<OrganisationId> members;  ///< of a council
    bool offline{false};                  ///< not on the network: entries are made on its behalf
    Date valid_from;
    Date valid_until;
    std::vector<Alias> aliases;
    std::vector<Successor> successors;
    UnitReference unit;  ///< empty for a body that is of no one unit
    std::int64_t version{1};
    bool operator==(const Organisation&) const = default;
};

}  // namespace neove::organisation
