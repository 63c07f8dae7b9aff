#include "workbook/workbook.h"

#include "base/text.h"
#include "workbook/zip.h"

#include <algorithm>
#include <string_view>

namespace neove::workbook {

namespace {

// Positions in `cellXfs` below.
constexpr int kPlain = 0, kWrapped = 1, kHeading = 2, kDay = 3, kMoment = 4, kWhole = 5, kTitle = 6,
              kQuoted = 7, kToFill = 8;

constexpr std::size_t kTextMax = 32'767;              // of a cell, by the format
constexpr std::size_t kNameMax = 31;                  // of a sheet
constexpr std::int64_t kExact = 999'999'999'999'999;  // a spreadsheet counts in doubles and shows 15 digits
constexpr std::int32_t kDaysBefore1970 = 25'569;      // 1970-01-01 as spreadsheets count
constexpr std::size_t kNarrow = 12, kWide = 48, kFilledWidth = 36, kHeadWidth = 20;

constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

constexpr std::string_view kTypes =
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" "
    "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";

constexpr std::string_view kRelations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";

constexpr std::string_view kBookRelations =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" "
    "Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" "
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/></Relationships>";

// `quotePrefix` keeps a text that begins like a formula a text when somebody edits the cell later.
constexpr std::string_view kStyles =
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"hh:mm\\ dd/mm/yyyy\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Arial\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Arial\"/></font></fonts>"
    "<fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE3EFEF\"/></patternFill></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFBE6\"/></patternFill></fill></fills>"
    "<borders count=\"2\"><border/><border><left style=\"thin\"/><right style=\"thin\"/>"
    "<top style=\"thin\"/><bottom style=\"thin\"/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
    "<cellXfs count=\"9\"><xf/>"
    "<xf applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf fontId=\"1\" fillId=\"2\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"164\" applyNumberFormat=\"1\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" horizontal=\"left\"/></xf>"
    "<xf numFmtId=\"165\" applyNumberFormat=\"1\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" horizontal=\"left\"/></xf>"
    "<xf numFmtId=\"3\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf fontId=\"1\" applyFont=\"1\"/>"
    "<xf quotePrefix=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"49\" fillId=\"3\" borderId=\"1\" applyNumberFormat=\"1\" applyFill=\"1\" "
    "applyBorder=\"1\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>"
    "</styleSheet>";

/// What XML 1.0 cannot hold at all.
bool is_unwritable(char32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF;
}

/// As the text of an element or an attribute, of at most so many characters.
std::string escaped(std::string_view text, std::size_t most) {
    const std::string whole = text::repair_utf8(text);
    const bool is_long = text::count_code_points(whole) > most;
    std::string out;
    std::size_t count = 0;
    for (std::size_t at = 0; at < whole.size();) {
        const text::CodePoint one = text::decode(whole, at);
        if (is_long && ++count == most) {
            out += "…";
            break;
        }
        const std::string_view bytes = std::string_view(whole).substr(at, one.size);
        at += one.size;
        switch (one.value) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\r': out += "&#13;"; break;
            default:
                if (!is_unwritable(one.value)) out += bytes;
        }
    }
    return out;
}

bool begins_like_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

std::string reference(std::size_t row, std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return letters + std::to_string(row);
}

std::string text_cell(const std::string& at, std::string_view text, int style) {
    return "<c r=\"" + at + "\" s=\"" + std::to_string(style) +
           "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + escaped(text, kTextMax) + "</t></is></c>";
}

std::string number_cell(const std::string& at, const std::string& number, int style) {
    return "<c r=\"" + at + "\" s=\"" + std::to_string(style) + "\"><v>" + number + "</v></c>";
}

std::string serial_of(const calendar::Date& day) {
    return std::to_string(day.days() + kDaysBefore1970);
}

/// Digits of the part of a day, without floating point: ten of them are more than a minute needs.
std::string serial_of(const Moment& moment) {
    constexpr std::int64_t kParts = 10'000'000'000, kMinutes = 1'440;
    const std::int64_t part = (moment.minute * kParts + kMinutes / 2) / kMinutes;
    std::string digits = std::to_string(part);
    digits.insert(0, 10 - digits.size(), '0');
    return serial_of(moment.day) + "." + digits;
}

std::string cell_of(const std::string& at, const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return text->empty() ? std::string()
                             : text_cell(at, *text, begins_like_formula(*text) ? kQuoted : kWrapped);
    }
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        if (*number > kExact || *number < -kExact) return text_cell(at, std::to_string(*number), kQuoted);
        return number_cell(at, std::to_string(*number), kWhole);
    }
    if (const auto* day = std::get_if<calendar::Date>(&cell)) return number_cell(at, serial_of(*day), kDay);
    if (const auto* moment = std::get_if<Moment>(&cell)) return number_cell(at, serial_of(*moment), kMoment);
    return {};
}

bool is_written(const Table& table, std::size_t column) {
    return table.written && column >= table.written->first && column < table.written->second;
}

/// Wide enough for what stands in it, within reason.
std::string columns_part(const Table& table) {
    std::string out = "<cols>";
    for (std::size_t column = 0; column < table.headings.size(); ++column) {
        std::size_t width = text::count_code_points(table.headings[column]);
        for (const auto& row : table.rows) {
            if (column < row.size()) width = std::max(width, text::count_code_points(text_of(row[column])));
        }
        if (is_written(table, column)) width = std::max(width, kFilledWidth);
        if (table.written && column == 0) width = std::max(width, kHeadWidth);
        const std::string number = std::to_string(column + 1);
        out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
               std::to_string(std::clamp(width + 2, kNarrow, kWide)) + "\" customWidth=\"1\"/>";
    }
    return out + "</cols>";
}

std::string sheet_part(const Table& table) {
    const std::size_t heading_row = table.head.size() + 2;
    std::string out(kHead);
    out +=
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
        "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane "
        "ySplit=\"" +
        std::to_string(heading_row) + "\" topLeftCell=\"A" + std::to_string(heading_row + 1) +
        "\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";
    if (!table.headings.empty()) out += columns_part(table);
    out += "<sheetData>";
    std::size_t row = 0;
    for (const auto& [label, value] : table.head) {
        ++row;
        out += "<row r=\"" + std::to_string(row) + "\">" + text_cell(reference(row, 0), label, kTitle) +
               text_cell(reference(row, 1), value, begins_like_formula(value) ? kQuoted : kPlain) + "</row>";
    }
    out += "<row r=\"" + std::to_string(heading_row) + "\">";
    for (std::size_t column = 0; column < table.headings.size(); ++column) {
        out += text_cell(reference(heading_row, column), table.headings[column], kHeading);
    }
    out += "</row>";
    row = heading_row;
    for (const auto& cells : table.rows) {
        ++row;
        out += "<row r=\"" + std::to_string(row) + "\">";
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const std::string at = reference(row, column);
            out += is_written(table, column) ? "<c r=\"" + at + "\" s=\"" + std::to_string(kToFill) + "\"/>"
                                             : cell_of(at, cells[column]);
        }
        out += "</row>";
    }
    out +=
        "</sheetData><pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" "
        "footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" "
        "fitToHeight=\"0\"/></worksheet>";
    return out;
}

std::string sheet_name(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) out += c;
    }
    return out.empty() ? "1" : out;
}

std::string book_part(const Table& table) {
    return std::string(kHead) +
           "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
           "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
           "name=\"" +
           escaped(sheet_name(table.name), kNameMax) + "\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
}

std::string with_dots(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ".");
    }
    return (number < 0 ? "-" : "") + digits;
}

}  // namespace

std::string text_of(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) return with_dots(*number);
    if (const auto* day = std::get_if<calendar::Date>(&cell)) return day->typed();
    const auto* moment = std::get_if<Moment>(&cell);
    if (moment == nullptr) return {};
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(moment->minute / 60) + ":" + two(moment->minute % 60) + " " + moment->day.typed();
}

std::string write_xlsx(const Table& table) {
    const std::string sheet = sheet_part(table);
    const std::string book = book_part(table);
    const std::string types = std::string(kHead) + std::string(kTypes);
    const std::string relations = std::string(kHead) + std::string(kRelations);
    const std::string book_relations = std::string(kHead) + std::string(kBookRelations);
    const std::string styles = std::string(kHead) + std::string(kStyles);
    return make_zip(
        {{"[Content_Types].xml", types},
         {"_rels/.rels", relations},
         {"xl/workbook.xml", book},
         {"xl/_rels/workbook.xml.rels", book_relations},
         {"xl/styles.xml", styles},
         {"xl/worksheets/sheet1.xml", sheet}}
    );
}

}  // namespace neove::workbook
