#include "journal/signer.h"

#include "base/file.h"
#include "journal/journal_fixture.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace neove::journal {

namespace {

struct Fixture {
    std::string directory =
        (std::filesystem::temp_directory_path() / ("neove-sign-" + crypto::random_id())).string();
    SignerFiles files{directory + "/state", directory + "/checkpoints"};
    JournalFixture journal{30, {}};

    Fixture() { std::filesystem::create_directory(directory); }
    ~Fixture() { std::filesystem::remove_all(directory); }

    Checkpoint sign(Signer& signer, std::int64_t until) const {
        std::vector<Digest> digests;
        for (auto seq = signer.signed_until(); seq < until; ++seq) {
            digests.push_back(journal.rows[static_cast<std::size_t>(seq)].digest);
        }
        auto made = signer.sign(digests, journal.rows[static_cast<std::size_t>(until) - 1].head, {until});
        REQUIRE(made);
        return *made;
    }
    Bytes read(const std::string& path) const { return *read_file(path, 100'000); }
    Report report(const FirstKey& key, const std::vector<Anchor>& anchors) const {
        return verify(journal.rows, {key, std::string(as_text(read(files.log))), anchors});
    }
};

/// As the end of its process does.
void ended(Signer signer) {
    const Signer last = std::move(signer);
}

}  // namespace

TEST_CASE("checkpoints signed over restarts verify from the first key alone") {
    const Fixture on;
    auto signer = Signer::create(on.files, on.journal.store);
    REQUIRE(signer);
    const FirstKey key = signer->next_key();
    const auto printed = parse_first_key(to_line(key));
    REQUIRE(printed);
    CHECK(printed->key == key.key);
    CHECK(!parse_first_key(to_line(key) + " "));
    on.sign(*signer, 10);
    ended(std::move(*signer));
    signer = Signer::open(on.files);
    REQUIRE(signer);
    CHECK(signer->signed_until() == 10);
    const Checkpoint second = on.sign(*signer, 25);
    const Report report = on.report(*printed, {anchor_of(second)});
    CHECK(report.is_sound());
    CHECK(report.witnessed_until == 25);
    CHECK(!on.report({on.journal.store, signer->next_key().key}, {}).is_sound());
    CHECK(Signer::create(on.files, on.journal.store).error().code == "journal.in_use");
    ended(std::move(*signer));
    CHECK(Signer::create(on.files, on.journal.store).error().code == "file.exists");
}

TEST_CASE("never: two sign one line; who only looks disturbs nobody and mends nothing") {
    const Fixture on;
    auto signer = Signer::create(on.files, on.journal.store);
    REQUIRE(signer);
    on.sign(*signer, 10);
    CHECK(Signer::open(on.files).error().code == "journal.in_use");
    // Between state and log, as a look beside a signing server may find them.
    const Bytes whole = on.read(on.files.log);
    REQUIRE(replace_file(on.files.log, ByteView(whole).first(7)));
    const auto beside = Signer::look(on.files);
    REQUIRE(beside);
    CHECK(beside->signed_until() == 10);
    CHECK(on.read(on.files.log).size() == 7);
    ended(std::move(*signer));
    REQUIRE(Signer::open(on.files));
    CHECK(on.read(on.files.log) == whole);
}

TEST_CASE("the secret that signed a checkpoint is nowhere once it is signed") {
    const Fixture on;
    auto signer = Signer::create(on.files, on.journal.store);
    const std::string kept = on.directory + "/kept";  // the old file's own blocks
    std::filesystem::create_hard_link(on.files.state, kept);
    const Bytes before = on.read(on.files.state);
    on.sign(*signer, 10);
    const Bytes old_blocks = on.read(kept);
    CHECK(old_blocks == Bytes(before.size(), 0));
    CanonicalReader in(before);
    in.text();
    in.text();
    const auto seed = in.bytes();
    REQUIRE(seed);
    const Bytes after = on.read(on.files.state);
    CHECK(std::search(after.begin(), after.end(), seed->begin(), seed->end()) == after.end());
    CHECK(!*open_to_others(on.files.state));
}

TEST_CASE("a crash between state and log is mended at the next start, wherever the line was torn") {
    const Fixture on;
    auto signer = Signer::create(on.files, on.journal.store);
    const FirstKey key = signer->next_key();
    on.sign(*signer, 10);
    const std::size_t first = on.read(on.files.log).size();
    on.sign(*signer, 20);
    const Bytes whole = on.read(on.files.log);
    ended(std::move(*signer));
    for (std::size_t size = first; size <= whole.size(); size += 40) {
        REQUIRE(replace_file(on.files.log, ByteView(whole).first(size)));
        REQUIRE(Signer::open(on.files));
        CHECK(on.read(on.files.log) == whole);
    }
    CHECK(on.report(key, {}).is_sound());
}

TEST_CASE("a log that does not end where the state says is refused") {
    const Fixture on;
    auto signer = Signer::create(on.files, on.journal.store);
    on.sign(*signer, 10);
    const std::size_t first = on.read(on.files.log).size();
    on.sign(*signer, 20);
    const Bytes second_state = on.read(on.files.state);
    on.sign(*signer, 30);
    const Bytes whole = on.read(on.files.log);
    ended(std::move(*signer));
    const auto opened = [&] {
        const auto again = Signer::open(on.files);
        return again ? std::string("opened") : again.error().code;
    };
    REQUIRE(replace_file(on.files.log, ByteView(whole).first(first)));
    CHECK(opened() == "journal.log_differs");
    Bytes changed = whole;
    changed[changed.size() - 3] ^= 1U;
    REQUIRE(replace_file(on.files.log, changed));
    CHECK(opened() == "journal.log_differs");
    REQUIRE(replace_file(on.files.log, whole));
    CHECK(opened() == "opened");
    REQUIRE(replace_file(on.files.state, second_state));  // an older state put back
    CHECK(opened() == "journal.log_differs");
    REQUIRE(replace_file(on.files.state, as_bytes("x")));
    CHECK(opened() == "journal.state_malformed");
    std::filesystem::remove(on.files.state);
    CHECK(opened() == "journal.state_absent");
}

}  // namespace neove::journal
