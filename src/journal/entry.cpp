#include "journal/entry.h"

#include "base/crypto.h"

namespace neove::journal {

Bytes canonical(const Entry& entry) {
    CanonicalWriter out(512);
    out.number(static_cast<std::uint64_t>(entry.seq))
        .number(static_cast<std::uint64_t>(entry.at.micros))
        .text(entry.node)
        .text(entry.actor)
        .text(entry.session_digest)
        .text(entry.action)
        .text(entry.register_name)
        .text(entry.record_id)
        .text(entry.event_id)
        .text(entry.classes)
        .text(entry.purpose)
        .bytes(entry.body)
        .bytes(entry.reason);
    return out.result();
}

Digest digest_of(const Entry& entry) {
    return crypto::hash("neove.entry", canonical(entry));
}

Digest next_head(const Digest& previous, std::int64_t seq, const Digest& entry_digest) {
    CanonicalWriter out(96);
    out.bytes(previous).number(static_cast<std::uint64_t>(seq)).bytes(entry_digest);
    return crypto::hash("neove.j", out.result());
}

}  // namespace neove::journal
