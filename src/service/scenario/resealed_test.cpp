#include "../../../fuzz/service/bodies.h"
#include "service/registers/resealed_events.h"

#include <doctest/doctest.h>

#include <cstdint>

namespace neove::service {
namespace {

const std::string kOne(32, '1'), kTwo(32, '2');

/// As redactions were packed before there were digests in it.
Bytes packed_before() {
    CanonicalWriter out;
    out.text(kOne).bytes(as_bytes("sealed")).text(kTwo).bytes(ByteView());
    return out.result();
}

Bytes packed_now() {
    return pack_resealed({{kOne, Digest{1}, as_bytes("sealed")}, {kTwo, Digest{2}, {}}});
}

}  // namespace

TEST_CASE("what a redaction left of events comes back as it was packed, that of older ones too") {
    const Bytes now = packed_now();
    const auto parts = parse_resealed(now);
    REQUIRE(parts.has_value());
    REQUIRE(parts->size() == 2);
    CHECK(parts->at(0).event == kOne);
    CHECK(parts->at(0).was == Digest{1});
    CHECK(as_text(parts->at(0).sealed) == "sealed");
    CHECK(parts->at(1).sealed.empty());
    const Bytes before = packed_before();
    const auto older = parse_resealed(before);
    REQUIRE(older.has_value());
    REQUIRE(older->size() == 2);
    CHECK(as_text(older->at(0).sealed) == "sealed");
    CHECK(older->at(0).was == Digest{});
    CHECK(parse_resealed({})->empty());
    CHECK(digest_of_resealed(now) != digest_of_resealed(before));
}

TEST_CASE("never: what was cut off, or says two things of one event, is read as a whole") {
    for (const Bytes& whole : {packed_now(), packed_before()}) {
        const std::size_t parts = parse_resealed(whole)->size();
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto cut = parse_resealed(ByteView(whole).first(length));
            // Where it is cut between two events less is there, which its digest tells.
            if (cut) CHECK(cut->size() < parts);
        }
    }
    CHECK_FALSE(parse_resealed(pack_resealed({{kOne, {}, {}}, {kOne, {}, {}}})).has_value());
    CHECK_FALSE(parse_resealed(as_bytes("none of ours")).has_value());
    CanonicalWriter short_digest;
    short_digest.text("resealed.2").text(kOne).bytes(as_bytes("short")).bytes(as_bytes("sealed"));
    CHECK_FALSE(parse_resealed(short_digest.result()).has_value());
}

TEST_CASE("the fuzzed reading of resealed events holds over a corpus, each flipped and cut") {
    for (Bytes whole : {packed_now(), packed_before(), Bytes(), Bytes(40, 0), Bytes(40, 0xff)}) {
        fuzz_resealed(whole);
        for (std::size_t i = 0; i < whole.size(); ++i) {
            fuzz_resealed(ByteView(whole).first(i));
            for (const unsigned bit : {0x01U, 0x80U}) {
                whole[i] = static_cast<std::uint8_t>(whole[i] ^ bit);
                fuzz_resealed(whole);
                whole[i] = static_cast<std::uint8_t>(whole[i] ^ bit);
            }
        }
    }
}

}  // namespace neove::service
