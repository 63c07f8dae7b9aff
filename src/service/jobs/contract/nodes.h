#pragma once
/// \file
/// Two nodes over one store: on PostgreSQL two connections of their own, on SQLite two holders in one
/// process.

#include "service/jobs/jobs.h"
#include "storage/contract/acts.h"
#include "storage/contract/engines.h"

#include <doctest/doctest.h>

namespace neove::service::contract {

namespace storage_contract = storage::contract;
using storage_contract::PostgresEngine;
using storage_contract::SqliteEngine;

#define ENGINES SqliteEngine, PostgresEngine
#define NEED(Engine)                                           \
    if (!Engine::is_available()) {                             \
        MESSAGE("skipped: no binaries for " << Engine::kName); \
        return;                                                \
    }

template <typename Engine>
struct Nodes {
    Engine engine;
    std::unique_ptr<storage::Store> first{storage_contract::opened(engine)};
    std::unique_ptr<storage::Store> own{Engine::kChainsInCommit ? nullptr : storage_contract::opened(engine)};
    storage::Store& second{own ? *own : *first};
    FixedClock clock{storage_contract::kMorning};
    FixedClock other_clock{storage_contract::kMorning};
    Jobs a{*first, clock, "node a", 0};
    Jobs b{second, other_clock, "node b", 0};

    void advance(std::int64_t micros) {
        clock.advance(micros);
        other_clock.advance(micros);
    }
    storage::Rows read(const storage::Statement& statement, storage::Parameters parameters = {}) {
        return storage_contract::read(*first, statement, std::move(parameters));
    }
};

}  // namespace neove::service::contract
