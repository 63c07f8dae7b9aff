#include "name_index/name_index.h"

#include "name_index/card_store.h"
#include "name_index/comparison.h"
#include "name_index/query.h"
#include "name_index/search.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace neove::name_index {
struct NameIndex::Parts {
    mutable std::shared_mutex mutex;
    CardStore cards;
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

void Scope::set(const RecordId& id, bool is_visible) {
    const Key key = key_of(id);
    const bool is_listed = is_visible != is_everything_;
    const auto known = std::ranges::find(later_, key, &std::pair<Key, bool>::first);
    if (known != later_.end()) {
        known->second = is_listed;
    } else {
        later_.emplace_back(key, is_listed);
    }
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
    parts_->cards.put(card);
}

void NameIndex::put(std::span<const Card> cards) {
    const std::unique_lock lock(parts_->mutex);
    parts_->cards.put(cards);
}

void NameIndex::remove(const RecordId& id) {
    const std::unique_lock lock(parts_->mutex);
    parts_->cards.remove(key_of(id));
}

void NameIndex::clear() {
    const std::unique_lock lock(parts_->mutex);
    parts_->cards.clear();
}

/// Ascending, each once.
std::shared_ptr<const Scope::Prepared> NameIndex::prepared(const Scope& scope) const {
    if (scope.prepared_ != nullptr) return scope.prepared_;
    auto out = std::make_shared<Scope::Prepared>();
    out->slots.reserve(scope.keys_.size());
    for (const Key& key : scope.keys_) {
        if (const auto slot = parts_->cards.find(key)) out->slots.push_back(*slot);
    }
    std::ranges::sort(out->slots);
    const auto twice = std::ranges::unique(out->slots);
    out->slots.erase(twice.begin(), twice.end());
    out->keys.reserve(out->slots.size());
    for (const Slot slot : out->slots) out->keys.push_back(parts_->cards.key(slot));
    return out;
}

template <typename Seeker>
void NameIndex::seek(Seeker& seeker, const Scope& visible) const {
    if (visible.is_everything_ && visible.keys_.empty() && visible.prepared_ == nullptr &&
        visible.later_.empty()) {
        seeker.everywhere();
        return;
    }
    const CardStore& cards = parts_->cards;
    std::vector<Slot> now;    // of those set later, as far as they are here
    std::vector<Slot> taken;  // of these, the ones in the list
    for (const auto& [key, is_listed] : visible.later_) {
        const auto slot = cards.find(key);
        if (!slot) continue;
        now.push_back(*slot);
        if (is_listed) taken.push_back(*slot);
    }
    std::ranges::sort(now);
    const auto listed = prepared(visible);
    const auto for_each_listed = [&](auto visit) {
        for (std::size_t i = 0; i < listed->slots.size(); ++i) {
            const Slot slot = listed->slots[i];
            if (slot >= cards.slots() || cards.key(slot) != listed->keys[i]) continue;
            if (now.empty() || !std::ranges::binary_search(now, slot)) visit(slot);
        }
        for (const Slot slot : taken) visit(slot);
    };
    if (visible.is_everything_) {
        SlotSet hidden(cards.slots());
        for_each_listed([&](Slot slot) { hidden.add(slot); });
        seeker.everywhere(&hidden);
    } else {
        for_each_listed([&](Slot slot) { seeker.look_at(slot); });
    }
}

void NameIndex::prepare(Scope& scope) const {
    const std::shared_lock lock(parts_->mutex);
    if (scope.prepared_ != nullptr || (scope.is_everything_ && scope.keys_.empty())) return;
    scope.prepared_ = prepared(scope);
    // Those that are not here yet may come.
    for (const Key& key : scope.keys_) {
        if (!parts_->cards.find(key)) scope.later_.emplace_back(key, true);
    }
    scope.keys_ = {};
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
