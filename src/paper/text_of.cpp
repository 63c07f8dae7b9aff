#include "paper/text_of.h"

#include "base/text.h"

#include <algorithm>

namespace neove::paper {

namespace {

bool is_writable(std::string_view text) {
    if (!text::is_valid_utf8(text)) return false;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint one = text::decode(text, at);
        at += one.size;
        const bool is_control = one.value < 0x20 || (one.value >= 0x7F && one.value < 0xA0);
        const bool is_known = one.value == '\t' || one.value == '\n' || one.value == '\r';
        if (is_control && !is_known) return false;
        if (one.value == 0xFFFE || one.value == 0xFFFF) return false;
    }
    return true;
}

/// Calls `take` with every text of a paper.
template <typename Take>
void each_text(const Paper& paper, Take take) {
    const Frame& frame = paper.frame;
    for (const std::string* one :
         {&frame.nation,
          &frame.motto,
          &frame.number,
          &frame.day,
          &frame.about,
          &frame.to,
          &frame.recipients,
          &frame.end,
          &paper.letterhead.above,
          &paper.letterhead.own,
          &paper.letterhead.symbol,
          &paper.letterhead.place,
          &paper.kind,
          &paper.subject}) {
        take(*one);
    }
    for (const auto* list : {&paper.to, &paper.signature, &paper.recipients})
        std::ranges::for_each(*list, take);
    for (const Block& block : paper.blocks) {
        if (const auto* heading = std::get_if<Heading>(&block)) take(heading->text);
        if (const auto* paragraph = std::get_if<Paragraph>(&block)) take(paragraph->text);
        if (const auto* item = std::get_if<Item>(&block)) take(item->text);
        if (const auto* annex = std::get_if<Annex>(&block)) {
            for (const std::string* one : {&annex->label, &annex->title, &annex->note}) take(*one);
        }
        const auto* table = std::get_if<Table>(&block);
        if (table == nullptr) continue;
        for (const Column& column : table->columns) take(column.heading);
        for (const Row& row : table->rows) {
            take(row.group);
            std::ranges::for_each(row.cells, take);
        }
    }
}

std::string roman(int number) {
    static constexpr std::array<std::pair<int, std::string_view>, 9> kParts{
        {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}};
    std::string out;
    for (const auto& [value, letters] : kParts) {
        for (; number >= value; number -= value) out += letters;
    }
    return out;
}

/// In the order in which Vietnamese offices letter their points.
constexpr std::array<std::string_view, 23> kLetters{"a", "b", "c", "d", "đ", "e", "g", "h",
                                                    "i", "k", "l", "m", "n", "o", "p", "q",
                                                    "r", "s", "t", "u", "v", "x", "y"};

}  // namespace

Result<> check_texts(const Paper& paper) {
    bool is_good = true;
    each_text(paper, [&](const std::string& text) { is_good = is_good && is_writable(text); });
    if (!is_good) return refuse(ErrorKind::Invalid, "paper.unwritable");
    return {};
}

std::string heading_mark(int level, int number) {
    if (level == 1) return roman(number) + ".";
    if (level == 2) return std::to_string(number) + ".";
    const auto at = static_cast<std::size_t>(number - 1);
    return (at < kLetters.size() ? std::string(kLetters[at]) : std::to_string(number)) + ")";
}

std::string Counter::mark(int level) {
    const auto at = static_cast<std::size_t>(std::clamp(level, 1, kLevels) - 1);
    ++numbers_[at];
    for (std::size_t below = at + 1; below < numbers_.size(); ++below) numbers_[below] = 0;
    return heading_mark(static_cast<int>(at) + 1, numbers_[at]);
}

}  // namespace neove::paper
