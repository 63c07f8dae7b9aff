#include "service/document_relations.h"

#include "keyring/row_tag.h"
#include "service/document_issuer.h"
#include "service/own_plan.h"
#include "storage/row_digest.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace {

Digest relation_tag(
    const Keys& keys, const DocumentId& from, const std::string& relation, const DocumentId& to
) {
    return keyring::row_tag(
        keys.row_tag,
        "document_relation",
        {{"document_id", from.text()}, {"relation", relation}, {"other_id", to.text()}}
    );
}

/// How a document cites another, as one line.
std::string citation(const json::Value& basis) {
    std::string text = basis.text_or("type");
    if (const std::string number = basis.text_or("number"); !number.empty())
        text += (text.empty() ? "" : " ") + number;
    if (const std::string title = basis.text_or("title"); !title.empty())
        text += (text.empty() ? "" : " ") + title;
    return text;
}

/// What a person said. A document of the register is shown by the title it has today, to those who may open
/// it; to anybody else the relation is not there, so that nothing tells of it.
Result<> add_stated(
    const House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    const DocumentRecord& record,
    std::vector<DocumentRelation>& out
) {
    const json::Value* stated = record.review.corrections.find("relations");
    if (stated == nullptr || stated->array() == nullptr) return {};
    for (const json::Value& one : *stated->array()) {
        DocumentRelation relation{one.text_or("relation"), {}, {}, one.text_or("text")};
        if (const auto id = DocumentId::parse(one.text_or("document"))) {
            const auto other = TRY(linked_document(house, snapshot, caller, *id));
            if (!other) continue;
            relation.document = *id;
            relation.title = other->title;
            relation.text.clear();
        }
        out.push_back(std::move(relation));
    }
    return {};
}

/// Whether the document says so itself. The rows that relations are found by are only an index: of those that
/// somebody put back or made up none is believed.
bool states(const DocumentRecord& from, const std::string& relation, const DocumentId& to) {
    const json::Value* stated = from.review.corrections.find("relations");
    if (stated == nullptr || stated->array() == nullptr) return false;
    return std::ranges::any_of(*stated->array(), [&](const json::Value& one) {
        return one.text_or("relation") == relation && one.text_or("document") == to.text();
    });
}

/// What other documents say of this one.
Result<> add_reverse(
    const House& house,
    const Caller& caller,
    storage::Snapshot& snapshot,
    const DocumentRecord& record,
    std::vector<DocumentRelation>& out
) {
    const std::string& id = record.row.id.text();
    for (const storage::Row& row : TRY(snapshot.read(storage::statements::kRelationsTo, {id}))) {
        const DocumentId from = DocumentId::trusted(row.text(0));
        const std::string relation = row.text(1);
        const Digest tag = relation_tag(house.keys, from, relation, record.row.id);
        if (!crypto::equal(tag, row.bytes(2))) continue;
        const auto other = document_for(house, snapshot, caller, from, "open");
        // Not hers to see, or a row that somebody damaged: it must not close the document she looks at.
        if (!other && !other.error().code.starts_with("storage.")) continue;
        if (!other) return std::unexpected(other.error());
        if (other->row.is_withdrawn() || !states(*other, relation, record.row.id)) continue;
        out.push_back({relation == "replaces" ? "replaced_by" : "changed_by", from, other->row.title, {}});
    }
    return {};
}

/// Where one stated relation is wrong, the answer is the same for a document that is not there, that may not
/// be seen, and that is this one.
Result<json::Value> state_one(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const StatedRelation& one,
    const DocumentId& self
) {
    bool known = one.relation == "changes" || one.relation == "replaces";
    if (one.document.is_empty()) {
        known = known && !one.text.empty();
    } else {
        const auto other = TRY(linked_document(house, snapshot, caller, one.document));
        known = known && other && one.document != self;
    }
    if (!known) return refuse(ErrorKind::Invalid, "document.relation_unknown");
    return json::Value(json::Object{
        {"relation", one.relation},
        {"document", one.document.text()},
        {"text", one.document.is_empty() ? one.text : std::string()}});
}

/// What was stated of documents that this caller does not see: it is not hers to take away. Nor is what the
/// document carries out, which is said elsewhere.
Result<> keep_hidden(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const json::Value* before,
    json::Array& stated
) {
    if (before == nullptr || before->array() == nullptr) return {};
    for (const json::Value& one : *before->array()) {
        const auto id = DocumentId::parse(one.text_or("document"));
        if (!id) continue;
        if (one.text_or("relation") == kCarriesOut) {
            stated.push_back(one);
            continue;
        }
        const auto seen = TRY(linked_document(house, snapshot, caller, *id));
        if (seen) continue;
        stated.push_back(json::Object{
            {"relation", one.text_or("relation")}, {"document", id->text()}, {"text", std::string()}});
    }
    return {};
}

}  // namespace

/// All relations of a document are one state of their own, under the version that the document then has.
std::vector<storage::Write> relation_writes(
    const Keys& keys, const DocumentId& self, std::int64_t version, const json::Array& stated
) {
    std::set<std::pair<std::string, std::string>> rows;  // in the order of their key
    for (const json::Value& one : stated) {
        const auto other = DocumentId::parse(one.text_or("document"));
        if (other) rows.emplace(one.text_or("relation"), other->text());
    }
    std::vector<storage::Write> writes(1);
    storage::Parameters all;
    for (const auto& [relation, other] : rows) {
        const Digest tag = relation_tag(keys, self, relation, DocumentId::trusted(other));
        storage::Parameters row{self.text(), relation, other, to_bytes(tag)};
        all.insert(all.end(), row.begin(), row.end());
        writes.push_back({&storage::statements::kInsertRelation, std::move(row), 1});
    }
    const Digest digest = all.empty() ? Digest{} : storage::row_digest(all);
    writes[0] = {
        &storage::statements::kDeleteRelationsOf,
        {self.text()},
        std::nullopt,
        storage::RowState{kRelationTable, self.text(), version, digest}};
    return writes;
}

bool is_own_relation(const Keys& keys, const storage::Row& row) {
    const Digest tag =
        relation_tag(keys, DocumentId::trusted(row.text(0)), row.text(1), DocumentId::trusted(row.text(2)));
    return crypto::equal(tag, row.bytes(3));
}

Result<std::vector<storage::Write>> state_relations(
    const House& house,
    storage::Snapshot& snapshot,
    const Caller& caller,
    const std::vector<StatedRelation>& relations,
    DocumentRecord& record
) {
    json::Array stated;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        auto one = state_one(house, snapshot, caller, relations[i], record.row.id);
        if (!one) {
            one.error().where = "/changes/" + std::to_string(i);
            return std::unexpected(std::move(one).error());
        }
        stated.push_back(std::move(*one));
    }
    TRY(keep_hidden(house, snapshot, caller, record.review.corrections.find("relations"), stated));
    auto writes = relation_writes(house.keys, record.row.id, record.row.version + 1, stated);
    record.review.corrections.set("relations", std::move(stated));
    return writes;
}

Result<std::vector<DocumentRelation>> relations_of(
    House& house, const Caller& caller, const DocumentRecord& record
) {
    std::vector<DocumentRelation> relations;
    const auto snapshot = TRY(snapshot_of(house, caller));
    TRY(add_stated(house, caller, *snapshot, record, relations));
    TRY(add_reverse(house, caller, *snapshot, record, relations));
    const auto is_stated = [&, stated = carried_by(record)](const DocumentId& plan) {
        return std::ranges::find(stated, plan, &Carried::plan) != stated.end();
    };
    const json::Value* bases = record.review.document.find("legal_bases");
    if (bases == nullptr || bases->array() == nullptr) return relations;
    for (const json::Value& basis : *bases->array()) {
        DocumentRelation relation{"carries_out", {}, {}, citation(basis)};
        if (relation.text.empty()) continue;
        const std::string number = basis.text_or("number");
        const auto rows = number.empty()
                              ? storage::Rows{}
                              : TRY(snapshot->read(storage::statements::kDocumentsByNumber, {number}));
        for (const storage::Row& stored : rows) {
            const auto row = document_row(*snapshot, house.keys, stored);
            if (!row || row->id == record.row.id || row->is_withdrawn()) continue;
            const auto object = TRY(document_object(house, *snapshot, caller, *row));
            if (!may_with_document(house, caller, "open", object)) continue;
            relation.document = row->id;
            relation.title = row->title;
            break;
        }
        // Said by a person, it stands there already.
        if (!is_stated(relation.document)) relations.push_back(std::move(relation));
    }
    return relations;
}

}  // namespace neove::service
