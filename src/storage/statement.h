#pragma once
/// \file
/// A statement of the catalogue. All SQL of the platform lives in `storage/statements/*.h`; nothing else
/// holds SQL text.

#include <string_view>

namespace neove::storage {

/// SQL in the subset that SQLite 3.40 and PostgreSQL 15 share, with parameters `$1`, `$2`, … `postgres` is a
/// second text for the few statements (at most 20 in all) where one will not do. Statements are compared by
/// address: declare them `inline constexpr` in a statements header and list them in catalogue.cpp.
struct Statement {
    std::string_view name;
    std::string_view sql;
    std::string_view postgres = {};
};

}  // namespace neove::storage
