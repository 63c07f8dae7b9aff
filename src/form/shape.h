#pragma once
/// \file
/// How answers are tidied before they are kept, and small questions about the shape of texts. Only this
/// module includes it.

#include "form/form.h"

#include <optional>
#include <string>
#include <string_view>

namespace neove::form {

/// Null, an empty text, or an empty list.
bool is_empty(const json::Value& answer);

/// The answer tidied, nothing if that leaves it empty. Elements of lists stay where they are.
std::optional<json::Value> tidy(const Field& field, const json::Value& answer);

/// `[a-z][a-z0-9_]*`, at most 48.
bool is_field_id(std::string_view text);
/// `[a-z0-9][a-z0-9_]*`, at most 64.
bool is_code(std::string_view text);
/// Whether only these characters occur.
bool is_made_of(std::string_view text, std::string_view characters);

}  // namespace neove::form
