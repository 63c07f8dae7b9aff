#include "worker/pdf.h"

#include "worker/budget.h"
#include "worker/ocr.h"
#include "worker/pdf_table.h"
#include "worker/text.h"

#include <allheaders.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-image.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

namespace neove::worker {

namespace {

using document::Answer;
using document::Request;

constexpr double kPointsPerInch = 72;
constexpr double kReadingDots = 300;
constexpr double kViewingDots = 132;
constexpr std::uint64_t kViewablePixels = 8'000'000;

std::unexpected<Error> corrupt(const char* detail) {
    return refuse(ErrorKind::Invalid, "document.corrupt", {}, detail);
}

Result<std::unique_ptr<poppler::document>> load(ByteView bytes) {
    // poppler reads only; its interface has no word for that.
    auto* const data = reinterpret_cast<const char*>(bytes.data());
    std::unique_ptr<poppler::document> file(
        poppler::document::load_from_raw_data(data, static_cast<int>(bytes.size()))
    );
    if (!file) return corrupt("pdf");
    if (file->is_locked()) return refuse(ErrorKind::Unsupported, "document.encrypted");
    if (file->pages() <= 0) return corrupt("pdf without pages");
    if (file->pages() > static_cast<int>(document::kMaxPages)) {
        return refuse(ErrorKind::TooLarge, "document.too_large", {}, "pages");
    }
    return file;
}

/// Draws a page at `dots` per inch, or at fewer where that many would pass `pixels`. A page that claims to be
/// metres wide is drawn coarsely, not refused.
poppler::image draw(
    const poppler::page& page,
    double dots,
    std::uint64_t pixels,
    poppler::image::format_enum format,
    double& used
) {
    const poppler::rectf box = page.page_rect(poppler::crop_box);
    const double inches = box.width() / kPointsPerInch * box.height() / kPointsPerInch;
    const double most =
        static_cast<double>(std::min(pixels, document::kMaxPixels)) * 0.98;  // sides are rounded up
    if (!std::isfinite(inches) || inches <= 0) return {};
    used = std::min(dots, std::sqrt(most / inches));
    const double longest = std::max(box.width(), box.height()) / kPointsPerInch * used;
    if (used < 1 || longest > 30'000) return {};
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(format);
    return renderer.render_page(&page, used, used);
}

Result<std::string> read_scan(const poppler::page& page) {
    double dots = 0;
    const poppler::image picture =
        draw(page, kReadingDots, kReadablePixels, poppler::image::format_gray8, dots);
    if (!picture.is_valid()) return std::string();
    return read_picture(
        {reinterpret_cast<const unsigned char*>(picture.const_data()),
         picture.width(),
         picture.height(),
         picture.bytes_per_row(),
         static_cast<int>(std::max(70.0, dots))}
    );
}

std::string to_utf8(const poppler::ustring& text) {
    const poppler::byte_array bytes = text.to_utf8();
    return clean_text({bytes.data(), bytes.size()});
}

std::vector<PlacedWord> words_of(const poppler::page& page) {
    constexpr double kHundredths = 100;
    constexpr double kFar = 1e6;  // beyond any page
    std::vector<PlacedWord> words;
    for (const poppler::text_box& box : page.text_list()) {
        const poppler::rectf place = box.bbox();
        const std::string text(trimmed(to_utf8(box.text())));
        const bool sane =
            place.left() > -kFar && place.right() < kFar && place.top() > -kFar && place.bottom() < kFar;
        if (text.empty() || !sane) continue;
        const auto hundredths = [](double points) { return static_cast<int>(points * kHundredths); };
        words.push_back(
            {hundredths(place.left()),
             hundredths(place.right()),
             hundredths(place.top()),
             hundredths(place.bottom()),
             text}
        );
    }
    return words;
}

/// The text of a page; `open` carries a table over from the page before.
std::string text_of(const poppler::page& page, int page_number, OpenTable& open) {
    std::string order = to_utf8(page.text(poppler::rectf(), poppler::page::non_raw_non_physical_layout));
    if (trimmed(order).empty()) return {};
    const bool may_hold_table = !open.columns.empty() || order.find("TT") != std::string::npos;
    if (may_hold_table) {
        if (auto table = read_table_page(words_of(page), page_number, open)) return *std::move(table);
    }
    order = with_hyphens(order, to_utf8(page.text(poppler::rectf(), poppler::page::raw_order_layout)));
    if (!may_be_table(order)) return choose_layout(order, {});
    return choose_layout(order, to_utf8(page.text(poppler::rectf(), poppler::page::physical_layout)));
}

/// A scanner's stamp or a digital signature puts a few words over a page that is a picture: not its text.
bool is_picture_alone(std::string_view text) {
    constexpr std::size_t kTooLittle = 12;
    return trimmed(text).size() < kTooLittle;
}

Result<Bytes> to_png(const poppler::image& picture) {
    std::unique_ptr<Pix, void (*)(Pix*)> target(
        pixCreate(picture.width(), picture.height(), 32), [](Pix* held) { pixDestroy(&held); }
    );
    if (!target) return refuse(ErrorKind::TooLarge, "document.too_large");
    l_uint32* const words = pixGetData(target.get());
    const l_int32 words_per_line = pixGetWpl(target.get());
    for (int y = 0; y < picture.height(); ++y) {
        const char* const line =
            picture.const_data() + static_cast<std::ptrdiff_t>(y) * picture.bytes_per_row();
        for (int x = 0; x < picture.width(); ++x) {
            l_uint32 argb = 0;
            std::memcpy(&argb, line + static_cast<std::ptrdiff_t>(x) * 4, sizeof argb);
            words[static_cast<std::ptrdiff_t>(y) * words_per_line + x] = argb << 8U;
        }
    }
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMemPng(&data, &size, target.get(), 0) != 0) return corrupt("png");
    Bytes png(data, data + size);
    lept_free(data);
    return png;
}

/// One page with two words in the commonest font, uncompressed: enough to load what every pdf needs.
constexpr std::string_view kSmallest =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R/B 6 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 62>>stream\nBT /F 12 Tf 10 50 Td (ready now) Tj /B 12 Tf (bold words) Tj ET\nendstream "
    "endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj\n"
    "6 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>endobj\n"
    "trailer<</Root 1 0 R>>\n%%EOF\n";

}  // namespace

void warm_pdf() {
    poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
    const auto file = load(as_bytes(kSmallest));
    if (!file) return;
    const std::unique_ptr<poppler::page> page((*file)->create_page(0));
    if (!page) return;
    OpenTable none;
    static_cast<void>(text_of(*page, 1, none));
    static_cast<void>(words_of(*page));
    double dots = 0;
    [[maybe_unused]] const auto picture =
        to_png(draw(*page, kViewingDots, kViewablePixels, poppler::image::format_argb32, dots));
    static_cast<void>(draw(*page, kViewingDots, kViewablePixels, poppler::image::format_gray8, dots));
}

Result<Answer> read_pdf(const Request& request) {
    const auto file = TRY(load(request.content));
    Answer answer;
    answer.pages = static_cast<std::uint32_t>(file->pages());
    bool unread = false;
    OpenTable open;
    if (file->has_embedded_files()) answer.notices.emplace_back("document.embedded_objects_ignored");
    for (std::uint32_t at = request.first_page; at < answer.pages; ++at) {
        const std::unique_ptr<poppler::page> page(file->create_page(static_cast<int>(at)));
        if (at > request.first_page) answer.text += '\f';
        answer.next_page = at + 1;
        if (!page) continue;
        std::string text = text_of(*page, static_cast<int>(at) + 1, open);
        if (is_picture_alone(text) && can_read_pictures()) {
            const std::string seen = TRY(read_scan(*page));
            if (trimmed(seen).size() > trimmed(text).size()) {
                answer.scanned = true;
                text = seen;
            }
        } else if (is_picture_alone(text)) {
            unread = true;  // may be a blank page: only a document without any text is refused for it
        }
        answer.text += text;
        if (answer.text.size() > document::kMaxText) return refuse(ErrorKind::TooLarge, "document.too_large");
        if (budget_is_spent()) break;
    }
    if (unread && trimmed(answer.text).empty()) return refuse(ErrorKind::Unavailable, "document.ocr_missing");
    if (unread) answer.notices.emplace_back("document.pages_unread");
    if (answer.scanned) answer.notices.emplace_back("document.ocr_used");
    return answer;
}

Result<Answer> render_pdf(const Request& request) {
    const auto file = TRY(load(request.content));
    Answer answer;
    answer.pages = static_cast<std::uint32_t>(file->pages());
    if (request.first_page >= answer.pages) return refuse(ErrorKind::NotFound, "document.no_such_page");
    constexpr std::size_t kFits = document::kMaxAnswer / 2;
    std::size_t size = 0;
    const std::uint32_t end = std::min(answer.pages, request.first_page + request.page_count);
    for (std::uint32_t at = request.first_page; at < end && !budget_is_spent(); ++at) {
        const std::unique_ptr<poppler::page> page(file->create_page(static_cast<int>(at)));
        if (!page) return corrupt("page");
        double dots = 0;
        const poppler::image picture =
            draw(*page, kViewingDots, kViewablePixels, poppler::image::format_argb32, dots);
        if (!picture.is_valid()) return corrupt("page");
        Bytes png = TRY(to_png(picture));
        size += png.size();
        if (size > kFits && !answer.pictures.empty()) break;
        answer.pictures.push_back(std::move(png));
        answer.next_page = at + 1;
    }
    return answer;
}

}  // namespace neove::worker
