#pragma once
/// \file
/// Administrative units as JSON. Every mention of a unit carries its list version: a code alone means
/// nothing.

#include "administrative_unit/directory.h"
#include "http/routes/api.h"
#include "organisation/organisation.h"

namespace neove::http {

/// `{list, code, full_name, parent_name}`.
json::Value unit_ref(const administrative_unit::Directory& units, const administrative_unit::Unit& unit);

/// A line of a list: names, kind, level, validity, and what it is called today where it is no more.
json::Value unit_row(
    const Api& api,
    const administrative_unit::Directory& units,
    const administrative_unit::Unit& unit,
    service::Language language
);

/// A line with what the unit came from.
json::Value unit_with_origin(
    const Api& api,
    const administrative_unit::Directory& units,
    const administrative_unit::Unit& unit,
    service::Language language
);

/// What an organisation's reference means: `{list, code, known}`, and `unit` where it is known; null for
/// none.
json::Value unit_of_organisation(
    const Api& api,
    const administrative_unit::Directory& units,
    const organisation::UnitReference& reference,
    service::Language language
);

}  // namespace neove::http
