#pragma once
/// \file
/// For tests: a journal as an SQLite file, as the storage module's first migration makes it.

#include "journal/journal_fixture.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <array>
#include <string>
#include <vector>

namespace neove::journal {

inline constexpr std::array kTexts{
    &Entry::node,
    &Entry::actor,
    &Entry::session_digest,
    &Entry::action,
    &Entry::register_name,
    &Entry::record_id,
    &Entry::event_id,
    &Entry::classes,
    &Entry::purpose,
};
inline void run(sqlite3* database, const char* sql) {
    REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

/// The table as the storage module's first migration makes it.
inline void write_database(const std::string& path, const std::vector<ChainedRow>& rows) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    run(database,
        "PRAGMA synchronous=OFF; CREATE TABLE journal (seq INTEGER NOT NULL PRIMARY KEY, recorded_at INTEGER "
        "NOT NULL, node TEXT NOT NULL,"
        "actor TEXT NOT NULL, session_digest TEXT NOT NULL, action TEXT NOT NULL, register_name TEXT NOT "
        "NULL,"
        "record_id TEXT NOT NULL, event_id TEXT NOT NULL, classes TEXT NOT NULL, purpose TEXT NOT NULL, body "
        "BLOB NOT NULL,"
        "reason BLOB NOT NULL, digest BLOB NOT NULL, head BLOB NOT NULL) STRICT; BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(
        database, "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, &insert, nullptr
    );
    for (const ChainedRow& row : rows) {
        int column = 0;
        sqlite3_bind_int64(insert, ++column, row.entry.seq);
        sqlite3_bind_int64(insert, ++column, row.entry.at.micros);
        for (const auto text : kTexts) {
            const std::string& value = row.entry.*text;
            sqlite3_bind_text(insert, ++column, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
        }
        for (const Digest* digest : {&row.entry.body, &row.entry.reason, &row.digest, &row.head}) {
            sqlite3_bind_blob(insert, ++column, digest->data(), 32, SQLITE_STATIC);
        }
        REQUIRE(sqlite3_step(insert) == SQLITE_DONE);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run(database, "COMMIT");
    sqlite3_close(database);
}

}  // namespace neove::journal
