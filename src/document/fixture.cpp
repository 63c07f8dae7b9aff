#include "document/fixture.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <zip.h>

#include <algorithm>
#include <cstring>
#include <memory>

/// Font libraries keep their tables until the process ends; that is their business, not a leak of ours.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the name the sanitizer calls it by
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace neove::document::fixture {

namespace {

constexpr double kWidth = 595;  // A4 in points
constexpr double kHeight = 842;
constexpr double kMargin = 60;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
    Bytes& out = *static_cast<Bytes*>(closure);
    out.insert(out.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
}

void draw(cairo_t* page, const std::string& text, const std::string& font) {
    PangoLayout* const layout = pango_cairo_create_layout(page);
    PangoFontDescription* const description = pango_font_description_from_string(font.c_str());
    pango_layout_set_font_description(layout, description);
    pango_layout_set_text(layout, text.c_str(), -1);
    cairo_move_to(page, kMargin, kMargin);
    pango_cairo_show_layout(page, layout);
    pango_font_description_free(description);
    g_object_unref(layout);
}

/// A page as a scanner would see it, `dots` per inch.
cairo_surface_t* picture(const std::string& text, double dots) {
    const double scale = dots / 72;
    cairo_surface_t* const surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(kWidth * scale), static_cast<int>(kHeight * scale)
    );
    cairo_t* const page = cairo_create(surface);
    cairo_set_source_rgb(page, 1, 1, 1);
    cairo_paint(page);
    cairo_set_source_rgb(page, 0, 0, 0);
    cairo_scale(page, scale, scale);
    draw(page, text, "DejaVu Serif 13");
    cairo_destroy(page);
    return surface;
}

}  // namespace

Bytes zip(const std::vector<Entry>& entries) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* const archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const Entry& entry : entries) {
        zip_source_t* const source =
            zip_source_buffer(archive, entry.content.data(), entry.content.size(), 0);
        const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        const int method = entry.stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE;
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), method, 9);
    }
    zip_close(archive);
    zip_stat_t stat;
    zip_source_stat(target, &stat);
    Bytes out(stat.size);
    zip_source_open(target);
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    zip_source_free(target);
    return out;
}

std::string paragraph(const std::string& text, const std::string& properties) {
    std::string out = "<w:p>";
    if (!properties.empty()) out += "<w:pPr>" + properties + "</w:pPr>";
    return out + "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

namespace {

std::string content_type(const std::string& part, const std::string& type) {
    return "<Override PartName=\"/word/" + part +
           ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml." + type +
           "+xml\"/>";
}

}  // namespace

Bytes docx(const DocxParts& parts) {
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const std::string names =
        " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
        " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
        " xmlns:v=\"urn:schemas-microsoft-com:vml\""
        " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\">";
    const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    const std::string open_relationships =
        head + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    std::string related;
    std::vector<Entry> entries{
        {"[Content_Types].xml",
         head +
             "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
             "<Default Extension=\"rels\" "
             "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
             content_type("document", "document.main") + content_type("numbering", "numbering") +
             content_type("styles", "styles") + content_type("header", "header") + "</Types>"},
        {"_rels/.rels",
         open_relationships + "<Relationship Id=\"rId1\" Type=\"" + types +
             "officeDocument\" Target=\"word/document.xml\"/></Relationships>"},
        {"word/document.xml",
         head + "<w:document" + names + "<w:body>" + parts.body + "</w:body></w:document>"},
    };
    const auto add = [&](const std::string& type, const std::string& root, const std::string& content) {
        if (content.empty()) return;
        related +=
            "<Relationship Id=\"" + type + "\" Type=\"" + types + type + "\" Target=\"" + type + ".xml\"/>";
        entries.push_back(
            {"word/" + type + ".xml", head + "<w:" + root + names + content + "</w:" + root + ">"}
        );
    };
    add("numbering", "numbering", parts.numbering);
    add("styles", "styles", parts.styles);
    add("header", "hdr", parts.header);
    entries.push_back(
        {"word/_rels/document.xml.rels",
         open_relationships + related + parts.relationships + "</Relationships>"}
    );
    entries.insert(entries.end(), parts.more.begin(), parts.more.end());
    return zip(entries);
}

namespace {

void put(std::string& out, std::size_t at, std::uint32_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}

constexpr std::uint32_t kNobody = 0xFFFFFFFF;
constexpr std::uint32_t kChainEnd = 0xFFFFFFFE;

std::string directory_entry(
    const std::string& name,
    unsigned type,
    std::uint32_t right,
    std::uint32_t child,
    std::uint32_t start,
    std::size_t size
) {
    std::string entry(128, '\0');
    for (std::size_t i = 0; i < name.size(); ++i) entry[i * 2] = name[i];
    put(entry, 64, static_cast<std::uint32_t>(name.size() * 2 + 2), 2);
    put(entry, 66, type, 1);
    put(entry, 68, kNobody, 4);
    put(entry, 72, right, 4);
    put(entry, 76, child, 4);
    put(entry, 116, start, 4);
    put(entry, 120, static_cast<std::uint32_t>(size), 4);
    return entry;
}

/// Sectors and the chains between them.
struct Sectors {
    std::string bytes;
    std::vector<std::uint32_t> chain;
    std::uint32_t add(std::string content) {
        content.resize((content.size() + 511) / 512 * 512);
        const auto first = static_cast<std::uint32_t>(chain.size());
        for (std::size_t i = 0; i < content.size() / 512; ++i) {
            chain.push_back(static_cast<std::uint32_t>(chain.size() + 1));
        }
        chain.back() = kChainEnd;
        bytes += content;
        return first;
    }
};

}  // namespace

std::string word_head(bool encrypted) {
    std::string head(4096, '\0');
    put(head, 0, 0xA5EC, 2);
    put(head, 2, 0xC1, 2);
    put(head, 10, encrypted ? 0x0100 : 0, 2);
    return head;
}

Bytes compound(const std::vector<std::pair<std::string, std::string>>& streams) {
    Sectors sectors;
    std::string small;
    std::vector<std::string> entries(1);  // the root's is made last
    std::uint32_t top = kNobody;
    for (const auto& [path, content] : streams) {
        const std::size_t slash = path.find('/');
        const bool is_small = content.size() < 4096;
        const auto start = is_small ? static_cast<std::uint32_t>(small.size() / 64) : sectors.add(content);
        if (is_small) small += content;
        small.resize((small.size() + 63) / 64 * 64);
        const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
        const bool inside = slash != std::string::npos;
        entries.push_back(directory_entry(name, 2, inside ? kNobody : top, kNobody, start, content.size()));
        if (inside) {
            const auto child = static_cast<std::uint32_t>(entries.size() - 1);
            entries.push_back(directory_entry(path.substr(0, slash), 1, top, child, 0, 0));
        }
        top = static_cast<std::uint32_t>(entries.size() - 1);
    }
    const std::uint32_t small_at = small.empty() ? kChainEnd : sectors.add(small);
    entries[0] = directory_entry("Root Entry", 5, kNobody, top, small_at, small.size());
    std::string directory;
    for (const std::string& entry : entries) directory += entry;
    const std::uint32_t directory_at = sectors.add(directory);
    const auto table_at = static_cast<std::uint32_t>(sectors.chain.size());
    sectors.chain.push_back(0xFFFFFFFD);
    std::string table(512, '\xFF');
    for (std::size_t i = 0; i < sectors.chain.size(); ++i) put(table, i * 4, sectors.chain[i], 4);
    std::string head("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    head.resize(512);
    put(head, 30, 9, 2);
    put(head, 44, 1, 4);
    put(head, 48, directory_at, 4);
    put(head, 68, kChainEnd, 4);
    put(head, 76, table_at, 4);
    const std::string whole = head + sectors.bytes + table;
    return {whole.begin(), whole.end()};
}

bool can_draw() {
    PangoFontMap* const fonts = pango_cairo_font_map_get_default();
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(fonts, &families, &count);
    bool found = false;
    for (int i = 0; i < count; ++i)
        found |= std::strcmp(pango_font_family_get_name(families[i]), "DejaVu Serif") == 0;
    g_free(families);
    return found;
}

Bytes pdf(const std::vector<std::string>& pages, const std::string& font) {
    Bytes out;
    cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(append, &out, kWidth, kHeight);
    cairo_t* const page = cairo_create(surface);
    for (const std::string& text : pages) {
        draw(page, text, font);
        cairo_show_page(page);
    }
    cairo_destroy(page);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return out;
}

Bytes table_pdf(const std::string& title, const std::vector<std::vector<std::string>>& rows) {
    Bytes out;
    cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(append, &out, kWidth, kHeight);
    cairo_t* const page = cairo_create(surface);
    draw(page, title, "DejaVu Serif 12");
    double y = kMargin + 40;
    for (const std::vector<std::string>& row : rows) {
        const double column = (kWidth - 2 * kMargin) / static_cast<double>(row.size());
        int tallest = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            PangoLayout* const layout = pango_cairo_create_layout(page);
            PangoFontDescription* const description = pango_font_description_from_string("DejaVu Serif 9");
            pango_layout_set_font_description(layout, description);
            pango_layout_set_width(layout, static_cast<int>((column - 16) * PANGO_SCALE));
            pango_layout_set_text(layout, row[i].c_str(), -1);
            cairo_move_to(page, kMargin + static_cast<double>(i) * column, y);
            pango_cairo_show_layout(page, layout);
            int height = 0;
            pango_layout_get_pixel_size(layout, nullptr, &height);
            tallest = std::max(tallest, height);
            pango_font_description_free(description);
            g_object_unref(layout);
        }
        y += tallest + 8;
    }
    cairo_show_page(page);
    cairo_destroy(page);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return out;
}

Bytes scanned_pdf(const std::vector<std::string>& pages) {
    Bytes out;
    cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(append, &out, kWidth, kHeight);
    cairo_t* const page = cairo_create(surface);
    for (const std::string& text : pages) {
        cairo_surface_t* const scan = picture(text, 300);
        cairo_save(page);
        cairo_scale(page, 72.0 / 300, 72.0 / 300);
        cairo_set_source_surface(page, scan, 0, 0);
        cairo_paint(page);
        cairo_restore(page);
        cairo_show_page(page);
        cairo_surface_destroy(scan);
    }
    cairo_destroy(page);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return out;
}

Bytes png(const std::string& text) {
    Bytes out;
    cairo_surface_t* const scan = picture(text, 300);
    cairo_surface_write_to_png_stream(scan, append, &out);
    cairo_surface_destroy(scan);
    return out;
}

Bytes png_header(std::uint32_t width, std::uint32_t height) {
    Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    for (const std::uint32_t value : {width, height}) {
        for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    out.insert(out.end(), {8, 2, 0, 0, 0, 0, 0, 0, 0});  // eight bits, colour, and a CRC that is wrong
    out.resize(4096, 0);
    return out;
}

}  // namespace neove::document::fixture
