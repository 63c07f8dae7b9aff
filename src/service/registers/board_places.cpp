#include "service/registers/board_places.h"

#include "service/registers/record_stream.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace neove::service {

namespace {

constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
/// How a row may concern her: three bits for each kind of relation, as many as a word holds.
constexpr std::uint64_t kSame = 1, kDesk = 2, kBelow = 4, kOther = 8;
constexpr std::size_t kBitsOfKind = 4;
constexpr std::size_t kKindsMax = 64 / kBitsOfKind;

template <typename Number>
void append(std::string& key, Number number) {
    std::array<char, sizeof(Number)> bytes{};
    std::memcpy(bytes.data(), &number, sizeof(Number));
    key.append(bytes.data(), bytes.size());
}

int digit_of(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

bool has_times(const BoardQuestion& asked) {
    return std::ranges::any_of(asked.rules.cells(), [&](const access::Cell& cell) {
        return !cell.condition.until_state.empty() && cell.register_name == asked.register_name &&
               cell.role == asked.actor.role;
    });
}

template <typename Name>
std::string id_of(const Name& name) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : name) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    return text;
}

}  // namespace

std::size_t BoardPlaces::HashOfName::operator()(const Name& name) const {
    std::size_t out = 0;
    std::memcpy(&out, name.data(), sizeof out);  // random, or a keyed digest
    return out;
}

std::optional<BoardPlaces::Name> BoardPlaces::name_of(const std::string& id) {
    if (!is_id_text(id)) return std::nullopt;
    Name name{};
    for (std::size_t i = 0; i < name.size(); ++i) {
        name.at(i) = static_cast<std::uint8_t>(digit_of(id[2 * i]) * 16 + digit_of(id[2 * i + 1]));
    }
    return name;
}

Timing BoardPlaces::Item::at(std::int64_t now) const {
    return TimingSpan{due, soon, otherwise, runs}.at({now});
}

std::int64_t BoardPlaces::Item::place_in(BoardOrder order) const {
    switch (order) {
        case BoardOrder::Changed: return ~changed;
        case BoardOrder::Opened: return ~opened;
        case BoardOrder::Due: break;
    }
    return sorted_by;
}

BoardPlaces::Class BoardPlaces::class_of(const BoardPlace& one, Instant settled) {
    Class out;
    out.owner = words_.number(one.place.owner.text());
    out.creator = words_.number(one.place.created_by.text());
    out.state = words_.number(one.place.state);
    out.body = words_.number(one.body);
    for (const auto& [state, at] : one.place.entered) {
        out.entered.emplace_back(words_.number(state), at.micros);
    }
    for (const access::RelationRow& row : one.rows) {
        if (row.until && *row.until <= settled) continue;
        out.rows.push_back(
            {kinds_.number(row.relation),
             words_.number(row.account.text()),
             words_.number(row.organisation.text()),
             row.from <= settled ? kAlways : row.from.micros,
             row.until ? row.until->micros : kForever}
        );
    }
    std::ranges::sort(out.rows, {}, [](const Row& row) {
        return std::tuple(row.kind, row.account, row.organisation, row.from, row.until);
    });
    return out;
}

std::uint32_t BoardPlaces::number_of(Class&& wanted) {
    std::string key;
    for (const std::uint32_t word : {wanted.owner, wanted.creator, wanted.state, wanted.body})
        append(key, word);
    append(key, wanted.entered.size());
    for (const auto& [state, at] : wanted.entered) {
        append(key, state);
        append(key, at);
    }
    for (const Row& row : wanted.rows) {
        for (const std::uint32_t word : {row.kind, row.account, row.organisation}) append(key, word);
        append(key, row.from);
        append(key, row.until);
    }
    const auto [found, is_new] = by_key_.emplace(std::move(key), 0);
    if (!is_new) return found->second;
    if (free_classes_.empty()) {
        found->second = static_cast<std::uint32_t>(classes_.size());
        classes_.emplace_back();
    } else {
        found->second = free_classes_.back();
        free_classes_.pop_back();
    }
    wanted.key = &found->first;
    classes_[found->second] = std::move(wanted);
    lead_to(found->second);
    return found->second;
}

/// Each once, and none that is nobody.
std::vector<std::uint32_t> BoardPlaces::words_of(const Class& one) {
    std::vector<std::uint32_t> words{one.owner, one.creator};
    for (const Row& row : one.rows) words.insert(words.end(), {row.account, row.organisation});
    std::ranges::sort(words);
    const auto again = std::ranges::unique(words);
    words.erase(again.begin(), again.end());
    if (words.front() == 0) words.erase(words.begin());
    return words;
}

void BoardPlaces::lead_to(std::uint32_t number) {
    led_by_.resize(words_.size());
    for (const std::uint32_t word : words_of(classes_[number])) led_by_[word].push_back(number);
}

void BoardPlaces::lead_no_more_to(std::uint32_t number) {
    for (const std::uint32_t word : words_of(classes_[number])) {
        std::vector<std::uint32_t>& led = led_by_[word];
        const auto found = std::ranges::find(led, number);
        *found = led.back();
        led.pop_back();
    }
}

/// The record leaves its class; a class that nobody is in goes too.
void BoardPlaces::take_out(std::uint32_t slot) {
    const Place& place = places_[slot];
    Class& from = classes_[place.in];
    from.items[place.at] = from.items.back();
    places_[from.items[place.at].slot].at = place.at;
    from.items.pop_back();
    if (!from.items.empty()) return;
    lead_no_more_to(place.in);
    const std::string key = *from.key;
    by_key_.erase(key);
    free_classes_.push_back(place.in);
    from = {};
}

void BoardPlaces::put(const BoardPlace& one, Instant settled) {
    const auto name = name_of(one.id.text());
    if (!name) return;
    const auto known = by_id_.find(*name);
    std::uint32_t slot = 0;
    if (known != by_id_.end()) {
        slot = known->second;
        if (one.version < places_[slot].version) return;
        take_out(slot);
    } else if (free_.empty()) {
        slot = static_cast<std::uint32_t>(places_.size());
        places_.emplace_back();
    } else {
        slot = free_.back();
        free_.pop_back();
    }
    by_id_[*name] = slot;
    hint(*name);
    const std::uint32_t in = number_of(class_of(one, settled));
    Class& to = classes_[in];
    places_[slot] = {*name, in, static_cast<std::uint32_t>(to.items.size()), one.version};
    to.items.push_back(
        {one.span.due,
         one.span.soon,
         one.due_at,
         one.changed_at.micros,
         one.opened_at.micros,
         words_.number(one.group),
         slot,
         one.span.otherwise,
         one.span.runs}
    );
    said_.erase(slot);
    if (one.said.empty()) return;
    std::vector<std::uint32_t>& said = said_[slot];
    for (const std::string& word : one.said) said.push_back(words_.number(word));
}

bool BoardPlaces::says(std::uint32_t slot, std::optional<std::uint32_t> word) const {
    const auto said = said_.find(slot);
    return word && said != said_.end() && std::ranges::find(said->second, *word) != said->second.end();
}

bool BoardPlaces::contains(const RecordId& id) const {
    const auto name = name_of(id.text());
    return name && is_hinted(*name) && by_id_.contains(*name);
}

namespace {

constexpr std::size_t kHintsOfOne = 16;  // bits; more than twice as many are never there
constexpr std::size_t kHintsLeast = 1024;
constexpr std::size_t kBitsOfWord = 64;

/// Two numbers out of an id: random, or of a keyed digest.
template <typename Name>
std::array<std::uint64_t, 2> numbers_of(const Name& name) {
    std::array<std::uint64_t, 2> out{};
    std::memcpy(out.data(), name.data(), sizeof out);
    return out;
}

}  // namespace

bool BoardPlaces::is_hinted(const Name& name) const {
    if (hints_.empty()) return false;
    const std::uint64_t mask = hints_.size() * kBitsOfWord - 1;
    return std::ranges::all_of(numbers_of(name), [&](std::uint64_t number) {
        const std::uint64_t bit = number & mask;
        return (hints_[bit / kBitsOfWord] >> (bit % kBitsOfWord) & 1U) != 0;
    });
}

/// Of one that is in `by_id_`.
void BoardPlaces::hint(const Name& name) {
    const auto set = [&](const Name& one) {
        const std::uint64_t mask = hints_.size() * kBitsOfWord - 1;
        for (const std::uint64_t number : numbers_of(one)) {
            const std::uint64_t bit = number & mask;
            hints_[bit / kBitsOfWord] |= std::uint64_t{1} << (bit % kBitsOfWord);
        }
    };
    if (by_id_.size() * kHintsOfOne <= hints_.size() * kBitsOfWord) return set(name);
    // A power of two, and those that left are forgotten.
    const std::size_t words = std::max(hints_.size() * 2, kHintsLeast / kBitsOfWord);
    hints_.assign(words, 0);
    for (const auto& [one, slot] : by_id_) set(one);
}

void BoardPlaces::remove(const RecordId& id) {
    const auto name = name_of(id.text());
    const auto known = name ? by_id_.find(*name) : by_id_.end();
    if (known == by_id_.end()) return;
    take_out(known->second);
    places_[known->second] = {};
    said_.erase(known->second);
    free_.push_back(known->second);
    by_id_.erase(known);
}

void BoardPlaces::clear() {
    words_.clear();
    kinds_.clear();
    classes_.clear();
    led_by_.clear();
    free_classes_.clear();
    by_key_.clear();
    places_.clear();
    free_.clear();
    said_.clear();
    by_id_.clear();
    hints_.clear();
}

std::size_t BoardPlaces::bytes() const {
    std::size_t out = places_.capacity() * sizeof(Place) + by_id_.bucket_count() * sizeof(void*) +
                      by_id_.size() * (sizeof(Name) + 4 * sizeof(void*)) +
                      hints_.capacity() * sizeof(std::uint64_t);
    for (const Class& one : classes_) {
        out += sizeof(Class) + one.items.capacity() * sizeof(Item) + one.rows.capacity() * sizeof(Row);
        out += one.entered.capacity() * sizeof(one.entered[0]);
    }
    for (const auto& led : led_by_) out += sizeof(led) + led.capacity() * sizeof(led[0]);
    for (const auto& [slot, said] : said_) out += said.capacity() * sizeof(said[0]) + 8 * sizeof(void*);
    for (const auto& [key, number] : by_key_) out += key.capacity() + 6 * sizeof(void*);
    return out;
}

/// What of an actor is compared with each class.
struct BoardPlaces::Eyes {
    std::int64_t now;
    std::optional<std::uint32_t> account;
    std::optional<std::uint32_t> organisation;
    std::vector<std::uint8_t> reaching;  ///< by word: `kDesk`, `kBelow`, `kOther`

    Eyes(const WordNumbers& words, const BoardQuestion& asked)
        : now(asked.now.micros),
          account(words.find(asked.actor.account.text())),
          organisation(words.find(asked.actor.organisation.text())),
          reaching(words.size()) {
        const auto add = [&](const std::set<OrganisationId>& bodies, std::uint64_t bit) {
            for (const OrganisationId& body : bodies) {
                const auto number = words.find(body.text());
                if (number) reaching[*number] = static_cast<std::uint8_t>(reaching[*number] | bit);
            }
        };
        add(asked.actor.desk_of, kDesk);
        add(asked.actor.below, kBelow);
        add(asked.actor.works_for, kOther);
    }
    /// Which of these a row makes of her, none where it is not about her; as `access::standing_of`.
    std::uint64_t bits(const Row& row) const {
        if (now < row.from || now >= row.until) return 0;
        if (row.account == 0 && row.organisation == 0) return 0;
        if (row.account != 0 && row.account != account) return 0;
        if (row.organisation == 0 || row.organisation == organisation) return kSame;
        return row.account != 0 ? 0 : reaching[row.organisation];
    }
};

/// Decisions of one question. Classes in which owner, opener, state and relations are the same to her are
/// decided once; whether that is enough to know is asked of the real gate for the first of them.
class BoardPlaces::Verdicts {
public:
    Verdicts(const BoardPlaces& places, const BoardQuestion& asked)
        : places_(places),
          asked_(asked),
          eyes_(places.words_, asked),
          is_alike_(places.kinds_.size() <= kKindsMax && !has_times(asked)) {}

    bool may_list(const Class& one) {
        if (!is_alike_) return places_.may_list(asked_, one);
        const auto [known, is_new] = known_.try_emplace(key_of(one), false);
        if (is_new) known->second = places_.may_list(asked_, one);
        return known->second;
    }

private:
    using Key = std::pair<std::uint64_t, std::uint64_t>;
    struct HashOfKey {
        std::size_t operator()(const Key& key) const {
            return (key.first ^ key.second * 0x9e3779b97f4a7c15U) * 0xff51afd7ed558ccdU;
        }
    };
    Key key_of(const Class& one) const {
        std::uint64_t relations = 0;
        for (const Row& row : one.rows) relations |= eyes_.bits(row) << (kBitsOfKind * row.kind);
        std::uint64_t stands = one.owner != 0 && one.owner == eyes_.organisation ? 1 : 0;
        if (one.owner != 0 && (eyes_.reaching[one.owner] & kBelow) != 0) stands |= 2;
        if (one.creator != 0 && one.creator == eyes_.account) stands |= 4;
        return {relations, std::uint64_t{one.state} << 3U | stands};
    }

    const BoardPlaces& places_;
    const BoardQuestion& asked_;
    Eyes eyes_;
    bool is_alike_;
    std::unordered_map<Key, bool, HashOfKey> known_;
};

/// Whether one of the ways that were asked for leads to a class, as the statements of a list narrow.
class BoardPlaces::Ways {
public:
    Ways(const WordNumbers& words, const BoardQuestion& asked) {
        if (asked.ways == nullptr || asked.ways->everything) return;
        is_any_ = false;
        owners_.resize(words.size());
        reaching_.resize(words.size());
        const auto mark = [&](const OrganisationId& body, std::vector<bool>& in) {
            const auto number = words.find(body.text());
            if (!number) return;
            in[*number] = true;
            leading_.insert(*number);
        };
        for (const OrganisationId& owner : asked.ways->owners) mark(owner, owners_);
        for (const OrganisationId& body : asked.ways->reaching) mark(body, reaching_);
        account_ = words.find(asked.actor.account.text());
        if (asked.ways->created) creator_ = account_;
        is_related_ = asked.ways->related;
        if (is_related_) mark(asked.actor.organisation, reaching_);
        if (account_ && (is_related_ || creator_)) leading_.insert(*account_);
    }
    /// Bodies and accounts by which alone anything is led to; nothing where everything is.
    const std::set<std::uint32_t>* leading() const { return is_any_ ? nullptr : &leading_; }
    bool leads_to(const Class& one) const {
        if (is_any_ || owners_[one.owner] || (one.creator != 0 && one.creator == creator_)) return true;
        return std::ranges::any_of(one.rows, [&](const Row& row) {
            return reaching_[row.organisation] ||
                   (is_related_ && row.account != 0 && row.account == account_);
        });
    }

private:
    bool is_any_{true};
    bool is_related_{false};
    std::vector<bool> owners_;
    std::vector<bool> reaching_;
    std::optional<std::uint32_t> account_;
    std::optional<std::uint32_t> creator_;
    std::set<std::uint32_t> leading_;
};

/// Classes that these ways may lead to, each once; nothing where it may be any, or looking at all is no
/// dearer.
std::optional<std::vector<std::uint32_t>> BoardPlaces::led_to(const Ways& ways) const {
    if (ways.leading() == nullptr || ways.leading()->contains(0)) return std::nullopt;
    std::vector<std::uint32_t> out;
    for (const std::uint32_t word : *ways.leading()) {
        if (word >= led_by_.size()) continue;
        out.insert(out.end(), led_by_[word].begin(), led_by_[word].end());
        if (out.size() > classes_.size() / 4) return std::nullopt;
    }
    std::ranges::sort(out);
    const auto again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
    return out;
}

bool BoardPlaces::may_list(const BoardQuestion& asked, const Class& one) const {
    access::RecordPlace record{
        OrganisationId::trusted(words_.text(one.owner)),
        AccountId::trusted(words_.text(one.creator)),
        words_.text(one.state),
        {}};
    for (const auto& [state, at] : one.entered) record.entered.emplace(words_.text(state), Instant{at});
    std::vector<access::RelationRow> rows;
    rows.reserve(one.rows.size());
    for (const Row& row : one.rows) {
        rows.push_back(
            {kinds_.text(row.kind),
             AccountId::trusted(words_.text(row.account)),
             OrganisationId::trusted(words_.text(row.organisation)),
             Instant{row.from},
             row.until == kForever ? std::nullopt : std::optional(Instant{row.until})}
        );
    }
    const auto standing = access::standing_of(asked.actor, record, rows, asked.now);
    const auto may = [&](std::string_view what) {
        return access::decide(asked.rules, asked.actor, asked.register_name, what, standing).allowed;
    };
    return may(access::kList) && (asked.action.empty() || may(asked.action));
}

std::map<std::string, std::int64_t> BoardPlaces::states_of(
    const BoardQuestion& asked, std::span<const RecordId> ids
) const {
    Verdicts verdicts(*this, asked);
    std::map<std::uint32_t, std::int64_t> counts;
    for (const RecordId& id : ids) {
        const auto name = name_of(id.text());
        const auto known = name ? by_id_.find(*name) : by_id_.end();
        if (known == by_id_.end()) continue;
        const Class& in = classes_[places_[known->second].in];
        if (verdicts.may_list(in)) ++counts[in.state];
    }
    std::map<std::string, std::int64_t> out;
    for (const auto& [state, records] : counts) out.emplace(words_.text(state), records);
    return out;
}

/// Of those that fit the question, the ones that she may list.
template <typename See>
void BoardPlaces::for_each_class(const BoardQuestion& asked, See see) const {
    const auto number = [&](const std::optional<std::string>& text) {
        return text ? words_.find(*text) : std::nullopt;
    };
    const auto owner = number(asked.owner), body = number(asked.body);
    if ((asked.owner && !owner) || (asked.body && !body)) return;
    std::set<std::uint32_t> states;
    for (const std::string& state : asked.states) {
        if (const auto known = words_.find(state)) states.insert(*known);
    }
    Verdicts verdicts(*this, asked);
    const Ways ways(words_, asked);
    const auto look = [&](const Class& one) {
        if (one.items.empty()) return;
        if (!asked.states.empty() && !states.contains(one.state)) return;
        if ((owner && one.owner != *owner) || (body && one.body != *body)) return;
        if (ways.leads_to(one) && verdicts.may_list(one)) see(one);
    };
    if (const auto led = led_to(ways)) {
        for (const std::uint32_t one : *led) look(classes_[one]);
    } else {
        std::ranges::for_each(classes_, look);
    }
}

namespace {

/// The month that a due moment lies in, worked out once a day that comes.
class Months {
public:
    explicit Months(std::int64_t utc_offset_micros) : offset_(utc_offset_micros) {}
    const std::string& of(std::int64_t due) {
        if (due == TimingSpan::kNoDay) return none_;
        const auto [known, is_new] = known_.emplace(due, std::string());
        if (is_new) known->second = month_of({due}, offset_);
        return known->second;
    }

private:
    std::int64_t offset_;
    std::string none_;
    std::unordered_map<std::int64_t, std::string> known_;
};

}  // namespace

/// What is asked of each record beside its class and its group.
class BoardPlaces::Fits {
public:
    Fits(const BoardPlaces& places, const BoardQuestion& asked)
        : places_(places), asked_(asked), months_(asked.utc_offset_micros) {
        if (asked.missed) {
            missed_ = places.words_.find(asked.missed->asked);
            given_ = places.words_.find(asked.missed->given);
        }
        for (std::size_t i = 0; i < kTimings; ++i) {
            wanted_.at(i) = asked.timings.empty() || asked.timings.contains(static_cast<Timing>(i));
        }
        if (asked.among == nullptr) return;
        among_.resize(places.places_.size());
        for (const std::string& id : *asked.among) {
            const auto name = name_of(id);
            const auto known = name ? places.by_id_.find(*name) : places.by_id_.end();
            if (known != places.by_id_.end()) among_[known->second] = true;
        }
    }
    bool operator()(const Item& item, Timing timing) {
        if (asked_.among != nullptr && !among_[item.slot]) return false;
        if (asked_.missed && (item.opened >= asked_.opened_before.micros ||
                              !places_.says(item.slot, missed_) || places_.says(item.slot, given_))) {
            return false;
        }
        if (!wanted_.at(static_cast<std::size_t>(timing)) || item.sorted_by >= asked_.due_before)
            return false;
        return asked_.month.empty() || months_.of(item.due) == asked_.month;
    }

private:
    const BoardPlaces& places_;
    const BoardQuestion& asked_;
    std::optional<std::uint32_t> missed_;
    std::optional<std::uint32_t> given_;
    Months months_;
    std::array<bool, kTimings> wanted_{};
    std::vector<bool> among_;  ///< by slot
};

BoardTally BoardPlaces::count(const BoardQuestion& asked) const {
    const auto group = asked.group ? words_.find(*asked.group) : std::nullopt;
    Fits fits(*this, asked);
    std::vector<std::int64_t> groups(words_.size());
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::array<std::int64_t, kTimings>> bodies;
    for_each_class(asked, [&](const Class& one) {
        std::array<std::int64_t, kTimings> counts{};
        for (const Item& item : one.items) {
            const Timing timing = item.at(asked.now.micros);
            if (!fits(item, timing)) continue;
            ++groups[item.group];
            if (!asked.group || item.group == group) ++counts.at(static_cast<std::size_t>(timing));
        }
        auto& sum = bodies[{asked.rows_are_owners ? one.owner : one.body, one.state}];
        for (std::size_t i = 0; i < kTimings; ++i) sum.at(i) += counts.at(i);
    });
    BoardTally out;
    for (const auto& [key, counts] : bodies) {
        out.counts.push_back({words_.text(key.first), words_.text(key.second), counts});
    }
    for (std::uint32_t number = 0; number < groups.size(); ++number) {
        if (groups[number] > 0) out.groups.emplace(words_.text(number), groups[number]);
    }
    return out;
}

namespace {

/// The first so many of what comes in any order: pairs, of which the second is dear to know.
template <typename Place>
class FirstOf {
public:
    explicit FirstOf(std::size_t most) : most_(most) {}
    /// Whether one with this first half may be among them.
    bool may_take(const typename Place::first_type& first) const {
        return heap_.size() < most_ || (most_ > 0 && first <= heap_.front().first);
    }
    void add(const Place& place) {
        if (heap_.size() == most_) {
            if (most_ == 0 || !(place < heap_.front())) return;
            std::ranges::pop_heap(heap_);
            heap_.pop_back();
        }
        heap_.push_back(place);
        std::ranges::push_heap(heap_);
    }
    std::vector<Place> take() {
        std::ranges::sort(heap_);
        return std::move(heap_);
    }

private:
    std::size_t most_;
    std::vector<Place> heap_;
};

/// In an order that goes backwards ids do too; both ways are each other's inverse.
template <typename Name>
std::pair<std::int64_t, Name> turned(BoardOrder order, std::pair<std::int64_t, Name> place) {
    if (order == BoardOrder::Due) return place;
    for (std::uint8_t& byte : place.second) byte = static_cast<std::uint8_t>(~byte);
    return {~place.first, place.second};
}

}  // namespace

/// `near`: whether one at this moment is of interest at all; most are not, and their ids need not be fetched.
template <typename Near, typename See>
void BoardPlaces::for_each_behind(const BoardQuestion& asked, const BoardPosition& after, Near near, See see)
    const {
    const auto group = asked.group ? words_.find(*asked.group) : std::nullopt;
    // Before all of that moment where the id is none.
    const bool has_last = is_id_text(after.second);
    const auto last = turned(asked.order, std::pair(after.first, name_of(after.second).value_or(Name{})));
    Fits fits(*this, asked);
    for_each_class(asked, [&](const Class& one) {
        for (const Item& item : one.items) {
            const std::int64_t at = item.place_in(asked.order);
            if (at < last.first || (asked.group && item.group != group) || !near(at)) continue;
            if (!fits(item, item.at(asked.now.micros))) continue;
            auto place = turned(asked.order, std::pair(std::int64_t{0}, places_[item.slot].name));
            place.first = at;
            if (!has_last || last < place) see(place);
        }
    });
}

std::vector<BoardPosition> BoardPlaces::next(
    const BoardQuestion& asked, const BoardPosition& after, std::size_t most
) const {
    FirstOf<std::pair<std::int64_t, Name>> first(most);
    for_each_behind(
        asked,
        after,
        [&](std::int64_t at) { return first.may_take(at); },
        [&](const auto& place) { first.add(place); }
    );
    std::vector<BoardPosition> out;
    for (const auto& place : first.take()) {
        const auto [moment, name] = turned(asked.order, place);
        out.emplace_back(moment, id_of(name));
    }
    return out;
}

std::int64_t BoardPlaces::left(const BoardQuestion& asked, const BoardPosition& after) const {
    std::int64_t out = 0;
    for_each_behind(
        asked, after, [](std::int64_t) { return true; }, [&](const auto&) { ++out; }
    );
    return out;
}

std::map<std::string, MonthTally> BoardPlaces::months(const BoardQuestion& asked, std::size_t most) const {
    struct Month {
        MonthTally tally;
        FirstOf<std::pair<std::int64_t, Name>> first;
    };
    const auto group = asked.group ? words_.find(*asked.group) : std::nullopt;
    Fits fits(*this, asked);
    Months names(asked.utc_offset_micros);
    std::map<std::string, Month> months;
    std::unordered_map<std::int64_t, Month*> by_due;
    for_each_class(asked, [&](const Class& one) {
        for (const Item& item : one.items) {
            if (item.due == TimingSpan::kNoDay || (asked.group && item.group != group)) continue;
            const Timing timing = item.at(asked.now.micros);
            if (!fits(item, timing)) continue;
            Month*& month = by_due[item.due];
            if (month == nullptr) {
                month = &months.emplace(names.of(item.due), Month{{}, decltype(Month::first)(most)})
                             .first->second;
            }
            ++month->tally.counts.at(static_cast<std::size_t>(timing));
            ++month->tally.total;
            if (month->first.may_take(item.due)) month->first.add({item.due, places_[item.slot].name});
        }
    });
    std::map<std::string, MonthTally> out;
    for (auto& [name, month] : months) {
        for (const auto& [due, record] : month.first.take()) {
            month.tally.first.emplace_back(due, RecordId::trusted(id_of(record)));
        }
        out.emplace(name, std::move(month.tally));
    }
    return out;
}

}  // namespace neove::service
