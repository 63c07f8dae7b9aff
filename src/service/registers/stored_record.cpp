#include "service/registers/stored_record.h"

#include "base/check.h"
#include "keyring/row_tag.h"
#include "storage/statements/record_updates.h"
#include "storage/statements/records.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr std::size_t kFirstColumn = 10;
constexpr std::size_t kDueColumn = 18;
constexpr std::int64_t kIntegerBias = (std::int64_t{1} << 53U);
constexpr std::size_t kIntegerDigits = 17;

/// Beside the states, none of which can be called so.
constexpr std::string_view kConcerns = "@concerns";
constexpr std::string_view kRedactions = "@redactions";
constexpr std::string_view kGiven = "@given";

std::string entered_text(const RecordRow& row) {
    json::Value out{json::Object{}};
    for (const auto& [state, at] : row.entered) out.set(state, at.micros);
    json::Value concerns{json::Object{}};
    for (const auto& [classes, one] : row.concerns) {
        concerns.set(std::to_string(classes), json::Array{one.events, one.last.micros});
    }
    if (!row.concerns.empty()) out.set(std::string(kConcerns), std::move(concerns));
    if (row.redactions > 0) out.set(std::string(kRedactions), row.redactions);
    if (row.given > 0) out.set(std::string(kGiven), row.given);
    return json::write_canonical(out);
}

void read_concerns(const json::Value& from, RecordRow& row) {
    if (from.object() == nullptr) return;
    for (const auto& [classes, one] : *from.object()) {
        const json::Array* pair = one.array();
        if (classes.size() > 2 || classes.find_first_not_of("0123456789") != std::string::npos ||
            pair == nullptr || pair->size() != 2 || !pair->at(0).integer() || !pair->at(1).integer()) {
            continue;
        }
        row.concerns[static_cast<access::Classes>(std::stoi(classes))] = {
            *pair->at(0).integer(), Instant{*pair->at(1).integer()}};
    }
}

void read_entered(const std::string& text, RecordRow& row) {
    const auto value = json::parse(text);
    if (!value || value->object() == nullptr) return;
    for (const auto& [state, at] : *value->object()) {
        if (state == kConcerns) read_concerns(at, row);
        if (state == kRedactions && at.integer() != nullptr) row.redactions = *at.integer();
        if (state == kGiven && at.integer() != nullptr) row.given = *at.integer();
        if (at.integer() != nullptr && !state.starts_with('@'))
            row.entered.emplace(state, Instant{*at.integer()});
    }
}

/// One text for all columns: a state or a column moved into another's place is another text. `entered`: the
/// column as it is written.
Bytes tag_of(const Keys& keys, const RecordRow& row, std::string_view entered) {
    CanonicalWriter columns;
    for (const std::string& column : row.columns) columns.text(column);
    const Digest tag = keyring::row_tag(
        keys.row_tag,
        "record",
        {{"id", row.id.text()},
         {"register_name", row.register_name},
         {"number", row.number},
         {"state", row.state},
         {"owner_org", row.owner.text()},
         {"created_by", row.created_by.text()},
         {"opened_at", row.opened_at.micros},
         {"changed_at", row.changed_at.micros},
         {"version", row.version},
         {"bundle", row.bundle},
         {"columns", ByteView(columns.result())},
         {"due_at", row.due_at},
         {"entered", entered},
         {"last_event", ByteView(row.last_event)}}
    );
    return to_bytes(tag);
}

void add_columns(storage::Parameters& all, const RecordRow& row) {
    for (const std::string& column : row.columns) all.emplace_back(column);
}

/// What every writing of a row ends with, in the order of its statements.
void add_derived(
    storage::Parameters& all, const Keys& keys, const RecordRow& row, bool with_due_date = true
) {
    std::string entered = entered_text(row);
    Bytes tag = tag_of(keys, row, entered);
    if (with_due_date) all.emplace_back(row.due_at);
    all.emplace_back(std::move(entered));
    all.emplace_back(to_bytes(row.last_event));
    all.emplace_back(std::move(tag));
}

Digest digest_from(const Bytes& bytes) {
    Digest out{};
    if (bytes.size() == out.size()) std::ranges::copy(bytes, out.begin());
    return out;
}

bool is_number(form::Type type) {
    return type == form::Type::Integer || type == form::Type::Money;
}

}  // namespace

std::optional<RecordRow> record_row(storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row) {
    RecordRow out;
    out.id = RecordId::trusted(row.text(0));
    out.register_name = row.text(1);
    out.number = row.text(2);
    out.state = row.text(3);
    out.owner = OrganisationId::trusted(row.text(4));
    out.created_by = AccountId::trusted(row.text(5));
    out.opened_at = {row.number(6)};
    out.changed_at = {row.number(7)};
    out.version = row.number(8);
    out.bundle = row.text(9);
    for (std::size_t i = 0; i < kColumnsMax; ++i) out.columns[i] = row.text(kFirstColumn + i);
    out.due_at = row.number(kDueColumn);
    read_entered(row.text(kDueColumn + 1), out);
    out.last_event = digest_from(row.bytes(kDueColumn + 2));
    // Over the text as it stands: what is not as we wrote it has no tag of ours.
    if (crypto::equal(tag_of(keys, out, row.text(kDueColumn + 1)), row.bytes(kDueColumn + 3))) return out;
    keys.rows->admits(snapshot, RowKind::Record, out.id.text(), out.version, false);
    return std::nullopt;
}

void add_ids(storage::Parameters& to, std::span<const RecordId> records) {
    CHECK(records.size() <= kAtOnce);
    for (std::size_t i = 0; i < kAtOnce; ++i) {
        to.emplace_back(i < records.size() ? records[i].text() : std::string());
    }
}

SeenVersion seen_version(const RecordRow& row, access::Classes read) {
    if (row.concerns.empty()) return {row.version, row.changed_at};
    SeenVersion out;
    for (const auto& [classes, one] : row.concerns) {
        if (classes != 0 && (classes & read) == 0) continue;
        out.version += one.events;
        out.changed_at = std::max(out.changed_at, one.last);
    }
    return out;
}

bool is_newest(
    storage::Snapshot& snapshot, const Keys& keys, const RecordRow& row, const NamedVersions& named
) {
    return keys.rows->admits_record(snapshot, row.register_name, row.id.text(), row.version, named);
}

Result<NamedVersions> named_versions(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const std::string& register_name,
    std::span<const RecordId> records
) {
    std::vector<std::string> ids;
    ids.reserve(records.size());
    for (const RecordId& record : records) ids.push_back(record.text());
    return keys.rows->learn_records(snapshot, register_name, ids);
}

storage::Write insert_record(const Keys& keys, const RecordRow& row, Bytes sealed) {
    storage::Parameters all{
        row.id.text(),
        row.register_name,
        row.number,
        row.state,
        row.owner.text(),
        row.created_by.text(),
        row.opened_at.micros,
        row.changed_at.micros,
        row.version,
        row.bundle};
    add_columns(all, row);
    add_derived(all, keys, row);
    all.emplace_back(std::move(sealed));
    return {&statements::kInsertRecord, std::move(all), 1};
}

std::vector<storage::Write> update_record(
    const Keys& keys, const RecordRow& before, const RecordRow& row, Bytes sealed
) {
    std::vector<storage::Write> writes;
    const bool moves = row.owner != before.owner;
    const bool stands_anew = moves || row.state != before.state || row.due_at != before.due_at;
    storage::Parameters all{row.id.text()};
    if (stands_anew) all.emplace_back(row.state);
    if (moves) all.emplace_back(row.owner.text());
    all.insert(all.end(), {row.changed_at.micros, row.version, row.bundle});
    add_derived(all, keys, row, stands_anew);
    all.emplace_back(std::move(sealed));
    const storage::Statement& statement = moves         ? statements::kUpdateRecord
                                          : stands_anew ? statements::kUpdateRecordThere
                                                        : statements::kUpdateRecordAsItStands;
    writes.push_back({&statement, std::move(all), 1});
    if (row.columns == before.columns && row.opened_at == before.opened_at) return writes;
    storage::Parameters columns{row.id.text()};
    add_columns(columns, row);
    columns.emplace_back(row.opened_at.micros);
    writes.push_back({&statements::kUpdateRecordColumns, std::move(columns), 1});
    return writes;
}

storage::Write mend_record(const Keys& keys, const RecordRow& row) {
    storage::Parameters all{
        row.id.text(),
        row.number,
        row.state,
        row.owner.text(),
        row.created_by.text(),
        row.opened_at.micros,
        row.changed_at.micros,
        row.version,
        row.bundle};
    add_columns(all, row);
    add_derived(all, keys, row);
    return {&statements::kMendRecord, std::move(all), 1};
}

std::string column_text(const json::Value& value, form::Type type) {
    if (value.is_null()) return {};
    if (value.string() != nullptr) return *value.string();
    if (value.integer() == nullptr) return {};
    if (!is_number(type)) return std::to_string(*value.integer());
    const std::int64_t biased = std::clamp(*value.integer(), -kIntegerBias, kIntegerBias) + kIntegerBias;
    const std::string digits = std::to_string(biased);
    return std::string(kIntegerDigits - std::min(kIntegerDigits, digits.size()), '0') + digits;
}

json::Value column_value(const std::string& text, form::Type type) {
    if (text.empty()) return {};
    if (!is_number(type) || text.size() != kIntegerDigits ||
        text.find_first_not_of("0123456789") != std::string::npos) {
        return text;
    }
    return std::stoll(text) - kIntegerBias;
}

std::array<std::string, kColumnsMax> columns_in_row(
    const definition::Register& definition, const json::Value& columns
) {
    std::array<std::string, kColumnsMax> out;
    const auto& declared = definition.list.columns;
    for (std::size_t i = 0; i < declared.size() && i < kColumnsMax; ++i) {
        const json::Value* value = columns.find(declared[i].id);
        if (value != nullptr) out[i] = column_text(*value, declared[i].type);
    }
    return out;
}

json::Value columns_of_row(const definition::Register& definition, const RecordRow& row) {
    json::Value out{json::Object{}};
    const auto& declared = definition.list.columns;
    for (std::size_t i = 0; i < declared.size() && i < kColumnsMax; ++i) {
        json::Value value = column_value(row.columns[i], declared[i].type);
        if (!value.is_null()) out.set(declared[i].id, std::move(value));
    }
    return out;
}

std::string fact_subject(const Keys& keys, const RecordId& record) {
    const Digest digest = crypto::keyed_hash(keys.fact_subject, "neove.fact", as_bytes(record.text()));
    return to_hex(ByteView(digest).first(16));
}

storage::Parameters fact_parameters(
    const Keys& keys, const RecordRow& row, const fact::Fact& fact, std::int64_t ordinal
) {
    storage::Parameters all{
        row.register_name,
        fact_subject(keys, row.id),
        ordinal,
        fact.kind,
        fact.on_date.iso(),
        row.owner.text(),
        std::string()};
    for (const std::string& dimension : fact.dimensions) all.emplace_back(dimension);
    all.emplace_back(fact.n);
    return all;
}

std::vector<storage::Write> write_facts(
    const Keys& keys, const RecordRow& row, const std::vector<fact::Fact>& facts, std::int64_t first
) {
    std::vector<storage::Write> writes;
    for (const fact::Fact& fact : facts) {
        writes.push_back({&statements::kInsertRecordFact, fact_parameters(keys, row, fact, first++), 1});
    }
    return writes;
}

std::string link_id(const RecordId& record, const record::Link& link) {
    CanonicalWriter out;
    out.text(record.text()).text(link.kind).text(link.to_register).text(link.to.text()).text(link.role);
    return to_hex(ByteView(crypto::hash("neove.link", out.result())).first(16));
}

storage::Write insert_link(const RecordRow& row, const record::Link& link) {
    return {
        &statements::kInsertRecordLink,
        {link_id(row.id, link),
         row.register_name,
         row.id.text(),
         link.kind,
         link.to_register,
         link.to.text(),
         link.role},
        1};
}

storage::Write delete_link(const RecordRow& row, const record::Link& link) {
    return {&statements::kDeleteRecordLink, {link_id(row.id, link)}, 1};
}

}  // namespace neove::service
