#include "storage/value.h"

#include "base/check.h"

namespace neove::storage {

bool Row::is_null(std::size_t column) const {
    CHECK(column < values_.size());
    return std::holds_alternative<std::monostate>(values_[column]);
}
std::int64_t Row::number(std::size_t column) const {
    CHECK(column < values_.size() && std::holds_alternative<std::int64_t>(values_[column]));
    return std::get<std::int64_t>(values_[column]);
}
const std::string& Row::text(std::size_t column) const {
    CHECK(column < values_.size() && std::holds_alternative<std::string>(values_[column]));
    return std::get<std::string>(values_[column]);
}
const Bytes& Row::bytes(std::size_t column) const {
    CHECK(column < values_.size() && std::holds_alternative<Bytes>(values_[column]));
    return std::get<Bytes>(values_[column]);
}
std::int64_t Row::number_or(std::size_t column, std::int64_t otherwise) const {
    return is_null(column) ? otherwise : number(column);
}
std::string Row::text_or(std::size_t column, std::string otherwise) const {
    return is_null(column) ? std::move(otherwise) : text(column);
}

}  // namespace neove::storage
