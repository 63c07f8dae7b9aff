#include "service/document_issuer.h"

#include "keyring/row_tag.h"
#include "organisation/heirs.h"
#include "service/act_on_document.h"
#include "storage/row_digest.h"
#include "storage/statements/documents.h"

namespace neove::service {

namespace statements = storage::statements;

namespace {

/// With the document's version: what was taken back cannot be put back with its old tag.
Digest issuer_tag(
    const Keys& keys, const std::string& document, const std::string& organisation, std::int64_t version
) {
    return keyring::row_tag(
        keys.row_tag,
        table_of(RowKind::Issuer),
        {{"document_id", document}, {"organisation_id", organisation}},
        version
    );
}

bool is_believed(storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row) {
    const std::string& document = row.text(0);
    const Digest tag = issuer_tag(keys, document, row.text(1), row.number(2));
    const bool is_ours = crypto::equal(tag, row.bytes(3));
    return keys.rows->admits(snapshot, RowKind::Issuer, document, row.number(2), is_ours);
}

/// `before` is the version of the row there is, believed or not; 0 where there is none.
storage::Write write_issuer(const Keys& keys, const DocumentRecord& record, std::int64_t before) {
    const std::string document = record.row.id.text();
    const std::string organisation = record.issuer.text();
    const std::int64_t version = record.row.version;
    const Digest tag = issuer_tag(keys, document, organisation, version);
    storage::Parameters row{document, organisation, version, to_bytes(tag)};
    storage::RowState state{
        std::string(table_of(RowKind::Issuer)), document, version, storage::row_digest(row)};
    if (before == 0) return {&statements::kInsertIssuingBody, std::move(row), 1, std::move(state)};
    row.emplace_back(before);
    return {&statements::kUpdateIssuingBody, std::move(row), 1, std::move(state)};
}

}  // namespace

Result<IssuingBody> issuing_body(storage::Snapshot& snapshot, const Keys& keys, const DocumentId& document) {
    const auto rows = TRY(snapshot.read(statements::kIssuingBodyOf, {document.text()}));
    if (rows.empty()) {
        // Rows of this table never go: one that the journal names and that is not there is an alarm.
        const bool was_there = keys.rows->known(RowKind::Issuer, document.text()) > 0;
        const std::string_view table = table_of(RowKind::Issuer);
        if (was_there && TRY(newest_named(snapshot, table, document.text())) > 0) {
            keys.rows->misses(RowKind::Issuer, document.text());
        }
        return IssuingBody{};
    }
    IssuingBody out{{}, rows[0].number(2)};
    if (is_believed(snapshot, keys, rows[0])) out.organisation = OrganisationId::trusted(rows[0].text(1));
    return out;
}

Result<std::set<DocumentId>> issued_documents(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
) {
    std::set<DocumentId> out;
    if (organisation.is_empty()) return out;
    for (const storage::Row& row : TRY(snapshot.read(statements::kIssuedBy, {organisation.text()}))) {
        if (is_believed(snapshot, keys, row)) out.insert(DocumentId::trusted(row.text(0)));
    }
    return out;
}

bool is_issuer_there(const House& house, Instant now, const OrganisationId& organisation) {
    const auto live = house.live.view();
    const organisation::Organisation* one = live->directory.find(organisation);
    const auto day = organisation::Date::parse_iso(today(house, now));
    return one != nullptr && day && !organisation::has_ended(*one, *day);
}

bool may_with_document(
    const House& house, const Caller& caller, std::string_view permission, access::Object object
) {
    if (!is_issuer_there(house, caller.now, object.issuer)) object.issuer = {};
    return access::decide(house.table, caller.actor, permission, object).allowed;
}

Result<DocumentRecord> name_issuer(
    House& house, const Caller& caller, const ReviewRequest& request, const OrganisationId& organisation
) {
    const DocumentAct what{"name_issuer", request.document, request.request_key, request.request_body};
    return act_on_document(
        house,
        caller,
        what,
        [&](storage::Snapshot& view, DocumentRecord& record) -> Result<Decided> {
            TRY(check_etag(house, record.row, request.etag));
            const auto live = house.live.view();
            if (!organisation.is_empty() && live->directory.find(organisation) == nullptr) {
                return refuse(ErrorKind::Invalid, "review.unknown_organisation", "/organisation_id");
            }
            if (!organisation.is_empty() && !is_issuer_there(house, caller.now, organisation)) {
                return refuse(ErrorKind::Invalid, "review.issuer_ended", "/organisation_id");
            }
            const std::int64_t before = TRY(issuing_body(view, house.keys, record.row.id)).version;
            const json::Value clear(json::Object{
                {"organisation", organisation.text()}, {"before", record.issuer.text()}});
            Decided decided;
            decided.resource_id = request.document.text();
            decided.commit.expected.push_back({"document", decided.resource_id, record.row.version});
            ++record.row.version;
            record.issuer = organisation;
            decided.commit.writes.push_back(write_issuer(house.keys, record, before));
            decided.commit.writes.push_back(update_document(house.keys, record));
            decided.commit.events.push_back(
                document_event(house, caller, record.row, "issuer_named", clear, json::Object{})
            );
            return decided;
        }
    );
}

}  // namespace neove::service
