#include "service/registers/link_targets.h"

#include "allotment/rule.h"
#include "service/registers/document_task.h"
#include "storage/statements/core.h"
#include "storage/statements/record_links.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace {

namespace statements = storage::statements;

/// One look: the record that points, and where.
struct Pointing {
    House& house;
    storage::Snapshot& snapshot;
    const Caller& caller;
    const definition::Register& definition;
    const RecordId& linker;
};

bool is_in(const std::vector<std::string>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// What she may do there decides, and the state it is in: the table of access says both. One of them is
/// enough.
Result<> check_hers(const Pointing& at, const std::vector<std::string>& actions, const FoundRecord& target) {
    const definition::Bundle& bundle = *target.desk.programme->bundle;
    std::string names;
    for (const std::string& action : actions) {
        const workflow::Action* theirs = target.definition->workflow.find(action);
        const bool is_here = theirs != nullptr && is_in(theirs->from, target.row.state);
        if (is_here && verdict_of(at.caller, target, action).allowed) return {};
        const bool english = at.caller.language == Language::En;
        names +=
            (names.empty() ? "" : ", ") + bundle.label(target.register_name(), "actions." + action, english);
    }
    return refuse(ErrorKind::Conflict, "record.link_not_hers", {}, names);
}

/// Its number, for whoever may open it.
std::string number_for(const Pointing& at, const RecordId& id) {
    const auto open = record_for(at.house, at.snapshot, at.caller, at.definition.id, id, access::kOpen);
    return open ? open->row.number : std::string("–");
}

/// Of these records of the register: none in such a state that points there by this kind.
Result<> check_page(
    const Pointing& at,
    const std::vector<std::string>& states,
    const record::Link& link,
    const std::vector<RecordId>& ids
) {
    storage::Parameters parameters;
    add_ids(parameters, ids);
    for (const storage::Row& row : TRY(at.snapshot.read(statements::kRecordsById, std::move(parameters)))) {
        const auto other = record_row(at.snapshot, at.house.keys, row);
        if (!other || other->id == at.linker || !is_in(states, other->state)) continue;
        const std::vector<record::Link> links = TRY(links_of(at.snapshot, other->id));
        const bool points_there = std::ranges::any_of(links, [&](const record::Link& one) {
            return one.kind == link.kind && one.to == link.to;
        });
        if (!points_there) continue;
        return refuse(ErrorKind::Conflict, "record.link_waits", {}, number_for(at, other->id));
    }
    return {};
}

Result<> check_alone(const Pointing& at, const std::vector<std::string>& states, const record::Link& link) {
    for (std::string after;;) {
        const auto rows = TRY(at.snapshot.read(
            statements::kRecordsThatLinkTo,
            {link.to.text(), at.definition.id, after, static_cast<std::int64_t>(kAtOnce)}
        ));
        if (rows.empty()) return {};
        std::vector<RecordId> ids;
        for (const storage::Row& row : rows) ids.push_back(RecordId::trusted(row.text(0)));
        TRY(check_page(at, states, link, ids));
        if (ids.size() < kAtOnce) return {};
        after = ids.back().text();
    }
}

/// Whose turn it is to point there by this kind. That no other record does is a rule over rows that the
/// commit does not touch.
Result<storage::ExpectedVersion> turn_of(
    storage::Snapshot& snapshot, const std::string& register_name, const record::Link& link
) {
    const std::string name = "alone." + register_name + "." + link.kind;
    const auto rows = TRY(snapshot.read(statements::kReadVersion, {name, link.to.text()}));
    return storage::ExpectedVersion{name, link.to.text(), rows.empty() ? std::int64_t{0} : rows[0].number(0)};
}

}  // namespace

Result<Turns> check_targets(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const definition::Register& definition,
    const RecordId& linker,
    const WantedAct& wanted
) {
    Turns turns;
    if (wanted.action == record::kUnlinked) return turns;
    const Pointing at{house, snapshot, caller, definition, linker};
    for (std::size_t i = 0; i < wanted.links.size(); ++i) {
        const record::Link& link = wanted.links[i];
        const std::string where = "/links/" + std::to_string(i);
        if (link.to_register == allotment::kDocumentTask) {
            const TaskId task = TaskId::trusted(link.to.text());
            if (TRY(document_task(house, snapshot, caller, task))) continue;
            return refuse(ErrorKind::Invalid, "record.link", where);
        }
        const auto target = record_for(house, snapshot, caller, link.to_register, link.to, access::kOpen);
        if (!target) {
            if (target.error().code != "access.not_found") return std::unexpected(target.error());
            return refuse(ErrorKind::Invalid, "record.link", where);
        }
        const workflow::LinkKind* kind = definition.workflow.find_link(link.kind);
        if (kind == nullptr) continue;  // refused where links are counted
        if (!kind->who_may.empty()) TRY(check_hers(at, kind->who_may, *target));
        if (kind->alone_in.empty()) continue;
        turns.push_back(TRY(turn_of(snapshot, definition.id, link)));
        TRY(check_alone(at, kind->alone_in, link));
    }
    return turns;
}

}  // namespace neove::service
