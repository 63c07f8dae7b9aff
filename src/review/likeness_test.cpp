#include "review/likeness.h"

#include <doctest/doctest.h>

namespace neove::review {

TEST_CASE("likeness counts words without accents, case and order") {
    CHECK(likeness("Ủy ban nhân dân xã", "uỷ ban nhân dân XÃ!") == 100);
    CHECK(likeness("một hai ba", "ba hai một") == 100);
    CHECK(likeness("một hai ba bốn", "một hai") == 66);
    CHECK(likeness("một", "hai") == 0);
    CHECK(likeness("", "") == 100);
    CHECK(likeness("", "một") == 0);
}

TEST_CASE("a word counts as often as it stands there") {
    CHECK(likeness("một một một", "một") == 50);
}

TEST_CASE("numbers are the words with a digit") {
    CHECK(
        numbers_of(words_of("trước 30/6/2031 tại 5 xã")) == std::vector<std::string>{"2031", "30", "5", "6"}
    );
}

}  // namespace neove::review
