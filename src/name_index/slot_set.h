#pragma once
/// \file
/// A set of slots, a bit each.

#include "name_index/card_store.h"
#include "name_index/wiping.h"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace neove::name_index {

class SlotSet {
public:
    explicit SlotSet(std::size_t slots, bool all = false)
        : bits_((slots + 63) / 64, all ? ~std::uint64_t{0} : 0) {}

    void add(Slot slot) { bits_[slot / 64] |= std::uint64_t{1} << (slot % 64); }
    bool has(Slot slot) const { return (bits_[slot / 64] >> (slot % 64) & 1U) != 0; }
    std::size_t count() const {
        std::size_t out = 0;
        for (const std::uint64_t word : bits_) out += static_cast<std::size_t>(std::popcount(word));
        return out;
    }
    void keep(const SlotSet& others) {
        for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= others.bits_[i];
    }
    void drop(const SlotSet& others) {
        for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= ~others.bits_[i];
    }
    /// Keeps what is in `others`, and of `more` what is in `also`.
    void keep_or_take(const SlotSet& others, const SlotSet& more, const SlotSet& also) {
        for (std::size_t i = 0; i < bits_.size(); ++i) {
            bits_[i] = (bits_[i] & others.bits_[i]) | (more.bits_[i] & also.bits_[i]);
        }
    }
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < bits_.size(); ++i) {
            for (std::uint64_t rest = bits_[i]; rest != 0; rest &= rest - 1) {
                visit(static_cast<Slot>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
            }
        }
    }
    template <typename Stays>
    void keep_if(Stays stays) {
        for (std::size_t i = 0; i < bits_.size(); ++i) {
            for (std::uint64_t rest = bits_[i]; rest != 0; rest &= rest - 1) {
                const auto slot =
                    static_cast<Slot>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
                if (!stays(slot)) bits_[i] &= ~(rest & -rest);
            }
        }
    }

private:
    Wiped<std::uint64_t> bits_;
};

}  // namespace neove::name_index
