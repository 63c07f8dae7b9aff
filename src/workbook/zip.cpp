#include "workbook/zip.h"

#include "base/check.h"

#include <zlib.h>

#include <cstdint>

namespace neove::workbook {

namespace {

constexpr int kRawDeflate = -15;  // no header of zlib's own
constexpr int kMemory = 8;
constexpr std::uint16_t kVersion = 20, kDeflated = 8;
constexpr std::uint32_t kLocalMark = 0x04034b50, kDirectoryMark = 0x02014b50, kEndMark = 0x06054b50;
constexpr std::uint16_t kFirstDay = (1U << 5U) | 1U;  // 1 January 1980: when it was made stands in the table

// zlib's C interface knows bytes by its own type and promises not to write to its input.
Bytef* bytes_in(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU);
}

std::string deflated(std::string_view plain) {
    CHECK(plain.size() < UINT32_MAX);
    z_stream stream{};
    CHECK(
        deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawDeflate, kMemory, Z_DEFAULT_STRATEGY) ==
        Z_OK
    );
    std::string out(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_in = bytes_in(plain);
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = bytes_in(out);
    stream.avail_out = static_cast<uInt>(out.size());
    const int code = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    CHECK(code == Z_STREAM_END);
    return out;
}

/// What stands before the bytes of an entry and, a little longer, in the directory at the end.
std::string facts_of(const ZipEntry& entry, std::size_t packed) {
    std::string out;
    put(out, kVersion, 2);
    put(out, 0, 2);
    put(out, kDeflated, 2);
    put(out, 0, 2);  // midnight
    put(out, kFirstDay, 2);
    put(out, crc32(0, bytes_in(entry.bytes), static_cast<uInt>(entry.bytes.size())), 4);
    put(out, packed, 4);
    put(out, entry.bytes.size(), 4);
    put(out, entry.name.size(), 2);
    put(out, 0, 2);
    return out;
}

}  // namespace

std::string make_zip(const std::vector<ZipEntry>& entries) {
    std::string out;
    std::string directory;
    for (const ZipEntry& entry : entries) {
        const std::size_t at = out.size();
        CHECK(at < UINT32_MAX);
        const std::string packed = deflated(entry.bytes);
        const std::string facts = facts_of(entry, packed.size());
        put(out, kLocalMark, 4);
        out += facts;
        out += entry.name;
        out += packed;
        put(directory, kDirectoryMark, 4);
        put(directory, kVersion, 2);
        directory += facts;
        put(directory, 0, 2);  // no comment
        put(directory, 0, 2);  // one disk
        put(directory, 0, 2);
        put(directory, 0, 4);
        put(directory, at, 4);
        directory += entry.name;
    }
    const std::size_t directory_at = out.size();
    out += directory;
    put(out, kEndMark, 4);
    put(out, 0, 4);
    put(out, entries.size(), 2);
    put(out, entries.size(), 2);
    put(out, directory.size(), 4);
    put(out, directory_at, 4);
    put(out, 0, 2);
    return out;
}

}  // namespace neove::workbook
