#include "organisation/resolve.h"

#include "base/text.h"
#include "organisation/test_pack.h"

#include <doctest/doctest.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

Resolution ask(std::string_view text, std::string_view on = "2026-11-22", std::string_view issuer = {}) {
    const Pack& pack = demo_pack();
    return resolve(
        pack.directory, pack.vocabulary, text, day(on), issuer.empty() ? OrganisationId{} : demo_id(issuer)
    );
}

/// The key of the organisation meant, as the demo data writes its name; or the status.
std::string meant(std::string_view text, std::string_view on = "2026-11-22", std::string_view issuer = {}) {
    const Resolution found = ask(text, on, issuer);
    if (found.status != Status::Resolved) return std::string(status_code(found.status));
    return demo_pack().directory.find(found.organisation)->name;
}

}  // namespace

TEST_CASE("one body is found under all the ways its name is written") {
    const std::string culture = "Sở Văn hóa, Thể thao và Du lịch";
    for (const char* name :
         {"Sở Văn hóa, Thể thao và Du lịch",
          "Sở Văn hóa - Thể thao và Du lịch",
          "Sở Văn hoá – Thể thao và Du lịch",
          "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
          "  Sở  Văn hóa , Thể thao và Du lịch; ",
          "Sở VH,TT&DL",
          "Sở VHTTDL",
          "SVHTTDL",
          "Sở Văn hóa, Thể thao và Du lịch tỉnh",
          "Sở Văn hóa, Thể thao và Du lịch tỉnh Lam Sương"}) {
        CAPTURE(name);
        CHECK(meant(name) == culture);
    }
    CHECK(meant("Viện kiểm sát nhân dân tỉnh") == "Viện kiểm sát nhân dân tỉnh Lam Sương");
    CHECK(meant("Viện Kiểm sát Nhân dân tỉnh") == "Viện kiểm sát nhân dân tỉnh Lam Sương");
    CHECK(meant("UBND tỉnh") == "Ủy ban nhân dân tỉnh Lam Sương");
    CHECK(meant("Uỷ ban nhân dân tỉnh") == "Ủy ban nhân dân tỉnh Lam Sương");
    CHECK(meant("Tòa án nhân dân") == "Tòa án nhân dân tỉnh Lam Sương");
    CHECK(meant("Tỉnh Đoàn") == "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Lam Sương");
}

TEST_CASE("a province-level name means the province the store serves, never another one") {
    CHECK(meant("Công an tỉnh") == "Công an tỉnh Lam Sương");
    CHECK(meant("Công an tỉnh Lam Sương") == "Công an tỉnh Lam Sương");
    CHECK(meant("Công an Lam Sương") == "Công an tỉnh Lam Sương");
    CHECK(meant("Công an tỉnh Đồng Tháp") == "named");
    CHECK(meant("Sở Y tế tỉnh Đồng Tháp") == "named");
    CHECK(meant("Công an thành phố") == "named");
    CHECK(meant("Ủy ban nhân dân xã Lam Sương") == "named");
    CHECK(meant("Ủy ban nhân dân xã Cầu Sen") == "named");  // it is a ward
    CHECK(meant("Bộ Công an") == "named");
    CHECK(meant("") == "named");
    CHECK(meant(" ,; ") == "named");
    CHECK(meant(std::string(100'000, 'a')) == "named");
}

TEST_CASE("parentheses give a remark or a unit below the body") {
    CHECK(meant("Công an tỉnh (Cơ quan Thường trực Ban Chỉ đạo)") == "Công an tỉnh Lam Sương");
    CHECK(meant("Sở Tài chính (cân đối, tham mưu)") == "Sở Tài chính");
    CHECK(
        meant("Bộ Chỉ huy Quân sự tỉnh (Ban Chỉ huy Bộ đội Biên phòng)") == "Ban Chỉ huy Bộ đội Biên phòng"
    );
    CHECK(meant("Sở Y tế (Phòng Bảo trợ xã hội)") == "Phòng Bảo trợ xã hội");
    CHECK(meant("Sở Y tế (Phòng Tham mưu)") == "Sở Y tế");
    CHECK(meant("Bộ Công an (Công an tỉnh)") == "named");
    CHECK(meant("Công an tỉnh (((") == "Công an tỉnh Lam Sương");
}

TEST_CASE("a unit is found with its body, and inside the body that issued the document") {
    CHECK(meant("Phòng Tham mưu") == "ambiguous");
    CHECK(meant("Phòng Tham mưu, Công an tỉnh") == "Phòng Tham mưu");
    CHECK(ask("Phòng Tham mưu, Công an tỉnh").organisation == demo_id("police_staff"));
    CHECK(ask("Phòng Tham mưu của Bộ Chỉ huy Quân sự tỉnh").organisation == demo_id("military_staff"));
    CHECK(ask("Phòng Tham mưu", "2026-11-22", "police").organisation == demo_id("police_staff"));
    CHECK(meant("Văn phòng Sở") == "ambiguous");
    CHECK(meant("Văn phòng Sở", "2026-11-22", "health") == "Văn phòng Sở Y tế");
    CHECK(meant("Phòng Văn hóa - Xã hội, UBND xã Mây Trúc") == "Phòng Văn hóa - Xã hội xã Mây Trúc");
    CHECK(meant("Phòng Văn hóa - Xã hội", "2026-11-22", "may_truc") == "Phòng Văn hóa - Xã hội xã Mây Trúc");
    CHECK(meant("Công an", "2026-11-22", "may_truc") == "Công an xã Mây Trúc");
    CHECK(meant("Ủy ban nhân dân xã", "2026-11-22", "may_truc") == "Ủy ban nhân dân xã Mây Trúc");
}

TEST_CASE("what several bear is asked, with the reason for each") {
    const Resolution staff = ask("Phòng Tham mưu");
    REQUIRE(staff.candidates.size() == 2);
    CHECK(staff.candidates[0].why == Why::Name);
    CHECK(staff.candidates[0].matched == "Phòng Tham mưu");
    const Resolution station = ask("Trạm Y tế");
    CHECK(station.status == Status::Ambiguous);
    CHECK(station.candidates.size() == 20);
    CHECK(station.candidates[0].why == Why::Possible);
}

TEST_CASE("who heads a body stands for it, to be confirmed, and a deputy for nobody") {
    const auto proposed = [](std::string_view text, std::string_view issuer = {}) -> std::string {
        const Resolution found = ask(text, "2026-11-22", issuer);
        if (found.status != Status::Ambiguous || found.candidates.size() != 1)
            return std::string(status_code(found.status)) + " " + std::to_string(found.candidates.size());
        CHECK(found.organisation.is_empty());
        CHECK(found.members.empty());
        CHECK(found.candidates[0].why == Why::Possible);
        return demo_pack().directory.find(found.candidates[0].id)->name;
    };
    CHECK(proposed("Giám đốc Sở Y tế") == "Sở Y tế");
    CHECK(proposed("Chủ tịch UBND tỉnh") == "Ủy ban nhân dân tỉnh Lam Sương");
    CHECK(proposed("Chủ tịch Ủy ban nhân dân xã Mây Trúc") == "Ủy ban nhân dân xã Mây Trúc");
    CHECK(proposed("Trưởng Công an xã Mây Trúc") == "Công an xã Mây Trúc");
    CHECK(proposed("Trưởng Công an xã", "may_truc") == "Công an xã Mây Trúc");
    CHECK(proposed("Chánh Văn phòng Sở", "health") == "Văn phòng Sở Y tế");
    CHECK(proposed("Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh") == "Bộ Chỉ huy Quân sự tỉnh Lam Sương");
    // Of several a person is asked as ever; a deputy, or a title alone, names no body.
    CHECK(ask("Trưởng Công an xã").candidates.size() > 1);
    CHECK(ask("Trưởng Công an xã").candidates[0].why == Why::Possible);
    CHECK(meant("Phó Giám đốc Công an tỉnh") == "named");
    CHECK(meant("Giám đốc") == "named");
    CHECK(meant("Giám đốc Công an tỉnh Đồng Tháp") == "named");
    CHECK(ask("Giám đốc Sở LĐ-TB&XH").status == Status::Successor);
    // Heads of many at once are those many, as the pack lists them, and nobody else.
    CHECK(meant("Chủ tịch UBND các xã, phường") == "collective");
    CHECK(meant("Thủ trưởng các sở, ban, ngành") == "collective");
    CHECK(meant("Trưởng Công an các xã, phường") == "collective");
    CHECK(meant("Giám đốc công an các xã, phường") == "named");
}

TEST_CASE("a body that is no more leads to its successors by subject") {
    const Resolution labour = ask("Sở LĐ-TB&XH");
    CHECK(labour.status == Status::Successor);
    CHECK(labour.organisation == demo_id("old_labour"));
    REQUIRE(labour.proposals.size() == 5);
    CHECK(labour.proposals[1].organisation == demo_id("health"));
    CHECK(labour.proposals[1].subject.contains("nạn nhân"));
    CHECK(labour.proposals[1].on == day("2025-03-01"));
    CHECK(!labour.proposals[1].basis.empty());
    CHECK(ask("Sở Lao động, Thương binh và Xã hội tỉnh").proposals.size() == 5);
    CHECK(ask("UBND huyện Rừng Sim").proposals.size() == 6);
    // While it existed it was itself.
    CHECK(meant("Sở LĐ-TB&XH", "2025-02-28") == "Sở Lao động - Thương binh và Xã hội");
    CHECK(meant("Sở LĐ-TB&XH", "2025-03-01") == "successor");
    CHECK(meant("Bộ đội biên phòng tỉnh") == "Ban Chỉ huy Bộ đội Biên phòng");
    CHECK(meant("Bộ đội biên phòng tỉnh", "2024-06-01") == "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Lam Sương");
}

TEST_CASE("what the directory does not tell, the pack's successions tell") {
    const Resolution ministry = ask("Bộ Lao động - Thương binh và Xã hội");
    CHECK(ministry.status == Status::Successor);
    CHECK(ministry.organisation.is_empty());
    REQUIRE(ministry.proposals.size() == 5);
    CHECK(ministry.proposals[0].organisation.is_empty());
    CHECK(ministry.proposals[0].name == "Bộ Nội vụ");
    CHECK(!ministry.proposals[0].is_confirmed);
    const Resolution inspectors = ask("Thanh tra Sở");
    REQUIRE(inspectors.proposals.size() == 1);
    CHECK(inspectors.proposals[0].organisation == demo_id("inspectorate"));
    CHECK(meant("Bộ Lao động - Thương binh và Xã hội", "2024-01-01") == "named");
}

TEST_CASE("a successor that is itself no more is followed to who has the work now") {
    const Pack& pack = demo_pack();
    std::vector<Organisation> some(3);
    for (std::size_t i = 0; i < 3; ++i) some[i].id = demo_id(std::string(1, static_cast<char>('a' + i)));
    some[0].name = "Ty Muối";
    some[0].valid_until = day("1990-01-01");
    some[0].successors = {{some[1].id, "Muối", day("1990-01-01"), "a"}};
    some[1].name = "Sở Muối";
    some[1].valid_until = day("2000-01-01");
    some[1].successors = {
        {some[2].id, "Tất cả", day("2000-01-01"), "b"}, {some[0].id, "Vòng", day("2000-01-01"), "c"}};
    some[2].name = "Sở Biển";
    const Directory directory(some, pack.vocabulary.naming);
    const Resolution found = resolve(directory, pack.vocabulary, "Ty Muối", day("2026-01-01"));
    CHECK(found.status == Status::Successor);
    REQUIRE(!found.proposals.empty());
    for (const Proposal& one : found.proposals) CHECK(one.organisation == some[2].id);
    CHECK(found.proposals[0].subject == "Muối");
}

namespace {

/// The demo province, with other names beside `Phòng Bảo trợ xã hội`.
Directory with_aliases(const std::vector<std::string>& names) {
    std::vector<Organisation> all = demo_pack().directory.all();
    const auto one = std::ranges::find(all, demo_id("health_social"), &Organisation::id);
    REQUIRE(one != all.end());
    for (const auto& name : names) one->aliases.push_back({name, {}, {}});
    return {std::move(all), demo_pack().vocabulary.naming};
}

}  // namespace

TEST_CASE("never: what is written beside a name takes the place of a body's own name or of a collective") {
    const std::vector<std::string> wanted{
        "Công an tỉnh",
        "Tòa án nhân dân tỉnh",
        "UBND tỉnh",
        "Ủy ban nhân dân các xã, phường",
        "Công an các xã, phường",
        "các sở, ban, ngành",
        "các phòng nghiệp vụ",
        "Công an tỉnh Cơ quan Thường trực Ban Chỉ đạo",
        "Ủy ban nhân dân các xã, phường tỉnh Lam Sương"};
    const Directory tree = with_aliases(wanted);
    std::vector<std::string> asked = wanted;
    asked.pop_back();
    asked.emplace_back("Công an tỉnh (Cơ quan Thường trực Ban Chỉ đạo)");
    std::erase(asked, "Công an tỉnh Cơ quan Thường trực Ban Chỉ đạo");
    for (const std::string& name : asked) {
        CAPTURE(name);
        const Resolution plain = ask(name);
        const Resolution now = resolve(tree, demo_pack().vocabulary, name, day("2026-11-22"));
        CHECK(plain.status != Status::Named);
        CHECK(now.status == plain.status);
        CHECK(now.organisation == plain.organisation);
        CHECK(now.members == plain.members);
    }
    // What nobody else is called goes on finding it.
    const Directory other = with_aliases({"Phòng Trợ giúp"});
    const auto found = resolve(other, demo_pack().vocabulary, "Phòng Trợ giúp", day("2026-11-22"));
    CHECK(found.organisation == demo_id("health_social"));
}

TEST_CASE("a fan of bodies that are no more is proposed once each, and never without end") {
    const Pack& pack = demo_pack();
    std::vector<Organisation> all;
    std::vector<Successor> next;
    const auto add = [&](const std::string& name, const std::vector<Successor>& heirs) {
        Organisation one;
        one.id = demo_id(name);
        one.name = name;
        if (!heirs.empty()) one.valid_until = day("2025-07-01");
        one.successors = heirs;
        all.push_back(one);
        return Successor{one.id, "việc " + name, day("2025-07-01"), "QĐ"};
    };
    for (int i = 0; i < 6; ++i) next.push_back(add("Tổ " + std::to_string(i), {}));
    for (int layer = 0; layer < 7; ++layer) {
        std::vector<Successor> here;
        for (int i = 0; i < 6; ++i)
            here.push_back(add("Tổ " + std::to_string(layer) + "-" + std::to_string(i), next));
        next = std::move(here);
    }
    std::vector<Successor> wide;
    for (int i = 0; i < 90; ++i) wide.push_back(add("Nhánh " + std::to_string(i), {}));
    add("Chi cục Rộng", wide);
    const Directory directory(all, pack.vocabulary.naming);
    const Date on = day("2026-01-01");
    const Resolution fan = resolve(directory, pack.vocabulary, "Tổ 6-0", on);
    REQUIRE(fan.status == Status::Successor);
    std::set<std::pair<std::string, std::string>> distinct;
    for (const Proposal& one : fan.proposals) distinct.insert({one.name, one.subject});
    CHECK(distinct.size() == fan.proposals.size());
    CHECK(fan.proposals.size() == 36);  // six bodies, by each of the six subjects of the first step
    CHECK(resolve(directory, pack.vocabulary, "Chi cục Rộng", on).proposals.size() == 50);
}

TEST_CASE("a former name still leads to the body that bears another one now") {
    const Pack& pack = demo_pack();
    Organisation one;
    one.id = demo_id("x");
    one.name = "Trung tâm Ánh Trăng";
    one.aliases = {{"Trung tâm Ánh Sao", {}, day("2020-01-01")}};
    const Directory directory({one}, pack.vocabulary.naming);
    const auto found = resolve(directory, pack.vocabulary, "trung tâm ánh sao", day("2026-01-01"));
    CHECK(found.status == Status::Resolved);
    CHECK(found.organisation == one.id);
}

TEST_CASE("collective names expand to who belongs on that day") {
    CHECK(ask("các sở, ban, ngành").members.size() == 13);
    CHECK(ask("Các sở, ban ngành tỉnh").collective == "departments");
    CHECK(ask("UBND các xã, phường").members.size() == 20);
    CHECK(ask("Ủy ban nhân dân các phường").members.size() == 7);
    CHECK(ask("Ủy ban nhân dân các xã").members.size() == 13);
    CHECK(ask("Công an các xã phường").members.size() == 20);
    CHECK(ask("các tổ chức chính trị - xã hội").members.size() == 5);
    CHECK(ask("Chính quyền các cấp").members.size() == 21);
    const Resolution open = ask("các sở, ngành liên quan");
    CHECK(open.status == Status::Collective);
    CHECK(open.is_open);
    CHECK(open.members.empty());
    CHECK(!open.candidates.empty());
    CHECK(ask("các cơ quan, đơn vị có liên quan").is_open);
    CHECK(ask("UBND các huyện, thị xã, thành phố").collective == "communes");
    CHECK(ask("UBND các huyện, thị xã, thành phố", "2025-06-30").members.size() == 4);
    CHECK(ask("các phòng nghiệp vụ", "2026-11-22", "health").members.size() == 4);
    CHECK(ask("các phòng nghiệp vụ").members.empty());
    CHECK(ask("Ban Chỉ đạo 138 tỉnh").members.size() == 19);
    const Pack& pack = demo_pack();
    CHECK(expand(pack.directory, pack.vocabulary, "communes", day("2026-11-22")).size() == 20);
    CHECK(expand(pack.directory, pack.vocabulary, "no such", day("2026-11-22")).empty());
}

TEST_CASE("slips of the pen are forgiven in collective names, and only there") {
    CHECK(ask("Ủy ban nhân các xã, phường").collective == "communes");
    CHECK(ask("Ủy ban nhâm dân các xã, phường").collective == "communes");
    CHECK(ask("các tổ chứ chính trị - xã hội").collective == "unions");
    CHECK(meant("Sở Y tê") == "named");
    CHECK(meant("Ủy ban nhân dân xã Mây Trú") == "named");
    CHECK(meant("Ủy ban nhân dân các thôn, phường") == "named");
    CHECK(meant("Ủy ban nhân dân xã Nào Đó") == "named");
}

TEST_CASE("how a name is typed changes nothing: form, tone place, case, blanks") {
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfd = icu::Normalizer2::getNFDInstance(status);
    std::mt19937 random(7);
    const Pack& pack = demo_pack();
    std::vector<std::string> asked{"Ủy ban nhân dân các xã, phường", "Bộ Y tế", "các sở, ban, ngành tỉnh"};
    for (const Organisation& one : pack.directory.all()) asked.push_back(one.name);
    for (const std::string& name : asked) {
        auto wide = icu::UnicodeString::fromUTF8(name);
        wide.findAndReplace(icu::UnicodeString::fromUTF8("Ủy"), icu::UnicodeString::fromUTF8("Uỷ"));
        wide.findAndReplace(icu::UnicodeString::fromUTF8("òa"), icu::UnicodeString::fromUTF8("oà"));
        if (random() % 2 == 0) wide.toUpper(icu::Locale("vi"));
        if (random() % 2 == 0) wide.toLower(icu::Locale("vi"));
        wide.findAndReplace(icu::UnicodeString::fromUTF8(" "), icu::UnicodeString::fromUTF8("  "));
        if (random() % 2 == 0) wide = nfd->normalize(wide, status);
        std::string typed;
        wide.toUTF8String(typed);
        const Resolution plain = ask(name);
        const Resolution other = ask(typed);
        CAPTURE(typed);
        CHECK(other.status == plain.status);
        CHECK(other.organisation == plain.organisation);
        CHECK(other.members == plain.members);
        CHECK(other.collective == plain.collective);
    }
}

TEST_CASE("every organisation is found by its own full name while it exists") {
    const Pack& pack = demo_pack();
    for (const Organisation& one : pack.directory.all()) {
        const Resolution found = resolve(pack.directory, pack.vocabulary, one.name, day("2026-11-22"));
        CAPTURE(one.name);
        if (one.valid_until.is_open()) {
            const bool is_candidate =
                std::ranges::find(found.candidates, one.id, &Candidate::id) != found.candidates.end();
            CHECK((found.organisation == one.id || is_candidate));
        } else {
            CHECK(found.status == Status::Successor);
            CHECK(!found.proposals.empty());
        }
    }
}

TEST_CASE("patterns spell out what may be left out and what may stand instead") {
    CHECK(*spell_out("a [b] (c|d)") == std::vector<std::string>{"a b c", "a b d", "a  c", "a  d"});
    CHECK(*spell_out("x") == std::vector<std::string>{"x"});
    for (const char* broken : {"a [b", "a (b]", "a b)", "(a|b", "[[[[[[[[[[a]]]]]]]]]]"}) {
        CAPTURE(broken);
        CHECK(spell_out(broken).error().code == "definition.pattern");
    }
    std::string many;
    for (int i = 0; i < 20; ++i) many += "[a]";
    CHECK(!spell_out(many));
}
