#pragma once
/// \file
/// Which keyring moved the keys of a domain last (ADR 45).

#include "storage/statement.h"

namespace neove::storage::statements {

/// Only while the fact is what was read ($3; empty: there is none).
inline constexpr Statement kSwapFact{
    "swap_fact",
    "INSERT INTO store_fact (fact_key, fact_value) VALUES ($1, $2) ON CONFLICT (fact_key) DO UPDATE SET "
    "fact_value = excluded.fact_value WHERE store_fact.fact_value = $3"};

}  // namespace neove::storage::statements
