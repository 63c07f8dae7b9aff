#pragma once
/// \file
/// The days between which something of an organisation is so; open where there is no bound.

#include "calendar/open_date.h"

namespace neove::organisation {

using Date = calendar::OpenDate;

/// Whether `on` lies in [from, until): `until` is the first day on which it is no longer so. An open `on`
/// asks for today's tree and lies in whatever has no end.
bool covers(Date from, Date until, Date on);

}  // namespace neove::organisation
