#pragma once
/// \file
/// Bytes and their spellings. Text is `std::string` (UTF-8, NFC inside); anything else is `Bytes`.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// A BLAKE2b-256 value.
using Digest = std::array<std::uint8_t, 32>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes);                           ///< lower case
std::optional<Bytes> parse_hex(std::string_view text);        ///< either case; nothing when odd or foreign
std::string to_base64url(ByteView bytes);                     ///< no padding
std::optional<Bytes> parse_base64url(std::string_view text);  ///< no padding, canonical only
std::string to_base32(ByteView bytes);                        ///< RFC 4648, no padding (TOTP seeds)

/// Builds length-prefixed canonical byte strings: no two different inputs give the same output.
/// Each field is written as 8 bytes little-endian length and then its bytes; numbers are 8-byte fields.
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::size_t expected_size = 0) { out_.reserve(expected_size); }
    CanonicalWriter& text(std::string_view value);
    CanonicalWriter& bytes(ByteView value);
    CanonicalWriter& number(std::uint64_t value);
    const Bytes& result() const { return out_; }

private:
    Bytes out_;
};

/// Reads what CanonicalWriter wrote; every call returns nothing once the input is exhausted or malformed.
class CanonicalReader {
public:
    explicit CanonicalReader(ByteView input) : rest_(input) {}
    std::optional<ByteView> bytes();
    std::optional<std::string> text();
    std::optional<std::uint64_t> number();
    bool at_end() const { return rest_.empty(); }

private:
    ByteView rest_;
};

}  // namespace neove
