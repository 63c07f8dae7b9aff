#include "name_index/name_index.h"
#include "name_index/test_cards.h"

#include <doctest/doctest.h>

using namespace neove;
using namespace neove::name_index;
using namespace neove::name_index::test;

namespace {

Card whole(int number, std::string name, std::string birth, std::string identity, std::string phone) {
    Card out = card(number, {std::move(name)}, std::move(birth));
    if (!identity.empty()) out.identity_numbers.push_back(std::move(identity));
    if (!phone.empty()) out.phones.push_back(std::move(phone));
    return out;
}

}  // namespace

TEST_CASE("possible matches come with their reasons, the strongest first") {
    NameIndex index;
    index.put(whole(1, "Trần Thị Hoa", "1987", "", ""));
    index.put(whole(2, "Sùng Mỷ", "", "", "0912 345 678"));
    index.put(whole(3, "Lò Thị Pàng", "1990", "001187012345", ""));
    index.put(whole(4, "Trần Thị Hoa", "", "", ""));
    index.put(whole(5, "Trần Thị Hoa", "1987-03", "001187012345", "+84912345678"));
    const Card typed = whole(0, "Trần Thị Hoa", "1987-03-15", "001187012345", "84912345678");
    CHECK(
        index.similar(typed, Scope::everything(), 10) ==
        std::vector<Similar>{
            {record(5), {Reason::SameNumber, Reason::SamePhone, Reason::NameAndBirth}},
            {record(3), {Reason::SameNumber}},
            {record(2), {Reason::SamePhone}},
            {record(1), {Reason::NameAndBirth}},
            {record(4), {Reason::Name}}}
    );
    CHECK(index.similar(typed, Scope::everything(), 2).size() == 2);
}

TEST_CASE("a match that the writer may not open is not shown and not counted") {
    NameIndex index;
    index.put(whole(1, "Trần Thị Hoa", "1987", "001187012345", "0912345678"));
    index.put(whole(2, "Trần Thị Hoa", "1987", "", ""));
    const Card typed = whole(0, "Trần Thị Hoa", "1987", "001187012345", "0912345678");
    const std::vector<RecordId> mine{record(2)};
    CHECK(
        index.similar(typed, Scope::of(mine), 10) == std::vector<Similar>{{record(2), {Reason::NameAndBirth}}}
    );
    CHECK(index.similar(typed, Scope::nothing(), 10).empty());
}

TEST_CASE("a record is no match of itself") {
    NameIndex index;
    const Card one = whole(1, "Trần Thị Hoa", "1987", "001187012345", "");
    index.put(one);
    CHECK(index.similar(one, Scope::everything(), 10).empty());
}

TEST_CASE("a birth that speaks against it takes the name away, a birth unknown does not") {
    NameIndex index;
    index.put(whole(1, "Trần Thị Hoa", "1988", "", ""));
    index.put(whole(2, "Trần Thị Hoa", "1987-04", "", ""));
    CHECK(index.similar(card(0, {"Trần Thị Hoa"}, "1987-03"), Scope::everything(), 10).empty());
    CHECK(index.similar(card(0, {"Trần Thị Hoa"}), Scope::everything(), 10).size() == 2);
}

TEST_CASE("the same name is the whole name, as it sounds, in any order, other names too") {
    NameIndex index;
    index.put(card(1, {"Trần Thị Xuân"}));
    index.put(card(2, {"Lê Thị Lan", "Chần Thị Suân"}));
    index.put(card(3, {"Xuân Trần Thị"}));
    index.put(card(4, {"Trần Thị Xuân Mai"}));
    index.put(card(5, {"Trần Xuân"}));
    const auto found = index.similar(card(0, {"Trần Thị Xuân"}), Scope::everything(), 10);
    REQUIRE(found.size() == 3);
    CHECK(found[0].id == record(3));  // the given name Thị stands before Xuân
    CHECK(found[1].id == record(1));
    CHECK(found[2].id == record(2));
}

TEST_CASE("one syllable is a match only with the birth beside it") {
    NameIndex index;
    index.put(card(1, {"Hoa"}, "1987"));
    index.put(card(2, {"Hoa"}));
    CHECK(
        index.similar(card(0, {"Hoa"}, "1987"), Scope::everything(), 10) ==
        std::vector<Similar>{{record(1), {Reason::NameAndBirth}}}
    );
    CHECK(index.similar(card(0, {"Hoa"}), Scope::everything(), 10).empty());
}

TEST_CASE("reasons have the words the interface knows") {
    CHECK(word_of(Reason::SameNumber) == "same_number");
    CHECK(word_of(Reason::SamePhone) == "same_phone");
    CHECK(word_of(Reason::NameAndBirth) == "name_and_birth");
    CHECK(word_of(Reason::Name) == "name");
}
