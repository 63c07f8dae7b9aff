#include "service/memory.h"

#include <doctest/doctest.h>

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

}  // namespace neove::service::scenario
