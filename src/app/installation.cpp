#include "app/installation.h"

#include "access/access.h"
#include "app/secret_input.h"
#include "app/unlock.h"
#include "base/file.h"
#include "embedded/embedded.h"
#include "journal/merkle.h"
#include "journal/witness.h"
#include "organisation/load.h"
#include "person_pack/person_pack.h"
#include "plan_pack/pack.h"
#include "service/demo.h"
#include "service/name_rows.h"
#include "service/organisation_rows.h"
#include "service/organisations.h"
#include "service/proposal.h"
#include "service/status.h"
#include "storage/chain.h"
#include "storage/postgres/store.h"
#include "storage/row_digest.h"
#include "storage/sqlite/store.h"
#include "storage/statements/core.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace neove::app {

namespace {

constexpr std::string_view kVersion = "0.1.0";
struct Threads {
    std::size_t write;
    std::size_t read;
};
constexpr Threads kSqliteThreads{64, 8};
constexpr Threads kPostgresThreads{12, 16};

/// A use case that writes reads beside its own older snapshots, a read takes one: fewer than all of them can
/// hold between them, and all would wait for each other. The last ones are for the repeated jobs.
std::size_t snapshots_for(const Place& place) {
    return 3 * writers_for(place) + readers_for(place) + 8;
}

Result<access::Table> house_table() {
    Diagnostics faults;
    return access::Table::compile(pack_text("packs/house/access.yaml"), faults);
}

Result<organisation::Vocabulary> house_vocabulary() {
    Diagnostics faults;
    auto vocabulary = organisation::read_vocabulary(
        {pack_text("packs/vn_administration/naming.yaml"),
         pack_text("packs/vn_administration/abbreviations.yaml"),
         pack_text("packs/vn_administration/organisation_kinds.yaml"),
         pack_text("packs/vn_administration/collectives.yaml"),
         pack_text("packs/vn_administration/successions.yaml")},
        faults
    );
    if (!faults.empty()) return refuse(ErrorKind::Internal, faults.front().code, faults.front().where);
    return vocabulary;
}

Result<form::PersonWords> person_words() {
    Diagnostics faults;
    const std::string_view file = pack_text("packs/vn_administration/person_words.yaml");
    auto words = person_pack::read_person_words(file, "person_words.yaml", faults);
    if (!faults.empty()) return refuse(ErrorKind::Internal, faults.front().code, faults.front().where);
    return words;
}

/// The tables of units under a folder of the packs; each file is called by its list version.
std::vector<administrative_unit::ListFile> unit_files(std::string_view folder) {
    std::vector<administrative_unit::ListFile> out;
    for (const EmbeddedFile& file : embedded_packs()) {
        if (!file.name.starts_with(folder) || !file.name.ends_with(".csv")) continue;
        out.push_back({file.name.substr(folder.size(), file.name.size() - folder.size() - 4), file.plain});
    }
    return out;
}

Result<administrative_unit::Shipped> shipped_units() {
    Diagnostics faults;
    auto shipped = administrative_unit::read_shipped(
        pack_text("packs/vn_administration/unit_kinds.yaml"),
        unit_files("packs/vn_administration/units/"),
        faults
    );
    if (!faults.empty()) return refuse(ErrorKind::Internal, faults.front().code, faults.front().where);
    return shipped;
}

Result<std::string> read_fact(storage::Store& store, const char* key) {
    const auto snapshot = TRY(store.snapshot());
    const auto rows = TRY(snapshot->read(storage::statements::kReadFact, {std::string(key)}));
    return rows.empty() ? std::string() : rows[0].text(0);
}

Result<> write_facts(storage::Store& store, const StoreId& id) {
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kInsertFact, {std::string("store_id"), id.text()}});
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = "store.created";
    commit.journal.push_back(std::move(draft));
    TRY(store.commit(std::move(commit)));
    return {};
}

Result<> seed(Installation& installation) {
    Diagnostics faults;
    const auto id_of = [](std::string_view key) { return organisation::id_of_key("demo_province", key); };
    const auto organisations = organisation::read_organisations(
        pack_text("packs/demo_province/organisations.yaml"),
        "organisations.yaml",
        installation.house->vocabulary,
        id_of,
        faults
    );
    const auto accounts = organisation::read_accounts(
        pack_text("packs/demo_province/accounts.yaml"), "accounts.yaml", organisations, id_of, faults
    );
    const auto units = administrative_unit::read_lists(
        installation.house->live.shipped(), unit_files("packs/demo_province/units/"), faults
    );
    if (!faults.empty()) return refuse(ErrorKind::Internal, faults.front().code, faults.front().where);
    return service::seed_demo(*installation.house, organisations, accounts, units);
}

/// What `neove audit anchor --received` recorded.
std::int64_t newest_anchor(const std::string& path) {
    const auto text = read_file(path, 1U << 20U);
    std::int64_t newest = 0;
    std::istringstream lines(text ? std::string(as_text(*text)) : std::string());
    for (std::string line; std::getline(lines, line);) {
        if (const auto anchor = journal::parse_any_anchor(line)) newest = std::max(newest, anchor->number);
    }
    return newest;
}

const char* name_of(document::WordConverter::State state) {
    using State = document::WordConverter::State;
    switch (state) {
        case State::Ready: return "ready";
        case State::NoOffice: return "no_office";
        case State::NoBubblewrap: return "no_bubblewrap";
        case State::NoSandbox: break;
    }
    return "no_sandbox";
}

service::ReaderFacts reader_facts(document::ExtractorPool& extractors) {
    service::ReaderFacts facts;
    facts.old_word = name_of(extractors.word().finding().state);
    const auto report = extractors.report();
    if (!report) return facts;
    facts.available = true;
    facts.landlock = !report->starts_with("landlock=0");
    facts.scans = report->ends_with("ocr=vie");
    return facts;
}

service::MachineFacts machine_facts(Installation& installation) {
    service::MachineFacts facts;
    facts.version = kVersion;
    facts.anchor_number = newest_anchor(installation.anchors_file);
    facts.store_kind = installation.store_kind;
    facts.readers = reader_facts(installation.extractors);
    {
        const std::scoped_lock lock(installation.signer_mutex);
        if (const auto& last = installation.signer->last()) {
            facts.checkpoint_number = last->number;
            facts.checkpoint_at = last->at;
        }
    }
    // From the disk: `neove key …` writes beside the running server.
    const auto fresh = installation.keyring->reread();
    const keyring::Keyring& keyring = fresh ? *fresh : *installation.keyring;
    facts.keyring_fault = fresh ? std::string() : fresh.error().code;
    facts.recovery_confirmed = keyring.recovery_confirmed();
    for (const keyring::KeyStatus& key : keyring.status(installation.clock.now())) {
        facts.keys.push_back({key.domain, key.what, key.state, key.age_days});
    }
    return facts;
}

/// The parts every opened installation has, whether just created or not.
Result<> assemble(Installation& installation, bool demo) {
    const auto strength = demo ? crypto::Strength::Test : crypto::Strength::SignIn;
    auto vocabulary = TRY(house_vocabulary());
    installation.sentences = TRY(http::Sentences::parse(pack_text("packs/messages/sentences.tsv")));
    service::HouseOptions options;
    options.demo = demo;
    options.strength = strength;
    organisation::Naming naming = vocabulary.naming;
    access::Table table = TRY(house_table());
    administrative_unit::Shipped units = TRY(shipped_units());
    service::Keys keys = service::Keys::derive(*installation.keyring);
    const auto snapshot = TRY(installation.store->snapshot());
    const std::int64_t known_until =
        TRY(keys.rows->load(*snapshot, {installation.clock.now().micros - service::kSessionMax}));
    installation.guarded = std::make_unique<service::GuardedStore>(*installation.store, keys.rows);
    installation.house.reset(new service::House{
        *installation.guarded,
        installation.clock,
        std::move(keys),
        std::move(table),
        std::move(vocabulary),
        options,
        installation.extractors,
        service::Live(std::move(naming), std::move(units)),
        {},
        {},
        {},
        {},
        {}});
    installation.house->person_words = TRY(person_words());
    installation.house->machine_facts = [&installation] { return machine_facts(installation); };
    installation.house->read_plan = service::make_plan_reader(plan_pack::built_in_gazetteer());
    TRY(service::name_rows(*installation.guarded, installation.house->keys));
    installation.house->live.begin_after(known_until);
    return installation.house->live.load(*installation.guarded, installation.house->keys);
}

/// With its parents; ours alone.
Result<> make_folder(const std::string& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    std::filesystem::create_directories(path, error);
    if (!error) std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    if (error) return refuse(ErrorKind::Internal, "file.unwritable", path, error.message());
    return {};
}

/// A start beside ours may do the same at the same moment: then it is done.
Result<> mark_older_keyring(Installation& installation) {
    const auto marked = installation.keyring->mark(installation.clock.now());
    if (marked) return {};
    if (marked.error().code != "keyring.changed_meanwhile") return marked;
    installation.keyring = TRY(installation.keyring->reread());
    return {};
}

/// A demonstration of before gets keys for new domains by itself. In a real store somebody has to write a
/// recovery key down (`neove key recovery renew`); until then registers of such a domain are not offered.
Result<> add_demo_domains(Installation& installation, const Place& place) {
    keyring::Keyring& keyring = *installation.keyring;
    const auto absent = keyring.absent_domains();
    if (!keyring.is_demo() || absent.empty() || place.unlock != "host") return {};
    std::vector<keyring::RecoveryKey> keys;
    for (const keyring::Domain domain : absent) keys.push_back(keyring::draft_recovery(domain));
    const auto added = keyring.add_domains(
        keys, place.host_key_file(), false, installation.clock.now(), crypto::Strength::Test
    );
    if (added) return {};
    if (added.error().code != "keyring.changed_meanwhile") return added;
    installation.keyring = TRY(keyring::Keyring::load(place.keyring()));
    return unlock(*installation.keyring, place);
}

/// One account with one role, as the machine makes it: no person is there yet to propose or confirm.
void add_account(
    Installation& installation,
    const service::Account& account,
    const std::string& role,
    const OrganisationId& organisation,
    const std::string& action,
    storage::Commit& commit
) {
    const service::Grant grant{
        crypto::random_id(), account.id, role, organisation, installation.clock.now(), std::nullopt, {}};
    commit.writes.push_back(service::insert_account(installation.house->keys, account));
    commit.writes.push_back(service::insert_grant(installation.house->keys, grant));
    commit.expected.push_back({"account", account.id.text(), 0});
    storage::JournalDraft draft;
    draft.actor = "system";
    draft.action = action;
    draft.register_name = "account";
    draft.record_id = account.id.text();
    commit.journal.push_back(std::move(draft));
}

Result<> create_first_accounts(Installation& installation, const Creation& creation, Created& created) {
    organisation::Organisation root;
    root.id = OrganisationId::trusted(crypto::random_id());
    root.name = creation.organisation_name;
    root.kind = creation.organisation_kind;
    storage::Commit commit;
    commit.writes = service::organisation_rows(installation.house->keys, root, true);
    commit.expected = {{"organisation", root.id.text(), 0}};
    const auto make = [&](const std::string& login, const std::string& role) {
        const std::string password = keyring::generate_passphrase();
        const auto account = service::make_account(login, login, password, crypto::Strength::SignIn);
        add_account(installation, account, role, root.id, "account.created", commit);
        return password;
    };
    created.administrator_password = make(creation.administrator, "administrator");
    created.data_owner_password = make(creation.data_owner, "data_owner");
    TRY(installation.guarded->commit(std::move(commit)));
    return {};
}

Result<bool> has_data_owner(Installation& installation, storage::Snapshot& snapshot) {
    const service::Keys& keys = installation.house->keys;
    const auto grants = TRY(service::all_grants(snapshot, keys));
    const auto accounts = TRY(service::all_accounts(snapshot, keys));
    const Instant now = installation.clock.now();
    return std::ranges::any_of(grants, [&](const service::Grant& grant) {
        const auto account = std::ranges::find(accounts, grant.account, &service::Account::id);
        return grant.role == "data_owner" && grant.holds_at(now) && account != accounts.end() &&
               account->state == "active";
    });
}

}  // namespace

std::size_t writers_for(const Place& place) {
    return place.postgres.empty() ? kSqliteThreads.write : kPostgresThreads.write;
}

std::size_t readers_for(const Place& place) {
    return place.postgres.empty() ? kSqliteThreads.read : kPostgresThreads.read;
}

std::string Place::host_key_file() const {
    if (host_key.empty()) return folder + "/host.key";
    return source_path(host_key).value_or(host_key);
}

Result<std::unique_ptr<storage::Store>> open_store(const Place& place, const Clock& clock, bool create) {
    if (!place.postgres.empty()) {
        storage::PostgresOptions options;
        options.clock = &clock;
        options.writers = writers_for(place) + 4;
        options.readers = snapshots_for(place);
        return storage::open_postgres(place.postgres, options);
    }
    storage::SqliteOptions options;
    options.clock = &clock;
    options.create = create;
    options.readers = snapshots_for(place);
    return storage::open_sqlite(place.database(), options);
}

Result<std::string> make_data_owner(Installation& installation, const NewDataOwner& wanted) {
    const auto snapshot = TRY(installation.store->snapshot());
    if (!wanted.although_one_exists && TRY(has_data_owner(installation, *snapshot))) {
        return refuse(ErrorKind::Conflict, "account.data_owner_exists");
    }
    const auto live = installation.house->live.view();
    const auto& all = live->directory.all();
    const auto body = std::ranges::find(all, wanted.organisation, &organisation::Organisation::name);
    if (body == all.end()) return refuse(ErrorKind::Invalid, "account.unknown_organisation");
    service::PowerChange change;
    change.action = "create";
    change.login = wanted.login;
    change.name = wanted.name.empty() ? wanted.login : wanted.name;
    change.grants = {{"data_owner", body->id}};
    Diagnostics faults;
    TRY(service::check_change(*installation.house, *snapshot, change, installation.clock.now(), faults));
    std::string password = keyring::generate_passphrase();
    const auto account =
        service::make_account(change.login, change.name, password, installation.house->options.strength);
    storage::Commit commit;
    add_account(installation, account, "data_owner", body->id, "account.created_on_machine", commit);
    // Among the proposals, so that everybody who decides on power sees it: proposed by nobody, done at once.
    service::Proposal told;
    told.id = ProposalId::trusted(crypto::random_id());
    told.state = "confirmed";
    told.change = change;
    told.change.account = account.id;
    told.proposed_at = told.expires_at = installation.clock.now();
    told.decided_at = told.proposed_at;
    commit.writes.push_back(service::insert_proposal(installation.house->keys, told));
    commit.expected.push_back({"proposal", told.id.text(), 0});
    // No checkpoint: a server may be running on this store, and two processes must not sign.
    TRY(installation.guarded->commit(std::move(commit)));
    return password;
}

Result<Created> create_installation(const Place& place, const Creation& creation) {
    if (!creation.demo) {
        if (creation.administrator == creation.data_owner) {
            return refuse(ErrorKind::Conflict, "account.roles_apart");
        }
        for (const std::string& login : {creation.administrator, creation.data_owner}) {
            if (!service::is_login(login)) return refuse(ErrorKind::Invalid, "account.login_shape", login);
        }
    }
    TRY(make_folder(place.folder));
    struct stat there {};
    if (::stat(place.keyring().c_str(), &there) == 0)
        return refuse(ErrorKind::Conflict, "installation.exists");
    Installation installation;
    // The store first: where it cannot be reached nothing is left behind that refuses the next try, and a
    // database that is another installation's already stays as it is.
    installation.store = TRY(open_store(place, installation.clock, true));
    if (!TRY(read_fact(*installation.store, "store_id")).empty()) {
        return refuse(ErrorKind::Conflict, "installation.exists");
    }
    keyring::NewKeyring settings;
    settings.path = place.keyring();
    settings.host_key_path = place.host_key_file();
    settings.store = StoreId::trusted(crypto::random_id());
    settings.now = installation.clock.now();
    settings.demo = creation.demo;
    settings.recovery_strength = creation.demo ? crypto::Strength::Test : crypto::Strength::SignIn;
    auto created_keys = TRY(keyring::Keyring::create(settings));
    Created created;
    created.recovery_keys = std::move(created_keys.recovery_keys);
    installation.keyring = std::move(created_keys.keyring);
    installation.signer = TRY(journal::Signer::create(place.signer(), settings.store));
    created.first_key = journal::to_line(installation.signer->next_key());
    TRY(write_facts(*installation.store, settings.store));
    TRY(assemble(installation, creation.demo));
    if (creation.demo) {
        TRY(seed(installation));
    } else {
        TRY(create_first_accounts(installation, creation, created));
    }
    TRY(write_checkpoint(installation));
    return created;
}

Result<std::unique_ptr<Installation>> open_installation(const Place& place, Opening opening) {
    auto installation = std::make_unique<Installation>();
    struct stat there {};
    if (::stat(place.keyring().c_str(), &there) != 0)
        return refuse(ErrorKind::NotFound, "installation.absent");
    // Before anything is written: not even the schema is brought up to date beside a server.
    installation->signer =
        TRY(opening == Opening::Beside ? journal::Signer::look(place.signer())
                                       : journal::Signer::open(place.signer()));
    auto keyring = keyring::Keyring::load(place.keyring());
    if (!keyring && keyring.error().code == "keyring.absent") {
        return refuse(ErrorKind::NotFound, "installation.absent");
    }
    installation->keyring = TRY(keyring);
    TRY(unlock(*installation->keyring, place));
    TRY(mark_older_keyring(*installation));
    TRY(add_demo_domains(*installation, place));
    installation->anchors_file = place.anchors();
    installation->store_kind = place.postgres.empty() ? "sqlite" : "postgres";
    installation->store = TRY(open_store(place, installation->clock, false));
    if (TRY(read_fact(*installation->store, "store_id")) != installation->keyring->store().text()) {
        return refuse(ErrorKind::Conflict, "installation.other_store");
    }
    if (opening == Opening::Serving) {
        const auto snapshot = TRY(installation->store->snapshot());
        TRY(check_tail(*snapshot, *installation->signer));
    }
    // Not from a row: whoever writes to the database would choose.
    TRY(assemble(*installation, installation->keyring->is_demo()));
    return installation;
}

namespace {

auto tail_differs(std::int64_t seq) {
    return refuse(ErrorKind::Conflict, "journal.tail_differs", {}, "row " + std::to_string(seq));
}

/// The event that an entry names is there as the entry says.
Result<> check_event(storage::Snapshot& snapshot, const journal::Entry& entry) {
    if (entry.event_id.empty()) return {};
    const auto rows = TRY(snapshot.read(storage::statements::kEventById, {entry.event_id}));
    if (rows.empty()) return tail_differs(entry.seq);
    const auto& columns = rows[0].values();
    if (storage::event_digest(columns) == entry.body || storage::old_event_digest(columns) == entry.body)
        return {};
    return tail_differs(entry.seq);
}

}  // namespace

Result<> check_tail(storage::Snapshot& snapshot, const journal::Signer& signer) {
    const auto& last = signer.last();
    if (!last) return {};
    // About 5 µs a row: a start stays short. What lies before is left to `verify`; what is looked at is bound
    // to the signed head row by row.
    constexpr std::int64_t most = 10'000;
    std::int64_t seq = std::max(last->first_seq - 1, last->last_seq - most);
    const bool is_whole = seq == last->first_seq - 1;
    std::vector<Digest> digests;
    Digest head{};
    for (;;) {
        const auto rows = TRY(snapshot.read(storage::statements::kJournalAfter, {seq, std::int64_t{1'000}}));
        for (const storage::Row& row : rows) {
            const storage::ChainedEntry one = storage::journal_entry_of(row);
            const bool is_first = digests.empty();
            if (one.entry.seq != ++seq || journal::digest_of(one.entry) != one.digest)
                return tail_differs(seq);
            if (!is_first && journal::next_head(head, seq, one.digest) != one.head) return tail_differs(seq);
            TRY(check_event(snapshot, one.entry));
            head = one.head;
            digests.push_back(one.digest);
            if (seq != last->last_seq) continue;
            if (head != last->head) return tail_differs(seq);
            if (is_whole && journal::merkle_root(digests) != last->root) return tail_differs(last->first_seq);
        }
        if (rows.empty()) break;
    }
    if (seq < last->last_seq) return tail_differs(seq + 1);
    return {};
}

Result<bool> write_checkpoint(Installation& installation) {
    const std::scoped_lock lock(installation.signer_mutex);
    std::vector<Digest> digests;
    Digest head{};
    std::int64_t seq = installation.signer->signed_until();
    for (;;) {
        const auto entries = TRY(installation.store->tail(seq, 1'000));
        if (entries.empty()) break;
        for (const storage::ChainedEntry& one : entries) digests.push_back(one.digest);
        head = entries.back().head;
        seq = entries.back().entry.seq;
    }
    if (digests.empty()) return false;
    TRY(installation.signer->sign(digests, head, installation.clock.now()));
    return true;
}

}  // namespace neove::app
