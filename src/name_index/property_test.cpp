#include "name_index/fold.h"
#include "name_index/name_index.h"
#include "name_index/test_cards.h"

#include <doctest/doctest.h>
#include <fmt/ranges.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

using namespace neove;
using namespace neove::name_index;
using namespace neove::name_index::test;

namespace {

/// Few syllables, many of them alike: so that names collide in every way they can.
rc::Gen<std::string> a_syllable() {
    return rc::gen::element<std::string>(
        "Nguyễn",
        "nguyen",
        "Nguyên",
        "Thị",
        "Thi",
        "Trần",
        "Chần",
        "Hoa",
        "Hoà",
        "Hóa",
        "Lan",
        "Nan",
        "Lang",
        "Mỹ",
        "Mĩ",
        "Đinh",
        "Vinh",
        "Dinh",
        "Anh",
        "An",
        "Á",
        "Y",
        "Văn",
        "Vân",
        "Sơn",
        "Xơn",
        "Kim",
        "Zoë",
        "王伟"
    );
}

std::string a_name() {
    const auto parts =
        *rc::gen::container<std::vector<std::string>>(*rc::gen::inRange<std::size_t>(1, 5), a_syllable());
    return fmt::format("{}", fmt::join(parts, " "));
}

Card a_card(int number) {
    Card out;
    out.id = record(number);
    for (int left = *rc::gen::inRange(1, 3); left > 0; --left) out.names.push_back(a_name());
    out.birth = *rc::gen::element<std::string>("", "1987", "1987-03", "1987-03-15", "1990");
    out.identity_numbers = *rc::gen::resize(
        2,
        rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("001187012345", "002187012345", "C1234567", "12345")
        )
    );
    out.phones = *rc::gen::resize(
        2,
        rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("0912345678", "+84912345678", "0912012345")
        )
    );
    return out;
}

std::string a_query(const std::vector<Card>& cards) {
    std::vector<std::string> words;
    if (!cards.empty() && *rc::gen::inRange(0, 4) > 0) {
        // Of somebody who is there, as far as two words go.
        words = syllables((*rc::gen::elementOf(cards)).names.back());
        while (words.size() > 2)
            words.erase(words.begin() + *rc::gen::inRange<int>(0, static_cast<int>(words.size())));
        if (*rc::gen::arbitrary<bool>()) std::ranges::reverse(words);
    }
    const auto more = *rc::gen::resize(
        words.size() == 2 && *rc::gen::arbitrary<bool>() ? 0 : 2,
        rc::gen::container<std::vector<std::string>>(rc::gen::oneOf(
            a_syllable(),
            rc::gen::element<std::string>(
                "ng",
                "t",
                "nguyne",
                "haao",
                "1987",
                "3/1987",
                "012345",
                "0912345678",
                "001187012345",
                "c1234567"
            )
        ))
    );
    words.insert(words.end(), more.begin(), more.end());
    return fmt::format("{}{}", fmt::join(words, " "), *rc::gen::element<std::string>("", " "));
}

}  // namespace

TEST_CASE("a scope gives the answers of an index that holds nothing else") {
    CHECK(rc::check([] {
        NameIndex all;
        NameIndex only;
        std::vector<RecordId> visible;
        std::vector<RecordId> hidden;
        std::vector<Card> cards;
        const int count = *rc::gen::inRange(0, 25);
        for (int i = 1; i <= count; ++i) {
            const Card one = a_card(i);
            cards.push_back(one);
            all.put(one);
            if (*rc::gen::arbitrary<bool>()) {
                hidden.push_back(one.id);
                continue;
            }
            only.put(one);
            visible.push_back(one.id);
        }
        const std::size_t limit = *rc::gen::inRange<std::size_t>(1, 6);
        Scope scope = Scope::of(visible);
        Scope rest = Scope::everything_but(hidden);
        if (*rc::gen::arbitrary<bool>()) {
            all.prepare(scope);
            all.prepare(rest);
        }
        const std::string query = a_query(cards);
        const Found expected = only.search(query, Scope::everything(), limit);
        RC_ASSERT(all.search(query, scope, limit) == expected);
        RC_ASSERT(all.search(query, rest, limit) == expected);
        const Card typed = a_card(0);
        const auto similar = only.similar(typed, Scope::everything(), limit);
        RC_ASSERT(all.similar(typed, scope, limit) == similar);
        RC_ASSERT(all.similar(typed, rest, limit) == similar);
        RC_CLASSIFY(!expected.hits.empty(), "found somebody");
    }));
}

TEST_CASE("a prepared scope that was told of changes answers as one made anew") {
    CHECK(rc::check([] {
        NameIndex all;
        std::map<int, Card> left;
        std::set<int> mine;
        for (int i = 1; i <= 12; ++i) {
            if (*rc::gen::arbitrary<bool>()) all.put(left[i] = a_card(i));
            if (*rc::gen::arbitrary<bool>()) mine.insert(i);
        }
        const auto listed = [&](bool visible) {
            std::vector<RecordId> out;
            for (const auto& [number, one] : left) {
                if (mine.contains(number) == visible) out.push_back(one.id);
            }
            return out;
        };
        Scope scope = Scope::of(listed(true));
        Scope rest = Scope::everything_but(listed(false));
        all.prepare(scope);
        all.prepare(rest);
        const int steps = *rc::gen::inRange(0, 30);
        for (int i = 0; i < steps; ++i) {
            const int number = *rc::gen::inRange(1, 13);
            if (*rc::gen::inRange(0, 3) == 0) {
                all.remove(record(number));
                left.erase(number);
                mine.erase(number);
            } else {
                all.put(left[number] = a_card(number));
                if (*rc::gen::arbitrary<bool>()) {
                    mine.insert(number);
                } else {
                    mine.erase(number);
                }
            }
            scope.set(record(number), mine.contains(number));
            rest.set(record(number), mine.contains(number));
        }
        NameIndex only;
        std::vector<Card> cards;
        for (const auto& [number, one] : left) {
            if (!mine.contains(number)) continue;
            only.put(one);
            cards.push_back(one);
        }
        const std::string query = a_query(cards);
        const Found expected = only.search(query, Scope::everything(), 4);
        RC_ASSERT(all.search(query, scope, 4) == expected);
        RC_ASSERT(all.search(query, rest, 4) == expected);
    }));
}

TEST_CASE("answers depend on the cards that are there, not on how they came and what has gone") {
    CHECK(rc::check([] {
        NameIndex lived;
        std::map<int, Card> left;
        const int steps = *rc::gen::inRange(0, 60);
        for (int i = 0; i < steps; ++i) {
            const int number = *rc::gen::inRange(1, 12);
            if (*rc::gen::inRange(0, 3) == 0) {
                lived.remove(record(number));
                left.erase(number);
            } else {
                left[number] = a_card(number);
                lived.put(left[number]);
            }
        }
        std::vector<Card> cards;
        for (const auto& [number, one] : left) cards.push_back(one);
        NameIndex fresh;
        fresh.put(cards);
        RC_ASSERT(lived.size() == fresh.size());
        const std::string query = a_query(cards);
        RC_ASSERT(
            lived.search(query, Scope::everything(), 20) == fresh.search(query, Scope::everything(), 20)
        );
        const Card typed = a_card(0);
        RC_ASSERT(
            lived.similar(typed, Scope::everything(), 20) == fresh.similar(typed, Scope::everything(), 20)
        );
    }));
}

TEST_CASE("a name finds itself, in any order, folded too, and a removed one is never found") {
    CHECK(rc::check([] {
        NameIndex index;
        for (int i = 2; i <= 6; ++i) index.put(a_card(i));
        std::vector<std::string> parts = *rc::gen::suchThat(
            rc::gen::container<std::vector<std::string>>(a_syllable()),
            [](const auto& some) { return some.size() >= 2 && some.size() <= 6; }
        );
        index.put(card(1, {fmt::format("{}", fmt::join(parts, " "))}));
        for (std::size_t i = parts.size(); i-- > 1;)
            std::swap(parts[i], parts[*rc::gen::inRange<std::size_t>(0, i + 1)]);
        const std::string query = fmt::format("{}", fmt::join(parts, " "));
        std::string plain;
        for (const std::string& one : syllables(query)) plain += folded(one) + " ";
        const auto finds = [&](std::string_view typed) {
            const auto all = ids(index.search(typed, Scope::everything(), 100));
            return std::ranges::find(all, record(1)) != all.end();
        };
        RC_ASSERT(finds(query));
        RC_ASSERT(finds(plain));
        index.remove(record(1));
        RC_ASSERT(!finds(query));
        RC_ASSERT(!finds(plain));
    }));
}

TEST_CASE("any one edit of a syllable of three letters and more still finds its name") {
    CHECK(rc::check([] {
        const People people({"Nguyễn Thị Trương Hoà", "Lê Văn Nam"});
        std::vector<std::string> parts{"nguyen", "thi", "truong", "hoa"};
        std::string& word = parts[*rc::gen::inRange<std::size_t>(0, parts.size())];
        const auto at = *rc::gen::inRange<std::size_t>(0, word.size());
        const char letter = *rc::gen::inRange('a', static_cast<char>('z' + 1));
        switch (*rc::gen::inRange(0, 4)) {
            case 0: word.erase(at, 1); break;
            case 1: word.insert(at, 1, letter); break;
            case 2: word[at] = letter; break;
            default:
                if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
        }
        const std::string query = fmt::format("{} ", fmt::join(parts, " "));
        RC_LOG(query);
        RC_ASSERT(people.finds(1, query));
        RC_ASSERT(!people.finds(2, query));
    }));
}
