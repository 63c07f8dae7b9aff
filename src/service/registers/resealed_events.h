#pragma once
/// \file
/// What the sealed parts of a redacted record's events are since: one text, in one row. The event of the
/// redaction says its digest, so that a record of however many events can be redacted.

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/result.h"

#include <string>
#include <vector>

namespace neove::service {

/// Of one event: the digest of what it had sealed before, and what is in its place. The first redactions
/// kept no digest here (`was` is empty): theirs stand in the clear part of their event.
struct ResealedPart {
    std::string event;
    Digest was{};
    ByteView sealed;  ///< lives as long as the text it was read from
};

Bytes pack_resealed(const std::vector<ResealedPart>& parts);
/// Refuses `record.unreadable`: cut, more than there should be, or one event twice.
Result<std::vector<ResealedPart>> parse_resealed(ByteView packed);
/// What the event of the redaction says of the text.
Digest digest_of_resealed(ByteView packed);

}  // namespace neove::service
