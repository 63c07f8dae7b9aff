#pragma once
/// \file
/// How many records that one act is taken of are shown, named and told of; for the board and successions.

#include "http/routes/api.h"
#include "service/registers/bulk_act.h"

namespace neove::http {

json::Array offered_view(const Api& api, const std::vector<service::OfferedRecord>& offered);
json::Array written_view(access::Classes classes);
/// `records` of the body, each with its ETag; faults of single ones into `faults`.
std::vector<service::BulkTarget> targets_of(json::Reader& reader, Diagnostics& faults);
json::Value outcome_view(
    const Api& api, const Exchange& exchange, const std::vector<service::BulkResult>& results
);

}  // namespace neove::http
