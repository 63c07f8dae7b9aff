#include "review/paper_number.h"

#include <doctest/doctest.h>

namespace neove::review {

TEST_CASE("the number of a paper is the same however it was typed") {
    for (const char* typed :
         {"412/KH-UBND",
          " 412 /KH - UBND ",
          "412/kh-ubnd",
          "412/KH–UBND",
          "412/KH−UBND",
          "0412/KH-UBND",
          "412\u00A0/KH\u2011UBND",
          "412∕KH-UBND"}) {
        CHECK_MESSAGE(paper_number_key(typed) == "412/kh-ubnd", typed);
    }
    CHECK(paper_number_key("12/KH-Đ\u0041\u0302") == paper_number_key("12/kh-đâ"));
}

TEST_CASE("another number, another year or another issuer is another paper") {
    CHECK(paper_number_key("412/KH-UBND") != paper_number_key("413/KH-UBND"));
    CHECK(paper_number_key("412/KH-UBND") != paper_number_key("4120/KH-UBND"));
    CHECK(paper_number_key("12/2026/QĐ-UBND") != paper_number_key("12/QĐ-UBND"));
    CHECK(paper_number_key("12/KH-ĐA") != paper_number_key("12/KH-DA"));
    CHECK(paper_number_key("").empty());
    CHECK(paper_number_key("00").empty());
}

}  // namespace neove::review
