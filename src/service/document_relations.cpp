#include "service/documents.h"
#include "storage/statements/documents.h"

namespace neove::service {

namespace {

/// How a document cites another, as one line.
std::string citation(const json::Value& basis) {
    std::string text = basis.text_or("type");
    if (const std::string number = basis.text_or("number"); !number.empty())
        text += (text.empty() ? "" : " ") + number;
    if (const std::string title = basis.text_or("title"); !title.empty())
        text += (text.empty() ? "" : " ") + title;
    return text;
}

/// What a person said; a document that the caller may not see stays its words.
Result<> add_stated(
    House& house,
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
            const auto other = document_for(house, snapshot, caller, *id, "open");
            if (other) relation.document = *id;
            if (other) relation.title = other->row.title;
        }
        out.push_back(std::move(relation));
    }
    return {};
}

}  // namespace

Result<std::vector<DocumentRelation>> relations_of(
    House& house, const Caller& caller, const DocumentRecord& record
) {
    std::vector<DocumentRelation> relations;
    const auto snapshot = TRY(house.store.snapshot());
    TRY(add_stated(house, caller, *snapshot, record, relations));
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
            if (!row || row->id == record.row.id) continue;
            const auto object = TRY(document_object(*snapshot, house.keys, caller, *row));
            if (!access::decide(house.table, caller.actor, "open", object).allowed) continue;
            relation.document = row->id;
            relation.title = row->title;
            break;
        }
        relations.push_back(std::move(relation));
    }
    return relations;
}

}  // namespace neove::service
