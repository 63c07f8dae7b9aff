#include "authentication/try_pause.h"

#include <doctest/doctest.h>

namespace neove::authentication {

TEST_CASE("five tries are free, then pauses grow to a minute and no further") {
    const Instant at{1000};
    const auto pause = [&](int tries) { return (may_try_at(tries, at).micros - at.micros) / kSecond; };
    for (const int tries : {0, 1, 4}) CHECK(pause(tries) == 0);
    CHECK(pause(5) == 5);
    CHECK(pause(6) == 10);
    CHECK(pause(7) == 20);
    CHECK(pause(8) == 40);
    for (const int tries : {9, 10, 1000, 2'000'000'000}) CHECK(pause(tries) == 60);
}

}  // namespace neove::authentication
