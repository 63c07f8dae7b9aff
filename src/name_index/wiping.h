#pragma once
/// \file
/// Containers that leave nothing behind: what they give back to the heap, also when they grow, is wiped.

#include "base/crypto.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace neove::name_index {

template <typename T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <typename U>
    explicit(false) WipingAllocator(const WipingAllocator<U>&) {}

    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) {
        crypto::wipe(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

template <typename T>
using Wiped = std::vector<T, WipingAllocator<T>>;

/// For text: `std::string` keeps short words inside itself, where no allocator sees them.
using WipedText = Wiped<char>;

}  // namespace neove::name_index
