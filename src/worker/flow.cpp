#include "worker/flow.h"

#include "worker/text.h"
#include "worker/xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace neove::worker {

namespace {

enum class Tag {
    Paragraph,
    Row,
    Cell,
    Run,
    Text,
    Tab,
    Break,
    CarriageReturn,
    SoftBreak,
    NoBreakHyphen,
    Symbol,
    FieldMark,
    Box,
    Alternate,
    FallBack,
    Footnote,
    Object,
    Picture,
    Foreign,
    SimpleField,
    Skipped,
    Other
};

Tag tag_of(std::string_view name) {
    static const std::unordered_map<std::string_view, Tag> tags{
        {"p", Tag::Paragraph},
        {"tr", Tag::Row},
        {"tc", Tag::Cell},
        {"r", Tag::Run},
        {"t", Tag::Text},
        {"tab", Tag::Tab},
        {"ptab", Tag::Tab},
        {"br", Tag::Break},
        {"cr", Tag::CarriageReturn},
        {"lastRenderedPageBreak", Tag::SoftBreak},
        {"noBreakHyphen", Tag::NoBreakHyphen},
        {"sym", Tag::Symbol},
        {"fldChar", Tag::FieldMark},
        {"txbxContent", Tag::Box},
        {"AlternateContent", Tag::Alternate},
        {"Fallback", Tag::FallBack},
        {"footnoteReference", Tag::Footnote},
        {"endnoteReference", Tag::Footnote},
        {"object", Tag::Object},
        {"pic", Tag::Picture},
        {"imagedata", Tag::Picture},
        {"altChunk", Tag::Foreign},
        {"fldSimple", Tag::SimpleField},
        // Properties, rejected changes, instructions of fields and what no reader sees.
        {"pPr", Tag::Skipped},
        {"rPr", Tag::Skipped},
        {"tblPr", Tag::Skipped},
        {"tblGrid", Tag::Skipped},
        {"tcPr", Tag::Skipped},
        {"trPr", Tag::Skipped},
        {"sdtPr", Tag::Skipped},
        {"sdtEndPr", Tag::Skipped},
        {"sectPr", Tag::Skipped},
        {"del", Tag::Skipped},
        {"moveFrom", Tag::Skipped},
        {"delText", Tag::Skipped},
        {"instrText", Tag::Skipped},
        {"delInstrText", Tag::Skipped},
        {"softHyphen", Tag::Skipped},
        {"rt", Tag::Skipped},
        {"annotationRef", Tag::Skipped}};
    const auto found = tags.find(name);
    return found == tags.end() ? Tag::Other : found->second;
}

/// A switch such as `<w:vanish/>`: on unless its value says otherwise.
bool is_on(const pugi::xml_node& node) {
    const std::string_view value = attribute(node, "val");
    return node && value != "0" && value != "false" && value != "off";
}

int small_number(std::string_view text, int otherwise, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? std::clamp(value, 0, most) : otherwise;
}

/// White space of any kind becomes one space: for cells, where a line break has no meaning of its own.
std::string joined(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\f';
        if (!space) out += c;
        if (space && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace

void FlowReader::Sink::page_break() {
    if (kind == Kind::Body && !text.empty()) break_due = true;
}

void FlowReader::Sink::line(std::string_view line) {
    if (line.empty()) {
        blank_due = !text.empty();
        return;
    }
    if (blank_due && !break_due && kind == Kind::Body) text += '\n';
    blank_due = false;
    if (break_due) text += '\f';
    break_due = false;
    text.append(line) += '\n';
}

FlowReader::FlowReader(Numbering& numbering, const pugi::xml_node& root) : numbering_(numbering) {
    sinks_.emplace_back();
    walk(
        root,
        [&](const pugi::xml_node& node) {
            if (local_name(node) != "sectPr") return true;
            section_types_.emplace_back(attribute(child(node, "type"), "val"));
            return false;
        },
        [](const pugi::xml_node&) {}
    );
}

void FlowReader::note(const char* code) {
    if (std::ranges::find(notices_, code) == notices_.end()) notices_.emplace_back(code);
}

/// How the next section begins stands in the next section's own properties.
bool FlowReader::section_starts_page() const {
    return sections_seen_ < section_types_.size() && section_types_[sections_seen_] != "continuous" &&
           section_types_[sections_seen_] != "nextColumn";
}

void FlowReader::add(std::string_view text) {
    if (paragraphs_.empty()) return;
    if (std::ranges::find(fields_, true) != fields_.end()) return;
    paragraphs_.back().text += text;
}

void FlowReader::soft_break() {
    if (paragraphs_.empty()) return;
    Paragraph& paragraph = paragraphs_.back();
    if (paragraph.text.ends_with('\f')) return;  // the break just written, seen again by the last rendering
    // A paragraph belongs to the page on which it begins: it is never cut in two by where its lines once
    // fell.
    (trimmed(paragraph.text).empty() ? paragraph.break_before : paragraph.break_after) = true;
}

void FlowReader::field(const pugi::xml_node& node) {
    constexpr std::size_t kMaxOpen = 64;
    const std::string_view type = attribute(node, "fldCharType");
    if (type == "begin" && fields_.size() < kMaxOpen) fields_.push_back(true);
    if (type == "separate" && !fields_.empty()) fields_.back() = false;
    if (type == "end" && !fields_.empty()) fields_.pop_back();
    note("document.fields_as_shown");
}

void FlowReader::symbol(const pugi::xml_node& node) {
    const std::string_view text = attribute(node, "char");
    unsigned code = 0;
    std::from_chars(text.data(), text.data() + text.size(), code, 16);
    switch (code & 0xFFU) {  // glyph numbers of Symbol and Wingdings that forms use
        case 0xB7:
        case 0xA7: add("•"); break;
        case 0xA8:
        case 0x6F:
        case 0x71: add("☐"); break;
        case 0xFE:
        case 0x52: add("☑"); break;
        case 0xE0:
        case 0xAE: add("→"); break;
        default: break;
    }
}

void FlowReader::open_paragraph(const pugi::xml_node& node) {
    Paragraph paragraph;
    const pugi::xml_node properties = child(node, "pPr");
    const pugi::xml_node mark = child(properties, "rPr");
    paragraph.mark_deleted = child(mark, "del") || child(mark, "moveFrom");
    paragraph.break_before = is_on(child(properties, "pageBreakBefore"));
    if (!paragraph.mark_deleted) paragraph.label = numbering_.next_label(numbering_.place(properties));
    if (child(properties, "sectPr")) {
        ++sections_seen_;
        paragraph.break_after = section_starts_page();
    }
    paragraphs_.push_back(std::move(paragraph));
}

void FlowReader::close_paragraph() {
    Paragraph paragraph = std::move(paragraphs_.back());
    paragraphs_.pop_back();
    Sink& sink = sinks_.back();
    std::string text = std::exchange(sink.carried, {}) + paragraph.text;
    if (paragraph.mark_deleted) {
        sink.carried = std::move(text);
        return;
    }
    if (paragraph.break_before) sink.page_break();
    std::string_view rest = text;
    std::string line = std::move(paragraph.label);
    while (true) {
        const std::size_t cut = rest.find('\f');
        line += trimmed(rest.substr(0, cut));
        if (cut == std::string_view::npos || !line.empty()) sink.line(trimmed(line));
        if (cut == std::string_view::npos) break;
        sink.page_break();
        if (sink.kind == Sink::Kind::Cell && !rows_.empty()) rows_.back().break_after = true;
        line.clear();
        rest.remove_prefix(cut + 1);
    }
    for (const std::string& box : paragraph.boxes) sink.line(box);
    if (!paragraph.break_after) return;
    sink.page_break();
    if (sink.kind == Sink::Kind::Cell && !rows_.empty()) rows_.back().break_after = true;
}

void FlowReader::open_row(const pugi::xml_node& node) {
    Row& row = rows_.emplace_back();
    const pugi::xml_node before = child(child(node, "trPr"), "gridBefore");
    row.cells.resize(static_cast<std::size_t>(small_number(attribute(before, "val"), 0, 64)));
}

void FlowReader::open_cell(const pugi::xml_node& node) {
    Sink& sink = sinks_.emplace_back();
    sink.kind = Sink::Kind::Cell;
    const pugi::xml_node properties = child(node, "tcPr");
    sink.span = std::max(1, small_number(attribute(child(properties, "gridSpan"), "val"), 1, 64));
    const pugi::xml_node merge = child(properties, "vMerge");
    sink.continues_merge = merge && attribute(merge, "val") != "restart";
}

void FlowReader::close_cell() {
    const Sink sink = std::move(sinks_.back());
    sinks_.pop_back();
    std::vector<std::string>& cells = rows_.back().cells;
    // "〃": the words of the cell above hold here too; who reads rows alone would miss them.
    cells.push_back(sink.continues_merge ? std::string("〃") : joined(sink.text + sink.carried));
    // A cell over several columns keeps the later ones in their places.
    cells.resize(cells.size() + static_cast<std::size_t>(sink.span) - 1);
}

void FlowReader::close_row() {
    const Row row = std::move(rows_.back());
    rows_.pop_back();
    std::string line;
    for (const std::string& cell : row.cells) line.append(cell) += '\t';
    while (line.ends_with('\t')) line.pop_back();
    Sink& sink = sinks_.back();
    sink.line(sink.kind == Sink::Kind::Body ? line : joined(line));
    if (row.break_after) sink.page_break();
}

void FlowReader::close_box() {
    const Sink sink = std::move(sinks_.back());
    sinks_.pop_back();
    const std::string text = sink.text + sink.carried;
    if (paragraphs_.empty()) return;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        paragraphs_.back().boxes.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
}

/// What stands inside a paragraph.
bool FlowReader::enter_inline(const pugi::xml_node& node, std::string_view name) {
    switch (tag_of(name)) {
        case Tag::Run: {
            const bool hidden = is_on(child(child(node, "rPr"), "vanish"));
            if (hidden) note("document.hidden_text_ignored");
            return !hidden;
        }
        case Tag::Text: add(node.text().get()); return false;
        case Tag::Tab: add("\t"); return false;
        case Tag::CarriageReturn: add("\n"); return false;
        case Tag::Break: add(attribute(node, "type") == "page" ? "\f" : "\n"); return false;
        case Tag::SoftBreak: soft_break(); return false;
        case Tag::NoBreakHyphen: add("-"); return false;
        case Tag::Symbol: symbol(node); return false;
        case Tag::FieldMark: field(node); return false;
        case Tag::SimpleField: note("document.fields_as_shown"); return true;
        case Tag::Footnote: note("document.footnotes_ignored"); return false;
        case Tag::Foreign: note("document.embedded_objects_ignored"); return false;
        case Tag::Object: note("document.embedded_objects_ignored"); return true;
        case Tag::Picture: note("document.pictures_ignored"); return false;
        case Tag::FallBack: return !child(node.parent(), "Choice");
        case Tag::Skipped: return false;
        default: return true;
    }
}

bool FlowReader::enter(const pugi::xml_node& node) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) return false;
    const std::string_view name = local_name(node);
    switch (tag_of(name)) {
        case Tag::Paragraph: open_paragraph(node); return true;
        case Tag::Row: open_row(node); return true;
        case Tag::Cell:
            if (rows_.empty()) rows_.emplace_back();  // a cell without a row: leave() of no row would miss it
            open_cell(node);
            return true;
        case Tag::Box: sinks_.emplace_back().kind = Sink::Kind::Box; return true;
        default: return enter_inline(node, name);
    }
}

void FlowReader::leave(const pugi::xml_node& node) {
    switch (tag_of(local_name(node))) {
        case Tag::Paragraph: close_paragraph(); break;
        case Tag::Row: close_row(); break;
        case Tag::Cell: close_cell(); break;
        case Tag::Box: close_box(); break;
        default: break;
    }
}

Flow FlowReader::finish() {
    Sink& body = sinks_.front();
    if (!body.carried.empty()) body.line(trimmed(body.carried));
    return {std::move(body.text), std::move(notices_)};
}

}  // namespace neove::worker
