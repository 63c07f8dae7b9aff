#include "service/document_record.h"

#include "keyring/row_tag.h"
#include "review/paper_number.h"
#include "service/carried_on.h"
#include "service/document_form.h"
#include "service/document_issuer.h"
#include "service/paper_copies.h"
#include "service/resolve_bodies.h"
#include "storage/row_digest.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;

namespace {

constexpr json::Limits kSealedLimits{.bytes = 256U << 20U, .depth = 32};

Bytes seal_record(const Keys& keys, const DocumentRecord& record) {
    return crypto::seal_padded(
        keys.document,
        as_bytes(json::write_canonical(sealed_part(record))),
        document_place(keys, record.row.id, record.row.version)
    );
}

Digest owner_tag(const Keys& keys, const DocumentId& id, const OrganisationId& owner) {
    return keyring::row_tag(keys.row_tag, "document", {{"id", id.text()}, {"owner_org", owner.text()}});
}

void refresh_row(DocumentRecord& record) {
    DocumentRow& row = record.row;
    row.title = review::described(record.review, "title");
    row.type = review::described(record.review, "type");
    row.number = review::described(record.review, "number");
    row.issued_on = review::described(record.review, "issued_date");
    row.issuer = review::described(record.review, "issuer");
    row.counts = review::count(record.review);
    row.state = record.withdrawal ? "withdrawn" : review::progress(row.counts);
    row.blob = record.file.blob;
}

}  // namespace

std::optional<DocumentRow> document_row(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row
) {
    DocumentRow out;
    out.id = DocumentId::trusted(row.text(0));
    const auto admits = [&](bool tag_is_right) {
        return keys.rows->admits(snapshot, RowKind::Document, row.text(0), row.number(14), tag_is_right);
    };
    if (!admits(true)) return std::nullopt;
    const OrganisationId owner = OrganisationId::trusted(row.text(1));
    // An owner that SQL wrote owns nothing: no relation of ownership can hold for an empty one.
    if (admits(crypto::equal(owner_tag(keys, out.id, owner), row.bytes(15)))) out.owner = owner;
    out.uploaded_by = AccountId::trusted(row.text(2));
    out.uploaded_at = {row.number(3)};
    out.title = row.text(4);
    out.type = row.text(5);
    out.number = row.text(6);
    out.issued_on = row.text(7);
    out.issuer = row.text(8);
    out.state = row.text(9);
    out.counts = {row.number(10), row.number(11), row.number(12)};
    out.blob = BlobId::trusted(row.text(13));
    out.version = row.number(14);
    return out;
}

namespace {

/// Whether a row that assigns a task of a document to an organisation is believed.
bool is_assignment(
    storage::Snapshot& snapshot, const Keys& keys, const storage::Row& row, const OrganisationId& organisation
) {
    const std::string& task = row.text(1);
    const Digest tag = assigned_tag(
        keys,
        DocumentId::trusted(row.text(0)),
        TaskId::trusted(task),
        row.text(2),
        organisation,
        row.number(5)
    );
    const bool is_ours = crypto::equal(tag, row.bytes(4));
    return keys.rows->admits(snapshot, RowKind::Task, task, row.number(5), is_ours);
}

/// Whether a confirmed task of the document names the organisation.
Result<bool> is_assigned_to(
    storage::Snapshot& snapshot,
    const Keys& keys,
    const DocumentId& document,
    const OrganisationId& organisation
) {
    const auto rows =
        TRY(snapshot.read(statements::kBodiesInDocument, {document.text(), organisation.text()}));
    return std::ranges::any_of(rows, [&](const storage::Row& one) {
        return is_assignment(snapshot, keys, one, organisation);
    });
}

}  // namespace

Result<DocumentRecord> unsealed(const Keys& keys, const FoundDocument& found) {
    DocumentRecord record;
    record.row = found.row;
    record.issuer = found.object.issuer;
    const auto plain = crypto::open_padded(
        keys.document, found.sealed, document_place(keys, found.row.id, found.row.version)
    );
    if (!plain) return refuse(ErrorKind::Internal, "document.unreadable");
    auto value = TRY(json::parse(as_text(*plain), kSealedLimits));
    TRY(read_sealed_part(std::move(value), record));
    return record;
}

bool is_whole_document(const Keys& keys, const storage::Row& row) {
    const auto id = DocumentId::trusted(row.text(0));
    const Digest tag = owner_tag(keys, id, OrganisationId::trusted(row.text(1)));
    if (!crypto::equal(tag, row.bytes(16))) return false;
    return crypto::open_padded(keys.document, row.bytes(15), document_place(keys, id, row.number(14)))
        .has_value();
}

Result<std::set<DocumentId>> assigned_documents(
    storage::Snapshot& snapshot, const Keys& keys, const OrganisationId& organisation
) {
    std::set<DocumentId> out;
    for (const storage::Row& row :
         TRY(snapshot.read(statements::kBodiesOfOrganisation, {organisation.text()}))) {
        if (is_assignment(snapshot, keys, row, organisation)) out.insert(DocumentId::trusted(row.text(0)));
    }
    return out;
}

Digest assigned_tag(
    const Keys& keys,
    const DocumentId& document,
    const TaskId& task,
    const std::string& role,
    const OrganisationId& organisation,
    std::int64_t version
) {
    return keyring::row_tag(
        keys.row_tag,
        "confirmed_task_body",
        {{"document_id", document.text()},
         {"task_id", task.text()},
         {"role_name", role},
         {"organisation_id", organisation.text()}},
        version
    );
}

Result<access::Object> document_object(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
) {
    const IssuingBody issuing = TRY(issuing_body(snapshot, house.keys, row.id));
    access::Object object{"document", row.owner, {}, false, issuing.organisation};
    object.assigned = carries_on(house, caller, row.owner);
    for (const OrganisationId& body : acts_for(house, caller)) {
        if (object.assigned) break;
        object.assigned = TRY(is_assigned_to(snapshot, house.keys, row.id, body));
    }
    return object;
}

Result<FoundDocument> find_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
) {
    auto rows = TRY(snapshot.read(statements::kDocumentById, {id.text()}));
    if (rows.empty()) return refuse(ErrorKind::NotFound, "access.not_found");
    auto row = document_row(snapshot, house.keys, rows[0]);
    if (!row) return refuse(ErrorKind::NotFound, "access.not_found");
    auto object = TRY(document_object(house, snapshot, caller, *row));
    return FoundDocument{std::move(*row), std::move(object), rows[0].bytes(16)};
}

Result<DocumentRecord> document_for(
    const House& house, const Caller& caller, const FoundDocument& found, std::string_view permission
) {
    if (!may_with_document(house, caller, permission, found.object)) {
        return refuse(ErrorKind::NotFound, "access.not_found");
    }
    DocumentRecord record = TRY(unsealed(house.keys, found));
    if (record.withdrawal && permission != "readers") {
        if (!may_with_document(house, caller, "readers", found.object)) {
            return refuse(ErrorKind::NotFound, "access.not_found");
        }
        if (permission != "open") return refuse(ErrorKind::Conflict, "document.withdrawn");
    }
    return record;
}

Result<DocumentRecord> document_for(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const DocumentId& id,
    std::string_view permission
) {
    const FoundDocument found = TRY(find_document(house, snapshot, caller, id));
    return document_for(house, caller, found, permission);
}

namespace {

/// Whether the papers may come from the same body: not where the tree knows both and they are two, nor where
/// it knows none and they are called otherwise.
bool may_share_issuer(const House& house, const DocumentRow& one, const DocumentRow& other) {
    if (one.issuer.empty() || other.issuer.empty() || one.issuer == other.issuer) return true;
    const auto of = [&](const DocumentRow& row) {
        return BodyResolver(house, row.issuer, row.issued_on, row.issued_on).issuer().organisation;
    };
    const OrganisationId first = of(one);
    return !first.is_empty() && first == of(other);
}

}  // namespace

Result<std::vector<DocumentRow>> paper_copies(
    const House& house, storage::Snapshot& snapshot, const DocumentRow& row
) {
    std::vector<DocumentRow> out;
    const std::string number = review::paper_number_key(row.number);
    if (number.empty()) return out;
    const auto rows = TRY(snapshot.read(statements::kDocumentsOfDay, {row.issued_on, row.owner.text()}));
    for (const storage::Row& stored : rows) {
        auto other = document_row(snapshot, house.keys, stored);
        const bool is_copy = other && other->id != row.id && other->owner == row.owner &&
                             other->issued_on == row.issued_on &&
                             review::paper_number_key(other->number) == number;
        if (!is_copy) continue;
        if (other->is_withdrawn() || may_share_issuer(house, row, *other)) out.push_back(*std::move(other));
    }
    return out;
}

Result<std::vector<DocumentRecord>> opened_copies(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentRow& row
) {
    std::vector<DocumentRecord> out;
    for (const DocumentRow& copy : TRY(paper_copies(house, snapshot, row))) {
        const FoundDocument found = TRY(find_document(house, snapshot, caller, copy.id));
        out.push_back(TRY(unsealed(house.keys, found)));
    }
    return out;
}

Result<bool> has_copy(const House& house, const Caller& caller, const DocumentRow& row) {
    if (row.is_withdrawn()) return false;
    const auto snapshot = TRY(house.store.snapshot());
    for (const DocumentRow& copy : TRY(paper_copies(house, *snapshot, row))) {
        if (copy.is_withdrawn()) continue;
        const auto object = TRY(document_object(house, *snapshot, caller, copy));
        if (may_with_document(house, caller, "open", object)) return true;
    }
    return false;
}

Result<std::optional<DocumentRow>> linked_document(
    const House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
) {
    const auto rows = TRY(snapshot.read(statements::kDocumentRowById, {id.text()}));
    if (rows.empty()) return std::nullopt;
    auto row = document_row(snapshot, house.keys, rows[0]);
    if (!row || row->is_withdrawn()) return std::nullopt;
    const auto object = TRY(document_object(house, snapshot, caller, *row));
    if (!may_with_document(house, caller, "open", object)) return std::nullopt;
    return row;
}

std::string file_mark(const Keys& keys, const OrganisationId& owner, const std::string& digest) {
    CanonicalWriter what;
    what.text(owner.text()).text(digest);
    return to_base64url(crypto::keyed_hash(keys.file_mark, "neove.file_mark", what.result()));
}

storage::Write insert_file_mark(const Keys& keys, const DocumentRecord& record, std::int64_t ordinal) {
    storage::Parameters row{
        record.row.id.text(), file_mark(keys, record.row.owner, record.file.digest), ordinal};
    storage::RowState state = file_mark_state(row);
    return {&statements::kInsertDocumentFile, std::move(row), 1, std::move(state)};
}

storage::RowState file_mark_state(const storage::Parameters& row) {
    const std::string name = std::get<std::string>(row[0]) + ":" + std::get<std::string>(row[1]);
    return {kFileTable, name, 1, storage::row_digest(row)};
}

namespace {

/// The row as it stands in its table, columns in the table's order.
storage::Parameters stored_row(const Keys& keys, const DocumentRecord& record) {
    const DocumentRow& row = record.row;
    return {
        row.id.text(),
        row.owner.text(),
        row.uploaded_by.text(),
        row.uploaded_at.micros,
        row.title,
        row.type,
        row.number,
        row.issued_on,
        row.issuer,
        row.state,
        row.counts.tasks,
        row.counts.confirmed,
        row.counts.uncertain,
        row.blob.text(),
        row.version,
        seal_record(keys, record),
        to_bytes(owner_tag(keys, row.id, row.owner))};
}

storage::RowState state_of(const storage::Parameters& row, const DocumentRow& of) {
    return {std::string(table_of(RowKind::Document)), of.id.text(), of.version, storage::row_digest(row)};
}

}  // namespace

storage::Write insert_document(const Keys& keys, DocumentRecord& record) {
    refresh_row(record);
    storage::Parameters row = stored_row(keys, record);
    storage::RowState state = state_of(row, record.row);
    // The statement names these two the other way round.
    storage::Value moved(std::move(row[15]));
    row[15] = std::move(row[16]);
    row[16] = std::move(moved);
    return {&statements::kInsertDocument, std::move(row), 1, std::move(state)};
}

storage::Write update_document(const Keys& keys, DocumentRecord& record) {
    refresh_row(record);
    storage::Parameters row = stored_row(keys, record);
    storage::RowState state = state_of(row, record.row);
    // The columns that a change may touch, in the order of the statement.
    storage::Parameters changed;
    changed.push_back(std::move(row[0]));
    for (std::size_t column = 4; column <= 15; ++column) changed.push_back(std::move(row[column]));
    return {&statements::kUpdateDocument, std::move(changed), 1, std::move(state)};
}

}  // namespace neove::service
