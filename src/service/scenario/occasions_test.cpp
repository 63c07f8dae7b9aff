/// \file
/// Days that are never late, over a real store: who has a meeting in her agenda, and who has not.

#include "service/registers/occasions.h"

#include "definition/check.h"
#include "service/registers/act_on_record.h"
#include "service/registers/list_records.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

const char* const kHost = "daumoi.congan";
const char* const kGuest = "canbo.xa";
const char* const kOther = "canbo.phuong";
const char* const kAboveAll = "lanhdao";

definition::Folder gatherings() {
    definition::Folder folder{"gatherings", {}};
    folder.files["programme.yaml"] =
        "id: gatherings\nversion: 2026-01-01\nmake_believe: true\nroles: [focal, officer, leader]\n"
        "house_roles: [focal, officer, leader]\nregisters: [gathering]\n";
    const auto put = [&](std::string file, std::string text) {
        folder.files["registers/gathering/" + file] = std::move(text);
    };
    put("form.yaml", R"(domain: work
number_prefix: LH
fields:
  - {id: title, type: text, class: internal, required: true, max: 80}
  - {id: body, type: organisation, class: public, required: true}
  - {id: on_day, type: date, class: internal, required: true}
  - {id: starts_at, type: date_time, class: internal}
)");
    put("workflow.yaml", R"(states: [planned, {id: held, final: true}]
actions:
  - {id: plan, creates: true, to: planned, fields: [title, body, on_day, starts_at], gives: [{relation: guest, to: body}]}
  - {id: postpone, from: [planned], fields: [on_day, starts_at]}
  - {id: hold, from: [planned], to: held}
)");
    put("list.yaml", R"(columns: [title, on_day, starts_at]
calendar: {on: on_day, at: starts_at, show: title, states: planned}
retention: {months: 0, citation: "Chưa có", status: unconfirmed}
)");
    put("access.yaml", R"(relations: [guest]
grants:
  - {role: focal, when: own, actions: [open, list, plan, postpone, hold], states: any, read: [public, internal], write: [public, internal]}
  - {role: [officer, focal], when: guest, actions: [open, list], states: any, read: [public, internal]}
  - {role: leader, when: [own, above], actions: [open, list], states: any, read: [public, internal]}
list: {show: [number, state, title, on_day, starts_at]}
)");
    for (const char* language : {"vi", "en"}) {
        const std::string name = std::string("labels.") + language + ".yaml";
        folder.files[name] = "title: Họp\nroles: {focal: a, officer: b, leader: c}\n";
        put(name, R"(title: Họp
title_many: Họp
fields: {title: x, body: x, on_day: x, starts_at: x}
states: {planned: x, held: x}
actions: {plan: {label: x, done: x}, postpone: {label: x, done: x}, hold: {label: x, done: x}}
relations: {guest: x}
)");
    }
    put("scenarios/held.yaml", R"(name: Họp
steps:
  - {at: 2026-03-02 08:00, as: focal, do: plan, answers: {title: x, body: b, on_day: 2026-03-05}}
  - {expect: {state: planned}}
)");
    return folder;
}

class Gatherings : public HouseFixture {
public:
    Gatherings() {
        const auto checked = definition::check(definition::compile({gatherings()}));
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

    std::string body_of(const char* login) { return caller(login).acting.organisation.text(); }

    RecordId plan(const std::string& title, const std::string& on, const std::string& at = {}) {
        WantedAct wanted;
        wanted.action = "plan";
        wanted.answers = json::Object{{"title", title}, {"body", body_of(kGuest)}, {"on_day", on}};
        if (!at.empty()) wanted.answers.set("starts_at", at);
        Diagnostics faults;
        const auto opened =
            open_record(house(), caller(kHost), {"gathering", {}, {}, {}, {}}, wanted, faults);
        REQUIRE_MESSAGE(opened, code_of(opened));
        return opened->row.id;
    }

    void act(const RecordId& id, const char* action, json::Object answers = {}) {
        const auto now = read_record(house(), caller(kHost), "gathering", id);
        REQUIRE(now);
        WantedAct wanted;
        wanted.action = action;
        wanted.answers = std::move(answers);
        Diagnostics faults;
        const auto done =
            act_on_record(house(), caller(kHost), {"gathering", id, now->etag, {}, {}}, wanted, faults);
        REQUIRE_MESSAGE(done, code_of(done));
    }

    std::string told(const char* login) {
        const auto found = occasions_of(house(), caller(login));
        REQUIRE_MESSAGE(found, code_of(found));
        std::string out;
        for (const Occasion& one : found->all) {
            out += one.on + (one.at.empty() ? "" : " " + one.at);
            for (const std::string& word : one.says) out += " " + word;
            out += "; ";
        }
        return out;
    }
};

}  // namespace

TEST_CASE("a meeting stands in the agenda of whoever holds it and of those invited, by day and hour") {
    Gatherings on;
    on.plan("Giao ban", "2026-06-10", "2026-06-10T14:00");
    on.plan("Sơ kết", "2026-06-10", "2026-06-10T08:00");
    on.plan("Kiểm tra", "2026-06-02");
    const std::string all =
        "2026-06-02 Kiểm tra; 2026-06-10 2026-06-10T08:00 Sơ kết; 2026-06-10 2026-06-10T14:00 Giao ban; ";
    CHECK(on.told(kHost) == all);
    CHECK(on.told(kGuest) == all);
    // Never: of somebody who is not invited, or of whoever merely looks on from above.
    CHECK(on.told(kOther) == "");
    CHECK(on.told(kAboveAll) == "");
}

TEST_CASE("a meeting is never late: it passes, is put off, or was held") {
    Gatherings on;
    const RecordId first = on.plan("Giao ban", "2026-05-29");  // today in the country, tomorrow in UTC
    const RecordId later = on.plan("Sơ kết", "2026-06-10");
    CHECK(on.told(kGuest) == "2026-05-29 Giao ban; 2026-06-10 Sơ kết; ");
    on.clock.advance(kDay);
    CHECK(on.told(kGuest) == "2026-06-10 Sơ kết; ");
    const auto agenda = agenda_of(on.house(), on.caller(kGuest));
    REQUIRE(agenda);
    CHECK(agenda->items.empty());
    on.act(first, "postpone", {{"on_day", "2026-07-01"}});
    CHECK(on.told(kGuest) == "2026-06-10 Sơ kết; 2026-07-01 Giao ban; ");
    on.act(later, "hold");
    CHECK(on.told(kGuest) == "2026-07-01 Giao ban; ");
}

TEST_CASE("more days than an agenda shows are said to be more") {
    Gatherings on;
    for (std::size_t i = 0; i <= kOccasionsShown; ++i) on.plan("Họp " + std::to_string(i), "2026-06-10");
    const auto found = occasions_of(on.house(), on.caller(kGuest));
    REQUIRE(found);
    CHECK(found->all.size() == kOccasionsShown);
    CHECK(found->more);
}

}  // namespace neove::service::scenario
