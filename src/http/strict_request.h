#pragma once
/// \file
/// What Beast parses but does not police (design: SECURITY 8): one check on every header before routing.

#include "base/result.h"
#include "http/message.h"

#include <span>
#include <string>

namespace neove::http {

/// Names this server answers to, e.g. `127.0.0.1:8040`. An empty list allows none.
using HostList = std::vector<std::string>;

/// The decoded request without its body, or why the connection must be answered 400 and closed:
/// `http.framing`, `http.host`, `http.target`, `http.method`, `http.expect`, `http.upgrade`,
/// `http.too_many_fields`, `http.doubled_field`, `http.body_not_allowed`.
Result<Request> check_head(const Head& head, const HostList& hosts);

/// Percent-decodes once; refuses `%00`, `%2f`, broken escapes and what is not UTF-8 afterwards.
Result<std::string> decode_percent(std::string_view text);

}  // namespace neove::http
