/// \file
/// A board leaving as a table over a real store: whoever exports takes the numbers she sees, and it is known.

#include "service/registers/board_export.h"

#include "service/scenario/library.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

TEST_CASE("a board leaves with the numbers of the board, under a mark that the journal knows") {
    Library on;
    REQUIRE(on.request(kDesk));
    RecordQuery query;
    query.register_id = "loan";
    query.states = {"requested"};
    const auto seen = board_of(on.house(), on.caller(kHead), query);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    const auto leaving = export_board(on.house(), on.caller(kHead), query);
    REQUIRE_MESSAGE(leaving.has_value(), code_of(leaving));
    CHECK(leaving->board.total == 1);
    CHECK(leaving->board.totals == seen->totals);
    on.settle();
    bool is_known = false;
    const auto page = on.house().store.tail(0, 1'000);
    REQUIRE(page);
    for (const storage::ChainedEntry& one : *page) {
        is_known =
            is_known || (one.entry.action.ends_with("exported") && one.entry.record_id == leaving->mark);
    }
    CHECK(is_known);
}

TEST_CASE("never: a board leaves with somebody who may look at it and not export") {
    Library on;
    REQUIRE(on.request(kDesk));
    RecordQuery query;
    query.register_id = "loan";
    REQUIRE(board_of(on.house(), on.caller(kLibrarian), query));
    CHECK(!export_board(on.house(), on.caller(kLibrarian), query));
}

}  // namespace neove::service::scenario
