#pragma once
/// \file
/// Papers drafted from registers: which of a programme's templates a caller may have here, and what a
/// template reads for her. Rows of a list leave as an export does, by the same rule, limit and journal;
/// one record as its print does.

#include "definition/paper.h"
#include "service/letterheads.h"
#include "service/registers/export_records.h"
#include "service/registers/opened_record.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace neove::service {

struct PaperWish {
    std::string paper;
    RecordQuery query;               ///< of a list; its register is the paper's
    std::optional<RecordId> record;  ///< of one
};

/// How many rows a part that says nothing else of them has.
struct PaperCount {
    std::int64_t all{0};
    std::map<std::string, std::int64_t> of_state{};
    /// As the register's board counts: by timing; those without a day by their state.
    std::map<std::pair<Timing, std::string>, std::int64_t> of_board{};
};

/// What one part of a template reads, as far as it leaves.
struct PaperRecords {
    definition::PaperRows rows;
    Desk desk;
    std::vector<ExportedRecord> records;
    std::map<std::string, std::map<std::string, int>> taken{};  ///< by record, then by action that is counted
    std::optional<PaperCount> counted{};  ///< in the place of records where only their number is said
    std::int64_t size() const { return counted ? counted->all : std::ssize(records); }
};

struct PaperMaterial {
    std::shared_ptr<const Programme> programme;
    definition::PaperTemplate paper;
    std::vector<PaperRecords> parts;  ///< as the template has its rows
    OrganisationId sender;
    Letterhead letterhead;
    Instant made_at;
};

/// Templates over the register's list, or over one of its records, that the caller may have: whoever may not
/// export from every register that one reads is not offered it. Refuses `access.not_found` where she may
/// neither list nor export here.
Result<std::vector<definition::PaperTemplate>> papers_of(
    const Caller& caller, const Desk& desk, bool of_record
);

/// A template, and how many rows it is about as the list is narrowed now; nothing where that is not known
/// before it is drafted, as over one record.
struct OfferedPaper {
    definition::PaperTemplate paper;
    std::optional<std::int64_t> rows{};
};
/// Those over the list, then those over a record. Refusals: of `papers_of` and `walk_records`.
Result<std::vector<OfferedPaper>> offered_papers(
    House& house, const Caller& caller, const RecordQuery& asked
);

/// Refusals: `access.not_found` (no such paper for her, or no such record), `paper.no_rows` (nothing of what
/// it is about, and the template does not say that it may be empty), those of `export_now` and
/// `walk_records`.
Result<PaperMaterial> gather_paper(House& house, const Caller& caller, const PaperWish& wish);

}  // namespace neove::service
