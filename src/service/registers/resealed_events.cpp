#include "service/registers/resealed_events.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

/// No id of an event: what begins with one was packed before there were digests in it.
constexpr std::string_view kWithDigests = "resealed.2";

std::unexpected<Error> altered() {
    return refuse(ErrorKind::Internal, "record.unreadable", {}, "resealed");
}

}  // namespace

Bytes pack_resealed(const std::vector<ResealedPart>& parts) {
    CanonicalWriter out;
    out.text(kWithDigests);
    for (const ResealedPart& one : parts) out.text(one.event).bytes(one.was).bytes(one.sealed);
    return out.result();
}

Result<std::vector<ResealedPart>> parse_resealed(ByteView packed) {
    std::vector<ResealedPart> out;
    std::set<std::string> known;
    CanonicalReader reader(packed);
    bool has_digests = false;
    for (bool is_first = true; !reader.at_end(); is_first = false) {
        auto event = reader.text();
        if (is_first && event == kWithDigests) {
            has_digests = true;
            continue;
        }
        if (!event || !known.insert(*event).second) return altered();
        ResealedPart one{std::move(*event), {}, {}};
        if (has_digests) {
            const auto was = reader.bytes();
            if (!was || was->size() != one.was.size()) return altered();
            std::ranges::copy(*was, one.was.begin());
        }
        const auto sealed = reader.bytes();
        if (!sealed) return altered();
        one.sealed = *sealed;
        out.push_back(std::move(one));
    }
    return out;
}

Digest digest_of_resealed(ByteView packed) {
    return crypto::hash("neove.resealed", packed);
}

}  // namespace neove::service
