#pragma once
/// \file
/// A page of a register: what one person may list, in one order, without totals.

#include "service/registers/broken_glass.h"
#include "service/registers/compare_matches.h"
#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

struct RecordQuery {
    std::string register_id;
    std::string filter;  ///< id of a saved one
    std::vector<std::string> states;
    std::string text;  ///< in number and text columns; in registers of persons a search over cards
    std::string sort;  ///< `due`, `changed`, `opened`, `number` or a column's id; empty: as defined
    bool overdue{false};
    bool mine{false};  ///< where she is responsible
    std::string cursor;
};

struct ListedRecord {
    RecordRow row;
    json::Value columns;  ///< those that lists may show
    std::string name{};   ///< of a person, where the list rule shows names to her here
};

struct RecordPage {
    std::vector<ListedRecord> records;
    std::string next;  ///< cursor; empty at the end
    bool more{false};  ///< there are more, whether a cursor leads to them or not
    Desk desk;
};

/// What is asked of a record beside its text.
struct ListFilter {
    std::vector<std::string> states;
    std::int64_t due_before{INT64_MAX};
    bool mine{false};
    bool takes(const Caller& caller, const FoundRecord& found) const;
};

/// Columns that lists of the register show.
json::Value shown_columns(House& house, storage::Snapshot& snapshot, const Desk& desk, const RecordRow& row);

/// Refusals: `access.not_found` (no such register, or nothing of it for her), `request.cursor`,
/// `record.unknown_filter`, `record.unknown_sort`; with a text in a register of persons those of
/// `search_persons`.
Result<RecordPage> list_records(House& house, const Caller& caller, const RecordQuery& query);

/// All that the question finds and that she may both list and export, in the list's order. Refusals: those of
/// `list_records`, `export.by_name` (a text in a register of persons), `access.export_too_many_rows` (more
/// than `most`, or too many to look through).
Result<std::vector<RecordRow>> rows_to_export(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::size_t most
);

/// What waits for her in all registers, overdue first.
struct AgendaItem {
    Desk desk;
    RecordRow row;
    deadline::Clock clock;
};
/// Somebody broke the glass of a record, and she is among those who judge it.
struct AgendaReview {
    Desk desk;
    BrokenGlass glass;
};
/// Two records of a register may be about one person, and she is among those who say whether they are.
struct AgendaMatch {
    Desk desk;
    MatchView match;
};
struct Agenda {
    std::vector<AgendaItem> items;
    std::vector<AgendaReview> reviews;  ///< by when they fall due
    std::vector<AgendaMatch> matches;   ///< oldest first, register by register
    bool more{false};
};
Result<Agenda> agenda_of(House& house, const Caller& caller);

/// The dates and reviews of it without pairs of records, of which a look is journalled: for what is told
/// outside a session.
Result<Agenda> dates_of(House& house, const Caller& caller);

}  // namespace neove::service
