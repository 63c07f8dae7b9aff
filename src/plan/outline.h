#pragma once
/// \file
/// Stage 3: paragraphs → outline. Labels make a tree by their kinds, not by their numbers, which documents
/// get wrong; every node gets the path by which people cite it.

#include "plan/field.h"
#include "plan/paragraph.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

/// What a section is about, from the words of its heading.
enum class Section : std::uint8_t { Task, Goal, Funding, Organisation, Background, Time, Report };

struct Cell {
    Field field{Field::Content};
    Range range;
};

struct Node {
    std::string path;
    std::optional<Label> label;  ///< none for an unlabelled paragraph and for the root
    Range body;
    std::vector<std::uint32_t> children;
    std::uint32_t parent{0};
    std::vector<Cell> cells;  ///< of a table row
    bool is_row{false};
    bool is_group_row{false};  ///< a row that heads other rows
    std::uint32_t line{0};
};

struct Outline {
    std::vector<Node> nodes;      ///< nodes[0] is the root
    std::vector<Paragraph> head;  ///< before the first item
    std::vector<Paragraph> foot;  ///< recipients and signature
};

Outline read_outline(const Tokens& tokens, const std::vector<Paragraph>& paragraphs);

/// The section a heading opens; nothing when its words do not say.
std::optional<Section> section_named(const Tokens& tokens, Range heading);

}  // namespace neove::plan
