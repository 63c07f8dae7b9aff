#pragma once
/// \file
/// Which body issued a document: what a person said, what the words of its head stand for, and saying it.

#include "http/routes/api.h"
#include "service/document_record.h"

namespace neove::http {

/// What the page of a document says of its issuer. What was found by words is told to whoever may decide, and
/// decides nothing.
void add_issuer(
    const Api& api, const Exchange& exchange, const service::DocumentRecord& record, json::Value& view
);

std::vector<Route> document_issuer_routes(const Api& api);

}  // namespace neove::http
