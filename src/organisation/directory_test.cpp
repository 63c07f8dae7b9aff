#include "organisation/directory.h"

#include "organisation/test_pack.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

using namespace neove;
using namespace neove::organisation;
using namespace neove::organisation::test;

namespace {

std::vector<std::string> names(const std::vector<const Organisation*>& some) {
    std::vector<std::string> out;
    for (const Organisation* one : some) out.push_back(one->name);
    return out;
}

Organisation made(std::string_view key, std::string_view name, std::string_view parent = {}) {
    Organisation one;
    one.id = demo_id(key);
    one.name = name;
    one.kind = "other";
    if (!parent.empty()) one.parent = demo_id(parent);
    return one;
}

}  // namespace

TEST_CASE("a date is a real day, typed as people type it") {
    CHECK(Date::parse_iso("2028-02-29")->iso() == "2028-02-29");
    CHECK(!Date::parse_iso("2027-02-29"));
    CHECK(!Date::parse_iso("2027-2-3"));
    CHECK(!Date::parse_iso("1899-12-31"));
    CHECK(!Date::parse_iso("2027-13-01"));
    CHECK(Date::parse_typed("1/7/2025")->iso() == "2025-07-01");
    CHECK(Date::parse_typed("01/07/2025") == Date::parse_typed("2025-07-01"));
    CHECK(!Date::parse_typed("31/4/2025"));
    CHECK(!Date::parse_typed("7/2025"));
    CHECK(!Date::parse_typed(""));
}

TEST_CASE("a body's last day is the one before valid_until") {
    const Date from = day("2025-03-01");
    const Date until = day("2025-07-01");
    CHECK(!covers(from, until, day("2025-02-28")));
    CHECK(covers(from, until, day("2025-03-01")));
    CHECK(covers(from, until, day("2025-06-30")));
    CHECK(!covers(from, until, day("2025-07-01")));
    CHECK(covers({}, {}, day("1950-01-01")));
    CHECK(covers(from, {}, {}));
    CHECK(!covers(from, until, {}));
}

TEST_CASE("names sort as a Vietnamese reader looks them up") {
    const Directory directory(
        {made("a", "Đội B"),
         made("b", "Dầu"),
         made("c", "Ấp"),
         made("d", "An"),
         made("e", "Âu"),
         made("f", "E")},
        {}
    );
    CHECK(names(directory.in_order()) == std::vector<std::string>{"An", "Ấp", "Âu", "Dầu", "Đội B", "E"});
}

TEST_CASE("the tree answers upwards and downwards") {
    const Directory& directory = demo_pack().directory;
    const auto commune = demo_id("may_truc");
    const auto inside = names(directory.children(commune));
    CHECK(inside.size() == 6);
    CHECK(std::ranges::is_permutation(inside, names(directory.below(commune))));
    CHECK(
        names(directory.ancestors(demo_id("may_truc_culture"))) ==
        std::vector<std::string>{"Ủy ban nhân dân xã Mây Trúc", "Ủy ban nhân dân tỉnh Lam Sương"}
    );
    CHECK(directory.is_below(demo_id("border_gate"), demo_id("military")));
    CHECK(!directory.is_below(demo_id("military"), demo_id("military")));
    CHECK(directory.of_kind("commune_committee").size() == 20);
    CHECK(directory.find_code("H99.109")->id == commune);
    CHECK(names(directory.predecessors(demo_id("farm"))).size() == 3);
    CHECK(directory.children(demo_id("nobody")).empty());
}

TEST_CASE("searching needs no accents and no order") {
    const Directory& directory = demo_pack().directory;
    const auto first = [&](std::string_view query) {
        const auto found = directory.search(query, 5);
        return found.empty() ? std::string{} : found.front()->name;
    };
    CHECK(first("so y te") == "Sở Y tế");
    CHECK(first("te y so") == "Sở Y tế");
    CHECK(first("Sở Y tế") == "Sở Y tế");
    CHECK(first("syt") == "Sở Y tế");
    CHECK(first("dao tao giao") == "Sở Giáo dục và Đào tạo");
    CHECK(first("uy ban nhan dan phuong cau s") == "Ủy ban nhân dân phường Cầu Sen");
    CHECK(first("Uỷ ban nhân dân phường Cầu Sen") == "Ủy ban nhân dân phường Cầu Sen");
    CHECK(first("ubnd phuong cau sen") == "Ủy ban nhân dân phường Cầu Sen");
    CHECK(first("H99.109") == "Ủy ban nhân dân xã Mây Trúc");
    CHECK(first("khong co ten nay") == "");
    CHECK(directory.search("", 7).size() == 7);
    CHECK(directory.search("ubnd", 1000).size() > 20);
}

TEST_CASE("whatever the parents say, asking the tree ends and agrees with itself") {
    std::mt19937 random(42);
    for (int round = 0; round < 200; ++round) {
        std::vector<Organisation> some;
        const auto count = 1 + random() % 30;
        for (std::uint32_t i = 0; i < count; ++i) {
            Organisation one = made("k" + std::to_string(i), "Đơn vị " + std::to_string(random() % 10));
            // Anything goes: itself, a circle, a body that is not there.
            if (random() % 4 != 0) one.parent = demo_id("k" + std::to_string(random() % (count + 2)));
            some.push_back(std::move(one));
        }
        const Directory directory(some, {});
        std::size_t children = 0;
        for (const Organisation& one : directory.all()) {
            const auto above = directory.ancestors(one.id);
            CHECK(above.size() < count);
            CHECK(std::ranges::find(above, &one) == above.end());
            for (const Organisation* up : above) CHECK(directory.is_below(one.id, up->id));
            const auto below = directory.below(one.id);
            CHECK(std::set(below.begin(), below.end()).size() == below.size());
            for (const Organisation* down : below) CHECK(directory.is_below(down->id, one.id));
            for (const Organisation* child : directory.children(one.id))
                CHECK(directory.parent(*child) == &one);
            children += directory.children(one.id).size();
        }
        const auto roots = std::ranges::count_if(directory.all(), [&](const Organisation& one) {
            return directory.parent(one) == nullptr;
        });
        CHECK(children + static_cast<std::size_t>(roots) == count);
    }
}
