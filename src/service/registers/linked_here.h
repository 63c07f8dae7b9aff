#pragma once
/// \file
/// What points at a record: how many records of which register stand in which state, as far as the reader may
/// list them.

#include "service/registers/found_record.h"

#include <map>
#include <string>
#include <vector>

namespace neove::service {

/// No more records that point at one are looked at.
inline constexpr std::size_t kLinkersMax = 3'000;

struct LinkedState {
    std::string state;
    std::int64_t records{0};
};
struct LinkedRegister {
    Desk desk;
    std::vector<LinkedState> states;  ///< in the order of the workflow
    std::int64_t records{0};
};
struct LinkedHere {
    std::vector<LinkedRegister> registers;
    bool more{false};  ///< than were looked at
};

/// In the order of the register's workflow, those it has no more last.
LinkedRegister counted(Desk desk, const std::map<std::string, std::int64_t>& states);

/// Refuses `access.not_found` for whoever may not open the record. A record that she may not list is not
/// counted: each number is the length of the list narrowed by `links_to`.
Result<LinkedHere> linked_here(
    House& house, const Caller& caller, std::string_view register_id, const RecordId& id
);

}  // namespace neove::service
