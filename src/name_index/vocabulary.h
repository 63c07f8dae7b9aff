#pragma once
/// \file
/// Every syllable that occurs in a name, once, with its keys and its place in Vietnamese order. Names are
/// kept as numbers of syllables; a syllable that no name has any more is wiped.

#include "name_index/fold.h"
#include "name_index/slot_table.h"
#include "name_index/wiping.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace neove::name_index {

using Syllable = std::uint32_t;

/// The letters that occur in a folded syllable, a bit each, i and y the same: tells in one step that two
/// are not alike.
std::uint32_t letters_of(std::string_view folded);
bool is_ascii(std::string_view text);

class Vocabulary {
public:
    struct Entry {
        std::uint64_t skeleton{0};
        std::uint32_t at{
            0};  ///< in the text: as written, then toned with i for y, then folded, then sort key
        std::uint32_t letters{0};
        std::uint32_t order{0};                                ///< place in `vi` order; right after `rank()`
        std::uint8_t written{0}, toned{0}, folded{0}, key{0};  ///< lengths; no `written`: nobody's
        bool is_ascii{false};                                  ///< of the folded form
    };

    /// The number of a syllable (as `syllables` gives it), taken in if it is new.
    Syllable intern(std::string_view syllable);
    /// Wipes a syllable that no name has any more; its number goes to a later one.
    void release(Syllable syllable);
    /// Brings `order` up to date; needed after `intern` and before anybody compares.
    void rank();

    std::size_t size() const { return entries_.size(); }
    const Entry& operator[](Syllable syllable) const { return entries_[syllable]; }
    std::string_view toned(const Entry& entry) const { return part(entry.at + entry.written, entry.toned); }
    std::string_view folded(const Entry& entry) const {
        return part(entry.at + entry.written + entry.toned, entry.folded);
    }
    /// All that somebody has, in `vi` order; right after `rank()`.
    std::span<const Syllable> in_order() const { return sorted_; }
    std::size_t memory() const;

private:
    std::string_view part(std::size_t at, std::size_t size) const { return {text_.data() + at, size}; }
    std::string_view written(const Entry& entry) const { return part(entry.at, entry.written); }
    static std::size_t size_of(const Entry& entry) {
        return std::size_t{entry.written} + entry.toned + entry.folded + entry.key;
    }
    std::size_t hash_of(Syllable syllable) const;
    bool is_before(Syllable a, Syllable b) const;
    void close_gaps();

    WipedText text_;
    std::size_t wasted_{0};  ///< bytes of `text_` that were wiped
    Wiped<Entry> entries_;
    Wiped<Syllable> free_;
    SlotTable table_;
    Wiped<Syllable> sorted_;    ///< in `vi` order
    Wiped<Syllable> unsorted_;  ///< new since `rank()`
};

}  // namespace neove::name_index
