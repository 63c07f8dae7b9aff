#include "name_index/comparison.h"

#include "name_index/search.h"

#include <algorithm>
#include <array>

namespace neove::name_index {
namespace {

constexpr std::array kReasons{Reason::SameNumber, Reason::SamePhone, Reason::NameAndBirth, Reason::Name};
constexpr std::size_t kMaxNames = 8;  ///< of the typed card that are compared
constexpr unsigned bit(Reason reason) {
    return 8U >> static_cast<unsigned>(reason);
}

/// The numbers of a typed card, packed.
std::vector<Number> packed(const std::vector<std::string>& written, std::string (*bare)(std::string_view)) {
    std::vector<Number> out;
    for (const std::string& one : written) {
        if (const std::string text = bare(one); text.size() >= kShortestNumber) out.push_back(pack(text));
    }
    return out;
}

}  // namespace

Comparison::Comparison(const CardStore& cards, const Card& card)
    : cards_(cards),
      birth_(read_birth(card.birth)),
      numbers_(packed(card.identity_numbers, bare_number)),
      phones_(packed(card.phones, bare_phone)),
      terms_(terms_of(card)),
      matcher_(cards.vocabulary(), terms_) {
    if (!card.id.is_empty()) own_ = cards.find(key_of(card.id));
}

void Comparison::look_at(Slot slot) {
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

void Comparison::everywhere(const SlotSet* hidden) {
    SlotSet all(cards_.slots());
    for (const auto* numbers : {&numbers_, &phones_}) {
        for (const Number number : *numbers) {
            cards_.for_each_with_end(number, [&](Slot slot) { all.add(slot); });
        }
    }
    for (const Range& name : names_) {
        TermSets sets(cards_, matcher_, name.begin, name.end);
        for (const Grade grade : {Grade::Tones, Grade::Folded, Grade::Sound}) sets.add(grade);
        sets.all().for_each([&](Slot slot) { all.add(slot); });
    }
    if (hidden != nullptr) all.drop(*hidden);
    all.for_each([this](Slot slot) { look_at(slot); });
}

std::vector<Similar> Comparison::result(std::size_t limit) {
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

std::vector<Term> Comparison::terms_of(const Card& card) {
    std::vector<Term> out;
    for (const std::string& name : card.names) {
        const auto all = syllables(name);
        if (all.empty() || all.size() > kMaxTerms || names_.size() == kMaxNames) continue;
        names_.push_back({out.size(), out.size() + all.size()});
        for (const std::string& one : all) out.push_back({{reading_of(one)}, false});
    }
    return out;
}

bool Comparison::has_one_of(Slot slot, CardStore::Kind kind, const std::vector<Number>& numbers) const {
    bool found = false;
    cards_.for_each_number(slot, kind, [&](Number number) {
        found = found || std::ranges::find(numbers, number) != numbers.end();
    });
    return found;
}

/// Nothing where births speak against it, or one syllable is all there is to go by.
std::optional<Cost> Comparison::fit_names(Slot slot) {
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

}  // namespace neove::name_index
