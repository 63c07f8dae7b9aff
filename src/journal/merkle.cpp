#include "journal/merkle.h"

#include "base/check.h"
#include "base/crypto.h"

#include <algorithm>
#include <bit>

namespace neove::journal {

namespace {

/// Leaves and inner nodes have different domains: a node can never be shown as a leaf (RFC 9162, 2.1.1).
Digest leaf(const Digest& entry_digest) {
    return crypto::hash("neove.leaf", entry_digest);
}

Digest node(const Digest& left, const Digest& right) {
    std::array<std::uint8_t, 64> both{};
    std::ranges::copy(left, both.begin());
    std::ranges::copy(right, both.begin() + 32);
    return crypto::hash("neove.node", both);
}

}  // namespace

void MerkleTree::add(const Digest& entry_digest) {
    Digest digest = leaf(entry_digest);
    for (std::uint64_t full = size_; (full & 1U) != 0; full >>= 1U) {
        digest = node(complete_.back(), digest);
        complete_.pop_back();
    }
    complete_.push_back(digest);
    ++size_;
}

Digest MerkleTree::root() const {
    if (complete_.empty()) return crypto::hash("neove.leaf", {});
    Digest digest = complete_.back();
    for (std::size_t i = complete_.size() - 1; i-- > 0;) digest = node(complete_[i], digest);
    return digest;
}

Digest merkle_root(std::span<const Digest> entry_digests) {
    MerkleTree tree;
    for (const Digest& digest : entry_digests) tree.add(digest);
    return tree.root();
}

std::vector<Digest> inclusion_path(std::span<const Digest> entry_digests, std::uint64_t index) {
    CHECK(index < entry_digests.size());
    std::vector<Digest> path;
    while (entry_digests.size() > 1) {
        const std::size_t left = std::bit_floor(entry_digests.size() - 1);
        if (index < left) {
            path.push_back(merkle_root(entry_digests.subspan(left)));
            entry_digests = entry_digests.first(left);
        } else {
            path.push_back(merkle_root(entry_digests.first(left)));
            entry_digests = entry_digests.subspan(left);
            index -= left;
        }
    }
    std::ranges::reverse(path);
    return path;
}

bool check_inclusion(
    const Digest& entry_digest,
    std::uint64_t index,
    std::uint64_t size,
    std::span<const Digest> path,
    const Digest& root
) {
    if (index >= size) return false;
    Digest digest = leaf(entry_digest);
    std::uint64_t last = size - 1;
    for (const Digest& beside : path) {  // RFC 9162, 2.1.3.2
        if (last == 0) return false;
        if ((index & 1U) != 0 || index == last) {
            digest = node(beside, digest);
            while ((index & 1U) == 0 && index != 0) {
                index >>= 1U;
                last >>= 1U;
            }
        } else {
            digest = node(digest, beside);
        }
        index >>= 1U;
        last >>= 1U;
    }
    return last == 0 && digest == root;
}

}  // namespace neove::journal
