#pragma once
/// \file
/// An event of a record that changes nothing of its answers: who stands to it, and whose it is.

#include "service/registers/found_record.h"

#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

record::Outcome event_about(
    const Caller& caller,
    const FoundRecord& found,
    const std::vector<StoredEvent>& history,
    std::string_view kind,
    const std::string& reason
);

}  // namespace neove::service
