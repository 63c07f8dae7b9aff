#pragma once
/// \file
/// The tree as the table that an import reads: importing what was exported changes nothing.

#include "organisation/import.h"

namespace neove::organisation {

/// Every organisation in `vi` order under one row of headers. Each carries its id, so that a name changed in
/// the table renames it instead of making another; a parent is named by its name where only it bears it, else
/// by its code or id. Other names that no cell can hold (a semicolon within, or beyond `kLongestCell`) are
/// left out: an import takes none away.
Rows export_rows(const Directory& directory, const Vocabulary& vocabulary);

}  // namespace neove::organisation
