#pragma once
/// \file
/// Tags of rows that confer power (sessions, grants, relations, second-factor state). A row without its right
/// tag is as if absent: what SQL alone inserts or changes opens nothing.

#include "base/bytes.h"
#include "base/crypto.h"

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace neove::keyring {

/// One column by name; NULL, number, text and bytes of equal spelling are four different values.
struct TaggedColumn {
    std::string_view name;
    std::variant<std::monostate, std::int64_t, std::string_view, ByteView> value;
};

/// Keyed BLAKE2b over the table's name and all its columns in the given order, names included. The key is the
/// `system` domain's subkey `Purpose::RowTag`.
Digest row_tag(
    const crypto::Secret& key, std::string_view table, std::initializer_list<TaggedColumn> columns
);

/// With a last column `version`; rows of version 0, from before versions were counted, have none.
Digest row_tag(
    const crypto::Secret& key,
    std::string_view table,
    std::initializer_list<TaggedColumn> columns,
    std::int64_t version
);

/// Whether `tag` is the row's tag; constant time. False means: treat the row as absent and raise the alarm.
bool check_row_tag(
    const crypto::Secret& key,
    std::string_view table,
    std::initializer_list<TaggedColumn> columns,
    ByteView tag
);

}  // namespace neove::keyring
