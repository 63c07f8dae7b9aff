#pragma once
/// \file
/// From the sealed search card of a record, or a form that is being typed, to what the index in memory takes.

#include "access/rules.h"
#include "form/form.h"
#include "json/json.h"
#include "name_index/name_index.h"

#include <string>

namespace neove::service {

/// Persons give names and births, the rest numbers and phones. Answers that the form does not know (of an
/// older bundle) are told by their shape.
name_index::Card name_card(const form::Form& form, const RecordId& id, const json::Value& card);

/// Overwrites what the card says.
void wipe_card(name_index::Card& card);

}  // namespace neove::service
