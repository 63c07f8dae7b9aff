#include "storage/landing.h"

#include "base/check.h"

#include <doctest/doctest.h>

#include <thread>

namespace neove::storage {

TEST_CASE("a commit on its way tells its outcome to whoever waits, and rings once") {
    Landing landing;
    int rung = 0;
    landing.ring([&] { ++rung; });
    std::thread store([&] { landing.land(Committed{.recorded_at = {7}}); });
    const auto done = landing.wait();
    CHECK(rung == 1);  // never after `wait` has returned
    store.join();
    REQUIRE(done);
    CHECK(done->recorded_at.micros == 7);
    CHECK(landing.wait());  // asked again, it says the same
    CHECK(rung == 1);
}

TEST_CASE("a bell that comes late rings at once") {
    Landing landing;
    landing.land(refuse(ErrorKind::Unavailable, "storage.full"));
    int rung = 0;
    landing.ring([&] { ++rung; });
    CHECK(rung == 1);
    const auto done = landing.wait();
    REQUIRE(!done);
    CHECK(done.error().code == "storage.full");
}

TEST_CASE("a bug in the store is thrown where somebody waits") {
    Landing landing;
    landing.land(Committed{}, "a bug");
    CHECK_THROWS_AS(static_cast<void>(landing.wait()), Bug);
}

}  // namespace neove::storage
