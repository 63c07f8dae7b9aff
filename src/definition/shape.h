#pragma once
/// \file
/// What may be written where in a programme's files: small shapes combined into big ones. A shape turns a
/// node of YAML into the JSON of the bundle, gives every scalar its type and collects every fault on the way.

#include "definition/fault.h"
#include "json/json.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace neove::definition {

/// One file being read.
struct Reading {
    std::string_view file;
    Faults& faults;
    Places& places;

    void fault(
        std::string_view code, yaml::Place place, std::string_view pointer, std::string_view detail = {}
    ) const;
};

/// Null where what stands there is wrong; the fault is told then.
using Shape = std::function<json::Value(const Reading&, const yaml::Node&, const std::string& pointer)>;

enum class Need : std::uint8_t { Must, May };

struct Key {
    std::string name;
    Shape shape;
    Need need{Need::May};
    std::string as{};  ///< its name in the bundle, where it is another
};

namespace shape {

/// `[a-z][a-z0-9_]*`, at most 48 characters.
Shape id();
/// Two to four capital letters.
Shape prefix();
/// A scalar that is not blank, in NFC.
Shape text(std::size_t max_bytes = 2'000);
Shape integer(std::int64_t min, std::int64_t max);
/// `true` or `false`; what it is when unsaid is left out of the bundle.
Shape flag(bool unsaid = false);
/// `yyyy-mm-dd`.
Shape date();
Shape one_of(std::vector<std::string> words);
/// `[…]` of any length from `min`.
Shape list_of(Shape item, std::size_t min = 0);
/// A single one counts as a list of one.
Shape one_or_list(Shape item);
/// A list whose items' ids (a scalar, or the member `id`) differ.
Shape distinct(Shape list);
/// A mapping with these keys and no other.
Shape object(std::vector<Key> keys);
/// A mapping whose keys are names of something else, each with such a value.
Shape by_id(Shape value);
/// A scalar by the first shape, anything else by the second.
Shape scalar_or(Shape scalar, Shape otherwise);

/// `3 working_days`, `14 days`, `24 hours`, `2 months` as {"amount", "unit"}; with `dates` also
/// {date: "08-12", before: exclusive} as {"dates", "before"}, where more than one day of the year is a list,
/// and {field: due_on, before: inclusive} as it stands: the day that a field names.
Shape span(bool dates = false);
/// `2 days` as a number.
Shape days();
/// `entered(state)`, `action(action)`, `field(field)` as {"on", "name"}.
Shape trigger();

}  // namespace shape

bool is_id(std::string_view text);

}  // namespace neove::definition
