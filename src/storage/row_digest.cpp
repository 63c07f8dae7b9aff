#include "storage/row_digest.h"

#include "base/check.h"
#include "base/crypto.h"

#include <fmt/format.h>

#include <charconv>

namespace neove::storage {

namespace {

constexpr std::size_t kVersionDigits = 12;
constexpr std::size_t kEventColumns = 14;
constexpr std::size_t kClear = 10;
constexpr std::size_t kSealed = 11;
constexpr std::size_t kBodyDigest = 12;

void add(CanonicalWriter& out, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        out.number(static_cast<std::uint64_t>(*number));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        out.text(*text);
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
        out.bytes(*bytes);
    } else {
        out.bytes({});
    }
}

}  // namespace

Digest row_digest(std::span<const Value> columns) {
    CanonicalWriter out;
    for (const Value& column : columns) add(out, column);
    return crypto::hash("neove.row", out.result());
}

Digest event_digest(std::span<const Value> columns) {
    CHECK(columns.size() == kEventColumns);
    CanonicalWriter out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i != kBodyDigest) add(out, columns[i]);
    }
    return crypto::hash("neove.event", out.result());
}

Digest old_event_digest(std::span<const Value> columns) {
    CHECK(columns.size() == kEventColumns);
    CanonicalWriter out;
    add(out, columns[kClear]);
    add(out, columns[kSealed]);
    return crypto::hash("neove.body", out.result());
}

std::string row_register(std::string_view table) {
    return fmt::format("row.{}", table);
}

std::string row_record(const RowState& state) {
    return fmt::format("{}.{:012}", state.id, state.version);
}

std::optional<RowName> parse_row_record(std::string_view record) {
    if (record.size() <= kVersionDigits + 1) return std::nullopt;
    const std::string_view digits = record.substr(record.size() - kVersionDigits);
    RowName name{record.substr(0, record.size() - kVersionDigits - 1), 0};
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), name.version);
    const bool is_number = fault == std::errc() && end == digits.data() + digits.size() && name.version > 0;
    if (!is_number || record[name.id.size()] != '.') return std::nullopt;
    return name;
}

}  // namespace neove::storage
