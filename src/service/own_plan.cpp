#include "service/own_plan.h"

#include "base/collation.h"
#include "base/readable.h"
#include "base/text.h"
#include "service/act_on_document.h"
#include "service/carried_on.h"
#include "service/document_issuer.h"
#include "service/document_relations.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// More own plans of one document are not looked at: a province has some hundred bodies.
constexpr std::int64_t kPlansMax = 2'000;

access::Object own_object(const Caller& caller) {
    return {"document", caller.acting.organisation, {}, false};
}

bool may(const House& house, const Caller& caller, std::string_view action, const access::Object& object) {
    return may_with_document(house, caller, action, object);
}

std::optional<PlanMoved> moved_in(const json::Value& stated) {
    const json::Value* moved = stated.find("moved");
    const auto from = moved == nullptr ? std::nullopt : DocumentId::parse(moved->text_or("from"));
    if (!from) return std::nullopt;
    const json::Value* at = moved->find("at");
    const std::int64_t micros = at == nullptr || at->integer() == nullptr ? 0 : *at->integer();
    return PlanMoved{*from, moved->text_or("reason"), AccountId::trusted(moved->text_or("by")), {micros}};
}

/// The reason of a move, as it stays; none is refused.
Result<std::string> reason_of(const OwnPlan& said) {
    const std::string reason = text::to_nfc(text::repair_utf8(said.reason));
    if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refuse(ErrorKind::Invalid, "field.required", "/reason");
    }
    if (!text::is_readable(reason, true)) {
        return refuse(ErrorKind::Invalid, "form.control_character", "/reason");
    }
    return reason;
}

/// What it says of the plan that it carries out now; a move that was told before stays told.
json::Object stated_plan(const Carried& carried, const json::Value* before) {
    json::Array tasks;
    for (const std::string& task : carried.tasks) tasks.emplace_back(task);
    json::Object out{
        {"relation", kCarriesOut},
        {"document", carried.plan.text()},
        {"text", std::string()},
        {"tasks", std::move(tasks)}};
    if (carried.moved) {
        out.push_back(
            {"moved",
             json::Object{
                 {"from", carried.moved->from.text()},
                 {"reason", carried.moved->reason},
                 {"by", carried.moved->by.text()},
                 {"at", carried.moved->at.micros}}}
        );
    } else if (const json::Value* moved = before == nullptr ? nullptr : before->find("moved")) {
        out.push_back({"moved", *moved});
    }
    return out;
}

/// Whether its rows say that it is an own plan: they are an index, and the record is asked before anybody
/// gets anything by it.
Result<bool> seems_own_plan(storage::Snapshot& snapshot, const Keys& keys, const DocumentId& id) {
    const auto rows = TRY(snapshot.read(statements::kCarriedOutBy, {id.text()}));
    return std::ranges::any_of(rows, [&](const storage::Row& row) { return is_own_relation(keys, row); });
}

/// Whether she sees what came of a plan that this one carries out, for the body whose own plan this is.
Result<bool> follows(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRecord& record
) {
    if (record.row.owner.is_empty()) return false;
    for (const Carried& carried : carried_by(record)) {
        if (!TRY(linked_document(house, snapshot, caller, carried.plan))) continue;
        const PlanReceivers receivers = TRY(receivers_of(house, snapshot, caller, carried.plan));
        if (receiver_for(house, receivers, record.row.owner)) return true;
    }
    return false;
}

}  // namespace

std::vector<Carried> carried_by(const DocumentRecord& record) {
    std::vector<Carried> out;
    const json::Value* stated = record.review.corrections.find("relations");
    if (stated == nullptr || stated->array() == nullptr) return out;
    for (const json::Value& one : *stated->array()) {
        const auto plan = DocumentId::parse(one.text_or("document"));
        if (!plan || one.text_or("relation") != kCarriesOut) continue;
        Carried carried{*plan, {}, moved_in(one)};
        const json::Value* tasks = one.find("tasks");
        for (std::size_t i = 0; tasks != nullptr && tasks->array() != nullptr && i < tasks->array()->size();
             ++i) {
            const std::string* id = (*tasks->array())[i].string();
            if (id != nullptr) carried.tasks.insert(*id);
        }
        out.push_back(std::move(carried));
    }
    return out;
}

bool is_own_plan(const DocumentRecord& record) {
    return !carried_by(record).empty();
}

Result<FoundDocument> find_followed(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
) {
    FoundDocument found = TRY(find_document(house, snapshot, caller, id));
    const bool is_of_use =
        house.table.allows(caller.actor.role, "document", "open", access::Relation::Follows);
    if (!is_of_use || found.row.is_withdrawn()) return found;
    if (!TRY(seems_own_plan(snapshot, house.keys, id))) return found;
    const DocumentRecord record = TRY(unsealed(house.keys, found));
    found.object.follows = TRY(follows(house, snapshot, caller, record));
    return found;
}

std::string original_permission(const House& house, const Caller& caller, const FoundDocument& found) {
    for (const char* permission : {"original", "plan_file"}) {
        if (may(house, caller, permission, found.object)) return permission;
    }
    return {};
}

bool is_untouched_plan(const DocumentRecord& record) {
    return is_own_plan(record) && record.row.counts.confirmed == 0;
}

Result<DocumentRights> rights_on(House& house, const Caller& caller, const DocumentRecord& record) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const FoundDocument found = TRY(find_followed(house, *snapshot, caller, record.row.id));
    const auto she_may = [&](std::string_view action) { return may(house, caller, action, found.object); };
    DocumentRights out;
    out.readers = she_may("readers");
    if (record.row.is_withdrawn()) return out;
    const bool records = is_own_plan(record) && she_may("record_plan");
    out.change = she_may("change");
    out.review = she_may("review");
    out.confirm = she_may("confirm");
    out.name_issuer = she_may("name_issuer");
    out.record_plan = records && (out.change || is_untouched_plan(record));
    out.withdraw = she_may("withdraw") || (records && is_untouched_plan(record));
    out.original = !original_permission(house, caller, found).empty();
    return out;
}

Result<Carried> carried_in(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const OwnPlan& said
) {
    if (!TRY(linked_document(house, snapshot, caller, said.plan))) {
        return refuse(ErrorKind::Invalid, "document.relation_unknown", "/plan_id");
    }
    // What it is known by: it was issued, or there is nothing to record.
    if (said.head.number.value_or("").empty()) return refuse(ErrorKind::Invalid, "field.required", "/number");
    if (said.head.issued_on.value_or("").empty()) {
        return refuse(ErrorKind::Invalid, "field.required", "/issued_on");
    }
    const PlanReceivers receivers = TRY(receivers_of(house, snapshot, caller, said.plan));
    const auto body = receiver_for(house, receivers, caller.acting.organisation);
    if (!body) return refuse(ErrorKind::Conflict, "own_plan.not_given");
    const std::set<std::string>& got = receivers.bodies.at(*body).tasks;
    if (!said.tasks) return Carried{said.plan, got, {}};
    if (said.tasks->empty() || !std::ranges::includes(got, *said.tasks)) {
        return refuse(ErrorKind::Invalid, "own_plan.task_unknown", "/tasks");
    }
    return Carried{said.plan, *said.tasks, {}};
}

Result<std::vector<storage::Write>> state_own_plan(
    const House& house,
    const Caller& caller,
    const OwnPlan& said,
    const Carried& carried,
    DocumentRecord& record
) {
    TRY(describe_document(said.head, today(house, caller.now), record.review));
    json::Array stated;
    const json::Value* same = nullptr;
    const json::Value* before = record.review.corrections.find("relations");
    for (std::size_t i = 0; before != nullptr && before->array() != nullptr && i < before->array()->size();
         ++i) {
        const json::Value& one = (*before->array())[i];
        const bool carries = one.text_or("relation") == kCarriesOut;
        const bool is_same = carries && one.text_or("document") == carried.plan.text();
        const bool is_left = carries && one.text_or("document") == said.instead_of.text();
        if (is_same) same = &one;
        if (!is_same && !is_left) stated.push_back(one);
    }
    stated.emplace_back(stated_plan(carried, same));
    if (stated.size() > kRelationsMax) return refuse(ErrorKind::Invalid, "document.relation_unknown");
    auto writes = relation_writes(house.keys, record.row.id, record.row.version + 1, stated);
    record.review.corrections.set("relations", std::move(stated));
    return writes;
}

namespace {

/// Refuses where the document does not carry out what it is to be moved from, or is to stay there.
Result<PlanMoved> move_of(const Caller& caller, const OwnPlan& said, const DocumentRecord& record) {
    const auto stated = carried_by(record);
    const bool carries = std::ranges::find(stated, said.instead_of, &Carried::plan) != stated.end();
    if (!carries || said.instead_of == said.plan) {
        return refuse(ErrorKind::Conflict, "own_plan.not_carried");
    }
    std::string reason = TRY(reason_of(said));
    return PlanMoved{said.instead_of, std::move(reason), caller.account.id, caller.now};
}

json::Value clear_of(const Carried& carried, const DocumentRecord& record) {
    return json::Object{
        {"carries_out", carried.plan.text()},
        {"instead_of", carried.moved ? carried.moved->from.text() : std::string()},
        {"number", record.row.number},
        {"issued_on", record.row.issued_on}};
}

}  // namespace

Result<DocumentRecord> record_own_plan(
    House& house,
    const Caller& caller,
    const DocumentId& id,
    const std::string& etag,
    const OwnPlan& said,
    const std::string& request_key,
    const std::string& request_body
) {
    const DocumentAct what{"record_plan", id, request_key, request_body};
    return act_on_document(
        house,
        caller,
        what,
        [&](storage::Snapshot& view, DocumentRecord& record) -> Result<Decided> {
            const FoundDocument found = TRY(find_document(house, view, caller, id));
            if (!is_untouched_plan(record) && !may(house, caller, "change", found.object)) {
                return refuse(ErrorKind::NotFound, "access.not_found");
            }
            TRY(check_etag(house, record.row, etag));
            Carried carried = TRY(carried_in(house, view, caller, said));
            json::Object sealed;
            if (!said.instead_of.is_empty()) {
                carried.moved = TRY(move_of(caller, said, record));
                sealed.push_back({"reason", carried.moved->reason});
            }
            Decided decided;
            decided.commit.writes = TRY(state_own_plan(house, caller, said, carried, record));
            decided.resource_id = id.text();
            decided.commit.expected.push_back({"document", id.text(), record.row.version});
            ++record.row.version;
            decided.commit.writes.push_back(update_document(house.keys, record));
            const char* kind = carried.moved ? "plan_moved" : "plan_recorded";
            decided.commit.events.push_back(
                document_event(house, caller, record.row, kind, clear_of(carried, record), sealed)
            );
            return decided;
        }
    );
}

namespace {

/// The own plan in a row that points at `plan`, where its record says so too and it is not withdrawn.
Result<std::optional<IssuedPlan>> issued_plan(
    House& house, storage::Snapshot& snapshot, const storage::Row& row, const DocumentId& plan
) {
    const auto rows = TRY(snapshot.read(statements::kDocumentById, {row.text(0)}));
    if (rows.empty()) return std::optional<IssuedPlan>();
    auto known = document_row(snapshot, house.keys, rows[0]);
    if (!known || known->is_withdrawn() || known->owner.is_empty()) return std::optional<IssuedPlan>();
    const FoundDocument found{*known, {}, rows[0].bytes(16)};
    const auto record = unsealed(house.keys, found);
    if (!record) return std::optional<IssuedPlan>();  // one damaged plan hides no other
    for (const Carried& carried : carried_by(*record)) {
        if (carried.plan == plan) return IssuedPlan{*std::move(known), carried.tasks.size()};
    }
    return std::optional<IssuedPlan>();
}

Result<std::map<OrganisationId, std::vector<IssuedPlan>>> issued_plans(
    House& house, storage::Snapshot& snapshot, const PlanReceivers& receivers, const DocumentId& plan
) {
    std::map<OrganisationId, std::vector<IssuedPlan>> out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kOwnPlansOf, {plan.text(), kPlansMax}))) {
        if (!is_own_relation(house.keys, row)) continue;
        auto issued = TRY(issued_plan(house, snapshot, row, plan));
        if (!issued) continue;
        if (const auto body = receiver_for(house, receivers, issued->row.owner)) {
            out[*body].push_back(*std::move(issued));
        }
    }
    for (auto& [body, plans] : out) {
        std::ranges::sort(plans, std::ranges::greater{}, [](const IssuedPlan& one) {
            return std::tuple(one.row.issued_on, one.row.uploaded_at.micros, one.row.id.text());
        });
    }
    return out;
}

Result<std::vector<TaskPlace>> places_of(
    storage::Snapshot& snapshot, const DocumentId& plan, const std::set<std::string>& tasks
) {
    std::vector<TaskPlace> out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kConfirmedTasksOf, {plan.text()}))) {
        if (tasks.contains(row.text(0))) out.push_back({row.text(0), row.text(2)});
    }
    return out;
}

}  // namespace

Result<std::vector<CarriedShown>> carried_shown(
    House& house, const Caller& caller, const DocumentRecord& record
) {
    std::vector<CarriedShown> out;
    const std::vector<Carried> stated = carried_by(record);
    if (stated.empty()) return out;
    const auto snapshot = TRY(snapshot_of(house, caller));
    for (const Carried& one : stated) {
        const auto plan = TRY(linked_document(house, *snapshot, caller, one.plan));
        if (!plan) continue;
        std::vector<TaskPlace> tasks = TRY(places_of(*snapshot, one.plan, one.tasks));
        CarriedShown shown{one.plan, plan->title, plan->number, std::move(tasks), one.moved};
        if (one.moved) {
            const auto from = TRY(linked_document(house, *snapshot, caller, one.moved->from));
            if (from) shown.moved_from = from->title;
        }
        out.push_back(std::move(shown));
    }
    return out;
}

Result<OwnPlans> own_plans_of(House& house, const Caller& caller, const DocumentId& plan) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const DocumentRecord record = TRY(document_for(house, *snapshot, caller, plan, "open"));
    const PlanReceivers receivers = TRY(receivers_of(house, *snapshot, caller, plan));
    auto issued = TRY(issued_plans(house, *snapshot, receivers, plan));
    OwnPlans out;
    out.more = receivers.more;
    const auto heir = carried_on_by(house, caller.now, record.row.owner);
    const auto keeps = [&](const OrganisationId& body) { return body == record.row.owner || body == heir; };
    for (const auto& [body, got] : receivers.bodies) {
        // Whoever keeps the plan has it for its own.
        const bool is_asked = got.is_asked && !keeps(body);
        out.bodies.push_back({body, is_asked, got.tasks.size(), std::move(issued[body])});
    }
    const auto live = house.live.view();
    const auto key = [&](const ReceiverPlans& one) {
        const auto* found = live->directory.find(one.body);
        return std::pair(collation_key(found == nullptr ? std::string() : found->name), one.body.text());
    };
    std::ranges::sort(out.bodies, {}, key);
    const auto mine = receiver_for(house, receivers, caller.acting.organisation);
    if (!mine || keeps(*mine) || record.row.is_withdrawn()) return out;
    out.mine = *mine;
    out.may_record = may(house, caller, "record_plan", own_object(caller));
    out.tasks = TRY(places_of(*snapshot, plan, receivers.bodies.at(*mine).tasks));
    return out;
}

}  // namespace neove::service
