#include "keyring/row_tag.h"

#include <doctest/doctest.h>

namespace neove::keyring {

namespace {
const bool kReady = (crypto::initialise(), true);
}

TEST_CASE("a row's tag holds for exactly its table, columns, names, order, types and key") {
    REQUIRE(kReady);
    const crypto::Secret key = crypto::Secret::random();
    const Bytes blob{'7'};
    const Digest tag = row_tag(key, "session", {{"id", "a"}, {"until", 7}, {"ended", std::monostate{}}});
    CHECK(check_row_tag(key, "session", {{"id", "a"}, {"until", 7}, {"ended", std::monostate{}}}, tag));

    CHECK(!check_row_tag(
        crypto::Secret::random(), "session", {{"id", "a"}, {"until", 7}, {"ended", std::monostate{}}}, tag
    ));
    CHECK(!check_row_tag(key, "grant", {{"id", "a"}, {"until", 7}, {"ended", std::monostate{}}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "b"}, {"until", 7}, {"ended", std::monostate{}}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", 8}, {"ended", std::monostate{}}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", "7"}, {"ended", std::monostate{}}}, tag));
    CHECK(!check_row_tag(
        key, "session", {{"id", "a"}, {"until", ByteView(blob)}, {"ended", std::monostate{}}}, tag
    ));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", 7}, {"ended", ""}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", 7}, {"other", std::monostate{}}}, tag));
    CHECK(!check_row_tag(key, "session", {{"until", 7}, {"id", "a"}, {"ended", std::monostate{}}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", 7}}, tag));
    CHECK(!check_row_tag(key, "session", {{"id", "a"}, {"until", 7}, {"ended", std::monostate{}}}, {}));
}

TEST_CASE("text moved from one column into the next changes the tag") {
    const crypto::Secret key = crypto::Secret::random();
    CHECK(row_tag(key, "t", {{"a", "xy"}, {"b", "z"}}) != row_tag(key, "t", {{"a", "x"}, {"b", "yz"}}));
    CHECK(row_tag(key, "t", {{"a", "x"}}) != row_tag(key, "t", {{"a", "x"}, {"b", std::monostate{}}}));
}

}  // namespace neove::keyring
