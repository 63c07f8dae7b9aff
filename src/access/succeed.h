#pragma once
/// \file
/// The right to pass on to a successor what a body that is no more was to a record.

#include <string_view>

namespace neove::access {

/// One of `record_actions()`: that the record is another body's, or another body stands in a relation to it,
/// by the tree's word and a paper. Not part of `kAssign`: whoever may give rows gives none of her own record
/// away.
inline constexpr std::string_view kSucceed = "succeed";

}  // namespace neove::access
