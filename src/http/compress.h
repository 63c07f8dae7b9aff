#pragma once
/// \file
/// The only user of zlib: answers of JSON in the gzip format, for lines of communes.

#include "http/message.h"

namespace neove::http {

/// Compresses the answer where it is JSON, long enough to gain and the client accepts it.
void compress_for(const Request& request, Response& response);

}  // namespace neove::http
