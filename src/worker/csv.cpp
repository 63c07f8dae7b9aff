#include "worker/csv.h"

#include "worker/text.h"

#include <algorithm>
#include <array>

namespace neove::worker {

namespace {

using document::Answer;
using document::Cell;

constexpr std::size_t kMaxCell = 1U << 16U;
constexpr std::uint32_t kMaxColumns = 16'384;

/// The separator that stands most often outside quotes in the first lines: a table may begin with its title.
char separator_of(std::string_view text) {
    constexpr std::array kSeparators{'\t', ';', ','};  // the rarer in ordinary words wins a tie
    constexpr int kLinesAsked = 50;
    std::array<std::size_t, kSeparators.size()> counts{};
    bool quoted = false;
    int lines = 0;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (c == '\n' && !quoted && ++lines == kLinesAsked) break;
        const auto at = std::ranges::find(kSeparators, c);
        if (!quoted && at != kSeparators.end()) ++counts[static_cast<std::size_t>(at - kSeparators.begin())];
    }
    return kSeparators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

/// Reads one field beginning at `at`, which ends up on what ended it; `open` says that its quote is still
/// open.
std::string field(std::string_view text, std::size_t& at, char separator, bool& open) {
    std::string value;
    bool quoted = at < text.size() && text[at] == '"';
    if (quoted) ++at;
    while (at < text.size()) {
        const char c = text[at];
        if (quoted && c == '"') {
            if (at + 1 < text.size() && text[at + 1] == '"') {
                value += '"';
                at += 2;
                continue;
            }
            quoted = false;
        } else if (!quoted && (c == separator || c == '\n')) {
            break;
        } else {
            value += c;
        }
        ++at;
    }
    open = quoted;
    return value;
}

std::uint32_t line_of(std::string_view text, std::size_t at) {
    return 1 + static_cast<std::uint32_t>(std::ranges::count(text.substr(0, at), '\n'));
}

}  // namespace

Result<Answer> read_csv(std::string_view text) {
    Answer answer;
    document::SheetCells& sheet = answer.sheets.emplace_back();
    const char separator = separator_of(text);
    std::uint32_t row = 1;
    std::uint32_t column = 1;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        bool open = false;
        const std::string raw = field(text, at, separator, open);
        if (open) {
            answer.notices.emplace_back("document.quote_open");
            sheet.cells.push_back({line_of(text, begin), column, "\""});
            break;
        }
        const std::string value(trimmed(clean_text(raw)));
        if (value.size() > kMaxCell || column > kMaxColumns)
            return refuse(ErrorKind::TooLarge, "document.too_large");
        if (!value.empty()) sheet.cells.push_back({row, column, value});
        if (sheet.cells.size() > document::kMaxCells)
            return refuse(ErrorKind::TooLarge, "document.too_large");
        const bool line_ends = at < text.size() && text[at] == '\n';
        row += line_ends ? 1 : 0;
        column = line_ends ? 1 : column + 1;
        ++at;
        if (row > 1'048'576) return refuse(ErrorKind::TooLarge, "document.too_large");
    }
    answer.pages = 1;
    answer.next_page = 1;
    return answer;
}

}  // namespace neove::worker
