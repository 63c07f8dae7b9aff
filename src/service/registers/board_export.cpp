#include "service/registers/board_export.h"

#include "access/disclosure.h"
#include "base/crypto.h"
#include "service/act.h"

#include <cctype>

namespace neove::service {

namespace {

/// Short enough to be read out, long enough to be one of its kind.
std::string new_mark() {
    constexpr std::size_t kLength = 10;
    std::string out = crypto::random_id().substr(0, kLength);
    for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return out;
}

}  // namespace

Result<LeavingBoard> export_board(House& house, const Caller& caller, const RecordQuery& query) {
    const Desk desk = TRY(desk_of(house, query.register_id));
    const access::Rules& rules = desk.programme->rules;
    const std::string& name = desk.current->id;
    // Who may not export learns nothing of how much there would be.
    static_cast<void>(TRY(access::decide_export(rules, caller.actor, name, {false, 0, {}})));
    LeavingBoard out{TRY(board_of(house, caller, query)), new_mark(), caller.now};
    const std::size_t rows = out.board.rows.size();
    static_cast<void>(TRY(access::decide_export(rules, caller.actor, name, {false, rows, {}})));
    const std::string classes = access::classes_text(access::kPublic);
    TRY(journal_reads(house, caller, {{"exported", name, out.mark, classes, {}, {}}}));
    return out;
}

}  // namespace neove::service
