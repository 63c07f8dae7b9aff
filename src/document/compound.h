#pragma once
/// \file
/// The directory of an OLE compound file (old office files, installers, messages): which streams stand at its
/// top, and how one of them begins. Enough to tell what the file is, never to read it.

#include "base/bytes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::document {

class CompoundFile {
public:
    /// Nothing where header or directory are not whole. Any bytes will do; time is linear in their number.
    /// The file views into `bytes`.
    static std::optional<CompoundFile> open(ByteView bytes);

    /// Whether a stream or storage of this name stands at the top; what lies inside storages is another
    /// file's.
    bool has(std::string_view name) const;
    /// The first `size` bytes of a stream at the top; nothing where it is shorter or its place is not in the
    /// file.
    std::optional<Bytes> head(std::string_view stream, std::size_t size) const;

private:
    struct Entry {
        std::string name;  ///< ASCII; other letters are '?'
        std::uint8_t type{0};
        std::uint32_t left{0};
        std::uint32_t right{0};
        std::uint32_t child{0};
        std::uint32_t start{0};
        std::uint64_t size{0};
    };

    explicit CompoundFile(ByteView bytes) : bytes_(bytes) {}
    bool read_header();
    bool read_directory();
    void read_entries(ByteView sector);
    void collect_top();
    bool is_whole() const;
    std::uint32_t number(std::size_t at, unsigned size) const;
    std::optional<ByteView> sector(std::uint32_t index) const;
    std::uint32_t next(std::uint32_t index) const;
    std::optional<ByteView> small_sector(std::uint32_t index) const;
    const Entry* find(std::string_view name) const;

    ByteView bytes_;
    std::size_t sector_size_{0};
    std::vector<std::uint32_t> fat_sectors_;  ///< where the table of chains lies
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> top_;
};

}  // namespace neove::document
