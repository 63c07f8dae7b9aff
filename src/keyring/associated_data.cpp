#include "keyring/associated_data.h"

namespace neove::keyring {

Bytes associated_data(const SealedPlace& place) {
    CanonicalWriter out;
    out.text("neove.v1")
        .text(name_of(place.purpose))
        .text(place.store.text())
        .text(name_of(place.domain))
        .text(place.register_name)
        .text(place.record.text())
        .text(place.event.text())
        .text(name_of(place.field_class))
        .text(place.part);
    return out.result();
}

}  // namespace neove::keyring
