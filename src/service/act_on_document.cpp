#include "service/act_on_document.h"

#include "service/documents.h"

namespace neove::service {

Result<DocumentRecord> act_on_document(
    House& house, const Caller& caller, const DocumentAct& what, const DecideDocument& decide
) {
    const auto snapshot = TRY(house.store.snapshot());
    const FoundDocument found = TRY(find_document(house, *snapshot, caller, what.document));
    const Act write{what.permission, found.object, what.request_key, what.request_body};
    DocumentRecord record;
    auto acted = act(house, caller, *snapshot, write, [&](storage::Snapshot& view) -> Result<Decided> {
        record = TRY(document_for(house, caller, found, what.permission));
        return decide(view, record);
    });
    // Somebody else's change came between our look and our commit.
    if (!acted && acted.error().code == "storage.conflict") return refuse(ErrorKind::Stale, "version.stale");
    const Acted done = TRY(std::move(acted));
    // What is there now may be another's work by then: a look like any other.
    if (done.repeated) return open_document(house, caller, what.document);
    return record;
}

}  // namespace neove::service
