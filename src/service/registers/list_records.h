#pragma once
/// \file
/// A page of a register: what one person may list, in one order, without totals.

#include "service/registers/board_places.h"
#include "service/registers/broken_glass.h"
#include "service/registers/compare_matches.h"
#include "service/registers/found_record.h"
#include "service/registers/record_timing.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace neove::service {

struct RecordPlace;

struct RecordQuery {
    std::string register_id;
    std::string filter;  ///< id of a saved one
    std::vector<std::string> states;
    std::string text;  ///< in number and text columns; in registers of persons a search over cards
    std::string sort;  ///< `due`, `changed`, `opened`, `number` or a column's id; empty: as defined
    bool overdue{false};
    bool mine{false};  ///< where she was named herself
    std::string cursor;
    /// By the limit of the register's board; empty: any.
    std::vector<std::string> timings{};
    std::string month{};  ///< `2026-12`, in which that limit ends
    /// What columns that lists show have to say; `owner` is whose the record is.
    std::map<std::string, std::string> where{};
    std::string links_to{};  ///< `register/id` of a record that she may open
};

struct ListedRecord {
    RecordRow row;
    json::Value columns;  ///< those that lists may show
    std::string name{};   ///< of a person, where the list rule shows names to her here
    std::string word{};   ///< how it stands with its limits (`words_of_states`); empty: nothing to say
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
/// What it is called beside its number: the first text among the columns that lists show.
std::string called(House& house, storage::Snapshot& snapshot, const Desk& desk, const RecordRow& row);

/// Refusals: `access.not_found` (no such register, or nothing of it for her; `links_to` what she may not
/// open), `request.cursor`, `record.unknown_filter`, `record.unknown_sort`; with a text in a register of
/// persons those of `search_persons`.
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

/// Where a question goes on, for the person and the question it was given to; nothing at its beginning.
std::string cursor_behind(
    const House& house, const Caller& caller, const RecordQuery& query, const RecordPlace& place
);
Result<std::optional<RecordPlace>> place_behind(
    const House& house, const Caller& caller, const RecordQuery& query
);

/// A record on a walk through all that a question finds.
struct WalkedRecord {
    const RecordRow& row;
    const json::Value& columns;  ///< those that lists may show
    const access::Standing& standing;
    Timed timed;  ///< by the board's limit
};
/// All that the question finds and that she may list, and do what else is asked, in the list's order: each
/// row decided as `list_records` decides it. Refusals: those of `list_records`, and `board.too_many` where
/// more than `most` rows would have to be looked at.
Result<> walk_records(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::string_view action,
    std::size_t most,
    const std::function<void(const WalkedRecord&)>& visit
);

/// The same behind the query's cursor, while `visit` says that it goes on.
Result<> walk_on(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::string_view action,
    std::size_t most,
    const std::function<bool(const WalkedRecord&)>& visit
);

/// Of these records those that she may list, each decided as a row of a list.
Result<> look_at(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    std::span<const RecordId> ids,
    std::string_view limit,
    const std::function<void(const WalkedRecord&)>& visit
);

/// The question as boards in memory take it; nothing where rows have to be looked at to answer it (words,
/// what is hers, columns that the board does not know). The same refusals as `list_records`.
Result<std::optional<BoardQuestion>> question_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query
);

/// What waits for her in all registers, overdue first; behind what has a day, what waits without one.
struct AgendaItem {
    Desk desk;
    RecordRow row;
    deadline::Clock clock;
    std::string word{};   ///< how the whole matter stands, as in a list
    std::string about{};  ///< the first text among its columns in a list: what it is about
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

/// What has a day in it, and reviews, without pairs of records, of which a look is journalled: for what is
/// told outside a session. However much is late, what is still to come is told too.
struct Dates {
    std::vector<AgendaItem> items;  ///< overdue first, each once
    std::vector<AgendaReview> reviews;
    bool more_late{false};   ///< more is late than these
    bool more_ahead{false};  ///< more is to come than these
};
Result<Dates> dates_of(House& house, const Caller& caller);

}  // namespace neove::service
