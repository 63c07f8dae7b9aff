#include "service/registers/plan_receivers.h"

#include "definition/board.h"
#include "organisation/desks.h"
#include "service/carried_on.h"
#include "service/document_record.h"
#include "service/registers/task_coverage.h"
#include "storage/statements/allotments.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace {

/// Tasks by the record that points at them, by register.
using TasksOf = std::map<std::string, std::map<RecordId, std::set<std::string>>>;
/// In which parts a task names a body.
using Parts = std::map<std::pair<std::string, OrganisationId>, std::set<std::string>>;

Result<Parts> parts_in(storage::Snapshot& snapshot, const DocumentId& document) {
    Parts out;
    for (const storage::Row& row :
         TRY(snapshot.read(storage::statements::kConfirmedBodiesOf, {document.text()}))) {
        if (row.text(4).empty()) continue;
        out[{row.text(0), OrganisationId::trusted(row.text(4))}].insert(row.text(1));
    }
    return out;
}

/// A body that no task names by itself has it from another, whose work it carries on.
bool is_asked_by(const Parts& parts, const std::string& task, const OrganisationId& body) {
    const auto said = parts.find({task, body});
    if (said == parts.end()) return true;
    return std::ranges::any_of(said->second, [](const std::string& part) { return part != "requested"; });
}

/// Whose work the document's tasks are, and who alone carries that on since she ended: nobody's where the row
/// is not believed.
Result<std::set<OrganisationId>> givers_of(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& document
) {
    std::set<OrganisationId> out;
    const auto rows = TRY(snapshot.read(storage::statements::kDocumentRowById, {document.text()}));
    if (rows.empty()) return out;
    const auto row = document_row(snapshot, house.keys, rows[0]);
    if (!row || row->owner.is_empty()) return out;
    out.insert(row->owner);
    if (const auto heir = carried_on_by(house, caller.now, row->owner)) out.insert(*heir);
    return out;
}

OrganisationId body_of(const FoundRecord& found, const definition::BoardRule& rule) {
    if (rule.rows == "owner") return found.row.owner;
    const json::Value columns = columns_of_row(*found.definition, found.row);
    return OrganisationId::parse(columns.text_or(rule.rows)).value_or(OrganisationId());
}

Result<> add_register(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::string& register_id,
    const std::map<RecordId, std::set<std::string>>& records,
    const std::set<OrganisationId>& givers,
    const Parts& parts,
    PlanReceivers& out
) {
    const auto desk = desk_of(house, register_id);
    if (!desk) return {};  // of a programme that is not run any more
    const auto rule = definition::board_rule(*desk->current);
    if (!rule) return {};
    std::vector<RecordId> ids;
    for (const auto& [id, tasks] : records) ids.push_back(id);
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        const std::span some = std::span(ids).subspan(at, std::min(kAtOnce, ids.size() - at));
        for (const auto& [id, found] : TRY(find_records(house, snapshot, caller, register_id, some))) {
            if (!verdict_of(caller, found, access::kList).allowed) continue;
            const auto& states = rule->states;
            if (!states.empty() && std::ranges::find(states, found.row.state) == states.end()) continue;
            const OrganisationId body = body_of(found, *rule);
            if (body.is_empty()) continue;
            // What somebody else asked of a body says nothing of what the plan gave it: whoever may write a
            // record of her own could make any body's plan hers to read.
            const bool is_hers = body == caller.acting.organisation || caller.actor.desk_of.contains(body);
            if (!is_hers && !givers.contains(found.row.owner)) continue;
            PlanReceiver& receiver = out.bodies[body];
            for (const std::string& task : records.at(found.row.id)) {
                receiver.tasks.insert(task);
                receiver.is_asked = receiver.is_asked || is_asked_by(parts, task, body);
            }
        }
    }
    return {};
}

}  // namespace

Result<PlanReceivers> receivers_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& document
) {
    const auto most = static_cast<std::int64_t>(kCoverageMax);
    const auto rows = TRY(snapshot.read(
        storage::statements::kRecordsOfTasks,
        {document.text(), std::string(), std::string(), std::string(), most + 1}
    ));
    TasksOf tasks;
    for (const storage::Row& row : rows) {
        tasks[row.text(1)][RecordId::trusted(row.text(2))].insert(row.text(0));
    }
    const Parts parts = TRY(parts_in(snapshot, document));
    const auto givers = TRY(givers_of(house, snapshot, caller, document));
    PlanReceivers out;
    for (const auto& [name, records] : tasks) {
        TRY(add_register(house, snapshot, caller, name, records, givers, parts, out));
    }
    out.more = rows.size() > kCoverageMax;
    return out;
}

std::optional<OrganisationId> receiver_for(
    const House& house, const PlanReceivers& receivers, const OrganisationId& organisation
) {
    if (receivers.bodies.contains(organisation)) return organisation;
    const auto live = house.live.view();
    for (const OrganisationId& body :
         organisation::bodies_of_desk(live->directory, house.vocabulary.kinds, organisation)) {
        if (receivers.bodies.contains(body)) return body;
    }
    return std::nullopt;
}

}  // namespace neove::service
