#pragma once
/// \file
/// Labelled lines, "label: value", which tell something about an item. The same words head the columns of
/// tables.

#include "plan/token.h"

#include <optional>

namespace neove::plan {

enum class Field : std::uint8_t {
    Lead,
    Coordinate,
    Perform,
    Time,
    Content,
    Product,
    Funding,
    Leader,
    Monitor,
    Place,
    Audience,
    Note,
    Target,
    Number,
    Unit,
    Value,
};

struct FieldLabel {
    Field field{Field::Content};
    Range value;  ///< what follows the colon, to the end of the range that was read
};

/// The label with which the range begins: followed by a colon, or the whole range.
std::optional<FieldLabel> read_field_label(const Tokens& tokens, Range range);

/// The field whose labels a cue marks.
std::optional<Field> field_of(Cue cue);

/// The field that a column head or a bare label names: the phrase covers all words of the range.
std::optional<Field> field_named(const Tokens& tokens, Range range);

}  // namespace neove::plan
