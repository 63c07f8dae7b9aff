#include "keyring/associated_data.h"

#include "base/check.h"

#include <array>
#include <string>

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

void fuzz_associated_data(ByteView bytes) {
    std::array<std::string, 16> words;  // 0xff ends a word; two places take eight each
    std::size_t word = 0;
    for (const std::uint8_t byte : bytes) {
        if (byte == 0xff) {
            word = (word + 1) % words.size();
        } else {
            words[word] += static_cast<char>(byte);
        }
    }
    const auto small = [](const std::string& text, unsigned bound) {
        return text.empty() ? 0U : static_cast<unsigned char>(text[0]) % bound;
    };
    const auto place_from = [&](std::size_t at) {
        SealedPlace place;
        place.purpose = static_cast<Purpose>(1 + small(words[at], 21));
        place.store = StoreId::trusted(words[at + 1]);
        place.domain = static_cast<Domain>(1 + small(words[at + 2], 7));
        place.register_name = words[at + 3];
        place.record = RecordId::trusted(words[at + 4]);
        place.event = EventId::trusted(words[at + 5]);
        place.field_class = static_cast<FieldClass>(small(words[at + 6], 5));
        place.part = words[at + 7];
        return place;
    };
    const SealedPlace a = place_from(0);
    const SealedPlace b = place_from(8);
    const bool same = a.purpose == b.purpose && a.store == b.store && a.domain == b.domain &&
                      a.register_name == b.register_name && a.record == b.record && a.event == b.event &&
                      a.field_class == b.field_class && a.part == b.part;
    CHECK((associated_data(a) == associated_data(b)) == same);
}

}  // namespace neove::keyring
