#include "service/registers/successions.h"

#include "definition/succession.h"
#include "organisation/heirs.h"
#include "service/registers/board.h"
#include "storage/statements/record_columns.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::array<const storage::Statement*, kColumnsMax> kNaming{
    &statements::kRecordsNamingInColumn1,
    &statements::kRecordsNamingInColumn2,
    &statements::kRecordsNamingInColumn3,
    &statements::kRecordsNamingInColumn4,
    &statements::kRecordsNamingInColumn5,
    &statements::kRecordsNamingInColumn6,
    &statements::kRecordsNamingInColumn7,
    &statements::kRecordsNamingInColumn8};

auto not_found() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

organisation::Date day_of(const House& house, const Caller& caller) {
    return organisation::Date::parse_iso(today(house, caller.now)).value_or(organisation::Date{});
}

bool may_pass_named(const Caller& caller, const Desk& desk) {
    const auto rule = definition::succession_rule(*desk.current);
    return rule && desk.programme->rules.may_ever(caller.actor.role, desk.current->id, rule->action);
}

/// What passes records of a register on.
struct Passing {
    Desk desk;
    definition::SuccessionRule rule;
    const workflow::Action* action{nullptr};
    std::size_t column{0};
};

Result<Passing> passing_of(const House& house, const Caller& caller, const std::string& register_id) {
    Passing out;
    out.desk = TRY(desk_of(house, register_id));
    if (!may_pass_named(caller, out.desk)) return not_found();
    out.rule = *definition::succession_rule(*out.desk.current);
    out.action = out.desk.current->workflow.find(out.rule.action);
    const auto& columns = out.desk.current->list.columns;
    const auto at = std::ranges::find(columns, out.rule.field, &definition::Column::id);
    if (out.action == nullptr || at == columns.end()) return not_found();
    out.column = static_cast<std::size_t>(at - columns.begin());
    if (out.column >= kColumnsMax) return not_found();
    return out;
}

/// The body that the record's own column names, as the bundle says it under which it was opened.
std::string named_in(const FoundRecord& found, const std::string& column) {
    return columns_of_row(*found.definition, found.row).text_or(column);
}

/// Records that name one body, narrowed by the column's index and then decided one by one.
class Naming {
public:
    Naming(House& house, storage::Snapshot& snapshot, const Caller& caller, const Passing& passing)
        : house_(house), snapshot_(snapshot), caller_(caller), passing_(passing) {}

    Result<> visit(const OrganisationId& body, const std::function<void(const FoundRecord&)>& take) {
        const std::string& register_name = passing_.desk.current->id;
        std::size_t looked_at = 0;
        for (std::string after;;) {
            const auto rows = TRY(snapshot_.read(
                *kNaming.at(passing_.column),
                {register_name, body.text(), after, static_cast<std::int64_t>(kAtOnce)}
            ));
            std::vector<RecordId> ids;
            for (const storage::Row& row : rows) {
                if (is_open(row.text(1))) ids.push_back(RecordId::trusted(row.text(0)));
            }
            looked_at += ids.size();
            // Never a part that looks like the whole; what is over long since is no part of it.
            if (looked_at > kBoardRowsMax) return refuse(ErrorKind::Invalid, "board.too_many");
            if (!ids.empty()) {
                for (const auto& [id, found] :
                     TRY(find_records(house_, snapshot_, caller_, register_name, ids))) {
                    if (may(found) && named_in(found, passing_.rule.field) == body.text()) take(found);
                }
            }
            if (rows.size() < kAtOnce) return {};
            after = rows.back().text(0);
        }
    }

private:
    bool is_open(const std::string& state) const {
        const auto& from = passing_.action->from;
        return std::ranges::find(from, state) != from.end();
    }
    bool may(const FoundRecord& found) const {
        return is_open(found.row.state) && verdict_of(caller_, found, access::kList).allowed &&
               verdict_of(caller_, found, passing_.rule.action).allowed;
    }

    House& house_;
    storage::Snapshot& snapshot_;
    const Caller& caller_;
    const Passing& passing_;
};

/// What says that two records are one matter; empty in a register that does not tell.
std::string likeness(const Passing& passing, const FoundRecord& found) {
    if (passing.rule.alike.empty()) return {};
    const json::Value columns = columns_of_row(*found.definition, found.row);
    json::Array out;
    for (const std::string& column : passing.rule.alike) {
        const json::Value* said = columns.find(column);
        out.push_back(said == nullptr ? json::Value() : *said);
    }
    return json::write_canonical(json::Value(std::move(out)));
}

/// Open records of a body by what they are alike in; the first by id stands for those that are alike.
Result<std::map<std::string, AlikeRecord>> alike_of(
    Naming& naming, const Passing& passing, const OrganisationId& heir
) {
    std::map<std::string, AlikeRecord> out;
    if (passing.rule.alike.empty()) return out;
    TRY(naming.visit(heir, [&](const FoundRecord& found) {
        out.try_emplace(likeness(passing, found), AlikeRecord{{}, heir, found.row.id, found.row.number});
    }));
    return out;
}

SuccessionView view_of(
    const organisation::Directory& directory, const organisation::Organisation& former, organisation::Date on
) {
    SuccessionView out{former.id, former.name, former.valid_until.iso(), {}, 0, 0};
    for (const organisation::Successor& heir : organisation::heirs_of(directory, former.id, on)) {
        const organisation::Organisation* one = directory.find(heir.organisation);
        out.heirs.push_back({heir.organisation, one->name, heir.subject, heir.on.iso(), heir.basis});
    }
    return out;
}

OfferedRecord offered(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const FoundRecord& found
) {
    const access::Classes readable = verdict_of(caller, found, access::kOpen).read;
    OfferedRecord out{
        found.row.id,
        found.row.number,
        found.row.state,
        found.row.owner,
        shown_columns(house, snapshot, found.desk, found.row),
        {},
        record_etag(house, found.row, readable)};
    if (is_day(found.row.due_at)) out.timed.due_at = Instant{found.row.due_at};
    return out;
}

/// One record's part, as if it had been taken by hand; only of a record that still names the former body.
Result<OpenedRecord> pass_one(
    House& house,
    const Caller& caller,
    const PassOn& wanted,
    const Passing& passing,
    const BulkTarget& target,
    const WantedAct& act,
    const std::map<std::string, AlikeRecord>& twins,
    Diagnostics& faults
) {
    const RecordRequest request{
        wanted.register_id,
        target.id,
        target.etag,
        key_of_part(wanted.request_key, target.id),
        wanted.request_body};
    const auto snapshot = TRY(house.store.snapshot());
    const FoundRecord found =
        TRY(record_for(house, *snapshot, caller, wanted.register_id, target.id, access::kList));
    if (named_in(found, passing.rule.field) != wanted.former.text()) {
        // What the same request did is no other body's.
        const bool may = verdict_of(caller, found, act.action).allowed;
        const Act done{act.action, {}, request.request_key, request.request_body, may};
        if (!TRY(repeated(house, caller, *snapshot, done))) {
            return refuse(ErrorKind::Conflict, "succession.other_body");
        }
    }
    if (wanted.let_go && !twins.contains(likeness(passing, found))) {
        return refuse(ErrorKind::Conflict, "succession.not_twice");
    }
    return act_on_record(house, caller, request, act, faults);
}

/// What is done to each: passed on, or let go because the heir has the same already.
WantedAct act_of(const House& house, const Caller& caller, const Passing& passing, const PassOn& wanted) {
    WantedAct act;
    act.reason = wanted.reason;
    act.kept_words = wanted.kept_words;
    if (wanted.let_go) {
        act.action = passing.rule.let_go;
        if (!passing.rule.let_go_on.empty()) {
            act.answers.set(passing.rule.let_go_on, today(house, caller.now));
        }
        return act;
    }
    act.action = passing.rule.action;
    act.answers.set(passing.rule.field, wanted.heir.text());
    if (!passing.rule.former.empty()) act.answers.set(passing.rule.former, wanted.former.text());
    if (!passing.rule.paper.empty() && !wanted.paper.empty())
        act.answers.set(passing.rule.paper, wanted.paper);
    return act;
}

}  // namespace

bool may_pass_on(const Caller& caller, const Desk& desk) {
    return may_pass_named(caller, desk) || may_succeed(caller, desk);
}

std::string passed_on_to_nobody(const House& house, const Caller& caller, const FoundRecord& found) {
    const auto rule = definition::succession_rule(*found.definition);
    if (!rule) return {};
    const auto view = house.live.view();
    const OrganisationId named = OrganisationId::trusted(named_in(found, rule->field));
    const auto heirs = organisation::heirs_of(view->directory, named, day_of(house, caller));
    return heirs.empty() ? rule->action : std::string();
}

Result<Successions> successions_of(House& house, const Caller& caller, const std::string& register_id) {
    Successions out;
    out.desk = TRY(desk_of(house, register_id));
    if (!may_pass_on(caller, out.desk)) return not_found();
    std::optional<Passing> passing;
    if (may_pass_named(caller, out.desk)) passing = TRY(passing_of(house, caller, register_id));
    if (passing) out.action = passing->rule.action;
    const organisation::Date on = day_of(house, caller);
    const auto live = house.live.view();
    const auto snapshot = TRY(snapshot_of(house, caller));
    for (const organisation::Organisation* former : live->directory.in_order()) {
        if (!organisation::has_ended(*former, on)) continue;
        SuccessionView view = view_of(live->directory, *former, on);
        if (passing) {
            Naming naming(house, *snapshot, caller, *passing);
            TRY(naming.visit(former->id, [&](const FoundRecord&) { ++view.records; }));
        }
        if (may_succeed(caller, out.desk)) {
            const auto count = [&](const PartRecord&) { ++view.parts; };
            TRY(visit_parts(house, *snapshot, caller, out.desk, former->id, count));
        }
        if (view.records + view.parts == 0) continue;
        out.records += view.records;
        out.parts += view.parts;
        out.bodies.push_back(std::move(view));
    }
    return out;
}

Result<SuccessionOffer> succession_of(
    House& house, const Caller& caller, const std::string& register_id, const OrganisationId& former
) {
    const Passing passing = TRY(passing_of(house, caller, register_id));
    const organisation::Date on = day_of(house, caller);
    const auto live = house.live.view();
    const organisation::Organisation* body = live->directory.find(former);
    if (body == nullptr || !organisation::has_ended(*body, on)) return not_found();
    SuccessionOffer out{passing.desk, passing.rule.action, view_of(live->directory, *body, on), {}, false};
    out.write = access::kEveryClass;
    const auto snapshot = TRY(snapshot_of(house, caller));
    Naming naming(house, *snapshot, caller, passing);
    std::vector<std::pair<RecordId, std::string>> keys;
    TRY(naming.visit(former, [&](const FoundRecord& found) {
        ++out.about.records;
        if (out.records.size() == kBulkMax) {
            out.more = true;
            return;
        }
        out.write &= verdict_of(caller, found, passing.rule.action).write;
        out.records.push_back(offered(house, *snapshot, caller, found));
        keys.emplace_back(found.row.id, likeness(passing, found));
    }));
    if (out.records.empty()) return not_found();
    for (const HeirView& heir : out.about.heirs) {
        const auto theirs = TRY(alike_of(naming, passing, heir.organisation));
        for (const auto& [record, key] : keys) {
            const auto twin = theirs.find(key);
            if (twin == theirs.end()) continue;
            out.alike.push_back(twin->second);
            out.alike.back().record = record;
        }
    }
    std::ranges::stable_sort(out.records, {}, [](const OfferedRecord& one) {
        return one.timed.due_at ? one.timed.due_at->micros : kNeverDue;
    });
    return out;
}

Result<PartsOffer> parts_of(
    House& house, const Caller& caller, const std::string& register_id, const OrganisationId& former
) {
    PartsOffer out;
    out.desk = TRY(desk_of(house, register_id));
    if (!may_succeed(caller, out.desk)) return not_found();
    const organisation::Date on = day_of(house, caller);
    const auto live = house.live.view();
    const organisation::Organisation* body = live->directory.find(former);
    if (body == nullptr || !organisation::has_ended(*body, on)) return not_found();
    out.about = view_of(live->directory, *body, on);
    const auto snapshot = TRY(snapshot_of(house, caller));
    TRY(visit_parts(house, *snapshot, caller, out.desk, former, [&](const PartRecord& one) {
        ++out.about.parts;
        if (out.records.size() == kBulkMax) {
            out.more = true;
            return;
        }
        out.records.push_back({offered(house, *snapshot, caller, one.found), one.part});
    }));
    if (out.records.empty()) return not_found();
    std::ranges::stable_sort(out.records, {}, [](const OfferedPart& one) {
        return one.record.timed.due_at ? one.record.timed.due_at->micros : kNeverDue;
    });
    return out;
}

Result<> check_heir(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    std::string_view action,
    const json::Value& before,
    const json::Value& answers
) {
    const auto rule = definition::succession_rule(definition);
    if (!rule || action != rule->action) return {};
    const std::string was = before.text_or(rule->field);
    const std::string told = rule->former.empty() ? std::string() : answers.text_or(rule->former);
    if (!told.empty() && told != was) {
        return refuse(ErrorKind::Conflict, "succession.other_body", "/answers/" + rule->former);
    }
    // What is missing is a fault of the form.
    const std::string to = answers.text_or(rule->field);
    if (to.empty()) return {};
    const auto view = house.live.view();
    const auto heirs =
        organisation::heirs_of(view->directory, OrganisationId::trusted(was), day_of(house, caller));
    const auto is_named = [&](const organisation::Successor& heir) { return heir.organisation.text() == to; };
    if (std::ranges::any_of(heirs, is_named)) return {};
    return refuse(ErrorKind::Invalid, "succession.heir", "/answers/" + rule->field);
}

Result<std::vector<BulkResult>> pass_on(House& house, const Caller& caller, const PassOn& wanted) {
    const Passing passing = TRY(passing_of(house, caller, wanted.register_id));
    TRY(check_targets(wanted.targets));
    const auto heirs =
        organisation::heirs_of(house.live.view()->directory, wanted.former, day_of(house, caller));
    if (std::ranges::find(heirs, wanted.heir, &organisation::Successor::organisation) == heirs.end()) {
        return refuse(ErrorKind::Invalid, "succession.heir", "/successor");
    }
    const WantedAct act = act_of(house, caller, passing, wanted);
    const workflow::Action* action = passing.desk.current->workflow.find(act.action);
    if (action == nullptr) return not_found();
    if (action->needs_step_up) TRY(require_step_up(caller));
    std::map<std::string, AlikeRecord> twins;
    if (wanted.let_go) {
        const auto snapshot = TRY(snapshot_of(house, caller));
        Naming naming(house, *snapshot, caller, passing);
        twins = TRY(alike_of(naming, passing, wanted.heir));
    }
    std::vector<BulkResult> out;
    for (const BulkTarget& target : wanted.targets) {
        BulkResult result{target.id};
        const auto done = pass_one(house, caller, wanted, passing, target, act, twins, result.faults);
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
