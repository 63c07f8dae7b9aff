#pragma once
/// \file
/// A table of organisations against the tree: what would be created and changed, and every fault. Decides
/// only; nothing is saved here, and nothing may be saved while there is a fault.

#include "organisation/directory.h"
#include "organisation/vocabulary.h"

#include <functional>

namespace neove::organisation {

using Rows = std::vector<std::vector<std::string>>;
using NewId = std::function<OrganisationId()>;
/// Whether there is such a unit; asked of every row that names one.
using KnowsUnit = std::function<bool(const UnitReference&)>;

inline constexpr std::size_t kMostImportRows = 20'000;
inline constexpr std::size_t kLongestCell = 4'000;  ///< bytes; what is beyond is not read

struct ImportFault {
    std::size_t row{0};  ///< as the sheet counts: the header is row 1
    std::string column;  ///< the header as typed; empty for a whole row
    std::string code;    ///< of check.h, or `import.…`
    std::string detail;  ///< the offending text, shortened
};

struct ImportPlan {
    std::size_t rows{0};                  ///< with content, without the header
    std::vector<Organisation> to_create;  ///< parents before children; never of a row with a fault
    std::vector<Organisation> to_change;  ///< whole new values, versions as they are now
    std::size_t unchanged{0};
    std::vector<ImportFault> faults;
    bool can_be_saved() const { return faults.empty(); }
};

/// Columns are found by their headers (vi or en, any accents; see the pack); the first row is the header. A
/// row is an existing organisation when its id is, or its code, or, without these, its name under its parent.
/// Columns that the table lacks, and empty cells, leave an existing organisation as it is; a name that is
/// given up stays findable as an alias. A parent may stand later in the same table, and may be given by its
/// id. A row that nothing but a code ties to a body of another name, and of another kind or place, is a
/// fault: that takes the id. Cells are read as `csv::unguarded`. Codes of its own: `import.empty`,
/// `import.too_many_rows`, `import.id_unknown`, `import.code_of_another`, `import.unknown_column`,
/// `import.column_twice`, `import.no_name_column`, `import.no_kind_column`, `import.date`,
/// `import.yes_or_no`, `import.row_twice`, `import.parent_unknown`, `import.parent_ambiguous`,
/// `import.ambiguous`, `organisation.unit_unknown`.
ImportPlan plan_import(
    const Rows& rows,
    const Directory& directory,
    const Vocabulary& vocabulary,
    const NewId& new_id,
    const KnowsUnit& knows_unit = {}
);

}  // namespace neove::organisation
