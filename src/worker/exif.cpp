#include "worker/exif.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace neove::worker {

namespace {

constexpr int kUpright = 1;

/// Numbers in either byte order; nothing outside of the bytes.
class Numbers {
public:
    Numbers(ByteView bytes, bool is_big) : bytes_(bytes), is_big_(is_big) {}
    std::optional<std::uint32_t> at(std::size_t place, unsigned size) const {
        if (place > bytes_.size() || bytes_.size() - place < size) return std::nullopt;
        std::uint32_t value = 0;
        for (unsigned i = 0; i < size; ++i) {
            const std::uint32_t byte = bytes_[place + i];
            value = is_big_ ? value << 8U | byte : value | byte << (8 * i);
        }
        return value;
    }

private:
    ByteView bytes_;
    bool is_big_;
};

/// From the first directory of the TIFF structure that EXIF is.
int orientation_in(ByteView tiff) {
    constexpr std::uint32_t kOrientation = 0x0112;
    constexpr std::uint32_t kShort = 3;
    constexpr std::uint32_t kEntriesMax = 512;
    constexpr std::size_t kEntry = 12;
    if (tiff.size() < 8) return kUpright;
    const Numbers numbers(tiff, tiff[0] == 'M');
    const auto directory = numbers.at(4, 4);
    const auto entries = directory ? numbers.at(*directory, 2) : std::nullopt;
    if (!entries || *entries > kEntriesMax) return kUpright;
    for (std::uint32_t i = 0; i < *entries; ++i) {
        const std::size_t entry = *directory + 2 + i * kEntry;
        const auto tag = numbers.at(entry, 2);
        if (!tag) return kUpright;
        if (*tag != kOrientation) continue;
        const auto type = numbers.at(entry + 2, 2);
        const auto value = numbers.at(entry + 8, 2);
        const bool is_ours = type == kShort && value && *value >= 1 && *value <= 8;
        return is_ours ? static_cast<int>(*value) : kUpright;
    }
    return kUpright;
}

}  // namespace

int orientation_of(ByteView file) {
    using namespace std::string_view_literals;
    constexpr auto kExif = "Exif\0\0"sv;
    constexpr std::uint8_t kAppOne = 0xE1;
    constexpr std::uint8_t kScan = 0xDA;
    if (file.size() < 4 || file[0] != 0xFF || file[1] != 0xD8) return kUpright;
    const Numbers numbers(file, true);
    for (std::size_t at = 2; at + 4 <= file.size();) {
        if (file[at] != 0xFF) return kUpright;
        const std::uint8_t marker = file[at + 1];
        if (marker == 0xFF) {  // fill
            ++at;
            continue;
        }
        const auto size = numbers.at(at + 2, 2);
        if (marker == kScan || !size || *size < 2 || file.size() - at - 2 < *size) return kUpright;
        const ByteView body = file.subspan(at + 4, *size - 2);
        if (marker == kAppOne && as_text(body).starts_with(kExif)) {
            return orientation_in(body.subspan(kExif.size()));
        }
        at += 2 + *size;
    }
    return kUpright;
}

}  // namespace neove::worker
