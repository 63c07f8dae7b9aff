#pragma once
/// \file
/// Sheets for bodies that work outside the network (ADR 0066): the records of one body leave as a table to
/// fill in, bound to them by codes, and come back; every filled row is then decided as if whoever enters it
/// had typed it, in a Commit of its own. The file itself is never kept.

#include "definition/fill_in.h"
#include "service/registers/export_records.h"
#include "service/registers/fill_in_code.h"
#include "service/registers/sheet_guide.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace neove::service {

inline constexpr std::size_t kFillInRows = 1'000;
inline constexpr std::size_t kFillInFaultsShown = 500;

struct FillInRow {
    ExportedRecord record;
    std::string code;
};
struct FillInSheet {
    Export leaving;  ///< without its records, which are in `rows`
    definition::FillInRule rule;
    OrganisationId body;
    std::string code;
    sheet::Guide guide;  ///< the row's code first, then what is asked
    std::vector<FillInRow> rows;
    bool more{false};  ///< the body has more than `kFillInRows`
};
/// Records of the body of which she may take the action now, those that are due first: an export of their
/// public and internal answers, by the register's rule and journalled as one. Refusals: `access.not_found`
/// (no fill-in sheet, or nothing of it for her), `form.unknown_reference` (no such body), `fill_in.none`,
/// those of `export_now`.
Result<FillInSheet> fill_in_sheet(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const OrganisationId& body,
    const WordOf& word
);

struct FillInRequest {
    std::string register_id;
    ByteView file;
    json::Value once{json::Object{}};  ///< answers of the rule's `once`
    bool apply{false};
    /// Asked about words, she says that they stay: of a cell (`C7`), or of what was answered once
    /// (`/answers/paper`).
    std::set<std::string> kept{};
};

enum class FillInFate : std::uint8_t { Ready, Written, Already, Faulty };
struct FillInLine {
    std::uint32_t row{0};
    std::string number;  ///< empty: the row's code is not one of this sheet
    FillInFate fate{FillInFate::Ready};
    json::Value answers{json::Object{}};  ///< as they were read
    std::string reason{};
};
struct FillInFault {
    std::string cell;    ///< `C7`; of a whole row `7`; empty: of what was answered once for the sheet
    std::string column;  ///< its heading or the question, in the caller's language
    std::string code;
    std::string number;  ///< of the record, where the row's code is right
};
struct FillIn {
    Desk desk;
    definition::FillInRule rule;
    OrganisationId body;
    calendar::Date made_on;
    std::int64_t rows{0};             ///< of the sheet
    std::int64_t empty{0};            ///< nothing was filled in: nothing happens to them
    std::int64_t ready{0};            ///< would be written
    std::int64_t written{0};          ///< now
    std::int64_t already{0};          ///< of this sheet, by an earlier request of hers
    std::vector<FillInLine> lines;    ///< those that are filled, in the order of the sheet
    std::vector<FillInFault> faults;  ///< likewise
    bool has_more_faults{false};
};
/// Rows with a fault are left, the others written where `apply` says so; a fault of what was answered once
/// leaves all of them. Refusals: `access.not_found` (no fill-in sheet, or her role never takes the action),
/// `session.step_up`, `fill_in.no_code`, `fill_in.foreign` (another store, register, body, or a code that
/// somebody changed), `fill_in.old_form`, `fill_in.formulas`, `fill_in.macros`, `fill_in.unknown_answer`
/// (an answer that the sheet does not ask once), those of `document::read_table`. Of a row:
/// `fill_in.row_code` (no code of this sheet), `fill_in.row_gone` (not there or not hers: never told apart),
/// `fill_in.stale`, `import.row_twice`, and what the action refuses.
Result<FillIn> fill_in(House& house, const Caller& caller, const FillInRequest& request, const WordOf& word);

/// Whether she may take such a sheet at all: for menus.
bool may_fill_in(const Caller& caller, const Desk& desk);

}  // namespace neove::service
