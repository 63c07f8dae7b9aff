#pragma once
/// \file
/// A sheet that is imported as a whole: by what it is known when it comes again, and what its reader may not
/// have seen of it. Only import_records.cpp includes it.

#include "document/extract.h"
#include "service/registers/import_rows.h"

#include <span>
#include <string>
#include <vector>

namespace neove::service {

/// The same rows in the same order for the same register, action and body, however the file was saved: a
/// spreadsheet program writes other bytes each time. Another body does not learn that somebody has this
/// table.
std::string id_of_table(const ImportDesk& at, const sheet::Reading& reading);

/// What is read although the file hides it, and what nobody typed: each with how many and where. Nothing of
/// what lies beside the table.
std::vector<RecordImportWarning> warnings_of_sheet(
    const sheet::Reading& reading, std::span<const document::SheetRemark> remarks
);

}  // namespace neove::service
