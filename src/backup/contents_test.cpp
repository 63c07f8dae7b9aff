#include "backup/contents.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

namespace neove::backup {

namespace {

Bytes written(const std::function<void(RecordWriter&)>& write) {
    Bytes out;
    RecordWriter writer([&](ByteView bytes) -> Result<> {
        out.insert(out.end(), bytes.begin(), bytes.end());
        return {};
    });
    write(writer);
    return out;
}

Header keys_header() {
    Header header;
    header.part = "keys";
    header.backup = crypto::random_id();
    header.store = StoreId::trusted(crypto::random_id());
    header.at = {1};
    return header;
}

/// Gives the bytes in pieces of this size.
Source in_pieces(const Bytes& bytes, std::size_t size) {
    return [&bytes, size, at = std::size_t{0}]() mutable -> Result<std::optional<Bytes>> {
        if (at == bytes.size()) return std::optional<Bytes>();
        const std::size_t end = std::min(bytes.size(), at + size);
        Bytes piece(bytes.begin() + static_cast<long>(at), bytes.begin() + static_cast<long>(end));
        at = end;
        return std::optional<Bytes>(std::move(piece));
    };
}

std::string code_of_reading(const Bytes& bytes) {
    const auto read = read_contents(in_pieces(bytes, 1'000));
    return read ? "" : read.error().code;
}

Bytes small_backup() {
    return written([](RecordWriter& out) {
        REQUIRE(out.header(keys_header()));
        REQUIRE(out.file("keyring", as_bytes("k")));
        REQUIRE(out.table({"blob_key", "tBI"}));
        REQUIRE(out.row(storage::Row({std::string("a"), Bytes{1, 2}, std::int64_t{-5}})));
        REQUIRE(out.row(storage::Row({std::string(), storage::Value{}, storage::Value{}})));
        REQUIRE(out.table_end(2));
        REQUIRE(out.end());
    });
}

}  // namespace

TEST_CASE("records are read whatever the pieces they come in") {
    const Bytes bytes = small_backup();
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{64}, bytes.size()}) {
        std::vector<storage::Row> rows;
        Receiver receiver;
        receiver.row = [&](std::string_view, storage::Row row) -> Result<> {
            rows.push_back(std::move(row));
            return {};
        };
        const auto read = read_contents(in_pieces(bytes, size), receiver);
        REQUIRE(read);
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].text(0) == "a");
        CHECK(rows[0].number(2) == -5);
        CHECK(rows[1].is_null(1));
    }
}

TEST_CASE("a cut or altered plain text is refused at every byte") {
    const Bytes bytes = small_backup();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        CHECK(!code_of_reading(Bytes(bytes.begin(), bytes.begin() + static_cast<long>(at))).empty());
        Bytes flipped = bytes;
        flipped[at] ^= 1U;
        CHECK_MESSAGE(!code_of_reading(flipped).empty(), at);
    }
}

TEST_CASE("counts and order are checked though every digest fits") {
    const auto code_when = [](const std::function<void(RecordWriter&)>& write) {
        return code_of_reading(written(write));
    };
    CHECK(code_when([](RecordWriter& out) {
              REQUIRE(out.header(keys_header()));
              REQUIRE(out.table({"blob_key", "tb"}));
              REQUIRE(out.table_end(1));
              REQUIRE(out.end());
          }) == "backup.count_differs");
    CHECK(code_when([](RecordWriter& out) { REQUIRE(out.end()); }) == "backup.malformed");
    CHECK(code_when([](RecordWriter& out) {
              REQUIRE(out.header(keys_header()));
              REQUIRE(out.table({"journal", "i"}));
              REQUIRE(out.row(storage::Row({std::int64_t{1}})));
              REQUIRE(out.table_end(1));
              REQUIRE(out.end());
          }) == "backup.malformed");
    CHECK(code_when([](RecordWriter& out) {
              Header header = keys_header();
              header.part = "data";
              REQUIRE(out.header(header));
              REQUIRE(out.end());
          }) == "backup.malformed");
}

TEST_CASE("a journal inside that does not chain is named") {
    const auto code_with_head = [](const Digest& head) {
        return code_of_reading(written([&](RecordWriter& out) {
            Header header = keys_header();
            header.part = "data";
            header.head = head;
            REQUIRE(out.header(header));
            REQUIRE(out.table({"journal", "iitttttttttbbbb"}));
            REQUIRE(out.table_end(0));
            REQUIRE(out.end());
        }));
    };
    CHECK(code_with_head(Digest{}).empty());
    CHECK(code_with_head(Digest{1}) == "backup.chain_broken");
    const auto empty_row = [](std::size_t digest_size) {
        std::vector<storage::Value> row{std::int64_t{1}, std::int64_t{1}};
        for (int i = 0; i < 9; ++i) row.emplace_back(std::string());
        for (int i = 0; i < 4; ++i) row.emplace_back(Bytes(digest_size));
        return storage::Row(row);
    };
    for (const auto& [size, code] : {std::pair{32, "backup.chain_broken"}, {31, "backup.malformed"}}) {
        CHECK(code_of_reading(written([&, bytes = size](RecordWriter& out) {
                  Header header = keys_header();
                  header.part = "data";
                  REQUIRE(out.header(header));
                  REQUIRE(out.table({"journal", "iitttttttttbbbb"}));
                  REQUIRE(out.row(empty_row(static_cast<std::size_t>(bytes))));
                  REQUIRE(out.table_end(1));
                  REQUIRE(out.end());
              })) == code);
    }
}

TEST_CASE("the fuzz target's body takes anything") {
    const Bytes bytes = small_backup();
    for (std::size_t size = 0; size <= bytes.size(); ++size) fuzz_contents(ByteView(bytes).first(size));
    CHECK(code_of_reading(bytes).empty());
}

}  // namespace neove::backup
