#pragma once
/// \file
/// Pictures decoded within limits: what a header claims is checked before anything is unpacked.

#include "base/bytes.h"
#include "base/result.h"

#include <allheaders.h>

#include <cstddef>
#include <memory>

namespace neove::worker {

using PixHolder = std::unique_ptr<Pix, void (*)(Pix*)>;
inline PixHolder hold(Pix* picture) {
    return {picture, [](Pix* held) { pixDestroy(&held); }};
}

/// A png or jpeg, turned as the camera says it was held. Refuses `document.corrupt`, `document.too_large`.
Result<PixHolder> decode_picture(ByteView bytes);

/// How many pages a tiff has, by following its directories; at most kMaxPages + 1.
int tiff_pages(ByteView bytes);

/// Pages of a tiff one after the other. Where one begins lies in the file itself.
class TiffPages {
public:
    explicit TiffPages(ByteView bytes) : bytes_(bytes) {}
    /// The page of this number, which must be the one that is due.
    Result<PixHolder> next(int page);

private:
    ByteView bytes_;
    std::size_t offset_{0};
};

}  // namespace neove::worker
