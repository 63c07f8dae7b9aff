#include "service/registers/person_index.h"

#include "service/registers/name_card.h"
#include "service/registers/sealed_record.h"
#include "service/registers/stored_record.h"
#include "storage/statements/core.h"
#include "storage/statements/persons.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kPage = 500;  ///< records whose cards one snapshot reads
constexpr std::size_t kTailPage = 1'000;
/// What somebody may see is worked out anew after so long: what begins or ends by itself is known beforehand,
/// but rules are known by their place in memory, which others may take. Who shows a hit asks about it anyway.
constexpr std::int64_t kVisibleKept = kMinute;
constexpr std::size_t kVisibleMax = 256;
/// Changes are added to what she could see before, up to so many.
constexpr std::size_t kLaterMax = 256;

// Columns of `persons_after` and `person_of_record`.
constexpr std::size_t kCardVersion = 1, kCardSealed = 2, kEpoch = 3, kWrapped = 4, kOwner = 5, kCreator = 6,
                      kState = 7, kEntered = 8, kVersion = 9;

struct Opened {
    name_index::Card card;
    PersonPlace place;
};

/// What the column `entered` says.
struct Entered {
    std::map<std::string, Instant> states;
    std::int64_t redactions{0};
};
Entered entered_of(const std::string& text) {
    Entered out;
    const auto value = json::parse(text);
    if (!value || value->object() == nullptr) return out;
    out.redactions = value->number_or("@redactions");
    for (const auto& [state, at] : *value->object()) {
        if (at.integer() != nullptr && !state.starts_with('@')) {
            out.states.emplace(state, Instant{*at.integer()});
        }
    }
    return out;
}

/// Nothing where the card does not open, or is not of the record as it is now: then nobody finds it.
std::optional<Opened> opened(
    const Keys& keys, const definition::Register& definition, keyring::Domain domain, const storage::Row& row
) {
    if (row.number(kCardVersion) != row.number(kVersion)) return std::nullopt;
    Entered entered = entered_of(row.text(kEntered));
    const RecordName name{domain, definition.id, RecordId::trusted(row.text(0)), entered.redactions};
    if (!is_id_text(name.id.text())) return std::nullopt;
    const auto key =
        keys.records->unwrap(name, static_cast<std::uint64_t>(row.number(kEpoch)), row.bytes(kWrapped));
    if (!key) return std::nullopt;
    const auto card =
        SealedRecord(keys.store, name, *key).open_card(row.bytes(kCardSealed), row.number(kCardVersion));
    if (!card) return std::nullopt;
    Opened out;
    out.card = name_card(definition.form, name.id, *card);
    out.place.id = name.id;
    out.place.place = {
        OrganisationId::trusted(row.text(kOwner)),
        AccountId::trusted(row.text(kCreator)),
        row.text(kState),
        std::move(entered.states)};
    return out;
}

access::RelationRow relation_of(const storage::Row& row) {
    return {
        row.text(3),
        AccountId::trusted(row.text(4)),
        OrganisationId::trusted(row.text(5)),
        Instant{row.number(6)},
        row.is_null(7) ? std::nullopt : std::optional(Instant{row.number(7)})};
}

}  // namespace

struct PersonIndex::Visible {
    const access::Rules* rules{nullptr};
    std::set<OrganisationId> below;    ///< her organisation
    std::set<OrganisationId> desk_of;  ///< her organisation is one of
    std::set<OrganisationId> works_for;
    std::uint64_t stamp{0};  ///< of the places
    Instant until;
    name_index::Scope scope;
    bool holds(const Seeker& seeker) const {
        return rules == &seeker.rules && seeker.now < until && below == seeker.actor.below &&
               desk_of == seeker.actor.desk_of && works_for == seeker.actor.works_for;
    }
};

struct PersonIndex::Shelf {
    const definition::Register* definition{nullptr};
    keyring::Domain domain{keyring::Domain::Work};
    name_index::NameIndex names;
    mutable std::shared_mutex mutex;  ///< of `places`
    PersonPlaces places;
    std::atomic<bool> is_whole{false};
    mutable std::mutex kept_mutex;
    mutable std::map<std::string, std::shared_ptr<const Visible>> kept;
    /// Held by whoever works out what somebody may see: all her other requests would do the same beside it.
    mutable std::array<std::mutex, 16> working;

    void take_in(std::span<Opened> some) {
        std::vector<name_index::Card> cards;
        for (Opened& one : some) cards.push_back(std::move(one.card));
        names.put(cards);
        for (name_index::Card& card : cards) wipe_card(card);
        const std::unique_lock lock(mutex);
        for (const Opened& one : some) places.put(one.place);
    }
    std::shared_ptr<const Visible> find_kept(const std::string& who) const {
        const std::scoped_lock lock(kept_mutex);
        const auto found = kept.find(who);
        return found == kept.end() ? nullptr : found->second;
    }
    /// What she could see, with what changed since; nothing where that is too much.
    std::shared_ptr<const Visible> gone_on(const Visible& before, const Seeker& seeker) const;
    std::shared_ptr<const Visible> worked_out(const Seeker& seeker) const;
    void forget(const RecordId& id) {
        {
            const std::unique_lock lock(mutex);
            places.remove(id);
        }
        names.remove(id);
    }
};

PersonIndex::PersonIndex() = default;
PersonIndex::~PersonIndex() = default;

Result<> PersonIndex::begin(storage::Store& store, std::shared_ptr<const Programme> programme) {
    const auto snapshot = TRY(store.snapshot());
    const auto head = TRY(snapshot->read(statements::kJournalHead));
    const std::scoped_lock lock(following_);
    seq_ = head.empty() ? 0 : head[0].number(0);
    programme_ = std::move(programme);
    for (const std::string& id : programme_->registers) {
        const definition::Register* definition = programme_->find(id);
        if (!definition->form.persons) continue;
        auto shelf = std::make_unique<Shelf>();
        shelf->definition = definition;
        shelf->domain = keyring::domain_named(definition->domain).value_or(keyring::Domain::Work);
        shelves_.emplace(id, std::move(shelf));
    }
    return {};
}

PersonIndex::Shelf* PersonIndex::find(const std::string& register_name) const {
    const auto found = shelves_.find(register_name);
    return found == shelves_.end() ? nullptr : found->second.get();
}

/// Whether there may be more.
Result<bool> PersonIndex::take_page(
    storage::Store& store, const Keys& keys, Shelf& shelf, std::string& after
) {
    const std::scoped_lock lock(writing_);
    const auto snapshot = TRY(store.snapshot());
    const std::string& id = shelf.definition->id;
    const auto rows = TRY(snapshot->read(statements::kPersonsAfter, {id, after, kPage}));
    if (rows.empty()) return false;
    const std::string& last = rows.back().text(0);
    std::map<std::string, std::vector<access::RelationRow>, std::less<>> relations;
    for (const storage::Row& row : TRY(snapshot->read(statements::kRelationsBetween, {id, after, last}))) {
        relations[row.text(2)].push_back(relation_of(row));
    }
    std::vector<Opened> some;
    for (const storage::Row& row : rows) {
        auto one = opened(keys, *shelf.definition, shelf.domain, row);
        if (!one) continue;
        one->place.rows = std::move(relations[row.text(0)]);
        some.push_back(std::move(*one));
    }
    shelf.take_in(some);
    after = last;
    return static_cast<std::int64_t>(rows.size()) == kPage;
}

Result<> PersonIndex::build(storage::Store& store, const Keys& keys) {
    for (const auto& [id, shelf] : shelves_) {
        if (shelf->is_whole) continue;
        std::string after;
        bool is_more = true;
        while (is_more) {
            if (stopped_) return {};
            is_more = TRY(take_page(store, keys, *shelf, after));
        }
        shelf->is_whole = true;
    }
    return {};
}

void PersonIndex::stop() {
    stopped_ = true;
    const std::scoped_lock lock(writing_);
    for (const auto& [id, shelf] : shelves_) {
        shelf->is_whole = false;
        shelf->names.clear();
        const std::unique_lock places(shelf->mutex);
        shelf->places.clear();
    }
}

bool PersonIndex::is_ready() const {
    return std::ranges::all_of(shelves_, [](const auto& one) { return one.second->is_whole.load(); });
}

Result<> PersonIndex::show(storage::Store& store, const Keys& keys, std::span<const ChangedRecord> changed) {
    const auto is_ours = [&](const ChangedRecord& one) { return find(one.register_name) != nullptr; };
    if (std::ranges::none_of(changed, is_ours)) return {};
    const std::scoped_lock lock(writing_);
    if (stopped_) return {};
    // Taken under the lock: whoever comes later sees at least as much.
    const auto snapshot = TRY(store.snapshot());
    std::set<std::string_view> done;
    for (const ChangedRecord& change : changed) {
        Shelf* shelf = find(change.register_name);
        if (shelf == nullptr || !is_id_text(change.record_id) || !done.insert(change.record_id).second) {
            continue;
        }
        const auto rows =
            TRY(snapshot->read(statements::kPersonOfRecord, {change.record_id, change.register_name}));
        auto one = rows.empty() ? std::nullopt : opened(keys, *shelf->definition, shelf->domain, rows[0]);
        if (!one) {
            shelf->forget(RecordId::trusted(change.record_id));
            continue;
        }
        for (const storage::Row& row :
             TRY(snapshot->read(statements::kRelationsOfRecord, {change.record_id}))) {
            one->place.rows.push_back(relation_of(row));
        }
        shelf->take_in({&*one, 1});
    }
    return {};
}

Result<> PersonIndex::follow(storage::Store& store, const Keys& keys) {
    const std::scoped_lock lock(following_);
    for (;;) {
        const auto entries = TRY(store.tail(seq_, kTailPage));
        if (entries.empty()) return {};
        std::vector<ChangedRecord> changed;
        for (const storage::ChainedEntry& one : entries) {
            // Looks have no event.
            if (one.entry.event_id.empty()) continue;
            changed.push_back({one.entry.register_name, one.entry.record_id});
        }
        TRY(show(store, keys, changed));
        seq_ = entries.back().entry.seq;
    }
}

Result<const PersonIndex::Shelf*> PersonIndex::ready(const std::string& register_name) const {
    const Shelf* shelf = find(register_name);
    if (shelf == nullptr || !shelf->is_whole) return refuse(ErrorKind::Unavailable, "search.preparing");
    return shelf;
}

std::shared_ptr<const PersonIndex::Visible> PersonIndex::visible_to(
    const Shelf& shelf, const Seeker& seeker
) {
    const std::string who = seeker.actor.account.text() + " " + seeker.actor.role + " " +
                            seeker.actor.organisation.text() + " " + std::to_string(seeker.needed);
    const std::shared_lock lock(shelf.mutex);
    const auto is_current = [&](const std::shared_ptr<const Visible>& one) {
        return one != nullptr && one->holds(seeker) && one->stamp == shelf.places.stamp();
    };
    if (auto known = shelf.find_kept(who); is_current(known)) return known;
    const std::scoped_lock work(shelf.working.at(std::hash<std::string>()(who) % shelf.working.size()));
    const auto known = shelf.find_kept(who);
    if (is_current(known)) return known;
    const bool holds = known != nullptr && known->holds(seeker);
    std::shared_ptr<const Visible> fresh = holds ? shelf.gone_on(*known, seeker) : nullptr;
    if (fresh == nullptr) fresh = shelf.worked_out(seeker);
    const std::scoped_lock kept(shelf.kept_mutex);
    if (shelf.kept.size() >= kVisibleMax) shelf.kept.clear();
    shelf.kept[who] = fresh;
    return fresh;
}

std::shared_ptr<const PersonIndex::Visible> PersonIndex::Shelf::gone_on(
    const Visible& before, const Seeker& seeker
) const {
    const auto changed = places.changed_since(before.stamp);
    if (!changed || before.scope.later() + changed->size() > kLaterMax) return nullptr;
    auto fresh = std::make_shared<Visible>(before);
    for (const RecordId& id : *changed) fresh->scope.set(id, places.is_visible(seeker, id));
    fresh->stamp = places.stamp();
    fresh->until = std::min(before.until, places.next_turn_of(seeker, *changed));
    return fresh;
}

std::shared_ptr<const PersonIndex::Visible> PersonIndex::Shelf::worked_out(const Seeker& seeker) const {
    const PersonPlaces::Split split = places.split(seeker);
    auto fresh = std::make_shared<Visible>();
    fresh->rules = &seeker.rules;
    fresh->below = seeker.actor.below;
    fresh->desk_of = seeker.actor.desk_of;
    fresh->works_for = seeker.actor.works_for;
    fresh->stamp = places.stamp();
    fresh->until = std::min(seeker.now + kVisibleKept, places.next_turn(seeker));
    // Whoever may open nearly all of it is answered from the whole, without the few; all others card by card.
    if (!split.visible.empty() && split.hidden.size() <= split.visible.size() / 4) {
        fresh->scope = name_index::Scope::everything_but(places.ids(split.hidden));
    } else {
        fresh->scope = name_index::Scope::of(places.ids(split.visible));
    }
    names.prepare(fresh->scope);
    return fresh;
}

Result<name_index::Found> PersonIndex::search(const Seeker& seeker, std::string_view text, std::size_t limit)
    const {
    const Shelf* shelf = TRY(ready(seeker.register_name));
    return shelf->names.search(text, visible_to(*shelf, seeker)->scope, limit);
}

Result<std::vector<name_index::Similar>> PersonIndex::similar(
    const Seeker& seeker, const name_index::Card& card, std::size_t limit
) const {
    const Shelf* shelf = TRY(ready(seeker.register_name));
    return shelf->names.similar(card, visible_to(*shelf, seeker)->scope, limit);
}

Result<std::vector<name_index::Similar>> PersonIndex::similar_to(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const std::string& register_name,
    const RecordId& record,
    std::size_t limit,
    std::span<const RecordId> among
) const {
    const Shelf* shelf = TRY(ready(register_name));
    const auto rows = TRY(snapshot.read(statements::kPersonOfRecord, {record.text(), register_name}));
    if (rows.empty()) return std::vector<name_index::Similar>();
    auto one = opened(keys, *shelf->definition, shelf->domain, rows[0]);
    if (!one) return refuse(ErrorKind::Unavailable, "record.unreadable");
    const auto scope = among.empty() ? name_index::Scope::everything() : name_index::Scope::of(among);
    auto found = shelf->names.similar(one->card, scope, limit);
    wipe_card(one->card);
    return found;
}

Result<bool> PersonIndex::is_visible(const Seeker& seeker, const RecordId& record) const {
    const Shelf* shelf = TRY(ready(seeker.register_name));
    const std::shared_lock lock(shelf->mutex);
    return shelf->places.is_visible(seeker, record);
}

}  // namespace neove::service
