#pragma once
/// \file
/// Rows of a sheet checked one by one, as an import decides about them. Only import_records.cpp includes it.

#include "service/registers/import_records.h"
#include "service/registers/open_change.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace neove::service {

/// Everything that stays the same from row to row.
struct ImportDesk {
    House& house;
    const Caller& caller;
    Desk desk;
    const workflow::Action& action;
    access::Classes write{0};
    sheet::Guide guide;
    form::References references;
    std::set<std::string> kept_cells{};
    /// Records that cells point at and that she may open, by their register and number.
    std::map<std::pair<std::string, std::string>, RecordId> pointed{};
    const definition::Register& definition() const { return *desk.current; }
};

/// Numbers are written in capitals; people type them as they like.
std::string number_of(const std::string& written);

/// Finds what cells of links point at. One that is not there and one that is not hers are the same fault at
/// its cell: `import.record_unknown`.
Result<> find_pointed(ImportDesk& at, sheet::Reading& reading);

/// As if she had typed it.
WantedAct wanted_of(const ImportDesk& at, const sheet::Reading& reading, const sheet::Row& row);

/// Adds what is wrong with the row to `faults`.
void check_row(
    const ImportDesk& at,
    const sheet::Reading& reading,
    const sheet::Row& row,
    std::vector<sheet::Fault>& faults
);

/// Rows that say what an earlier one said, and, in a register of persons, rows whose person may be known
/// already within her own scope. Looks are journalled.
Result<std::vector<RecordImportWarning>> warnings_of(const ImportDesk& at, const sheet::Reading& reading);

}  // namespace neove::service
