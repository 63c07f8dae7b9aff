#pragma once
/// \file
/// How a body that is no more and its successors are told.

#include "http/routes/api.h"
#include "service/registers/successions.h"

namespace neove::http {

json::Value succession_view(const service::SuccessionView& one);

}  // namespace neove::http
