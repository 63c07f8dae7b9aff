#include "service/scenario/house_fixture.h"

#include "base/check.h"
#include "organisation/load.h"
#include "person_pack/person_pack.h"
#include "plan_pack/pack.h"
#include "service/demo.h"
#include "service/scenario/engine.h"
#include "storage/statements/backup.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

namespace neove::service::scenario {

namespace {

organisation::Vocabulary vocabulary() {
    Diagnostics faults;
    const std::string naming = pack("vn_administration/naming.yaml");
    const std::string abbreviations = pack("vn_administration/abbreviations.yaml");
    const std::string kinds = pack("vn_administration/organisation_kinds.yaml");
    const std::string collectives = pack("vn_administration/collectives.yaml");
    const std::string successions = pack("vn_administration/successions.yaml");
    auto read =
        organisation::read_vocabulary({naming, abbreviations, kinds, collectives, successions}, faults);
    CHECK(faults.empty());
    return read;
}

access::Table table() {
    Diagnostics faults;
    auto compiled = access::Table::compile(pack("house/access.yaml"), faults);
    CHECK(compiled.has_value());
    return std::move(*compiled);
}

form::PersonWords person_words() {
    Diagnostics faults;
    auto read =
        person_pack::read_person_words(pack("vn_administration/person_words.yaml"), "person_words", faults);
    CHECK(faults.empty());
    return read;
}

administrative_unit::Shipped shipped_units() {
    Diagnostics faults;
    const std::string kinds = pack("vn_administration/unit_kinds.yaml");
    const std::string before = pack("vn_administration/units/2025-06-30.csv");
    const std::string now = pack("vn_administration/units/2025-07-01.csv");
    auto read =
        administrative_unit::read_shipped(kinds, {{"2025-06-30", before}, {"2025-07-01", now}}, faults);
    CHECK(faults.empty());
    return read;
}

void seed(House& house) {
    Diagnostics faults;
    const auto id_of = [](std::string_view key) { return organisation::id_of_key("demo_province", key); };
    const auto organisations = organisation::read_organisations(
        pack("demo_province/organisations.yaml"), "organisations.yaml", house.vocabulary, id_of, faults
    );
    const auto accounts = organisation::read_accounts(
        pack("demo_province/accounts.yaml"), "accounts.yaml", organisations, id_of, faults
    );
    const std::string before = pack("demo_province/units/2025-06-30.csv");
    const std::string now = pack("demo_province/units/2025-07-01.csv");
    const auto units = administrative_unit::read_lists(
        house.live.shipped(), {{"2025-06-30", before}, {"2025-07-01", now}}, faults
    );
    CHECK(faults.empty());
    const auto seeded = seed_demo(house, organisations, accounts, units);
    CHECK(seeded.has_value());
}

}  // namespace

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string pack(const std::string& name) {
    return file_text(std::filesystem::path(NEOVE_SOURCE_DIR) / "packs" / name);
}

HouseFixture::HouseFixture(const Around& around) {
    crypto::initialise();
    folder_ = std::filesystem::temp_directory_path() / ("neove-scenario-" + crypto::random_id());
    std::filesystem::create_directory(folder_);
    keyring::NewKeyring settings;
    settings.path = folder_ / "keyring";
    settings.host_key_path = folder_ / "host.key";
    settings.store = StoreId::trusted(crypto::random_id());
    settings.now = clock.now();
    settings.recovery_strength = crypto::Strength::Test;
    auto created = keyring::Keyring::create(settings);
    CHECK(created.has_value());
    keyring_ = std::move(created->keyring);
    Engine engine = open_engine(folder_, clock);
    store_ = std::move(engine.store);
    conninfo_ = std::move(engine.conninfo);
    if (around) store_ = around(std::move(store_));
    organisation::Vocabulary words = vocabulary();
    organisation::Naming naming = words.naming;
    HouseOptions house_options;
    house_options.demo = true;
    house_options.strength = crypto::Strength::Test;
    Keys keys = Keys::derive(*keyring_);
    guarded_ = std::make_unique<GuardedStore>(*store_, keys.rows);
    house_.reset(new House{
        *guarded_,
        clock,
        std::move(keys),
        table(),
        std::move(words),
        house_options,
        extractors_,
        Live(std::move(naming), shipped_units()),
        {},
        {},
        {},
        {},
        make_plan_reader(plan_pack::built_in_gazetteer())});
    house_->person_words = person_words();
    const auto loaded = house_->live.load(*store_, house_->keys);
    CHECK(loaded.has_value());
    seed(*house_);
    const auto again = house_->live.load(*store_, house_->keys);
    CHECK(again.has_value());
}

void HouseFixture::settle() {
    for (int patience = 0; patience < 1'000; ++patience) {
        const auto snapshot = store_->snapshot();
        CHECK(snapshot.has_value());
        const auto rows = (*snapshot)->read(storage::statements::kCountChainQueue, {});
        CHECK(rows.has_value());
        if (rows->at(0).number(0) == 0) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(false);
}

HouseFixture::~HouseFixture() {
    house_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Caller HouseFixture::caller(const std::string& login) {
    auto snapshot = house_->store.snapshot();
    CHECK(snapshot.has_value());
    auto account = find_account_by_login(**snapshot, house_->keys, login);
    CHECK(account.has_value());
    CHECK(account->has_value());
    auto grants = grants_of(**snapshot, house_->keys, (*account)->id);
    CHECK(grants.has_value());
    CHECK(!grants->empty());
    Caller caller;
    caller.now = clock.now();
    caller.account = std::move(**account);
    caller.session.id = "scenario";
    caller.session.step_up_at = clock.now();
    caller.grants = *grants;
    caller.acting = grants->front();
    caller.actor = actor_in(*house_, caller.account.id, caller.acting.role, caller.acting.organisation);
    return caller;
}

std::string HouseFixture::power(const PowerChange& change) {
    Diagnostics faults;
    const auto asked = ask_for(*house_, caller("quantri"), change, "for the scenario", {}, faults);
    CHECK(asked.has_value());
    const auto half = confirm_proposal(*house_, caller("dulieu"), asked->proposal);
    CHECK(half.has_value());
    return half->empty() ? std::string() : joined_halves(asked->password, *half);
}

Result<> HouseFixture::change_body(
    const OrganisationId& id, std::int64_t version, const OrganisationChange& change, Diagnostics& faults
) {
    const ProposalId waits = TRY(
        change_organisation(*house_, caller("quantri"), id, version, change, faults, {"Theo quyết định", {}})
    );
    if (!waits.is_empty()) TRY(confirm_proposal(*house_, caller("dulieu"), waits));
    return {};
}

std::string HouseFixture::first_password(const std::string& action, const AccountId& account) {
    PowerChange change;
    change.action = action;
    change.account = account;
    return power(change);
}

namespace {

/// A dump of the database as text, and every value of bytes in it once more as the bytes that it is.
std::string dumped(const std::string& conninfo) {
    const std::string command = "/usr/lib/postgresql/15/bin/pg_dump \"" + conninfo + "\"";
    std::FILE* const pipe = popen(command.c_str(), "r");
    CHECK(pipe != nullptr);
    std::string text;
    char part[65'536];
    for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, got);
    CHECK(pclose(pipe) == 0);
    std::string all = text;
    for (std::size_t at = text.find("\\x"); at != std::string::npos; at = text.find("\\x", at)) {
        at += 2;
        const std::size_t end = std::min(text.find_first_not_of("0123456789abcdef", at), text.size());
        if (const auto bytes = parse_hex(std::string_view(text).substr(at, end - at))) all += as_text(*bytes);
    }
    return all;
}

}  // namespace

std::string HouseFixture::stored_bytes() const {
    if (!conninfo_.empty()) return dumped(conninfo_);
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) all += file_text(file.path());
    return all;
}

}  // namespace neove::service::scenario
