#include "service/registers/waiting_export.h"

#include "base/check.h"
#include "json/json.h"
#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/exports.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

Bytes place_of(const Keys& keys, const WaitingExport& one) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Export;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = one.wish.query.register_id;
    place.record = RecordId::trusted(one.id.text());
    place.part = std::to_string(one.version);
    return keyring::associated_data(place);
}

json::Value words_of(const WaitingExport& one) {
    const RecordQuery& query = one.wish.query;
    json::Array states;
    for (const std::string& state : query.states) states.emplace_back(state);
    json::Array timings;
    for (const std::string& timing : query.timings) timings.emplace_back(timing);
    json::Value where{json::Object{}};
    for (const auto& [column, value] : query.where) where.set(column, value);
    json::Array approvals;
    for (const ExportApproval& approval : one.approvals) {
        approvals.push_back(json::Object{
            {"account", approval.account.text()},
            {"role", approval.role},
            {"organisation", approval.organisation.text()},
            {"at", approval.at.micros}});
    }
    return json::Object{
        {"filter", query.filter},
        {"states", std::move(states)},
        {"text", query.text},
        {"sort", query.sort},
        {"overdue", query.overdue},
        {"mine", query.mine},
        {"timings", std::move(timings)},
        {"month", query.month},
        {"where", std::move(where)},
        {"links_to", query.links_to},
        {"classes", static_cast<std::int64_t>(one.wish.classes)},
        {"with_identity", one.wish.with_identity},
        {"purpose", one.wish.purpose},
        {"reason", one.reason},
        {"rows", one.rows},
        {"approvals", std::move(approvals)},
        {"refused_by", one.refused_by.text()},
        {"refusal", one.refusal}};
}

bool flag(const json::Value& words, std::string_view name) {
    const json::Value* value = words.find(name);
    return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::vector<std::string> texts(const json::Value& words, std::string_view name) {
    std::vector<std::string> out;
    const json::Value* all = words.find(name);
    if (all == nullptr || all->array() == nullptr) return out;
    for (const json::Value& one : *all->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

void read_words(const json::Value& words, WaitingExport& out) {
    RecordQuery& query = out.wish.query;
    query.filter = words.text_or("filter");
    query.text = words.text_or("text");
    query.sort = words.text_or("sort");
    query.overdue = flag(words, "overdue");
    query.mine = flag(words, "mine");
    query.states = texts(words, "states");
    query.timings = texts(words, "timings");
    query.month = words.text_or("month");
    query.links_to = words.text_or("links_to");
    const json::Value* where = words.find("where");
    if (where != nullptr && where->object() != nullptr) {
        for (const auto& [column, value] : *where->object()) {
            if (value.string() != nullptr) query.where.emplace(column, *value.string());
        }
    }
    out.wish.classes = static_cast<access::Classes>(words.number_or("classes") & access::kEveryClass);
    out.wish.with_identity = flag(words, "with_identity");
    out.wish.purpose = words.text_or("purpose");
    out.reason = words.text_or("reason");
    out.rows = words.number_or("rows");
    out.refused_by = AccountId::trusted(words.text_or("refused_by"));
    out.refusal = words.text_or("refusal");
    const json::Value* approvals = words.find("approvals");
    if (approvals == nullptr || approvals->array() == nullptr) return;
    for (const json::Value& one : *approvals->array()) {
        out.approvals.push_back(
            {AccountId::trusted(one.text_or("account")),
             one.text_or("role"),
             OrganisationId::trusted(one.text_or("organisation")),
             {one.number_or("at")}}
        );
    }
}

Digest tag_of(const Keys& keys, const WaitingExport& one, ByteView sealed) {
    return keyring::row_tag(
        keys.row_tag,
        "export_request",
        {{"id", one.id.text()},
         {"register_name", one.wish.query.register_id},
         {"asked_by", one.asked_by.text()},
         {"role", one.role},
         {"organisation_id", one.organisation.text()},
         {"asked_at", one.asked_at.micros},
         {"stage", one.stage},
         {"until_at", one.until.micros},
         {"sealed", sealed}},
        one.version
    );
}

storage::Parameters row_of(const Keys& keys, const WaitingExport& one) {
    Bytes sealed = crypto::seal_padded(
        keys.export_words, as_bytes(json::write_canonical(words_of(one))), place_of(keys, one)
    );
    const Digest tag = tag_of(keys, one, sealed);
    return {
        one.id.text(),
        one.wish.query.register_id,
        one.asked_by.text(),
        one.role,
        one.organisation.text(),
        one.asked_at.micros,
        one.stage,
        one.until.micros,
        std::move(sealed),
        one.version,
        to_bytes(tag)};
}

storage::RowState state_of(const WaitingExport& one, const Digest& digest) {
    return {std::string(table_of(RowKind::Export)), one.id.text(), one.version, digest};
}

std::optional<WaitingExport> export_of(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    WaitingExport one;
    one.id = ExportId::trusted(row.text(0));
    one.wish.query.register_id = row.text(1);
    one.asked_by = AccountId::trusted(row.text(2));
    one.role = row.text(3);
    one.organisation = OrganisationId::trusted(row.text(4));
    one.asked_at = {row.number(5)};
    one.stage = row.text(6);
    one.until = {row.number(7)};
    one.version = row.number(9);
    const bool is_ours = crypto::equal(tag_of(keys, one, row.bytes(8)), row.bytes(10));
    if (!keys.rows->admits(snapshot, RowKind::Export, one.id.text(), one.version, is_ours)) {
        return std::nullopt;
    }
    const auto plain = crypto::open_padded(keys.export_words, row.bytes(8), place_of(keys, one));
    const auto words = plain ? json::parse(as_text(*plain)) : Result<json::Value>(json::Value());
    if (!words || words->object() == nullptr) return std::nullopt;
    read_words(*words, one);
    return one;
}

std::vector<WaitingExport> valid_of(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Rows& rows
) {
    std::vector<WaitingExport> out;
    for (const Row& row : rows) {
        if (auto one = export_of(snapshot, keys, row)) out.push_back(std::move(*one));
    }
    return out;
}

}  // namespace

Write insert_export(const Keys& keys, const WaitingExport& one) {
    WaitingExport fresh = one;
    fresh.version = 1;
    storage::Parameters row = row_of(keys, fresh);
    storage::RowState state = state_of(fresh, storage::row_digest(row));
    return {&statements::kInsertExport, std::move(row), 1, std::move(state)};
}

Write change_export(const Keys& keys, WaitingExport one) {
    CHECK(one.version > 0);
    ++one.version;
    const storage::Parameters row = row_of(keys, one);
    return {
        &statements::kChangeExport,
        {row[0], row[6], row[7], row[8], row[9], row[10]},
        1,
        state_of(one, storage::row_digest(row))};
}

Write remove_export(const WaitingExport& one) {
    WaitingExport gone = one;
    ++gone.version;
    return {&statements::kDeleteExport, {one.id.text(), one.version}, 1, state_of(gone, Digest{})};
}

Result<std::optional<WaitingExport>> find_export(
    storage::Snapshot& snapshot, const Keys& keys, const ExportId& id
) {
    auto found = valid_of(snapshot, keys, TRY(snapshot.read(statements::kExportById, {id.text()})));
    if (found.empty()) return std::optional<WaitingExport>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<WaitingExport>> newest_exports(storage::Snapshot& snapshot, const Keys& keys, int limit) {
    return valid_of(snapshot, keys, TRY(snapshot.read(statements::kNewestExports, {std::int64_t{limit}})));
}

Result<std::vector<WaitingExport>> exports_over(
    storage::Snapshot& snapshot, const Keys& keys, Instant now, int limit
) {
    return valid_of(
        snapshot, keys, TRY(snapshot.read(statements::kExportsUntil, {now.micros, std::int64_t{limit}}))
    );
}

}  // namespace neove::service
