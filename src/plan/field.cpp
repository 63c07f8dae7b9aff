#include "plan/field.h"

#include <algorithm>
#include <array>
#include <utility>

namespace neove::plan {
namespace {

constexpr std::array kLabels{
    std::pair{Cue::label_lead, Field::Lead},
    std::pair{Cue::label_coordinate, Field::Coordinate},
    std::pair{Cue::label_perform, Field::Perform},
    std::pair{Cue::label_time, Field::Time},
    std::pair{Cue::label_content, Field::Content},
    std::pair{Cue::label_product, Field::Product},
    std::pair{Cue::label_funding, Field::Funding},
    std::pair{Cue::label_leader, Field::Leader},
    std::pair{Cue::label_monitor, Field::Monitor},
    std::pair{Cue::label_place, Field::Place},
    std::pair{Cue::label_audience, Field::Audience},
    std::pair{Cue::label_note, Field::Note},
    std::pair{Cue::label_target, Field::Target},
    std::pair{Cue::label_index, Field::Number},
    std::pair{Cue::label_unit, Field::Unit},
    std::pair{Cue::label_value, Field::Value},
};

struct Found {
    Field field;
    Index size;
};

std::optional<Found> longest_label(const Tokens& t, Range range) {
    std::optional<Found> found;
    for (const auto& [cue, field] : kLabels) {
        const Index size = t.at(range.first, cue, range.last);
        if (size > 0 && (!found || size > found->size)) found = Found{field, size};
    }
    return found;
}

}  // namespace

std::optional<Field> field_of(Cue cue) {
    for (const auto& [label, field] : kLabels) {
        if (label == cue) return field;
    }
    return std::nullopt;
}

std::optional<FieldLabel> read_field_label(const Tokens& t, Range range) {
    if (range.empty() || t[range.first].kind != TokenKind::Word) return std::nullopt;
    const auto label = longest_label(t, range);
    if (!label) return std::nullopt;
    Index i = range.first + label->size;
    // "Thời gian hoàn thành rà soát:" — a few small words may qualify the label.
    constexpr Index kQualifiers = 5;
    const bool may_qualify = label->field == Field::Time || label->field == Field::Product;
    const Index limit = may_qualify ? std::min(range.last, i + kQualifiers) : i;
    while (i < limit && t[i].kind == TokenKind::Word && !t[i].capital) ++i;
    // "Đơn vị thực hiện (mục 3.1, 3.2):" — a parenthesis may say for what.
    constexpr Index kLongestScope = 14;
    if (i < range.last && t[i].mark == U'(') {
        Index close = i + 1;
        while (close < range.last && close < i + kLongestScope && t[close].mark != U')') ++close;
        if (close + 1 < range.last && t[close].mark == U')' && t[close + 1].mark == U':') i = close + 1;
    }
    if (i == range.last && i == range.first + label->size) return FieldLabel{label->field, {i, i}};
    if (i >= range.last || t[i].mark != U':') return std::nullopt;
    return FieldLabel{label->field, {i + 1, range.last}};
}

std::optional<Field> field_named(const Tokens& t, Range range) {
    while (!range.empty() && t[range.last - 1].kind == TokenKind::Mark) --range.last;
    if (range.empty()) return std::nullopt;
    const auto label = longest_label(t, range);
    if (!label) return std::nullopt;
    const Index rest = range.size() - label->size;
    // Heads of columns carry additions: "Thời gian (hoàn thành)", "Cơ quan chủ trì tham mưu".
    if (rest == 0 || t[range.first + label->size].mark == U'(' || rest <= 4) return label->field;
    return std::nullopt;
}

}  // namespace neove::plan
