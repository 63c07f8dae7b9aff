#include "authentication/totp.h"

#include <doctest/doctest.h>

namespace neove::authentication {

namespace {
const ByteView kSeed = as_bytes("12345678901234567890");
Instant seconds(std::int64_t count) {
    return {count * kSecond};
}
}  // namespace

TEST_CASE("the six last digits of RFC 6238's SHA-1 vectors") {
    const auto code = [](std::int64_t at) { return totp_code(kSeed, totp_step(seconds(at))); };
    CHECK(code(59) == "287082");
    CHECK(code(1111111109) == "081804");
    CHECK(code(1111111111) == "050471");
    CHECK(code(1234567890) == "005924");
    CHECK(code(2000000000) == "279037");
    CHECK(code(20000000000) == "353130");
}

TEST_CASE("a code is accepted in its step and the neighbours, and only once") {
    const Instant now = seconds(1111111109);
    const std::int64_t step = totp_step(now);
    const std::string code = totp_code(kSeed, step);
    CHECK(accept_totp(kSeed, code, now, 0) == step);
    CHECK(accept_totp(kSeed, "081 804", now, 0) == step);
    CHECK(accept_totp(kSeed, code, now + 30 * kSecond, 0) == step);
    CHECK(accept_totp(kSeed, code, now + -30 * kSecond, 0) == step);
    CHECK(!accept_totp(kSeed, code, now + 61 * kSecond, 0));
    CHECK(!accept_totp(kSeed, code, now + -60 * kSecond, 0));
    CHECK(!accept_totp(kSeed, code, now, step));
    CHECK(!accept_totp(kSeed, code, now, step + 1));
    CHECK(accept_totp(kSeed, totp_code(kSeed, step + 1), now, step) == step + 1);
}

TEST_CASE("what is not six digits is no code") {
    for (const char* typed : {"", "08180", "0818044", "08180a", "-81804", "081804\n"}) {
        CHECK(!accept_totp(kSeed, typed, seconds(1111111109), 0));
    }
    CHECK(!accept_totp(kSeed, "081805", seconds(1111111109), 0));
}

TEST_CASE("the URI of the QR code escapes Vietnamese names") {
    CHECK(
        otpauth_uri("Nẻo Về", "lan@x", as_bytes("Hello!\xDE\xAD\xBE\xEF")) ==
        "otpauth://totp/"
        "N%E1%BA%BBo%20V%E1%BB%81:lan%40x?secret=JBSWY3DPEHPK3PXP&issuer=N%E1%BA%BBo%20V%E1%BB%81"
        "&algorithm=SHA1&digits=6&period=30"
    );
}

}  // namespace neove::authentication
