/// \file
/// Rows of organisations confer power: what somebody writes into the database by hand moves nobody in the
/// tree.

#include "service/demo.h"
#include "service/letterheads.h"
#include "service/name_rows.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
#include "service/scenario/house_fixture.h"
#include "service/sign_in.h"
#include "storage/statements/core.h"
#include "storage/statements/organisations.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

namespace statements = storage::statements;
using organisation::Organisation;

const Organisation& body(HouseFixture& at, const std::string& login) {
    const auto view = at.house().live.view();
    const Organisation* one = view->directory.find(at.caller(login).acting.organisation);
    REQUIRE(one != nullptr);
    return *one;
}

void put(HouseFixture& at, const storage::Statement& statement, storage::Parameters row) {
    storage::Commit commit;
    commit.writes.push_back({&statement, std::move(row), 1});
    REQUIRE(at.house().store.commit(std::move(commit)));
}

/// The row as it lies in its table now, tag and all.
storage::Parameters row_of(HouseFixture& at, const OrganisationId& id) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(statements::kAllOrganisations);
    REQUIRE(rows);
    const auto found = std::ranges::find_if(*rows, [&](const auto& row) { return row.text(0) == id.text(); });
    REQUIRE(found != rows->end());
    return found->values();
}

bool is_there(HouseFixture& at, const OrganisationId& id) {
    REQUIRE(at.house().live.load(at.house().store, at.house().keys));
    return at.house().live.view()->directory.find(id) != nullptr;
}

bool is_alarm_about(HouseFixture& at, const OrganisationId& id) {
    const auto alarms = at.house().keys.rows->take_alarms(at.clock.now());
    return std::ranges::any_of(alarms, [&](const RowAlarm& one) {
        return one.kind == RowKind::Organisation && one.id == id.text();
    });
}

OrganisationChange called(const std::string& name) {
    OrganisationChange change;
    change.name = name;
    return change;
}

void rename(HouseFixture& at, const OrganisationId& id, const std::string& name) {
    Diagnostics faults;
    const std::int64_t version = at.house().live.view()->directory.find(id)->version;
    REQUIRE(change_organisation(at.house(), at.caller("quantri"), id, version, called(name), faults));
}

/// What a process knows that starts over this store.
std::vector<Organisation> seen_by_a_new_process(HouseFixture& at) {
    const Keys keys = at.fresh_keys();
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    REQUIRE(keys.rows->load(**snapshot, {0}));
    const auto all = believed_organisations(**snapshot, keys);
    REQUIRE(all);
    return *all;
}

}  // namespace

TEST_CASE("never: a body moved under another by hand in the database gives power over its records") {
    HouseFixture at;
    const OrganisationId commune = body(at, "canbo.xa").id;
    const OrganisationId police = at.caller("daumoi.congan").acting.organisation;
    storage::Parameters row = row_of(at, commune);
    REQUIRE(std::get<std::string>(row[5]) != police.text());
    row[5] = police.text();
    put(at, statements::kUpdateOrganisation, row);
    CHECK_FALSE(is_there(at, commune));
    CHECK(is_alarm_about(at, commune));
    CHECK_FALSE(at.caller("daumoi.congan").actor.below.contains(commune));
}

TEST_CASE("never: a successor, a member, a name or a unit put beside a body by hand is believed") {
    HouseFixture at;
    const std::string police = at.caller("daumoi.congan").acting.organisation.text();
    const auto forged = [&](const std::string& login, const storage::Statement& statement, auto... more) {
        const OrganisationId id = at.caller(login).acting.organisation;
        CAPTURE(statement.name);
        put(at, statement, {id.text(), std::string(more)...});
        CHECK_FALSE(is_there(at, id));
        CHECK(is_alarm_about(at, id));
    };
    forged("canbo.xa", statements::kInsertSuccessor, police, "mọi việc", "2025-07-01", "");
    forged("canbo.phuong", statements::kInsertAlias, "Công an tỉnh", "", "");
    forged("dulieu", statements::kInsertMember, police);
}

TEST_CASE("never: an organisation as it was before, put back with its tag, is believed") {
    HouseFixture at;
    const OrganisationId commune = body(at, "canbo.xa").id;
    const storage::Parameters before = row_of(at, commune);
    rename(at, commune, "Ủy ban nhân dân xã Tên Mới");
    REQUIRE(is_there(at, commune));
    const Organisation now = body(at, "canbo.xa");
    put(at, statements::kUpdateOrganisation, before);
    storage::Commit names;
    names.writes.push_back({&statements::kDeleteAliases, {commune.text()}});
    REQUIRE(at.house().store.commit(std::move(names)));
    CHECK_FALSE(is_there(at, commune));
    CHECK(is_alarm_about(at, commune));
    const auto others = seen_by_a_new_process(at);
    CHECK(std::ranges::find(others, commune, &Organisation::id) == others.end());
    CHECK_FALSE(others.empty());
}

TEST_CASE("never: a body that the journal does not name is believed, tag or none") {
    HouseFixture at;
    REQUIRE(name_rows(at.house().store, at.house().keys));
    Organisation made_up = body(at, "canbo.xa");
    made_up.id = OrganisationId::trusted(crypto::random_id());
    made_up.aliases.clear();
    made_up.version = 1;
    storage::Parameters row = organisation_rows(at.house().keys, made_up, true).front().parameters;
    put(at, statements::kInsertOrganisation, row);
    CHECK_FALSE(is_there(at, made_up.id));
    CHECK(is_alarm_about(at, made_up.id));
}

TEST_CASE("organisations of before are tagged and named once, as they stand; a restart believes them") {
    HouseFixture at;
    Organisation old = body(at, "canbo.xa");
    old.id = OrganisationId::trusted(crypto::random_id());
    old.aliases.clear();
    old.version = 7;
    storage::Parameters row = organisation_rows(at.house().keys, old, true).front().parameters;
    row.back() = storage::Value();
    put(at, statements::kInsertOrganisation, row);
    put(at, statements::kInsertAlias, {old.id.text(), std::string("Tên cũ"), std::string(), std::string()});
    CHECK_FALSE(is_there(at, old.id));
    REQUIRE(name_rows(at.house().store, at.house().keys));
    CHECK(at.house().keys.rows->is_tree_named());
    CHECK(is_there(at, old.id));
    const auto all = seen_by_a_new_process(at);
    const auto found = std::ranges::find(all, old.id, &Organisation::id);
    REQUIRE(found != all.end());
    CHECK(found->version == 7);
    CHECK(found->aliases.size() == 1);
    // Once only: a tag taken off later is put on by nobody.
    put(at, statements::kUpdateOrganisation, row);
    const Keys again = at.fresh_keys();
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(again.rows->load(**snapshot, {0}));
    REQUIRE(name_rows(at.house().store, again));
    CHECK_FALSE(is_there(at, old.id));
}

TEST_CASE("whatever is written of an organisation is believed afterwards") {
    HouseFixture at;
    const Caller by = at.caller("quantri");
    const OrganisationId commune = body(at, "canbo.xa").id;
    rename(at, commune, "Ủy ban nhân dân xã Tên Mới");
    Diagnostics faults;
    Letterhead head;
    head.place = "Lam Kinh";
    const std::int64_t version = at.house().live.view()->directory.find(commune)->version;
    REQUIRE(change_letterhead(at.house(), by, commune, version, head, faults));
    CHECK(seen_by_a_new_process(at).size() == at.house().live.view()->directory.all().size());
    CHECK(at.house().keys.rows->refused() == 0);
}

namespace {

Letterhead placed_at(const std::string& place) {
    Letterhead head;
    head.place = place;
    return head;
}

std::string write_letterhead(HouseFixture& at, const OrganisationId& id, const std::string& place) {
    Diagnostics faults;
    const std::int64_t version = at.house().live.view()->directory.find(id)->version;
    return code_of(change_letterhead(at.house(), at.caller("quantri"), id, version, placed_at(place), faults)
    );
}

Result<Letterhead> letterhead_now(HouseFixture& at, const Keys& keys, const OrganisationId& id) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    return letterhead_of(**snapshot, keys, id);
}

storage::Parameters letterhead_row(HouseFixture& at, const OrganisationId& id) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(statements::kLetterheadOf, {id.text()});
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    return (*rows)[0].values();
}

void put_letterhead(HouseFixture& at, const OrganisationId& id, storage::Parameters row) {
    storage::Commit commit;
    commit.writes.push_back({&statements::kDeleteLetterhead, {id.text()}});
    if (!row.empty()) commit.writes.push_back({&statements::kInsertLetterhead, std::move(row), 1});
    REQUIRE(at.house().store.commit(std::move(commit)));
}

}  // namespace

TEST_CASE("never: a letterhead that somebody wrote, put back or took away by hand stands on a paper") {
    HouseFixture at;
    const Keys& keys = at.house().keys;
    const OrganisationId commune = body(at, "canbo.xa").id;
    CHECK(letterhead_now(at, keys, commune) == Letterhead{});
    REQUIRE(write_letterhead(at, commune, "Mây Trúc").empty());
    const storage::Parameters first = letterhead_row(at, commune);
    REQUIRE(write_letterhead(at, commune, "Lam Kinh").empty());
    const storage::Parameters second = letterhead_row(at, commune);
    CHECK(letterhead_now(at, keys, commune)->place == "Lam Kinh");
    CHECK_FALSE(is_alarm_about(at, commune));
    const auto is_refused = [&] {
        at.clock.advance(2 * kHour);
        CHECK(code_of(letterhead_now(at, keys, commune)) == "organisation.letterhead_untrue");
        CHECK(is_alarm_about(at, commune));
        CHECK(code_of(letterhead_now(at, at.fresh_keys(), commune)) == "organisation.letterhead_untrue");
    };
    storage::Parameters altered = second;
    altered[3] = std::string("Nơi khác");
    put_letterhead(at, commune, altered);
    is_refused();
    put_letterhead(at, commune, first);
    is_refused();
    put_letterhead(at, commune, {});
    is_refused();
    put_letterhead(at, commune, second);
    CHECK(letterhead_now(at, keys, commune)->place == "Lam Kinh");
    // Moved to another body it is nobody's, and a made-up one neither.
    const OrganisationId ward = body(at, "canbo.phuong").id;
    storage::Parameters moved = second;
    moved[0] = ward.text();
    put_letterhead(at, ward, moved);
    CHECK(code_of(letterhead_now(at, keys, ward)) == "organisation.letterhead_untrue");
    // Whoever may change it writes it anew; an emptied one stays true.
    REQUIRE(write_letterhead(at, ward, "Phường").empty());
    CHECK(letterhead_now(at, keys, ward)->place == "Phường");
    REQUIRE(write_letterhead(at, commune, "").empty());
    CHECK(letterhead_now(at, keys, commune) == Letterhead{});
}

TEST_CASE("letterheads of before are tagged and named once, as they stand") {
    HouseFixture at;
    const OrganisationId commune = body(at, "canbo.xa").id;
    REQUIRE(write_letterhead(at, commune, "Lam Kinh").empty());
    storage::Parameters old = letterhead_row(at, commune);
    const OrganisationId ward = body(at, "canbo.phuong").id;
    old[0] = ward.text();
    old[7] = std::int64_t{0};
    old[8] = storage::Value();
    put_letterhead(at, ward, old);
    CHECK(code_of(letterhead_now(at, at.house().keys, ward)) == "organisation.letterhead_untrue");
    REQUIRE(name_rows(at.house().store, at.house().keys));
    CHECK(letterhead_now(at, at.house().keys, ward)->place == "Lam Kinh");
    CHECK(letterhead_now(at, at.house().keys, commune)->place == "Lam Kinh");
    // Once only: what is put there later without a tag is tagged by nobody.
    old[3] = std::string("Nơi khác");
    put_letterhead(at, ward, old);
    REQUIRE(name_rows(at.house().store, at.house().keys));
    CHECK(code_of(letterhead_now(at, at.house().keys, ward)) == "organisation.letterhead_untrue");
}

TEST_CASE("a province whose own row is not believed refuses its people with a sentence, and goes on") {
    HouseFixture at;
    const auto cards = demo_accounts(at.house());
    REQUIRE(cards);
    const auto card = std::ranges::find(*cards, "quantri", &DemoAccountView::login);
    REQUIRE(card != cards->end());
    const auto session = sign_in(at.house(), {card->login, card->password, card->code, {}});
    REQUIRE(session);
    REQUIRE(recognise(at.house(), session->token, Language::Vi, true));
    const OrganisationId root = body(at, "quantri").id;
    storage::Parameters row = row_of(at, root);
    row[1] = std::string("Tỉnh khác");
    put(at, statements::kUpdateOrganisation, row);
    CHECK_FALSE(is_there(at, root));
    CHECK(code_of(recognise(at.house(), session->token, Language::Vi, true)) == "session.body_missing");
    // Who works elsewhere goes on, with nobody above.
    const Caller elsewhere = at.caller("canbo.xa");
    CHECK(at.house().live.view()->directory.find(elsewhere.acting.organisation) != nullptr);
}

}  // namespace neove::service::scenario
