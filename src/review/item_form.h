#pragma once
/// \file
/// Items as JSON: shared by stored states, which must be exact, and readings, which are taken as far as they
/// go.

#include "review/json_form.h"

namespace neove::review {

json::Value to_json(const Item& item);
/// Total: what is missing or of another type is empty. Bodies may be plain texts, as a reading writes them.
Item item_from_json(const json::Value& value);

}  // namespace neove::review
