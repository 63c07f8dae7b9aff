#include "record/read_alike.h"

#include <doctest/doctest.h>

namespace neove::record {
namespace {

TEST_CASE("one period is one however it is spelt") {
    for (const std::string_view spelt :
         {"Quý IV/2026", "quý 4/2026", "QUÝ  iv – 2026", "Quý 04.2026", "quý IV2026"}) {
        CHECK(read_alike(spelt) == "quý 4 2026");
    }
    CHECK(read_alike("Đợt cao điểm 30/7") == "đợt cao điểm 30 7");
    CHECK(read_alike(" (…) ").empty());
    CHECK(read_alike("000") == "0");
}

TEST_CASE("only words that are Roman numbers are numbers") {
    CHECK(read_alike("I II III IV V VI VII VIII IX X XI XIV XXXIX") == "1 2 3 4 5 6 7 8 9 10 11 14 39");
    CHECK(read_alike("IIII VV IXI XXXX vix xã") == "iiii vv ixi xxxx vix xã");
}

TEST_CASE("words are taken out only where they stand side by side, and something stays") {
    CHECK(without_words("quý 4 2026", "2026") == "quý 4");
    CHECK(without_words("quý 4 năm 2026 lần 2", "năm 2026") == "quý 4 lần 2");
    CHECK(without_words("2026", "2026") == "2026");
    CHECK(without_words("quý 4 12026", "2026") == "quý 4 12026");
    CHECK(without_words("quý 4", "") == "quý 4");
    CHECK(without_words("năm 2026 đợt 1", "năm 2026") == "đợt 1");
}

}  // namespace
}  // namespace neove::record
