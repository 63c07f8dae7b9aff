#include "name_index/vocabulary.h"

#include "base/check.h"
#include "base/collation.h"

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>

namespace neove::name_index {
namespace {

constexpr std::size_t kLongestSortKey = 255;
constexpr std::size_t kToleratedWaste = 4096;

std::uint8_t append(WipedText& text, std::string_view more) {
    CHECK(more.size() <= UINT8_MAX);
    text.insert(text.end(), more.begin(), more.end());
    return static_cast<std::uint8_t>(more.size());
}

}  // namespace

std::uint32_t letters_of(std::string_view folded) {
    std::uint32_t out = 0;
    for (const char c : folded) out |= 1U << (static_cast<unsigned char>(c == 'y' ? 'i' : c) % 32U);
    return out;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t Vocabulary::hash_of(Syllable syllable) const {
    return std::hash<std::string_view>{}(written(entries_[syllable]));
}

Syllable Vocabulary::intern(std::string_view syllable) {
    CHECK(!syllable.empty() && syllable.size() <= kMaxSyllableBytes);
    const auto known = table_.find(std::hash<std::string_view>{}(syllable), [&](Syllable other) {
        return written(entries_[other]) == syllable;
    });
    if (known) return *known;
    const std::string plain = neove::name_index::folded(syllable);
    Entry entry;
    entry.skeleton = neove::name_index::skeleton(syllable);
    entry.letters = letters_of(plain);
    entry.is_ascii = neove::name_index::is_ascii(plain);
    entry.at = static_cast<std::uint32_t>(text_.size());
    entry.written = append(text_, syllable);
    entry.toned = append(text_, with_i(syllable));
    entry.folded = append(text_, plain);
    entry.key = append(text_, std::string_view(collation_key(syllable)).substr(0, kLongestSortKey));
    auto number = static_cast<Syllable>(entries_.size());
    if (free_.empty()) {
        entries_.push_back(entry);
    } else {
        number = free_.back();
        free_.pop_back();
        entries_[number] = entry;
    }
    table_.insert(number, [this](Syllable other) { return hash_of(other); });
    unsorted_.push_back(number);
    return number;
}

void Vocabulary::release(Syllable syllable) {
    Entry& entry = entries_[syllable];
    table_.erase(syllable, [this](Syllable other) { return hash_of(other); });
    rank();
    sorted_.erase(sorted_.begin() + static_cast<std::ptrdiff_t>(entry.order));
    for (std::size_t i = entry.order; i < sorted_.size(); ++i)
        entries_[sorted_[i]].order = static_cast<std::uint32_t>(i);
    crypto::wipe(text_.data() + entry.at, size_of(entry));
    wasted_ += size_of(entry);
    entry = Entry{};
    free_.push_back(syllable);
    if (wasted_ > kToleratedWaste && wasted_ * 2 > text_.size()) close_gaps();
}

void Vocabulary::close_gaps() {
    WipedText dense;
    dense.reserve(text_.size() - wasted_);
    for (Entry& entry : entries_) {
        const std::string_view whole = part(entry.at, size_of(entry));
        entry.at = static_cast<std::uint32_t>(dense.size());
        dense.insert(dense.end(), whole.begin(), whole.end());
    }
    text_.swap(dense);
    wasted_ = 0;
}

bool Vocabulary::is_before(Syllable a, Syllable b) const {
    const auto key = [&](const Entry& one) {
        return std::tuple(part(one.at + one.written + one.toned + one.folded, one.key), written(one));
    };
    return key(entries_[a]) < key(entries_[b]);
}

void Vocabulary::rank() {
    if (unsorted_.empty()) return;
    const auto before = [this](Syllable a, Syllable b) { return is_before(a, b); };
    const auto known = static_cast<std::ptrdiff_t>(sorted_.size());
    std::ranges::sort(unsorted_, before);
    sorted_.insert(sorted_.end(), unsorted_.begin(), unsorted_.end());
    unsorted_.clear();
    std::inplace_merge(sorted_.begin(), sorted_.begin() + known, sorted_.end(), before);
    for (std::uint32_t i = 0; i < sorted_.size(); ++i) entries_[sorted_[i]].order = i;
}

std::size_t Vocabulary::memory() const {
    return text_.capacity() + entries_.capacity() * sizeof(Entry) + table_.memory() +
           (free_.capacity() + sorted_.capacity() + unsorted_.capacity()) * sizeof(Syllable);
}

}  // namespace neove::name_index
