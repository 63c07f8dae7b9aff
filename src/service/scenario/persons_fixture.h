#pragma once
/// \file
/// A register of persons over a real store: the library's readers, their keys in the domain of cases.

#include "access/rules.h"
#include "definition/register.h"
#include "embedded/embedded.h"
#include "json/json.h"
#include "name_index/name_index.h"
#include "record/record.h"
#include "service/registers/erase_record.h"
#include "service/registers/people.h"
#include "service/registers/search_persons.h"
#include "service/scenario/house_fixture.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace neove::service::scenario {

/// The rules that these scenarios count on, whatever the programme of the library says today.
inline access::Rules reader_rules() {
    using namespace access;
    constexpr Classes kAll = kInternal | kConfidential | kIdentity;
    RegisterRules rules;
    rules.register_name = "reader";
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"reader_desk"}, {"own"}, {"open", "list", "enrol"}, {}, kInternal, kAll, kIdentity, {}},
        {{"librarian"}, {"own"}, {"open", "list", "suspend", "leave", "correct"}, {}, kAll, kAll, 0, {}},
        {{"library_head"}, {"own"}, {"open", "list", "erase", "assign"}, {}, kInternal, 0, 0, {}}};
    rules.policy.denies = {{"block", {}}};
    rules.policy.list = {{"number", "state", "due", "kind"}, {"librarian"}, {"own"}};
    return Rules::compile({rules});
}

class Readers : public HouseFixture {
public:
    static constexpr const char* kRegister = "reader";

    explicit Readers(const Around& around = {}) : HouseFixture(around) {
        REQUIRE(adopt());
        REQUIRE(house().persons.begin(house().store, house().programmes.current()).has_value());
    }

    void build() { REQUIRE(house().persons.build(house().store, house().keys).has_value()); }

    /// The bundle of the build, with other rules; by this node, or by another one.
    bool adopt(access::Rules rules = reader_rules(), Wider wider = Wider::IsTaken) {
        return adopt(house().programmes, house().keys, std::move(rules), wider);
    }
    bool adopt(Programmes& programmes, const Keys& keys, access::Rules rules, Wider wider) {
        auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
        REQUIRE(text.has_value());
        for (json::Value& programme : *text->find("programmes")->array()) {
            for (json::Value& one : *programme.find("registers")->array()) {
                if (one.text_or("id") == kRegister) one.find("form")->set("domain", "cases");
            }
        }
        auto bundle = definition::load_bundle(*text);
        REQUIRE(bundle.has_value());
        bundle->access = std::move(rules);
        auto shared = std::make_shared<const definition::Bundle>(std::move(*bundle));
        return programmes.adopt(house().store, keys, std::move(shared), true, clock.now(), wider).has_value();
    }

    /// Somebody in another role, for another organisation, than she has in the store.
    Caller as(const std::string& login, const std::string& role, const std::string& where = {}) {
        Caller out = caller(login);
        out.actor.role = role;
        if (!where.empty()) {
            out.acting.organisation = caller(where).acting.organisation;
            out.actor = actor_in(house(), out.account.id, role, out.acting.organisation);
        }
        return out;
    }
    /// Of a desk, which is below another body and works for it alone, and of a body above nearly all others.
    Caller at_a_desk(const std::string& role) { return as("thuthu.xa", role, "daumoi.yte"); }
    OrganisationId body_of_the_desk() {
        return *actor_in(house(), {}, {}, caller("daumoi.yte").acting.organisation).desk_of.begin();
    }
    Caller desk() { return caller("quaydoc.xa"); }
    Caller librarian() { return caller("thuthu.xa"); }
    /// Two heads of the commune's own library, as far as the store knows them too.
    Caller head() { return head_of("lanhdao"); }
    Caller other_head() { return head_of("canbo.xa"); }

    Result<OpenedRecord> enrol(
        const Caller& who, const std::string& name, const std::string& phone = "0987654321"
    ) {
        WantedAct wanted;
        wanted.action = "enrol";
        wanted.answers = json::Object{
            {"name", json::Object{{"name", name}}},
            {"phone", phone},
            {"kind", "adult"},
            {"card_from", "2026-05-01"}};
        Diagnostics faults;
        auto done = open_record(house(), who, {kRegister, {}, {}, {}, {}}, wanted, faults);
        for (const Error& fault : faults) MESSAGE(fault.code << " " << fault.where);
        return done;
    }
    RecordId enrolled(const std::string& name, const std::string& phone = "0987654321") {
        const auto done = enrol(desk(), name, phone);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return done->row.id;
    }

    Result<RecordPage> search(const Caller& who, const std::string& text) {
        RecordQuery query;
        query.register_id = kRegister;
        query.text = text;
        return list_records(house(), who, query);
    }
    bool finds(const Caller& who, const std::string& text, const RecordId& id) {
        const auto page = search(who, text);
        REQUIRE(page.has_value());
        return std::ranges::any_of(page->records, [&](const auto& one) { return one.row.id == id; });
    }
    bool lists(const Caller& who, const RecordId& id) {
        RecordQuery query;
        query.register_id = kRegister;
        for (;;) {
            const auto page = list_records(house(), who, query);
            if (!page) return false;
            if (std::ranges::any_of(page->records, [&](const auto& one) { return one.row.id == id; })) {
                return true;
            }
            if (page->next.empty()) return false;
            query.cursor = page->next;
        }
    }
    Result<OpenedRecord> read(const Caller& who, const RecordId& id) {
        return read_record(house(), who, kRegister, id);
    }

    /// A relation as if it had been given.
    void relate(
        const RecordId& record,
        const std::string& kind,
        const AccountId& account,
        const OrganisationId& organisation = {},
        std::optional<Instant> until = {}
    ) {
        const RecordRelation relation{
            crypto::random_id(), kind, account, organisation, clock.now(), until, account, 1};
        storage::Commit commit;
        commit.writes.push_back(insert_relation(house().keys, kRegister, record, relation));
        REQUIRE(house().store.commit(std::move(commit)).has_value());
        const ChangedRecord changed{kRegister, record.text()};
        REQUIRE(house().persons.show(house().store, house().keys, {&changed, 1}).has_value());
    }

    /// Somebody who heads the library of the commune, as far as the store knows her too.
    Caller head_of(const std::string& login) {
        Caller out = as(login, "library_head", "quaydoc.xa");
        const auto snapshot = house().store.snapshot();
        const auto grants = grants_of(**snapshot, house().keys, out.account.id);
        const auto has = [](const Grant& grant) { return grant.role == "library_head"; };
        if (std::ranges::any_of(*grants, has)) return out;
        Grant grant;
        grant.id = crypto::random_id();
        grant.account = out.account.id;
        grant.role = "library_head";
        grant.organisation = out.actor.organisation;
        grant.from = {0};
        storage::Commit commit;
        commit.writes.push_back(insert_grant(house().keys, grant));
        REQUIRE(house().store.commit(std::move(commit)).has_value());
        return out;
    }
};

}  // namespace neove::service::scenario
