#include "keyring/keyring_file.h"

#include <doctest/doctest.h>

namespace neove::keyring {

namespace {

KeyringFile some_file() {
    KeyringFile file;
    file.store = StoreId::trusted("00112233445566778899aabbccddeeff");
    file.serial = 3;
    file.written_at = {1'700'000'000'000'000};
    for (const Domain domain : {Domain::Work, Domain::System}) {
        DomainKeys keys{domain, {5}, {}, {}};
        UnlockMethod host;
        host.id = std::string(32, 'a');
        host.sealed_root = Bytes(73, 1);
        UnlockMethod recovery = host;
        recovery.kind = MethodKind::Recovery;
        recovery.salt = Bytes(16, 2);
        recovery.commitment.fill(9);
        keys.methods = {host, recovery};
        keys.epochs = {
            {1, EpochState::Destroyed, {}, {1}, {4}}, {2, EpochState::Current, Bytes(73, 3), {2}, {}}};
        file.domains.push_back(keys);
    }
    file.pinned = {{"backup.1", {}, {7}}, {"backup.2", {}, {8}}};
    return file;
}

/// As `encode`, after a change that the writer would never make.
Result<KeyringFile> parsed_after(void (*change)(KeyringFile&)) {
    KeyringFile file = some_file();
    change(file);
    return parse_keyring(encode(file));
}

}  // namespace

TEST_CASE("a keyring file reads back as it was written") {
    const Bytes bytes = encode(some_file());
    CHECK(bytes.size() < 4096);
    const auto file = parse_keyring(bytes);
    REQUIRE(file);
    CHECK(encode(*file) == bytes);
    CHECK(file->serial == 3);
    CHECK(file->domains[1].methods[1].salt == Bytes(16, 2));
    CHECK(file->pinned[1].name == "backup.2");
}

TEST_CASE("every flipped bit and every cut of a keyring file is refused") {
    const Bytes bytes = encode(some_file());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        Bytes changed = bytes;
        changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
        CHECK(!parse_keyring(changed));
        CHECK(!parse_keyring(ByteView(bytes).first(i)));
    }
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK(!parse_keyring(longer));
    CHECK(!parse_keyring(Bytes(kKeyringLimit + 1)));
}

TEST_CASE("a keyring file that breaks a rule is refused even with a right checksum") {
    CHECK(parsed_after([](KeyringFile&) {}));
    CHECK(!parsed_after([](KeyringFile& f) { f.store = StoreId::trusted("x"); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.serial = 0; }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains.clear(); }));
    CHECK(!parsed_after([](KeyringFile& f) { std::swap(f.domains[0], f.domains[1]); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods.clear(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods[0].salt = Bytes(16); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods[1].salt.clear(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods[1].sealed_root.pop_back(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods[1].id = "short"; }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].epochs.clear(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].epochs.pop_back(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].epochs[1].number = 1; }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].epochs[1].sealed_key.clear(); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].epochs[0].sealed_key = Bytes(73); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.domains[0].methods.resize(49, f.domains[0].methods[0]); }));
    CHECK(!parsed_after([](KeyringFile& f) { f.pinned[1].name = "backup.1"; }));
    CHECK(!parsed_after([](KeyringFile& f) { f.pinned[1].name = std::string(65, 'z'); }));
}

TEST_CASE("the fuzz body survives its corpus") {
    const Bytes bytes = encode(some_file());
    for (std::size_t i = 0; i < bytes.size(); i += 13) {
        Bytes changed = bytes;
        changed[i] = static_cast<std::uint8_t>(changed[i] + 1);
        fuzz_keyring_file(changed);
        fuzz_keyring_file(ByteView(changed).subspan(16, changed.size() - 48));  // the fields alone
        fuzz_keyring_file(ByteView(changed).first(i));
    }
}

}  // namespace neove::keyring
