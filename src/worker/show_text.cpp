#include "worker/budget.h"
#include "worker/show.h"
#include "worker/text.h"

#include <pango/pangocairo.h>

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
constexpr int kDots = 110;
constexpr int kWidth = 910;
constexpr int kHeight = 1'287;
constexpr int kMargin = 87;
constexpr const char* kFont = "DejaVu Serif, Noto Serif, serif 11";
constexpr std::string_view kCut = "\n[…]";

template <typename T, void (*drop)(T*)>
struct Dropped {
    void operator()(T* one) const { drop(one); }
};
void drop_object(PangoLayout* one) {
    g_object_unref(one);
}
using Surface = std::unique_ptr<cairo_surface_t, Dropped<cairo_surface_t, cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Dropped<cairo_t, cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Dropped<PangoLayout, drop_object>>;

/// A white page.
class Paper {
public:
    Paper() : surface_(cairo_image_surface_create(CAIRO_FORMAT_RGB24, kWidth, kHeight)) {
        context_.reset(cairo_create(surface_.get()));
        cairo_set_source_rgb(context_.get(), 1, 1, 1);
        cairo_paint(context_.get());
        cairo_set_source_rgb(context_.get(), 0, 0, 0);
    }
    cairo_t* context() const { return context_.get(); }
    Layout layout() const {
        Layout out(pango_cairo_create_layout(context_.get()));
        pango_cairo_context_set_resolution(pango_layout_get_context(out.get()), kDots);
        PangoFontDescription* const font = pango_font_description_from_string(kFont);
        pango_layout_set_font_description(out.get(), font);
        pango_font_description_free(font);
        pango_layout_set_width(out.get(), (kWidth - 2 * kMargin) * PANGO_SCALE);
        pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
        return out;
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
    Surface surface_;
    Context context_;
};

/// Lays lines one below the other and turns to the next page where one is full; draws the page wanted alone.
class Writer {
public:
    explicit Writer(std::uint32_t wanted) : wanted_(wanted), layout_(paper_.layout()) {}

    void write(std::string_view paragraph) {
        pango_layout_set_text(layout_.get(), paragraph.data(), static_cast<int>(paragraph.size()));
        PangoLayoutIter* const at = pango_layout_get_iter(layout_.get());
        do {
            PangoRectangle box;
            pango_layout_iter_get_line_extents(at, nullptr, &box);
            const int height = std::max(1, PANGO_PIXELS_CEIL(box.height));
            if (y_ > 0 && y_ + height > kHeight - 2 * kMargin) turn();
            if (page_ == wanted_) {
                const int base = PANGO_PIXELS(pango_layout_iter_get_baseline(at) - box.y);
                cairo_move_to(paper_.context(), kMargin + PANGO_PIXELS(box.x), kMargin + y_ + base);
                pango_cairo_show_layout_line(paper_.context(), pango_layout_iter_get_line_readonly(at));
            }
            y_ += height;
        } while (pango_layout_iter_next_line(at) != 0);
        pango_layout_iter_free(at);
    }
    void turn() {
        ++page_;
        y_ = 0;
    }
    std::uint32_t pages() const { return page_ + 1; }
    Bytes png() const { return paper_.png(); }

private:
    std::uint32_t wanted_;
    Paper paper_;
    Layout layout_;
    std::uint32_t page_{0};
    int y_{0};
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
    const std::string text = shortened(clean_text(as_text(request.content)));
    Writer writer(request.first_page);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = text.find_first_of("\n\f", at);
        if (end == std::string::npos) end = text.size();
        writer.write(std::string_view(text).substr(at, end - at));
        if (end < text.size() && text[end] == '\f') writer.turn();
        at = end + 1;
        if (writer.pages() > document::kMaxPages || budget_is_spent()) {
            return refuse(ErrorKind::TooLarge, "document.too_large", {}, "pages");
        }
    }
    Answer answer;
    answer.pages = writer.pages();
    if (request.first_page >= answer.pages) return refuse(ErrorKind::NotFound, "document.no_such_page");
    answer.pictures.push_back(writer.png());
    answer.next_page = request.first_page + 1;
    return answer;
}

void warm_show() {
    Request request;
    constexpr std::string_view kLine = "Ngày ấy, chữ Việt: ằ ẵ ợ ữ ỷ — 0123456789 • [x] 中 ខ ก";
    request.content = as_bytes(kLine);
    static_cast<void>(show_text(request));
}

}  // namespace neove::worker
