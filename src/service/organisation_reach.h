#pragma once
/// \file
/// Whose place in the tree somebody may change. The tree says who stands above a body and who works at its
/// desk, and with that who opens its records: to move a body is to give power. Whoever keeps the list of one
/// subtree therefore changes nothing that reaches across its edge.

#include "organisation/organisation.h"
#include "service/caller.h"

#include <string_view>
#include <vector>

namespace neove::service {

/// The organisation as the house's table asks about it: by itself, so that `own` and `above` can hold.
access::Object object_of(const OrganisationId& id);

/// Whether the caller may do this to the organisation (of `create`: to a new one under it). Refuses
/// `access.not_found` to a role that may nowhere, `organisation.not_hers` to one that may elsewhere: that the
/// body is there everybody sees.
Result<> may_keep(
    const House& house, const Caller& caller, std::string_view permission, const OrganisationId& id
);

/// An organisation as it is to be, and as it was.
struct PlacedOrganisation {
    const organisation::Organisation* before{nullptr};  ///< none: it is new
    const organisation::Organisation* after{nullptr};
};

/// Whether the caller may do all this to the tree together: for whoever may `permission` anywhere all of it;
/// for everybody else nothing by which a body outside her own subtree comes above or below another, becomes
/// or ceases to be one whose desk somebody is, or is named as a successor. Her own body keeps its place. Nor
/// does she choose a code or an administrative unit, or a name that today means a body outside her subtree,
/// or many (ADR 76). Refuses `organisation.not_hers`, `organisation.place_not_hers`,
/// `organisation.code_not_hers`, `organisation.name_of_another`.
Result<> may_place(
    const House& house,
    const LiveView& view,
    const Caller& caller,
    std::string_view permission,
    const std::vector<PlacedOrganisation>& changes
);

}  // namespace neove::service
