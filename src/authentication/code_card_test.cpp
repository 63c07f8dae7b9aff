#include "authentication/code_card.h"

#include <doctest/doctest.h>

#include <set>

namespace neove::authentication {

namespace {
const bool kReady = (crypto::initialise(), true);
}

TEST_CASE("the codes of a card serve once each, in order, until the card is used up") {
    REQUIRE(kReady);
    const crypto::Secret key = crypto::Secret::random();
    const CodeCard card = make_code_card(key, "card-1", crypto::random_bytes(kCardRandomness));
    CHECK(std::set<std::string>(card.codes.begin(), card.codes.end()).size() > 45);
    std::uint64_t used = 0;
    for (unsigned number = 1; number <= kCardCodes; ++number) {
        CHECK(next_card_number(used) == number);
        const auto after = accept_card_code(key, "card-1", card.verifications, used, card.codes[number - 1]);
        REQUIRE(after);
        used = *after;
        if (card.codes[number - 1] != card.codes[number % kCardCodes]) {
            CHECK(!accept_card_code(key, "card-1", card.verifications, used, card.codes[number - 1]));
        }
    }
    CHECK(!next_card_number(used));
    CHECK(!accept_card_code(key, "card-1", card.verifications, used, card.codes[0]));
}

TEST_CASE("a code counts only with its key, its card and its number") {
    const crypto::Secret key = crypto::Secret::random();
    Bytes random(kCardRandomness, 7);  // every code alike: what tells them apart is the number
    const CodeCard card = make_code_card(key, "card-1", random);
    CHECK(card.codes[0] == "777777");
    CHECK(card.verifications[0] != card.verifications[1]);
    CHECK(accept_card_code(key, "card-1", card.verifications, 0, "777777") == 1);
    CHECK(!accept_card_code(key, "card-2", card.verifications, 0, "777777"));
    CHECK(!accept_card_code(crypto::Secret::random(), "card-1", card.verifications, 0, "777777"));
    std::vector<Digest> swapped = card.verifications;
    std::swap(swapped[0], swapped[1]);
    CHECK(!accept_card_code(key, "card-1", swapped, 0, "777777"));
    CHECK(!accept_card_code(key, "card-1", {}, 0, "777777"));
}

TEST_CASE("a code may be typed in small letters, with spaces and with the letters that look like digits") {
    const crypto::Secret key = crypto::Secret::random();
    Bytes random(kCardRandomness, 0);
    random[1] = 1;
    random[2] = 31 + 32;
    const CodeCard card = make_code_card(key, "c", random);
    REQUIRE(card.codes[0] == "01Z000");
    for (const char* typed : {"01z000", " OIZ ooo", "0lZ-000"})
        CHECK(accept_card_code(key, "c", card.verifications, 0, typed) == 1);
    for (const char* typed : {"", "01z00", "01z0000", "01z00U", "01z00\xff"}) {
        CHECK(!accept_card_code(key, "c", card.verifications, 0, typed));
    }
}

}  // namespace neove::authentication
