#pragma once
/// \file
/// One journal entry and how entries chain (design: SECURITY 3). Pure: no storage, no clock, no keys.

#include "base/bytes.h"
#include "base/clock.h"

#include <cstdint>
#include <string>

namespace neove::journal {

/// What the chain says about one act. No names, no answers, no search text: reasons and searches are sealed
/// elsewhere and only their digest stands here.
struct Entry {
    std::int64_t seq{0};         ///< position in the stream, from 1, without gaps
    Instant at;                  ///< server time, never back in time within a stream
    std::string node;            ///< which server wrote it
    std::string actor;           ///< account id, or `system`
    std::string session_digest;  ///< hex, empty when no session took part
    std::string action;          ///< stable word, e.g. `organisation.created`
    std::string register_name;   ///< empty when the act concerns no record
    std::string record_id;
    std::string event_id;
    std::string classes;  ///< classes revealed, e.g. `confidential,identity`; empty when none
    std::string purpose;  ///< code from the short list; empty when none was asked
    Digest body{};        ///< digest of the event's stored bytes (ciphertext where sealed); zero when none
    Digest reason{};      ///< digest of the sealed reason; zero when none
};

/// The bytes that are digested: length-prefixed, in the order of the fields above, `seq` first.
Bytes canonical(const Entry& entry);

/// BLAKE2b-256 of the canonical bytes, domain `neove.entry`. Kept beside the entry, so that an entry whose
/// own retention ended can go and the chain still verifies.
Digest digest_of(const Entry& entry);

/// `BLAKE2b-256("neove.j" ‖ 0 ‖ previous ‖ seq ‖ entry digest)`; the first entry follows a head of zeros.
Digest next_head(const Digest& previous, std::int64_t seq, const Digest& entry_digest);

}  // namespace neove::journal
