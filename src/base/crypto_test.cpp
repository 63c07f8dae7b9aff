#include "base/crypto.h"

#include <doctest/doctest.h>

namespace neove::crypto {

TEST_CASE("a sealed value opens only with its key and its associated data") {
    initialise();
    const Secret key = Secret::random();
    const Bytes sealed = seal_padded(key, as_bytes("bí mật"), as_bytes("ad"));
    CHECK(sealed.size() == 1 + 24 + 256 + 16);
    const auto opened = open_padded(key, sealed, as_bytes("ad"));
    REQUIRE(opened);
    CHECK(as_text(*opened) == "bí mật");
    CHECK(!open_padded(key, sealed, as_bytes("other")));
    CHECK(!open_padded(Secret::random(), sealed, as_bytes("ad")));
    for (std::size_t i = 0; i < sealed.size(); i += 7) {
        Bytes changed = sealed;
        changed[i] ^= 1U;
        CHECK(!open_padded(key, changed, as_bytes("ad")));
    }
    CHECK(!open(key, {}, {}));
}

TEST_CASE("the wide box opens only for its private key") {
    const BoxKey desk = BoxKey::random();
    const Bytes sealed = box_seal(desk.public_key, as_bytes("x"));
    CHECK(box_open(desk, sealed) == Bytes{'x'});
    CHECK(!box_open(BoxKey::random(), sealed));
}

TEST_CASE("password verifiers accept their password alone") {
    const std::string verifier = hash_password("mật khẩu dài mười hai", Strength::Test);
    CHECK(verify_password(verifier, "mật khẩu dài mười hai"));
    CHECK(!verify_password(verifier, "mật khẩu dài mười ba"));
    CHECK(!verify_password("not a verifier", "x"));
}

TEST_CASE("RFC 2202 test case 2 for the HMAC of TOTP") {
    CHECK(
        to_hex(hmac_sha1(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    );
}

TEST_CASE("a signature holds for its message and its key") {
    const SigningKey key = SigningKey::random();
    const Signature signature = key.sign(as_bytes("m"));
    CHECK(verify(key.public_key, as_bytes("m"), signature));
    CHECK(!verify(key.public_key, as_bytes("n"), signature));
    CHECK(!verify(SigningKey::random().public_key, as_bytes("m"), signature));
}

}  // namespace neove::crypto
