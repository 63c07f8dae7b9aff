#include "name_index/card_store.h"

#include "name_index/test_cards.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove;
using namespace neove::name_index;
using namespace neove::name_index::test;

TEST_CASE("the number of a record and its id are one another's") {
    const RecordId id = RecordId::trusted("0123456789abcdeffedcba9876543210");
    CHECK(id_of(key_of(id)) == id);
}

TEST_CASE("a syllable leaves with the last name that has it, and its letters are overwritten") {
    CardStore store;
    store.put(card(1, {"Nguyễn Zzyzx"}));
    store.put(card(2, {"Nguyễn Văn"}));
    const Vocabulary& vocabulary = store.vocabulary();
    CHECK(vocabulary.in_order().size() == 3);
    const Syllable rare = store.names(*store.find(key_of(record(1))))[1] & ~CardStore::kLastOfName;
    const Vocabulary::Entry entry = vocabulary[rare];
    REQUIRE(vocabulary.folded(entry) == "zzizx");
    store.remove(key_of(record(1)));
    CHECK(vocabulary.in_order().size() == 2);
    CHECK(std::ranges::all_of(vocabulary.folded(entry), [](char c) { return c == 0; }));
    CHECK(std::ranges::all_of(vocabulary.toned(entry), [](char c) { return c == 0; }));
}

TEST_CASE("what was kept of a removed card, or of the older one of its record, is overwritten") {
    CardStore store;
    store.put(card(2, {"Lê Văn Nam"}));
    for (const bool is_replaced : {false, true}) {
        store.put(card(1, {"Nguyễn Thị Hoa"}));
        const auto words = store.names(*store.find(key_of(record(1))));
        REQUIRE(words.size() == 3);
        store.put(card(3, {"Trần Văn Ba"}));  // so that the words that follow are others'
        const auto* const kept = store.names(*store.find(key_of(record(1)))).data();
        if (is_replaced) {
            // Within what is reserved, so that the old words can be looked at.
            store.put(card(1, {}));
        } else {
            store.remove(key_of(record(1)));
        }
        CHECK(std::all_of(kept, kept + 3, [](std::uint32_t word) { return word == 0; }));
        store.remove(key_of(record(3)));
    }
}

TEST_CASE("a thousand lives and deaths leave no more than a fresh store") {
    CardStore store;
    for (int round = 0; round < 40; ++round) {
        for (int i = 0; i < 50; ++i) {
            Card one = card(
                i,
                {fmt::format(
                    "Nguyễn {}",
                    std::string(static_cast<std::size_t>(i % 30 + 1), static_cast<char>('a' + round % 26))
                )}
            );
            one.phones = {fmt::format("0912{:06}", i * 1000 + round)};
            store.put(one);
        }
    }
    CHECK(store.size() == 50);
    CHECK(store.slots() == 50);
    CHECK(store.vocabulary().in_order().size() == 31);
    CHECK(store.vocabulary().size() <= 62);
    CHECK(store.memory() < 100'000);
}

TEST_CASE("names stand in the order of a Vietnamese list however late a syllable came") {
    CardStore store;
    for (const auto& [number, name] : std::initializer_list<std::pair<int, const char*>>{
             {1, "Lê Thị Ánh"},
             {2, "Lê Thị An"},
             {3, "Lê Thị Đào"},
             {4, "Lê Thị Dung"},
             {5, "An Thị An"},
             {6, ""}}) {
        store.put(card(number, {name}));
    }
    std::vector<Slot> slots;
    for (Slot slot = 0; slot < store.slots(); ++slot) slots.push_back(slot);
    std::ranges::sort(slots, [&](Slot a, Slot b) { return store.is_before(a, b); });
    std::vector<RecordId> order;
    for (const Slot slot : slots) order.push_back(id_of(store.key(slot)));
    CHECK(order == std::vector{record(5), record(2), record(1), record(4), record(3), record(6)});
}
