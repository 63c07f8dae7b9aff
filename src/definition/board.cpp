#include "definition/board.h"

#include "access/disclosure.h"
#include "definition/fault.h"

#include <algorithm>

namespace neove::definition {

namespace {

class BoardChecker {
public:
    BoardChecker(const Register& one, BoardRule board, const access::Rules& access)
        : register_(one), board_(std::move(board)), access_(access) {}

    Diagnostics check() {
        // Who is counted where would say of a few persons what their records say.
        if (register_.form.persons) {
            fault("definition.board_of_persons", "", register_.id);
            return std::move(faults_);
        }
        check_rows();
        if (std::ranges::find(register_.limits, board_.limit, &deadline::Limit::id) ==
            register_.limits.end()) {
            fault("definition.unknown_limit", "/limit", board_.limit);
        }
        check_states("/states", board_.states);
        check_states("/fulfilled", board_.fulfilled);
        if (!board_.group.empty()) check_group();
        if (!board_.act.empty()) check_act();
        return std::move(faults_);
    }

private:
    void fault(std::string code, std::string at, std::string detail) {
        faults_.push_back({ErrorKind::Invalid, std::move(code), std::move(at), std::move(detail)});
    }

    /// A number behind which stands a link into the list must be one that the list can show.
    const Column* shown_column(const std::string& id, const std::string& at) {
        const Column* column = register_.find_column(id);
        if (column == nullptr) {
            fault("definition.unknown_column", at, id);
        } else if (!access::list_shows(access_, register_.id, id)) {
            fault("definition.board_hidden", at, id);
            return nullptr;
        }
        return column;
    }

    void check_states(const std::string& at, const std::vector<std::string>& states) {
        for (std::size_t i = 0; i < states.size(); ++i) {
            if (register_.workflow.find_state(states[i]) != nullptr) continue;
            fault("definition.unknown_state", below(at, i), states[i]);
        }
    }

    void check_rows() {
        if (board_.rows == "owner") return;
        const Column* column = shown_column(board_.rows, "/rows");
        if (column != nullptr && column->type != form::Type::Organisation) {
            fault("definition.board_rows", "/rows", board_.rows);
        }
    }

    void check_group() {
        const Column* column = shown_column(board_.group, "/group");
        if (column == nullptr) return;
        const bool is_one_text = column->type == form::Type::Text || column->type == form::Type::Choice;
        if (!is_one_text) fault("definition.board_group", "/group", board_.group);
    }

    void check_act() {
        const workflow::Action* action = register_.workflow.find(board_.act);
        if (action == nullptr) {
            fault("definition.unknown_action", "/act", board_.act);
        } else if (action->creates) {
            fault("definition.board_act", "/act", board_.act);
        }
    }

    const Register& register_;
    const BoardRule board_;
    const access::Rules& access_;
    Diagnostics faults_;
};

std::vector<std::string> texts_of(const json::Value& of, std::string_view name) {
    std::vector<std::string> out;
    const json::Value* list = of.find(name);
    if (list == nullptr || list->array() == nullptr) return out;
    for (const json::Value& one : *list->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

}  // namespace

std::optional<BoardRule> board_rule(const Register& one) {
    const json::Value* list = one.source.find("list");
    const json::Value* board = list == nullptr ? nullptr : list->find("board");
    if (board == nullptr || board->object() == nullptr) return std::nullopt;
    BoardRule out{board->text_or("rows"), board->text_or("limit")};
    out.group = board->text_or("group");
    out.act = board->text_or("act");
    out.states = texts_of(*board, "states");
    out.fulfilled = texts_of(*board, "fulfilled");
    return out;
}

bool BoardRule::fulfils(const std::string& state) const {
    return fulfilled.empty() || std::ranges::find(fulfilled, state) != fulfilled.end();
}

Diagnostics check_board(const Register& one, const access::Rules& access) {
    auto board = board_rule(one);
    return board ? BoardChecker(one, std::move(*board), access).check() : Diagnostics{};
}

}  // namespace neove::definition
