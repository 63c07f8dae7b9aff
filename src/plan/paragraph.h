#pragma once
/// \file
/// Stage 2: lines → paragraphs. A line break means nothing by itself, a blank line little; a paragraph ends
/// where the next line begins with a label, or where the language says that something new begins.

#include "plan/token.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

/// From the outermost kind to the innermost; the order is used for nesting (plan/outline.h).
enum class LabelKind : std::uint8_t {
    Annex,    ///< PHỤ LỤC
    Part,     ///< PHẦN I, CHƯƠNG II
    Article,  ///< Điều 1.
    Capital,  ///< A.
    Roman,    ///< I.
    Number,   ///< 1. or 1.2.3.
    Bracket,  ///< (1)
    Letter,   ///< a)
    Dash,     ///< -
    Plus,     ///< +
    Bullet,   ///< • *
};

struct Label {
    LabelKind kind{LabelKind::Dash};
    std::string text{};                  ///< as printed, without punctuation; empty for bullets
    std::vector<std::int32_t> digits{};  ///< 3.1.2 → 3, 1, 2
    Index size{0};                       ///< in tokens
};

struct Paragraph {
    Range range;  ///< everything, the label too
    std::optional<Label> label{};
    std::uint32_t first_line{0};
    bool is_row{false};
    Range body() const { return {range.first + (label ? label->size : 0), range.last}; }
};

/// The label with which the range begins, by its shape alone.
std::optional<Label> read_label(const Tokens& tokens, Range range);

/// Whether the words are a heading in capitals: two letters or more, none of them small.
bool is_all_caps(const Tokens& tokens, Range range);

std::vector<Paragraph> read_paragraphs(const Tokens& tokens);

}  // namespace neove::plan
