#include "name_index/name_index.h"

#include "name_index/card_store.h"
#include "name_index/comparison.h"
#include "name_index/query.h"
#include "name_index/search.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace neove::name_index {
namespace {

/// Never the same for two states of two indexes, so that a scope knows whether its slots still hold.
std::uint64_t new_stamp() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

struct NameIndex::Parts {
    mutable std::shared_mutex mutex;
    CardStore cards;
    std::uint64_t stamp{new_stamp()};  ///< another one whenever a record comes or goes
};

Scope Scope::everything() {
    Scope out;
    out.is_everything_ = true;
    return out;
}

Scope Scope::of(std::span<const RecordId> visible) {
    Scope out;
    out.keys_.reserve(visible.size());
    for (const RecordId& id : visible) out.keys_.push_back(key_of(id));
    return out;
}

Scope Scope::everything_but(std::span<const RecordId> hidden) {
    Scope out = of(hidden);
    out.is_everything_ = true;
    return out;
}

std::string_view word_of(Reason reason) {
    switch (reason) {
        case Reason::SameNumber: return "same_number";
        case Reason::SamePhone: return "same_phone";
        case Reason::NameAndBirth: return "name_and_birth";
        default: return "name";
    }
}

NameIndex::NameIndex() : parts_(std::make_unique<Parts>()) {}
NameIndex::~NameIndex() = default;

void NameIndex::put(const Card& card) {
    const std::unique_lock lock(parts_->mutex);
    const std::size_t before = parts_->cards.size();
    parts_->cards.put(card);
    if (parts_->cards.size() != before) parts_->stamp = new_stamp();
}

void NameIndex::put(std::span<const Card> cards) {
    const std::unique_lock lock(parts_->mutex);
    const std::size_t before = parts_->cards.size();
    parts_->cards.put(cards);
    if (parts_->cards.size() != before) parts_->stamp = new_stamp();
}

void NameIndex::remove(const RecordId& id) {
    const std::unique_lock lock(parts_->mutex);
    const std::size_t before = parts_->cards.size();
    parts_->cards.remove(key_of(id));
    if (parts_->cards.size() != before) parts_->stamp = new_stamp();
}

void NameIndex::clear() {
    const std::unique_lock lock(parts_->mutex);
    parts_->cards.clear();
    parts_->stamp = new_stamp();
}

/// Ascending, each once.
std::vector<std::uint32_t> NameIndex::slots_of(const Scope& visible) const {
    std::vector<Slot> out;
    out.reserve(visible.keys_.size());
    for (const Key& key : visible.keys_) {
        if (const auto slot = parts_->cards.find(key)) out.push_back(*slot);
    }
    std::ranges::sort(out);
    const auto twice = std::ranges::unique(out);
    out.erase(twice.begin(), twice.end());
    return out;
}

template <typename Seeker>
void NameIndex::seek(Seeker& seeker, const Scope& visible) const {
    if (visible.is_everything_) {
        if (visible.keys_.empty()) {
            seeker.everywhere();
            return;
        }
        SlotSet hidden(parts_->cards.slots());
        const bool is_prepared = visible.stamp_ == parts_->stamp;
        for (const Slot slot : is_prepared ? visible.slots_ : slots_of(visible)) hidden.add(slot);
        seeker.everywhere(&hidden);
    } else if (visible.stamp_ == parts_->stamp) {
        for (const Slot slot : visible.slots_) seeker.look_at(slot);
    } else {
        for (const Slot slot : slots_of(visible)) seeker.look_at(slot);
    }
}

void NameIndex::prepare(Scope& scope) const {
    const std::shared_lock lock(parts_->mutex);
    if (scope.keys_.empty() || scope.stamp_ == parts_->stamp) return;
    scope.slots_ = slots_of(scope);
    scope.stamp_ = parts_->stamp;
}

Found NameIndex::search(std::string_view typed, const Scope& visible, std::size_t limit) const {
    const Query query = read_query(typed);
    if (query.needs_more()) return {Found::Kind::NeedsMore, {}, false};
    if (query.terms.size() > kMaxTerms) return {};
    const std::shared_lock lock(parts_->mutex);
    Search search(parts_->cards, query, limit);
    seek(search, visible);
    return search.result();
}

std::vector<Similar> NameIndex::similar(const Card& card, const Scope& visible, std::size_t limit) const {
    const std::shared_lock lock(parts_->mutex);
    Comparison comparison(parts_->cards, card);
    seek(comparison, visible);
    return comparison.result(limit);
}

std::size_t NameIndex::size() const {
    const std::shared_lock lock(parts_->mutex);
    return parts_->cards.size();
}

std::size_t NameIndex::memory() const {
    const std::shared_lock lock(parts_->mutex);
    return parts_->cards.memory();
}

}  // namespace neove::name_index
