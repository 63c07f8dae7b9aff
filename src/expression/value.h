#pragma once
/// \file
/// What an expression reads and answers: a small closed set of values, each of which may be absent.

#include "calendar/date.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace neove::expression {

class Value;
using Texts = std::vector<std::string>;                  ///< a multi-choice
using Row = std::vector<std::pair<std::string, Value>>;  ///< one row's cells; a missing cell is absent
using Rows = std::vector<Row>;

/// The largest integer either twin holds: beyond it a browser no longer counts exactly, so a larger result
/// (and a larger value read) is absent on both sides.
inline constexpr std::int64_t kIntegerMax = (std::int64_t{1} << 53) - 1;

class Value {
public:
    Value() = default;  ///< absent
    Value(bool value) : held_(value) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Value(T value) : held_(static_cast<std::int64_t>(value)) {}
    Value(std::string value) : held_(std::move(value)) {}
    Value(std::string_view value) : held_(std::string(value)) {}
    Value(const char* value) : held_(std::string(value)) {}
    Value(calendar::Date value) : held_(value) {}
    Value(Texts value) : held_(std::move(value)) {}
    Value(Rows value) : held_(std::move(value)) {}

    bool is_absent() const { return std::holds_alternative<std::monostate>(held_); }
    /// Neither absent nor an empty text, list or set of rows.
    bool is_answered() const;
    const bool* boolean() const { return std::get_if<bool>(&held_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
    const std::string* text() const { return std::get_if<std::string>(&held_); }
    const calendar::Date* date() const { return std::get_if<calendar::Date>(&held_); }
    const Texts* texts() const { return std::get_if<Texts>(&held_); }
    const Rows* rows() const { return std::get_if<Rows>(&held_); }

    bool operator==(const Value&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, calendar::Date, Texts, Rows> held_;
};

}  // namespace neove::expression
