#include "base/bytes.h"

#include <doctest/doctest.h>

namespace neove {

TEST_CASE("hex and base64url read back what they wrote, and refuse what they never write") {
    const Bytes bytes{0x00, 0xff, 0x10, 0x7e};
    CHECK(to_hex(bytes) == "00ff107e");
    CHECK(parse_hex("00FF107e") == bytes);
    CHECK(!parse_hex("0"));
    CHECK(!parse_hex("zz"));
    for (std::size_t n = 0; n < 9; ++n) {
        Bytes some;
        for (std::size_t i = 0; i < n; ++i) some.push_back(static_cast<std::uint8_t>(i * 37 + 200));
        CHECK(parse_base64url(to_base64url(some)) == some);
    }
    CHECK(!parse_base64url("AB"));  // trailing bits set: a second spelling of one byte
    CHECK(!parse_base64url("A"));
    CHECK(!parse_base64url("AA=="));
    CHECK(to_base32(as_bytes("foobar")) == "MZXW6YTBOI");
}

TEST_CASE("canonical writing keeps field borders apart") {
    CanonicalWriter one;
    one.text("ab").text("c");
    CanonicalWriter other;
    other.text("a").text("bc");
    CHECK(one.result() != other.result());
    CanonicalReader reader(one.result());
    CHECK(reader.text() == "ab");
    CHECK(reader.text() == "c");
    CHECK(reader.at_end());
    CHECK(!reader.number());
    CHECK(!CanonicalReader(Bytes{9, 0, 0, 0, 0, 0, 0, 0, 1}).bytes());
}

}  // namespace neove
