/// \file
/// Bodies that are no more, over a real store: what names them is proposed to those who succeeded them in the
/// tree, passed on record by record, and never to anybody whom the tree does not name.

#include "definition/check.h"
#include "organisation/load.h"
#include "service/organisations.h"
#include "service/registers/list_records.h"
#include "service/registers/opened_record.h"
#include "service/registers/people.h"
#include "service/registers/rebuild.h"
#include "service/registers/successions.h"
#include "service/registers/timeline.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

namespace neove::service::scenario {

namespace {

const char* const kGiver = "daumoi.congan";
const char* const kOther = "daumoi.yte";
const char* const kOfOld = "canbo.xa";
const char* const kOfWard = "canbo.phuong";

/// One register, whose records name the body that carries them out.
definition::Folder duties() {
    definition::Folder folder{"giving", {}};
    folder.files["programme.yaml"] =
        "id: giving\nversion: 2026-01-01\nmake_believe: true\nroles: [focal, officer]\n"
        "house_roles: [focal, officer]\nregisters: [chore]\n";
    const auto put = [&](std::string file, std::string text) {
        folder.files["registers/chore/" + file] = std::move(text);
    };
    put("form.yaml", R"(domain: work
number_prefix: VC
fields:
  - {id: title, type: text, class: internal, required: true, max: 80}
  - {id: body, type: organisation, class: public, required: true}
  - {id: former, type: organisation, class: public}
  - {id: paper, type: text, class: internal, max: 100}
  - {id: due_on, type: date, class: internal}
  - {id: unit, type: organisation, class: internal}
  - {id: closed_on, type: date, class: internal, not_after: today}
)");
    put("workflow.yaml", R"(states: [running, {id: closed, final: true}]
actions:
  - {id: give, creates: true, to: running, requires: [due_on], fields: [title, body, due_on], gives: [{relation: lead, to: body}]}
  - {id: hand_over, from: running, fields: [body, former, paper], requires: [body, former, paper]}
  - {id: close, from: running, to: closed, reason: true, fields: [closed_on], requires: [closed_on]}
  - {id: pass_down, from: running, fields: [unit], requires: [unit], gives: [{relation: helper, to: unit, among: own_units}]}
succession: {field: body, former: former, paper: paper, action: hand_over, alike: [title], let_go: {action: close, on: closed_on}}
)");
    put("deadlines.yaml", R"(- id: finish
  starts: entered(running)
  stops: [entered(closed)]
  for: lead
  versions:
    - {from: 2000-01-01, within: {field: due_on, before: inclusive}, roll: none, status: confirmed, citation: "Quy tắc 1"}
)");
    put("list.yaml", R"(columns: [title, body, due_on]
board: {rows: body, limit: finish}
retention: {months: 0, citation: "Chưa có", status: unconfirmed}
)");
    put("access.yaml", R"(relations: [lead, helper, watcher]
grants:
  - {role: focal, when: own, actions: [open, list, correct, assign, give, hand_over, close, pass_down], states: any, read: [public, internal], write: [public, internal]}
  - {role: focal, when: any, actions: [open, list], states: any, read: [public]}
  - {role: focal, when: [own, above, watcher], actions: [open, list, succeed], states: any, read: [public, internal]}
  - {role: officer, when: [lead, helper, watcher, own], actions: [open, list], states: any, read: [public, internal]}
list: {show: [number, state, due, title, body]}
)");
    for (const char* language : {"vi", "en"}) {
        const std::string name = std::string("labels.") + language + ".yaml";
        folder.files[name] = "title: Việc\nroles: {focal: a, officer: b}\n";
        put(name, R"(title: Việc
title_many: Việc
fields: {title: x, body: x, former: x, paper: x, due_on: x, unit: x, closed_on: x}
states: {running: x, closed: x}
actions: {give: {label: x, done: x}, hand_over: {label: x, done: x}, close: {label: x, done: x}, pass_down: {label: x, done: x}}
limits: {finish: x}
relations: {lead: x, helper: x, watcher: x}
)");
    }
    put("scenarios/given.yaml", R"(name: Giao việc
steps:
  - {at: 2026-03-02 08:00, as: focal, do: give, answers: {title: x, body: b, due_on: 2026-03-05}}
  - {expect: {state: running}}
)");
    return folder;
}

class Giving : public HouseFixture {
public:
    Giving() {
        const auto checked = definition::check(definition::compile({duties()}));
        for (const definition::Fault& one : checked.faults)
            FAIL(one.code << " " << one.pointer << one.detail);
        auto bundle = definition::load_bundle(checked.bundle->source);
        REQUIRE(bundle);
        REQUIRE(house().programmes.adopt(
            house().store,
            house().keys,
            std::make_shared<const definition::Bundle>(std::move(*bundle)),
            true,
            clock.now()
        ));
    }

    OrganisationId body_of(const char* login) { return caller(login).acting.organisation; }

    RecordId give(
        const OrganisationId& body, const char* login = kGiver, const std::string& title = "Rà soát"
    ) {
        WantedAct wanted;
        wanted.action = "give";
        wanted.answers = json::Object{{"title", title}, {"body", body.text()}, {"due_on", "2026-12-15"}};
        Diagnostics faults;
        const auto opened = open_record(house(), caller(login), {"chore", {}, {}, {}, {}}, wanted, faults);
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        return opened->row.id;
    }

    OrganisationId made(const std::string& name) {
        const auto like = house().live.view()->directory.find(body_of(kOfOld));
        OrganisationChange wanted;
        wanted.name = name;
        wanted.kind = like->kind;
        wanted.parent = like->parent;
        Diagnostics faults;
        const auto id = create_organisation(house(), caller("quantri"), wanted, {}, {}, faults);
        REQUIRE_MESSAGE(id.has_value(), code_of(id));
        return *id;
    }

    void end(const OrganisationId& old, const std::vector<OrganisationId>& heirs) {
        const std::string day = today(house(), clock.now());
        const auto version = house().live.view()->directory.find(old)->version;
        OrganisationChange ended;
        ended.valid_until = day;
        ended.successors.emplace();
        for (const OrganisationId& heir : heirs) {
            ended.successors->push_back({heir, "tất cả", *organisation::Date::parse_iso(day), "Nghị quyết"});
        }
        Diagnostics faults;
        const auto changed = change_body(old, version, ended, faults);
        REQUIRE_MESSAGE(changed.has_value(), (faults.empty() ? code_of(changed) : faults.front().code));
    }

    Successions proposed(const char* login = kGiver) {
        auto all = successions_of(house(), caller(login), "chore");
        REQUIRE_MESSAGE(all.has_value(), code_of(all));
        return std::move(*all);
    }
    SuccessionOffer offer(const OrganisationId& old, const char* login = kGiver) {
        auto out = succession_of(house(), caller(login), "chore", old);
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
        return std::move(*out);
    }

    /// All that is offered, in one request.
    PassOn all_to(const OrganisationId& old, const OrganisationId& heir, const std::string& key = {}) {
        PassOn wanted{"chore", old, heir, "Nghị quyết 12", {}, {}, key, "body"};
        for (const OfferedRecord& one : offer(old).records) wanted.targets.push_back({one.id, one.etag});
        return wanted;
    }
    std::vector<BulkResult> pass(const PassOn& wanted, const char* login = kGiver) {
        auto out = pass_on(house(), caller(login), wanted);
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
        return std::move(*out);
    }

    std::string act_code(const char* login, const RecordId& id, const char* action, json::Object answers) {
        const auto now = read_record(house(), caller(login), "chore", id);
        WantedAct wanted;
        wanted.action = action;
        wanted.answers = std::move(answers);
        wanted.reason = "Xong";
        Diagnostics faults;
        return code_of(
            act_on_record(house(), caller(login), {"chore", id, now ? now->etag : "", {}, {}}, wanted, faults)
        );
    }
    std::string watch(const char* login, const RecordId& id, const OrganisationId& body) {
        const auto now = read_record(house(), caller(login), "chore", id);
        REQUIRE(now.has_value());
        return code_of(
            assign(house(), caller(login), {"chore", id, now->etag, {}, {}}, {"watcher", {}, body, {}, {}})
        );
    }
    /// More than what anybody of her role reads.
    bool reads_inside(const char* login, const RecordId& id) {
        const auto seen = read_record(house(), caller(login), "chore", id);
        return seen && seen->answers.find("title") != nullptr;
    }
    bool opens(const char* login, const RecordId& id) {
        return read_record(house(), caller(login), "chore", id).has_value();
    }
    void check_rebuilt() {
        const auto rebuilt = rebuild(house(), false);
        REQUIRE(rebuilt.has_value());
        for (const RebuildDifference& one : rebuilt->differences) FAIL_CHECK(one.record << " " << one.what);
    }
};

std::string codes(const std::vector<BulkResult>& all) {
    std::string out;
    for (const BulkResult& one : all) out += (one.is_done ? "done" : one.refusal.code) + "; ";
    return out;
}

}  // namespace

TEST_CASE("what goes to own units alone is handed to no other body, by an act or by a correction") {
    Giving on;
    // The department itself, above the desk of whoever signs in.
    Caller chief = on.caller(kOther);
    const OrganisationId desk = on.body_of(kOther);
    chief.acting.organisation = on.house().live.view()->directory.find(desk)->parent;
    chief.actor = actor_in(on.house(), chief.account.id, "focal", chief.acting.organisation);
    REQUIRE(chief.actor.below.size() >= 2);
    WantedAct wanted;
    wanted.action = "give";
    wanted.answers =
        json::Object{{"title", "Rà soát"}, {"body", on.body_of(kOfOld).text()}, {"due_on", "2026-12-15"}};
    Diagnostics faults;
    const auto opened = open_record(on.house(), chief, {"chore", {}, {}, {}, {}}, wanted, faults);
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    const RecordId id = opened->row.id;
    const auto act = [&](WantedAct one, const OrganisationId& unit) {
        const auto now = read_record(on.house(), chief, "chore", id);
        REQUIRE(now.has_value());
        one.answers = json::Object{{"unit", unit.text()}};
        return code_of(act_on_record(on.house(), chief, {"chore", id, now->etag, {}, {}}, one, faults));
    };
    WantedAct down;
    down.action = "pass_down";
    for (const OrganisationId& other : {on.body_of(kOfWard), on.body_of(kGiver), chief.acting.organisation}) {
        CHECK(act(down, other) == "record.not_own_unit");
    }
    CHECK(act(down, desk).empty());
    const auto line = read_timeline(on.house(), chief, "chore", id);
    REQUIRE(line.has_value());
    WantedAct mend;
    mend.action = "corrected";
    mend.corrects = line->events.back().stored.event.id;
    mend.reason = "Ghi nhầm";
    CHECK(act(mend, on.body_of(kOfWard)) == "record.not_own_unit");
    CHECK(!on.opens(kOfWard, id));
    const auto other = std::ranges::find_if(chief.actor.below, [&](const auto& one) { return one != desk; });
    CHECK(act(mend, *other).empty());
    on.check_rebuilt();
}

TEST_CASE("what names a body that is no more is proposed to its successor, and goes with the answer") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId heir = on.body_of(kOfWard);
    const RecordId one = on.give(old);
    const RecordId two = on.give(old);
    const RecordId elsewhere = on.give(heir);
    CHECK(on.proposed().bodies.empty());
    on.end(old, {heir});
    on.clock.advance(kMinute);
    // Until somebody says so nothing moves.
    CHECK(on.opens(kOfOld, one));
    CHECK(!on.opens(kOfWard, one));
    const Successions seen = on.proposed();
    CHECK(seen.records == 2);
    REQUIRE(seen.bodies.size() == 1);
    CHECK(seen.bodies[0].former == old);
    REQUIRE(seen.bodies[0].heirs.size() == 1);
    CHECK(seen.bodies[0].heirs[0].organisation == heir);
    CHECK(seen.bodies[0].heirs[0].basis == "Nghị quyết");
    const auto before = read_record(on.house(), on.caller(kGiver), "chore", one);
    REQUIRE(before.has_value());

    const PassOn wanted = on.all_to(old, heir, "key");
    CHECK(codes(on.pass(wanted)) == "done; done; ");
    for (const RecordId& id : {one, two}) {
        CHECK(!on.opens(kOfOld, id));
        CHECK(on.opens(kOfWard, id));
    }
    const auto after = read_record(on.house(), on.caller(kOfWard), "chore", one);
    REQUIRE(after.has_value());
    CHECK(after->answers.text_or("former") == old.text());
    CHECK(after->answers.text_or("paper") == "Nghị quyết 12");
    CHECK(after->row.due_at == before->row.due_at);
    const auto agenda = agenda_of(on.house(), on.caller(kOfWard));
    REQUIRE(agenda.has_value());
    CHECK(agenda->items.size() == 3);
    CHECK(on.proposed().bodies.empty());
    CHECK(code_of(succession_of(on.house(), on.caller(kGiver), "chore", old)) == "access.not_found");
    // The same request again writes nothing.
    CHECK(codes(on.pass(wanted)) == "done; done; ");
    on.settle();
    const auto told = read_timeline(on.house(), on.caller(kGiver), "chore", one);
    REQUIRE(told.has_value());
    CHECK(told->events.size() == 2);
    CHECK(on.opens(kOfWard, elsewhere));
    on.check_rebuilt();
}

TEST_CASE("what the successor was given too is told, and the second of two may be let go with a reason") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId heir = on.body_of(kOfWard);
    const RecordId twin = on.give(old);
    const RecordId single = on.give(old, kGiver, "Phát loa");
    const RecordId there = on.give(heir);
    on.end(old, {heir});
    on.clock.advance(kMinute);
    const SuccessionOffer offer = on.offer(old);
    REQUIRE(offer.alike.size() == 1);
    CHECK(offer.alike[0].record == twin);
    CHECK(offer.alike[0].heir == heir);
    CHECK(offer.alike[0].other == there);
    PassOn wanted = on.all_to(old, heir, "let go");
    wanted.let_go = true;
    CHECK(codes(on.pass(wanted)).find("workflow.reason_missing; ") != std::string::npos);
    wanted.reason = "Xã kế thừa đã có việc này";
    const auto results = on.pass(wanted);
    REQUIRE(results.size() == 2);
    for (const BulkResult& one : results) {
        CHECK(one.is_done == (one.id == twin));
        if (one.id == single) CHECK(one.refusal.code == "succession.not_twice");
    }
    CHECK(codes(on.pass(wanted)).find("done; ") != std::string::npos);  // the same request again
    const auto gone = read_record(on.house(), on.caller(kGiver), "chore", twin);
    REQUIRE(gone.has_value());
    CHECK(gone->row.state == "closed");
    CHECK(gone->answers.text_or("closed_on") == today(on.house(), on.clock.now()));
    CHECK(!on.opens(kOfWard, twin));
    // The other goes on, and both could have: that is a person's choice.
    CHECK(codes(on.pass(on.all_to(old, heir))) == "done; ");
    CHECK(on.opens(kOfWard, single));
    on.check_rebuilt();
}

TEST_CASE("nobody is told of, or passes on, what she may not") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId heir = on.body_of(kOfWard);
    on.give(old);
    on.give(old, kOther);
    on.end(old, {heir});
    CHECK(on.proposed().records == 1);
    CHECK(on.proposed(kOther).records == 1);
    const auto officer = successions_of(on.house(), on.caller(kOfWard), "chore");
    CHECK(code_of(officer) == "access.not_found");
    CHECK(code_of(succession_of(on.house(), on.caller(kOfWard), "chore", old)) == "access.not_found");
    // Another's records, under her own name: as if they were not there.
    PassOn wanted = on.all_to(old, heir);
    const auto seen = read_record(on.house(), on.caller(kOther), "chore", wanted.targets[0].id);
    REQUIRE(seen.has_value());
    wanted.targets[0].etag = seen->etag;
    CHECK(codes(on.pass(wanted, kOther)) == "access.not_found; ");
    PassOn unknown = wanted;
    unknown.targets = {{RecordId::trusted(crypto::random_id()), "x"}};
    CHECK(codes(on.pass(unknown, kOther)) == "access.not_found; ");
    CHECK(code_of(pass_on(on.house(), on.caller(kOfOld), wanted)) == "access.not_found");
    on.check_rebuilt();
}

TEST_CASE("of several successors a person chooses, and nobody else is one") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId ward = on.body_of(kOfWard);
    const OrganisationId fresh = on.made("Ủy ban nhân dân xã Hợp Nhất Mới");
    const RecordId one = on.give(old);
    const RecordId two = on.give(old);
    on.end(old, {ward, fresh});
    const auto about = on.proposed().bodies.at(0);
    CHECK(about.heirs.size() == 2);
    PassOn wanted = on.all_to(old, on.body_of(kOther));
    CHECK(code_of(pass_on(on.house(), on.caller(kGiver), wanted)) == "succession.heir");
    wanted.heir = old;
    CHECK(code_of(pass_on(on.house(), on.caller(kGiver), wanted)) == "succession.heir");
    wanted.heir = ward;
    wanted.targets.resize(1);
    CHECK(codes(on.pass(wanted)) == "done; ");
    PassOn rest = on.all_to(old, fresh);
    CHECK(rest.targets.size() == 1);
    CHECK(codes(on.pass(rest)) == "done; ");
    CHECK(on.opens(kOfWard, one) != on.opens(kOfWard, two));
    CHECK(on.proposed().bodies.empty());
    // A body that is still there has no successor, whatever it was.
    PassOn living{"chore", ward, fresh, "Nghị quyết", {}, rest.targets, {}, {}};
    CHECK(code_of(pass_on(on.house(), on.caller(kGiver), living)) == "succession.heir");
    CHECK(code_of(succession_of(on.house(), on.caller(kGiver), "chore", ward)) == "access.not_found");
    on.check_rebuilt();
}

TEST_CASE("whose record it was, and who stood beside it, go to the successor by a paper, in one event") {
    Giving on;
    // The desk of the giver ends; the record's own body is another.
    const OrganisationId giver = on.body_of(kGiver);
    const OrganisationId heir = on.body_of(kOther);
    const OrganisationId carrier = on.body_of(kOfWard);
    const RecordId own = on.give(carrier);
    const RecordId over = on.give(carrier);
    const RecordId watched = on.give(carrier, kOther);
    CHECK(on.act_code(kGiver, over, "close", {{"closed_on", today(on.house(), on.clock.now())}}).empty());
    CHECK(on.watch(kOther, watched, giver).empty());
    CHECK(on.watch(kGiver, over, on.body_of(kOfOld)).empty());
    CHECK(code_of(parts_of(on.house(), on.caller(kGiver), "chore", giver)) == "access.not_found");
    on.end(giver, {heir});
    on.clock.advance(kMinute);
    // Who still holds a role there sees both records that are hers, and the one that she watches.
    const auto seen = parts_of(on.house(), on.caller(kGiver), "chore", giver);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    CHECK(seen->about.parts == 3);
    CHECK(on.proposed().parts == 3);
    CHECK(on.proposed().records == 0);
    std::map<std::string, BodyPart> parts;
    for (const OfferedPart& one : seen->records) parts[one.record.id.text()] = one.part;
    CHECK(parts.at(own.text()).is_owner);
    CHECK(parts.at(own.text()).relations.empty());
    CHECK(parts.at(over.text()).is_owner);
    CHECK(!parts.at(watched.text()).is_owner);
    CHECK(parts.at(watched.text()).relations == std::vector<std::string>{"watcher"});
    CHECK(!on.reads_inside(kOther, own));

    SucceedBody wanted{"chore", giver, heir, "Nghị quyết 12", {}, "key", "body"};
    for (const OfferedPart& one : seen->records) wanted.targets.push_back({one.record.id, one.record.etag});
    SucceedBody wrong = wanted;
    wrong.heir = carrier;
    CHECK(code_of(succeed_body(on.house(), on.caller(kGiver), wrong)) == "succession.heir");
    wrong = wanted;
    wrong.paper = " ";
    CHECK(code_of(succeed_body(on.house(), on.caller(kGiver), wrong)) == "workflow.reason_missing");
    CHECK(code_of(succeed_body(on.house(), on.caller(kOfWard), wanted)) == "access.not_found");
    // Nobody of another body takes over by herself, though she may do it of her own records.
    SucceedBody hers = wanted;
    std::erase_if(hers.targets, [&](const BulkTarget& one) { return one.id == watched; });
    const auto greedy = succeed_body(on.house(), on.caller(kOther), hers);
    REQUIRE(greedy.has_value());
    CHECK(std::ranges::none_of(*greedy, &BulkResult::is_done));
    const auto done = succeed_body(on.house(), on.caller(kGiver), wanted);
    REQUIRE(done.has_value());
    CHECK(codes(*done) == "done; done; done; ");

    const auto after = read_record(on.house(), on.caller(kOther), "chore", own);
    REQUIRE(after.has_value());
    CHECK(after->row.owner == heir);
    CHECK(on.reads_inside(kOther, own));
    CHECK(!on.reads_inside(kGiver, own));
    CHECK(!on.reads_inside(kGiver, watched));
    // The heir decides as the giver did, and what the giver was is asked of nobody any more.
    CHECK(on.act_code(kOther, own, "close", {{"closed_on", today(on.house(), on.clock.now())}}).empty());
    CHECK(on.act_code(kGiver, own, "close", {}) != "");
    CHECK(code_of(parts_of(on.house(), on.caller(kGiver), "chore", giver)) == "access.not_found");
    // A record that is over keeps the rows of those who stood beside it.
    const auto line = read_timeline(on.house(), on.caller(kOther), "chore", watched);
    REQUIRE(line.has_value());
    const StoredEvent& event = line->events.back().stored;
    CHECK(event.event.kind == kSucceeded);
    CHECK(event.owner.is_empty());
    CHECK(event.given.size() == 2);
    on.check_rebuilt();
}

TEST_CASE("a row that an answer gave is no part that goes by itself, and a record that is over keeps its rows"
) {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId ward = on.body_of(kOfWard);
    const RecordId named = on.give(old);
    const RecordId over = on.give(ward);
    CHECK(on.watch(kGiver, named, old).empty());
    CHECK(on.watch(kGiver, over, old).empty());
    CHECK(on.act_code(kGiver, over, "close", {{"closed_on", today(on.house(), on.clock.now())}}).empty());
    on.end(old, {ward});
    on.clock.advance(kMinute);
    const auto seen = parts_of(on.house(), on.caller(kGiver), "chore", old);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    REQUIRE(seen->records.size() == 1);
    CHECK(seen->records[0].record.id == named);
    CHECK(seen->records[0].part.relations == std::vector<std::string>{"watcher"});
    CHECK(on.proposed().records == 1);
    SucceedBody wanted{"chore", old, ward, "NQ", {{named, seen->records[0].record.etag}}, {}, {}};
    const auto done = succeed_body(on.house(), on.caller(kGiver), wanted);
    REQUIRE(done.has_value());
    CHECK(codes(*done) == "done; ");
    // It still names the old body, which the register's own action passes on.
    CHECK(on.opens(kOfOld, named));
    CHECK(on.reads_inside(kOfWard, named));
    CHECK(codes(on.pass(on.all_to(old, ward))) == "done; ");
    CHECK(!on.opens(kOfOld, named));
    // Asked once more, as of a page that is old: the etag says so, and then that there is nothing.
    const auto again = succeed_body(on.house(), on.caller(kGiver), wanted);
    REQUIRE(again.has_value());
    CHECK(codes(*again) == "version.stale; ");
    wanted.targets[0].etag = read_record(on.house(), on.caller(kGiver), "chore", named)->etag;
    const auto nothing = succeed_body(on.house(), on.caller(kGiver), wanted);
    REQUIRE(nothing.has_value());
    CHECK(codes(*nothing) == "succession.other_body; ");
    on.check_rebuilt();
}

TEST_CASE("a correction of passing on is held to what passing on is held to") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId ward = on.body_of(kOfWard);
    const OrganisationId fresh = on.made("Ủy ban nhân dân xã Hợp Nhất Mới");
    const OrganisationId stranger = on.body_of(kOther);
    const RecordId id = on.give(old);
    on.end(old, {ward, fresh});
    CHECK(codes(on.pass(on.all_to(old, ward))) == "done; ");
    const auto line = read_timeline(on.house(), on.caller(kGiver), "chore", id);
    REQUIRE(line.has_value());
    const auto mended = [&](const char* kind, json::Object answers) {
        const auto now = read_record(on.house(), on.caller(kGiver), "chore", id);
        REQUIRE(now.has_value());
        const auto wrong = std::ranges::find_if(line->events, [&](const auto& one) {
            return one.stored.event.kind == kind;
        });
        WantedAct mend;
        mend.action = "corrected";
        mend.corrects = wrong->stored.event.id;
        mend.reason = "Ghi nhầm";
        mend.answers = std::move(answers);
        Diagnostics faults;
        on.clock.advance(kMinute);
        return code_of(
            act_on_record(on.house(), on.caller(kGiver), {"chore", id, now->etag, {}, {}}, mend, faults)
        );
    };
    CHECK(mended("hand_over", {{"body", stranger.text()}}) == "succession.heir");
    CHECK(mended("hand_over", {{"body", old.text()}}) == "succession.heir");
    CHECK(mended("hand_over", {{"former", ward.text()}}) == "succession.other_body");
    CHECK(!on.opens(kOfOld, id));
    CHECK(on.opens(kOfWard, id));
    // The other successor, and another paper, are what a slip may have been about.
    CHECK(mended("hand_over", {{"body", fresh.text()}, {"paper", "Nghị quyết 13"}}).empty());
    CHECK(!on.opens(kOfWard, id));
    CHECK(mended("hand_over", {{"body", ward.text()}}).empty());
    // Another act of the same record is held to nothing of this.
    CHECK(mended("give", {{"title", "Rà soát lại"}}).empty());
    on.check_rebuilt();
}

TEST_CASE("a record that changed, or names another body by now, is left and told; the others go") {
    Giving on;
    const OrganisationId old = on.body_of(kOfOld);
    const OrganisationId ward = on.body_of(kOfWard);
    const OrganisationId third = on.made("Ủy ban nhân dân xã Thứ Ba");
    for (int i = 0; i < 3; ++i) on.give(old);
    const RecordId other = on.give(third);
    on.end(old, {ward});
    PassOn wanted = on.all_to(old, ward);
    REQUIRE(wanted.targets.size() == 3);
    wanted.targets[1].etag = "x";
    const auto seen = read_record(on.house(), on.caller(kGiver), "chore", other);
    REQUIRE(seen.has_value());
    wanted.targets.push_back({other, seen->etag});
    CHECK(codes(on.pass(wanted)) == "done; version.stale; done; succession.other_body; ");
    CHECK(
        read_record(on.house(), on.caller(kGiver), "chore", other)->answers.text_or("body") == third.text()
    );
    wanted.targets.clear();
    CHECK(code_of(pass_on(on.house(), on.caller(kGiver), wanted)) == "bulk.none");
    PassOn twice = on.all_to(old, ward);
    twice.targets.push_back(twice.targets.front());
    CHECK(code_of(pass_on(on.house(), on.caller(kGiver), twice)) == "bulk.twice");
    // Without the paper nothing goes: the register asks for it.
    PassOn bare = on.all_to(old, ward);
    bare.paper.clear();
    CHECK(codes(on.pass(bare)) == "record.many_faults; ");
    CHECK(on.proposed().records == 1);
    on.check_rebuilt();
}

TEST_CASE("in any world each number is the length of what is offered, and of no record twice") {
    for (const unsigned seed : {1U, 2U, 3U}) {
        CAPTURE(seed);
        Giving on;
        std::mt19937 random(seed);
        std::vector<OrganisationId> bodies{on.body_of(kOfOld), on.body_of(kOfWard)};
        for (int i = 0; i < 4; ++i) bodies.push_back(on.made("Ủy ban nhân dân xã Số " + std::to_string(i)));
        for (int i = 0; i < 24; ++i) {
            on.give(bodies[random() % bodies.size()], random() % 3 == 0 ? kOther : kGiver);
        }
        // Chains, splits and ends without anybody: a body may pass on to what ended before it.
        for (std::size_t i = 0; i + 2 < bodies.size(); ++i) {
            if (random() % 4 == 0) continue;
            std::vector<OrganisationId> heirs;
            for (std::size_t j = i + 1; j < bodies.size(); ++j) {
                if (random() % 3 == 0) heirs.push_back(bodies[j]);
            }
            on.end(bodies[i], heirs);
        }
        for (const char* login : {kGiver, kOther}) {
            std::int64_t sum = 0;
            std::set<std::string> once;
            for (const SuccessionView& one : on.proposed(login).bodies) {
                const SuccessionOffer offer = on.offer(one.former, login);
                CHECK(offer.about.records == one.records);
                CHECK(std::ssize(offer.records) == one.records);
                sum += one.records;
                for (const OfferedRecord& record : offer.records) {
                    CHECK(once.insert(record.id.text()).second);
                    CHECK(record.columns.text_or("body") == one.former.text());
                }
                for (const HeirView& heir : one.heirs) {
                    const auto* body = on.house().live.view()->directory.find(heir.organisation);
                    CHECK(body->valid_until.is_open());
                }
                if (one.heirs.empty()) continue;
                PassOn wanted{"chore", one.former, one.heirs.front().organisation, "NQ", {}, {}, {}, {}};
                for (const OfferedRecord& record : offer.records) {
                    wanted.targets.push_back({record.id, record.etag});
                }
                for (const BulkResult& result : on.pass(wanted, login)) CHECK(result.is_done);
            }
            CHECK(std::ssize(once) == sum);
            for (const SuccessionView& left : on.proposed(login).bodies) CHECK(left.heirs.empty());
        }
        on.check_rebuilt();
    }
}

}  // namespace neove::service::scenario
