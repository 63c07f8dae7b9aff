#pragma once
/// \file
/// What goes into and comes out of a statement: the types that SQLite and PostgreSQL share.

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace neove::storage {

/// NULL, BIGINT, TEXT (UTF-8) or BLOB. There are no floating point columns.
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;

/// One row of an answer, columns in the order of the statement. The readers CHECK the type: a wrong one is a
/// bug of ours, not of the data; `optional_` readers accept NULL.
class Row {
public:
    Row() = default;
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    std::size_t size() const { return values_.size(); }
    bool is_null(std::size_t column) const;
    std::int64_t number(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& bytes(std::size_t column) const;
    std::int64_t number_or(std::size_t column, std::int64_t otherwise) const;
    std::string text_or(std::size_t column, std::string otherwise = {}) const;
    const std::vector<Value>& values() const { return values_; }

private:
    std::vector<Value> values_;
};

using Rows = std::vector<Row>;
using Parameters = std::vector<Value>;

}  // namespace neove::storage
