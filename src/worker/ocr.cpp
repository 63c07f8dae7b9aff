#include "worker/ocr.h"

#include "document/protocol/protocol.h"
#include "worker/budget.h"
#include "worker/pix.h"
#include "worker/text.h"

#include <allheaders.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace neove::worker {

namespace {

/// Lives as long as the process: its destructor would only cost the child time.
tesseract::TessBaseAPI*& reader() {
    static tesseract::TessBaseAPI* one = nullptr;
    return one;
}

std::unexpected<Error> corrupt(const char* detail) {
    return refuse(ErrorKind::Invalid, "document.corrupt", {}, detail);
}

Result<std::string> read_pix(Pix* source, std::uint32_t pixels = kReadablePixels) {
    const PixHolder grey = hold(pixConvertTo8(source, 0));
    if (!grey) return corrupt("picture");
    const l_int32 width = pixGetWidth(grey.get());
    const l_int32 height = pixGetHeight(grey.get());
    const double share = static_cast<double>(pixels) / (static_cast<double>(width) * height);
    const auto factor = static_cast<l_float32>(share < 1 ? std::sqrt(share) : 1);
    const PixHolder scaled = hold(factor < 1 ? pixScale(grey.get(), factor, factor) : pixClone(grey.get()));
    if (!scaled) return corrupt("picture");
    reader()->SetImage(scaled.get());
    const l_int32 stated = pixGetXRes(source);
    // Photos state nonsense; without any hint the reader would try to estimate and complain.
    reader()->SetSourceResolution(stated >= 150 && stated <= 600 && factor == 1 ? stated : 300);
    const std::unique_ptr<char[]> text(reader()->GetUTF8Text());
    reader()->Clear();
    return clean_text(text ? text.get() : "");
}

Result<PictureText> read_tiff(ByteView bytes, int first_page) {
    PictureText read;
    read.pages = tiff_pages(bytes);
    if (read.pages > static_cast<int>(document::kMaxPages))
        return refuse(ErrorKind::TooLarge, "document.too_large");
    TiffPages pages(bytes);
    for (int page = 0; page < read.pages; ++page) {
        const PixHolder picture = TRY(pages.next(page));
        if (page < first_page) continue;  // decoded again only to find where the next one begins
        if (page > first_page) read.text += '\f';
        read.text += TRY(read_pix(picture.get()));
        read.next_page = page + 1;
        if (budget_is_spent()) break;
    }
    return read;
}

}  // namespace

std::string warm_ocr() {
    setMsgSeverity(L_SEVERITY_NONE);
    auto* const api = new tesseract::TessBaseAPI;  // kept for ever, see reader()
    if (api->Init(nullptr, "vie", tesseract::OEM_LSTM_ONLY) != 0) {
        delete api;
        return "ocr=none";
    }
    api->SetPageSegMode(tesseract::PSM_AUTO);
    reader() = api;
    // Three black bars stand for a line of letters: enough to walk every path that loads something.
    constexpr int kWidth = 320;
    constexpr int kHeight = 64;
    std::vector<unsigned char> line(static_cast<std::size_t>(kWidth * kHeight), 255);
    for (int bar = 0; bar < 3; ++bar) {
        for (int y = 16; y < 48; ++y)
            std::fill_n(line.begin() + y * kWidth + 60 + bar * 40, 8, std::uint8_t{0});
    }
    const auto ignored = read_picture({line.data(), kWidth, kHeight, kWidth, 300});
    return ignored ? "ocr=vie" : "ocr=none";
}

bool can_read_pictures() {
    return reader() != nullptr;
}

Result<std::string> read_picture(const GreyPicture& picture) {
    if (!can_read_pictures()) return refuse(ErrorKind::Unavailable, "document.ocr_missing");
    reader()->SetImage(picture.data, picture.width, picture.height, 1, picture.stride);
    reader()->SetSourceResolution(picture.dots_per_inch);
    const std::unique_ptr<char[]> text(reader()->GetUTF8Text());
    reader()->Clear();
    return clean_text(text ? text.get() : "");
}

Result<PictureText> read_picture_file(ByteView bytes, int first_page, bool tiff) {
    if (!can_read_pictures()) return refuse(ErrorKind::Unavailable, "document.ocr_missing");
    if (bytes.size() < 32) return corrupt("picture");
    if (tiff) return read_tiff(bytes, first_page);
    const PixHolder picture = TRY(decode_picture(bytes));
    PictureText read;
    read.text = TRY(read_pix(picture.get()));
    return read;
}

Result<std::string> skim_picture_file(ByteView bytes) {
    if (!can_read_pictures()) return refuse(ErrorKind::Unavailable, "document.ocr_missing");
    const PixHolder picture = TRY(decode_picture(bytes));
    return read_pix(picture.get(), kSkimmedPixels);
}

}  // namespace neove::worker
