#include "name_index/card_store.h"

#include "base/check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace neove::name_index {
namespace {

constexpr std::size_t kMaxNameWords = 512;  ///< of all names of a card together
constexpr std::size_t kMaxNumbers = 255;    ///< of either kind
constexpr std::size_t kToleratedWaste = 4096;
constexpr std::size_t kFirstHeads = 64;

}  // namespace

Key key_of(const RecordId& id) {
    const std::string& text = id.text();
    CHECK(is_id_text(text));
    Key out;
    std::from_chars(text.data(), text.data() + 16, out.first, 16);
    std::from_chars(text.data() + 16, text.data() + 32, out.second, 16);
    return out;
}

RecordId id_of(Key key) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        text[15 - i] = kDigits[key.first >> (4 * i) & 15U];
        text[31 - i] = kDigits[key.second >> (4 * i) & 15U];
    }
    return RecordId::trusted(std::move(text));
}

/// Its keys look into the cards that are being taken in, so nothing is copied.
class WordCache {
public:
    struct Range {
        std::uint32_t begin, size;
    };
    std::unordered_map<std::string_view, Range> words;
    Wiped<Syllable> syllables;
};

void CardStore::put(const Card& card) {
    take_in(card, nullptr);
    vocabulary_.rank();
}

void CardStore::put(std::span<const Card> cards) {
    const auto hash = [this](Slot slot) { return hash_of(slot); };
    rows_.reserve(rows_.size() + cards.size());
    keys_.reserve(rows_.size() + cards.size());
    by_key_.reserve(size() + cards.size(), hash);
    WordCache cache;
    for (const Card& card : cards) take_in(card, &cache);
    vocabulary_.rank();
    if (cards.size() * 4 > size()) shrink();
}

void CardStore::take_in(const Card& card, WordCache* cache) {
    const Key key = key_of(card.id);
    Slot slot = 0;
    if (const auto known = find(key)) {
        slot = *known;
        if (forget(slot) && cache != nullptr) cache->words.clear();
    } else {
        if (free_.empty()) {
            slot = static_cast<Slot>(rows_.size());
            rows_.emplace_back();
            keys_.push_back(key);
        } else {
            slot = free_.back();
            free_.pop_back();
            keys_[slot] = key;
        }
        by_key_.insert(slot, [this](Slot other) { return hash_of(other); });
    }
    Row row{static_cast<std::uint32_t>(words_.size()), 0, read_birth(card.birth)};
    words_.push_back(0);
    write_names(card, cache);
    const auto names = static_cast<std::uint32_t>(words_.size() - row.at - 1);
    const std::uint32_t identities = write_numbers(card.identity_numbers, Kind::Identity);
    const std::uint32_t phones = write_numbers(card.phones, Kind::Phone);
    words_[row.at] = names | identities << 16U | phones << 24U;
    row.size = static_cast<std::uint32_t>(words_.size() - row.at);
    reserve_links(identities + phones);
    rows_[slot] = row;
    index(slot);
    link(slot);
}

void CardStore::write_names(const Card& card, WordCache* cache) {
    const std::size_t start = words_.size();
    for (const std::string& name : card.names) {
        const std::size_t begin = words_.size();
        // Where nothing can be cut, nothing is taken into the vocabulary that no card has.
        if (cache != nullptr && name.size() < 2 * kMaxSyllables &&
            card.names.size() <= kMaxNameWords / kMaxSyllables) {
            add_words(name, *cache);
        } else {
            add_syllables(name, std::min(kMaxSyllables, kMaxNameWords - (begin - start)));
        }
        if (words_.size() > begin) words_.back() |= kLastOfName;
    }
}

void CardStore::add_syllables(std::string_view name, std::size_t room) {
    std::vector<std::string> all = syllables(name);
    if (all.size() > room) all.resize(room);
    for (const std::string& one : all) words_.push_back(vocabulary_.intern(one));
}

void CardStore::add_words(std::string_view name, WordCache& cache) {
    // Between spaces nothing of a name depends on what stands beside it.
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t end = std::min(name.find(' ', at), name.size());
        const std::string_view word = name.substr(at, end - at);
        at = end + 1;
        const auto [known, is_new] = cache.words.try_emplace(word);
        WordCache::Range& range = known->second;
        if (is_new) {
            range.begin = static_cast<std::uint32_t>(cache.syllables.size());
            for (const std::string& one : syllables(word)) cache.syllables.push_back(vocabulary_.intern(one));
            range.size = static_cast<std::uint32_t>(cache.syllables.size()) - range.begin;
        }
        for (std::uint32_t i = 0; i < range.size; ++i) words_.push_back(cache.syllables[range.begin + i]);
    }
}

std::uint32_t CardStore::write_numbers(const std::vector<std::string>& numbers, Kind kind) {
    std::uint32_t written = 0;
    for (const std::string& number : numbers) {
        const std::string bare = kind == Kind::Phone ? bare_phone(number) : bare_number(number);
        if (bare.size() < kShortestNumber || written == kMaxNumbers) continue;
        const Number packed = pack(bare);
        words_.push_back(static_cast<std::uint32_t>(packed.last >> 32U));
        words_.push_back(static_cast<std::uint32_t>(packed.last));
        words_.push_back(packed.first);
        ++written;
    }
    return written;
}

template <typename Visit>
void CardStore::for_each_syllable(Slot slot, Visit visit) const {
    const auto words = names(slot);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Syllable syllable = words[i] & ~kLastOfName;
        const auto is_same = [&](std::uint32_t word) { return (word & ~kLastOfName) == syllable; };
        if (std::none_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i), is_same))
            visit(syllable);
    }
}

void CardStore::index(Slot slot) {
    if (postings_.size() < vocabulary_.size()) postings_.resize(vocabulary_.size());
    for_each_syllable(slot, [&](Syllable syllable) {
        Wiped<Slot>& list = postings_[syllable];
        if (list.empty() || list.back() < slot) {
            list.push_back(slot);
        } else {
            list.insert(std::ranges::lower_bound(list, slot), slot);
        }
    });
}

void CardStore::link(Slot slot) {
    for (const Kind kind : {Kind::Identity, Kind::Phone}) {
        for_each_number(slot, kind, [&](Number number) { add_link(number, slot); });
    }
}

bool CardStore::forget(Slot slot) {
    bool is_released = false;
    for_each_syllable(slot, [&](Syllable syllable) { is_released |= drop_posting(syllable, slot); });
    for (const Kind kind : {Kind::Identity, Kind::Phone}) {
        for_each_number(slot, kind, [&](Number number) { drop_link(number, slot); });
    }
    Row& row = rows_[slot];
    crypto::wipe(words_.data() + row.at, row.size * sizeof(std::uint32_t));
    wasted_ += row.size;
    row = Row{};
    if (wasted_ > kToleratedWaste && wasted_ * 3 > words_.size()) close_gaps();
    return is_released;
}

void CardStore::remove(Key key) {
    const auto slot = find(key);
    if (!slot) return;
    by_key_.erase(*slot, [this](Slot other) { return hash_of(other); });
    forget(*slot);
    keys_[*slot] = Key{};
    free_.push_back(*slot);
}

void CardStore::clear() {
    *this = CardStore();
}

std::optional<Slot> CardStore::find(Key key) const {
    return by_key_.find(key.first, [&](Slot slot) { return keys_[slot] == key; });
}

bool CardStore::drop_posting(Syllable syllable, Slot slot) {
    Wiped<Slot>& list = postings_[syllable];
    const auto at = std::ranges::lower_bound(list, slot);
    CHECK(at != list.end() && *at == slot);
    std::move(at + 1, list.end(), at);
    crypto::wipe(&list.back(), sizeof(Slot));
    list.pop_back();
    if (!list.empty()) return false;
    list = {};
    vocabulary_.release(syllable);
    return true;
}

void CardStore::add_link(Number number, Slot slot) {
    std::uint32_t& head = heads_[hash_of_end(number) & (heads_.size() - 1)];
    std::uint32_t at = free_link_;
    if (at == 0) {
        links_.emplace_back();
        at = static_cast<std::uint32_t>(links_.size());
    } else {
        free_link_ = links_[at - 1].next;
    }
    links_[at - 1] = {slot, head};
    head = at;
    ++used_links_;
}

void CardStore::drop_link(Number number, Slot slot) {
    std::uint32_t* before = &heads_[hash_of_end(number) & (heads_.size() - 1)];
    while (*before != 0 && links_[*before - 1].slot != slot) before = &links_[*before - 1].next;
    CHECK(*before != 0);
    const std::uint32_t at = *before;
    *before = links_[at - 1].next;
    links_[at - 1] = {0, free_link_};
    free_link_ = at;
    --used_links_;
}

/// Of all cards with a row, so not of the one that is being taken in.
void CardStore::reserve_links(std::size_t more) {
    if (used_links_ + more <= heads_.size()) return;
    std::size_t size = std::max(kFirstHeads, heads_.size());
    while (size < used_links_ + more) size *= 2;
    heads_ = Wiped<std::uint32_t>(size, 0);
    Wiped<Link> none;
    none.reserve(links_.size() + more);
    links_.swap(none);
    free_link_ = 0;
    used_links_ = 0;
    for (Slot slot = 0; slot < rows_.size(); ++slot) {
        if (is_used(slot)) link(slot);
    }
}

void CardStore::close_gaps() {
    Wiped<std::uint32_t> dense;
    dense.reserve(words_.size() - wasted_ + words_.size() / 8);
    for (Row& row : rows_) {
        const auto begin = words_.begin() + row.at;
        row.at = static_cast<std::uint32_t>(dense.size());
        dense.insert(dense.end(), begin, begin + row.size);
    }
    words_.swap(dense);
    wasted_ = 0;
}

void CardStore::shrink() {
    for (Wiped<Slot>& list : postings_) list.shrink_to_fit();
    words_.shrink_to_fit();
    links_.shrink_to_fit();
}

std::uint32_t CardStore::given_order(Slot slot) const {
    for (const std::uint32_t word : names(slot)) {
        if ((word & kLastOfName) != 0) return vocabulary_[word & ~kLastOfName].order;
    }
    return UINT32_MAX;
}

bool CardStore::is_before(Slot a, Slot b) const {
    const std::uint32_t given_a = given_order(a);
    const std::uint32_t given_b = given_order(b);
    if (given_a != given_b) return given_a < given_b;
    const auto in_a = names(a);
    const auto in_b = names(b);
    for (std::size_t i = 0; i < std::min(in_a.size(), in_b.size()); ++i) {
        const std::uint32_t order_a = vocabulary_[in_a[i] & ~kLastOfName].order;
        const std::uint32_t order_b = vocabulary_[in_b[i] & ~kLastOfName].order;
        if (order_a != order_b) return order_a < order_b;
        const bool ends_a = (in_a[i] & kLastOfName) != 0;
        const bool ends_b = (in_b[i] & kLastOfName) != 0;
        if (ends_a != ends_b) return ends_a;
        if (ends_a) break;  // one main name; the others do not count
    }
    return keys_[a] < keys_[b];
}

std::size_t CardStore::memory() const {
    std::size_t out = sizeof(*this) + vocabulary_.memory() + by_key_.memory() +
                      rows_.capacity() * sizeof(Row) + keys_.capacity() * sizeof(Key) +
                      links_.capacity() * sizeof(Link) +
                      (free_.capacity() + words_.capacity() + heads_.capacity()) * sizeof(std::uint32_t) +
                      postings_.capacity() * sizeof(Wiped<Slot>);
    for (const Wiped<Slot>& list : postings_) out += list.capacity() * sizeof(Slot);
    return out;
}

}  // namespace neove::name_index
