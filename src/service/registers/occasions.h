#pragma once
/// \file
/// Meetings, inspections and other days of records that somebody has to do with: they come and go, and are
/// never late.

#include "service/caller.h"
#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

struct Occasion {
    Desk desk;
    RecordRow row;
    std::string on;                   ///< `2026-12-05`
    std::string at;                   ///< local time of that day as it was answered; empty: none
    std::vector<std::string> says{};  ///< what its register shows of it
};

struct Occasions {
    std::vector<Occasion> all;  ///< from today, by day and hour
    bool more{false};
};
inline constexpr std::size_t kOccasionsShown = 50;

/// Of all registers that have some (`calendar` of their lists): those of records that she may list and that
/// are her body's or her own matter, by a relation or because they are kept there; none of units below.
Result<Occasions> occasions_of(House& house, const Caller& caller);

}  // namespace neove::service
