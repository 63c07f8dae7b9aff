#pragma once
/// \file
/// How a body that is no more and its successors are told, and what passing its records on is told alike.

#include "http/routes/api.h"
#include "service/registers/successions.h"

namespace neove::http {

inline constexpr std::size_t kSuccessionPaperMax = 1'000;

json::Value succession_view(const service::SuccessionView& one);
/// `successor` of the body; a fault where it is no id.
OrganisationId successor_of(json::Reader& reader);

}  // namespace neove::http
