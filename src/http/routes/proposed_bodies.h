#pragma once
/// \file
/// Bodies of the tree in a proposal, as what each was and is to be, in words.

#include "http/routes/api.h"
#include "service/placed_bodies.h"

namespace neove::http {

/// At most `kBodiesShown`, those that come to stand elsewhere first; the names are those of now.
json::Array proposed_bodies(
    const Api& api, const std::vector<service::PlacedBody>& bodies, service::Language language
);
constexpr std::size_t kBodiesShown = service::kMovedAtOnce;

/// `Name (code) · top › … › what it stands under`, as the tree is now; empty where it is not there.
std::string placed_name(const organisation::Directory& directory, const OrganisationId& id);

}  // namespace neove::http
