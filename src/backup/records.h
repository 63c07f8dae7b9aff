#pragma once
/// \file
/// The plain text of a backup: records `kind ‖ length[4] ‖ body`, little-endian. The reader survives any
/// bytes: whoever knows a recipient's public key can write a file that opens.

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crypto_stream.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/value.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace neove::backup {

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kRecordMax = 256U * 1024 * 1024;

enum class RecordKind : std::uint8_t { Header = 1, Table = 2, Row = 3, TableEnd = 4, File = 5, End = 6 };

struct Header {
    std::string part;    ///< `data` or `keys`
    std::string backup;  ///< id that both files share
    StoreId store;
    std::int64_t schema{0};  ///< newest migration
    std::int64_t seq{0};     ///< newest chained journal entry
    Digest head{};           ///< of the chain, there
    Instant at;
};

/// Which columns a table has, one letter each: `i` number, `t` text, `b` bytes; a capital may be NULL.
struct TableHead {
    std::string name;
    std::string types;
};

using Sink = std::function<Result<>(ByteView)>;
/// Some more bytes; nothing at the end.
using Source = std::function<Result<std::optional<Bytes>>()>;

class RecordWriter {
public:
    explicit RecordWriter(Sink sink) : sink_(std::move(sink)), hasher_("neove.backup.content") {}
    Result<> header(const Header& header);
    Result<> table(const TableHead& table);
    /// Refusal: `backup.row_too_large`.
    Result<> row(const storage::Row& row);
    Result<> table_end(std::int64_t rows);
    Result<> file(std::string_view name, ByteView content);
    /// Says how many rows there were and the digest of all before, which names the content; returns it.
    Result<Digest> end();

private:
    Result<> record(RecordKind kind, ByteView body);
    Sink sink_;
    crypto::Hasher hasher_;
    std::int64_t rows_{0};
};

struct Record {
    RecordKind kind{RecordKind::End};
    Bytes body;
};

class RecordReader {
public:
    explicit RecordReader(Source source) : source_(std::move(source)), hasher_("neove.backup.content") {}
    /// Nothing at the end of the source. Refusal: `backup.malformed`, and those of the source.
    Result<std::optional<Record>> next();
    /// Digest of all records before the last one. Once.
    Digest digest() { return hasher_.finish(); }

private:
    Result<bool> fill(std::size_t count);
    Source source_;
    crypto::Hasher hasher_;
    Bytes buffer_;
    std::size_t at_{0};
    bool ended_{false};
};

// Bodies. Each refuses `backup.malformed`.
Result<Header> header_of(ByteView body);
Result<TableHead> table_of(ByteView body);
Result<storage::Row> row_of(ByteView body, std::string_view types);
Result<std::int64_t> count_of(ByteView body);
struct NamedFile {
    std::string name;
    Bytes content;
};
Result<NamedFile> file_of(ByteView body);
struct EndMark {
    std::int64_t rows{0};
    Digest digest{};
};
Result<EndMark> end_of(ByteView body);

}  // namespace neove::backup
