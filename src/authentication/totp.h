#pragma once
/// \file
/// Time-based codes of authenticator applications: RFC 6238 with SHA-1, 6 digits, 30 seconds. Pure: the time
/// and the last used step are arguments; the caller keeps the step in the same commit as the sign-in.

#include "base/bytes.h"
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace neove::authentication {

constexpr std::size_t kTotpSeedSize = 20;  ///< 160 bits, from crypto::random_bytes

/// Which 30-second step an instant lies in.
std::int64_t totp_step(Instant at);

/// The six digits of a step.
std::string totp_code(ByteView seed, std::int64_t step);

/// The step whose code was typed, if it is the current one or a neighbour and later than `last_used_step` (0
/// when none was used yet): each step serves once, and none before the last. Spaces in the typed text do not
/// matter.
std::optional<std::int64_t> accept_totp(
    ByteView seed, std::string_view typed, Instant now, std::int64_t last_used_step
);

/// What the application reads from the QR code: `otpauth://totp/Issuer:account?secret=…`.
std::string otpauth_uri(std::string_view issuer, std::string_view account, ByteView seed);

}  // namespace neove::authentication
