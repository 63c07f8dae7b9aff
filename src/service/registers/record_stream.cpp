#include "service/registers/record_stream.h"

#include "storage/statements/records.h"

#include <algorithm>
#include <array>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::int64_t kBatch = 60;  // a page and some

/// Of one owner an index gives the order; of several the rows are looked through.
struct Choice {
    const storage::Statement* of_owner;
    const storage::Statement* of_all;
    const storage::Statement* related;
};
constexpr std::array<Choice, 4> kChoices{
    Choice{&statements::kRecordsDueOfOwner, &statements::kRecordsDue, &statements::kRecordsDueRelated},
    Choice{
        &statements::kRecordsChangedOfOwner,
        &statements::kRecordsChanged,
        &statements::kRecordsChangedRelated},
    Choice{nullptr, &statements::kRecordsOpened, &statements::kRecordsOpenedRelated},
    Choice{nullptr, &statements::kRecordsSorted, &statements::kRecordsSortedRelated}};

constexpr std::size_t kOwnersByIndex = 8;

/// Texts between commas, as `LIKE` looks for them.
template <typename Texts>
std::string between_commas(const Texts& texts) {
    if (texts.empty()) return {};
    std::string out = ",";
    for (const auto& text : texts) {
        if constexpr (requires { text.text(); }) {
            out += text.text() + ",";
        } else {
            out += text + ",";
        }
    }
    return out;
}

constexpr std::size_t kNumberColumn = 2, kOpenedColumn = 6, kChangedColumn = 7, kFirstColumn = 10,
                      kDueColumn = 18;

}  // namespace

StreamScope stream_scope(const access::RecordScope& scope) {
    StreamScope out;
    for (const access::ScopeClause& clause : scope.clauses()) {
        if (clause.relation == access::kAny) {
            out.everything = true;
        } else if (clause.relation == access::kOwn) {
            out.owners.insert(scope.actor().organisation);
        } else if (clause.relation == access::kAbove) {
            out.owners.insert(scope.actor().below.begin(), scope.actor().below.end());
        } else if (clause.relation == access::kCreated) {
            out.created = true;
        } else {
            out.related = true;
        }
    }
    return out;
}

RecordStream::RecordStream(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const access::Actor& actor,
    StreamQuery query,
    const StreamScope& scope
)
    : snapshot_(snapshot), keys_(keys), actor_(actor), query_(std::move(query)), scope_(scope) {
    const Choice& choice = kChoices.at(static_cast<std::size_t>(query_.order));
    const RecordPlace start = query_.after.value_or(beginning());
    const auto add = [&](const storage::Statement* statement, std::string whose, bool related) {
        sources_.push_back({statement, std::move(whose), related, {}, start, false});
    };
    if (scope.everything) {
        add(choice.of_all, {}, false);
        return;
    }
    if (choice.of_owner != nullptr && scope.owners.size() <= kOwnersByIndex) {
        for (const OrganisationId& owner : scope.owners) add(choice.of_owner, owner.text(), false);
    } else if (!scope.owners.empty()) {
        add(choice.of_all, between_commas(scope.owners), false);
    }
    if (scope.related || scope.created) add(choice.related, {}, true);
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
    storage::Parameters parameters{
        query_.register_name,
        source.related ? (scope_.related ? actor_.account.text() : std::string()) : source.whose,
        query_.due_before,
        between_commas(query_.states)};
    if (query_.order == RecordOrder::Column) {
        parameters.emplace_back(source.place.text);
    } else {
        parameters.emplace_back(source.place.number);
    }
    parameters.emplace_back(source.place.id);
    parameters.emplace_back(kBatch);
    if (query_.order == RecordOrder::Column) parameters.emplace_back(std::int64_t{query_.column});
    if (source.related) {
        parameters.emplace_back(scope_.related ? actor_.organisation.text() : std::string());
        parameters.emplace_back(scope_.created ? actor_.account.text() : std::string());
    }
    auto rows = TRY(snapshot_.read(*source.statement, std::move(parameters)));
    source.ended = static_cast<std::int64_t>(rows.size()) < kBatch;
    if (!rows.empty()) source.place = place_in(rows.back());
    for (storage::Row& row : rows) source.rows.push_back(std::move(row));
    return {};
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
