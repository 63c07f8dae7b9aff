#include "service/memory.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

namespace neove::service::scenario {

namespace {

const std::string kAccount = "account";
const std::string kHers = "192.0.2.1";
const std::string kStranger = "203.0.113.9";
constexpr Instant kStart{1'780'000'000'000'000};

}  // namespace

TEST_CASE("tries that run at once are counted before any of them is known to be wrong") {
    crypto::initialise();
    AttemptMemory attempts;
    int begun = 0;
    for (int i = 0; i < 40; ++i) begun += attempts.begin(kAccount, kStranger, kStart) == 0 ? 1 : 0;
    CHECK(begun == 5);
}

TEST_CASE("a stranger at another address never keeps the owner waiting") {
    crypto::initialise();
    AttemptMemory attempts;
    Instant now = kStart;
    for (int i = 0; i < 200; ++i) {
        attempts.begin(kAccount, kStranger, now);
        now = now + kSecond;
    }
    CHECK(attempts.begin(kAccount, kStranger, now) > 0);
    CHECK(attempts.begin(kAccount, kHers, now) == 0);
}

TEST_CASE("guesses from ever new addresses are held back, but not who signed in from hers lately") {
    crypto::initialise();
    AttemptMemory attempts;
    Instant now = kStart;
    REQUIRE(attempts.begin(kAccount, kHers, now) == 0);
    attempts.succeeded(kAccount, kHers, now);
    int begun = 0;
    for (int i = 0; i < 1'000; ++i) {
        begun += attempts.begin(
                     kAccount, "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250), now
                 ) == 0;
    }
    CHECK(begun == 59);  // her own first try, before she was known, was one of sixty
    CHECK(attempts.begin(kAccount, "198.51.100.7", now) > 0);
    CHECK(attempts.begin(kAccount, kHers, now) == 0);
    CHECK(attempts.begin("another account", "198.51.100.7", now) == 0);
    // The brake is a pause, not a lock: some seconds later the next one may try.
    CHECK(attempts.begin(kAccount, "198.51.100.7", now + 7 * kSecond) == 0);
    CHECK(attempts.begin(kAccount, "198.51.100.8", now + 7 * kSecond) > 0);
}

TEST_CASE("a new hour has a new key and forgives nothing") {
    crypto::initialise();
    AttemptMemory attempts;
    const Instant late{(kStart.micros / kHour + 1) * kHour - kSecond};
    for (int i = 0; i < 5; ++i) REQUIRE(attempts.begin(kAccount, kStranger, late) == 0);
    CHECK(attempts.begin(kAccount, kStranger, late + 2 * kSecond) > 0);
    // Where she signed in rightly is known for as long as a session may last, then forgotten with its key.
    attempts.succeeded(kAccount, kHers, late);
    const Instant tomorrow = late + 12 * kHour;
    for (int i = 0; i < 60; ++i) attempts.begin(kAccount, "10.1.1." + std::to_string(i), tomorrow);
    CHECK(attempts.begin(kAccount, kHers, tomorrow) > 0);
}

TEST_CASE("what no later hour reads again is forgotten with its hour") {
    crypto::initialise();
    AttemptMemory attempts;
    attempts.succeeded(kAccount, kHers, kStart);
    for (int i = 0; i < 500; ++i) {
        const std::string made_up = "account " + std::to_string(i);
        attempts.begin(made_up, kStranger, kStart);
        attempts.note_refusal(made_up, kStart);
    }
    const std::size_t full = attempts.remembered();
    CHECK(full > 1'000);
    // The next hour still takes over the pairs' counts, and nothing else but who is known.
    attempts.begin(kAccount, kHers, kStart + kHour);
    CHECK(attempts.remembered() <= 505);
    attempts.begin(kAccount, kHers, kStart + 2 * kHour);
    CHECK(attempts.remembered() < 10);
    // She is known all the while.
    for (int i = 0; i < 70; ++i) {
        attempts.begin(kAccount, "10.1.1." + std::to_string(i), kStart + 2 * kHour + kMinute);
    }
    CHECK(attempts.begin(kAccount, kHers, kStart + 2 * kHour + kMinute) == 0);
}

TEST_CASE("a flood of refused sign-ins does not fill the journal") {
    crypto::initialise();
    AttemptMemory attempts;
    int written = 0;
    for (int i = 0; i < 50; ++i)
        written += attempts.note_refusal(kAccount, kStart) == AttemptMemory::Note::Write;
    CHECK(written == 10);
    int last = 0;
    for (int i = 0; i < 5'000; ++i) {
        const auto note = attempts.note_refusal("account " + std::to_string(i), kStart);
        written += note == AttemptMemory::Note::Write;
        last += note == AttemptMemory::Note::LastOfHour;
    }
    CHECK(written == 300);
    CHECK(last == 1);
    CHECK(attempts.note_refusal(kAccount, kStart + kHour) == AttemptMemory::Note::Write);
}

TEST_CASE("a flood of sign-ins never holds more than half of the threads that answer requests") {
    for (const auto& [threads, most] : {std::pair<std::size_t, int>{16, 8}, {64, 32}, {200, 34}, {1, 2}}) {
        HashingGate gate;
        gate.share(threads);
        std::counting_semaphore<> go{0};
        std::atomic<int> inside{0};
        std::atomic<int> refused{0};
        std::vector<std::thread> flood;
        for (int i = 0; i < 40; ++i) {
            flood.emplace_back([&] {
                const auto turn = gate.enter();
                ++(turn ? inside : refused);
                if (turn) go.acquire();
            });
        }
        // Nobody hashes on: whoever was let in holds his thread until the flood is over.
        for (int i = 0; refused < 40 - most && i < 20'000; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        CHECK(inside <= 2);
        go.release(40);
        for (std::thread& one : flood) one.join();
        CHECK(refused == 40 - most);
        CHECK(inside == most);
    }
}

}  // namespace neove::service::scenario
