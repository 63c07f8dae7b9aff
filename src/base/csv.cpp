#include "base/csv.h"

namespace neove::csv {

namespace {

bool is_formula_like(std::string_view text) {
    const std::size_t begin = text.find_first_not_of('\'');
    return begin != std::string_view::npos && std::string_view("=+-@\t\r").contains(text[begin]);
}

}  // namespace

std::string guarded(std::string_view text) {
    return (is_formula_like(text) ? "'" : "") + std::string(text);
}

std::string unguarded(std::string_view text) {
    if (text.starts_with('\'') && is_formula_like(text)) text.remove_prefix(1);
    return std::string(text);
}

void add_cell(std::string& line, std::string_view text) {
    if (!line.empty()) line.push_back(',');
    line.push_back('"');
    for (const char c : guarded(text)) {
        if (c == '"') line.push_back('"');
        line.push_back(c);
    }
    line.push_back('"');
}

std::string write(const std::vector<std::vector<std::string>>& rows) {
    std::string out = "\xEF\xBB\xBF";
    for (const auto& row : rows) {
        std::string line;
        for (const std::string& cell : row) add_cell(line, cell);
        out += line + "\r\n";
    }
    return out;
}

}  // namespace neove::csv
