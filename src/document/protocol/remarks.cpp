#include "document/protocol/remarks.h"

#include "document/protocol/protocol.h"

#include <charconv>

namespace neove::document {

namespace {

constexpr std::size_t kMostRemarks = 3 * kMaxCells;

/// Takes a number and the sign behind it off the front; false where there is none.
bool take(std::string_view& text, std::uint32_t& value, char behind) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end == text.data() + text.size() || *end != behind) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

bool take(std::string_view& text, Remark& what) {
    if (text.size() < 2 || std::string_view("srcf").find(text[0]) == std::string_view::npos || text[1] != ' ')
        return false;
    what = static_cast<Remark>(text[0]);
    text.remove_prefix(2);
    return true;
}

bool has_its_place(const SheetRemark& one) {
    const bool wants_row = one.what == Remark::HiddenRow || one.what == Remark::Formula;
    const bool wants_column = one.what == Remark::HiddenColumn || one.what == Remark::Formula;
    return (one.row != 0) == wants_row && (one.column != 0) == wants_column;
}

}  // namespace

std::string write_remarks(std::span<const SheetRemark> remarks) {
    std::string out;
    for (const SheetRemark& one : remarks) {
        out += std::to_string(one.sheet) + ' ' + static_cast<char>(one.what) + ' ';
        out += std::to_string(one.row) + ' ' + std::to_string(one.column) + '\n';
    }
    return out;
}

std::optional<std::vector<SheetRemark>> read_remarks(std::string_view text, std::size_t sheets) {
    std::vector<SheetRemark> out;
    while (!text.empty()) {
        SheetRemark one;
        const bool is_whole = take(text, one.sheet, ' ') && take(text, one.what) &&
                              take(text, one.row, ' ') && take(text, one.column, '\n');
        if (!is_whole || one.sheet >= sheets || !has_its_place(one) || out.size() == kMostRemarks)
            return std::nullopt;
        out.push_back(one);
    }
    return out;
}

}  // namespace neove::document
