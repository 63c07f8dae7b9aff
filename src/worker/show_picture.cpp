#include "worker/pix.h"
#include "worker/show.h"

#include <cmath>
#include <cstring>

namespace neove::worker {

using document::Answer;
using document::Kind;
using document::Request;

namespace {

/// As much as an A4 page at 144 dpi: larger ones take long over a slow line.
constexpr double kSeenPixels = 2'500'000;

std::unexpected<Error> corrupt() {
    return refuse(ErrorKind::Invalid, "document.corrupt", {}, "picture");
}

/// Grey stays grey; what may be seen through is put on white.
PixHolder flat(Pix* source) {
    const PixHolder whole = hold(pixRemoveColormap(source, REMOVE_CMAP_BASED_ON_SRC));
    if (!whole) return hold(nullptr);
    if (pixGetDepth(whole.get()) <= 16 && pixGetDepth(whole.get()) != 32) {
        return hold(pixConvertTo8(whole.get(), 0));
    }
    if (pixGetSpp(whole.get()) == 4) return hold(pixAlphaBlendUniform(whole.get(), 0xFFFFFF00));
    return hold(pixClone(whole.get()));
}

/// The points alone, in a picture that never saw the file: no comment, place, camera or profile comes along.
PixHolder points_of(Pix* source) {
    PixHolder out = hold(pixCreate(pixGetWidth(source), pixGetHeight(source), pixGetDepth(source)));
    if (!out || pixGetWpl(out.get()) != pixGetWpl(source)) return hold(nullptr);
    const std::size_t words =
        static_cast<std::size_t>(pixGetWpl(source)) * static_cast<std::size_t>(pixGetHeight(source));
    std::memcpy(pixGetData(out.get()), pixGetData(source), words * sizeof(l_uint32));
    return out;
}

Result<Bytes> png_of(Pix* source) {
    const double pixels = static_cast<double>(pixGetWidth(source)) * pixGetHeight(source);
    const auto factor = static_cast<l_float32>(pixels > kSeenPixels ? std::sqrt(kSeenPixels / pixels) : 1);
    const PixHolder plain = flat(source);
    if (!plain) return corrupt();
    const PixHolder scaled = hold(factor < 1 ? pixScale(plain.get(), factor, factor) : pixClone(plain.get()));
    if (!scaled) return corrupt();
    const PixHolder points = points_of(scaled.get());
    if (!points) return corrupt();
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemPng(&data, &size, points.get(), 0) != 0) return corrupt();
    Bytes png(data, data + size);
    lept_free(data);
    return png;
}

}  // namespace

Result<Answer> show_picture(const Request& request) {
    Answer answer;
    answer.pages = 1;
    PixHolder picture = hold(nullptr);
    if (request.kind == Kind::Tiff) {
        const int pages = tiff_pages(request.content);
        if (pages > static_cast<int>(document::kMaxPages)) {
            return refuse(ErrorKind::TooLarge, "document.too_large", {}, "pages");
        }
        if (pages == 0) return corrupt();
        answer.pages = static_cast<std::uint32_t>(pages);
    }
    if (request.first_page >= answer.pages) return refuse(ErrorKind::NotFound, "document.no_such_page");
    if (request.kind == Kind::Tiff) {
        TiffPages pages(request.content);
        for (std::uint32_t page = 0; page <= request.first_page; ++page) {
            picture = TRY(pages.next(static_cast<int>(page)));
        }
    } else {
        picture = TRY(decode_picture(request.content));
    }
    answer.pictures.push_back(TRY(png_of(picture.get())));
    answer.next_page = request.first_page + 1;
    return answer;
}

}  // namespace neove::worker
