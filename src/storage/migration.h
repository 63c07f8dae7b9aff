#pragma once
/// \file
/// The schema's history: numbered SQL texts, embedded at build time, one text for both engines. Forward only.

#include "base/clock.h"
#include "base/crypto.h"
#include "base/result.h"
#include "storage/statements/core.h"
#include "storage/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace neove::storage {

struct Migration {
    std::int64_t number;
    std::string_view name;
    std::string_view text;  ///< with placeholders
};

enum class Dialect : std::uint8_t { Sqlite, Postgres };

/// Sorted by number, from 1. A number may have been left out (5 and 9 were) but is never filled in: a store
/// that has run a higher one would find another history than its own and not open.
std::span<const Migration> all_migrations();
/// The table that remembers which were run. Harmless to run again.
std::string_view ledger_text();

/// Replaces `{{int}} {{text}} {{blob}} {{identity}} {{strict}}`. Refuses an unknown or unclosed placeholder.
Result<std::string> expand(std::string_view text, Dialect dialect);

/// What is recorded of a migration's text, placeholders included.
inline Digest migration_digest(std::string_view text) {
    return crypto::hash("neove.migration", as_bytes(text));
}

/// Which migrations a store with this ledger still needs. Refuses a store newer than the binary and a ledger
/// that does not agree with our texts.
Result<std::span<const Migration>> pending_migrations(const Rows& ledger, std::span<const Migration> all);

/// The parameters of `statements::kInsertMigration`.
Parameters migration_row(const Migration& migration, Instant applied_at);

/// Brings a store up to date, each migration in a transaction of its own. `Connection` has `script(text)`,
/// `run(statement, parameters)`, `read(statement, parameters)`, `begin()`, `commit()` and `rollback()`.
template <typename Connection>
Result<void> migrate(Connection& connection, Dialect dialect, Instant now, std::span<const Migration> all) {
    const std::string ledger_table = TRY(expand(ledger_text(), dialect));
    TRY(connection.script(ledger_table));
    for (;;) {
        TRY(connection.begin());
        const auto step = [&]() -> Result<bool> {
            // Read inside the transaction: two nodes may start at once.
            const Rows ledger = TRY(connection.read(statements::kReadMigrations, {}));
            const auto pending = TRY(pending_migrations(ledger, all));
            if (pending.empty()) return false;
            const std::string text = TRY(expand(pending.front().text, dialect));
            TRY(connection.script(text));
            TRY(connection.run(statements::kInsertMigration, migration_row(pending.front(), now)));
            return true;
        };
        auto more = step();
        if (!more || !*more) {
            connection.rollback();
            if (!more) return std::unexpected(std::move(more).error());
            return {};
        }
        TRY(connection.commit());
    }
}

}  // namespace neove::storage
