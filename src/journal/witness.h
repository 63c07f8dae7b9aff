#pragma once
/// \file
/// Another body's side: it sees checkpoint lines alone (digests), checks that each extends the last it saw,
/// and signs the newest with a key of its own.

#include "journal/verify.h"

#include <optional>
#include <string>
#include <string_view>

namespace neove::journal {

/// `neove-witness-1 store number digest witness-key signature`: an anchor and who vouches for it.
struct CoSigned {
    Anchor anchor;
    crypto::PublicKey witness{};
    crypto::Signature signature{};
};
std::string to_line(const CoSigned& signed_anchor);
/// An anchor's line, plain or co-signed; a signature that does not hold is `anchor.signature`.
Result<Anchor> parse_any_anchor(std::string_view line);

/// What a witness remembers between two looks.
struct Witness {
    FirstKey first_key;
    crypto::Secret seed;
    std::optional<Checkpoint> last;
};
/// Text for a secret file, and back. Refuses `witness.state_malformed`.
std::string to_text(const Witness& witness);
Result<Witness> parse_witness(std::string_view text);

/// Takes new lines in order; lines it has seen are passed over. Refuses, having taken nothing, with the code
/// of what is wrong (`checkpoint.wrong_key`, `anchor.differs`…) and the number as detail.
Result<> take_lines(Witness& witness, std::string_view lines);
/// Of the newest checkpoint; there must be one (CHECK).
CoSigned co_sign(const Witness& witness);

}  // namespace neove::journal
