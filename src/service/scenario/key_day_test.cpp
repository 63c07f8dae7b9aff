#include "service/registers/key_day.h"

#include "service/registers/record_keyring.h"
#include "service/registers/store_epochs.h"
#include "service/scenario/engine.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>

namespace neove::service::scenario {

namespace {

using keyring::Domain;
using keyring::Keyring;
namespace files = std::filesystem;

constexpr Instant kNow{1'780'000'000'000'000};

/// A power cut: after so many commits and keyring writings nothing happens any more.
struct Power {
    int left{1'000'000};
    bool goes() { return left-- > 0; }
};

class CutStore final : public storage::Store {
public:
    CutStore(storage::Store& store, Power& power) : store_(store), power_(power) {}
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_.snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        if (!power_.goes()) return refuse(ErrorKind::Unavailable, "storage.unavailable");
        return store_.commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_.tail(seq, limit);
    }

private:
    storage::Store& store_;
    Power& power_;
};

/// An installation with records whose keys are wrapped, one stick in a safe, and everything that was ever
/// copied away before.
struct Machine {
    files::path folder = files::temp_directory_path() / ("neove-key-day-" + crypto::random_id());
    FixedClock clock{kNow};
    std::unique_ptr<storage::Store> store;
    std::map<std::string, crypto::Secret> secrets{};  ///< record to its key
    std::string stick;
    bool stick_is_there{true};
    Power power{};

    Machine() {
        crypto::initialise();
        files::create_directory(folder);
        keyring::NewKeyring settings;
        settings.path = folder / "keyring";
        settings.host_key_path = folder / "host.key";
        settings.store = StoreId::trusted(crypto::random_id());
        settings.now = kNow;
        settings.domains = {Domain::System, Domain::Cases};
        settings.recovery_strength = crypto::Strength::Test;
        REQUIRE(Keyring::create(settings).has_value());
        stick = folder / "stick";
        copy_to_stick();
        store = open_engine(folder, clock).store;
        for (int i = 0; i < 5; ++i) add_record();
    }
    ~Machine() {
        store.reset();
        files::remove_all(folder);
    }
    Keyring keyring(const std::string& path) const {
        auto loaded = Keyring::load(path);
        REQUIRE(loaded.has_value());
        REQUIRE(loaded->unlock_with_host(folder / "host.key").has_value());
        return *std::move(loaded);
    }
    Keyring keyring() const { return keyring(folder / "keyring"); }
    static RecordName name(const std::string& id) { return {Domain::Cases, "visit", RecordId::trusted(id)}; }
    void copy_to_stick() {
        files::copy_file(folder / "keyring", stick, files::copy_options::overwrite_existing);
    }
    void add_record() {
        const Keyring now = keyring();
        const std::string id = crypto::random_id();
        const crypto::Secret key = crypto::Secret::random();
        WrappedKey wrapped = RecordKeyring(now).wrap(name(id), key);
        storage::Commit commit;
        commit.writes.push_back(
            {&storage::statements::kInsertRecordKey,
             {id,
              "visit",
              static_cast<std::int64_t>(Domain::Cases),
              static_cast<std::int64_t>(wrapped.epoch),
              std::move(wrapped.bytes)}}
        );
        REQUIRE(store->commit(std::move(commit)).has_value());
        secrets.emplace(id, key);
    }
    void erase(const std::string& id) {
        storage::Commit commit;
        commit.writes.push_back({&storage::statements::kDeleteRecordKey, {id}, 1});
        REQUIRE(store->commit(std::move(commit)).has_value());
    }
    std::pair<std::uint64_t, Bytes> row(const std::string& id) const {
        const auto snapshot = store->snapshot();
        REQUIRE(snapshot.has_value());
        const auto rows = (*snapshot)->read(storage::statements::kRecordKey, {id});
        REQUIRE(rows.has_value());
        if (rows->empty()) return {0, {}};
        return {static_cast<std::uint64_t>((*rows)[0].number(0)), (*rows)[0].bytes(1)};
    }
    bool opens(const Keyring& with, const std::string& id, std::uint64_t epoch, const Bytes& wrapped) const {
        const auto key = RecordKeyring(with).unwrap(name(id), epoch, wrapped);
        return key && key->equals(secrets.at(id));
    }
    /// The keyring is read from the disk, as after a start.
    Result<KeyDay> day() {
        Keyring now = keyring();
        CutStore cut(*store, power);
        const KeyringCopyPlace copy{
            "stick",
            [this](Domain domain, std::uint64_t epoch) -> Result<bool> {
                if (!stick_is_there) return refuse(ErrorKind::NotFound, "file.absent");
                auto loaded = Keyring::load(stick);
                if (!loaded) return std::unexpected(loaded.error());
                return loaded->holds_epoch(domain, epoch);
            },
            [this]() -> Result<> {
                if (!stick_is_there || !power.goes()) return refuse(ErrorKind::NotFound, "file.absent");
                copy_to_stick();
                return {};
            }};
        return hold_key_day(cut, now, Domain::Cases, {copy}, kNow);
    }
    void every_living_key_opens() const {
        const Keyring now = keyring();
        for (const auto& [id, secret] : secrets) {
            const auto [epoch, wrapped] = row(id);
            if (epoch != 0) CHECK(opens(now, id, epoch, wrapped));
        }
    }
};

}  // namespace

TEST_CASE(
    "after a key day the living open and the erased open nowhere, with every older copy and today's keys"
) {
    Machine machine;
    const std::string erased = machine.secrets.begin()->first;
    const std::string living = std::next(machine.secrets.begin())->first;
    const auto old_erased = machine.row(erased);  // as it lies in an older backup
    const auto old_living = machine.row(living);
    machine.erase(erased);
    CHECK(machine.opens(machine.keyring(), erased, old_erased.first, old_erased.second)
    );  // pending till the day

    const auto day = machine.day();
    REQUIRE(day.has_value());
    CHECK(day->is_done);
    CHECK(day->moved == 4);
    CHECK(day->living == 4);
    CHECK(day->to == 2);
    machine.every_living_key_opens();
    for (const std::string& path : {(machine.folder / "keyring").string(), machine.stick}) {
        const Keyring today = machine.keyring(path);
        CHECK_FALSE(machine.opens(today, erased, old_erased.first, old_erased.second));
        CHECK_FALSE(machine.opens(today, living, old_living.first, old_living.second));
        const auto now = machine.row(living);
        CHECK(machine.opens(today, living, now.first, now.second));
    }
}

TEST_CASE("a key day waits for the stick that is missing, and what is erased stays pending") {
    Machine machine;
    machine.stick_is_there = false;
    auto day = machine.day();
    REQUIRE(day.has_value());
    CHECK_FALSE(day->is_done);
    CHECK(day->missing == std::vector<std::string>{"stick"});
    CHECK(day->moved == 0);
    CHECK(machine.keyring().holds_epoch(Domain::Cases, 1));
    machine.every_living_key_opens();
    machine.add_record();

    machine.stick_is_there = true;
    day = machine.day();
    REQUIRE(day.has_value());
    CHECK(day->is_done);
    CHECK(day->to == 2);  // the same day went on; no other was begun
    CHECK(day->living == 6);
    machine.every_living_key_opens();
}

TEST_CASE("wherever a key day is cut, nothing is lost, and the next try ends it") {
    int cuts = 0;
    for (int cut = 0;; ++cut) {
        Machine machine;
        const std::string erased = machine.secrets.begin()->first;
        const auto old = machine.row(erased);
        machine.erase(erased);
        machine.power.left = cut;
        const auto before = machine.day();
        const bool was_cut = !before || !before->is_done;
        machine.every_living_key_opens();
        machine.power.left = 1'000'000;
        if (was_cut) {
            const auto after = machine.day();
            REQUIRE(after.has_value());
            CHECK(after->is_done);
            ++cuts;
        }
        machine.every_living_key_opens();
        const auto living = std::next(machine.secrets.begin())->first;
        CHECK(machine.row(living).first == machine.keyring().epoch_number(Domain::Cases));
        CHECK_FALSE(machine.opens(machine.keyring(), erased, old.first, old.second));
        CHECK_FALSE(machine.opens(machine.keyring(machine.stick), erased, old.first, old.second));
        if (!was_cut) break;
    }
    CHECK(cuts == 7);  // begun, stick, moving, moved, destroying, stick, done
}

TEST_CASE("a node with the keyring of before a key day is told, and can lay no key under the epoch that died"
) {
    Machine machine;
    const RecordKeyring older(machine.keyring());
    const auto checked = [&](const RecordKeyring& keys) {
        const auto snapshot = machine.store->snapshot();
        REQUIRE(snapshot.has_value());
        return check_epochs(**snapshot, keys);
    };
    CHECK(checked(older).has_value());
    const auto day = machine.day();
    REQUIRE(day.has_value());
    REQUIRE(day->is_done);
    const std::string id = crypto::random_id();
    const WrappedKey wrapped = older.wrap(Machine::name(id), crypto::Secret::random());
    REQUIRE(wrapped.epoch == 1);
    const auto lay = [&](std::int64_t epoch) {
        storage::Commit commit;
        commit.writes.push_back(
            {&storage::statements::kInsertRecordKey,
             {id, "visit", static_cast<std::int64_t>(Domain::Cases), epoch, wrapped.bytes},
             1}
        );
        return machine.store->commit(std::move(commit));
    };
    const auto refused = lay(1);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == "storage.conflict");
    CHECK(lay(2).has_value());
    const auto told = checked(older);
    REQUIRE_FALSE(told.has_value());
    CHECK(told.error().code == "keyring.behind");
    CHECK(checked(RecordKeyring(machine.keyring())).has_value());
}

TEST_CASE("never: a second node holds a key day of its own with the keyring of before") {
    Machine machine;
    files::create_directory(machine.folder / "second");
    files::copy_file(machine.folder / "keyring", machine.folder / "second/keyring");
    auto loaded = Keyring::load(machine.folder / "second/keyring");
    REQUIRE(loaded->unlock_with_host(machine.folder / "host.key").has_value());
    REQUIRE(machine.day()->is_done);
    const auto late = hold_key_day(*machine.store, *loaded, Domain::Cases, {}, kNow);
    REQUIRE_FALSE(late.has_value());
    CHECK(late.error().code == "keyring.behind");
    CHECK(loaded->epoch_number(Domain::Cases) == 1);
    machine.every_living_key_opens();
}

TEST_CASE("of two nodes that begin a key day at once one moves the keys, and the other is told") {
    Machine machine;
    files::create_directory(machine.folder / "second");
    files::copy_file(machine.folder / "keyring", machine.folder / "second/keyring");
    auto second = Keyring::load(machine.folder / "second/keyring");
    REQUIRE(second->unlock_with_host(machine.folder / "host.key").has_value());
    // It has made its epoch of the same number, and the first node is quicker.
    REQUIRE(second->begin_epoch(Domain::Cases, kNow).has_value());
    REQUIRE(machine.day()->is_done);
    const auto day = hold_key_day(*machine.store, *second, Domain::Cases, {}, kNow);
    REQUIRE_FALSE(day.has_value());
    CHECK(day.error().code == "keyring.behind");
    CHECK(second->holds_epoch(Domain::Cases, 1));
    const auto told = check_epochs(**machine.store->snapshot(), RecordKeyring(*second));
    REQUIRE_FALSE(told.has_value());
    CHECK(told.error().code == "keyring.behind");
    machine.every_living_key_opens();
    // The one that was first goes on as ever.
    REQUIRE(machine.day()->is_done);
    machine.every_living_key_opens();
}

TEST_CASE("a key that does not open stops the day before anything is destroyed") {
    Machine machine;
    const std::string broken = machine.secrets.begin()->first;
    storage::Commit commit;
    commit.writes.push_back(
        {&storage::statements::kRewrapRecordKey, {broken, std::int64_t{1}, Bytes(73, 1), std::int64_t{1}}, 1}
    );
    REQUIRE(machine.store->commit(std::move(commit)).has_value());
    const auto day = machine.day();
    REQUIRE_FALSE(day.has_value());
    CHECK(day.error().code == "key_day.unreadable");
    CHECK(day.error().where == broken);
    CHECK(machine.keyring().holds_epoch(Domain::Cases, 1));
}

}  // namespace neove::service::scenario
