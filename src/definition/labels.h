#pragma once
/// \file
/// Labels: one flat map from derived keys (`fields.title`, `options.kind.novel`) to texts, written as a tree.

#include "definition/shape.h"

namespace neove::definition {

/// Joins the keys of the tree with dots. What has a label and more beside it says `label`:
/// {fields: {phone: {label: Số điện thoại, help: Chỉ ghi khi cần gọi}}} gives `fields.phone` and
/// `fields.phone.help`.
Shape labels_shape();

}  // namespace neove::definition
