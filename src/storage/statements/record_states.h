#pragma once
/// \file
/// Where records stand: what a start asks before it takes a bundle (migrations/0011_registers.sql).

#include "storage/statement.h"

namespace neove::storage::statements {

/// Every register with every state that a record of it stands in, erased ones too. One step of the index
/// `record_by_state` each, however many records there are: DISTINCT would walk all of them.
inline constexpr Statement kStatesOfRecords{
    "states_of_records",
    "WITH RECURSIVE registers (name) AS (SELECT MIN(register_name) FROM record UNION ALL SELECT (SELECT "
    "MIN(r.register_name) FROM record r WHERE r.register_name > registers.name) FROM registers WHERE "
    "registers.name IS NOT NULL), states (name, state) AS (SELECT name, (SELECT MIN(r.state) FROM record r "
    "WHERE r.register_name = registers.name) FROM registers WHERE name IS NOT NULL UNION ALL SELECT "
    "states.name, (SELECT MIN(r.state) FROM record r WHERE r.register_name = states.name AND r.state > "
    "states.state) FROM states WHERE states.state IS NOT NULL) SELECT name, state FROM states WHERE state "
    "IS NOT NULL ORDER BY name, state"};

/// By whose keys one record of this register in this state is sealed; none where all were erased.
inline constexpr Statement kDomainOfLivingRecord{
    "domain_of_living_record",
    "SELECT k.domain FROM record r JOIN record_key k ON k.record_id = r.id WHERE r.register_name = $1 AND "
    "r.state = $2 LIMIT 1"};

}  // namespace neove::storage::statements
