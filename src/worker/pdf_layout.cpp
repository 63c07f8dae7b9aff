#include "worker/pdf.h"
#include "worker/text.h"

#include <algorithm>
#include <utility>
#include <vector>

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

/// A table of tasks has at least three columns for most of its lines; a letterhead or a signature has two for
/// a few.
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

/// Numbers of up to three digits with points between: `2027` numbers no item, it ends a sentence.
bool is_item_number(std::string_view name) {
    constexpr std::size_t kLongest = 3;
    std::size_t digits = 0;
    for (const char c : name) {
        if (c != '.' && (c < '0' || c > '9')) return false;
        digits = c == '.' ? 0 : digits + 1;
        if (digits > kLongest) return false;
    }
    return true;
}

/// Whether a line is nothing but the label of a list item: `1.`, `2.1.`, `a)`, `IV.`, `-`, `•`.
bool is_bare_label(std::string_view line) {
    if (line == "-" || line == "+" || line == "•" || line == "–") return true;
    if (line.size() < 2 || line.size() > 8 || (line.back() != '.' && line.back() != ')')) return false;
    const std::string_view name = line.substr(0, line.size() - 1);
    const bool roman = name.find_first_not_of("IVX") == std::string_view::npos;
    const bool letter = name == "đ" || (name.size() == 1 && name[0] >= 'a' && name[0] <= 'z');
    return is_item_number(name) || roman || letter;
}

/// A label that hangs to the left of its text is a block of its own to poppler; people read it as one line.
std::vector<std::string> with_labels_joined(const std::vector<std::string_view>& lines) {
    std::vector<std::string> out;
    std::string label;
    for (const std::string_view line : lines) {
        const std::string_view bare = trimmed(line);
        if (!label.empty() && bare.empty()) continue;
        if (is_bare_label(bare) && label.empty()) {
            label = bare;
            continue;
        }
        // A dash begins an item of its own: what stood before it was the end of a sentence ("tháng 12.").
        const bool is_own_item = bare.starts_with("- ") || bare.starts_with("+ ");
        if (!label.empty() && is_own_item) out.push_back(std::exchange(label, {}));
        out.push_back(label.empty() ? std::string(line) : label + " " + std::string(bare));
        label.clear();
    }
    if (!label.empty()) out.push_back(label);
    return out;
}

}  // namespace

std::string with_hyphens(const std::string& reading_order, const std::string& raw) {
    constexpr std::size_t kBefore = 24;
    constexpr std::size_t kAfter = 16;
    const std::vector<std::string_view> lines = lines_of(raw);
    std::string out = reading_order;
    std::size_t from = 0;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        std::string_view before = lines[i].substr(0, lines[i].find_last_not_of(" \t\f") + 1);
        if (!before.ends_with('-')) continue;
        before.remove_suffix(1);
        const std::string_view after = trimmed(lines[i + 1]).substr(0, kAfter);
        if (trimmed(before).empty() || after.empty()) continue;
        before.remove_prefix(before.size() - std::min(before.size(), kBefore));
        const std::string joined = std::string(before).append(after);
        const std::size_t found = out.find(joined, from);
        if (found == std::string::npos) continue;
        from = found + before.size();
        out.insert(from, "-\n");
    }
    return out;
}

bool may_be_table(const std::string& reading_order) {
    constexpr std::size_t kShort = 40;  // bytes: some thirty letters
    std::size_t filled = 0;
    std::size_t brief = 0;
    for (const std::string_view line : lines_of(reading_order)) {
        const std::string_view words = trimmed(line);
        filled += words.empty() ? 0 : 1;
        brief += !words.empty() && words.size() < kShort ? 1 : 0;
    }
    return brief * 4 >= filled;
}

std::string choose_layout(const std::string& reading_order, const std::string& physical) {
    const std::vector<std::string_view> lines = lines_of(physical);
    const std::vector<std::string> joined = with_labels_joined(lines_of(reading_order));
    std::string chosen =
        dedented(is_table(lines) ? lines : std::vector<std::string_view>(joined.begin(), joined.end()));
    std::erase(chosen, '\f');
    while (chosen.ends_with("\n\n")) chosen.pop_back();
    return chosen;
}

}  // namespace neove::worker
