#pragma once
/// \file
/// `neove units`: a national list of administrative units into the store, tried dry first.

#include "app/installation.h"

#include <string>

namespace neove::app {

struct UnitImport {
    Place place;
    std::string file;
    std::string list;    ///< the day whose state the list gives
    bool write{false};   ///< otherwise only tried
    bool losses{false};  ///< write even what takes spells or predecessors away from a unit
};

/// 0: nothing is wrong; 1: the list has faults, each printed with its row and column, or it would take away
/// what is known of a unit and nobody agreed to that.
int run_units_import(const UnitImport& request);

struct UnitExport {
    Place place;
    std::string list;
};

/// Prints one version of a list as CSV in the columns an import reads. 1: no such list is here.
int run_units_export(const UnitExport& request);

}  // namespace neove::app
