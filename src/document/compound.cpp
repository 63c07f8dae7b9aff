#include "document/compound.h"

#include <algorithm>

namespace neove::document {

namespace {

constexpr std::size_t kHeaderSize = 512;
constexpr std::size_t kEntrySize = 128;
constexpr std::size_t kSmallSector = 64;
constexpr std::uint64_t kSmallStream = 4096;  ///< shorter streams lie in sectors of 64 bytes
constexpr std::size_t kMaxEntries = 10'000;
constexpr std::size_t kFatInHeader = 109;
constexpr std::uint32_t kNoSector = 0xFFFFFFFA;  ///< from here on: no sector but a mark
constexpr std::uint8_t kStream = 2;
constexpr std::uint8_t kRoot = 5;

std::uint32_t little(ByteView bytes, std::size_t at, unsigned size) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < size; ++i) value |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
    return value;
}

}  // namespace

std::uint32_t CompoundFile::number(std::size_t at, unsigned size) const {
    return little(bytes_, at, size);
}

std::optional<ByteView> CompoundFile::sector(std::uint32_t index) const {
    const std::size_t at = (static_cast<std::size_t>(index) + 1) * sector_size_;
    if (index >= kNoSector || at >= bytes_.size() || bytes_.size() - at < sector_size_) return std::nullopt;
    return bytes_.subspan(at, sector_size_);
}

std::uint32_t CompoundFile::next(std::uint32_t index) const {
    const std::size_t per_sector = sector_size_ / 4;
    if (index / per_sector >= fat_sectors_.size()) return kNoSector;
    const auto table = sector(fat_sectors_[index / per_sector]);
    return table ? little(*table, index % per_sector * 4, 4) : kNoSector;
}

bool CompoundFile::read_header() {
    constexpr std::size_t kShiftAt = 30;
    constexpr std::size_t kFatCountAt = 44;
    constexpr std::size_t kMoreFatAt = 68;
    constexpr std::size_t kFatAt = 76;
    if (bytes_.size() < kHeaderSize) return false;
    const std::uint32_t shift = number(kShiftAt, 2);
    if (shift != 9 && shift != 12) return false;
    sector_size_ = std::size_t{1} << shift;
    const std::size_t most = bytes_.size() / sector_size_;
    const std::size_t count = number(kFatCountAt, 4);
    if (count > most) return false;
    for (std::size_t i = 0; i < std::min(count, kFatInHeader); ++i) {
        fat_sectors_.push_back(number(kFatAt + i * 4, 4));
    }
    std::uint32_t more = number(kMoreFatAt, 4);
    while (fat_sectors_.size() < count) {
        const auto list = sector(more);
        if (!list) return false;
        const std::size_t last = sector_size_ - 4;  // the last number leads to the next list
        for (std::size_t at = 0; at < last && fat_sectors_.size() < count; at += 4) {
            fat_sectors_.push_back(little(*list, at, 4));
        }
        more = little(*list, last, 4);
    }
    return true;
}

void CompoundFile::read_entries(ByteView sector) {
    for (std::size_t at = 0; at + kEntrySize <= sector.size(); at += kEntrySize) {
        Entry entry;
        const std::size_t length = std::min<std::size_t>(little(sector, at + 64, 2), 64);
        for (std::size_t i = 0; i + 3 < length; i += 2) {  // the name ends with a zero
            const std::uint32_t letter = little(sector, at + i, 2);
            entry.name += letter >= 0x20 && letter < 0x7F ? static_cast<char>(letter) : '?';
        }
        entry.type = sector[at + 66];
        entry.left = little(sector, at + 68, 4);
        entry.right = little(sector, at + 72, 4);
        entry.child = little(sector, at + 76, 4);
        entry.start = little(sector, at + 116, 4);
        entry.size = little(sector, at + 120, 4);
        entries_.push_back(std::move(entry));
    }
}

bool CompoundFile::read_directory() {
    constexpr std::size_t kDirectoryAt = 48;
    std::uint32_t at = number(kDirectoryAt, 4);
    while (entries_.size() < kMaxEntries && at < kNoSector) {
        const auto part = sector(at);
        if (!part) return false;
        read_entries(*part);
        at = next(at);
    }
    if (entries_.empty() || entries_[0].type != kRoot) return false;
    collect_top();
    return true;
}

/// The entries of a storage are a tree of siblings; one visit each, whatever the numbers say.
void CompoundFile::collect_top() {
    std::vector<bool> seen(entries_.size(), false);
    std::vector<std::uint32_t> open{entries_[0].child};
    while (!open.empty()) {
        const std::uint32_t index = open.back();
        open.pop_back();
        if (index >= entries_.size() || seen[index]) continue;
        seen[index] = true;
        top_.push_back(index);
        open.push_back(entries_[index].left);
        open.push_back(entries_[index].right);
    }
}

/// A reader may give the beginning of a file that was cut short for the whole of it.
bool CompoundFile::is_whole() const {
    constexpr std::uint32_t kFree = 0xFFFFFFFF;
    const std::size_t present = (bytes_.size() - 1) / sector_size_;  // the header stands for one
    const std::size_t per_sector = sector_size_ / 4;
    for (std::size_t i = present / per_sector; i < fat_sectors_.size(); ++i) {
        const auto table = sector(fat_sectors_[i]);
        if (!table) return false;
        for (std::size_t at = 0; at < per_sector; ++at) {
            if (i * per_sector + at >= present && little(*table, at * 4, 4) != kFree) return false;
        }
    }
    return true;
}

const CompoundFile::Entry* CompoundFile::find(std::string_view name) const {
    for (const std::uint32_t index : top_) {
        if (entries_[index].name == name) return &entries_[index];
    }
    return nullptr;
}

std::optional<CompoundFile> CompoundFile::open(ByteView bytes) {
    CompoundFile file(bytes);
    if (!file.read_header() || !file.read_directory() || !file.is_whole()) return std::nullopt;
    return file;
}

bool CompoundFile::has(std::string_view name) const {
    return find(name) != nullptr;
}

/// Small streams lie one after the other in a stream of the root's.
std::optional<ByteView> CompoundFile::small_sector(std::uint32_t index) const {
    const std::size_t offset = index * kSmallSector;
    std::uint32_t at = entries_[0].start;
    for (std::size_t i = 0; i < offset / sector_size_ && i <= bytes_.size() / sector_size_; ++i) {
        at = next(at);
    }
    const auto part = sector(at);
    if (!part) return std::nullopt;
    return part->subspan(offset % sector_size_, kSmallSector);
}

std::optional<Bytes> CompoundFile::head(std::string_view stream, std::size_t size) const {
    const Entry* const entry = find(stream);
    if (entry == nullptr || entry->type != kStream || entry->size < size) return std::nullopt;
    const auto part = entry->size < kSmallStream ? small_sector(entry->start) : sector(entry->start);
    if (!part || part->size() < size) return std::nullopt;
    return Bytes(part->begin(), part->begin() + static_cast<std::ptrdiff_t>(size));
}

}  // namespace neove::document
