#pragma once
/// \file
/// Who is meant by a few typed words: the index in memory over the search cards of person registers. Nothing
/// of it is ever written down; what leaves it is wiped.
///
/// The scope comes first: a search looks only at records of its `Scope`, so neither what it answers nor how
/// long it takes says anything about the others.

#include "base/id.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace neove::name_index {

/// What the index knows of one record. Any text will do: what is no name, date or number is not found by it.
struct Card {
    RecordId id;
    std::vector<std::string> names;             ///< as written; the first is the one people sort by
    std::string birth;                          ///< `1987`, `1987-03` or `1987-03-15`; else unknown
    std::vector<std::string> identity_numbers;  ///< letters and digits count, the rest does not
    std::vector<std::string> phones;            ///< +84, 84 and 0 in front are the same
};

/// The records an actor may open. A value: build it for the request, or keep it as long as it is true.
class Scope {
public:
    static Scope nothing() { return Scope{}; }
    static Scope everything();
    static Scope of(std::span<const RecordId> visible);
    /// For an actor who may open almost all: what is hidden is dropped before anything is weighed.
    static Scope everything_but(std::span<const RecordId> hidden);
    /// What became of a record since: cheaper than a scope made anew, as long as such records are few. What
    /// was prepared stays so.
    void set(const RecordId& id, bool is_visible);
    /// How many were set.
    std::size_t later() const { return later_.size(); }

private:
    friend class NameIndex;
    using Key = std::pair<std::uint64_t, std::uint64_t>;
    using Slot = std::uint32_t;
    /// In the order of slots; a slot that another record took over since is known by its key.
    struct Prepared {
        std::vector<Slot> slots;
        std::vector<Key> keys;
    };
    bool is_everything_{false};
    std::vector<Key> keys_;  ///< what is visible; of everything: what is not; empty once prepared
    std::shared_ptr<const Prepared> prepared_;
    std::vector<std::pair<Key, bool>> later_;  ///< likewise, and in the list or not; each once
};

/// How a name fits the words, by its worst syllable; the order is that of the results.
enum class Grade : std::uint8_t {
    Tones,   ///< every syllable as written, tones included
    Folded,  ///< the same letters without tones and marks
    Prefix,  ///< the last syllable is not typed to its end; or the end of a number
    Sound,   ///< sounds alike in some region: s/x, ch/tr, d/gi/r/v, l/n, final n/ng and t/c
    Typo,    ///< one letter too many, too few, wrong, or two swapped in a syllable
};

struct Hit {
    RecordId id;
    Grade grade{Grade::Tones};
    bool operator==(const Hit&) const = default;
};

struct Found {
    enum class Kind : std::uint8_t {
        Hits,
        NeedsMore,  ///< one syllable, or none: ask for a second word, a year of birth or a number
    };
    Kind kind{Kind::Hits};
    std::vector<Hit>
        hits;  ///< best first; alike ones by given name, then the whole name in `vi` order, then id
    bool has_more{false};  ///< more than `limit` fit
    bool operator==(const Found&) const = default;
};

/// Why a card may be about the same person; the order is that of their weight.
enum class Reason : std::uint8_t { SameNumber, SamePhone, NameAndBirth, Name };
/// The word by which the interface knows a reason: `same_number`, `same_phone`, `name_and_birth`, `name`.
std::string_view word_of(Reason reason);

struct Similar {
    RecordId id;
    std::vector<Reason> reasons;  ///< strongest first, never empty
    bool operator==(const Similar&) const = default;
};

/// Safe for many readers and one writer at a time. Results depend on the cards alone, never on the order in
/// which they came.
class NameIndex {
public:
    NameIndex();
    ~NameIndex();
    NameIndex(const NameIndex&) = delete;
    NameIndex& operator=(const NameIndex&) = delete;

    /// Takes a card in, in place of an older one of the same record. Seen by the next search.
    void put(const Card& card);
    /// The same for many at once, much faster: for the time after unlocking.
    void put(std::span<const Card> cards);
    /// Forgets a record and wipes what was kept of it; nothing happens where there is none.
    void remove(const RecordId& id);
    /// Forgets all.
    void clear();

    /// The records of `visible` that fit all words of `query`: syllables of one name in any order, a year or
    /// day of birth (1987, 15/3/1987), whole numbers and phones or their last six digits and more.
    Found search(std::string_view query, const Scope& visible, std::size_t limit) const;

    /// Records of `visible` that may be about the person of `card`, which need not be in the index and is
    /// never among the answers.
    std::vector<Similar> similar(const Card& card, const Scope& visible, std::size_t limit) const;

    /// Optional: looks the scope's records up now, so that searches with it need not. A record that goes and
    /// comes again after this must be `set`.
    void prepare(Scope& scope) const;

    std::size_t size() const;
    std::size_t memory() const;  ///< bytes held, about

private:
    struct Parts;
    std::shared_ptr<const Scope::Prepared> prepared(const Scope& scope) const;
    template <typename Seeker>
    void seek(Seeker& seeker, const Scope& visible) const;
    std::unique_ptr<Parts> parts_;
};

}  // namespace neove::name_index
