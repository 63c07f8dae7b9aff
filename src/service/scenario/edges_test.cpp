/// \file
/// Never: somebody who keeps the list of her own subtree gives herself, or anybody, a place above or at the
/// desk of a body outside it. The tree is power.

#include "organisation/load.h"
#include "service/import_organisations.h"
#include "service/letterheads.h"
#include "service/organisations.h"
#include "service/scenario/house_fixture.h"

#include <doctest/doctest.h>

#include <optional>
#include <set>

namespace neove::service::scenario {

namespace {

OrganisationId body(std::string_view key) {
    return organisation::id_of_key("demo_province", key);
}

class Edges : public HouseFixture {
public:
    /// A focal officer of that body.
    Caller focal(std::string_view key) {
        Caller out = caller("daumoi.yte");
        out.acting.organisation = body(key);
        out.actor = actor_in(house(), out.account.id, "focal", body(key));
        return out;
    }
    /// Who she is to others, as the tree stands now.
    access::Actor actor_of(const Caller& by) {
        return actor_in(house(), by.account.id, by.acting.role, by.acting.organisation);
    }
    const organisation::Organisation& now(std::string_view key) {
        view_ = house().live.view();
        const auto* one = view_->directory.find(body(key));
        REQUIRE(one != nullptr);
        return *one;
    }
    std::string change(const Caller& by, std::string_view key, const OrganisationChange& change) {
        Diagnostics faults;
        const auto before = now(key);
        const auto done = change_organisation(house(), by, before.id, before.version, change, faults);
        const auto& after = now(key);
        if (!done) CHECK((after.parent == before.parent && after.kind == before.kind));
        return code_of(done);
    }
    std::string create(const Caller& by, const char* kind, const OrganisationId& parent) {
        Diagnostics faults;
        OrganisationChange wanted;
        wanted.name = "Đơn vị mới";
        wanted.kind = kind;
        wanted.parent = parent;
        return code_of(create_organisation(house(), by, wanted, {}, {}, faults));
    }

private:
    std::shared_ptr<const LiveView> view_;
};

OrganisationChange placed(const char* kind, std::optional<OrganisationId> parent) {
    OrganisationChange out;
    if (kind != nullptr) out.kind = kind;
    out.parent = std::move(parent);
    return out;
}

constexpr const char* kPlace = "organisation.place_not_hers";
constexpr const char* kNames = "organisation.name_of_another";
constexpr const char* kNotHers = "organisation.not_hers";

}  // namespace

TEST_CASE("never: a focal officer makes her own unit a desk of another body") {
    Edges at;
    const Caller health = at.caller("daumoi.yte");
    CHECK(at.change(health, "health_social", placed("police_desk", body("police"))) == kPlace);
    CHECK(at.actor_of(health).desk_of == std::set{body("health")});
    CHECK(at.create(health, "police_desk", body("police")) == kNotHers);
}

TEST_CASE("never: a focal officer puts another body, or a desk of it, under her own unit") {
    Edges at;
    const Caller health = at.caller("daumoi.yte");
    CHECK(at.change(health, "health_social", placed("police", OrganisationId())) == kPlace);
    CHECK(at.change(health, "police_staff", placed(nullptr, body("health_social"))) == kNotHers);
    CHECK(at.change(health, "health", placed("police", {})) == kNotHers);
    OrganisationChange name;
    name.name = "Công an tỉnh Khác";
    CHECK(at.change(health, "police", name) == kNotHers);
    name = {};
    name.aliases = std::vector<organisation::Alias>{{"Công an tỉnh", {}, {}}};
    CHECK(at.change(health, "police_staff", name) == kNotHers);
    CHECK(at.actor_of(health).below.empty());
}

TEST_CASE("never: a focal officer takes the name that a plan gives another body, or many") {
    Edges at;
    const Caller health = at.caller("daumoi.yte");
    const auto with = [&](std::string_view key, std::string name, std::string short_name, std::string alias) {
        OrganisationChange out;
        if (!name.empty()) out.name = std::move(name);
        if (!short_name.empty()) out.short_name = std::move(short_name);
        if (!alias.empty()) out.aliases = std::vector<organisation::Alias>{{std::move(alias), {}, {}}};
        return at.change(health, key, out);
    };
    const std::string before = at.now("health_social").name;
    for (const char* name : {"Công an tỉnh", "Sở Tư pháp", "UBND các xã, phường", "Sở LĐ-TB&XH"}) {
        CAPTURE(name);
        CHECK(with("health_social", "", "", name) == kNames);
        CHECK(with("health_social", "", name, "") == kNames);
        CHECK(with("health_social", name, "", "") == kNames);
    }
    CHECK(at.now("health_social").name == before);
    const std::string sheet =
        "Tên,Loại,Cấp trên,Tên khác\n" + before + ",Phòng thuộc sở,Sở Y tế,Công an tỉnh\n";
    CHECK(code_of(import_organisations(at.house(), health, as_bytes(sheet), true)) == kNames);
    CHECK(with("health_social", "Phòng Trợ giúp xã hội", "PTG", "Phòng Bảo trợ") == "");
    // The administrator keeps the whole list.
    OrganisationChange other;
    other.aliases = std::vector<organisation::Alias>{{"Công an tỉnh nhà", {}, {}}};
    CHECK(at.change(at.caller("quantri"), "police", other) == "");
}

TEST_CASE("never: a focal officer gives her body a code or a unit, and with it another's place in a table") {
    Edges at;
    OrganisationChange change;
    change.code = "H99.77";
    CHECK(at.change(at.caller("daumoi.yte"), "health_social", change) == "organisation.code_not_hers");
    CHECK(at.change(at.caller("quantri"), "health_social", change) == "");
    change = {};
    change.unit = organisation::UnitReference{"2025-07-01", "82"};
    CHECK(at.change(at.caller("daumoi.yte"), "health_social", change) == "organisation.code_not_hers");
    // Whoever has the code all the same does not become the body of the row.
    const std::string sheet = "Tên,Loại,Mã định danh,Cấp trên\nSở Dân tộc và Tôn giáo,Sở,H99.77,UBND tỉnh\n";
    const auto tried = import_organisations(at.house(), at.caller("quantri"), as_bytes(sheet), true);
    REQUIRE_MESSAGE(tried, code_of(tried));
    REQUIRE(tried->faults.size() == 1);
    CHECK(tried->faults[0].code == "import.code_of_another");
}

TEST_CASE("an import says by name what it changes, before it is done") {
    Edges at;
    const std::string sheet = "Tên,Loại,Mã định danh\nSở Công Thương và Gió,Sở,H99.5\n";
    const auto tried = import_organisations(at.house(), at.caller("quantri"), as_bytes(sheet), true);
    REQUIRE_MESSAGE(tried, code_of(tried));
    REQUIRE(tried->changes.size() == 1);
    CHECK(tried->changes[0].id == body("trade"));
    CHECK(tried->changes[0].name == "Sở Công Thương");
    REQUIRE(tried->changes[0].fields.size() == 2);
    CHECK(tried->changes[0].fields[0].after == "Sở Công Thương và Gió");
}

TEST_CASE("never: a table brings what a form refuses") {
    Edges at;
    const std::string sheet =
        "Mã,Tên,Loại,Cấp trên\n,Phòng Tham mưu,Phòng thuộc Công an tỉnh,Công an tỉnh Lam Sương\n"
        ",Phòng Mới Lập,Phòng thuộc Công an tỉnh,Công an tỉnh Lam Sương\n";
    for (const bool dry : {true, false}) {
        const auto by_focal = import_organisations(at.house(), at.caller("daumoi.yte"), as_bytes(sheet), dry);
        CHECK(code_of(by_focal) == kPlace);
    }
    const auto by_keeper = import_organisations(at.house(), at.caller("quantri"), as_bytes(sheet), true);
    REQUIRE_MESSAGE(by_keeper, code_of(by_keeper));
    CHECK(by_keeper->faults.empty());
    CHECK(by_keeper->to_create == 1);
}

TEST_CASE("a letterhead is changed by the body itself, one above it, and whoever keeps the whole list") {
    Edges at;
    const auto write = [&](const Caller& by, std::string_view key) {
        Diagnostics faults;
        Letterhead head;
        head.signatures = "KT. GIÁM ĐỐC";
        return code_of(change_letterhead(at.house(), by, body(key), at.now(key).version, head, faults));
    };
    CHECK(write(at.caller("daumoi.yte"), "police") == kNotHers);
    CHECK(write(at.caller("daumoi.yte"), "health") == kNotHers);
    CHECK(write(at.caller("canbo.xa"), "may_truc") == "access.not_found");
    CHECK(write(at.caller("daumoi.yte"), "health_social") == "");
    CHECK(write(at.focal("health"), "health_social") == "");
    CHECK(write(at.caller("quantri"), "police") == "");
}

TEST_CASE("whoever keeps a subtree builds it, and its edge stays where it is") {
    Edges at;
    const Caller province = at.focal("people_committee");
    OrganisationChange name;
    name.short_name = "PNVY";
    CHECK(at.change(province, "health_social", name) == "");
    CHECK(at.change(at.caller("daumoi.yte"), "health_social", name) == "");
    CHECK(at.create(province, "department_desk", body("health")) == "");
    // From one department to another: both are hers.
    CHECK(at.change(province, "health_social", placed(nullptr, body("justice"))) == "");
    // Out of it, her own body, and into the work of a body outside.
    CHECK(at.change(province, "people_committee", placed("department", body("police"))) == kPlace);
    CHECK(at.change(province, "health", placed("police", OrganisationId())) == kPlace);
    OrganisationChange ended;
    ended.valid_until = "2026-05-01";
    ended.successors = std::vector<organisation::Successor>{
        {body("police"), "tất cả", *organisation::Date::parse_iso("2026-05-01"), "Nghị quyết"}};
    CHECK(at.change(province, "health_social", ended) == kPlace);
    ended.successors->front().organisation = body("justice_law");
    CHECK(at.change(province, "health_social", ended) == "");
    // Of her own subtree she makes no desk of a body outside.
    CHECK(at.create(at.focal("police"), "police_desk", body("police")) == "");
    CHECK(at.create(at.focal("police_staff"), "police_desk", body("police_staff")) != "");
}

}  // namespace neove::service::scenario
