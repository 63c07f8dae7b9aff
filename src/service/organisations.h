#pragma once
/// \file
/// Organisations: looked up in memory, changed through the pipeline. A name that once stood stays findable as
/// an alias.

#include "organisation/organisation.h"
#include "service/proposal.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::service {

struct OrganisationQuery {
    std::string text;
    std::string kind;
    std::optional<OrganisationId> parent;
    std::optional<OrganisationId> below{};  ///< anywhere under it, not itself
    std::string cursor;
};

struct OrganisationPage {
    std::vector<const organisation::Organisation*> items;  ///< into `view`
    std::string next;                                      ///< empty on the last page
    std::shared_ptr<const LiveView> view;
};

/// An organisation as it should become; absent fields stay as they are.
struct OrganisationChange {
    std::optional<std::string> name;
    std::optional<std::string> short_name;
    std::optional<std::string> kind;
    std::optional<std::string> code;
    std::optional<OrganisationId> parent;  ///< empty id: a root
    std::optional<bool> offline;
    std::optional<std::string> valid_from;
    std::optional<std::string> valid_until;
    std::optional<std::vector<organisation::Alias>> aliases;
    std::optional<std::vector<organisation::Successor>> successors;
    std::optional<organisation::UnitReference> unit;  ///< both parts empty: of no unit
};

Result<OrganisationPage> list_organisations(
    House& house, const Caller& caller, const OrganisationQuery& query
);
/// The organisation and the picture it belongs to.
Result<std::pair<const organisation::Organisation*, std::shared_ptr<const LiveView>>> open_organisation(
    House& house, const Caller& caller, const OrganisationId& id, std::string_view permission = "open"
);
/// Faults with pointers, all at once; refusals: `access.not_found`, `organisation.not_hers`,
/// `organisation.place_not_hers`, `organisation.code_not_hers`, `organisation.name_of_another`.
Result<OrganisationId> create_organisation(
    House& house,
    const Caller& caller,
    const OrganisationChange& wanted,
    const std::string& request_key,
    const std::string& request_body,
    Diagnostics& faults
);
/// Why somebody asks for a place in the tree, and the key of her request.
struct PlaceRequest {
    std::string reason;
    std::string key;
};
/// Gives the proposal that now waits for a second person where the body is to be moved by whoever may move
/// any (`needs_second`); else empty, and it is done. Refuses `version.stale` where `version` is not the
/// current one, like `create_organisation`, and like `ask_for`.
Result<ProposalId> change_organisation(
    House& house,
    const Caller& caller,
    const OrganisationId& id,
    std::int64_t version,
    const OrganisationChange& change,
    Diagnostics& faults,
    const PlaceRequest& request = {}
);

/// The version an ETag stands for; nothing when it is not one of ours for this record.
std::string organisation_etag(const House& house, const organisation::Organisation& one);

/// The commit holds only while everything above `parent` is as the directory shows it: two moves at one
/// moment could otherwise make a circle that neither of them saw. Records that the commit changes itself are
/// left out.
void hold_above(
    const organisation::Directory& directory, const OrganisationId& parent, storage::Commit& commit
);
/// What the event of a change says in the clear.
json::Value organisation_to_json(const organisation::Organisation& one);

}  // namespace neove::service
