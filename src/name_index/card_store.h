#pragma once
/// \file
/// The cards as numbers, and the ways in: by record, by syllable, by the end of a number. One row a card; a
/// row's place is its slot, which a later card may take over.

#include "base/id.h"
#include "name_index/birth.h"
#include "name_index/name_index.h"
#include "name_index/number.h"
#include "name_index/slot_table.h"
#include "name_index/vocabulary.h"
#include "name_index/wiping.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace neove::name_index {

using Slot = std::uint32_t;
using Key = std::pair<std::uint64_t, std::uint64_t>;  ///< a record's id

Key key_of(const RecordId& id);
RecordId id_of(Key key);

/// Remembers which syllables a written word has, while many names are taken in.
class WordCache;

class CardStore {
public:
    void put(const Card& card);
    void put(std::span<const Card> cards);
    void remove(Key key);
    void clear();

    std::optional<Slot> find(Key key) const;
    std::size_t slots() const { return rows_.size(); }  ///< of which some may be empty
    std::size_t size() const { return rows_.size() - free_.size(); }
    bool is_used(Slot slot) const { return rows_[slot].size != 0; }
    Key key(Slot slot) const { return keys_[slot]; }
    Birth birth(Slot slot) const { return rows_[slot].birth; }

    /// Syllables of all names; `kLastOfName` is set on the last of each.
    static constexpr std::uint32_t kLastOfName = 1U << 31U;
    std::span<const std::uint32_t> names(Slot slot) const;
    void prefetch_row(Slot slot) const { __builtin_prefetch(&rows_[slot]); }
    void prefetch_names(Slot slot) const { __builtin_prefetch(&words_[rows_[slot].at]); }
    enum class Kind : std::uint8_t { Identity, Phone };
    template <typename Visit>
    void for_each_number(Slot slot, Kind kind, Visit visit) const;

    const Vocabulary& vocabulary() const { return vocabulary_; }
    /// Slots of the cards with this syllable in a name, ascending, each once.
    std::span<const Slot> with_syllable(Syllable syllable) const { return postings_[syllable]; }
    /// Calls for slots that have a number with these last six characters, or another with the same hash;
    /// a slot may come twice.
    template <typename Visit>
    void for_each_with_end(Number number, Visit visit) const;

    /// Whether the name of `a` stands before that of `b` in a Vietnamese list: given name, then the whole.
    bool is_before(Slot a, Slot b) const;
    /// The place of the given name alone, which mostly decides.
    std::uint32_t given_order(Slot slot) const;

    std::size_t memory() const;

private:
    struct Row {
        std::uint32_t at{0};    ///< in `words_`: the header, names, identity numbers, phones
        std::uint32_t size{0};  ///< words; 0: the slot is empty
        Birth birth;
    };
    struct Link {
        Slot slot;
        std::uint32_t next;  ///< number + 1 of the next link with the same hash
    };
    static constexpr std::size_t kNumberWords = 3;

    void take_in(const Card& card, WordCache* cache);
    void write_names(const Card& card, WordCache* cache);
    std::uint32_t write_numbers(const std::vector<std::string>& numbers, Kind kind);
    void add_syllables(std::string_view name, std::size_t room);
    void add_words(std::string_view name, WordCache& cache);
    void index(Slot slot);
    void link(Slot slot);
    bool forget(Slot slot);  ///< wipes the row and all ways to it; whether a syllable went with it
    bool drop_posting(Syllable syllable, Slot slot);
    void add_link(Number number, Slot slot);
    void drop_link(Number number, Slot slot);
    void reserve_links(std::size_t more);
    void close_gaps();
    void shrink();
    std::size_t hash_of(Slot slot) const { return keys_[slot].first; }
    Number number_at(std::size_t at) const;
    template <typename Visit>
    void for_each_syllable(Slot slot, Visit visit) const;

    Vocabulary vocabulary_;
    std::vector<Wiped<Slot>> postings_;  ///< by syllable
    Wiped<Row> rows_;
    Wiped<Key> keys_;
    Wiped<Slot> free_;
    SlotTable by_key_;
    Wiped<std::uint32_t> words_;
    std::size_t wasted_{0};  ///< words of cards that are gone
    Wiped<Link> links_;
    std::uint32_t free_link_{0};  ///< number + 1 of the first free link
    std::size_t used_links_{0};
    Wiped<std::uint32_t> heads_;  ///< number + 1 of the first link, by hash; a power of two
};

inline std::span<const std::uint32_t> CardStore::names(Slot slot) const {
    const Row& row = rows_[slot];
    return {words_.data() + row.at + 1, words_[row.at] & 0xFFFFU};
}

inline Number CardStore::number_at(std::size_t at) const {
    return {std::uint64_t{words_[at]} << 32U | words_[at + 1], words_[at + 2]};
}

template <typename Visit>
void CardStore::for_each_number(Slot slot, Kind kind, Visit visit) const {
    const Row& row = rows_[slot];
    const std::uint32_t header = words_[row.at];
    const std::uint32_t identities = header >> 16U & 0xFFU;
    std::size_t at = row.at + 1 + (header & 0xFFFFU);
    std::uint32_t count = identities;
    if (kind == Kind::Phone) {
        at += kNumberWords * identities;
        count = header >> 24U;
    }
    for (std::uint32_t i = 0; i < count; ++i) visit(number_at(at + kNumberWords * i));
}

template <typename Visit>
void CardStore::for_each_with_end(Number number, Visit visit) const {
    if (heads_.empty()) return;
    for (std::uint32_t next = heads_[hash_of_end(number) & (heads_.size() - 1)]; next != 0;) {
        const Link& link = links_[next - 1];
        next = link.next;
        visit(link.slot);
    }
}

}  // namespace neove::name_index
