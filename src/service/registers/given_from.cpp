#include "service/registers/given_from.h"

#include "definition/allotments.h"
#include "service/registers/given_ids.h"
#include "storage/statements/documents.h"

#include <algorithm>

namespace neove::service {

namespace {

/// The number of the document that the answers repeat, by the rules for orders to report.
std::string number_in(const definition::Register& definition, const json::Value& answers) {
    if (!definition::takes_tasks(definition)) return {};
    for (const allotment::Rule& rule : definition::allotments_of(definition)) {
        if (rule.source != allotment::Source::Report) continue;
        for (const allotment::Answer& answer : rule.answers) {
            if (answer.of != allotment::Property::DocumentNumber) continue;
            if (std::string number = answers.text_or(answer.field); !number.empty()) return number;
        }
    }
    return {};
}

}  // namespace

Result<std::optional<DocumentRow>> given_from(
    House& house, const Caller& caller, const Desk& desk, const RecordId& record, const json::Value& answers
) {
    const std::string number = number_in(*desk.current, answers);
    if (number.empty()) return std::optional<DocumentRow>();
    const auto snapshot = TRY(snapshot_of(house, caller));
    for (const storage::Row& stored :
         TRY(snapshot->read(storage::statements::kDocumentsByNumber, {number}))) {
        const auto row = TRY(linked_document(house, *snapshot, caller, DocumentId::trusted(stored.text(0))));
        if (!row) continue;
        const FoundDocument found = TRY(find_document(house, *snapshot, caller, row->id));
        const DocumentRecord document = TRY(unsealed(house.keys, found));
        const auto names = names_given(house, caller, desk, document);
        if (std::ranges::binary_search(names->all, record)) return row;
    }
    return std::optional<DocumentRow>();
}

}  // namespace neove::service
