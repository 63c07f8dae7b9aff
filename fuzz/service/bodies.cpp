#include "bodies.h"

#include "base/check.h"
#include "service/registers/resealed_events.h"

#include <algorithm>

namespace neove::service {

void fuzz_resealed(ByteView input) {
    const auto parts = parse_resealed(input);
    if (!parts) return;
    const Bytes packed = pack_resealed(*parts);
    const auto again = parse_resealed(packed);
    CHECK(again.has_value());
    CHECK(again->size() == parts->size());
    for (std::size_t i = 0; i < parts->size(); ++i) {
        CHECK((*again)[i].event == (*parts)[i].event);
        CHECK((*again)[i].was == (*parts)[i].was);
        CHECK(std::ranges::equal((*again)[i].sealed, (*parts)[i].sealed));
    }
}

}  // namespace neove::service
