#include "service/registers/bulk_act.h"

#include "definition/board.h"
#include "service/registers/board.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

/// Only what the register offers on its board is done to many at once; of anything else it is as if there
/// were no such thing.
Result<const workflow::Action*> offered_action(const Desk& desk, const std::string& action) {
    const auto board = definition::board_rule(*desk.current);
    const workflow::Action* found = desk.current->workflow.find(action);
    if (!board || board->act != action || found == nullptr) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    return found;
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
    House& house, const Caller& caller, const RecordQuery& query, const std::string& action
) {
    BulkOffer out;
    out.desk = TRY(desk_of(house, query.register_id));
    const workflow::Action* act = TRY(offered_action(out.desk, action));
    RecordQuery asked = TRY(board_query(out.desk, query));
    asked.sort = "due";
    if (asked.timings.empty()) asked.timings = {std::string(timing_word(Timing::Overdue))};
    out.write = access::kEveryClass;
    const access::Rules& rules = out.desk.programme->rules;
    const std::string& name = out.desk.current->id;
    const auto snapshot = TRY(snapshot_of(house, caller));
    TRY(walk_records(
        house,
        *snapshot,
        caller,
        out.desk,
        asked,
        action,
        kBoardRowsMax,
        [&](const WalkedRecord& one) {
            if (std::ranges::find(act->from, one.row.state) == act->from.end()) return;
            if (out.records.size() == kBulkMax) {
                out.more = true;
                return;
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
                 record_etag(house, one.row, readable)}
            );
        }
    ));
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
