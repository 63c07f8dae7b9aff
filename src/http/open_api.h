#pragma once
/// \file
/// The OpenAPI 3.1 document, written from the route table and the schemas beside the views.

#include "http/router.h"

namespace neove::http {

/// `cookie` is the name under which this server keeps the session. CHECKs that every type named by a route is
/// among the schemas.
json::Value open_api(const Router& router, const std::vector<Schema>& schemas, std::string_view cookie);

/// The statuses a route refuses with, sorted: what follows from its door, method, body, path and headers, and
/// what its contract adds. What the listener may answer to anything (408, 413, 429, 5xx …) is not among them.
std::vector<int> refusals_of(const Route& route);

/// The problem itself (RFC 9457), which no area owns.
std::vector<Schema> problem_schemas();

}  // namespace neove::http
