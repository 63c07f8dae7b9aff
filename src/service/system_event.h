#pragma once
/// \file
/// What the system itself writes down, without a caller: the seeding of a new store, an import on the
/// machine.

#include "json/json.h"
#include "storage/store.h"

#include <string>

namespace neove::service {

struct SystemEvent {
    std::string register_name;
    std::string record_id;
    std::int64_t version{1};
    std::string kind;
    json::Value clear;
    Instant at;
};

/// The event and its journal entry `register.kind`. The expected version is the caller's to state.
void add_system_event(storage::Commit& commit, const SystemEvent& happened);

}  // namespace neove::service
