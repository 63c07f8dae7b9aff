#include "base/utf8.h"
#include "worker/budget.h"
#include "worker/fonts.h"
#include "worker/show.h"
#include "worker/text.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace neove::worker {

using document::Answer;
using document::Request;

namespace {

// A4 at 110 dots an inch, with margins of two centimetres.
constexpr int kWidth = 910;
constexpr int kHeight = 1'287;
constexpr double kMargin = 87;
constexpr double kLine = 23;
constexpr double kTab = 56;
constexpr std::string_view kCut = "\n[…]";

struct Drop {
    void operator()(cairo_surface_t* one) const { cairo_surface_destroy(one); }
    void operator()(cairo_t* one) const { cairo_destroy(one); }
};

/// The page wanted, white at first.
class Paper {
public:
    Paper() : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kWidth, kHeight)) {
        context_.reset(cairo_create(surface_.get()));
        cairo_set_source_rgb(context_.get(), 1, 1, 1);
        cairo_paint(context_.get());
        cairo_set_source_rgb(context_.get(), 0, 0, 0);
    }
    void draw(const Letter& letter, double x, double y) {
        cairo_set_scaled_font(context_.get(), letter.font);
        const cairo_glyph_t glyph{letter.glyph, x, y};
        cairo_show_glyphs(context_.get(), &glyph, 1);
    }
    Bytes png() const {
        Bytes out;
        const auto take = [](void* to, const unsigned char* data, unsigned size) {
            auto& bytes = *static_cast<Bytes*>(to);
            bytes.insert(bytes.end(), data, data + size);
            return CAIRO_STATUS_SUCCESS;
        };
        cairo_surface_write_to_png_stream(surface_.get(), take, &out);
        return out;
    }

private:
    std::unique_ptr<cairo_surface_t, Drop> surface_;
    std::unique_ptr<cairo_t, Drop> context_;
};

/// Puts letters one beside the other, breaks lines between words, and turns to the next page where one is
/// full. Draws the page wanted alone.
class Writer {
public:
    Writer(Fonts& fonts, std::uint32_t wanted) : fonts_(fonts), wanted_(wanted) {}

    void add(char32_t point) {
        if (point == U'\n' || point == U'\f') {
            end_word();
            end_line();
            if (point == U'\f') turn();
        } else if (point == U' ') {
            end_word();
            x_ += fonts_.letter(U' ').advance;
        } else if (point == U'\t') {
            end_word();
            x_ = (static_cast<int>(x_ / kTab) + 1) * kTab;
        } else {
            const Letter letter = fonts_.letter(point);
            // A word longer than a line is cut where the line ends.
            if (word_width_ + letter.advance > kRoom) end_word();
            word_.push_back(letter);
            word_width_ += letter.advance;
        }
    }
    void finish() { end_word(); }
    std::uint32_t pages() const { return page_ + 1; }
    Bytes png() const { return paper_.png(); }

private:
    static constexpr double kRoom = kWidth - 2 * kMargin;

    void end_word() {
        if (word_.empty()) return;
        if (x_ > 0 && x_ + word_width_ > kRoom) end_line();
        for (const Letter& letter : word_) {
            if (page_ == wanted_) paper_.draw(letter, kMargin + x_, kMargin + y_ + kLine);
            x_ += letter.advance;
        }
        word_.clear();
        word_width_ = 0;
    }
    void end_line() {
        x_ = 0;
        y_ += kLine;
        if (y_ + kLine > kHeight - 2 * kMargin) turn();
    }
    void turn() {
        ++page_;
        x_ = 0;
        y_ = 0;
    }

    Fonts& fonts_;
    std::uint32_t wanted_;
    Paper paper_;
    std::vector<Letter> word_;
    double word_width_{0};
    double x_{0};
    double y_{0};
    std::uint32_t page_{0};
};

/// Not in the middle of a letter.
std::string shortened(std::string_view text) {
    if (text.size() <= kDrawnText) return std::string(text);
    std::size_t end = kDrawnText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return std::string(text.substr(0, end)) + std::string(kCut);
}

}  // namespace

Result<Answer> show_text(const Request& request) {
    Fonts* const fonts = warm_fonts();
    if (fonts == nullptr) return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "no font");
    const std::string text = shortened(clean_text(as_text(request.content)));
    Writer writer(*fonts, request.first_page);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = std::max<std::size_t>(1, utf8::sequence_size(text, at));
        writer.add(utf8::code_of(text, at, size));
        at += size;
        if (writer.pages() > document::kMaxPages || ((at & 0xFFFU) == 0 && budget_is_spent())) {
            return refuse(ErrorKind::TooLarge, "document.too_large", {}, "pages");
        }
    }
    writer.finish();
    Answer answer;
    answer.pages = writer.pages();
    if (request.first_page >= answer.pages) return refuse(ErrorKind::NotFound, "document.no_such_page");
    answer.pictures.push_back(writer.png());
    answer.next_page = request.first_page + 1;
    return answer;
}

void warm_show() {
    Request request;
    constexpr std::string_view kWarmWords = "Ngày ấy, chữ Việt: ằ ẵ ợ ữ ỷ — 0123456789 • [x]";
    request.content = as_bytes(kWarmWords);
    static_cast<void>(show_text(request));
}

}  // namespace neove::worker
