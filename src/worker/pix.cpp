#include "worker/pix.h"

#include "document/protocol/protocol.h"
#include "worker/exif.h"

namespace neove::worker {

namespace {

std::unexpected<Error> corrupt(const char* detail) {
    return refuse(ErrorKind::Invalid, "document.corrupt", {}, detail);
}

/// Refuses by the header alone what would not fit.
Result<> check_header(ByteView bytes, int page) {
    l_int32 format = 0;
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 depth = 0;
    l_int32 samples = 0;
    l_int32 mapped = 0;
    findFileFormatBuffer(bytes.data(), &format);
    const bool tiff = format >= IFF_TIFF && format <= IFF_TIFF_ZIP;
    const l_int32 failed =
        tiff ? readHeaderMemTiff(
                   bytes.data(),
                   bytes.size(),
                   page,
                   &width,
                   &height,
                   &depth,
                   &samples,
                   nullptr,
                   &mapped,
                   nullptr
               )
             : pixReadHeaderMem(
                   bytes.data(), bytes.size(), &format, &width, &height, &depth, &samples, &mapped
               );
    if (failed != 0 || width <= 0 || height <= 0) return corrupt("no picture header");
    const std::uint64_t pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
    if (pixels > document::kMaxPixels) return refuse(ErrorKind::TooLarge, "document.too_large", {}, "pixels");
    return {};
}

/// As the camera was held, numbered as EXIF does; nothing where it was held upright.
Pix* turned(Pix* picture, int orientation) {
    switch (orientation) {
        case 2: return pixFlipLR(nullptr, picture);
        case 3: return pixRotateOrth(picture, 2);
        case 4: return pixFlipTB(nullptr, picture);
        case 5: return pixRotateOrth(hold(pixFlipLR(nullptr, picture)).get(), 3);
        case 6: return pixRotateOrth(picture, 1);
        case 7: return pixRotateOrth(hold(pixFlipLR(nullptr, picture)).get(), 1);
        case 8: return pixRotateOrth(picture, 3);
        default: return nullptr;
    }
}

}  // namespace

Result<PixHolder> decode_picture(ByteView bytes) {
    if (bytes.size() < 32) return corrupt("picture");
    TRY(check_header(bytes, 0));
    PixHolder picture = hold(pixReadMem(bytes.data(), bytes.size()));
    if (!picture) return corrupt("picture");
    PixHolder upright = hold(turned(picture.get(), orientation_of(bytes)));
    return upright ? std::move(upright) : std::move(picture);
}

/// How many pages a tiff has, by following its directories; at most kMaxPages + 1.
int tiff_pages(ByteView bytes) {
    int pages = 0;
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 depth = 0;
    l_int32 samples = 0;
    while (pages <= static_cast<int>(document::kMaxPages) &&
           readHeaderMemTiff(
               bytes.data(), bytes.size(), pages, &width, &height, &depth, &samples, nullptr, nullptr, nullptr
           ) == 0) {
        ++pages;
    }
    return pages;
}

Result<PixHolder> TiffPages::next(int page) {
    TRY(check_header(bytes_, page));
    PixHolder picture = hold(pixReadMemFromMultipageTiff(bytes_.data(), bytes_.size(), &offset_));
    if (!picture) return corrupt("tiff page");
    const std::uint64_t pixels = static_cast<std::uint64_t>(pixGetWidth(picture.get())) *
                                 static_cast<std::uint64_t>(pixGetHeight(picture.get()));
    if (pixels > document::kMaxPixels) return refuse(ErrorKind::TooLarge, "document.too_large");
    return picture;
}

}  // namespace neove::worker
