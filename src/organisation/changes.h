#pragma once
/// \file
/// What is to change of an organisation, as a person reads it.

#include "organisation/directory.h"

#include <string>
#include <vector>

namespace neove::organisation {

struct FieldChange {
    std::string field;  ///< as an import names its columns: `name`, `kind`, `parent`, …
    std::string before;
    std::string after;
    bool operator==(const FieldChange&) const = default;
};

/// Each field that differs, in the order of the form. Bodies are written by their names in `directory`, or by
/// their ids; of names beside the name only those that come or go.
std::vector<FieldChange> changes_between(
    const Organisation& before, const Organisation& after, const Directory& directory
);

}  // namespace neove::organisation
