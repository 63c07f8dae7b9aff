#pragma once
/// \file
/// Values to and from the wire of PostgreSQL, in its binary format.

#include "storage/value.h"

#include <string>
#include <vector>

struct pg_result;

namespace neove::storage::postgres {

/// The parameters of one call as libpq wants them. Points into the parameters it was made from and into
/// itself: stays where it was made.
class Bound {
public:
    /// CHECKs number and types against what the server said of the prepared statement.
    Bound(const Parameters& parameters, const std::vector<unsigned>& types);

    int size() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    void add(const Value& value, unsigned type);

    std::vector<std::string> numbers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// All rows of a binary answer. A column of a type that is not ours is a bug (CHECK).
Rows rows_of(const pg_result* result);

}  // namespace neove::storage::postgres
