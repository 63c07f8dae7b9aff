#include <algorithm>
#include <vector>

#include "worker/pdf.h"
#include "worker/text.h"

namespace neove::worker {

namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// How many times a line is parted by three blanks or more between words.
int gaps(std::string_view line) {
    const std::string_view inner = trimmed(line);
    int count = 0;
    for (std::size_t at = inner.find("   "); at != std::string_view::npos; at = inner.find("   ", at)) {
        ++count;
        at = inner.find_first_not_of(' ', at);
    }
    return count;
}

/// A table of tasks has at least three columns for most of its lines; a letterhead or a signature has two for a few.
bool is_table(const std::vector<std::string_view>& lines) {
    std::size_t filled = 0;
    std::size_t parted = 0;
    for (const std::string_view line : lines) {
        if (trimmed(line).empty()) continue;
        ++filled;
        if (gaps(line) >= 2) ++parted;
    }
    constexpr std::size_t kFewest = 4;
    return parted >= kFewest && parted * 3 >= filled;
}

/// Without the blanks all lines begin with, and without those they end with.
std::string dedented(const std::vector<std::string_view>& lines) {
    std::size_t common = std::string_view::npos;
    for (const std::string_view line : lines) common = std::min(common, line.find_first_not_of(' '));
    std::string out;
    for (const std::string_view line : lines) {
        const std::size_t last = line.find_last_not_of(" \t\f");
        if (last != std::string_view::npos) out += line.substr(common, last + 1 - common);
        out += '\n';
    }
    return out;
}

}  // namespace

std::string choose_layout(const std::string& reading_order, const std::string& physical) {
    const std::vector<std::string_view> lines = lines_of(physical);
    std::string chosen = is_table(lines) ? dedented(lines) : dedented(lines_of(reading_order));
    std::erase(chosen, '\f');
    while (chosen.ends_with("\n\n")) chosen.pop_back();
    return chosen;
}

}  // namespace neove::worker
