#pragma once
/// \file
/// What changes when one bundle follows another, thing by thing: additive where whatever was right stays
/// right, breaking otherwise. Two persons read this before they sign.

#include "access/rules_difference.h"
#include "definition/register.h"

#include <string>
#include <vector>

namespace neove::definition {

struct Change {
    bool breaking{false};
    std::string code;    ///< key of the sentence: `change.field_removed`
    std::string where;   ///< by ids: `loan/form/fields/title`
    std::string detail;  ///< `type: text → integer`; empty for what was added or removed
    bool operator==(const Change&) const = default;
};

struct BundleDifference {
    std::vector<Change> changes;         ///< in the order of the old bundle, what is new after it
    std::vector<access::Change> access;  ///< cell by cell
    bool access_is_wider{false};
    bool is_breaking() const;
    bool is_empty() const { return changes.empty() && access.empty(); }
};

BundleDifference diff(const Bundle& before, const Bundle& after);

}  // namespace neove::definition
