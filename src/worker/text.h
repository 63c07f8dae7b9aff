#pragma once
/// \file
/// What text must look like when it leaves a worker.

#include <string>
#include <string_view>

namespace neove::worker {

/// Well-formed UTF-8: broken sequences become U+FFFD; soft hyphens, zero-width marks and control characters
/// go, except '\n', '\t' and '\f'; every kind of blank becomes a plain space. Nothing else changes.
std::string clean_text(std::string_view text);

/// Without white space at either end.
std::string_view trimmed(std::string_view text);

}  // namespace neove::worker
