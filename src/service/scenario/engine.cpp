#include "service/scenario/engine.h"

#include "../tests/postgres_fixture.h"
#include "base/check.h"
#include "storage/postgres/store.h"
#include "storage/sqlite/store.h"

#include <cstdlib>

namespace neove::service::scenario {

Engine open_engine(const std::filesystem::path& folder, const Clock& clock) {
    if (std::getenv("NEOVE_SCENARIO_POSTGRES") != nullptr) {
        CHECK(tests::postgres() != nullptr);
        std::string conninfo = tests::postgres()->new_database();
        storage::PostgresOptions options;
        options.clock = &clock;
        auto store = storage::open_postgres(conninfo, options);
        CHECK(store.has_value());
        return {std::move(*store), std::move(conninfo)};
    }
    storage::SqliteOptions options;
    options.clock = &clock;
    auto store = storage::open_sqlite(folder / "store.db", options);
    CHECK(store.has_value());
    return {std::move(*store), {}};
}

}  // namespace neove::service::scenario
