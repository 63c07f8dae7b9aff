#include "service/registers/list_records.h"

#include "access/disclosure.h"
#include "base/text.h"
#include "definition/board.h"
#include "definition/running_states.h"
#include "service/registers/answer_period.h"
#include "service/registers/board_index.h"
#include "service/registers/break_glass.h"
#include "service/registers/known_clocks.h"
#include "service/registers/record_stream.h"
#include "service/registers/search_persons.h"
#include "service/registers/state_word.h"
#include "storage/statements/boards.h"
#include "storage/statements/record_links.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <set>
#include <utility>

namespace neove::service {

namespace {

constexpr std::size_t kPage = 50;
constexpr std::size_t kAhead = 200;       ///< matters still to come that are told outside a session
constexpr std::size_t kScanMax = 20'000;  // then the page ends where it stands
constexpr std::size_t kExportScanMax = 100'000;
constexpr std::string_view kOwnerColumn = "owner";
constexpr std::size_t kLinksAtOnce = 500;

/// What is asked for, its saved filter unfolded.
struct Wanted {
    StreamQuery stream;
    std::vector<std::string> words;
    bool mine{false};
    std::string limit{};  ///< of the board
    std::set<Timing> timings{};
    std::string month{};
    std::map<std::string, std::string> where{};
    std::optional<std::set<std::string>> linked{};  ///< ids
    std::optional<MissedAnswer> missed{};           ///< those alone that lack it
    Instant opened_before{INT64_MAX};               ///< later ones are not asked for it
    bool asks_clocks() const { return !timings.empty() || !month.empty(); }
};

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    const std::string folded = text::fold(text::repair_utf8(text));
    for (std::size_t at = 0; at < folded.size();) {
        const std::size_t end = std::min(folded.find_first_of(" \t\r\n", at), folded.size());
        if (end > at) words.push_back(folded.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

Result<> read_order(const Desk& desk, const std::string& sort, StreamQuery& out) {
    const std::string& by = sort.empty() ? desk.current->list.sort : sort;
    if (by == "due" || by.empty()) {
        out.order = RecordOrder::Due;
    } else if (by == "changed") {
        out.order = RecordOrder::Changed;
    } else if (by == "opened") {
        out.order = RecordOrder::Opened;
    } else if (by == "number") {
        out.order = RecordOrder::Column;
    } else {
        const auto& columns = desk.current->list.columns;
        const auto found = std::ranges::find(columns, by, &definition::Column::id);
        // Nobody sorts by what lists do not show.
        if (found == columns.end() || !access::list_shows(desk.programme->rules, desk.current->id, by)) {
            return refuse(ErrorKind::Invalid, "record.unknown_sort", "/sort");
        }
        out.order = RecordOrder::Column;
        out.column = static_cast<int>(found - columns.begin()) + 1;
    }
    return {};
}

/// Narrowing by how records stand to the board's limit, and by what their columns say. Nobody narrows by what
/// lists do not show.
Result<> read_narrowing(const House& house, const Desk& desk, const RecordQuery& query, Wanted& out) {
    const auto board = definition::board_rule(*desk.current);
    if (board) out.limit = board->limit;
    for (const std::string& word : query.timings) {
        const auto timing = timing_named(word);
        if (!board || !timing) return refuse(ErrorKind::Invalid, "record.unknown_filter", "/timing");
        out.timings.insert(*timing);
    }
    if (!query.month.empty() && (!board || !is_month(query.month))) {
        return refuse(ErrorKind::Invalid, "record.unknown_filter", "/month");
    }
    out.month = query.month;
    for (const auto& [column, value] : query.where) {
        if (column.starts_with(kUnanswered) && !desk.current->form.persons && !out.missed) {
            out.missed = TRY(missed_answer(*desk.current, column, value));
            const auto period = period_asked(house, *desk.current, {{column, value}});
            if (period) out.opened_before = period->over_at;
            continue;
        }
        const bool is_known =
            column == kOwnerColumn || (desk.current->find_column(column) != nullptr &&
                                       access::list_shows(desk.programme->rules, desk.current->id, column));
        // In a register of persons a list is narrowed by its filters alone.
        if (!is_known || desk.current->form.persons) {
            return refuse(ErrorKind::Invalid, "record.unknown_filter", "/where");
        }
    }
    out.where = query.where;
    std::erase_if(out.where, [](const auto& asked) { return asked.first.starts_with(kUnanswered); });
    return {};
}

/// Whose records point at one that she may open; of what she may not, there is nothing to be found.
Result<> read_links(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    Wanted& out
) {
    if (query.links_to.empty()) return {};
    const std::size_t slash = query.links_to.find('/');
    const auto id =
        slash == std::string::npos ? std::nullopt : RecordId::parse(query.links_to.substr(slash + 1));
    if (!id) return refuse(ErrorKind::Invalid, "record.unknown_filter", "/links_to");
    [[maybe_unused]] const FoundRecord target =
        TRY(record_for(house, snapshot, caller, query.links_to.substr(0, slash), *id, access::kOpen));
    out.linked.emplace();
    for (std::string after;;) {
        const auto rows = TRY(snapshot.read(
            storage::statements::kRecordsThatLinkTo,
            {id->text(), desk.current->id, after, static_cast<std::int64_t>(kLinksAtOnce)}
        ));
        for (const storage::Row& row : rows) out.linked->insert(row.text(0));
        if (rows.size() < kLinksAtOnce) return {};
        after = rows.back().text(0);
    }
}

Result<Wanted> wanted_of(
    House& house,
    storage::Snapshot& snapshot,
    const Desk& desk,
    const Caller& caller,
    const RecordQuery& query
) {
    Wanted out;
    out.stream.register_name = desk.current->id;
    out.stream.states = query.states;
    out.mine = query.mine;
    bool overdue = query.overdue;
    if (!query.filter.empty()) {
        const auto& filters = desk.current->list.filters;
        const auto saved = std::ranges::find(filters, query.filter, &definition::SavedFilter::id);
        if (saved == filters.end()) return refuse(ErrorKind::Invalid, "record.unknown_filter", "/filter");
        if (out.stream.states.empty()) out.stream.states = saved->states;
        overdue = overdue || saved->overdue;
        out.mine = out.mine || saved->mine;
    }
    // As `LIKE` would read them.
    for (const std::string& state : out.stream.states) {
        if (desk.current->workflow.find_state(state) == nullptr) {
            return refuse(ErrorKind::Invalid, "record.unknown_filter", "/state");
        }
    }
    if (overdue) out.stream.due_before = caller.now.micros;
    TRY(read_order(desk, query.sort, out.stream));
    TRY(read_narrowing(house, desk, query, out));
    TRY(read_links(house, snapshot, caller, desk, query, out));
    out.words = words_of(query.text);
    return out;
}

/// A cursor works for the person, the role and the question it was given to.
Bytes cursor_place(const Caller& caller, const RecordQuery& query) {
    CanonicalWriter place;
    place.text("records").text(caller.account.id.text()).text(caller.acting.id).text(query.register_id);
    place.text(query.filter).text(query.text).text(query.sort);
    place.number(query.overdue ? 1 : 0).number(query.mine ? 1 : 0);
    for (const std::string& state : query.states) place.text(state);
    place.number(query.timings.size()).text(query.month).text(query.links_to);
    for (const std::string& timing : query.timings) place.text(timing);
    for (const auto& [column, value] : query.where) place.text(column).text(value);
    return place.result();
}

}  // namespace

std::string cursor_behind(
    const House& house, const Caller& caller, const RecordQuery& query, const RecordPlace& place
) {
    CanonicalWriter plain;
    plain.number(static_cast<std::uint64_t>(place.number)).text(place.text).text(place.id);
    return to_base64url(crypto::seal(house.keys.cursor, plain.result(), cursor_place(caller, query)));
}

Result<std::optional<RecordPlace>> place_behind(
    const House& house, const Caller& caller, const RecordQuery& query
) {
    if (query.cursor.empty()) return std::optional<RecordPlace>();
    const auto sealed = parse_base64url(query.cursor);
    const auto plain =
        sealed ? crypto::open(house.keys.cursor, *sealed, cursor_place(caller, query)) : std::nullopt;
    if (!plain) return refuse(ErrorKind::Invalid, "request.cursor");
    CanonicalReader reader(*plain);
    const auto number = reader.number();
    auto text = reader.text();
    auto id = reader.text();
    if (!number || !text || !id) return refuse(ErrorKind::Invalid, "request.cursor");
    return std::optional(RecordPlace{static_cast<std::int64_t>(*number), std::move(*text), std::move(*id)});
}

json::Value shown_columns(House& house, storage::Snapshot& snapshot, const Desk& desk, const RecordRow& row) {
    json::Value out{json::Object{}};
    // Written in the order of the bundle that the record was opened under; another may order them otherwise.
    const auto pinned = house.programmes.pinned(snapshot, row.bundle);
    const definition::Register* written = pinned ? (*pinned)->find(desk.current->id) : nullptr;
    if (written == nullptr) return out;
    const json::Value all = columns_of_row(*written, row);
    for (const auto& [id, value] : *all.object()) {
        if (desk.current->find_column(id) == nullptr) continue;
        if (access::list_shows(desk.programme->rules, desk.current->id, id)) out.set(id, value);
    }
    return out;
}

std::string called(House& house, storage::Snapshot& snapshot, const Desk& desk, const RecordRow& row) {
    const json::Value shown = shown_columns(house, snapshot, desk, row);
    for (const definition::Column& column : desk.current->list.columns) {
        const json::Value* value = shown.find(column.id);
        if (column.type != form::Type::Text || value == nullptr) continue;
        if (value->string() != nullptr && !value->string()->empty()) return *value->string();
    }
    return {};
}

namespace {

/// What a column says, as a question names it; empty where it says nothing.
std::string said_by(const ListedRecord& one, const std::string& column) {
    if (column == kOwnerColumn) return one.row.owner.text();
    const json::Value* value = one.columns.find(column);
    if (value == nullptr) return {};
    if (value->string() != nullptr) return *value->string();
    return value->integer() == nullptr ? std::string() : std::to_string(*value->integer());
}

bool matches(const Wanted& wanted, const ListedRecord& one) {
    if (wanted.linked && !wanted.linked->contains(one.row.id.text())) return false;
    const auto says = [&](const auto& asked) { return said_by(one, asked.first) == asked.second; };
    if (!std::ranges::all_of(wanted.where, says)) return false;
    if (wanted.words.empty()) return true;
    std::string said = one.row.number;
    for (const auto& [id, value] : *one.columns.object()) {
        if (value.string() != nullptr) said += "\n" + *value.string();
    }
    said = text::fold(said);
    return std::ranges::all_of(wanted.words, [&](const std::string& word) { return said.contains(word); });
}

/// Whether she was named for it herself, as whatever: her body's matters are not hers alone.
bool is_named(const Caller& caller, const std::vector<RecordRelation>& relations) {
    return std::ranges::any_of(relations, [&](const RecordRelation& one) {
        return one.kind != access::kBreakGlass && one.holds_at(caller.now) &&
               one.account == caller.account.id;
    });
}

/// What rows are decided by and do not say themselves, read for a page of them at once.
class Aside {
public:
    Aside(House& house, storage::Snapshot& snapshot, const Desk& desk)
        : house_(house), snapshot_(snapshot), desk_(desk), board_(definition::board_rule(*desk.current)) {}

    /// What comes next in the stream is taken with it.
    Result<> look(const RecordRow& row, const RecordStream& stream) {
        if (std::ranges::find(known_, row.id) != known_.end()) return {};
        std::vector<RecordId> next{row.id};
        std::ranges::move(stream.ahead(kAtOnce - 1), std::back_inserter(next));
        return take(std::move(next));
    }
    /// Of these, at most `kAtOnce`.
    Result<> take(std::vector<RecordId> records) {
        known_ = std::move(records);
        relations_ = TRY(relations_of(snapshot_, house_.keys, desk_.current->id, known_));
        named_ = TRY(named_versions(snapshot_, house_.keys, desk_.current->id, known_));
        clocks_.reset();
        if (!desk_.current->form.persons) return {};
        living_.clear();
        storage::Parameters ids;
        add_ids(ids, known_);
        for (const storage::Row& key :
             TRY(snapshot_.read(storage::statements::kLivingKeys, std::move(ids)))) {
            living_.insert(key.text(0));
        }
        return {};
    }
    const access::Rules& rules() const { return desk_.programme->rules; }
    const std::vector<RecordRelation>& relations(const RecordRow& row) {
        std::vector<RecordRelation>& held = relations_[row.id.text()];
        doubt_missing(house_.keys, row, held);
        return held;
    }
    /// Erased, and back with an older copy of the database: what nothing opens is not there.
    bool opens(const RecordRow& row) const {
        return !desk_.current->form.persons || living_.contains(row.id.text());
    }
    const NamedVersions& named() const { return named_; }
    /// How the row that was looked at stands to the limit.
    Result<Timed> timed(const RecordRow& row, std::string_view limit, Instant now) {
        if (limit.empty()) return Timed{};
        if (!clocks_) clocks_ = TRY(last_clocks(snapshot_, known_, limit));
        const auto found = clocks_->find(row.id.text());
        if (found == clocks_->end() || (board_ && !says(*board_, found->second, row.state))) return Timed{};
        return timing_of(found->second, now);
    }
    /// Whether the row lacks the answer that is asked for; whoever is told so may open it.
    Result<bool> fits(const RecordRow& row, const Wanted& wanted) {
        const std::optional<MissedAnswer>& missed = wanted.missed;
        if (!missed) return true;
        if (row.opened_at.micros >= wanted.opened_before.micros) return false;
        const auto pinned = house_.programmes.pinned(snapshot_, row.bundle);
        const definition::Register* written = pinned ? (*pinned)->find(desk_.current->id) : nullptr;
        if (written == nullptr) return false;
        return lacks(TRY(answer_words_of(house_, snapshot_, *written, row)), *missed);
    }
    /// Records that were looked at together with the last one.
    const std::vector<RecordId>& known() const { return known_; }

private:
    House& house_;
    storage::Snapshot& snapshot_;
    const Desk& desk_;
    const std::optional<definition::BoardRule> board_;
    std::vector<RecordId> known_;
    RelationsOf relations_;
    NamedVersions named_;
    std::set<std::string> living_;
    std::optional<LastClocks> clocks_;
};

/// What one must be allowed beside listing: who answered for a period is told to whoever may open the record.
std::string beside_listing(const Wanted& wanted) {
    return wanted.missed ? std::string(access::kOpen) : std::string();
}

/// As far as boards in memory know what is asked; they never leave out what the question finds.
BoardQuestion in_memory(
    const House& house,
    const Caller& caller,
    const Desk& desk,
    const definition::BoardRule& rule,
    const Wanted& wanted
) {
    BoardQuestion out{
        desk.programme->rules, desk.current->id, caller.actor, caller.now, rule.rows == kOwnerColumn};
    out.states = wanted.stream.states;
    out.timings = wanted.timings;
    out.month = wanted.month;
    out.due_before = wanted.stream.due_before;
    out.utc_offset_micros = house.options.utc_offset_micros;
    out.missed = wanted.missed;
    out.opened_before = wanted.opened_before;
    out.action = beside_listing(wanted);
    if (wanted.linked) out.among = std::make_shared<const std::set<std::string>>(*wanted.linked);
    for (const auto& [column, value] : wanted.where) {
        if (column == kOwnerColumn) {
            out.owner = value;
        } else if (column == rule.rows) {
            out.body = value;
        } else if (column == rule.group) {
            out.group = value;
        }
    }
    return out;
}

constexpr std::size_t kFedAtOnce = 20 * kAtOnce;

/// Records out of memory, some at a time.
class Feed {
public:
    Feed(
        House& house,
        storage::Snapshot& snapshot,
        const Desk& desk,
        BoardQuestion asked,
        StreamScope ways,
        const std::optional<RecordPlace>& after
    )
        : house_(house), snapshot_(snapshot), desk_(desk), asked_(std::move(asked)), ways_(std::move(ways)) {
        asked_.ways = &ways_;
        const std::int64_t first = asked_.order == BoardOrder::Due ? INT64_MIN : INT64_MAX;
        after_ = after ? BoardPosition(after->number, after->id) : BoardPosition(first, std::string());
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    Result<Fed> next() {
        if (at_ == known_.size() && !is_last_) {
            auto found = TRY(house_.boards->next(house_, snapshot_, desk_, asked_, after_, most_));
            if (!found) return refuse(ErrorKind::Unavailable, "board.preparing");
            known_ = std::move(*found);
            at_ = 0;
            is_last_ = known_.size() < most_;
            if (!known_.empty()) after_ = known_.back();
            most_ = kFedAtOnce;  // a page was not enough
        }
        Fed out;
        for (; at_ < known_.size() && out.ids.size() < kAtOnce; ++at_) {
            out.ids.push_back(RecordId::trusted(known_[at_].second));
            out.until = {known_[at_].first, {}, known_[at_].second};
        }
        return out;
    }

private:
    House& house_;
    storage::Snapshot& snapshot_;
    const Desk& desk_;
    BoardQuestion asked_;
    StreamScope ways_;
    BoardPosition after_;
    std::vector<BoardPosition> known_;
    std::size_t at_{0};
    std::size_t most_{kAtOnce};
    bool is_last_{false};
};

/// How far a stream is read: what is changed meanwhile is first in memory from then on, and would be passed
/// over by whoever reads all.
enum class Reads : std::uint8_t { Page, Everything };

/// The order of what comes out of memory. What an index of the database gives in another order than by days
/// is not looked for among all that this node holds.
std::optional<BoardOrder> order_in_memory(
    const Desk& desk, RecordOrder order, const StreamScope& ways, Reads reads
) {
    if (order == RecordOrder::Due && !desk.current->form.persons) return BoardOrder::Due;
    if (order == RecordOrder::Column || goes_along_index(ways)) return std::nullopt;
    if (order == RecordOrder::Due) return BoardOrder::Due;
    if (order == RecordOrder::Opened) return BoardOrder::Opened;
    return reads == Reads::Page ? std::optional(BoardOrder::Changed) : std::nullopt;
}

/// Rows that may be found, by whichever way is short: out of memory by their days where the register has a
/// board, else narrowed in SQL. Every row is decided on by whoever reads them.
RecordStream stream_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const Wanted& wanted,
    const StreamScope& ways,
    Reads reads = Reads::Everything
) {
    const auto order = order_in_memory(desk, wanted.stream.order, ways, reads);
    const bool is_fed = order && house.boards != nullptr && house.boards->answers(desk);
    if (!is_fed) return {snapshot, house.keys, caller.actor, wanted.stream, ways};
    const auto rule = definition::board_rule(*desk.current).value_or(definition::BoardRule{});
    BoardQuestion asked = in_memory(house, caller, desk, rule, wanted);
    asked.order = *order;
    const auto feed =
        std::make_shared<Feed>(house, snapshot, desk, std::move(asked), ways, wanted.stream.after);
    return {snapshot, house.keys, caller.actor, wanted.stream, RecordFeed([feed] { return feed->next(); })};
}

bool fits(const House& house, const Wanted& wanted, const Timed& timed) {
    if (!wanted.timings.empty() && !wanted.timings.contains(timed.timing)) return false;
    if (wanted.month.empty()) return true;
    return timed.due_at && month_of(*timed.due_at, house.options.utc_offset_micros) == wanted.month;
}

/// Whether she may list it, and do what else is asked; the one gate, asked for every row.
bool may_list(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const RecordRow& row,
    Aside& aside,
    bool mine,
    std::string_view action = access::kList
) {
    const auto& relations = aside.relations(row);
    if (mine && !is_named(caller, relations)) return false;
    const access::Standing standing = standing_of(house, caller, row, relations);
    const auto may = [&](std::string_view what) {
        return access::decide(aside.rules(), caller.actor, row.register_name, what, standing).allowed;
    };
    if (!may(access::kList) || (action != access::kList && !may(action))) return false;
    return aside.opens(row) && is_newest(snapshot, house.keys, row, aside.named());
}

/// Of the names in memory, where changes of this register are followed there; before the snapshot is taken.
std::optional<std::uint64_t> ticket_of(const House& house, const Desk& desk) {
    if (!desk.current->form.persons || house.boards == nullptr || !house.boards->answers(desk)) {
        return std::nullopt;
    }
    return house.boards->names().ticket();
}

Result<> add_words(House& house, storage::Snapshot& snapshot, const Caller& caller, RecordPage& page) {
    std::vector<const RecordRow*> rows;
    for (const ListedRecord& one : page.records) rows.push_back(&one.row);
    const auto words = TRY(words_of_states(house, snapshot, page.desk, rows, caller.now));
    for (std::size_t i = 0; i < words.size(); ++i) page.records[i].word = words[i];
    return {};
}

}  // namespace

bool ListFilter::takes(const Caller& caller, const FoundRecord& found) const {
    if (!states.empty() && std::ranges::find(states, found.row.state) == states.end()) return false;
    return found.row.due_at < due_before && (!mine || is_named(caller, found.relations));
}

Result<RecordPage> list_records(House& house, const Caller& caller, const RecordQuery& query) {
    RecordPage page;
    page.desk = TRY(desk_of(house, query.register_id));
    const Desk& desk = page.desk;
    const auto scope =
        access::scope_of(desk.programme->rules, caller.actor, desk.current->id, access::Channel::List);
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    const auto ticket = ticket_of(house, desk);
    const auto snapshot = TRY(snapshot_of(house, caller));
    Wanted wanted = TRY(wanted_of(house, *snapshot, desk, caller, query));
    if (desk.current->form.persons && !wanted.words.empty()) {
        if (wanted.linked) return refuse(ErrorKind::Invalid, "record.unknown_filter", "/links_to");
        RecordPage found = TRY(search_persons(
            house, caller, desk, query, {wanted.stream.states, wanted.stream.due_before, wanted.mine}
        ));
        const auto now = TRY(snapshot_of(house, caller));
        TRY(add_words(house, *now, caller, found));
        return found;
    }
    wanted.stream.after = TRY(place_behind(house, caller, query));
    StreamScope ways = stream_scope(scope);
    if (wanted.mine) ways = {.everything = false, .owners = {}, .related = true, .created = false};
    RecordStream stream = stream_of(house, *snapshot, caller, desk, wanted, ways, Reads::Page);
    Aside aside(house, *snapshot, desk);
    std::optional<RecordPlace> last;
    RelationsOf relations;
    while (auto row = TRY(stream.next())) {
        const bool is_tired = stream.scanned() > kScanMax;
        RecordPlace place = stream.place_of(*row);
        ListedRecord one{std::move(*row), {}};
        one.columns = shown_columns(house, *snapshot, desk, one.row);
        // "More" is said of rows she may see alone: one that is closed to her must not show as an empty page.
        bool is_hers = !is_tired && matches(wanted, one);
        if (is_hers) {
            TRY(aside.look(one.row, stream));
            const std::string_view also = wanted.missed ? access::kOpen : access::kList;
            is_hers = may_list(house, *snapshot, caller, one.row, aside, wanted.mine, also) &&
                      TRY(aside.fits(one.row, wanted));
        }
        if (is_hers && wanted.asks_clocks()) {
            is_hers = fits(house, wanted, TRY(aside.timed(one.row, wanted.limit, caller.now)));
        }
        if (last && (is_tired || (is_hers && page.records.size() == kPage))) {
            page.next = cursor_behind(house, caller, query, *last);
            page.more = true;
            break;
        }
        if (page.records.size() == kPage) continue;
        last = std::move(place);
        if (!is_hers) continue;
        if (desk.current->form.persons) relations[one.row.id.text()] = aside.relations(one.row);
        page.records.push_back(std::move(one));
    }
    TRY(add_names(house, *snapshot, caller, page, std::move(relations), ticket));
    TRY(add_words(house, *snapshot, caller, page));
    return page;
}

Result<std::vector<RecordRow>> rows_to_export(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::size_t most
) {
    const auto scope =
        access::scope_of(desk.programme->rules, caller.actor, desk.current->id, access::Channel::Export);
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    const Wanted wanted = TRY(wanted_of(house, snapshot, desk, caller, query));
    // Words looked for are names there; what leaves is narrowed by what lies in the clear.
    if (desk.current->form.persons && !wanted.words.empty()) {
        return refuse(ErrorKind::Invalid, "export.by_name", "/q");
    }
    StreamScope ways = stream_scope(scope);
    if (wanted.mine) ways = {.everything = false, .owners = {}, .related = true, .created = false};
    RecordStream stream = stream_of(house, snapshot, caller, desk, wanted, ways);
    Aside aside(house, snapshot, desk);
    std::vector<RecordRow> out;
    while (auto row = TRY(stream.next())) {
        const ListedRecord one{*row, shown_columns(house, snapshot, desk, *row)};
        if (!matches(wanted, one)) continue;
        TRY(aside.look(*row, stream));
        const bool may = may_list(house, snapshot, caller, *row, aside, wanted.mine, access::kExport);
        const Timed timed = wanted.asks_clocks() ? TRY(aside.timed(*row, wanted.limit, caller.now)) : Timed{};
        if (may && fits(house, wanted, timed) && TRY(aside.fits(*row, wanted))) {
            out.push_back(std::move(*row));
        }
        // Never a part of what was asked for that looks like all of it.
        if (out.size() > most || stream.scanned() > kExportScanMax) {
            return refuse(ErrorKind::Invalid, "access.export_too_many_rows");
        }
    }
    return out;
}

Result<> look_at(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    std::span<const RecordId> ids,
    std::string_view limit,
    const std::function<void(const WalkedRecord&)>& visit
) {
    Aside aside(house, snapshot, desk);
    for (std::size_t at = 0; at < ids.size(); at += kAtOnce) {
        const auto some = ids.subspan(at, std::min(kAtOnce, ids.size() - at));
        storage::Parameters parameters;
        add_ids(parameters, some);
        TRY(aside.take({some.begin(), some.end()}));
        for (const storage::Row& stored :
             TRY(snapshot.read(storage::statements::kRecordRowsById, std::move(parameters)))) {
            const auto row = record_row(snapshot, house.keys, stored);
            if (!row || row->register_name != desk.current->id) continue;
            if (!may_list(house, snapshot, caller, *row, aside, false)) continue;
            const json::Value columns = shown_columns(house, snapshot, desk, *row);
            const auto standing = standing_of(house, caller, *row, aside.relations(*row));
            const auto timed = TRY(aside.timed(*row, limit, caller.now));
            visit({*row, columns, standing, timed});
        }
    }
    return {};
}

Result<std::optional<BoardQuestion>> question_of(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query
) {
    const access::Rules& rules = desk.programme->rules;
    const auto scope = access::scope_of(rules, caller.actor, desk.current->id, access::Channel::List);
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    const Wanted wanted = TRY(wanted_of(house, snapshot, desk, caller, query));
    const auto rule = definition::board_rule(*desk.current);
    if (!rule || wanted.mine || !wanted.words.empty()) return std::nullopt;
    // What lists do not show is on no board; such a register is walked.
    const auto is_shown = [&](const std::string& column) {
        return desk.current->find_column(column) != nullptr &&
               access::list_shows(rules, desk.current->id, column);
    };
    if (rule->rows != kOwnerColumn && !is_shown(rule->rows)) return std::nullopt;
    if (!rule->group.empty() && !is_shown(rule->group)) return std::nullopt;
    const bool is_known = std::ranges::all_of(wanted.where, [&](const auto& asked) {
        return asked.first == kOwnerColumn || asked.first == rule->rows || asked.first == rule->group;
    });
    if (!is_known) return std::nullopt;
    return in_memory(house, caller, desk, *rule, wanted);
}

Result<> walk_on(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::string_view action,
    std::size_t most,
    const std::function<bool(const WalkedRecord&)>& visit
) {
    const auto scope =
        access::scope_of(desk.programme->rules, caller.actor, desk.current->id, access::Channel::List);
    if (scope.is_empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    Wanted wanted = TRY(wanted_of(house, snapshot, desk, caller, query));
    wanted.stream.after = TRY(place_behind(house, caller, query));
    StreamScope ways = stream_scope(scope);
    if (wanted.mine) ways = {.everything = false, .owners = {}, .related = true, .created = false};
    RecordStream stream = stream_of(house, snapshot, caller, desk, wanted, ways);
    Aside aside(house, snapshot, desk);
    if (wanted.missed && action == access::kList) action = access::kOpen;
    while (auto row = TRY(stream.next())) {
        // Never a part that looks like the whole.
        if (stream.scanned() > most) return refuse(ErrorKind::Invalid, "board.too_many");
        const ListedRecord one{*row, shown_columns(house, snapshot, desk, *row)};
        if (!matches(wanted, one)) continue;
        TRY(aside.look(*row, stream));
        if (!may_list(house, snapshot, caller, *row, aside, wanted.mine, action)) continue;
        const Timed timed = TRY(aside.timed(*row, wanted.limit, caller.now));
        if (!fits(house, wanted, timed) || !TRY(aside.fits(*row, wanted))) continue;
        const auto standing = standing_of(house, caller, one.row, aside.relations(one.row));
        if (!visit({one.row, one.columns, standing, timed})) return {};
    }
    return {};
}

Result<> walk_records(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const RecordQuery& query,
    std::string_view action,
    std::size_t most,
    const std::function<void(const WalkedRecord&)>& visit
) {
    RecordQuery whole = query;
    whole.cursor.clear();
    return walk_on(house, snapshot, caller, desk, whole, action, most, [&](const WalkedRecord& one) {
        visit(one);
        return true;
    });
}

namespace {

/// A relation that holds, as the agenda knows it: those of a body are its desks' too, and what a unit below
/// has to do is that unit's.
bool stands_as(const access::Standing& standing, std::string_view word) {
    return std::ranges::any_of(standing.relations, [&](const std::string& held) {
        return access::row_word(held) == word && !held.ends_with(access::kToBelow);
    });
}

/// Whose matter a record is where its limits do not say: of the body it belongs to, of whoever opened it, of
/// those to whom a relation was given.
bool is_hers(const access::Standing& standing) {
    return std::ranges::any_of(standing.relations, [](const std::string& held) {
        return held != access::kAny && held != access::kAbove && !held.ends_with(access::kToBelow);
    });
}

/// Whether a clock enters her agenda. By the bundle in force: what a limit was called under an older one and
/// is no more is anybody's whose matter the record is.
bool is_for(const Desk& desk, const deadline::Clock& clock, const access::Standing& standing) {
    const auto& limits = desk.current->limits;
    const auto limit = std::ranges::find(limits, clock.limit, &deadline::Limit::id);
    if (limit == limits.end() || limit->concerns.empty()) return is_hers(standing);
    return std::ranges::any_of(limit->concerns, [&](const std::string& word) {
        return stands_as(standing, word);
    });
}

/// Ways to what may enter the agenda: records of units below are left out, and those of her own body where no
/// limit is for the body that they belong to.
StreamScope agenda_ways(const access::RecordScope& scope, const Desk& desk) {
    StreamScope ways = stream_scope(scope);
    const auto& limits = desk.current->limits;
    const auto asks_for = [&](std::string_view word) {
        return std::ranges::any_of(limits, [&](const deadline::Limit& limit) {
            return limit.concerns.empty() || std::ranges::find(limit.concerns, word) != limit.concerns.end();
        });
    };
    const bool has_own = (ways.everything || !ways.owners.empty()) && asks_for(access::kOwn);
    ways.owners.clear();
    if (has_own) ways.owners = {scope.actor().organisation};
    ways.created = ways.created && asks_for(access::kCreated);
    std::erase_if(ways.reaching, [&](const OrganisationId& body) {
        return !scope.actor().desk_of.contains(body);
    });
    ways.everything = false;
    return ways;
}

/// States in which a limit may run that concerns the body to which a record belongs; nothing where any may be
/// one. A body that gives out work has a hundred thousand records, and a limit of its own in few of them.
std::optional<std::set<std::string>> states_of_owner(const Desk& desk) {
    std::set<std::string> out;
    for (const deadline::Limit& limit : desk.current->limits) {
        const bool is_owners =
            limit.concerns.empty() || std::ranges::find(limit.concerns, access::kOwn) != limit.concerns.end();
        if (!is_owners) continue;
        auto states = definition::running_states(desk.current->workflow, limit);
        if (!states) return std::nullopt;
        out.merge(*states);
    }
    return out;
}

std::vector<deadline::Clock> running_of(const std::vector<deadline::Clock>& clocks) {
    std::vector<deadline::Clock> out;
    std::ranges::copy_if(clocks, std::back_inserter(out), [](const deadline::Clock& one) {
        return !one.stopped_at;
    });
    return out;
}

/// Which part of an agenda is gathered: from a due date on, so many matters at most.
struct AgendaPart {
    std::optional<Instant> from{};  ///< nothing: from the one that is late longest
    std::size_t items{kPage};
    bool with_matches{false};
};

/// Matters that come along these ways; `seen`: records that came along others.
Result<> add_along(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const StreamScope& ways,
    const std::set<std::string>& states,
    const AgendaPart& part,
    std::set<std::string>& seen,
    Agenda& agenda
) {
    if (ways.is_empty()) return {};
    Wanted wanted;
    wanted.stream.register_name = desk.current->id;
    wanted.stream.due_before = kNeverDue;
    wanted.stream.states.assign(states.begin(), states.end());
    if (part.from) wanted.stream.after = RecordPlace{part.from->micros, {}, {}};
    ClocksOfPage clocks(house, snapshot, clocks_ticket(house, desk));
    RecordStream stream = stream_of(house, snapshot, caller, desk, wanted, ways);
    Aside aside(house, snapshot, desk);
    std::size_t found = 0;
    while (auto row = TRY(stream.next())) {
        const bool is_tired = stream.scanned() > kScanMax;
        if (!is_tired) {
            TRY(aside.look(*row, stream));
            if (!may_list(house, snapshot, caller, *row, aside, false)) continue;
        }
        if (is_tired || found >= part.items) {
            agenda.more = true;
            return {};
        }
        if (!seen.insert(row->id.text()).second) continue;
        const auto running = running_of(*TRY(clocks.of(*row, aside.known())));
        const std::string word = word_of_state(desk, row->state, running, caller.now);
        const access::Standing standing = standing_of(house, caller, *row, aside.relations(*row));
        for (const deadline::Clock& clock : running) {
            if (!is_for(desk, clock, standing)) continue;
            agenda.items.push_back({desk, *row, clock, word, called(house, snapshot, desk, *row)});
            ++found;
        }
    }
    return {};
}

/// Her own matters of one register.
Result<> add_agenda(
    House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const Desk& desk,
    const AgendaPart& part,
    Agenda& agenda
) {
    const auto scope =
        access::scope_of(desk.programme->rules, caller.actor, desk.current->id, access::Channel::Agenda);
    StreamScope ways = agenda_ways(scope, desk);
    std::set<std::string> seen;
    if (const auto states = states_of_owner(desk)) {
        StreamScope own;
        own.owners = std::exchange(ways.owners, {});
        own.states.owned = ways.states.owned;
        if (!states->empty()) TRY(add_along(house, snapshot, caller, desk, own, *states, part, seen, agenda));
    }
    return add_along(house, snapshot, caller, desk, ways, {}, part, seen, agenda);
}

Result<Agenda> gather(House& house, const Caller& caller, const AgendaPart& part) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    const auto programme = house.programmes.current();
    Agenda agenda;
    for (const std::string& id : programme->registers) {
        const Desk desk = TRY(desk_of(house, id));
        TRY(add_agenda(house, *snapshot, caller, desk, part, agenda));
        if (!part.from) {
            for (BrokenGlass& glass : TRY(glass_to_review(house, *snapshot, caller, desk))) {
                agenda.reviews.push_back({desk, std::move(glass)});
            }
        }
        if (!part.with_matches) continue;
        WaitingMatches waiting = TRY(matches_waiting(house, *snapshot, caller, desk));
        agenda.more = agenda.more || waiting.behind.has_value();
        for (MatchView& one : waiting.pairs) agenda.matches.push_back({desk, std::move(one)});
    }
    std::ranges::sort(agenda.items, {}, [](const AgendaItem& one) {
        return std::tuple(
            one.clock.due_at.value_or(Instant{kNoDayKnown}).micros,
            one.row.id.text(),
            one.clock.limit,
            one.clock.number
        );
    });
    std::ranges::sort(agenda.reviews, {}, [](const AgendaReview& one) {
        return std::pair(one.glass.review_due_at.micros, one.glass.id.text());
    });
    if (agenda.items.size() > part.items) {
        agenda.items.erase(
            agenda.items.begin() + static_cast<std::ptrdiff_t>(part.items), agenda.items.end()
        );
        agenda.more = true;
    }
    return agenda;
}

}  // namespace

Result<Agenda> agenda_of(House& house, const Caller& caller) {
    return gather(house, caller, {{}, kPage, true});
}

Result<Dates> dates_of(House& house, const Caller& caller) {
    Agenda first = TRY(gather(house, caller, {}));
    Dates out{{}, std::move(first.reviews), false, false};
    std::set<std::tuple<std::string, std::string, std::int64_t>> seen;
    const auto take = [&](std::vector<AgendaItem>& items) {
        for (AgendaItem& one : items) {
            const bool is_new = seen.insert({one.row.id.text(), one.clock.limit, one.clock.number}).second;
            if (one.clock.due_at && is_new) out.items.push_back(std::move(one));
        }
    };
    const bool ends_late = first.more && !first.items.empty() &&
                           first.items.back().clock.due_at.value_or(caller.now) < caller.now;
    take(first.items);
    if (!ends_late) {
        out.more_ahead = first.more;
        return out;
    }
    // A page of what is late would hide all that is still to come.
    out.more_late = true;
    Agenda ahead = TRY(gather(house, caller, {caller.now, kAhead}));
    take(ahead.items);
    out.more_ahead = ahead.more;
    return out;
}

}  // namespace neove::service
