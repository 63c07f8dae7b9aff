#include "administrative_unit/list_table.h"

#include "base/csv.h"
#include "base/text.h"

#include <algorithm>

namespace neove::administrative_unit {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

char separator_of(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    char best = ',';
    for (const char one : {';', '\t'}) {
        if (std::ranges::count(line, one) > std::ranges::count(line, best)) best = one;
    }
    return best;
}

std::string trimmed(std::string_view cell) {
    const std::size_t begin = cell.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text::to_nfc(cell.substr(begin, cell.find_last_not_of(" \t\r\n") - begin + 1));
}

class Table {
public:
    explicit Table(std::string_view text) : rest_(text), separator_(separator_of(text)) {}

    Result<std::vector<TableRow>> read() {
        while (!rest_.empty()) {
            if (rows_.size() == kMostTableRows) return refuse(ErrorKind::TooLarge, "units.too_many_rows");
            TRY(read_row());
        }
        return std::move(rows_);
    }

private:
    Result<> read_row() {
        rows_.emplace_back();
        for (;;) {
            const std::string cell = TRY(read_cell());
            if (cell.size() > kMostCellBytes) return refused("units.cell_too_long");
            rows_.back().push_back(csv::unguarded(trimmed(cell)));
            const char next = rest_.empty() ? '\n' : rest_.front();
            if (!rest_.empty()) rest_.remove_prefix(1);
            if (next == '\n') return {};
        }
    }

    /// Up to the separator or line end, which stays.
    Result<std::string> read_cell() {
        const std::size_t first = rest_.find_first_not_of(' ');
        if (first != std::string_view::npos && rest_[first] == '"') {
            rest_.remove_prefix(first + 1);
            return read_quoted();
        }
        const std::size_t end = std::min(end_of_cell(), rest_.size());
        const std::string cell(rest_.substr(0, end));
        rest_.remove_prefix(end);
        if (cell.find('"') != std::string::npos) return refused("units.quote");
        return cell;
    }

    Result<std::string> read_quoted() {
        std::string cell;
        for (;;) {
            const std::size_t quote = rest_.find('"');
            if (quote == std::string_view::npos) return refused("units.quote");
            cell += rest_.substr(0, quote);
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) break;
            cell += '"';
            rest_.remove_prefix(1);
        }
        const std::string_view after = rest_.substr(0, end_of_cell());
        if (after.find_first_not_of(" \r") != std::string_view::npos) return refused("units.quote");
        rest_.remove_prefix(after.size());
        return cell;
    }

    std::size_t end_of_cell() const {
        const char ends[] = {separator_, '\n'};
        return rest_.find_first_of(std::string_view(ends, 2));
    }

    std::unexpected<Error> refused(std::string code) const {
        return refuse(ErrorKind::Invalid, std::move(code), std::to_string(rows_.size()));
    }

    std::string_view rest_;
    char separator_;
    std::vector<TableRow> rows_;
};

}  // namespace

Result<std::vector<TableRow>> read_table(std::string_view text) {
    if (text.size() > kMostTableBytes) return refuse(ErrorKind::TooLarge, "units.too_large");
    if (!text::is_valid_utf8(text) || text.find('\0') != std::string_view::npos) {
        return refuse(ErrorKind::Malformed, "units.not_text");
    }
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    return Table(text).read();
}

}  // namespace neove::administrative_unit
