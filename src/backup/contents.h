#pragma once
/// \file
/// Reads a whole backup and believes nothing of it: order, counts, the digest over all, and the chain of the
/// journal inside.

#include "backup/records.h"

#include <functional>
#include <string>
#include <vector>

namespace neove::backup {

/// What is told while reading; unset members are not told.
struct Receiver {
    std::function<Result<>(const Header&)> header{};
    std::function<Result<>(const TableHead&)> table{};
    std::function<Result<>(std::string_view table, storage::Row row)> row{};
    std::function<Result<>(NamedFile file)> file{};
};

struct TableCount {
    std::string name;
    std::string types;
    std::int64_t rows{0};
};

struct Summary {
    Header header;
    std::vector<TableCount> tables;
    std::vector<std::string> files;
    Digest digest{};  ///< names the content
};

/// Refusals: `backup.malformed`, `backup.other_format`, `backup.truncated`, `backup.count_differs`,
/// `backup.digest_differs`, `backup.chain_broken` (the journal inside does not hold), those of source and
/// receiver.
Result<Summary> read_contents(const Source& source, const Receiver& receiver = {});

/// The fuzz target's body: any bytes are refused or are a backup.
void fuzz_contents(ByteView bytes);

}  // namespace neove::backup
