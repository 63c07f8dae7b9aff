#pragma once
/// \file
/// Letters to draw text with, found and loaded before the locks: afterwards no font is looked for, no file
/// opened. No shaping and no thread (pango has both, and its thread forbids the namespaces of the zygote).

#include <cairo-ft.h>

#include <map>
#include <vector>

namespace neove::worker {

struct Letter {
    cairo_scaled_font_t* font{nullptr};
    unsigned long glyph{0};
    double advance{0};
};

class Fonts {
public:
    /// The first font that has the letter; where none has, the empty box of the first font.
    Letter letter(char32_t point);

private:
    friend Fonts* warm_fonts();
    struct Font {
        FT_Face face{nullptr};
        cairo_scaled_font_t* scaled{nullptr};
    };
    void load(char32_t sample);

    FT_Library library_{nullptr};
    std::vector<Font> fonts_;
    std::map<char32_t, Letter> known_;
};

/// Loads them the first time; lives as long as the process. Null where the machine has no font.
Fonts* warm_fonts();

}  // namespace neove::worker
