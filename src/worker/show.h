#pragma once
/// \file
/// What people see of a file that is no pdf: a picture drawn anew, with nothing in it but its points.

#include "base/result.h"
#include "document/protocol/protocol.h"

namespace neove::worker {

/// One page of a picture or a tiff, made smaller where it is larger than a screen.
Result<document::Answer> show_picture(const document::Request& request);

/// One page of plain text, drawn on A4. So many bytes of it are drawn; the last page says where it is cut.
constexpr std::size_t kDrawnText = 512U << 10U;
Result<document::Answer> show_text(const document::Request& request);

/// Draws a line with every font that text usually needs, before the locks.
void warm_show();

}  // namespace neove::worker
