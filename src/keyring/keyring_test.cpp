#include "keyring/keyring.h"

#include "base/check.h"
#include "base/file.h"
#include "keyring/host_key.h"

#include <doctest/doctest.h>

#include <filesystem>

namespace neove::keyring {

struct OlderFormat {
    static Digest tag(const Keyring& keyring, const KeyringFile& file) { return keyring.tag_for(file); }
};

namespace {

constexpr Instant kNow{1'795'000'000'000'000};

/// A fresh keyring in a directory of its own.
struct Fixture {
    std::string directory =
        (std::filesystem::temp_directory_path() / ("neove-keys-" + crypto::random_id())).string();
    std::string path = directory + "/keyring";
    std::string host = directory + "/host.key";
    StoreId store = StoreId::trusted(crypto::random_id());

    Fixture() {
        crypto::initialise();
        std::filesystem::create_directory(directory);
    }
    ~Fixture() { std::filesystem::remove_all(directory); }

    CreatedKeyring create() const {
        NewKeyring settings;
        settings.path = path;
        settings.host_key_path = host;
        settings.store = store;
        settings.now = kNow;
        settings.recovery_strength = crypto::Strength::Test;
        auto created = Keyring::create(settings);
        REQUIRE(created);
        return *std::move(created);
    }
    std::string recovery(const CreatedKeyring& created, Domain domain) const {
        for (const RecoveryKey& key : created.recovery_keys) {
            if (key.domain == domain) return key.text;
        }
        return {};
    }
};

}  // namespace

TEST_CASE("after a restart the host key opens the same epoch keys") {
    const Fixture on;
    const CreatedKeyring created = on.create();
    auto again = Keyring::load(on.path);
    REQUIRE(again);
    CHECK(again->store() == on.store);
    CHECK(!again->is_unlocked(Domain::Work));
    CHECK_THROWS_AS((void)again->epoch(Domain::Work), Bug);
    REQUIRE(again->unlock_with_host(on.host));
    for (const Domain domain : {Domain::Work, Domain::Auth, Domain::System}) {
        CHECK(again->epoch(domain).equals(created.keyring.epoch(domain)));
    }
    CHECK(!again->epoch(Domain::Work).equals(again->epoch(Domain::Auth)));
    CHECK(!again->has(Domain::Crime));
    again->lock(Domain::Work);
    CHECK(!again->is_unlocked(Domain::Work));
}

TEST_CASE("no two subkeys are equal, and a subkey seals nothing another opens") {
    const Fixture on;
    const CreatedKeyring created = on.create();
    const Keyring& keys = created.keyring;
    std::vector<crypto::Secret> all;
    for (const Domain domain : {Domain::Work, Domain::Auth, Domain::System}) {
        for (unsigned purpose = 1; purpose <= 22; ++purpose) {
            all.push_back(keys.subkey(domain, static_cast<Purpose>(purpose)));
        }
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) REQUIRE(!all[i].equals(all[j]));
    }
    CHECK(keys.subkey(Domain::Auth, Purpose::FactorSeed)
              .equals(*keys.subkey(Domain::Auth, Purpose::FactorSeed, 1)));
    CHECK(!keys.subkey(Domain::Auth, Purpose::FactorSeed, 2));
}

TEST_CASE("a printed recovery key opens its own domain alone, however it is typed") {
    const Fixture on;
    const CreatedKeyring created = on.create();
    std::string text = on.recovery(created, Domain::Work);
    auto keys = Keyring::load(on.path);
    REQUIRE(keys);
    CHECK(keys->unlock_with_recovery(Domain::Auth, text).error().code == "keyring.wrong_recovery_key");
    CHECK(keys->unlock_with_recovery(Domain::Crime, text).error().code == "keyring.no_such_method");
    CHECK(keys->unlock_with_recovery(Domain::Work, text + " an").error().code == "keyring.mistyped");
    CHECK(!keys->is_unlocked(Domain::Work));
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c == ' ' ? '\n' : c;
    REQUIRE(keys->unlock_with_recovery(Domain::Work, text));
    CHECK(keys->epoch(Domain::Work).equals(created.keyring.epoch(Domain::Work)));
    CHECK(!keys->is_unlocked(Domain::Auth));
}

TEST_CASE("a store may leave demo only when every domain's recovery key was read back") {
    const Fixture on;
    CreatedKeyring created = on.create();
    Keyring& keys = created.keyring;
    CHECK(!keys.recovery_confirmed());
    CHECK(
        keys.confirm_recovery(Domain::Work, on.recovery(created, Domain::Auth), kNow).error().code ==
        "keyring.wrong_recovery_key"
    );
    for (const RecoveryKey& key : created.recovery_keys) {
        CHECK(!keys.recovery_confirmed());
        REQUIRE(keys.confirm_recovery(key.domain, key.text, kNow));
    }
    CHECK(keys.recovery_confirmed());
    auto again = Keyring::load(on.path);
    CHECK(again->recovery_confirmed());
}

TEST_CASE("new recovery keys count from the moment they were read back, and then the old ones open nothing") {
    const Fixture on;
    CreatedKeyring created = on.create();
    Keyring& keys = created.keyring;
    std::vector<RecoveryKey> drafts;
    for (const Domain domain : keys.domains()) drafts.push_back(draft_recovery(domain));
    CHECK(check_typed(drafts[0], drafts[1].text).error().code == "keyring.wrong_recovery_key");
    CHECK(check_typed(drafts[0], drafts[0].text + " an").error().code == "keyring.mistyped");
    CHECK(check_typed(drafts[0], " " + drafts[0].text));
    // Printed and not adopted: nothing changed.
    auto again = Keyring::load(on.path);
    CHECK(
        again->unlock_with_recovery(Domain::Auth, drafts[1].text).error().code == "keyring.wrong_recovery_key"
    );
    CHECK(again->unlock_with_recovery(Domain::Auth, on.recovery(created, Domain::Auth)));
    const std::uint64_t before = keys.serial();
    REQUIRE(keys.adopt_recovery(drafts, kNow, crypto::Strength::Test));
    CHECK(keys.serial() == before + 1);  // one writing: no domain is left behind by a power cut
    CHECK(keys.recovery_confirmed());
    again = Keyring::load(on.path);
    for (const RecoveryKey& old : created.recovery_keys) {
        CHECK(again->unlock_with_recovery(old.domain, old.text).error().code == "keyring.wrong_recovery_key");
    }
    for (const RecoveryKey& fresh : drafts) CHECK(again->unlock_with_recovery(fresh.domain, fresh.text));
    CHECK(again->epoch(Domain::Auth).equals(keys.epoch(Domain::Auth)));
}

TEST_CASE("after a lost machine the recovery keys make a new host key and the old one opens nothing") {
    const Fixture on;
    const CreatedKeyring created = on.create();
    auto keys = Keyring::load(on.path);
    CHECK(keys->locked_domain() == Domain::Work);
    for (const RecoveryKey& key : created.recovery_keys)
        REQUIRE(keys->unlock_with_recovery(key.domain, key.text));
    CHECK(!keys->locked_domain());
    CHECK(keys->renew_host(on.host, kNow).error().code == "keyring.host_key_exists");
    const std::string fresh = on.directory + "/fresh.key";
    REQUIRE(keys->renew_host(fresh, kNow));
    auto again = Keyring::load(on.path);
    CHECK(again->unlock_with_host(on.host).error().code == "keyring.wrong_host_key");
    CHECK(again->locked_domain() == Domain::Work);
    REQUIRE(again->unlock_with_host(fresh));
    CHECK(again->epoch(Domain::Work).equals(created.keyring.epoch(Domain::Work)));
    CHECK(again->has_method(Domain::Work, MethodKind::Recovery));

    // Somebody else wrote meanwhile: nothing happens, and no useless key stays behind.
    auto stale = Keyring::load(on.path);
    REQUIRE(stale->unlock_with_host(fresh));
    REQUIRE(again->begin_epoch(Domain::Work, kNow));
    const std::string other = on.directory + "/other.key";
    CHECK(stale->renew_host(other, kNow).error().code == "keyring.changed_meanwhile");
    CHECK(!std::filesystem::exists(other));
}

TEST_CASE("a removed passphrase opens nothing") {
    const Fixture on;
    CreatedKeyring created = on.create();
    Keyring& keys = created.keyring;
    const std::string text = generate_passphrase();
    CHECK(keys.remove_passphrase(keys.domains(), kNow).error().code == "keyring.no_such_method");
    REQUIRE(keys.set_passphrase(keys.domains(), text, kNow, crypto::Strength::Test));
    CHECK(keys.has_method(Domain::System, MethodKind::Passphrase));
    auto again = Keyring::load(on.path);
    for (const Domain domain : keys.domains()) CHECK(again->unlock_with_passphrase(domain, text));
    REQUIRE(keys.remove_passphrase(keys.domains(), kNow));
    again = Keyring::load(on.path);
    CHECK(again->unlock_with_passphrase(Domain::Work, text).error().code == "keyring.no_such_method");
    CHECK(again->unlock_with_host(on.host));
}

TEST_CASE("the demo mark lies under the file's tag, and an older file gets the mark that it was made for") {
    for (const bool demo : {false, true}) {
        const Fixture on;
        NewKeyring settings;
        settings.path = on.path;
        settings.host_key_path = on.host;
        settings.store = on.store;
        settings.now = kNow;
        settings.demo = demo;
        settings.recovery_strength = demo ? crypto::Strength::Test : crypto::Strength::SignIn;
        const auto created = Keyring::create(settings);
        REQUIRE(created);
        CHECK(created->keyring.is_demo() == demo);

        const auto rewrite = [&](auto change) {
            auto file = parse_keyring(*read_file(on.path, kKeyringLimit));
            REQUIRE(file);
            change(*file);
            REQUIRE(replace_file(on.path, encode(*file)));
            auto keys = Keyring::load(on.path);
            REQUIRE(keys);
            return *std::move(keys);
        };
        const Bytes sound = *read_file(on.path, kKeyringLimit);
        auto turned = rewrite([&](KeyringFile& f) { f.kind = demo ? StoreKind::Real : StoreKind::Demo; });
        CHECK(turned.unlock_with_host(on.host).error().code == "keyring.altered");
        REQUIRE(replace_file(on.path, sound));
        auto stripped = rewrite([](KeyringFile& f) { f.kind = StoreKind::Unmarked; });
        CHECK(stripped.unlock_with_host(on.host).error().code == "keyring.altered");

        // A file as format 1 wrote it, tag and all.
        auto old = rewrite([&](KeyringFile& f) {
            f.kind = StoreKind::Unmarked;
            f.tag = OlderFormat::tag(created->keyring, f);
        });
        REQUIRE(old.unlock_with_host(on.host));
        CHECK(old.is_demo() == demo);
        REQUIRE(old.mark(kNow));
        CHECK(
            parse_keyring(*read_file(on.path, kKeyringLimit))->kind ==
            (demo ? StoreKind::Demo : StoreKind::Real)
        );
        const std::uint64_t serial = old.serial();
        REQUIRE(old.mark(kNow));
        CHECK(old.serial() == serial);
    }
}

TEST_CASE("a keyring of before gets keys for a new domain, each with two ways to open it") {
    const Fixture on;
    NewKeyring settings;
    settings.path = on.path;
    settings.host_key_path = on.host;
    settings.store = on.store;
    settings.now = kNow;
    settings.domains = {Domain::System, Domain::Work, Domain::Auth};
    settings.recovery_strength = crypto::Strength::Test;
    auto created = Keyring::create(settings);
    REQUIRE(created);
    Keyring& keys = created->keyring;
    CHECK(keys.absent_domains() == std::vector{Domain::Cases});
    const RecoveryKey paper = draft_recovery(Domain::Cases);
    const auto add = [&](const RecoveryKey& key, const std::string& host) {
        return keys.add_domains({key}, host, true, kNow, crypto::Strength::Test);
    };
    CHECK(add(draft_recovery(Domain::Work), on.host).error().code == "keyring.exists");
    REQUIRE(create_host_key(on.directory + "/stray.key"));
    CHECK(add(paper, on.directory + "/stray.key").error().code == "keyring.wrong_host_key");
    REQUIRE(add(paper, on.host));
    CHECK(keys.absent_domains().empty());
    CHECK(keys.is_unlocked(Domain::Cases));
    CHECK(keys.recovery_confirmed(Domain::Cases));
    auto by_host = Keyring::load(on.path);
    REQUIRE(by_host);
    REQUIRE(by_host->unlock_with_host(on.host));
    CHECK(by_host->epoch(Domain::Cases).equals(keys.epoch(Domain::Cases)));
    auto by_paper = Keyring::load(on.path);
    REQUIRE(by_paper);
    REQUIRE(by_paper->unlock_with_recovery(Domain::Cases, paper.text));
    CHECK(by_paper->epoch(Domain::Cases).equals(keys.epoch(Domain::Cases)));
}

TEST_CASE("a running server sees what another process wrote, and nothing that was forged") {
    const Fixture on;
    CreatedKeyring created = on.create();
    auto other = Keyring::load(on.path);
    REQUIRE(other->unlock_with_host(on.host));
    for (const RecoveryKey& key : created.recovery_keys)
        REQUIRE(other->confirm_recovery(key.domain, key.text, kNow));
    CHECK(!created.keyring.recovery_confirmed());
    const auto fresh = created.keyring.reread();
    REQUIRE(fresh);
    CHECK(fresh->recovery_confirmed());
    auto file = parse_keyring(*read_file(on.path, kKeyringLimit));
    file->domains[0].methods[1].confirmed_at = {};
    REQUIRE(replace_file(on.path, encode(*file)));
    CHECK(created.keyring.reread().error().code == "keyring.altered");
}

TEST_CASE("a passphrase opens its domain, generated or chosen, composed or decomposed") {
    const Fixture on;
    CreatedKeyring created = on.create();
    Keyring& keys = created.keyring;
    CHECK(
        keys.set_passphrase({Domain::Work}, "nineteen characters", kNow, crypto::Strength::Test)
            .error()
            .code == "keyring.passphrase_too_short"
    );
    REQUIRE(keys.set_passphrase({Domain::Work}, "một câu dài hơn hai mươi chữ", kNow, crypto::Strength::Test)
    );
    auto again = Keyring::load(on.path);
    CHECK(
        again->unlock_with_passphrase(Domain::Work, "mot cau dai hon hai muoi chu").error().code ==
        "keyring.wrong_passphrase"
    );
    CHECK(
        again->unlock_with_passphrase(Domain::Auth, "một câu dài hơn hai mươi chữ").error().code ==
        "keyring.no_such_method"
    );
    CHECK(again->unlock_with_passphrase(Domain::Work, " mo\xcc\xa3\xcc\x82t câu dài hơn hai mươi chữ"));
    CHECK(!again->unlock_with_passphrase(Domain::Work, ""));
    CHECK(!again->unlock_with_passphrase(Domain::Work, "   "));
    const std::string generated = generate_passphrase();
    REQUIRE(keys.set_passphrase({Domain::Work}, generated, kNow, crypto::Strength::Test));
    again = Keyring::load(on.path);
    CHECK(!again->unlock_with_passphrase(Domain::Work, "một câu dài hơn hai mươi chữ"));
    CHECK(again->unlock_with_passphrase(Domain::Work, generated));
    CHECK(again->epoch(Domain::Work).equals(keys.epoch(Domain::Work)));
}

TEST_CASE("a foreign, damaged or readable host key opens nothing") {
    const Fixture on;
    on.create();
    auto keys = Keyring::load(on.path);
    CHECK(keys->unlock_with_host(on.directory + "/none").error().code == "keyring.host_key_absent");
    REQUIRE(create_host_key(on.directory + "/other"));
    CHECK(keys->unlock_with_host(on.directory + "/other").error().code == "keyring.wrong_host_key");
    REQUIRE(create_file(on.directory + "/short", Bytes(31)));
    CHECK(keys->unlock_with_host(on.directory + "/short").error().code == "keyring.host_key_malformed");
    std::filesystem::permissions(
        on.host, std::filesystem::perms::group_read, std::filesystem::perm_options::add
    );
    CHECK(keys->unlock_with_host(on.host).error().code == "keyring.host_key_open_to_others");
    CHECK(!keys->is_unlocked(Domain::System));
    CHECK(check_host_key(on.host, on.path) == HostKeyFinding::OpenToOthers);
    CHECK(check_host_key(on.directory + "/other", on.path) == HostKeyFinding::SameDevice);
    CHECK(check_host_key(on.directory + "/none", on.path) == HostKeyFinding::Absent);
    if (std::filesystem::exists("/dev/shm") && !*on_same_device("/dev/shm", on.path)) {
        const std::string elsewhere = "/dev/shm/neove-" + crypto::random_id();
        REQUIRE(create_host_key(elsewhere));
        CHECK(check_host_key(elsewhere, on.path) == HostKeyFinding::Sound);
        std::filesystem::remove(elsewhere);
    }
}

TEST_CASE("a keyring whose states or pinned keys were changed without the system key is refused whole") {
    const Fixture on;
    CreatedKeyring created = on.create();
    crypto::PublicKey key{};
    key.fill(7);
    REQUIRE(created.keyring.pin("backup.1", key, kNow));
    CHECK(created.keyring.pin("backup.1", {}, kNow).error().code == "keyring.already_pinned");
    CHECK(created.keyring.pinned("backup.1") == key);

    const auto after = [&](auto change) {
        auto file = parse_keyring(*read_file(on.path, kKeyringLimit));
        REQUIRE(file);
        change(*file);
        const std::string forged = on.directory + "/forged";
        REQUIRE(replace_file(forged, encode(*file)));
        auto keys = Keyring::load(forged);
        REQUIRE(keys);
        const auto unlocked = keys->unlock_with_host(on.host);
        if (!unlocked) CHECK(!keys->is_unlocked(Domain::Work));
        return unlocked ? std::string("unlocked") : unlocked.error().code;
    };
    CHECK(after([](KeyringFile&) {}) == "unlocked");
    CHECK(after([](KeyringFile& f) { f.pinned[0].key.fill(8); }) == "keyring.altered");
    CHECK(after([](KeyringFile& f) { f.serial = 99; }) == "keyring.altered");
    CHECK(after([](KeyringFile& f) { f.domains[0].methods[1].confirmed_at = kNow; }) == "keyring.altered");
    CHECK(after([](KeyringFile& f) { f.domains[0].methods.pop_back(); }) == "keyring.altered");
    CHECK(after([](KeyringFile& f) {
              f.store = StoreId::trusted(crypto::random_id());
          }) == "keyring.wrong_host_key");
    CHECK(after([](KeyringFile& f) {
              std::swap(f.domains[0].methods[0].sealed_root, f.domains[1].methods[0].sealed_root);
          }) == "keyring.wrong_host_key");
    CHECK(after([](KeyringFile& f) {
              std::swap(f.domains[0].epochs[0].sealed_key, f.domains[1].epochs[0].sealed_key);
          }) == "keyring.altered");
}

TEST_CASE(
    "on a key day the new epoch seals, the retiring one still opens, the destroyed one is gone from the file"
) {
    const Fixture on;
    CreatedKeyring created = on.create();
    Keyring& keys = created.keyring;
    const crypto::Secret first = keys.epoch(Domain::Work);
    CHECK(keys.destroy_epoch(Domain::Work, 1, kNow).error().code == "keyring.epoch_not_retiring");
    CHECK(*keys.begin_epoch(Domain::Work, kNow) == 2);
    CHECK(keys.epoch_number(Domain::Work) == 2);
    CHECK(!keys.epoch(Domain::Work).equals(first));
    auto again = Keyring::load(on.path);
    REQUIRE(again->unlock_with_host(on.host));
    CHECK(again->epoch(Domain::Work, 1)->equals(first));
    REQUIRE(keys.destroy_epoch(Domain::Work, 1, kNow));
    CHECK(keys.epoch(Domain::Work, 1) == nullptr);
    again = Keyring::load(on.path);
    REQUIRE(again->unlock_with_host(on.host));
    CHECK(again->epoch(Domain::Work, 1) == nullptr);
    CHECK(again->epoch(Domain::Work).equals(keys.epoch(Domain::Work)));
    CHECK(parse_keyring(*read_file(on.path, kKeyringLimit))->domains[0].epochs[0].sealed_key.empty());
}

TEST_CASE("ten years of monthly key days stay within the file's limit") {
    const Fixture on;
    CreatedKeyring created = on.create();
    for (std::uint64_t month = 1; month <= 120; ++month) {
        REQUIRE(created.keyring.begin_epoch(Domain::Work, kNow));
        REQUIRE(created.keyring.destroy_epoch(Domain::Work, month, kNow));
    }
    CHECK(std::filesystem::file_size(on.path) < 8192);
    CHECK(created.keyring.epoch_number(Domain::Work) == 121);
}

TEST_CASE(
    "two processes do not overwrite each other's keyring, and an existing one is never replaced by a new one"
) {
    const Fixture on;
    CreatedKeyring created = on.create();
    auto other = Keyring::load(on.path);
    REQUIRE(other->unlock_with_host(on.host));
    REQUIRE(other->begin_epoch(Domain::Work, kNow));
    CHECK(created.keyring.begin_epoch(Domain::Work, kNow).error().code == "keyring.changed_meanwhile");
    NewKeyring settings;
    settings.path = on.path;
    settings.host_key_path = on.host;
    CHECK(Keyring::create(settings).error().code == "keyring.exists");
    CHECK(Keyring::load(on.directory + "/none").error().code == "keyring.absent");
    REQUIRE(replace_file(on.path, as_bytes("neove")));
    CHECK(Keyring::load(on.path).error().code == "keyring.malformed");
}

TEST_CASE("key status lists every key with its age and state") {
    const Fixture on;
    CreatedKeyring created = on.create();
    REQUIRE(created.keyring.pin("backup.1", {}, kNow));
    REQUIRE(created.keyring.begin_epoch(Domain::Work, kNow + 30 * kDay));
    const auto lines = created.keyring.status(kNow + 31 * kDay);
    CHECK(lines.size() == kStoreDomains.size() * 4 + 1 + 1);
    CHECK(lines[0].domain == "work");
    CHECK(lines[0].what == "root");
    CHECK(lines[0].state == "unlocked");
    CHECK(lines[0].age_days == 31);
    CHECK(lines[2].what == "method recovery");
    CHECK(lines[2].state == "unconfirmed");
    CHECK(lines[3].state == "retiring");
    CHECK(lines[4].what == "epoch 2");
    CHECK(lines[4].age_days == 1);
    CHECK(lines.back().what == "pinned backup.1");
}

}  // namespace neove::keyring
