#pragma once
/// \file
/// Small pieces of JSON that several answers share.

#include "http/routes/api.h"
#include "organisation/directory.h"

#include <string>

namespace neove::http {

std::string role_label(const Api& api, const std::string& role, service::Language language);
std::string kind_label(const Api& api, const std::string& kind, service::Language language);

/// `{id, name}` of an organisation, or null where there is none.
json::Value organisation_ref(const organisation::Directory& directory, const OrganisationId& id);

/// The same of a desk with the body that it works for: how a desk is called says nothing to anybody outside.
json::Value desk_ref(const Api& api, const OrganisationId& id);

/// An ISO date, or null for an open one.
json::Value date_or_null(const std::string& iso);

}  // namespace neove::http
