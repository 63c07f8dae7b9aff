#include "base/crypto_memory.h"

#include "base/check.h"

#include <sodium.h>

#include <algorithm>
#include <bitset>
#include <map>
#include <mutex>

namespace neove::crypto {

namespace {

constexpr std::size_t kSlots = 512;  // four pages

/// Neighbours in a slab have no guard between them: a secret is written through `Secret` alone, 32 bytes at a
/// time, and `is_taken` finds whoever gives the same one back twice.
struct Slab {
    std::uint8_t* bytes;
    std::bitset<kSlots> is_taken;
    std::size_t next{0};  ///< none before it is free
};

class SecretMemory {
public:
    std::uint8_t* take() {
        const std::scoped_lock lock(mutex_);
        Slab& slab = open_slab();
        while (slab.is_taken[slab.next]) ++slab.next;
        slab.is_taken.set(slab.next);
        ++taken_;
        return slab.bytes + slab.next * kSecretSize;
    }

    void give_back(std::uint8_t* bytes) {
        sodium_memzero(bytes, kSecretSize);
        const std::scoped_lock lock(mutex_);
        const auto after = slabs_.upper_bound(bytes);
        CHECK(after != slabs_.begin());
        Slab& slab = std::prev(after)->second;
        const auto offset = static_cast<std::size_t>(bytes - slab.bytes);
        const std::size_t slot = offset / kSecretSize;
        CHECK(offset % kSecretSize == 0 && slot < kSlots && slab.is_taken[slot]);
        slab.is_taken.reset(slot);
        slab.next = std::min(slab.next, slot);
        open_ = &slab;
        --taken_;
    }

    std::size_t taken() {
        const std::scoped_lock lock(mutex_);
        return taken_;
    }

private:
    Slab& open_slab() {
        if (open_ != nullptr && !open_->is_taken.all()) return *open_;
        const auto known =
            std::ranges::find_if(slabs_, [](const auto& one) { return !one.second.is_taken.all(); });
        if (known != slabs_.end()) {
            open_ = &known->second;
            return *open_;
        }
        auto* bytes = static_cast<std::uint8_t*>(sodium_malloc(kSlots * kSecretSize));
        CHECK(bytes != nullptr);
        sodium_memzero(bytes, kSlots * kSecretSize);
        open_ = &slabs_.emplace(bytes, Slab{bytes, {}, 0}).first->second;
        return *open_;
    }

    std::mutex mutex_;
    std::map<std::uint8_t*, Slab, std::less<>> slabs_;
    Slab* open_{nullptr};
    std::size_t taken_{0};
};

/// Lives as long as the process: secrets of static objects are given back after `main`.
SecretMemory& memory() {
    static auto* const one = new SecretMemory;
    return *one;
}

}  // namespace

std::uint8_t* take_secret_memory() {
    return memory().take();
}

void give_back_secret_memory(std::uint8_t* bytes) {
    memory().give_back(bytes);
}

std::size_t secrets_in_memory() {
    return memory().taken();
}

}  // namespace neove::crypto
