#pragma once
/// \file
/// The board's numbers leaving as a table. They are counts of what she may list and name no record; that they
/// left is journalled, and only whoever exports from the register at all may take them.

#include "service/registers/board.h"

#include <string>

namespace neove::service {

struct LeavingBoard {
    Board board;
    std::string mark;  ///< stands on the table and in the journal
    Instant made_at;
};
/// Refusals: those of `board_of` and of `access::decide_export` for as many rows as the board has.
Result<LeavingBoard> export_board(House& house, const Caller& caller, const RecordQuery& query);

}  // namespace neove::service
