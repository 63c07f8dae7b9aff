#pragma once
/// \file
/// A form as it stands in a bundle: `{"persons"?, "fields": [..], "steps"?: [..]}` with the keys of
/// form.yaml. The pages draw the same JSON, so it is written down once.

#include "form/form.h"

namespace neove::form {

/// Reads what can be read and adds every fault at its JSON Pointer: wrong shapes of members, types and
/// classes that do not exist, expressions that do not parse (`expression.*`, the column in `detail`). Other
/// members beside `fields` belong to others. A field without a class is internal, a long text confidential, a
/// sub-field as its rows. Whether the form makes sense is `check_form`'s question.
Form read_form(const json::Value& value, Diagnostics& faults);

}  // namespace neove::form
