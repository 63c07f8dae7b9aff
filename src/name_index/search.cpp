#include "name_index/search.h"

#include <algorithm>
#include <array>

namespace neove::name_index {
namespace {

constexpr std::array kGrades{Grade::Tones, Grade::Folded, Grade::Prefix, Grade::Sound, Grade::Typo};
/// With more cards than this, going through given names in order until there are enough is quicker than
/// weighing every card.
constexpr std::size_t kMany = 4096;

}  // namespace

TermSets::TermSets(const CardStore& cards, Matcher& matcher, std::size_t begin, std::size_t end)
    : cards_(cards), matcher_(matcher), begin_(begin), now_(end - begin, SlotSet(cards.slots())) {}

bool TermSets::add(Grade grade) {
    bool is_more = false;
    before_ = now_;
    for (std::size_t i = 0; i < now_.size(); ++i) {
        for (Syllable syllable = 0; syllable < cards_.vocabulary().size(); ++syllable) {
            if (matcher_.grade(begin_ + i, syllable) != grade) continue;
            is_more = true;
            for (const Slot slot : cards_.with_syllable(syllable)) now_[i].add(slot);
        }
    }
    return is_more;
}

std::vector<SlotSet> TermSets::by_misses() const {
    std::vector<SlotSet> out(now_.size() + 1, SlotSet(cards_.slots(), true));
    for (std::size_t term = 0; term < now_.size(); ++term) {
        for (std::size_t misses = out.size(); misses-- > 1;) {
            out[misses].keep_or_take(before_[term], out[misses - 1], now_[term]);
        }
        out[0].keep(before_[term]);
    }
    return out;
}

SlotSet TermSets::all() const {
    SlotSet out = now_.front();
    for (std::size_t i = 1; i < now_.size(); ++i) out.keep(now_[i]);
    return out;
}

Search::Search(const CardStore& cards, const Query& query, std::size_t limit)
    : cards_(cards), query_(query), limit_(limit), matcher_(cards.vocabulary(), query.terms) {}

bool Search::fits_births(Slot slot) const {
    return std::ranges::all_of(query_.births, [&](Birth birth) { return agree(birth, cards_.birth(slot)); });
}

std::optional<Cost> Search::fit_number(Slot slot, const NumberTerm& term) const {
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

std::optional<Rank> Search::rank_of(Slot slot) {
    if (!fits_births(slot)) return std::nullopt;
    Cost cost = 0;
    for (const NumberTerm& number : query_.numbers) {
        const auto found = fit_number(slot, number);
        if (!found) return std::nullopt;
        cost += *found;
    }
    if (!query_.terms.empty()) {
        const auto found = matcher_.fit(cards_.names(slot), 0, query_.terms.size());
        if (!found) return std::nullopt;
        cost += *found;
    }
    return rank_in(cost);
}

void Search::look_at(Slot slot) {
    if (const auto rank = rank_of(slot)) candidates_.push_back({*rank, cards_.given_order(slot), slot});
}

void Search::everywhere(const SlotSet* hidden) {
    hidden_ = hidden;
    if (query_.numbers.empty()) {
        by_names();
    } else {
        by_number();
    }
}

void Search::by_number() {
    SlotSet all(cards_.slots());
    const NumberTerm& first = query_.numbers.front();
    for (const std::string* typed : {&first.identity, &first.phone}) {
        if (typed->size() < kShortestNumber) continue;
        cards_.for_each_with_end(pack(*typed), [&](Slot slot) { all.add(slot); });
    }
    if (hidden_ != nullptr) all.drop(*hidden_);
    all.for_each([this](Slot slot) { look_at(slot); });
}

/// Rank by rank, best first: once there are enough, nothing that follows can stand before them.
void Search::by_names() {
    const std::size_t terms = query_.terms.size();
    TermSets sets(cards_, matcher_, 0, terms);
    for (const Grade grade : kGrades) {
        if (!sets.add(grade)) continue;
        if (grade == Grade::Tones) {
            collect(sets.all(), 0);
            if (is_enough()) return;
            continue;
        }
        const std::vector<SlotSet> by_misses = sets.by_misses();
        for (std::size_t misses = 1; misses <= terms; ++misses) {
            collect(by_misses[misses], static_cast<Rank>(misses) * cost_of(grade));
            if (is_enough()) return;
        }
    }
}

/// Takes those of exactly this rank.
void Search::collect(const SlotSet& cards, Rank rank) {
    SlotSet left = cards;
    if (hidden_ != nullptr) left.drop(*hidden_);
    if (!query_.births.empty()) left.keep_if([this](Slot slot) { return fits_births(slot); });
    if (left.count() > kMany) {
        collect_in_order(left, rank);
        return;
    }
    left.for_each([&](Slot slot) {
        if (rank_of(slot) == rank) candidates_.push_back({rank, cards_.given_order(slot), slot});
    });
}

void Search::collect_in_order(const SlotSet& cards, Rank rank) {
    // Cards lie far apart: each is asked for a while before it is looked at.
    constexpr std::size_t kRowsAhead = 16;
    constexpr std::size_t kNamesAhead = 8;
    Wiped<Slot> group;
    for (const Syllable given : cards_.vocabulary().in_order()) {
        group.clear();
        for (const Slot slot : cards_.with_syllable(given)) {
            if (cards.has(slot)) group.push_back(slot);
        }
        const std::uint32_t order = cards_.vocabulary()[given].order;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (i + kRowsAhead < group.size()) cards_.prefetch_row(group[i + kRowsAhead]);
            if (i + kNamesAhead < group.size()) cards_.prefetch_names(group[i + kNamesAhead]);
            const Slot slot = group[i];
            if (cards_.given_order(slot) == order && rank_of(slot) == rank)
                candidates_.push_back({rank, order, slot});
        }
        if (is_enough()) return;
    }
}

bool Search::is_before(const Candidate& a, const Candidate& b) const {
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.given != b.given) return a.given < b.given;
    return cards_.is_before(a.slot, b.slot);
}

Found Search::result() {
    Found out;
    out.has_more = is_enough();
    const std::size_t count = std::min(limit_, candidates_.size());
    std::partial_sort(
        candidates_.begin(),
        candidates_.begin() + static_cast<std::ptrdiff_t>(count),
        candidates_.end(),
        [this](const Candidate& a, const Candidate& b) { return is_before(a, b); }
    );
    for (std::size_t i = 0; i < count; ++i) {
        out.hits.push_back({id_of(cards_.key(candidates_[i].slot)), worst_in(candidates_[i].rank)});
    }
    return out;
}

}  // namespace neove::name_index
