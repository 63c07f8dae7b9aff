#include "service/document_record.h"

namespace neove::service {

namespace {

Bytes event_place(const Keys& keys, const DocumentId& document, const std::string& event) {
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::Field;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = "document";
    place.record = RecordId::trusted(document.text());
    place.event = EventId::trusted(event);
    place.field_class = keyring::FieldClass::Internal;
    return keyring::associated_data(place);
}

}  // namespace

std::string document_etag(const House& house, const DocumentRow& row) {
    CanonicalWriter out;
    out.text("document").text(row.id.text()).number(static_cast<std::uint64_t>(row.version));
    return to_base64url(ByteView(crypto::keyed_hash(house.keys.entity_tag, "etag", out.result())).first(16));
}

Result<> check_etag(const House& house, const DocumentRow& row, std::string_view tag, bool is_optional) {
    if (tag.empty() && is_optional) return {};
    if (tag != document_etag(house, row)) return refuse(ErrorKind::Stale, "version.stale");
    return {};
}

storage::NewEvent document_event(
    const House& house,
    const Caller& caller,
    const DocumentRow& row,
    std::string kind,
    const json::Value& clear,
    const json::Value& sealed
) {
    storage::NewEvent event =
        event_of(caller, "document", row.id.text(), row.version, std::move(kind), clear);
    event.sealed = crypto::seal_padded(
        house.keys.document,
        as_bytes(json::write_canonical(sealed)),
        event_place(house.keys, row.id, event.id)
    );
    return event;
}

}  // namespace neove::service
