#include "worker/fonts.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <array>
#include <string>

namespace neove::worker {

namespace {

constexpr double kSize = 17;  // eleven points at 110 dots an inch
/// A letter of each script that a document here may show: Vietnamese, Cyrillic, Greek, those of neighbours.
constexpr std::array<char32_t, 12> kSamples{
    U'ệ', U'ж', U'λ', U'中', U'ខ', U'ກ', U'ก', U'မ', U'あ', U'한', U'☐', U'ꆈ'};

/// The file of the font that suits a letter best, and which face in it.
bool find_font(char32_t sample, std::string& file, int& index) {
    FcPattern* const wanted = FcPatternCreate();
    FcCharSet* const letters = FcCharSetCreate();
    FcCharSetAddChar(letters, sample);
    for (const char* family : {"DejaVu Serif", "Noto Serif", "serif"}) {
        FcPatternAddString(wanted, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    }
    FcPatternAddCharSet(wanted, FC_CHARSET, letters);
    FcPatternAddBool(wanted, FC_SCALABLE, FcTrue);
    FcPatternAddBool(wanted, FC_COLOR, FcFalse);
    FcConfigSubstitute(nullptr, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcPattern* const found = FcFontMatch(nullptr, wanted, &result);
    FcChar8* name = nullptr;
    const bool is_found = found != nullptr && FcPatternGetString(found, FC_FILE, 0, &name) == FcResultMatch &&
                          FcPatternGetInteger(found, FC_INDEX, 0, &index) == FcResultMatch;
    if (is_found) file = reinterpret_cast<const char*>(name);
    if (found != nullptr) FcPatternDestroy(found);
    FcCharSetDestroy(letters);
    FcPatternDestroy(wanted);
    return is_found;
}

}  // namespace

void Fonts::load(char32_t sample) {
    const auto has = [&](const Font& one) { return FT_Get_Char_Index(one.face, sample) != 0; };
    if (std::ranges::any_of(fonts_, has)) return;
    std::string file;
    int index = 0;
    if (!find_font(sample, file, index)) return;
    Font font;
    if (FT_New_Face(library_, file.c_str(), index, &font.face) != 0) return;
    if (!fonts_.empty() && !has(font)) {
        FT_Done_Face(font.face);
        return;
    }
    cairo_font_face_t* const face = cairo_ft_font_face_create_for_ft_face(font.face, FT_LOAD_NO_HINTING);
    cairo_matrix_t size;
    cairo_matrix_t page;
    cairo_matrix_init_scale(&size, kSize, kSize);
    cairo_matrix_init_identity(&page);
    cairo_font_options_t* const options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    font.scaled = cairo_scaled_font_create(face, &size, &page, options);
    cairo_font_options_destroy(options);
    cairo_font_face_destroy(face);
    if (cairo_scaled_font_status(font.scaled) == CAIRO_STATUS_SUCCESS) fonts_.push_back(font);
}

Letter Fonts::letter(char32_t point) {
    const auto known = known_.find(point);
    if (known != known_.end()) return known->second;
    Letter out;
    for (const Font& font : fonts_) {
        out.font = font.scaled;
        out.glyph = FT_Get_Char_Index(font.face, point);
        if (out.glyph != 0) break;
    }
    if (out.glyph == 0) out.font = fonts_.front().scaled;
    const cairo_glyph_t glyph{out.glyph, 0, 0};
    cairo_text_extents_t extents;
    cairo_scaled_font_glyph_extents(out.font, &glyph, 1, &extents);
    out.advance = std::clamp(extents.x_advance, 0.0, 10 * kSize);
    known_.emplace(point, out);
    return out;
}

Fonts* warm_fonts() {
    static Fonts* const fonts = [] {
        auto* const made = new Fonts;  // kept for ever, as the OCR model is
        if (FT_Init_FreeType(&made->library_) == 0) {
            for (const char32_t sample : kSamples) made->load(sample);
        }
        return made;
    }();
    return fonts->fonts_.empty() ? nullptr : fonts;
}

}  // namespace neove::worker
