#include "organisation/taken_names.h"

#include "organisation/test_pack.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

const Organisation& desk() {
    return *demo_pack().directory.find(demo_id("health_social"));
}

/// Where a change of that desk is refused, by somebody who keeps the desk alone.
std::string taken(const Organisation& after, const Organisation* before = &desk()) {
    const Pack& pack = demo_pack();
    const IsHers is_hers = [](const OrganisationId& id) { return id == demo_id("health_social"); };
    return taken_name(pack.directory, pack.vocabulary, before, after, day("2026-11-22"), is_hers);
}

std::string renamed(const std::string& name) {
    Organisation after = desk();
    after.name = name;
    return taken(after);
}

std::string called(const std::string& alias) {
    Organisation after = desk();
    after.aliases.push_back({alias, {}, {}});
    return taken(after);
}

}  // namespace

TEST_CASE("never: another body's name, a collective's or a former body's") {
    const std::size_t next = desk().aliases.size();
    const std::string at = "/aliases/" + std::to_string(next) + "/name";
    for (const char* name :
         {"Công an tỉnh",
          "Công an tỉnh Lam Sương",
          "CÔNG AN Lam Sương",
          "Công an",
          "Sở VH,TT&DL",
          "Sở Y tế",
          "Sở Y tế tỉnh Lam Sương",
          "Phòng Tham mưu, Công an tỉnh",
          "Công an tỉnh (Cơ quan Thường trực Ban Chỉ đạo)",
          "UBND các xã, phường",
          "Ủy ban nhân các xã, phường",
          "Ủy ban nhân dân các xã, phường tỉnh Lam Sương",
          "các sở, ngành liên quan",
          "các phòng nghiệp vụ",
          "Sở LĐ-TB&XH",
          "Thanh tra Sở",
          "Trạm Y tế",
          "Phòng Văn hóa - Xã hội",
          "Ban Chỉ đạo 138 tỉnh"}) {
        CAPTURE(name);
        CHECK(renamed(name) == "/name");
        CHECK(called(name) == at);
        Organisation after = desk();
        after.short_name = name;
        CHECK(taken(after) == "/short_name");
        after = desk();
        after.id = demo_id("new");
        after.name = name;
        CHECK(taken(after, nullptr) == "/name");
    }
}

TEST_CASE("never: another's whole name in a short name or an alias, or letters of two scripts") {
    const std::string at = "/aliases/" + std::to_string(desk().aliases.size()) + "/name";
    for (const char* name :
         {"Chủ tịch Ủy ban nhân dân tỉnh",
          "Lực lượng Công an tỉnh",
          "Bộ Công an",
          "Giám đốc Sở Tư pháp",
          "Tổ giúp việc công an các xã, phường",
          "Thủ trưởng Sở Y tế tỉnh Lam Sương"}) {
        CAPTURE(name);
        CHECK(called(name) == at);
        Organisation after = desk();
        after.short_name = name;
        CHECK(taken(after) == "/short_name");
    }
    CHECK(renamed("\u0421ông an tỉnh") == "/name");
    CHECK(called("Phòng Trợ giúp \u0430") == at);
    // Words that many names have, and what says in full where it belongs.
    for (const char* name : {"Đơn vị trợ giúp nạn nhân", "Tổ công tác phụ nữ và trẻ em", "Phòng BTXH"}) {
        CAPTURE(name);
        CHECK(called(name).empty());
    }
    CHECK(renamed("Phòng Trợ giúp, Sở Y tế").empty());
}

TEST_CASE("a name that is nobody's, one's own, and one that desks share") {
    CHECK(taken(desk()).empty());
    CHECK(renamed("Phòng Trợ giúp xã hội").empty());
    CHECK(called("Phòng Trợ giúp").empty());
    Organisation after = desk();
    after.name = "Phòng Trợ giúp";
    after.aliases.push_back({desk().name, {}, {}});
    CHECK(taken(after).empty());
    // Two desks bear it, in two bodies: a third one makes a third to choose among.
    CHECK(renamed("Phòng Tham mưu").empty());
    after = desk();
    after.kind = "centre";
    after.name = "Phòng Tham mưu";
    CHECK(taken(after) == "/name");
}

TEST_CASE("what stood there before is not asked again, but when the body comes back") {
    Organisation before = desk();
    before.aliases = {{"Công an tỉnh", {}, {}}};
    before.valid_until = day("2025-01-01");
    Organisation after = before;
    after.offline = true;
    CHECK(taken(after, &before).empty());
    after.valid_until = day("2024-01-01");
    CHECK(taken(after, &before).empty());
    after.valid_until = day("2027-01-01");
    CHECK(taken(after, &before) == "/aliases/0/name");
    after = before;
    after.aliases[0].from = day("2020-01-01");
    CHECK(taken(after, &before) == "/aliases/0/name");
}
