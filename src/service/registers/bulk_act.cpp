#include "service/registers/bulk_act.h"

#include "definition/at_once.h"
#include "definition/board.h"
#include "service/registers/answer_period.h"
#include "service/registers/board.h"
#include "service/registers/board_index.h"
#include "service/registers/record_stream.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

/// Whether the register's board offers it, with answers of any kind.
bool is_of_board(const Desk& desk, const std::string& action) {
    const auto board = definition::board_rule(*desk.current);
    return board && board->act == action;
}

/// Only what the register offers on its board, or answers at once, is done to many; of anything else it is as
/// if there were no such thing.
Result<const workflow::Action*> offered_action(const Desk& desk, const std::string& action) {
    const auto at_once = definition::at_once_rule(*desk.current);
    const bool is_offered = is_of_board(desk, action) || (at_once && at_once->action == action);
    const workflow::Action* found = desk.current->workflow.find(action);
    if (!is_offered || found == nullptr) return refuse(ErrorKind::NotFound, "access.not_found");
    return found;
}

/// What is answered at once is what the register says, so that nobody's words are put into every record.
Result<> check_said(const Desk& desk, const WantedAct& wanted) {
    const auto rule = definition::at_once_rule(*desk.current);
    if (is_of_board(desk, wanted.action) || !rule) return {};
    if (!wanted.reason.empty()) return refuse(ErrorKind::Invalid, "bulk.other_answers", "/reason");
    if (definition::says_at_once(*desk.current, *rule, wanted.answers)) return {};
    return refuse(ErrorKind::Invalid, "bulk.other_answers", "/answers");
}

/// How many more the action could be taken of; nothing where boards in memory do not know what is asked.
Result<std::optional<std::int64_t>> left_behind(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const BulkOffer& offer,
    const RecordQuery& asked,
    const workflow::Action& act
) {
    if (house.boards == nullptr || offer.records.empty()) return std::nullopt;
    auto question = TRY(question_of(house, snapshot, caller, offer.desk, asked));
    if (!question) return std::nullopt;
    question->action = act.id;
    if (question->states.empty()) question->states = act.from;
    std::erase_if(question->states, [&](const std::string& state) {
        return std::ranges::find(act.from, state) == act.from.end();
    });
    if (question->states.empty()) return 0;
    const OfferedRecord& last = offer.records.back();
    return house.boards->left(house, snapshot, offer.desk, *question, {last.sorted_by, last.id.text()});
}

}  // namespace

std::string key_of_part(const std::string& request_key, const RecordId& id) {
    if (request_key.empty()) return {};
    CanonicalWriter parts;
    parts.text(request_key).text(id.text());
    return to_hex(crypto::hash("neove.bulk", parts.result()));
}

Result<> check_targets(const std::vector<BulkTarget>& targets) {
    if (targets.empty()) return refuse(ErrorKind::Invalid, "bulk.none", "/records");
    if (targets.size() > kBulkMax) return refuse(ErrorKind::Invalid, "bulk.too_many", "/records");
    std::set<RecordId> once;
    for (const BulkTarget& target : targets) {
        if (!once.insert(target.id).second) return refuse(ErrorKind::Invalid, "bulk.twice", "/records");
    }
    return {};
}

Result<BulkOffer> offer_bulk(
    House& house, const Caller& caller, const RecordQuery& query, const std::string& action, std::size_t most
) {
    BulkOffer out;
    out.desk = TRY(desk_of(house, query.register_id));
    const workflow::Action* act = TRY(offered_action(out.desk, action));
    RecordQuery asked = query;
    if (is_of_board(out.desk, action)) asked = TRY(board_query(out.desk, query));
    asked.sort = "due";
    // Late ones, unless it is asked for those that have not answered for a period.
    const auto period = period_asked(house, *out.desk.current, asked.where);
    if (!period && !is_of_board(out.desk, action)) {
        return refuse(ErrorKind::Invalid, "bulk.no_period", "/where");
    }
    if (period && is_too_early(*out.desk.current, *act, *period)) {
        return refuse(ErrorKind::Invalid, "bulk.period_runs", "/where");
    }
    if (asked.timings.empty() && !period) asked.timings = {std::string(timing_word(Timing::Overdue))};
    out.write = access::kEveryClass;
    const access::Rules& rules = out.desk.programme->rules;
    const std::string& name = out.desk.current->id;
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::optional<std::int64_t> known;
    Result<> counted;
    const auto take = [&](const WalkedRecord& one) {
        if (std::ranges::find(act->from, one.row.state) == act->from.end()) return true;
        if (out.records.size() == most) {
            if (out.left++ > 0) return true;
            // They need not be looked at one by one.
            auto left = left_behind(house, *snapshot, caller, out, asked, *act);
            if (!left) counted = std::unexpected(left.error());
            if (left) known = *left;
            return counted.has_value() && !known;
        }
        const access::Classes readable =
            access::decide(rules, caller.actor, name, access::kOpen, one.standing).read;
        out.write &= access::decide(rules, caller.actor, name, action, one.standing).write;
        out.records.push_back(
            {one.row.id,
             one.row.number,
             one.row.state,
             one.row.owner,
             one.columns,
             one.timed,
             record_etag(house, one.row, readable),
             one.row.due_at}
        );
        return true;
    };
    TRY(walk_on(house, *snapshot, caller, out.desk, asked, action, kBoardRowsMax, take));
    TRY(counted);
    if (known) out.left = std::max(*known, out.left);
    if (out.left > 0) {
        const OfferedRecord& last = out.records.back();
        out.next = cursor_behind(house, caller, asked, {last.sorted_by, {}, last.id.text()});
    }
    return out;
}

Result<std::vector<BulkResult>> act_on_many(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::vector<BulkTarget>& targets,
    const WantedAct& wanted,
    const std::string& request_key,
    const std::string& request_body
) {
    const Desk desk = TRY(desk_of(house, register_id));
    const workflow::Action* act = TRY(offered_action(desk, wanted.action));
    if (!desk.programme->rules.may_ever(caller.actor.role, desk.current->id, wanted.action)) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    TRY(check_said(desk, wanted));
    TRY(check_targets(targets));
    if (act->needs_step_up) TRY(require_step_up(caller));
    std::vector<BulkResult> out;
    for (const BulkTarget& target : targets) {
        BulkResult result{target.id};
        const RecordRequest request{
            register_id, target.id, target.etag, key_of_part(request_key, target.id), request_body};
        const auto done = act_on_record(house, caller, request, wanted, result.faults);
        result.is_done = done.has_value();
        if (done) {
            result.number = done->row.number;
        } else {
            result.refusal = done.error();
        }
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace neove::service
