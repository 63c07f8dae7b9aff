#pragma once
/// \file
/// Bodies' own plans: which receivers of a plan have issued one, recording one, and what one carries out.

#include "http/routes/api.h"
#include "service/document_record.h"

namespace neove::http {

/// What the page of a document says of it as an own plan, and what the caller may do with it.
Result<> add_own_plan(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, json::Value& view
);

std::vector<Route> own_plan_routes(const Api& api);

}  // namespace neove::http
