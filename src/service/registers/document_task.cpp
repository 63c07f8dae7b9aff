#include "service/registers/document_task.h"

#include "service/confirmed_task.h"
#include "service/document_record.h"
#include "storage/statements/allotments.h"

namespace neove::service {

Result<std::optional<DocumentTask>> document_task(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const TaskId& task
) {
    const auto rows = TRY(snapshot.read(storage::statements::kPlaceOfTask, {task.text()}));
    if (rows.empty()) return std::optional<DocumentTask>();
    const DocumentId document = DocumentId::trusted(rows[0].text(0));
    const auto row = TRY(linked_document(house, snapshot, caller, document));
    if (!row) return std::optional<DocumentTask>();
    const std::string& named = row->number.empty() ? row->title : row->number;
    return DocumentTask{
        document,
        named + ", " + rows[0].text(1),
        confirmed_text(house.keys, task, rows[0].text(2)).value_or("")};
}

}  // namespace neove::service
