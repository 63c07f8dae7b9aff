#include "name_index/name_index.h"

#include "name_index/test_cards.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace neove;
using namespace neove::name_index;
using namespace neove::name_index::test;

TEST_CASE("a name is found with accents, without, in capitals and decomposed") {
    const People people({"Đặng Thị Hoà", "Trần Văn Nam"});
    for (const char* typed :
         {"Đặng Thị Hoà",
          "đặng thị hòa",
          "dang thi hoa",
          "DANG THI HOA",
          "ĐẶNG THỊ HOÀ",
          "\u0110a\u0323\u0306ng Thi\u0323 Hoa\u0300",
          "Ðặng Thị Hòa"}) {
        CAPTURE(typed);
        CHECK(ids(people.search(typed)) == std::vector{record(1)});
    }
}

TEST_CASE("the order of the syllables does not matter, and some are enough") {
    const People people({"Nguyễn Thị Minh Khai", "Nguyễn Văn Minh"});
    CHECK(people.finds(1, "khai nguyen"));
    CHECK(people.finds(1, "Minh Khai Nguyễn Thị"));
    CHECK_FALSE(people.finds(2, "khai nguyen"));
}

TEST_CASE("Mỹ and Mĩ, Quý and Quí are the same person") {
    const People people({"Lê Thị Mỹ", "Phạm Quí"});
    CHECK(people.search("lê mĩ").hits.front() == Hit{record(1), Grade::Tones});
    CHECK(people.search("phạm quý").hits.front() == Hit{record(2), Grade::Tones});
}

TEST_CASE("a name typed with TELEX or VNI keys is found as it was meant") {
    const People people({"Nguyễn Thị Đào"});
    CHECK(people.search("nguyeenx thij ddaof").hits.front() == Hit{record(1), Grade::Tones});
    CHECK(people.search("Nguye64n Thi5 D9a2o").hits.front() == Hit{record(1), Grade::Tones});
}

TEST_CASE("one typing error in each syllable is forgiven, two are not") {
    const People people({"Nguyễn Thị Hương"});
    CHECK(people.finds(1, "nguyne huong"));
    CHECK(people.finds(1, "nguyn hung"));
    CHECK(people.finds(1, "hguyen thhi huonng"));
    CHECK_FALSE(people.finds(1, "ngyne huong"));
}

TEST_CASE("the last syllable may be unfinished, an earlier one or one before a space may not") {
    const People people({"Nguyễn Văn Khánh"});
    CHECK(people.search("nguyen kh").hits.front() == Hit{record(1), Grade::Prefix});
    CHECK_FALSE(people.finds(1, "nguyen kh "));
    CHECK_FALSE(people.finds(1, "kh nguyen"));
}

TEST_CASE("regional spellings are found, after everything that is spelled as asked") {
    const People people({"Chần Thị Xuân", "Trần Thị Suân", "Trần Thị Xuân"});
    const Found found = people.search("trần xuân");
    CHECK(
        found.hits ==
        std::vector<Hit>{{record(3), Grade::Tones}, {record(2), Grade::Sound}, {record(1), Grade::Sound}}
    );
}

TEST_CASE("results go from as written over folded, unfinished and sound-alike to mistyped") {
    const People people({"Lê Thị Lam", "Lê Thị Nan", "Lê Thị Lanh", "Lê Thị Lân", "Lê Thị Lan"});
    const Found found = people.search("lê lan");
    // "lanh" also begins with "lan", which counts more than sounding alike.
    CHECK(
        found.hits ==
        std::vector<Hit>{
            {record(5), Grade::Tones},
            {record(4), Grade::Folded},
            {record(3), Grade::Prefix},
            {record(2), Grade::Sound},
            {record(1), Grade::Typo}}
    );
}

TEST_CASE("people who fit alike stand in the order of a Vietnamese list: given name, then the whole") {
    const People people(
        {"Nguyễn Thị Đào",
         "Nguyễn Thị Dung",
         "Nguyễn Thị Ánh",
         "Nguyễn Thị An",
         "Nguyễn Thị Bích An",
         "Nguyễn Thị Ân"}
    );
    CHECK(
        ids(people.search("nguyễn thị ")) ==
        std::vector{record(4), record(5), record(3), record(6), record(2), record(1)}
    );
}

TEST_CASE("two words that are the same ask for a name that has both") {
    const People people({"Nguyễn Văn Nam", "Nguyễn Nguyễn"});
    CHECK(ids(people.search("nguyễn nguyễn ")) == std::vector{record(2)});
}

TEST_CASE("words must fit one name; a nickname and a name are not mixed") {
    NameIndex index;
    index.put(card(1, {"Trần Thị Hoa", "Sùng Mỷ"}));
    const auto count = [&](std::string_view typed) {
        return index.search(typed, Scope::everything(), 5).hits.size();
    };
    CHECK(count("sung my") == 1);
    CHECK(count("tran hoa") == 1);
    CHECK(count("hoa my") == 0);
}

TEST_CASE("one syllable alone asks for more, whoever may see whatever") {
    const People people({"Nguyễn Văn Nam"});
    for (const char* typed : {"", " ", "nguyễn", "n", "1987", "15/3/1987", "12", "nam 12"}) {
        CAPTURE(typed);
        CHECK(people.search(typed) == Found{Found::Kind::NeedsMore, {}, false});
    }
    CHECK(people.search("nguyễn nam").kind == Found::Kind::Hits);
}

TEST_CASE("a syllable and a year of birth are enough, and the year must be hers") {
    NameIndex index;
    index.put(card(1, {"Nguyễn Thị Hoa"}, "1987-03-15"));
    index.put(card(2, {"Lê Thị Hoa"}, "1987"));
    index.put(card(3, {"Trần Thị Hoa"}, "1988"));
    index.put(card(4, {"Phạm Thị Hoa"}));
    const auto found = [&](std::string_view typed) {
        return ids(index.search(typed, Scope::everything(), 5));
    };
    CHECK(found("hoa 1987") == std::vector{record(2), record(1)});
    CHECK(found("1987 hoa") == std::vector{record(2), record(1)});
    CHECK(found("hoa 15/03/1987") == std::vector{record(2), record(1)});
    CHECK(found("hoa 15 3 1987") == std::vector{record(2), record(1)});
    CHECK(found("hoa 16/3/1987") == std::vector{record(2)});
    CHECK(found("hoa 3/1987") == std::vector{record(2), record(1)});
    CHECK(found("hoa 1987-03-15") == std::vector{record(2), record(1)});
    CHECK(found("hoa 1987 1988").empty());
}

TEST_CASE("an identity number and a phone find their person, however they are written") {
    NameIndex index;
    Card one = card(1, {"Nguyễn Thị Hoa"});
    one.identity_numbers = {"001 187 012 345", "C1234567"};
    one.phones = {"+84 912 345 678"};
    index.put(one);
    index.put(card(2, {"Lê Thị Hoa"}));
    for (const char* typed :
         {"001187012345",
          "c1234567",
          "0912345678",
          "84912345678",
          "+84912345678",
          "912345678",
          "0912 345 678",
          "0912.345.678",
          "(+84) 912-345-678",
          "0084912345678"}) {
        CAPTURE(typed);
        CHECK(
            index.search(typed, Scope::everything(), 5).hits == std::vector<Hit>{{record(1), Grade::Tones}}
        );
    }
    CHECK(index.search("hoa 0912345678", Scope::everything(), 5).hits.size() == 1);
    CHECK(index.search("lan 0912345678", Scope::everything(), 5).hits.empty());
}

TEST_CASE("the end of a number is enough from six digits on, its beginning never is") {
    NameIndex index;
    Card one = card(1, {"Nguyễn Thị Hoa"});
    one.identity_numbers = {"001187012345"};
    index.put(one);
    CHECK(
        index.search("012345", Scope::everything(), 5).hits == std::vector<Hit>{{record(1), Grade::Prefix}}
    );
    CHECK(index.search("12345", Scope::everything(), 5).kind == Found::Kind::NeedsMore);
    // It says province, sex and year of birth: that would be trawling.
    CHECK(index.search("001187", Scope::everything(), 5).hits.empty());
    CHECK(index.search("00118701234", Scope::everything(), 5).hits.empty());
}

TEST_CASE("numbers of eighteen characters are compared whole") {
    NameIndex index;
    Card one = card(1, {"Vương Thị Hoa"});
    one.identity_numbers = {"110101198703151234"};
    index.put(one);
    const auto count = [&](std::string_view typed) {
        return index.search(typed, Scope::everything(), 5).hits.size();
    };
    CHECK(count("110101198703151234") == 1);
    CHECK(count("210101198703151234") == 0);
    CHECK(count("10101198703151234") == 1);
    CHECK(count("20101198703151234") == 0);
}

TEST_CASE("a record that is not in the scope is never among the answers") {
    NameIndex index;
    for (int i = 1; i <= 3; ++i) {
        Card one = card(i, {"Nguyễn Thị Hoa"});
        one.phones = {"0912345678"};
        index.put(one);
    }
    const std::vector<RecordId> mine{record(2), record(77), record(2)};
    Scope scope = Scope::of(mine);
    CHECK(ids(index.search("nguyen hoa", scope, 5)) == std::vector{record(2)});
    CHECK(ids(index.search("0912345678", scope, 5)) == std::vector{record(2)});
    CHECK(index.search("nguyen hoa", Scope::nothing(), 5) == Found{});
    index.prepare(scope);
    CHECK(ids(index.search("nguyen hoa", scope, 5)) == std::vector{record(2)});
    CHECK_FALSE(index.search("nguyen hoa", scope, 1).has_more);
}

TEST_CASE("a prepared scope holds no stranger when a removed record's place is given to another") {
    NameIndex index;
    index.put(card(1, {"Nguyễn Thị Hoa"}));
    const std::vector<RecordId> mine{record(1), record(3)};
    Scope scope = Scope::of(mine);
    index.prepare(scope);
    index.remove(record(1));
    index.put(card(2, {"Nguyễn Thị Hoa"}));
    CHECK(index.search("nguyen hoa", scope, 5) == Found{});
    index.put(card(3, {"Nguyễn Thị Hoa"}));
    CHECK(ids(index.search("nguyen hoa", scope, 5)) == std::vector{record(3)});
}

TEST_CASE("a scope prepared for one index says nothing to another") {
    NameIndex first;
    NameIndex second;
    first.put(card(1, {"Nguyễn Thị Hoa"}));
    second.put(card(2, {"Nguyễn Thị Hoa"}));
    const std::vector<RecordId> mine{record(1)};
    Scope scope = Scope::of(mine);
    first.prepare(scope);
    CHECK(second.search("nguyen hoa", scope, 5) == Found{});
}

TEST_CASE("a card replaces the older one of its record; a removed record is gone") {
    NameIndex index;
    Card one = card(1, {"Nguyễn Thị Hoa"}, "1987");
    one.phones = {"0912345678"};
    index.put(one);
    index.put(card(1, {"Lê Thị Lan"}));
    const auto count = [&](std::string_view typed) {
        return index.search(typed, Scope::everything(), 5).hits.size();
    };
    CHECK(index.size() == 1);
    CHECK(count("nguyen hoa") == 0);
    CHECK(count("0912345678") == 0);
    CHECK(count("le lan") == 1);
    index.remove(record(1));
    index.remove(record(1));
    CHECK(index.size() == 0);
    CHECK(count("le lan") == 0);
}

TEST_CASE("the same record twice in one load: the later card counts") {
    NameIndex index;
    const std::vector<Card> cards{
        card(1, {"Nguyễn Zzyzx"}), card(1, {"Lê Thị Lan"}), card(2, {"Trần Zzyzx"}), card(3, {"Lê Zzyzx"})};
    index.put(cards);
    CHECK(index.size() == 3);
    const auto found = [&](std::string_view typed) {
        return ids(index.search(typed, Scope::everything(), 5));
    };
    CHECK(found("nguyen zzyzx").empty());
    CHECK(found("tran zzyzx") == std::vector{record(2)});
    CHECK(found("le zzyzx") == std::vector{record(3)});
    CHECK(found("le lan") == std::vector{record(1)});
}

TEST_CASE("more than the limit is said, and the best are shown") {
    std::vector<std::string> names(30, "Nguyễn Thị Hòa");
    names.emplace_back("Nguyễn Thị Hoa");
    const People people(names);
    const Found found = people.index.search("nguyễn hoa", Scope::everything(), 3);
    CHECK(found.has_more);
    CHECK(ids(found) == std::vector{record(31), record(1), record(2)});
}

TEST_CASE("a crowd of one name is answered as a list of all of them is") {
    // More than the search weighs one by one.
    std::vector<Card> cards;
    std::vector<RecordId> all;
    const std::vector<std::string> given{"Anh", "Ánh", "Bình", "Châu", "Dũng", "Đào"};
    for (int i = 1; i <= 6000; ++i) {
        const std::string name = i % 3 == 0 ? "Nguyen Thị " : "Nguyễn Thị ";
        cards.push_back(card(
            i, {name + given[static_cast<std::size_t>(i * 7) % given.size()]}, i % 2 == 0 ? "1987" : "1990"
        ));
        all.push_back(cards.back().id);
    }
    NameIndex index;
    index.put(cards);
    const Scope list = Scope::of(all);
    for (const char* typed :
         {"nguyễn thị", "nguyen thi ", "nguyen 1987", "nguyne thi", "nguyen 1991", "thi nguyen d"}) {
        CAPTURE(typed);
        for (const std::size_t limit :
             {std::size_t{0}, std::size_t{7}, std::size_t{1500}, std::size_t{9000}}) {
            CHECK(index.search(typed, Scope::everything(), limit) == index.search(typed, list, limit));
        }
    }
}

TEST_CASE("hostile and absurd texts are no names and do no harm") {
    NameIndex index;
    index.put(card(1, {"", " ", "\xff\xfe", std::string(5000, 'a'), "123"}, "không rõ"));
    std::string long_name = "Nguyễn";
    for (int i = 0; i < 500; ++i) long_name += " Văn";
    index.put(card(2, std::vector<std::string>(100, long_name), "9999-99-99"));
    CHECK(index.size() == 2);
    CHECK(index.search("nguyen van van", Scope::everything(), 5).hits.size() == 1);
    CHECK(index.search(std::string(10'000, 'a') + " b", Scope::everything(), 5).hits.empty());
    CHECK(
        index.search("van van van van van van van van van van van van van ", Scope::everything(), 5) ==
        Found{}
    );
    index.clear();
    CHECK(index.size() == 0);
}

TEST_CASE("people may search while one writes") {
    NameIndex index;
    index.put(card(1, {"Nguyễn Thị Hoa"}));
    std::atomic<bool> ends{false};
    std::atomic<int> lost{0};
    std::thread reader([&] {
        while (!ends) {
            const auto found = ids(index.search("nguyen hoa", Scope::everything(), 5));
            if (found.empty() || found.front() != record(1)) ++lost;
        }
    });
    for (int i = 2; i < 300; ++i) {
        index.put(card(i, {fmt::format("Trần Văn A{}", std::string(static_cast<std::size_t>(i % 20), 'b'))}));
        if (i % 3 == 0) index.remove(record(i - 1));
    }
    ends = true;
    reader.join();
    CHECK(lost == 0);
}
