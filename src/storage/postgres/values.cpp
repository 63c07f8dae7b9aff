#include "storage/postgres/values.h"

#include "base/check.h"

#include <libpq-fe.h>

namespace neove::storage::postgres {

namespace {

// From PostgreSQL's catalogue; they never change.
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kText = 25;
constexpr unsigned kVarchar = 1043;
constexpr unsigned kNumeric = 1700;

std::int64_t big_endian(const std::uint8_t* data, std::size_t size) {
    std::uint64_t value = (data[0] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < size; ++i) value = (value << 8U) | data[i];
    return static_cast<std::int64_t>(value);
}

/// Whole numbers only: SUM over BIGINT answers NUMERIC. Digits are to the base 10,000, the first times
/// 10,000^weight.
std::int64_t whole_number(const std::uint8_t* data, std::size_t size) {
    CHECK(size >= 8);
    const std::int64_t digits = big_endian(data, 2);
    const std::int64_t weight = big_endian(data + 2, 2);
    const std::int64_t sign = big_endian(data + 4, 2);
    CHECK(size == 8 + 2 * static_cast<std::size_t>(digits) && digits <= weight + 1 && weight <= 4);
    CHECK(sign == 0 || sign == 0x4000);
    std::int64_t value = 0;
    for (std::int64_t i = 0; i <= weight; ++i) {
        const std::int64_t digit = i < digits ? big_endian(data + 8 + 2 * i, 2) : 0;
        // Built downwards, because the smallest number has no positive counterpart.
        CHECK(
            !__builtin_mul_overflow(value, 10'000, &value) && !__builtin_sub_overflow(value, digit, &value)
        );
    }
    if (sign != 0) return value;
    CHECK(!__builtin_sub_overflow(std::int64_t{0}, value, &value));
    return value;
}

Value value_of(const pg_result* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return std::monostate{};
    const char* text = PQgetvalue(result, row, column);
    const auto* data = reinterpret_cast<const std::uint8_t*>(text);
    const auto size = static_cast<std::size_t>(PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
        case kBool: return std::int64_t{data[0]};
        case kInt2:
        case kInt4:
        case kInt8: return big_endian(data, size);
        case kNumeric: return whole_number(data, size);
        case kText:
        case kVarchar: return std::string(text, size);
        case kBytea: return Bytes(data, data + size);
        default: CHECK(!"a column of a type that is not ours"); return {};
    }
}

}  // namespace

Bound::Bound(const Parameters& parameters, const std::vector<unsigned>& types) {
    CHECK(parameters.size() == types.size());
    numbers_.reserve(parameters.size());  // pointers into it must stay
    for (std::size_t i = 0; i < parameters.size(); ++i) add(parameters[i], types[i]);
}

void Bound::add(const Value& value, unsigned type) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        CHECK(type == kInt8 || type == kInt4 || type == kInt2 || type == kNumeric);
        numbers_.push_back(std::to_string(*number));
        values_.push_back(numbers_.back().c_str());
        lengths_.push_back(0);
        formats_.push_back(0);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        CHECK(type == kText || type == kVarchar);
        values_.push_back(text->data());
        lengths_.push_back(static_cast<int>(text->size()));
        formats_.push_back(1);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        CHECK(type == kBytea);
        // A null pointer would mean NULL, not the empty value.
        values_.push_back(bytes->empty() ? "" : as_text(*bytes).data());
        lengths_.push_back(static_cast<int>(bytes->size()));
        formats_.push_back(1);
    } else {
        values_.push_back(nullptr);
        lengths_.push_back(0);
        formats_.push_back(0);
    }
}

Rows rows_of(const pg_result* result) {
    const int count = PQntuples(result);
    const int columns = PQnfields(result);
    Rows rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int row = 0; row < count; ++row) {
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) values.push_back(value_of(result, row, column));
        rows.emplace_back(std::move(values));
    }
    return rows;
}

}  // namespace neove::storage::postgres
