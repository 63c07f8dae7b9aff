#pragma once
/// \file
/// Which field must be known before which: through `show_when` and `compute`, the only rules that change what
/// another field's rules see. Only this module includes it.

#include "form/form.h"

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace neove::form {

/// Where a name leads: a field's id, or the id of a field of the same row.
struct Reference {
    std::string_view id;
    bool in_row{false};
};
/// `row.x` is x of the row; else the part before the first dot.
Reference reference_of(std::string_view name);

using Names = std::set<std::string, std::less<>>;
/// Names a field must know before it is asked and computed; of rows also what their fields read.
Names reads_of(const Field& field);

struct Order {
    std::vector<std::size_t> sequence;  ///< indices, each after what it reads
    std::vector<std::size_t> circular;  ///< fields that close a circle
};
/// Of the form's own fields, or of the fields of rows among themselves.
Order order_of(const std::vector<Field>& fields, bool in_row);

}  // namespace neove::form
