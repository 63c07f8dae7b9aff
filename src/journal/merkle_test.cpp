#include "journal/merkle.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <bit>

namespace neove::journal {

namespace {

std::vector<Digest> digests(std::size_t count) {
    crypto::initialise();
    std::vector<Digest> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(crypto::hash("t", as_bytes(std::to_string(i))));
    return out;
}

/// RFC 9162, 2.1.1, word for word: the naive root the streaming one must equal.
Digest naive_root(std::span<const Digest> d) {
    if (d.size() == 1) return crypto::hash("neove.leaf", d[0]);
    const std::size_t k = std::bit_floor(d.size() - 1);
    Bytes both;
    for (const Digest& side : {naive_root(d.first(k)), naive_root(d.subspan(k))}) {
        both.insert(both.end(), side.begin(), side.end());
    }
    return crypto::hash("neove.node", both);
}

}  // namespace

TEST_CASE("the growing tree has the root of RFC 9162's definition") {
    const auto all = digests(70);
    for (std::size_t n = 1; n <= all.size(); ++n)
        CHECK(merkle_root(std::span(all).first(n)) == naive_root(std::span(all).first(n)));
}

TEST_CASE("every leaf proves its place, and no other place, leaf, size or root") {
    const auto all = digests(34);
    for (std::size_t n = 1; n <= all.size(); ++n) {
        const auto leaves = std::span(all).first(n);
        const Digest root = merkle_root(leaves);
        for (std::size_t i = 0; i < n; ++i) {
            const auto path = inclusion_path(leaves, i);
            REQUIRE(check_inclusion(all[i], i, n, path, root));
            for (std::size_t j = 0; j < n; ++j) {
                if (j != i) REQUIRE(!check_inclusion(all[i], j, n, path, root));
            }
            CHECK(!check_inclusion(all[(i + 1) % 34], i, n, path, root));
            CHECK(!check_inclusion(all[i], i, n, path, naive_root(std::span(all).subspan(0, n % 34 + 1))));
            CHECK(!check_inclusion(all[i], n, n, path, root));
            auto longer = path;
            longer.push_back(all[0]);
            CHECK(!check_inclusion(all[i], i, n, longer, root));
            if (!path.empty())
                CHECK(!check_inclusion(all[i], i, n, std::span(path).first(path.size() - 1), root));
        }
    }
}

}  // namespace neove::journal
