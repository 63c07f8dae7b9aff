#include "service/registers/body_parts.h"

#include "access/succeed.h"
#include "organisation/heirs.h"
#include "service/registers/board.h"
#include "service/registers/event_about.h"
#include "service/registers/guards.h"
#include "service/registers/people.h"
#include "service/registers/record_change.h"
#include "storage/statements/body_parts.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

bool is_in(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// Relations whose rows go to a successor: those that give something. What keeps a body away, or says that
/// somebody agreed to it, was said of that body.
std::set<std::string, std::less<>> passing_words(const Desk& desk) {
    std::set<std::string, std::less<>> out;
    const auto& denies = desk.programme->rules.policy(desk.current->id).denies;
    for (const std::string& word : relation_words(desk)) {
        if (word == access::kConsent) continue;
        if (std::ranges::find(denies, word, &access::Deny::relation) == denies.end()) out.insert(word);
    }
    return out;
}

/// Whether the record's own columns say that an answer names the body in this relation: then its history need
/// not be asked.
bool is_named_so(const FoundRecord& found, const RecordRelation& row) {
    const auto& gives = found.desk.programme->rules.policy(found.register_name()).gives;
    const json::Value columns = columns_of_row(*found.definition, found.row);
    return std::ranges::any_of(gives, [&](const access::Gives& one) {
        return one.relation == row.kind && columns.text_or(one.field) == row.organisation.text();
    });
}

bool may_be_by_answer(const FoundRecord& found, const RecordRelation& row) {
    const auto& gives = found.desk.programme->rules.policy(found.register_name()).gives;
    return std::ranges::find(gives, row.kind, &access::Gives::relation) != gives.end();
}

/// Rows of the body that go on; those that an answer gave go with the answer.
Result<std::vector<RecordRelation>> rows_of(
    storage::Snapshot& snapshot, const FoundRecord& found, const OrganisationId& body, Instant now
) {
    std::vector<RecordRelation> out;
    const workflow::State* state = found.definition->workflow.find_state(found.row.state);
    if (state == nullptr || state->is_final) return out;
    const auto words = passing_words(found.desk);
    std::optional<std::map<std::string, GivenRow>> told;
    for (const RecordRelation& row : found.relations) {
        if (row.organisation != body || !row.account.is_empty() || !row.holds_at(now)) continue;
        if (!words.contains(row.kind) || is_named_so(found, row)) continue;
        if (may_be_by_answer(found, row)) {
            if (!told) told = rows_told(TRY(events_of(snapshot, found.register_name(), found.row.id)));
            const auto given = told->find(row.id);
            if (given != told->end() && !given->second.field.empty()) continue;
        }
        out.push_back(row);
    }
    return out;
}

bool may(const Caller& caller, const FoundRecord& found) {
    return verdict_of(caller, found, access::kList).allowed &&
           verdict_of(caller, found, access::kSucceed).allowed;
}

organisation::Date day_of(const House& house, const Caller& caller) {
    return organisation::Date::parse_iso(today(house, caller.now)).value_or(organisation::Date{});
}

/// What the event does to the rows: the former body's end, the heir's begin where it does not stand there
/// yet.
RowsHanded rows_passed(
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<RecordRelation>& rows,
    const OrganisationId& heir
) {
    RowsHanded out;
    for (RecordRelation row : rows) {
        const bool has_it = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
            return one.kind == row.kind && one.organisation == heir && one.account.is_empty() &&
                   one.holds_at(caller.now) && !one.until;
        });
        if (!has_it) {
            RecordRelation begun{
                crypto::random_id(), row.kind, {}, heir, caller.now, row.until, caller.account.id, 1};
            out.given.push_back({begun.id, begun.kind, heir, {}, {}, false});
            out.begun.push_back(std::move(begun));
        }
        out.given.push_back({row.id, row.kind, row.organisation, {}, {}, true});
        row.until = caller.now;
        out.ended.push_back(std::move(row));
    }
    return out;
}

Result<Decided> decide_succession(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const SucceedBody& wanted,
    const FoundRecord& found
) {
    const auto history = TRY(events_of(snapshot, found.register_name(), found.row.id));
    TRY(check_history(found.row, history));
    const bool is_owner = found.row.owner == wanted.former;
    const auto rows = TRY(rows_of(snapshot, found, wanted.former, caller.now));
    if (!is_owner && rows.empty()) return refuse(ErrorKind::Conflict, "succession.other_body");
    TRY(check_let_in(house, found, wanted.heir, caller.now, "/successor"));
    record::Outcome outcome = event_about(caller, found, history, kSucceeded, wanted.paper);
    const auto opened =
        TRY(found.seal->open_state(found.sealed, access::kEveryClass, found.row.version, found.row.last_event)
        );
    outcome.record.answers = opened.answers;
    // What was counted is the body's whose record it is.
    outcome.replaces_facts = is_owner;
    ChangeOf what{*found.definition, *found.seal, found.row.id, history, outcome};
    what.before = &found.row;
    if (is_owner) what.owner = wanted.heir;
    what.rows = rows_passed(caller, found, rows, wanted.heir);
    return std::move(TRY(change_of(house, caller, what)).decided);
}

Result<std::string> succeed_one(
    House& house, const Caller& caller, const SucceedBody& wanted, const BulkTarget& target
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, wanted.register_id, target.id, access::kList));
    const Act what{
        std::string(access::kSucceed),
        {},
        key_of_part(wanted.request_key, target.id),
        wanted.request_body,
        may(caller, found)};
    if (TRY(repeated(house, caller, *snapshot, what))) return found.row.number;
    const access::Classes read = verdict_of(caller, found, access::kOpen).read;
    TRY(check_record_etag(house, found.row, read, target.etag));
    auto acted = act(house, caller, *snapshot, what, [&](storage::Snapshot& view) {
        return decide_succession(house, view, caller, wanted, found);
    });
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    TRY(std::move(acted));
    return found.row.number;
}

}  // namespace

bool may_succeed(const Caller& caller, const Desk& desk) {
    return !desk.current->form.persons &&
           desk.programme->rules.may_ever(caller.actor.role, desk.current->id, access::kSucceed);
}

Result<> visit_parts(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const OrganisationId& body,
    const std::function<void(PartRecord)>& take
) {
    const std::string& register_name = desk.current->id;
    std::size_t looked_at = 0;
    for (std::string after;;) {
        const auto page = TRY(snapshot.read(
            storage::statements::kRecordsOfBody,
            {register_name, body.text(), after, caller.now.micros, static_cast<std::int64_t>(kAtOnce)}
        ));
        std::vector<RecordId> ids;
        for (const storage::Row& row : page) ids.push_back(RecordId::trusted(row.text(0)));
        looked_at += ids.size();
        if (looked_at > kBoardRowsMax) return refuse(ErrorKind::Invalid, "board.too_many");
        if (!ids.empty()) {
            for (auto& [id, found] : TRY(find_records(house, snapshot, caller, register_name, ids))) {
                if (!may(caller, found)) continue;
                BodyPart part{found.row.owner == body};
                for (const RecordRelation& row : TRY(rows_of(snapshot, found, body, caller.now))) {
                    if (!is_in(part.relations, row.kind)) part.relations.push_back(row.kind);
                }
                if (part.is_any()) take({std::move(found), std::move(part)});
            }
        }
        if (page.size() < kAtOnce) return {};
        after = page.back().text(0);
    }
}

Result<std::vector<BulkResult>> succeed_body(House& house, const Caller& caller, const SucceedBody& wanted) {
    const Desk desk = TRY(desk_of(house, wanted.register_id));
    if (!may_succeed(caller, desk)) return not_found();
    TRY(check_targets(wanted.targets));
    const auto heirs =
        organisation::heirs_of(house.live.view()->directory, wanted.former, day_of(house, caller));
    if (std::ranges::find(heirs, wanted.heir, &organisation::Successor::organisation) == heirs.end()) {
        return refuse(ErrorKind::Invalid, "succession.heir", "/successor");
    }
    if (wanted.paper.find_first_not_of(" \t\r\n") == std::string::npos) {
        return refuse(ErrorKind::Invalid, "workflow.reason_missing", "/paper");
    }
    std::vector<BulkResult> out;
    for (const BulkTarget& target : wanted.targets) {
        BulkResult result{target.id};
        auto done = succeed_one(house, caller, wanted, target);
        result.is_done = done.has_value();
        if (done) {
            result.number = *std::move(done);
        } else {
            result.refusal = done.error();
        }
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace neove::service
