#include "backup/contents.h"

#include "backup/tables.h"
#include "journal/entry.h"
#include "storage/chain.h"

#include <algorithm>
#include <optional>

namespace neove::backup {

namespace {

std::unexpected<Error> malformed(const char* what) {
    return refuse(ErrorKind::Malformed, "backup.malformed", {}, what);
}

std::unexpected<Error> broken(std::int64_t seq) {
    return refuse(ErrorKind::Malformed, "backup.chain_broken", {}, "seq " + std::to_string(seq));
}

/// Follows the journal inside, entry by entry.
class ChainCheck {
public:
    Result<> add(const storage::Row& row) {
        // Digest columns: body, reason, digest, head. Their size is checked before anybody CHECKs it.
        for (std::size_t column = 11; column < 15; ++column) {
            if (row.bytes(column).size() != 32) return malformed("journal");
        }
        const storage::ChainedEntry one = storage::journal_entry_of(row);
        const bool in_order = one.entry.seq == seq_ + 1;
        if (!in_order || journal::digest_of(one.entry) != one.digest) return broken(one.entry.seq);
        if (journal::next_head(head_, one.entry.seq, one.digest) != one.head) return broken(one.entry.seq);
        seq_ = one.entry.seq;
        head_ = one.head;
        return {};
    }
    bool ends_at(const Header& header) const { return seq_ == header.seq && head_ == header.head; }

private:
    std::int64_t seq_{0};
    Digest head_{};
};

/// The grammar: header, then tables and files in any number, then the end.
class Walk {
public:
    explicit Walk(const Receiver& receiver) : receiver_(receiver) {}

    Result<> take(Record record) {
        if (ended_) return malformed("after the end");
        if (!has_header_ && record.kind != RecordKind::Header) return malformed("no header");
        switch (record.kind) {
            case RecordKind::Header: return header(record.body);
            case RecordKind::Table: return table(record.body);
            case RecordKind::Row: return row(record.body);
            case RecordKind::TableEnd: return table_end(record.body);
            case RecordKind::File: return file(record.body);
            case RecordKind::End: return end(record.body);
        }
        return malformed("kind");
    }

    Result<Summary> finish(const Digest& digest) {
        if (!ended_) return refuse(ErrorKind::Malformed, "backup.truncated");
        if (digest != mark_.digest) return refuse(ErrorKind::Malformed, "backup.digest_differs");
        if (mark_.rows != rows_) return refuse(ErrorKind::Malformed, "backup.count_differs");
        if (has_journal_ && !chain_.ends_at(summary_.header)) return broken(summary_.header.seq);
        if (summary_.header.part == "data" && !has_journal_) return malformed("no journal");
        summary_.digest = digest;
        return std::move(summary_);
    }

private:
    Result<> header(ByteView body) {
        if (has_header_) return malformed("second header");
        summary_.header = TRY(header_of(body));
        has_header_ = true;
        if (receiver_.header) return receiver_.header(summary_.header);
        return {};
    }

    Result<> table(ByteView body) {
        if (in_table_) return malformed("table in table");
        TableHead head = TRY(table_of(body));
        if (std::ranges::find(summary_.tables, head.name, &TableCount::name) != summary_.tables.end()) {
            return malformed("table twice");
        }
        in_table_ = true;
        is_journal_ = head.name == "journal";
        if (is_journal_) {
            const auto ours = std::ranges::find(data_tables(), "journal", &SavedTable::name);
            if (head.types != ours->types) return malformed("journal");
            has_journal_ = true;
        }
        summary_.tables.push_back({head.name, head.types, 0});
        if (receiver_.table) return receiver_.table(head);
        return {};
    }

    Result<> row(ByteView body) {
        if (!in_table_) return malformed("row outside");
        TableCount& table = summary_.tables.back();
        storage::Row row = TRY(row_of(body, table.types));
        if (is_journal_) TRY(chain_.add(row));
        ++table.rows;
        ++rows_;
        if (receiver_.row) return receiver_.row(table.name, std::move(row));
        return {};
    }

    Result<> table_end(ByteView body) {
        if (!in_table_) return malformed("end outside");
        in_table_ = false;
        if (TRY(count_of(body)) != summary_.tables.back().rows) {
            return refuse(ErrorKind::Malformed, "backup.count_differs", {}, summary_.tables.back().name);
        }
        return {};
    }

    Result<> file(ByteView body) {
        if (in_table_) return malformed("file in table");
        NamedFile one = TRY(file_of(body));
        summary_.files.push_back(one.name);
        if (receiver_.file) return receiver_.file(std::move(one));
        return {};
    }

    Result<> end(ByteView body) {
        if (in_table_) return malformed("end in table");
        mark_ = TRY(end_of(body));
        ended_ = true;
        return {};
    }

    const Receiver& receiver_;
    Summary summary_;
    ChainCheck chain_;
    EndMark mark_;
    std::int64_t rows_{0};
    bool has_header_{false};
    bool in_table_{false};
    bool is_journal_{false};
    bool has_journal_{false};
    bool ended_{false};
};

}  // namespace

Result<Summary> read_contents(const Source& source, const Receiver& receiver) {
    RecordReader reader(source);
    Walk walk(receiver);
    for (;;) {
        auto record = TRY(reader.next());
        if (!record) break;
        TRY(walk.take(std::move(*record)));
    }
    return walk.finish(reader.digest());
}

void fuzz_contents(ByteView bytes) {
    bool given = false;
    const auto read = read_contents([&]() -> Result<std::optional<Bytes>> {
        if (std::exchange(given, true)) return std::optional<Bytes>();
        return std::optional<Bytes>(Bytes(bytes.begin(), bytes.end()));
    });
    static_cast<void>(read.has_value());
}

}  // namespace neove::backup
