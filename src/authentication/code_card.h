#pragma once
/// \file
/// The printed code card: 50 numbered codes of 6 characters for officers without a telephone. Each code
/// serves once, in the order of its numbers. Pure: randomness and keys are arguments.

#include "base/bytes.h"
#include "base/crypto.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::authentication {

constexpr std::size_t kCardCodes = 50;
constexpr std::size_t kCardCodeSize = 6;
constexpr std::size_t kCardRandomness = kCardCodes * kCardCodeSize;  ///< bytes to give to `make_code_card`

struct CodeCard {
    std::vector<std::string> codes;     ///< to print, numbered from 1; shown once
    std::vector<Digest> verifications;  ///< to keep, sealed, in the same order
};

/// Codes of 30 random bits each in an alphabet without I, L, O and U. `key` is the `auth` subkey for code
/// cards, `card` the card's id: a value moved to another card or number verifies nothing.
CodeCard make_code_card(const crypto::Secret& key, std::string_view card, ByteView random);

/// The number to ask for next, from 1; nothing when the card is used up. `used` has bit n-1 set for a used
/// number n.
std::optional<unsigned> next_card_number(std::uint64_t used);

/// `used` with the asked number added, if `typed` is that number's code; nothing otherwise. Case and spaces
/// do not matter; O reads as 0, I and L as 1. Only the number that `next_card_number` asks for can be
/// accepted.
std::optional<std::uint64_t> accept_card_code(
    const crypto::Secret& key,
    std::string_view card,
    const std::vector<Digest>& verifications,
    std::uint64_t used,
    std::string_view typed
);

}  // namespace neove::authentication
