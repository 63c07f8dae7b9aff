#include "base/crypto_memory.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <thread>
#include <vector>

using namespace neove;
using namespace neove::crypto;

namespace {

bool is_zero(const std::uint8_t* bytes) {
    return std::all_of(bytes, bytes + kSecretSize, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

TEST_CASE("two living secrets never share memory, and what is given back is wiped and used again") {
    const std::size_t before = secrets_in_memory();
    std::vector<Secret> many;
    std::set<const std::uint8_t*> places;
    for (int i = 0; i < 3'000; ++i) {
        many.push_back(Secret::random());
        places.insert(many.back().view().data());
    }
    CHECK(places.size() == many.size());
    CHECK(secrets_in_memory() == before + many.size());
    for (auto place = places.begin(); std::next(place) != places.end(); ++place) {
        CHECK(*std::next(place) - *place >= static_cast<std::ptrdiff_t>(kSecretSize));
    }
    const std::uint8_t* const place = many[1'234].view().data();
    many.erase(many.begin() + 1'234);
    CHECK(is_zero(place));
    many.push_back(Secret::random());
    CHECK(many.back().view().data() == place);
    CHECK_FALSE(is_zero(place));
    many.clear();
    CHECK(secrets_in_memory() == before);
    CHECK(std::ranges::all_of(places, is_zero));
}

TEST_CASE("a new secret is all zero wherever it lies") {
    for (int i = 0; i < 1'000; ++i) {
        std::optional<Secret> old = Secret::random();
        old.reset();
        CHECK(is_zero(Secret().view().data()));
    }
}

TEST_CASE("threads that take and give back secrets never see each other's") {
    const std::size_t before = secrets_in_memory();
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (std::uint8_t number = 1; number <= 4; ++number) {
        threads.emplace_back([&wrong, number] {
            const Bytes mine(kSecretSize, number);
            std::vector<Secret> held;
            for (int i = 0; i < 20'000; ++i) {
                held.push_back(Secret::from(mine));
                if (held.size() > 40) held.erase(held.begin(), held.begin() + 30);
                if (!std::ranges::equal(held[held.size() / 2].view(), mine)) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(secrets_in_memory() == before);
}
