#pragma once
/// \file
/// Rows of a sheet checked one by one, as an import decides about them. Only import_records.cpp includes it.

#include "service/registers/import_records.h"
#include "service/registers/open_change.h"

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
    const definition::Register& definition() const { return *desk.current; }
};

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
