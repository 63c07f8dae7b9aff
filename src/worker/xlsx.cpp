#include "worker/xlsx.h"

#include "document/protocol/remarks.h"
#include "worker/package.h"
#include "worker/text.h"
#include "worker/xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <set>

namespace neove::worker {

namespace {

using document::Answer;
using document::Cell;
using document::Remark;
using document::SheetCells;
using document::SheetRemark;

constexpr std::uint32_t kMaxRows = 1'048'576;
constexpr std::uint32_t kMaxColumns = 16'384;
constexpr std::size_t kMaxSheets = 64;
constexpr std::size_t kMaxCell = 1U << 16U;

std::unexpected<Error> too_large() {
    return refuse(ErrorKind::TooLarge, "document.too_large", {}, "cells");
}

using Tree = std::unique_ptr<pugi::xml_document>;

Tree helper(const Package& package, const std::vector<Relationship>& relations, std::string_view type) {
    for (const Relationship& one : relations) {
        if (one.type != type || one.external) continue;
        const auto bytes = package.part(one.target);
        if (!bytes) break;
        if (auto tree = parse_xml(*bytes)) return *std::move(tree);
    }
    return std::make_unique<pugi::xml_document>();
}

int number(std::string_view text, int otherwise) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() ? value : otherwise;
}

/// All text below a node, without the reading aids of other scripts.
std::string text_below(const pugi::xml_node& root) {
    std::string text;
    walk(
        root,
        [&](const pugi::xml_node& node) {
            const std::string_view name = local_name(node);
            if (name == "rPh") return false;
            if (name == "t") text += node.text().get();
            return name != "t";
        },
        [](const pugi::xml_node&) {}
    );
    return text;
}

struct Workbook {
    std::vector<std::string> shared;
    std::vector<bool> dates;  ///< by cell style
    bool from_1904{false};
};

bool is_built_in_date(int format) {
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
           (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

std::vector<bool> date_styles(const pugi::xml_node& styles) {
    std::set<int> own;
    for (const pugi::xml_node& format : child(styles, "numFmts").children()) {
        if (is_date_format(attribute(format, "formatCode")))
            own.insert(number(attribute(format, "numFmtId"), -1));
    }
    std::vector<bool> dates;
    for (const pugi::xml_node& style : child(styles, "cellXfs").children()) {
        const int format = number(attribute(style, "numFmtId"), 0);
        dates.push_back(is_built_in_date(format) || own.contains(format));
    }
    return dates;
}

Result<std::vector<std::string>> shared_strings(const pugi::xml_node& root) {
    std::vector<std::string> shared;
    for (const pugi::xml_node& item : root.children()) {
        if (local_name(item) != "si") continue;
        shared.push_back(text_below(item));
        if (shared.size() > document::kMaxCells) return too_large();
    }
    return shared;
}

/// A number as people write it: `123456789012`, not `1.23456789012E11`; `0.1`, not its binary neighbour.
std::string plain_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::string(text);
    std::array<char, 64> out{};
    constexpr double kExact = 1e15;
    const bool whole = std::abs(value) < kExact && value == std::floor(value);
    const auto done = whole
                          ? std::to_chars(out.data(), out.data() + out.size(), static_cast<long long>(value))
                          : std::to_chars(out.data(), out.data() + out.size(), value);
    if (done.ec != std::errc()) return std::string(text);
    std::string shown(out.data(), done.ptr);
    // `1.125` is eleven hundred where people group by dots: a fraction never has three digits here.
    const std::size_t point = shown.find('.');
    if (point != std::string::npos && shown.size() - point == 4 && shown.find('e') == std::string::npos) {
        shown += '0';
    }
    return shown;
}

std::string value_of(const pugi::xml_node& cell, const Workbook& book) {
    const std::string_view type = attribute(cell, "t");
    if (type == "inlineStr") return text_below(child(cell, "is"));
    const std::string value = child(cell, "v").text().get();
    if (type == "s") {
        const int at = number(value, -1);
        return at >= 0 && static_cast<std::size_t>(at) < book.shared.size()
                   ? book.shared[static_cast<std::size_t>(at)]
                   : std::string();
    }
    if (type == "b") return value == "1" ? "TRUE" : "FALSE";
    if (!type.empty() && type != "n") return value;  // formula text, errors, ISO dates
    const int style = number(attribute(cell, "s"), -1);
    const bool date = style >= 0 && static_cast<std::size_t>(style) < book.dates.size() &&
                      book.dates[static_cast<std::size_t>(style)];
    return date ? date_of(value, book.from_1904) : plain_number(value);
}

bool is_set(const pugi::xml_node& node, const char* name) {
    const std::string_view value = attribute(node, name);
    return value == "1" || value == "true";
}

/// Hidden by a filter, by hand, or drawn so small that nobody sees it.
bool is_hidden(const pugi::xml_node& node, const char* size) {
    return is_set(node, "hidden") || attribute(node, size) == "0";
}

/// Hidden columns in which something stands.
void mark_columns(const pugi::xml_node& root, const SheetCells& sheet, std::vector<SheetRemark>& remarks) {
    std::set<std::uint32_t> used;
    for (const Cell& cell : sheet.cells) used.insert(cell.column);
    for (const pugi::xml_node& one : child(root, "cols").children()) {
        if (!is_hidden(one, "width")) continue;
        const int first = number(attribute(one, "min"), 0);
        const int last = number(attribute(one, "max"), first);
        auto at = used.lower_bound(static_cast<std::uint32_t>(std::max(first, 1)));
        // Each column is told once, however many ranges a hostile file says it lies in.
        while (at != used.end() && last > 0 && *at <= static_cast<std::uint32_t>(last)) {
            remarks.push_back({0, Remark::HiddenColumn, 0, *at});
            at = used.erase(at);
        }
    }
}

/// Declared dimensions are not believed: places come from the cells, or from counting where they name none.
Result<SheetCells> read_sheet(
    const pugi::xml_node& root,
    const Workbook& book,
    std::size_t room,
    bool& formulas,
    std::vector<SheetRemark>& remarks
) {
    SheetCells sheet;
    std::uint32_t row = 0;
    std::size_t seen = 0;
    for (const pugi::xml_node& line : child(root, "sheetData").children()) {
        ++row;
        std::uint32_t column = 0, told = 0;
        const bool hides = is_hidden(line, "ht");
        for (const pugi::xml_node& cell : line.children()) {
            if (++seen > document::kMaxCells) return too_large();
            const CellPlace place = place_of(attribute(cell, "r"));
            if (place.row != 0) row = place.row;
            column = place.column != 0 ? place.column : column + 1;
            if (row > kMaxRows || column > kMaxColumns) return too_large();
            const bool is_formula = !child(cell, "f").empty();
            formulas |= is_formula;
            const std::string text = clean_text(value_of(cell, book));
            const std::string_view shown = trimmed(text);
            if (shown.empty()) continue;
            if (shown.size() > kMaxCell || sheet.cells.size() == room) return too_large();
            sheet.cells.push_back({row, column, std::string(shown)});
            if (hides && told != row) remarks.push_back({0, Remark::HiddenRow, row, 0});
            told = row;
            if (is_formula) remarks.push_back({0, Remark::Formula, row, column});
        }
    }
    mark_columns(root, sheet, remarks);
    return sheet;
}

/// Within what an answer may carry: a byte that is no letter becomes one of three bytes.
std::string sheet_name(std::string_view written) {
    constexpr std::size_t kLongest = 200;
    std::string name = clean_text(written.substr(0, kLongest));
    std::size_t end = std::min(name.size(), kLongest);
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
    name.resize(end);
    return name;
}

constexpr std::size_t kMaxDrawings = 64;

void add_margin(std::string_view text, Answer& answer) {
    const std::string clean = clean_text(text);
    const std::string_view line = trimmed(clean);
    if (line.empty() || answer.margins.find(line) != std::string::npos) return;
    answer.margins.append(line) += '\n';
}

/// `&C&"Arial,Bold"&14MẬT&R&P`: what is printed, without what says how and where.
std::string printed(std::string_view coded) {
    std::string out;
    for (std::size_t at = 0; at < coded.size(); ++at) {
        if (coded[at] != '&' || at + 1 == coded.size()) {
            out += coded[at];
            continue;
        }
        const char code = coded[++at];
        if (code == '&') out += '&';
        if (code == 'L' || code == 'C' || code == 'R') out += '\n';
        if (code == '"') at = std::min(coded.find('"', at + 1), coded.size());
        while (code >= '0' && code <= '9' && at + 1 < coded.size() && coded[at + 1] >= '0' &&
               coded[at + 1] <= '9') {
            ++at;
        }
    }
    return out;
}

/// What is printed at the edges of a sheet.
void read_edges(const pugi::xml_node& root, Answer& answer) {
    for (const pugi::xml_node& one : child(root, "headerFooter").children()) {
        add_margin(printed(one.text().get()), answer);
    }
}

/// Boxes of text that lie over the cells: a stamp is one.
void read_drawings(const Package& package, Answer& answer) {
    std::size_t read = 0;
    for (const std::string& name : package.names()) {
        if (!name.starts_with("xl/drawings/") || !name.ends_with(".xml") || ++read > kMaxDrawings) continue;
        const auto bytes = package.part(name);
        if (!bytes) continue;
        const auto tree = parse_xml(*bytes);
        if (!tree) continue;
        walk(
            (*tree)->document_element(),
            [&](const pugi::xml_node& node) {
                if (local_name(node) != "p") return true;
                add_margin(text_below(node), answer);
                return false;
            },
            [](const pugi::xml_node&) {}
        );
    }
}

}  // namespace

bool is_date_format(std::string_view format) {
    bool quoted = false;
    for (std::size_t i = 0; i < format.size(); ++i) {
        const char c = format[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            i = std::min(format.find(']', i), format.size());
        } else if (std::string_view("dDmMyYhHsS").find(c) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

std::string date_of(std::string_view serial, bool from_1904) {
    double value = 0;
    const auto [end, error] = std::from_chars(serial.data(), serial.data() + serial.size(), value);
    constexpr double kLast = 2'958'465;  // the end of the year 9999
    if (error != std::errc() || end != serial.data() + serial.size() || !(value >= 0 && value <= kLast)) {
        return std::string(serial);
    }
    const auto seconds = static_cast<long long>(std::llround(value * 86'400));
    long long day = seconds / 86'400;
    const long long second = seconds % 86'400;
    // The 1900 system counts a 29 February 1900 that never was: before it, days are one further.
    if (!from_1904 && day < 60) ++day;
    using std::chrono::days;
    using std::chrono::sys_days;
    using std::chrono::year;
    const sys_days zero = from_1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / 30);
    const std::chrono::year_month_day date(zero + days(day));
    std::array<char, 40> text{};
    const int shown = std::snprintf(
        text.data(),
        text.size(),
        "%04d-%02u-%02u",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
    if (second != 0) {
        std::snprintf(
            text.data() + shown,
            text.size() - static_cast<std::size_t>(shown),
            "T%02lld:%02lld:%02lld",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
    }
    return text.data();
}

CellPlace place_of(std::string_view reference) {
    CellPlace place;
    std::size_t at = 0;
    for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at) {
        place.column = place.column * 26 + static_cast<std::uint32_t>(reference[at] - 'A' + 1);
    }
    const std::string_view digits = reference.substr(at);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place.row);
    if (at == 0 || digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return {};
    return place;
}

Result<Answer> read_xlsx(ByteView bytes) {
    const Package package = TRY(Package::open(bytes));
    const std::string main = TRY(main_part(package));
    const std::vector<Relationship> relations = relationships(package, main);
    const std::string part = TRY(package.part(main));
    const Tree tree = TRY(parse_xml(part));
    Workbook book;
    book.dates = date_styles(helper(package, relations, "styles")->document_element());
    book.shared = TRY(shared_strings(helper(package, relations, "sharedStrings")->document_element()));
    const std::string_view old = attribute(child(tree->document_element(), "workbookPr"), "date1904");
    book.from_1904 = old == "1" || old == "true";
    Answer answer;
    bool formulas = false;
    std::vector<SheetRemark> remarks;
    std::size_t room = document::kMaxCells;
    for (const pugi::xml_node& node : child(tree->document_element(), "sheets").children()) {
        const std::string_view id = attribute(node, "id");
        const auto found = std::ranges::find(relations, id, &Relationship::id);
        if (found == relations.end() || found->external || found->type != "worksheet") continue;
        if (answer.sheets.size() == kMaxSheets) return too_large();
        const std::string sheet_part = TRY(package.part(found->target));
        const Tree sheet_tree = TRY(parse_xml(sheet_part));
        std::vector<SheetRemark> found_here;
        SheetCells sheet = TRY(read_sheet(sheet_tree->document_element(), book, room, formulas, found_here));
        const std::string_view state = attribute(node, "state");
        if (state == "hidden" || state == "veryHidden") found_here.push_back({});
        for (SheetRemark& one : found_here) one.sheet = static_cast<std::uint32_t>(answer.sheets.size());
        std::ranges::move(found_here, std::back_inserter(remarks));
        sheet.name = sheet_name(attribute(node, "name"));
        read_edges(sheet_tree->document_element(), answer);
        room -= sheet.cells.size();
        answer.sheets.push_back(std::move(sheet));
    }
    if (answer.sheets.empty()) return refuse(ErrorKind::Invalid, "document.corrupt", {}, "no sheet");
    read_drawings(package, answer);
    if (formulas) answer.notices.emplace_back("document.formulas_as_shown");
    const bool macros = std::ranges::any_of(package.names(), [](const std::string& name) {
        return name.ends_with("vbaProject.bin");
    });
    if (macros) answer.notices.emplace_back("document.macros_ignored");
    const bool links = std::ranges::any_of(relations, [](const Relationship& one) {
        return one.external || one.type == "externalLink";
    });
    if (links) answer.notices.emplace_back("document.external_links_ignored");
    answer.text = document::write_remarks(remarks);
    answer.pages = 1;
    answer.next_page = 1;
    return answer;
}

}  // namespace neove::worker
