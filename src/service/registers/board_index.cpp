#include "service/registers/board_index.h"

#include "definition/board.h"
#include "storage/row_digest.h"
#include "storage/statements/boards.h"
#include "storage/statements/core.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kDoubtedAgain = kMinute;

bool has_times(const access::Rules& rules, const std::string& register_name) {
    return std::ranges::any_of(rules.cells(), [&](const access::Cell& cell) {
        return !cell.condition.until_state.empty() && cell.register_name == register_name;
    });
}

/// Whether it makes a difference to anybody who opened a record.
bool has_creators(const access::Rules& rules, const std::string& register_name) {
    const auto is_created = [](std::string_view relation) { return relation == access::kCreated; };
    const auto& denies = rules.policy(register_name).denies;
    return std::ranges::any_of(
               rules.cells(),
               [&](const access::Cell& cell) {
                   return cell.register_name == register_name && is_created(cell.relation);
               }
           ) ||
           std::ranges::any_of(denies, [&](const access::Deny& deny) {
               return is_created(deny.relation) || std::ranges::any_of(deny.unless, is_created);
           });
}

/// By what the places of a register are kept: by its board; of persons, who have none, by nothing but who
/// stands to them how and their days.
std::optional<definition::BoardRule> rule_of(const definition::Register& definition) {
    if (definition.form.persons) return definition::BoardRule{};
    return definition::board_rule(definition);
}

std::string text_at(const json::Value& columns, const std::string& column) {
    const json::Value* value = columns.find(column);
    return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
}

Result<std::int64_t> head_of(storage::Snapshot& snapshot) {
    const auto head = TRY(snapshot.read(statements::kJournalHead));
    return head.empty() ? 0 : head[0].number(0);
}

}  // namespace

struct BoardIndex::Shelf {
    std::string register_name;
    definition::BoardRule rule;
    bool is_of_persons{false};   ///< nothing is kept of what their answers or columns say
    bool keeps_times{false};     ///< somebody's access ends some days after a state
    bool keeps_creators{false};  ///< somebody's access comes of having opened a record
    std::atomic<bool> is_whole{false};
    std::mutex writing;  ///< held while a snapshot is read and taken in: an older one never follows a newer
    std::atomic<std::int64_t> seq{0};
    /// Rows that were not believed: whoever puts one right again writes no event of it. Changed under
    /// `writing` and `mutex`, read under either.
    std::set<RecordId> doubted;
    Instant doubted_at;
    mutable std::shared_mutex mutex;  ///< of `places`, `doubted` and `arrived`
    BoardPlaces places;
    std::uint64_t arrived{0};  ///< how often a record came in that was not here, believed or not

    bool maybe_has(const RecordId& id) const { return places.contains(id) || doubted.contains(id); }
    std::vector<RecordId> those_here(std::span<const RecordId> ids) const {
        std::vector<RecordId> out;
        std::ranges::copy_if(ids, std::back_inserter(out), [&](const RecordId& id) { return maybe_has(id); });
        return out;
    }
};

BoardIndex::BoardIndex(const Programme& programme) {
    for (const std::string& id : programme.registers) {
        const definition::Register* definition = programme.find(id);
        const auto rule = rule_of(*definition);
        if (!rule) continue;
        auto shelf = std::make_unique<Shelf>();
        shelf->register_name = id;
        shelf->is_of_persons = definition->form.persons;
        shelf->rule = *rule;
        shelf->keeps_times = has_times(programme.rules, id);
        shelf->keeps_creators = has_creators(programme.rules, id);
        shelves_.emplace(id, std::move(shelf));
    }
}

BoardIndex::~BoardIndex() = default;

BoardIndex::Shelf* BoardIndex::find(const Desk& desk) const {
    const auto found = shelves_.find(desk.current->id);
    if (found == shelves_.end() || !found->second->is_whole) return nullptr;
    Shelf& shelf = *found->second;
    const auto rule = rule_of(*desk.current);
    const bool is_same = rule && desk.current->form.persons == shelf.is_of_persons &&
                         rule->rows == shelf.rule.rows && rule->group == shelf.rule.group &&
                         rule->limit == shelf.rule.limit && rule->fulfilled == shelf.rule.fulfilled;
    const access::Rules& rules = desk.programme->rules;
    const bool asks_more = (!shelf.keeps_times && has_times(rules, desk.current->id)) ||
                           (!shelf.keeps_creators && has_creators(rules, desk.current->id));
    return is_same && !asks_more ? &shelf : nullptr;
}

bool BoardIndex::answers(const Desk& desk) const {
    return find(desk) != nullptr;
}

/// Takes in what is believed of these rows, and forgets the others.
Result<> BoardIndex::take_rows(
    House& house, storage::Snapshot& snapshot, Shelf& shelf, const std::vector<storage::Row>& rows
) {
    std::vector<RecordId> ids;
    ids.reserve(rows.size());
    for (const storage::Row& row : rows) ids.push_back(RecordId::trusted(row.text(0)));
    auto relations = TRY(relations_of(snapshot, house.keys, shelf.register_name, ids));
    const auto named = TRY(named_versions(snapshot, house.keys, shelf.register_name, ids));
    const auto clocks =
        shelf.rule.limit.empty() ? LastClocks() : TRY(last_clocks(snapshot, ids, shelf.rule.limit));
    std::vector<BoardPlace> taken;
    std::vector<RecordId> left;
    for (const storage::Row& stored : rows) {
        const auto row = record_row(snapshot, house.keys, stored);
        if (!row || row->register_name != shelf.register_name ||
            !is_newest(snapshot, house.keys, *row, named)) {
            left.push_back(RecordId::trusted(stored.text(0)));
            continue;
        }
        std::vector<RecordRelation>& held = relations[row->id.text()];
        doubt_missing(house.keys, *row, held);
        if (is_doubted(held)) {
            left.push_back(RecordId::trusted(stored.text(0)));
            continue;
        }
        BoardPlace& one = taken.emplace_back();
        one.id = row->id;
        one.version = row->version;
        // What makes no difference makes no class of its own: everybody's records would be told apart by it.
        one.place = {row->owner, shelf.keeps_creators ? row->created_by : AccountId(), row->state, {}};
        one.due_at = row->due_at;
        one.changed_at = row->changed_at;
        one.opened_at = row->opened_at;
        if (shelf.keeps_times) one.place.entered = row->entered;
        for (RecordRelation& each : held) {
            one.rows.push_back({std::move(each.kind), each.account, each.organisation, each.from, each.until}
            );
        }
        if (shelf.is_of_persons) continue;
        // Written in the order of the bundle that the record was opened under.
        const auto pinned = house.programmes.pinned(snapshot, row->bundle);
        const definition::Register* written = pinned ? (*pinned)->find(shelf.register_name) : nullptr;
        if (written != nullptr) {
            const json::Value columns = columns_of_row(*written, *row);
            one.body = text_at(columns, shelf.rule.rows);
            if (!shelf.rule.group.empty()) one.group = text_at(columns, shelf.rule.group);
            one.said = TRY(answer_words_of(house, snapshot, *written, *row));
        }
        const auto clock = clocks.find(row->id.text());
        if (clock != clocks.end() && says(shelf.rule, clock->second, row->state))
            one.span = span_of(clock->second);
    }
    const Instant settled = house.clock.now();
    const std::unique_lock lock(shelf.mutex);
    if (stopped_) return {};
    for (const RecordId& id : ids) shelf.arrived += shelf.maybe_has(id) ? 0 : 1;
    for (const BoardPlace& one : taken) shelf.places.put(one, settled);
    for (const RecordId& id : left) shelf.places.remove(id);
    for (const BoardPlace& one : taken) shelf.doubted.erase(one.id);
    shelf.doubted.insert(left.begin(), left.end());
    return {};
}

/// Whether there may be more.
Result<bool> BoardIndex::take_page(House& house, Shelf& shelf, std::string& after) {
    const std::scoped_lock lock(shelf.writing);
    const auto snapshot = TRY(house.store.snapshot());
    if (after.empty()) shelf.seq = TRY(head_of(*snapshot));
    const auto rows = TRY(snapshot->read(
        statements::kRecordsOfRegisterAfter, {shelf.register_name, after, static_cast<std::int64_t>(kAtOnce)}
    ));
    if (rows.empty()) return false;
    TRY(take_rows(house, *snapshot, shelf, rows));
    after = rows.back().text(0);
    return rows.size() == kAtOnce;
}

Result<> BoardIndex::build(House& house) {
    for (const auto& [id, shelf] : shelves_) {
        if (shelf->is_whole) continue;
        std::string after;
        bool is_more = true;
        while (is_more) {
            if (stopped_) return {};
            is_more = TRY(take_page(house, *shelf, after));
        }
        if (!stopped_) shelf->is_whole = true;
    }
    return {};
}

void BoardIndex::stop() {
    stopped_ = true;
    names_.stop();
    clocks_.stop();
    histories_.clear();
    for (const auto& [id, shelf] : shelves_) {
        shelf->is_whole = false;
        const std::unique_lock lock(shelf->mutex);
        shelf->places.clear();
    }
}

bool BoardIndex::is_ready() const {
    return std::ranges::all_of(shelves_, [](const auto& one) { return one.second->is_whole.load(); });
}

Result<> BoardIndex::take_records(
    House& house, storage::Snapshot& snapshot, Shelf& shelf, const std::vector<RecordId>& ids
) {
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        const std::size_t many = std::min(kAtOnce, ids.size() - at);
        storage::Parameters parameters;
        add_ids(parameters, std::span(ids).subspan(at, many));
        const auto rows = TRY(snapshot.read(statements::kRecordRowsById, std::move(parameters)));
        TRY(take_rows(house, snapshot, shelf, rows));
    }
    return {};
}

Result<> BoardIndex::catch_up(House& house, storage::Snapshot& snapshot, Shelf& shelf) {
    const auto now_there = TRY(snapshot.read(statements::kJournalNow));
    const std::int64_t head = now_there.at(0).number_or(0, 0);
    const bool waits = now_there.at(0).number(1) > 0;
    const std::scoped_lock lock(shelf.writing);
    // Somebody with a newer snapshot was here.
    if (head < shelf.seq) return {};
    const Instant now = house.clock.now();
    const bool doubts = now.micros - shelf.doubted_at.micros >= kDoubtedAgain;
    // Nothing was journalled since, and nothing waits to be: most questions end here.
    if (head == shelf.seq && !waits && !doubts) return {};
    const auto touched = TRY(snapshot.read(
        statements::kRecordsTouched,
        {shelf.register_name,
         shelf.seq.load(),
         shelf.register_name + ".rebuilt",
         storage::row_register(table_of(RowKind::Relation))}
    ));
    std::vector<RecordId> ids;
    for (const storage::Row& row : touched) {
        if (is_id_text(row.text(0))) ids.push_back(RecordId::trusted(row.text(0)));
    }
    if (doubts) {
        for (auto id = shelf.doubted.begin(); id != shelf.doubted.end() && ids.size() < kAtOnce; ++id) {
            ids.push_back(*id);
        }
        shelf.doubted_at = now;
    }
    if (shelf.is_of_persons) names_.forget(ids);
    clocks_.forget(ids);
    TRY(take_records(house, snapshot, shelf, ids));
    shelf.seq = head;
    return {};
}

Result<> BoardIndex::follow(House& house) {
    for (const auto& [id, shelf] : shelves_) {
        if (!shelf->is_whole) continue;
        const auto snapshot = TRY(house.store.snapshot());
        TRY(catch_up(house, *snapshot, *shelf));
    }
    return {};
}

template <typename Answer, typename Ask>
Result<std::optional<Answer>> BoardIndex::asked_of(
    House& house, storage::Snapshot& snapshot, const Desk& desk, Ask ask
) {
    Shelf* shelf = find(desk);
    if (shelf == nullptr) return std::nullopt;
    TRY(catch_up(house, snapshot, *shelf));
    const std::shared_lock lock(shelf->mutex);
    if (!shelf->is_whole) return std::nullopt;
    return ask(*shelf);
}

Result<std::optional<BoardTally>> BoardIndex::count(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const BoardQuestion& asked
) {
    return asked_of<BoardTally>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.places.count(asked);
    });
}

Result<std::optional<std::map<std::string, MonthTally>>> BoardIndex::months(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const BoardQuestion& asked, std::size_t most
) {
    using Months = std::map<std::string, MonthTally>;
    return asked_of<Months>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.places.months(asked, most);
    });
}

Result<std::optional<std::vector<BoardPosition>>> BoardIndex::next(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const BoardQuestion& asked,
    const BoardPosition& after,
    std::size_t most
) {
    return asked_of<std::vector<BoardPosition>>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.places.next(asked, after, most);
    });
}

Result<std::optional<std::int64_t>> BoardIndex::left(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const BoardQuestion& asked,
    const BoardPosition& after
) {
    return asked_of<std::int64_t>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.places.left(asked, after);
    });
}

Result<std::optional<std::vector<RecordId>>> BoardIndex::there_of(
    House& house, storage::Snapshot& snapshot, const Desk& desk, std::span<const RecordId> ids
) {
    return asked_of<std::vector<RecordId>>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.those_here(ids);
    });
}

Result<std::optional<std::vector<RecordId>>> BoardIndex::there_of(
    House& house, storage::Snapshot& snapshot, const Desk& desk, const GivenMemory::Names& names
) {
    return asked_of<std::vector<RecordId>>(house, snapshot, desk, [&](const Shelf& shelf) {
        if (auto known = given_.there(names, shelf.arrived)) return std::move(*known);
        auto out = shelf.those_here(names->all);
        given_.keep_there(names, shelf.arrived, out);
        return out;
    });
}

Result<std::optional<std::map<std::string, std::int64_t>>> BoardIndex::states_of(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const BoardQuestion& asked,
    std::span<const RecordId> ids
) {
    using States = std::map<std::string, std::int64_t>;
    return asked_of<States>(house, snapshot, desk, [&](const Shelf& shelf) {
        return shelf.places.states_of(asked, ids);
    });
}

std::vector<BoardIndex::Size> BoardIndex::sizes() const {
    std::vector<Size> out;
    for (const auto& [id, shelf] : shelves_) {
        const std::shared_lock lock(shelf->mutex);
        out.push_back({id, shelf->places.size(), shelf->places.classes(), shelf->places.bytes()});
    }
    return out;
}

}  // namespace neove::service
