#pragma once
/// \file
/// JSON as the platform speaks it: no floating point, no duplicate keys, members in written order, and one
/// canonical spelling (sorted keys, no white space) for what is stored, digested and sealed.

#include "base/result.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace neove::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;

/// A JSON value. Integers are 64-bit signed; a number with a fraction or an exponent is refused when parsing.
class Value {
public:
    Value() = default;  ///< null
    Value(std::nullptr_t) {}
    Value(bool value) : held_(value) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Value(T value) : held_(static_cast<std::int64_t>(value)) {}
    Value(std::string value) : held_(std::move(value)) {}
    Value(std::string_view value) : held_(std::string(value)) {}
    Value(const char* value) : held_(std::string(value)) {}
    Value(Array value) : held_(std::move(value)) {}
    Value(Object value) : held_(std::move(value)) {}
    template <typename T>
    Value(const std::optional<T>& value) {
        if (value) *this = Value(*value);
    }

    bool is_null() const { return std::holds_alternative<std::monostate>(held_); }
    const bool* boolean() const { return std::get_if<bool>(&held_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
    const std::string* string() const { return std::get_if<std::string>(&held_); }
    const Array* array() const { return std::get_if<Array>(&held_); }
    const Object* object() const { return std::get_if<Object>(&held_); }
    std::string* string() { return std::get_if<std::string>(&held_); }
    Array* array() { return std::get_if<Array>(&held_); }
    Object* object() { return std::get_if<Object>(&held_); }

    /// The member of that name; null where there is none or this is no object.
    const Value* find(std::string_view name) const;
    Value* find(std::string_view name);
    /// Adds or replaces a member; turns a null into an object.
    Value& set(std::string name, Value value);
    std::string text_or(std::string_view name, std::string otherwise = {}) const;
    std::int64_t number_or(std::string_view name, std::int64_t otherwise = 0) const;
    bool flag_or(std::string_view name, bool otherwise = false) const;

    bool operator==(const Value&) const = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> held_;
};

struct Limits {
    std::size_t bytes = 256 * 1024;
    std::size_t depth = 32;
};

/// Refuses with `json.malformed`, `json.duplicate_key`, `json.too_large`, `json.not_integer`.
Result<Value> parse(std::string_view text, Limits limits = {});

/// As written, for answers.
std::string write(const Value& value);
/// Keys sorted by code units, for what is digested.
std::string write_canonical(const Value& value);

/// Reads the members of an object for a use case: collects every fault with its JSON Pointer, and `done()`
/// adds one, at the object, where it has members nobody asked for: a misspelt name never passes silently.
class Reader {
public:
    Reader(const Value& value, std::string pointer = {});
    std::string text(std::string_view name, std::size_t max_bytes = 4'000);  ///< required, not blank
    std::optional<std::string> optional_text(std::string_view name, std::size_t max_bytes = 4'000);
    std::optional<std::int64_t> optional_integer(std::string_view name);
    std::optional<bool> optional_flag(std::string_view name);
    const Array* optional_array(std::string_view name, std::size_t max_items = 1'000);
    const Value* optional_object(std::string_view name);  ///< null where absent or null
    bool has(std::string_view name) const { return value_.find(name) != nullptr; }
    void fault(std::string_view name, std::string code);
    Diagnostics done();

private:
    const Value* take(std::string_view name);
    const Value& value_;
    std::string pointer_;
    std::vector<std::string> taken_;
    Diagnostics faults_;
};

}  // namespace neove::json
