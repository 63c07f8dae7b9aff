#pragma once
/// \file
/// A checkpoint: what a node swears about a stretch of the journal, signed by a key that is gone a moment
/// later. One line of text, so that it can be printed, mailed, appended and checked with other tools.

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/result.h"
#include "journal/entry.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace neove::journal {

struct Checkpoint {
    StoreId store;
    std::int64_t number{1};  ///< from 1, without gaps
    std::int64_t first_seq{1};
    std::int64_t last_seq{1};
    Digest head{};      ///< the chain's head at `last_seq`
    Digest root{};      ///< Merkle root over the digests of entries first_seq…last_seq
    Digest previous{};  ///< digest of the checkpoint before; zero for the first
    Instant at;
    crypto::PublicKey key_now{};  ///< signed this; named by the checkpoint before, the first one from outside
    crypto::PublicKey key_next{};  ///< will sign the next one
    crypto::Signature signature{};
};

/// The text that is signed: the line without its last field.
std::string signed_text(const Checkpoint& checkpoint);
/// `neove-checkpoint-1 store number first last head root previous micros key-now key-next signature`, no
/// newline.
std::string to_line(const Checkpoint& checkpoint);
/// Exactly what `to_line` writes; anything else is `checkpoint.malformed`.
Result<Checkpoint> parse_checkpoint(std::string_view line);
/// BLAKE2b-256 of the line, domain `neove.checkpoint`: what the next checkpoint and anchors name.
Digest digest_of(const Checkpoint& checkpoint);
bool signature_holds(const Checkpoint& checkpoint);

/// What another body keeps of a checkpoint: `neove-anchor-1 store number digest`.
struct Anchor {
    StoreId store;
    std::int64_t number{1};
    Digest digest{};
};
Anchor anchor_of(const Checkpoint& checkpoint);
std::string to_line(const Anchor& anchor);
Result<Anchor> parse_anchor(std::string_view line);

/// Shows one entry to be part of a checkpoint without showing the others.
struct EntryProof {
    Entry entry;
    Checkpoint checkpoint;
    std::vector<Digest> path;
};
/// Whether entry, path and signature fit together; that the checkpoint's key is the store's own is for the
/// chain of checkpoints, or an anchor, to show.
bool proof_holds(const EntryProof& proof);

/// The fuzz target's body: any text is refused or is exactly what we would write.
void fuzz_checkpoint(ByteView bytes);

}  // namespace neove::journal
