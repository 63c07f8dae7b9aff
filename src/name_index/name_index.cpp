#include "name_index/name_index.h"

#include "name_index/card_store.h"
#include "name_index/match.h"
#include "name_index/query.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <shared_mutex>
#include <utility>

namespace neove::name_index {
namespace {

/// Never the same for two states of two indexes, so that a scope knows whether its slots still hold.
std::uint64_t new_stamp() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

struct Candidate {
    Cost cost;
    std::uint32_t given;  ///< place of the given name
    Slot slot;
};

/// A set of slots as bits.
class SlotSet {
public:
    explicit SlotSet(std::size_t slots) : bits_((slots + 63) / 64, 0) {}
    void add(Slot slot) { bits_[slot / 64] |= std::uint64_t{1} << (slot % 64); }
    void keep(const SlotSet& other) {
        for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= other.bits_[i];
    }
    void clear() { std::ranges::fill(bits_, 0); }
    template <typename Visit>
    void for_each(Visit visit) const {
        for (std::size_t i = 0; i < bits_.size(); ++i) {
            for (std::uint64_t rest = bits_[i]; rest != 0; rest &= rest - 1) {
                visit(static_cast<Slot>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
            }
        }
    }

private:
    Wiped<std::uint64_t> bits_;
};

/// The part of `cards` that has, for each term from `begin` to `end`, a syllable no worse than `worst`.
SlotSet with_all_terms(
    const CardStore& cards, Matcher& matcher, std::size_t begin, std::size_t end, Grade worst
) {
    SlotSet out(cards.slots());
    SlotSet next(cards.slots());
    for (std::size_t term = begin; term < end; ++term) {
        SlotSet& target = term == begin ? out : next;
        target.clear();
        for (Syllable syllable = 0; syllable < cards.vocabulary().size(); ++syllable) {
            const auto grade = matcher.grade(term, syllable);
            if (!grade || *grade > worst) continue;
            for (const Slot slot : cards.with_syllable(syllable)) target.add(slot);
        }
        if (term != begin) out.keep(next);
    }
    return out;
}

/// One search: what it asks, and what fitted so far.
class Search {
public:
    Search(const CardStore& cards, const Query& query)
        : cards_(cards), query_(query), matcher_(cards.vocabulary(), query.terms) {}

    void look_at(Slot slot) {
        for (const Birth birth : query_.births) {
            if (!agree(birth, cards_.birth(slot))) return;
        }
        Cost cost = 0;
        for (const NumberTerm& number : query_.numbers) {
            const auto found = fit_number(slot, number);
            if (!found) return;
            cost += *found;
        }
        if (!query_.terms.empty()) {
            const auto found = matcher_.fit(cards_.names(slot), 0, query_.terms.size());
            if (!found) return;
            cost += *found;
        }
        candidates_.push_back({cost, cards_.given_order(slot), slot});
    }

    void everywhere(std::size_t limit) {
        if (!query_.numbers.empty()) {
            by_number();
            return;
        }
        // Whoever fits better than a grade stands before whoever has it: with enough of them we are done.
        for (const Grade worst : {Grade::Folded, Grade::Prefix, Grade::Sound, Grade::Typo}) {
            candidates_.clear();
            const SlotSet all = with_all_terms(cards_, matcher_, 0, query_.terms.size(), worst);
            all.for_each([this](Slot slot) { look_at(slot); });
            const auto fits = std::ranges::count_if(candidates_, [worst](const Candidate& one) {
                return worst_in(one.cost) <= worst;
            });
            if (static_cast<std::size_t>(fits) > limit) return;
        }
    }

    Found result(std::size_t limit) {
        Found out;
        out.has_more = candidates_.size() > limit;
        const std::size_t count = std::min(limit, candidates_.size());
        const auto middle = candidates_.begin() + static_cast<std::ptrdiff_t>(count);
        std::partial_sort(
            candidates_.begin(),
            middle,
            candidates_.end(),
            [this](const Candidate& a, const Candidate& b) {
                if (a.cost != b.cost) return a.cost < b.cost;
                if (a.given != b.given) return a.given < b.given;
                return cards_.is_before(a.slot, b.slot);
            }
        );
        for (std::size_t i = 0; i < count; ++i) {
            out.hits.push_back({id_of(cards_.key(candidates_[i].slot)), worst_in(candidates_[i].cost)});
        }
        return out;
    }

private:
    std::optional<Cost> fit_number(Slot slot, const NumberTerm& term) const {
        std::optional<Cost> best;
        const auto compare = [&](const std::string& typed) {
            return [&](Number number) {
                if (number == pack(typed)) {
                    best = 0;
                } else if (!best && ends_with(number, typed)) {
                    best = cost_of(Grade::Prefix);
                }
            };
        };
        if (term.identity.size() >= kShortestNumber)
            cards_.for_each_number(slot, CardStore::Kind::Identity, compare(term.identity));
        if (term.phone.size() >= kShortestNumber)
            cards_.for_each_number(slot, CardStore::Kind::Phone, compare(term.phone));
        return best;
    }

    void by_number() {
        SlotSet all(cards_.slots());
        const NumberTerm& first = query_.numbers.front();
        for (const std::string* typed : {&first.identity, &first.phone}) {
            if (typed->size() < kShortestNumber) continue;
            cards_.for_each_with_end(pack(*typed), [&](Slot slot) { all.add(slot); });
        }
        all.for_each([this](Slot slot) { look_at(slot); });
    }

    const CardStore& cards_;
    const Query& query_;
    Matcher matcher_;
    Wiped<Candidate> candidates_;
};

/// The numbers of a typed card, packed.
std::vector<Number> packed(const std::vector<std::string>& written, std::string (*bare)(std::string_view)) {
    std::vector<Number> out;
    for (const std::string& one : written) {
        if (const std::string text = bare(one); text.size() >= kShortestNumber) out.push_back(pack(text));
    }
    return out;
}

/// One search for cards about the same person.
class Comparison {
public:
    Comparison(const CardStore& cards, const Card& card)
        : cards_(cards),
          birth_(read_birth(card.birth)),
          numbers_(packed(card.identity_numbers, bare_number)),
          phones_(packed(card.phones, bare_phone)),
          terms_(terms_of(card)),
          matcher_(cards.vocabulary(), terms_) {
        if (!card.id.is_empty()) own_ = cards.find(key_of(card.id));
    }

    void look_at(Slot slot) {
        if (own_ == slot) return;
        unsigned reasons = 0;
        Cost cost = 0;
        if (has_one_of(slot, CardStore::Kind::Identity, numbers_)) reasons |= bit(Reason::SameNumber);
        if (has_one_of(slot, CardStore::Kind::Phone, phones_)) reasons |= bit(Reason::SamePhone);
        if (const auto fit = fit_names(slot)) {
            reasons |= bit(agree(birth_, cards_.birth(slot)) ? Reason::NameAndBirth : Reason::Name);
            cost = *fit;
        }
        if (reasons != 0) found_.push_back({reasons, cost, slot});
    }

    void everywhere() {
        SlotSet all(cards_.slots());
        for (const auto* numbers : {&numbers_, &phones_}) {
            for (const Number number : *numbers) {
                cards_.for_each_with_end(number, [&](Slot slot) { all.add(slot); });
            }
        }
        for (const Range& name : names_) {
            with_all_terms(cards_, matcher_, name.begin, name.end, Grade::Sound).for_each([&](Slot slot) {
                all.add(slot);
            });
        }
        all.for_each([this](Slot slot) { look_at(slot); });
    }

    std::vector<Similar> result(std::size_t limit) {
        const std::size_t count = std::min(limit, found_.size());
        const auto middle = found_.begin() + static_cast<std::ptrdiff_t>(count);
        std::partial_sort(found_.begin(), middle, found_.end(), [this](const Match& a, const Match& b) {
            if (a.reasons != b.reasons) return a.reasons > b.reasons;
            if (a.cost != b.cost) return a.cost < b.cost;
            return cards_.is_before(a.slot, b.slot);
        });
        std::vector<Similar> out;
        for (std::size_t i = 0; i < count; ++i) {
            Similar& one = out.emplace_back();
            one.id = id_of(cards_.key(found_[i].slot));
            for (const Reason reason : kReasons) {
                if ((found_[i].reasons & bit(reason)) != 0) one.reasons.push_back(reason);
            }
        }
        return out;
    }

private:
    static constexpr std::array kReasons{
        Reason::SameNumber, Reason::SamePhone, Reason::NameAndBirth, Reason::Name};
    static constexpr std::size_t kMaxNames = 8;  ///< of the typed card that are compared
    /// The stronger the higher, so that reasons compare as numbers.
    static constexpr unsigned bit(Reason reason) { return 8U >> static_cast<unsigned>(reason); }

    struct Range {
        std::size_t begin, end;
    };
    struct Match {
        unsigned reasons;
        Cost cost;
        Slot slot;
    };

    std::vector<Term> terms_of(const Card& card) {
        std::vector<Term> out;
        for (const std::string& name : card.names) {
            const auto all = syllables(name);
            if (all.empty() || all.size() > kMaxTerms || names_.size() == kMaxNames) continue;
            names_.push_back({out.size(), out.size() + all.size()});
            for (const std::string& one : all) out.push_back({{reading_of(one)}, false});
        }
        return out;
    }

    bool has_one_of(Slot slot, CardStore::Kind kind, const std::vector<Number>& numbers) const {
        bool found = false;
        cards_.for_each_number(slot, kind, [&](Number number) {
            found = found || std::ranges::find(numbers, number) != numbers.end();
        });
        return found;
    }

    /// Nothing where births speak against it, or one syllable is all there is to go by.
    std::optional<Cost> fit_names(Slot slot) {
        const Birth other = cards_.birth(slot);
        const bool is_born_alike = agree(birth_, other);
        if (birth_.is_known() && other.is_known() && !is_born_alike) return std::nullopt;
        std::optional<Cost> best;
        for (const Range& name : names_) {
            if (name.end - name.begin == 1 && !is_born_alike) continue;
            const auto cost = matcher_.fit(cards_.names(slot), name.begin, name.end, true);
            if (cost && worst_in(*cost) <= Grade::Sound && (!best || *cost < *best)) best = cost;
        }
        return best;
    }

    const CardStore& cards_;
    Birth birth_;
    std::vector<Number> numbers_, phones_;
    std::vector<Range> names_;
    std::vector<Term> terms_;
    Matcher matcher_;
    std::optional<Slot> own_;
    Wiped<Match> found_;
};

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
    std::ranges::sort(out.keys_);
    const auto twice = std::ranges::unique(out.keys_);
    out.keys_.erase(twice.begin(), twice.end());
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

template <typename Visit>
void NameIndex::for_each_visible(const Scope& visible, Visit visit) const {
    const CardStore& cards = parts_->cards;
    if (visible.stamp_ == parts_->stamp) {
        for (const Slot slot : visible.slots_) visit(slot);
        return;
    }
    for (const Key& key : visible.keys_) {
        if (const auto slot = cards.find(key)) visit(*slot);
    }
}

void NameIndex::prepare(Scope& scope) const {
    const std::shared_lock lock(parts_->mutex);
    if (scope.is_everything_ || scope.stamp_ == parts_->stamp) return;
    std::vector<std::uint32_t> slots;
    slots.reserve(scope.keys_.size());
    for_each_visible(scope, [&](Slot slot) { slots.push_back(slot); });
    std::ranges::sort(slots);
    scope.slots_ = std::move(slots);
    scope.stamp_ = parts_->stamp;
}

Found NameIndex::search(std::string_view typed, const Scope& visible, std::size_t limit) const {
    const Query query = read_query(typed);
    if (query.needs_more()) return {Found::Kind::NeedsMore, {}, false};
    if (query.terms.size() > kMaxTerms) return {};
    const std::shared_lock lock(parts_->mutex);
    Search search(parts_->cards, query);
    if (visible.is_everything_) {
        search.everywhere(limit);
    } else {
        for_each_visible(visible, [&](Slot slot) { search.look_at(slot); });
    }
    return search.result(limit);
}

std::vector<Similar> NameIndex::similar(const Card& card, const Scope& visible, std::size_t limit) const {
    const std::shared_lock lock(parts_->mutex);
    Comparison comparison(parts_->cards, card);
    if (visible.is_everything_) {
        comparison.everywhere();
    } else {
        for_each_visible(visible, [&](Slot slot) { comparison.look_at(slot); });
    }
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
