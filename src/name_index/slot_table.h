#pragma once
/// \file
/// A hash table of numbers whose keys lie elsewhere: four bytes an entry, and an entry taken out leaves
/// nothing.

#include "name_index/wiping.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace neove::name_index {

class SlotTable {
public:
    /// The entry with this hash that `is_it` says yes to.
    template <typename IsIt>
    std::optional<std::uint32_t> find(std::size_t hash, IsIt is_it) const {
        if (cells_.empty()) return std::nullopt;
        for (std::size_t at = hash & mask(); cells_[at] != 0; at = (at + 1) & mask()) {
            if (is_it(cells_[at] - 1)) return cells_[at] - 1;
        }
        return std::nullopt;
    }

    /// `hash_of` tells the hash of any entry.
    template <typename HashOf>
    void insert(std::uint32_t slot, HashOf hash_of) {
        reserve(used_ + 1, hash_of);
        place(slot, hash_of(slot));
        ++used_;
    }

    template <typename HashOf>
    void erase(std::uint32_t slot, HashOf hash_of) {
        std::size_t hole = hash_of(slot) & mask();
        while (cells_[hole] != slot + 1) hole = (hole + 1) & mask();
        // Entries behind the hole move up unless that would put them before their place.
        for (std::size_t at = (hole + 1) & mask(); cells_[at] != 0; at = (at + 1) & mask()) {
            const std::size_t home = hash_of(cells_[at] - 1) & mask();
            if (((at - home) & mask()) < ((at - hole) & mask())) continue;
            cells_[hole] = cells_[at];
            hole = at;
        }
        cells_[hole] = 0;
        --used_;
    }

    template <typename HashOf>
    void reserve(std::size_t count, HashOf hash_of) {
        std::size_t size = std::max<std::size_t>(64, cells_.size());
        while (count * 4 > size * 3) size *= 2;
        if (size == cells_.size()) return;
        Wiped<std::uint32_t> old(size, 0);
        old.swap(cells_);
        for (const std::uint32_t cell : old) {
            if (cell != 0) place(cell - 1, hash_of(cell - 1));
        }
    }

    std::size_t memory() const { return cells_.capacity() * sizeof(std::uint32_t); }

private:
    std::size_t mask() const { return cells_.size() - 1; }
    void place(std::uint32_t slot, std::size_t hash) {
        std::size_t at = hash & mask();
        while (cells_[at] != 0) at = (at + 1) & mask();
        cells_[at] = slot + 1;
    }

    Wiped<std::uint32_t> cells_;  ///< number + 1; 0 is free; a power of two
    std::size_t used_{0};
};

}  // namespace neove::name_index
