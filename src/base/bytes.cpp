#include "base/bytes.h"

namespace neove {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Regroups bits: `in_bits` per input symbol to `out_bits` per output symbol, the last one zero-filled.
template <typename Emit>
void regroup(ByteView bytes, unsigned out_bits, Emit emit) {
    unsigned buffer = 0;
    unsigned held = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8U) | byte;
        held += 8;
        while (held >= out_bits) {
            held -= out_bits;
            emit((buffer >> held) & ((1U << out_bits) - 1U));
        }
        buffer &= (1U << held) - 1U;
    }
    if (held > 0) emit((buffer << (out_bits - held)) & ((1U << out_bits) - 1U));
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
    return out;
}

std::optional<Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

std::string to_base64url(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() * 4 + 2) / 3);
    regroup(bytes, 6, [&](unsigned value) { out += kBase64url[value]; });
    return out;
}

std::optional<Bytes> parse_base64url(std::string_view text) {
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    unsigned buffer = 0;
    unsigned held = 0;
    for (const char c : text) {
        const std::size_t value = kBase64url.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        buffer = (buffer << 6U) | static_cast<unsigned>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out.push_back(static_cast<std::uint8_t>(buffer >> held));
            buffer &= (1U << held) - 1U;
        }
    }
    if (held >= 6 || buffer != 0) return std::nullopt;  // a second spelling of the same bytes
    return out;
}

std::string to_base32(ByteView bytes) {
    std::string out;
    regroup(bytes, 5, [&](unsigned value) { out += kBase32[value]; });
    return out;
}

CanonicalWriter& CanonicalWriter::bytes(ByteView value) {
    constexpr std::size_t kUsualSize = 512;
    if (out_.capacity() == 0) out_.reserve(kUsualSize);  // many small pieces, a dozen times a request
    std::array<std::uint8_t, 8> size{};
    for (unsigned i = 0; i < 8; ++i) size[i] = static_cast<std::uint8_t>(value.size() >> (8 * i));
    out_.insert(out_.end(), size.begin(), size.end());
    out_.insert(out_.end(), value.begin(), value.end());
    return *this;
}

CanonicalWriter& CanonicalWriter::text(std::string_view value) {
    return bytes(as_bytes(value));
}

CanonicalWriter& CanonicalWriter::number(std::uint64_t value) {
    std::array<std::uint8_t, 8> little{};
    for (unsigned i = 0; i < 8; ++i) little[i] = static_cast<std::uint8_t>(value >> (8 * i));
    return bytes(little);
}

std::optional<ByteView> CanonicalReader::bytes() {
    if (rest_.size() < 8) return std::nullopt;
    std::uint64_t size = 0;
    for (unsigned i = 0; i < 8; ++i) size |= static_cast<std::uint64_t>(rest_[i]) << (8 * i);
    if (size > rest_.size() - 8) return std::nullopt;
    const ByteView value = rest_.subspan(8, size);
    rest_ = rest_.subspan(8 + size);
    return value;
}

std::optional<std::string> CanonicalReader::text() {
    const auto value = bytes();
    if (!value) return std::nullopt;
    return std::string(as_text(*value));
}

std::optional<std::uint64_t> CanonicalReader::number() {
    const auto value = bytes();
    if (!value || value->size() != 8) return std::nullopt;
    std::uint64_t number = 0;
    for (unsigned i = 0; i < 8; ++i) number |= static_cast<std::uint64_t>((*value)[i]) << (8 * i);
    return number;
}

}  // namespace neove
