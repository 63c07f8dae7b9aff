#include "service/registers/record_stream.h"

#include "storage/statements/boards.h"
#include "storage/statements/record_columns.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <array>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kBatch = 60;  // a page and some
/// Of several ways each gives a part of the page, most of which is read in vain.
constexpr std::int64_t kBatchLeast = 8;

/// Of one owner an index gives the rows; of many the rows are looked through along the order.
struct Choice {
    const storage::Statement* of_owner;
    const storage::Statement* of_all;
    const storage::Statement* of_creator;
    const storage::Statement* related;
};
constexpr std::array<Choice, 4> kChoices{
    Choice{
        &statements::kRecordsDueOfOwner,
        &statements::kRecordsDue,
        &statements::kRecordsDueOfCreator,
        &statements::kRecordsDueRelated},
    Choice{
        &statements::kRecordsChangedOfOwner,
        &statements::kRecordsChanged,
        &statements::kRecordsChangedOfCreator,
        &statements::kRecordsChangedRelated},
    Choice{
        &statements::kRecordsOpenedOfOwner,
        &statements::kRecordsOpened,
        &statements::kRecordsOpenedOfCreator,
        &statements::kRecordsOpenedRelated},
    Choice{
        &statements::kRecordsSortedOfOwner,
        &statements::kRecordsByNumber,
        &statements::kRecordsSortedOfCreator,
        &statements::kRecordsSortedRelated}};
constexpr std::array<const storage::Statement*, kColumnsMax> kByColumn{
    &statements::kRecordsByColumn1,
    &statements::kRecordsByColumn2,
    &statements::kRecordsByColumn3,
    &statements::kRecordsByColumn4,
    &statements::kRecordsByColumn5,
    &statements::kRecordsByColumn6,
    &statements::kRecordsByColumn7,
    &statements::kRecordsByColumn8};

constexpr std::size_t kOwnersByIndex = 8;
constexpr std::size_t kBodiesByIndex = 8;
constexpr std::size_t kStatesByIndex = 3;
/// So much of an owner's id is compared where there are many: the rows are decided about one by one anyway.
constexpr std::size_t kOwnerBeginning = 8;

/// Texts between commas, as `LIKE` looks for them.
std::string between_commas(const std::vector<std::string>& texts) {
    if (texts.empty()) return {};
    std::string out = ",";
    for (const std::string& text : texts) out += text + ",";
    return out;
}

std::string beginnings(const std::set<OrganisationId>& owners) {
    std::vector<std::string> out;
    for (const OrganisationId& owner : owners) out.push_back(owner.text().substr(0, kOwnerBeginning));
    return between_commas(out);
}

constexpr std::size_t kNumberColumn = 2, kOpenedColumn = 6, kChangedColumn = 7, kFirstColumn = 10,
                      kDueColumn = 18;

}  // namespace

StreamScope stream_scope(const access::RecordScope& scope) {
    StreamScope out;
    const auto widen = [](std::vector<std::string>& states, const access::ScopeClause& clause) {
        for (const std::string& state : clause.states) {
            if (std::ranges::find(states, state) == states.end()) states.push_back(state);
        }
    };
    for (const access::ScopeClause& clause : scope.clauses()) {
        if (clause.relation == access::kAny) {
            out.everything = true;
            widen(out.states.everything, clause);
        } else if (clause.relation == access::kOwn) {
            out.owners.insert(scope.actor().organisation);
            widen(out.states.owned, clause);
        } else if (clause.relation == access::kAbove) {
            out.owners.insert(scope.actor().below.begin(), scope.actor().below.end());
            widen(out.states.owned, clause);
        } else if (clause.relation == access::kCreated) {
            out.created = true;
            widen(out.states.created, clause);
        } else if (clause.relation.ends_with(access::kToDesks)) {
            out.reaching.insert(scope.actor().desk_of.begin(), scope.actor().desk_of.end());
            widen(out.states.related, clause);
        } else if (clause.relation.ends_with(access::kToBelow)) {
            out.reaching.insert(scope.actor().below.begin(), scope.actor().below.end());
            widen(out.states.related, clause);
        } else {
            out.related = true;
            widen(out.states.related, clause);
        }
    }
    return out;
}

bool goes_along_index(const StreamScope& ways) {
    if (ways.everything || ways.reaching.size() > kBodiesByIndex) return true;
    return !ways.created && !ways.related && ways.reaching.empty();
}

RecordStream::RecordStream(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const access::Actor& actor,
    StreamQuery query,
    const StreamScope& scope
)
    : snapshot_(snapshot), keys_(keys), actor_(actor), query_(std::move(query)), scope_(scope) {
    add_sources();
    const auto many = static_cast<std::int64_t>(std::max<std::size_t>(sources_.size(), 1));
    batch_ = many == 1 ? kBatch : std::max(2 * kBatch / many, kBatchLeast);
}

RecordStream::RecordStream(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const access::Actor& actor,
    StreamQuery query,
    RecordFeed feed
)
    : snapshot_(snapshot), keys_(keys), actor_(actor), query_(std::move(query)), feed_(std::move(feed)) {
    sources_.emplace_back();
}

/// The states that are asked for of those to which a way leads; nothing where it leads to none of them.
std::optional<std::vector<std::string>> RecordStream::states_in(const std::vector<std::string>& led_to
) const {
    if (query_.states.empty()) return led_to;
    if (led_to.empty()) return query_.states;
    std::vector<std::string> both;
    std::ranges::copy_if(query_.states, std::back_inserter(both), [&](const std::string& state) {
        return std::ranges::find(led_to, state) != led_to.end();
    });
    return both.empty() ? std::nullopt : std::optional(std::move(both));
}

void RecordStream::add_source(const storage::Statement* statement, std::string whose, std::string of) {
    const RecordPlace start = query_.after.value_or(beginning());
    sources_.push_back({statement, std::move(whose), std::move(of), false, {}, {}, start, false});
}

void RecordStream::add_related(const std::string& account, const OrganisationId& body) {
    const Choice& choice = kChoices.at(static_cast<std::size_t>(query_.order));
    const auto states = states_in(scope_.states.related);
    if (!states) return;
    add_source(choice.related, account, between_commas(*states));
    sources_.back().related = true;
    sources_.back().body = body.text();
}

/// Of all owners, or of those whose ids begin so.
void RecordStream::add_all(const std::string& owners, const std::vector<std::string>& led_to) {
    const Choice& choice = kChoices.at(static_cast<std::size_t>(query_.order));
    const auto states = states_in(led_to);
    if (!states) return;
    // Along the order as far as it takes: PostgreSQL, told of more states, would rather sort all there are.
    const std::string asked = between_commas(query_.states);
    const bool by_state =
        query_.order == RecordOrder::Due && !query_.states.empty() && query_.states.size() <= kStatesByIndex;
    const bool is_column = query_.order == RecordOrder::Column && query_.column >= 1 &&
                           query_.column <= static_cast<int>(kColumnsMax);
    if (by_state) {
        for (const std::string& state : *states) add_source(&statements::kRecordsDueOfState, owners, state);
    } else if (is_column) {
        const auto column = static_cast<std::size_t>(query_.column) - 1;
        add_source(kByColumn.at(column), owners, asked);
    } else {
        add_source(choice.of_all, owners, asked);
    }
}

void RecordStream::add_sources() {
    const Choice& choice = kChoices.at(static_cast<std::size_t>(query_.order));
    const bool by_first_column = query_.order == RecordOrder::Column && query_.column == 1;
    const auto* of_owner = by_first_column ? &statements::kRecordsByColumn1OfOwner : choice.of_owner;
    // Of a few bodies the index of rows gives the records. A body above so many has to do with most of them:
    // then all are looked through along the order, and decided about as always.
    if (scope_.everything || scope_.reaching.size() > kBodiesByIndex) {
        // Whatever other way leads to a record, it comes by this one.
        const bool is_only_way = scope_.everything && scope_.owners.empty() && !scope_.created &&
                                 !scope_.related && scope_.reaching.empty();
        add_all({}, is_only_way ? scope_.states.everything : std::vector<std::string>());
        return;
    }
    if (scope_.owners.size() > kOwnersByIndex) {
        add_all(beginnings(scope_.owners), scope_.states.owned);
    } else if (const auto states = states_in(scope_.states.owned)) {
        for (const OrganisationId& owner : scope_.owners) {
            add_source(of_owner, owner.text(), between_commas(*states));
        }
    }
    if (scope_.created) {
        const auto states = states_in(scope_.states.created);
        if (states) add_source(choice.of_creator, actor_.account.text(), between_commas(*states));
    }
    if (scope_.related) add_related(actor_.account.text(), actor_.organisation);
    for (const OrganisationId& body : scope_.reaching) add_related({}, body);
}

RecordPlace RecordStream::beginning() const {
    switch (query_.order) {
        case RecordOrder::Due: return {INT64_MIN, {}, {}};
        case RecordOrder::Column: return {};
        default: return {INT64_MAX, {}, {}};
    }
}

RecordPlace RecordStream::place_in(const storage::Row& row) const {
    switch (query_.order) {
        case RecordOrder::Due: return {row.number(kDueColumn), {}, row.text(0)};
        case RecordOrder::Changed: return {row.number(kChangedColumn), {}, row.text(0)};
        case RecordOrder::Opened: return {row.number(kOpenedColumn), {}, row.text(0)};
        case RecordOrder::Column: break;
    }
    const bool is_column = query_.column >= 1 && query_.column <= static_cast<int>(kColumnsMax);
    const std::size_t column =
        is_column ? kFirstColumn + static_cast<std::size_t>(query_.column) - 1 : kNumberColumn;
    return {0, row.text(column), row.text(0)};
}

RecordPlace RecordStream::place_of(const RecordRow& row) const {
    switch (query_.order) {
        case RecordOrder::Due: return {row.due_at, {}, row.id.text()};
        case RecordOrder::Changed: return {row.changed_at.micros, {}, row.id.text()};
        case RecordOrder::Opened: return {row.opened_at.micros, {}, row.id.text()};
        case RecordOrder::Column: break;
    }
    const bool is_column = query_.column >= 1 && query_.column <= static_cast<int>(kColumnsMax);
    return {
        0, is_column ? row.columns[static_cast<std::size_t>(query_.column) - 1] : row.number, row.id.text()};
}

bool RecordStream::is_before(const RecordPlace& a, const RecordPlace& b) const {
    if (query_.order == RecordOrder::Changed || query_.order == RecordOrder::Opened) {
        return std::tie(a.number, a.id) > std::tie(b.number, b.id);
    }
    return std::tie(a.number, a.text, a.id) < std::tie(b.number, b.text, b.id);
}

Result<> RecordStream::fill(Source& source) {
    if (!source.rows.empty() || source.ended) return {};
    if (feed_) return fill_from_feed(source);
    const bool numbers_column = source.related || source.statement == &statements::kRecordsSortedOfOwner ||
                                source.statement == &statements::kRecordsSortedOfCreator;
    storage::Parameters parameters{query_.register_name, source.whose, query_.due_before, source.states};
    if (query_.order == RecordOrder::Column) {
        parameters.emplace_back(source.place.text);
    } else {
        parameters.emplace_back(source.place.number);
    }
    parameters.emplace_back(source.place.id);
    parameters.emplace_back(batch_);
    if (query_.order == RecordOrder::Column && numbers_column) {
        parameters.emplace_back(std::int64_t{query_.column});
    }
    if (source.related) parameters.emplace_back(source.body);
    auto rows = TRY(snapshot_.read(*source.statement, std::move(parameters)));
    source.ended = static_cast<std::int64_t>(rows.size()) < batch_;
    if (!rows.empty()) source.place = place_in(rows.back());
    for (storage::Row& row : rows) source.rows.push_back(std::move(row));
    return {};
}

Result<> RecordStream::fill_from_feed(Source& source) {
    while (source.rows.empty() && !source.ended) {
        const Fed fed = TRY(feed_());
        source.ended = fed.ids.empty();
        if (!source.ended) {
            storage::Parameters parameters;
            add_ids(parameters, fed.ids);
            auto rows = TRY(snapshot_.read(statements::kRecordRowsById, std::move(parameters)));
            for (storage::Row& row : rows) early_.push_back(std::move(row));
            std::ranges::sort(early_, [&](const storage::Row& a, const storage::Row& b) {
                return is_before(place_in(a), place_in(b));
            });
        }
        // Who feeds may know of changes behind this snapshot: a page that ended at a row that was fed too
        // early would pass over all before its place.
        while (!early_.empty() && (source.ended || !is_before(fed.until, place_in(early_.front())))) {
            source.rows.push_back(std::move(early_.front()));
            early_.pop_front();
        }
    }
    return {};
}

std::vector<RecordId> RecordStream::ahead(std::size_t many) const {
    std::vector<RecordPlace> places;
    for (const Source& source : sources_) {
        for (const storage::Row& row : source.rows) places.push_back(place_in(row));
    }
    std::ranges::sort(places, [&](const RecordPlace& a, const RecordPlace& b) { return is_before(a, b); });
    std::vector<RecordId> out;
    for (std::size_t i = 0; i < places.size() && out.size() < many; ++i) {
        RecordId id = RecordId::trusted(std::move(places[i].id));
        if (out.empty() || out.back() != id) out.push_back(std::move(id));
    }
    return out;
}

Result<std::optional<RecordRow>> RecordStream::next() {
    for (;;) {
        Source* first = nullptr;
        for (Source& source : sources_) {
            TRY(fill(source));
            if (source.rows.empty()) continue;
            if (first == nullptr || is_before(place_in(source.rows.front()), place_in(first->rows.front()))) {
                first = &source;
            }
        }
        if (first == nullptr) return std::optional<RecordRow>();
        const storage::Row row = std::move(first->rows.front());
        first->rows.pop_front();
        ++scanned_;
        // The same record by another way comes right behind: both are sorted alike.
        if (row.text(0) == last_id_) continue;
        last_id_ = row.text(0);
        if (auto known = record_row(snapshot_, keys_, row)) return known;
    }
}

}  // namespace neove::service
