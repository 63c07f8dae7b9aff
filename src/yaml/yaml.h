#pragma once
/// \file
/// The one configuration language: a strict subset of YAML, read into a tree that remembers where everything
/// stood. Scalars stay text (their meaning is the schema's business, never YAML's guess); anchors, aliases,
/// tags, duplicate keys, keys that are not scalars and more than one document are refused.

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace neove::yaml {

enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };

/// Where something stood; both count from 1.
struct Place {
    std::uint32_t line{1};
    std::uint32_t column{1};
};

struct Member;

/// One value of the tree.
struct Node {
    Kind kind{Kind::Null};
    Place place;
    std::string text{};           ///< of a scalar
    bool quoted{false};           ///< "no" and no are both the text `no`; this tells them apart
    std::vector<Node> items{};    ///< of a sequence
    std::vector<Member> members;  ///< of a mapping, in written order

    /// The member of that name, or nothing.
    const Node* find(std::string_view key) const;
};

struct Member {
    std::string key;
    Place place;
    Node value;
};

struct Limits {
    std::size_t bytes = 4 * 1024 * 1024;
    std::size_t depth = 32;
    std::size_t nodes = 500'000;
};

/// Refuses with `yaml.too_large`, `yaml.too_deep`, `yaml.not_text`, `yaml.malformed`, `yaml.anchor`,
/// `yaml.tag`, `yaml.duplicate_key`, `yaml.key_not_scalar`, `yaml.many_documents`; `where` is
/// `name:line:column`.
Result<Node> parse(std::string_view text, std::string_view name, Limits limits = {});

/// `name:line:column`, as editors understand it.
std::string where(std::string_view name, Place place);

}  // namespace neove::yaml
