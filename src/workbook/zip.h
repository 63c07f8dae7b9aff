#pragma once
/// \file
/// A ZIP container made in memory: entries deflated, dated by whoever calls, nothing else of the format.

#include "base/bytes.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::workbook {

struct ZipEntry {
    std::string_view name;  ///< ASCII, `/` between folders
    std::string_view bytes;
};

/// The archive, the same for the same entries. CHECKs that no entry reaches 4 GiB: a table of the platform is
/// far from it.
std::string make_zip(const std::vector<ZipEntry>& entries);

}  // namespace neove::workbook
