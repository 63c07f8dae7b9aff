#include "authentication/totp.h"

#include "base/crypto.h"

#include <fmt/format.h>

#include <array>

namespace neove::authentication {

namespace {

constexpr std::int64_t kStep = 30 * kSecond;
constexpr std::uint32_t kModulus = 1'000'000;
constexpr std::size_t kDigits = 6;

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string out;
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
        }
    }
    return out;
}

/// The typed digits, or nothing when there are not exactly six of them.
std::optional<std::string> six_digits(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c == ' ') continue;
        if (c < '0' || c > '9' || digits.size() == kDigits) return std::nullopt;
        digits += c;
    }
    if (digits.size() != kDigits) return std::nullopt;
    return digits;
}

}  // namespace

std::int64_t totp_step(Instant at) {
    return at.micros / kStep;
}

std::string totp_code(ByteView seed, std::int64_t step) {
    std::array<std::uint8_t, 8> counter{};
    for (unsigned i = 0; i < 8; ++i) counter[7 - i] = static_cast<std::uint8_t>(step >> (8 * i));
    const auto mac = crypto::hmac_sha1(seed, counter);
    const std::size_t offset = mac[19] & 0xfU;  // RFC 4226, 5.3
    const std::uint32_t number = (mac[offset] & 0x7fU) << 24U |
                                 static_cast<std::uint32_t>(mac[offset + 1]) << 16U |
                                 static_cast<std::uint32_t>(mac[offset + 2]) << 8U | mac[offset + 3];
    return fmt::format("{:06}", number % kModulus);
}

std::optional<std::int64_t> accept_totp(
    ByteView seed, std::string_view typed, Instant now, std::int64_t last_used_step
) {
    const auto digits = six_digits(typed);
    if (!digits) return std::nullopt;
    std::optional<std::int64_t> accepted;
    const std::int64_t current = totp_step(now);
    for (std::int64_t step = current - 1; step <= current + 1;
         ++step) {  // all three, so that time tells nothing
        const bool fits = crypto::equal(as_bytes(totp_code(seed, step)), as_bytes(*digits));
        if (fits && step > last_used_step && !accepted) accepted = step;
    }
    return accepted;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, ByteView seed) {
    return fmt::format(
        "otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
        percent_encoded(issuer),
        percent_encoded(account),
        to_base32(seed)
    );
}

}  // namespace neove::authentication
