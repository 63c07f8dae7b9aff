/// \file
/// Moving a body in the tree gives power over its records: one person asks, another confirms (ADR 73).

#include "organisation/load.h"
#include "service/import_organisations.h"
#include "service/organisations.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

using organisation::Organisation;

OrganisationId id_of(std::string_view key) {
    return organisation::id_of_key("demo_province", key);
}

const Organisation& now(HouseFixture& at, const OrganisationId& id) {
    static std::shared_ptr<const LiveView> view;
    view = at.house().live.view();
    const Organisation* one = view->directory.find(id);
    REQUIRE(one != nullptr);
    return *one;
}

Result<ProposalId> asked(
    HouseFixture& at,
    const OrganisationId& id,
    const OrganisationChange& change,
    const char* reason = "Quyết định 5"
) {
    Diagnostics faults;
    return change_organisation(
        at.house(), at.caller("quantri"), id, now(at, id).version, change, faults, {reason, {}}
    );
}

OrganisationChange under(const OrganisationId& parent) {
    OrganisationChange change;
    change.parent = parent;
    return change;
}
OrganisationChange under(const char* parent) {
    return under(id_of(parent));
}

OrganisationId created(HouseFixture& at, const char* name) {
    OrganisationChange wanted = under("people_committee");
    wanted.name = name;
    wanted.kind = "other";
    Diagnostics faults;
    const auto id = create_organisation(at.house(), at.caller("quantri"), wanted, {}, {}, faults);
    REQUIRE_MESSAGE(id, code_of(id));
    return *id;
}

ProposalId waiting(HouseFixture& at, const OrganisationId& id, const OrganisationChange& change) {
    const auto waits = asked(at, id, change);
    REQUIRE_MESSAGE(waits, code_of(waits));
    REQUIRE_FALSE(waits->is_empty());
    return *waits;
}

std::string confirmed(HouseFixture& at, const ProposalId& id) {
    return code_of(confirm_proposal(at.house(), at.caller("dulieu"), id));
}

bool is_above(HouseFixture& at, const char* above, const char* below) {
    return at.house().live.view()->directory.is_below(id_of(below), id_of(above));
}

}  // namespace

TEST_CASE("never: an administrator alone moves a body, makes it a desk or names its successor") {
    HouseFixture at;
    const OrganisationId unit = id_of("health_social");
    OrganisationChange desk;
    desk.kind = "police_desk";
    desk.parent = id_of("police");
    OrganisationChange ended;
    ended.valid_until = "2026-05-01";
    ended.successors = std::vector<organisation::Successor>{
        {id_of("police"), "tất cả", *organisation::Date::parse_iso("2026-05-01"), "Nghị quyết"}};
    const Organisation before = now(at, unit);
    OrganisationChange kind;
    kind.kind = "centre";
    for (const OrganisationChange& change : {under("justice"), desk, ended, kind}) {
        waiting(at, unit, change);
        CHECK(now(at, unit) == before);
    }
    CHECK(code_of(asked(at, unit, under("finance"), "")) == "field.required");
    const auto proposal = waiting(at, unit, under("finance"));
    CHECK(code_of(confirm_proposal(at.house(), at.caller("quantri"), proposal)) == "access.not_found");
    CHECK(now(at, unit) == before);
}

TEST_CASE("a move that a data owner confirms is done exactly as it was shown, and believed") {
    HouseFixture at;
    OrganisationChange change = under("justice");
    change.name = "Phòng Bảo trợ";
    const ProposalId id = waiting(at, id_of("health_social"), change);
    const auto shown = open_proposal(at.house(), at.caller("dulieu"), id);
    REQUIRE(shown);
    CHECK(shown->may_confirm);
    REQUIRE(shown->proposal.change.bodies.size() == 1);
    const PlacedBody body = shown->proposal.change.bodies.front();
    REQUIRE(body.before);
    CHECK(*body.before == now(at, id_of("health_social")));
    CHECK(confirmed(at, id) == "");
    CHECK(now(at, id_of("health_social")) == body.after);
    CHECK(is_above(at, "justice", "health_social"));
    CHECK(confirmed(at, id) == "proposal.over");
    REQUIRE(at.house().live.load(at.house().store, at.house().keys));
    CHECK(now(at, id_of("health_social")) == body.after);
    CHECK(at.house().keys.rows->refused() == 0);
}

TEST_CASE("what changed since it was proposed is not moved any more") {
    HouseFixture at;
    const OrganisationId unit = id_of("health_social");
    const ProposalId id = waiting(at, unit, under("justice"));
    OrganisationChange name;
    name.short_name = "BTXH";
    const auto done = asked(at, unit, name);
    REQUIRE(done);
    CHECK(done->is_empty());
    CHECK(confirmed(at, id) == "proposal.tree_changed");
    CHECK(is_above(at, "health", "health_social"));
    // Two moves that are sound alone and a circle together.
    const OrganisationId left = created(at, "Tổ bên trái"), right = created(at, "Tổ bên phải");
    const ProposalId down = waiting(at, left, under(right));
    const ProposalId up = waiting(at, right, under(left));
    CHECK(confirmed(at, down) == "");
    CHECK(confirmed(at, up) == "proposal.tree_changed");
}

TEST_CASE("what a move names is agreed to as it was shown: a parent or an heir renamed meanwhile voids it") {
    HouseFixture at;
    const OrganisationId unit = created(at, "Tổ được chuyển"), named = created(at, "Tổ được nêu");
    OrganisationChange ended;
    ended.valid_until = "2026-05-01";
    ended.successors = std::vector<organisation::Successor>{
        {named, "tất cả", *organisation::Date::parse_iso("2026-05-01"), "Nghị quyết"}};
    const ProposalId heir = waiting(at, unit, ended);
    const ProposalId place = waiting(at, unit, under(named));
    OrganisationChange name;
    name.name = "Công an tỉnh Lam Sương";
    REQUIRE(asked(at, named, name));
    CHECK(confirmed(at, heir) == "proposal.tree_changed");
    CHECK(confirmed(at, place) == "proposal.tree_changed");
    CHECK(confirmed(at, waiting(at, unit, under(named))) == "");
}

TEST_CASE("what gives nobody power over records stays one person's") {
    HouseFixture at;
    const OrganisationId unit = id_of("health_social");
    OrganisationChange change;
    change.name = "Phòng Tên Mới";
    change.valid_until = "2027-01-01";
    const auto done = asked(at, unit, change, "");
    REQUIRE_MESSAGE(done, code_of(done));
    CHECK(done->is_empty());
    CHECK(now(at, unit).name == "Phòng Tên Mới");
    CHECK_FALSE(created(at, "Đơn vị mới").is_empty());
}

TEST_CASE("a table that moves bodies is one proposal; one that only creates and renames is done at once") {
    HouseFixture at;
    const Organisation before = now(at, id_of("health_social"));
    const auto import = [&](const std::string& rows, const std::string& reason) {
        const std::string sheet = "Id,Tên,Loại,Cấp trên\n" + rows;
        const auto done =
            import_organisations(at.house(), at.caller("quantri"), as_bytes(sheet), false, reason);
        REQUIRE_MESSAGE(done, code_of(done));
        REQUIRE(done->faults.empty());
        return *done;
    };
    const std::string fresh = ",Đơn vị Mới,Cơ quan khác," + now(at, id_of("health")).name + "\n";
    const ImportReport alone = import(fresh, "");
    CHECK(alone.done);
    CHECK_FALSE(alone.needs_second);
    const std::string move =
        before.id.text() + "," + before.name + ",," + now(at, id_of("justice")).name + "\n";
    const std::string more = ",Đơn vị Mới Nữa,Cơ quan khác," + now(at, id_of("health")).name + "\n";
    const ImportReport waits = import(move + more, "Quyết định");
    CHECK_FALSE(waits.done);
    CHECK(waits.to_move == 1);
    REQUIRE_FALSE(waits.proposal.is_empty());
    CHECK(now(at, before.id) == before);
    const auto is_there = [&](const char* name) {
        return std::ranges::any_of(at.house().live.view()->directory.all(), [&](const auto& one) {
            return one.name == name;
        });
    };
    CHECK(is_there("Đơn vị Mới"));
    CHECK_FALSE(is_there("Đơn vị Mới Nữa"));
    CHECK(confirmed(at, waits.proposal) == "");
    CHECK(is_above(at, "justice", "health_social"));
    CHECK(is_there("Đơn vị Mới Nữa"));
    const std::string back =
        before.id.text() + "," + before.name + ",," + now(at, id_of("health")).name + "\n";
    const std::string sheet = "Id,Tên,Loại,Cấp trên\n" + back;
    CHECK(
        code_of(import_organisations(at.house(), at.caller("quantri"), as_bytes(sheet), false)) ==
        "field.required"
    );
}

}  // namespace neove::service::scenario
