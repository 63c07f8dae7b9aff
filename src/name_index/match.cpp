#include "name_index/match.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

namespace neove::name_index {
namespace {

constexpr std::uint8_t kUnlike = 0xFF;
constexpr std::uint8_t known_as(Grade grade) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(grade) + 1);
}

}  // namespace

Matcher::Matcher(const Vocabulary& vocabulary, std::span<const Term> terms)
    : vocabulary_(vocabulary),
      terms_(terms),
      known_(terms.size() * vocabulary.size(), 0),
      costs_(kMaxTerms * kMaxSyllables) {}

std::uint8_t Matcher::grade_anew(const Term& term, Syllable syllable) const {
    const Vocabulary::Entry& entry = vocabulary_[syllable];
    if (entry.written == 0) return kUnlike;
    std::uint8_t best = kUnlike;
    for (const Reading& reading : term.readings) {
        const auto at_best = [&](Grade grade) { best = std::min(best, known_as(grade)); };
        const std::string_view folded = vocabulary_.folded(entry);
        if (reading.letters == entry.letters && reading.folded == folded) {
            at_best(reading.toned == vocabulary_.toned(entry) ? Grade::Tones : Grade::Folded);
        } else if (term.is_unfinished && (reading.letters & ~entry.letters) == 0 && folded.starts_with(reading.folded)) {
            at_best(Grade::Prefix);
        } else if (reading.skeleton != 0 && reading.skeleton == entry.skeleton) {
            at_best(Grade::Sound);
        } else if (std::popcount(reading.letters ^ entry.letters) <= 2 && reading.is_ascii && entry.is_ascii &&
                   is_within_one_edit(reading.folded, folded)) {
            at_best(Grade::Typo);
        }
    }
    return best;
}

std::optional<Grade> Matcher::grade(std::size_t term, Syllable syllable) {
    std::uint8_t& known = known_[term * vocabulary_.size() + syllable];
    if (known == 0) known = grade_anew(terms_[term], syllable);
    if (known == kUnlike) return std::nullopt;
    return static_cast<Grade>(known - 1);
}

std::optional<Cost> Matcher::fit(
    std::span<const std::uint32_t> names, std::size_t begin, std::size_t end, bool complete
) {
    std::optional<Cost> best;
    for (std::size_t at = 0; at < names.size();) {
        std::size_t last = at;
        while ((names[last] & CardStore::kLastOfName) == 0) ++last;
        const auto name = names.subspan(at, last + 1 - at);
        at = last + 1;
        if (name.size() < end - begin || (complete && name.size() != end - begin)) continue;
        const auto cost = fit_one(name, begin, end);
        if (cost && (!best || *cost < *best)) best = cost;
    }
    return best;
}

std::optional<Cost> Matcher::fit_one(
    std::span<const std::uint32_t> name, std::size_t begin, std::size_t end
) {
    Cost sum = 0;
    std::uint32_t taken = 0;
    bool clash = false;
    for (std::size_t term = begin; term < end; ++term) {
        Cost* const row = &costs_[(term - begin) * kMaxSyllables];
        Cost best = kNoFit;
        std::size_t where = 0;
        for (std::size_t i = 0; i < name.size(); ++i) {
            const auto grade = this->grade(term, name[i] & ~CardStore::kLastOfName);
            row[i] = grade ? cost_of(*grade) : kNoFit;
            if (row[i] < best) {
                best = row[i];
                where = i;
            }
        }
        if (best == kNoFit) return std::nullopt;
        clash = clash || (taken >> where & 1U) != 0;
        taken |= 1U << where;
        sum += best;
    }
    if (!clash) return sum;
    sum = assign(end - begin, name.size());
    if (sum >= kNoFit) return std::nullopt;
    return sum;
}

/// The cheapest way to give every term a syllable of its own (the Hungarian method; rows and columns count
/// from 1, 0 stands for "not yet").
Cost Matcher::assign(std::size_t terms, std::size_t syllables) const {
    using Signed = std::int64_t;
    std::array<Signed, kMaxTerms + 1> row_price{};
    std::array<Signed, kMaxSyllables + 1> column_price{};
    std::array<std::size_t, kMaxSyllables + 1> owner{};
    for (std::size_t term = 1; term <= terms; ++term) {
        std::array<Signed, kMaxSyllables + 1> slack;
        slack.fill(std::numeric_limits<Signed>::max());
        std::array<std::size_t, kMaxSyllables + 1> from{};
        std::array<bool, kMaxSyllables + 1> seen{};
        owner[0] = term;
        std::size_t column = 0;
        do {
            seen[column] = true;
            const std::size_t row = owner[column];
            Signed least = std::numeric_limits<Signed>::max();
            std::size_t next = 0;
            for (std::size_t j = 1; j <= syllables; ++j) {
                if (seen[j]) continue;
                const Signed price =
                    Signed{costs_[(row - 1) * kMaxSyllables + j - 1]} - row_price[row] - column_price[j];
                if (price < slack[j]) {
                    slack[j] = price;
                    from[j] = column;
                }
                if (slack[j] < least) {
                    least = slack[j];
                    next = j;
                }
            }
            for (std::size_t j = 0; j <= syllables; ++j) {
                if (seen[j]) {
                    row_price[owner[j]] += least;
                    column_price[j] -= least;
                } else {
                    slack[j] -= least;
                }
            }
            column = next;
        } while (owner[column] != 0);
        for (; column != 0; column = from[column]) owner[column] = owner[from[column]];
    }
    Cost sum = 0;
    for (std::size_t j = 1; j <= syllables; ++j) {
        if (owner[j] != 0) sum += costs_[(owner[j] - 1) * kMaxSyllables + j - 1];
    }
    return sum;
}

}  // namespace neove::name_index
