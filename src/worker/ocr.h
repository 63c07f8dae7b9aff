#pragma once
/// \file
/// Text from pictures of pages. The model is loaded once, before the locks; children share its memory.

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <string>

namespace neove::worker {

/// A little over A4 at 300 dpi: more only costs time.
constexpr std::uint32_t kReadablePixels = 12'000'000;
/// A4 at 200 dpi. A photograph of a landscape takes a third of the time, and has nothing to read.
constexpr std::uint32_t kSkimmedPixels = 4'000'000;

/// Loads the Vietnamese model and reads one line with it; tells `ocr=vie` or `ocr=none`.
std::string warm_ocr();
bool can_read_pictures();

/// An 8-bit grey picture, rows of `stride` bytes.
struct GreyPicture {
    const unsigned char* data{nullptr};
    int width{0};
    int height{0};
    int stride{0};
    int dots_per_inch{300};
};
Result<std::string> read_picture(const GreyPicture& picture);

/// One page of a png, jpeg or tiff (many pages). Dimensions are checked before anything is decoded.
struct PictureText {
    std::string text;
    int pages{1};
    int next_page{1};
};
Result<PictureText> read_picture_file(ByteView bytes, int first_page, bool tiff);
/// A png or jpeg, in a hurry.
Result<std::string> skim_picture_file(ByteView bytes);

}  // namespace neove::worker
