#include "base/text.h"
#include "paper/package.h"
#include "paper/text_of.h"
#include "workbook/zip.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace neove::paper {

namespace {

// Twentieths of a point: A4, margins 20, 15, 20 and 30 mm.
constexpr int kShort = 11'906, kLong = 16'838;
constexpr int kTop = 1'134, kRight = 851, kBottom = 1'134, kLeft = 1'701, kHeader = 567;
constexpr int kIndent = 720;  // of a first line: 1.27 cm
constexpr int kSpace = 120;   // 6 points between paragraphs
// Half points.
constexpr int kBody = 28, kHeadSize = 26, kTableSize = 24, kNoteSize = 24, kRecipientSize = 22;
constexpr int kHeadLeft = 3'700;  // the sender's half of the head, the narrower one

std::string number(int value) {
    return std::to_string(value);
}

/// Of an element; what ends a line becomes a break.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '\r': break;
            case '\t': out += ' '; break;
            case '\n': out += "</w:t><w:br/><w:t xml:space=\"preserve\">"; break;
            default: out += c;
        }
    }
    return out;
}

/// A table needs a paragraph behind it; this one is as high as the space between two.
constexpr std::string_view kAfterTable =
    "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>";

/// How a stretch of text looks.
struct Look {
    int size{kBody};
    bool bold{false};
    bool italic{false};
    bool caps{false};
};

std::string run(std::string_view text, const Look& look = {}) {
    if (text.empty()) return {};
    std::string out = "<w:r><w:rPr>";
    if (look.bold) out += "<w:b/>";
    if (look.italic) out += "<w:i/>";
    if (look.caps) out += "<w:caps/>";
    out += "<w:sz w:val=\"" + number(look.size) + "\"/><w:szCs w:val=\"" + number(look.size) + "\"/></w:rPr>";
    return out + "<w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r>";
}

/// How a paragraph stands.
struct Stand {
    std::string_view align{"both"};
    int first{0};
    int before{0};
    int after{0};
    bool with_next{false};
};

std::string paragraph(const std::string& runs, const Stand& stand) {
    std::string out = "<w:p><w:pPr>";
    if (stand.with_next) out += "<w:keepNext/>";
    out += "<w:spacing w:before=\"" + number(stand.before) + "\" w:after=\"" + number(stand.after) + "\"/>";
    if (stand.first != 0) out += "<w:ind w:firstLine=\"" + number(stand.first) + "\"/>";
    out += "<w:jc w:val=\"" + std::string(stand.align) + "\"/></w:pPr>";
    return out + runs + "</w:p>";
}

std::string centred(const std::string& runs, int before = 0, int after = 0) {
    return paragraph(runs, {.align = "center", .before = before, .after = after});
}

/// A line of its own, so long and in the middle of so much.
std::string rule(int width, int length) {
    const std::string side = number(std::max(0, (width - length) / 2));
    return "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" "
           "w:color=\"000000\"/></w:pBdr>"
           "<w:spacing w:before=\"20\" w:after=\"0\" w:line=\"60\" w:lineRule=\"exact\"/><w:ind w:left=\"" +
           side + "\" w:right=\"" + side + "\"/></w:pPr></w:p>";
}

/// Without borders; `cells` hold whole paragraphs.
std::string bare_table(const std::vector<int>& widths, const std::vector<std::vector<std::string>>& rows) {
    const int whole = std::accumulate(widths.begin(), widths.end(), 0);
    std::string out =
        "<w:tbl><w:tblPr><w:tblW w:w=\"" + number(whole) +
        "\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"0\" "
        "w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>";
    for (const int width : widths) out += "<w:gridCol w:w=\"" + number(width) + "\"/>";
    out += "</w:tblGrid>";
    for (const auto& cells : rows) {
        out += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        for (std::size_t i = 0; i < widths.size(); ++i) {
            out += "<w:tc><w:tcPr><w:tcW w:w=\"" + number(widths[i]) + "\" w:type=\"dxa\"/></w:tcPr>" +
                   cells[i] + "</w:tc>";
        }
        out += "</w:tr>";
    }
    return out + "</w:tbl>";
}

std::string_view word_of(Align align) {
    switch (align) {
        case Align::Centre: return "center";
        case Align::End: return "right";
        case Align::Start: break;
    }
    return "left";
}

/// The document's body, block after block, section after section.
class Writer {
public:
    explicit Writer(const Paper& paper) : paper_(paper) {}

    std::string write() {
        head();
        addressees();
        const auto annex = std::ranges::find_if(paper_.blocks, [](const Block& block) {
            return std::holds_alternative<Annex>(block);
        });
        const auto body_end = static_cast<std::size_t>(annex - paper_.blocks.begin());
        const std::size_t kept = kept_from(body_end);
        for (std::size_t i = 0; i < body_end; ++i) block(paper_.blocks[i], i + 1 == body_end, i >= kept);
        close();
        for (std::size_t i = body_end; i < paper_.blocks.size(); ++i) block(paper_.blocks[i], false, false);
        return out_ + section();
    }

private:
    int width() const { return (is_wide_ ? kLong : kShort) - kLeft - kRight; }
    bool is_letter() const { return paper_.kind.empty(); }

    /// From where on the body stands on one page with the signature: a short last section, or its last words.
    std::size_t kept_from(std::size_t body_end) const {
        constexpr std::size_t kShortSection = 4;
        const std::size_t last = body_end == 0 ? 0 : body_end - 1;
        for (std::size_t i = body_end; i > 0 && body_end - i < kShortSection; --i) {
            const Block& one = paper_.blocks[i - 1];
            if (std::holds_alternative<Heading>(one)) return i - 1;
            if (std::holds_alternative<Table>(one)) break;
        }
        return last;
    }

    /// Page numbers stand above in the middle and begin with the second page.
    std::string section() const {
        std::string out =
            "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId2\"/><w:headerReference "
            "w:type=\"first\" r:id=\"rId3\"/><w:pgSz w:w=\"";
        out += number(is_wide_ ? kLong : kShort) + "\" w:h=\"" + number(is_wide_ ? kShort : kLong) + "\"";
        if (is_wide_) out += " w:orient=\"landscape\"";
        out += "/><w:pgMar w:top=\"" + number(kTop) + "\" w:right=\"" + number(kRight) + "\" w:bottom=\"" +
               number(kBottom) + "\" w:left=\"" + number(kLeft) + "\" w:header=\"" + number(kHeader) +
               "\" w:footer=\"" + number(kHeader) +
               "\" w:gutter=\"0\"/><w:pgNumType w:start=\"1\"/><w:titlePg/>";
        return out + "</w:sectPr>";
    }

    void head() {
        const Letterhead& from = paper_.letterhead;
        const std::vector<int> widths{kHeadLeft, width() - kHeadLeft};
        std::string left;
        if (!from.above.empty()) left += centred(run(from.above, {.size = kHeadSize, .caps = true}));
        // A long name goes on where its body breaks it, not where the cell ends.
        for (std::size_t at = 0; at <= from.own.size();) {
            const std::size_t end = std::min(from.own.find('\n', at), from.own.size());
            left +=
                centred(run(from.own.substr(at, end - at), {.size = kHeadSize, .bold = true, .caps = true}));
            at = end + 1;
        }
        left += rule(widths[0], widths[0] / 3);
        std::string right = centred(run(paper_.frame.nation, {.size = kHeadSize, .bold = true}));
        right += centred(run(paper_.frame.motto, {.bold = true}));
        right += rule(widths[1], motto_length());
        const Look plain{.size = kHeadSize};
        std::string below = centred(run(paper_.frame.number + "          " + from.symbol, plain), kSpace);
        if (is_letter() && !paper_.subject.empty()) {
            below += centred(run(paper_.frame.about + " " + paper_.subject, {.size = kNoteSize}), 40);
        }
        const std::string day = (from.place.empty() ? "…………" : from.place) + ", " + paper_.frame.day;
        out_ += bare_table(widths, {{left, right}, {below, centred(run(day, {.italic = true}), kSpace)}});
        if (is_letter()) return;
        out_ += centred(run(paper_.kind, {.bold = true, .caps = true}), 2 * kSpace);
        if (!paper_.subject.empty()) out_ += centred(run(paper_.subject, {.bold = true}));
        out_ += rule(width(), width() / 4);
    }

    /// As long as the motto is: a bold letter of its size is about 0.52 of it wide.
    int motto_length() const {
        constexpr int kLetter = kBody * 10 * 52 / 100;
        const int letters = static_cast<int>(text::count_code_points(paper_.frame.motto));
        return std::min(letters * kLetter, width() - kHeadLeft);
    }

    void addressees() {
        if (paper_.to.empty()) {
            out_ += paragraph({}, {.after = 0});
            return;
        }
        if (paper_.to.size() == 1) {
            out_ += centred(run(paper_.frame.to + " " + paper_.to.front()), 2 * kSpace, 2 * kSpace);
            return;
        }
        constexpr int kToLeft = 2'600;
        std::string lines;
        for (std::size_t i = 0; i < paper_.to.size(); ++i) {
            const char* mark = i + 1 == paper_.to.size() ? "." : ";";
            lines += paragraph(run("- " + paper_.to[i] + mark), {.align = "left", .after = 20});
        }
        out_ += paragraph({}, {.after = 0});
        out_ += bare_table(
            {kToLeft, width() - kToLeft},
            {{paragraph(run(paper_.frame.to + "\u00a0"), {.align = "right"}), lines}}
        );
        out_ += paragraph({}, {.after = 0});
    }

    /// The sign that a paper is at its end takes the place of the full stop.
    static std::string ended(std::string text, const std::string& end) {
        if (!end.empty() && text.ends_with('.') && end.starts_with('.')) text.pop_back();
        return text + end;
    }

    void block(const Block& one, bool is_last, bool is_kept) {
        const std::string end = is_last ? paper_.frame.end : "";
        if (const auto* heading = std::get_if<Heading>(&one)) {
            const Look look{.bold = heading->level < kLevels};
            const std::string mark = counter_.mark(heading->level);
            out_ += paragraph(
                run(mark + " " + heading->text, look),
                {.first = kIndent, .before = kSpace, .after = kSpace, .with_next = true}
            );
        }
        if (const auto* text = std::get_if<Paragraph>(&one)) {
            out_ += paragraph(
                run(ended(text->text, end)), {.first = kIndent, .after = kSpace, .with_next = is_kept}
            );
        }
        if (const auto* item = std::get_if<Item>(&one)) {
            out_ += paragraph(
                run("- " + ended(item->text, end)), {.first = kIndent, .after = kSpace, .with_next = is_kept}
            );
        }
        if (const auto* rows = std::get_if<Table>(&one)) table(*rows);
        if (const auto* next = std::get_if<Annex>(&one)) annex(*next);
    }

    /// The section ends in its last paragraph.
    void annex(const Annex& next) {
        out_ += "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>" +
                section() + "</w:pPr></w:p>";
        is_wide_ = next.is_wide;
        counter_.restart();
        out_ += centred(run(next.label, {.bold = true}));
        out_ += centred(run(next.title, {.bold = true}));
        out_ += centred(run(next.note, {.italic = true}), 0, kSpace);
    }

    std::string cell(const std::string& text, int width, std::string_view align, bool bold, int span = 1)
        const {
        std::string out = "<w:tc><w:tcPr><w:tcW w:w=\"" + number(width) + "\" w:type=\"dxa\"/>";
        if (span > 1) out += "<w:gridSpan w:val=\"" + number(span) + "\"/>";
        if (bold && span == 1) out += "<w:vAlign w:val=\"center\"/>";
        out += "</w:tcPr>" + paragraph(
                                 run(text, {.size = kTableSize, .bold = bold}),
                                 // What names a group does not stand alone at the foot of a page.
                                 {.align = align, .before = 40, .after = 40, .with_next = span > 1}
                             );
        return out + "</w:tc>";
    }

    void table(const Table& table) {
        int shares = 0;
        for (const Column& column : table.columns) shares += std::max(1, column.width);
        std::vector<int> widths;
        for (const Column& column : table.columns)
            widths.push_back(width() * std::max(1, column.width) / shares);
        out_ += "<w:tbl><w:tblPr><w:tblW w:w=\"" + number(std::accumulate(widths.begin(), widths.end(), 0)) +
                "\" w:type=\"dxa\"/><w:tblBorders>";
        for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
            out_ +=
                "<w:" + std::string(side) + " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>";
        }
        out_ +=
            "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/>"
            "<w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>";
        for (const int one : widths) out_ += "<w:gridCol w:w=\"" + number(one) + "\"/>";
        out_ += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
        for (std::size_t i = 0; i < widths.size(); ++i) {
            out_ += cell(table.columns[i].heading, widths[i], "center", true);
        }
        out_ += "</w:tr>";
        for (const Row& row : table.rows) table_row(table, widths, row);
        out_ += "</w:tbl>";
        out_ += kAfterTable;
    }

    void table_row(const Table& table, const std::vector<int>& widths, const Row& row) {
        // A row as high as half a page would leave the half before it white.
        constexpr std::size_t kLongCell = 600;
        const auto is_long = [](const std::string& text) { return text.size() > kLongCell; };
        out_ += std::ranges::any_of(row.cells, is_long) ? "<w:tr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        if (!row.group.empty()) {
            const int whole = std::accumulate(widths.begin(), widths.end(), 0);
            out_ += cell(row.group, whole, "left", true, static_cast<int>(widths.size()));
        } else {
            for (std::size_t i = 0; i < widths.size(); ++i) {
                const std::string text = i < row.cells.size() ? row.cells[i] : std::string();
                out_ += cell(text, widths[i], word_of(table.columns[i].align), false);
            }
        }
        out_ += "</w:tr>";
    }

    /// Recipients on the left, who signs on the right: one row that no page parts.
    void close() {
        std::string left;
        if (!paper_.recipients.empty()) {
            left += paragraph(
                run(paper_.frame.recipients, {.size = kNoteSize, .bold = true, .italic = true}),
                {.align = "left"}
            );
        }
        for (std::size_t i = 0; i < paper_.recipients.size(); ++i) {
            const char* mark = i + 1 == paper_.recipients.size() ? "." : ";";
            left += paragraph(
                run("- " + paper_.recipients[i] + mark, {.size = kRecipientSize}), {.align = "left"}
            );
        }
        if (left.empty()) left = paragraph({}, {});
        std::string right;
        for (const std::string& line : paper_.signature)
            right += centred(run(line, {.bold = true, .caps = true}));
        constexpr int kRoomForSignature = 1'300;
        right += centred({}, kRoomForSignature);
        const int half = width() / 2;
        out_ += paragraph({}, {.after = 0, .with_next = true}) +
                bare_table({half, width() - half}, {{left, right}});
    }

    const Paper& paper_;
    std::string out_;
    Counter counter_;
    bool is_wide_{false};
};

}  // namespace

Result<std::string> write_docx(const Paper& paper) {
    TRY(check_texts(paper));
    const std::string document = document_part(Writer(paper).write());
    const Parts parts = fixed_parts();
    std::vector<workbook::ZipEntry> entries;
    for (const auto& [name, bytes] : parts) entries.push_back({name, bytes});
    entries.push_back({"word/document.xml", document});
    return workbook::make_zip(entries);
}

}  // namespace neove::paper
