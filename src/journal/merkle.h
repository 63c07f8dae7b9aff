#pragma once
/// \file
/// Merkle trees in the shape of RFC 9162 over BLAKE2b-256: one entry can be proved to be in a checkpoint
/// without showing the others.

#include "base/bytes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace neove::journal {

/// Grows leaf by leaf and keeps only the roots of complete subtrees: a million leaves need 20 digests.
class MerkleTree {
public:
    void add(const Digest& entry_digest);
    std::uint64_t size() const { return size_; }
    /// The root over all leaves so far; the digest of nothing when there are none.
    Digest root() const;

private:
    std::vector<Digest> complete_;  ///< roots of complete subtrees, the largest first
    std::uint64_t size_{0};
};

Digest merkle_root(std::span<const Digest> entry_digests);

/// The digests beside the way from leaf `index` up to the root. CHECKs that the leaf exists.
std::vector<Digest> inclusion_path(std::span<const Digest> entry_digests, std::uint64_t index);

/// Whether the entry digest is leaf `index` of a tree of `size` leaves with this root.
bool check_inclusion(
    const Digest& entry_digest,
    std::uint64_t index,
    std::uint64_t size,
    std::span<const Digest> path,
    const Digest& root
);

}  // namespace neove::journal
