#pragma once
/// \file
/// Where secrets of 32 bytes lie: pages of `sodium_malloc` (locked, out of core files, guarded at both ends),
/// each for many of them. A page of its own for every key cost four system calls, each of which stopped every
/// thread: half of a search by name.

#include <cstddef>
#include <cstdint>

namespace neove::crypto {

constexpr std::size_t kSecretSize = 32;

/// Zeroed; never fails (no memory ends the process). Thread-safe.
std::uint8_t* take_secret_memory();
/// Wiped before anybody may take it again. What was not taken, or was given back already, ends the process.
void give_back_secret_memory(std::uint8_t* bytes);
/// How many are taken now.
std::size_t secrets_in_memory();

}  // namespace neove::crypto
