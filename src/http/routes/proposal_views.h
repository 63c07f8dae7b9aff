#pragma once
/// \file
/// A proposal as JSON, for the routes that make one and those that decide it.

#include "http/routes/api.h"
#include "service/proposals.h"

namespace neove::http {

json::Value proposal_view(const Api& api, const service::ProposalView& view, service::Language language);

}  // namespace neove::http
