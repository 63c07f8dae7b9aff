#pragma once
/// \file
/// A spreadsheet into a register: read in the worker, every row checked as if somebody had typed it, every
/// fault at its cell, then opened whole or not at all. The file itself is never kept.

#include "service/registers/sheet_guide.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::service {

inline constexpr std::size_t kImportFaultsShown = 500;

struct RecordImportRequest {
    std::string register_id;
    std::string action;  ///< that opens; empty: the first that she may take
    ByteView file;
    bool apply{false};
    std::set<std::string> kept_cells{};  ///< `C7`: asked about its words, she says that they stay
};

struct RecordImportFault {
    std::string cell;    ///< `C7`; of a whole row `7`
    std::string column;  ///< its heading, in the caller's language; empty for a row
    std::string code;
};

/// What does not hinder, and should be looked at.
struct RecordImportWarning {
    std::string cell;
    std::string code;
    std::vector<std::string> numbers{};  ///< of records of her own scope
    std::int64_t count{0};  ///< of the sheet as a whole: how many rows, columns or cells; 0 of one row
};

struct RecordImportIgnored {
    std::string cell;
    std::string heading;
};

struct RecordImport {
    std::string action;
    std::int64_t rows{0};
    std::int64_t would_create{0};  ///< 0 with any fault
    std::int64_t created{0};
    std::vector<RecordImportFault> faults;  ///< in the order of the sheet
    bool has_more_faults{false};
    std::vector<RecordImportWarning> warnings;
    std::vector<RecordImportIgnored> ignored;
    std::vector<std::string> columns{};   ///< headings that were read
    std::optional<Instant> earlier_at{};  ///< the same rows were imported by her body then
    std::int64_t earlier_rows{0};         ///< how many of them are there already
};

/// With any fault, or dry, nothing is written. Written in groups of `kImportGroup` records: one that failed
/// half way is taken up where it stood when the same rows come again. Refusals: `access.not_found` (needs
/// the right to import and to take the action), `session.step_up`, `import.already` (this body imported the
/// same rows before, in whatever file), `search.preparing`, those of `document::read_table`.
inline constexpr std::size_t kImportGroup = 50;
Result<RecordImport> import_records(
    House& house, const Caller& caller, const RecordImportRequest& request, const WordOf& word
);

/// The sheet to fill in, for whoever may import. Refuses `access.not_found`.
Result<workbook::Table> import_template(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::string& action,
    const WordOf& word
);

/// Whether she may import into the register at all.
bool may_import(const Caller& caller, const Desk& desk);

}  // namespace neove::service
