#include "base/shortened.h"

#include <doctest/doctest.h>

using neove::text::shortened;

TEST_CASE(
    "a shortened text ends after a whole word, counts letters and not bytes, and says that there is more"
) {
    CHECK(shortened("Rà soát cơ sở lưu trú", 0) == "Rà soát cơ sở lưu trú");
    CHECK(shortened("Rà soát cơ sở", 13) == "Rà soát cơ sở");
    CHECK(shortened("Rà soát cơ sở", 12) == "Rà soát cơ…");
    CHECK(shortened("Nghiêngngả", 5) == "Nghi…");
}
