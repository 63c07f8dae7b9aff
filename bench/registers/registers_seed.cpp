/// \file
/// Fills a demonstration store with records of a make-believe register, each with a history of so many
/// events: decided once as models by the register itself, then copied under other names, times, bodies and
/// keys, and sealed, derived and committed as every act is. `neove rebuild` finds nothing to say about them.
///
///     registers_seed --store DIR [--postgres CONNINFO] --register loan|visit_file --records N [--events 40]
///         [--variety 64]
///
/// No server may run on the store meanwhile: its names in memory would not follow so fast.

#include "app/installation.h"
#include "app/programmes.h"
#include "histories.h"
#include "organisation/load.h"
#include "service/account.h"
#include "service/registers/found_record.h"
#include "service/registers/record_change.h"
#include "storage/statements/records.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

namespace {

using namespace neove;
using namespace neove::service;
namespace statements = storage::statements;

constexpr int kBatch = 1'000;
constexpr int kSpreadDays = 500;  ///< over which records were opened
constexpr int kHomeOneOf = 20;    ///< so many lie with the commune that the load asks from
constexpr int kDoctorOneOf = 5;   ///< of these, so many are in the hands of its doctor

struct Options {
    app::Place place;
    std::string register_id{"loan"};
    int records{1'000};
    int events{40};
    int variety{64};  ///< of the models: each event of one is decided over all before it
};

template <typename T>
T must(Result<T> result, const char* what) {
    if (!result) {
        fmt::print(
            stderr, "{}: {} {} {}\n", what, result.error().code, result.error().where, result.error().detail
        );
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Where all of it goes, and who is said to have done it.
struct Target {
    House& house;
    Desk desk;
    OrganisationId home;
    AccountId officer;
    AccountId doctor;
    std::vector<OrganisationId> bodies;
    const definition::Register& definition() const { return *desk.current; }
};

/// One record: its model under a name, times, a body and a key of its own.
struct Copy {
    Copy(const Target& target, const bench::History& model, std::mt19937_64& random)
        : id(RecordId::trusted(crypto::random_id())),
          name{target.desk.domain, target.definition().id, id},
          key(crypto::Secret::random()),
          seal(target.house.keys.store, name, key),
          answers(model.answers) {
        const std::string who =
            target.definition().form.persons ? bench::person_name(random) : bench::book_title(random);
        const std::int64_t earlier = static_cast<std::int64_t>(random() % kSpreadDays) * kDay;
        std::map<std::string, EventId> ids;
        for (const record::Event& one : model.events) {
            record::Event event = one;
            event.id = ids[one.id.text()] = EventId::trusted(crypto::random_id());
            event.occurred_at = event.occurred_at + -earlier;
            event.recorded_at = event.recorded_at + -earlier;
            rename(event.answers, who);
            if (event.columns.find("title") != nullptr) event.columns.set("title", who);
            if (!event.corrects.is_empty()) event.corrects = ids.at(one.corrects.text());
            for (record::Recast& recast : event.recast) {
                recast.event = ids.at(recast.event.text());
                if (recast.columns.find("title") != nullptr) recast.columns.set("title", who);
            }
            events.push_back(std::move(event));
        }
        rename(answers, who);
    }

    static void rename(json::Value& answers, const std::string& who) {
        if (answers.find("title") != nullptr) answers.set("title", who);
        if (answers.find("patient") != nullptr) answers.set("patient", json::Object{{"name", who}});
    }

    RecordId id;
    RecordName name;
    crypto::Secret key;
    SealedRecord seal;
    json::Value answers;
    std::vector<record::Event> events;
    std::vector<StoredEvent> history;
};

storage::NewEvent next_event(const Target& target, Copy& copy, std::size_t at, const Opening& opening) {
    const record::Event& event = copy.events[at];
    const form::Form& form = target.definition().form;
    const auto clear = form.persons ? access::Classes{0} : kClearClasses;
    const Opening* first = at == 0 ? &opening : nullptr;
    const std::string from = at == 0 ? std::string() : copy.events[at - 1].state;
    storage::NewEvent out;
    out.id = event.id.text();
    out.register_name = target.definition().id;
    out.record_id = copy.id.text();
    out.version = event.version;
    out.kind = event.kind;
    out.occurred_at = event.occurred_at;
    out.precision = event.precision;
    out.actor = event.actor.text();
    out.acting_org = event.acting_org.text();
    out.clear = json::write_canonical(clear_part(event, from, of_classes(form, event.answers, clear), first));
    out.sealed = copy.seal.seal_event(
        form,
        event.answers,
        static_cast<access::Classes>(access::kEveryClass & ~clear),
        event.reason,
        event.id
    );
    StoredEvent stored;
    stored.event = event;
    stored.from = from;
    stored.digest = digest_of_event(out.id, out.kind, out.version, out.clear, out.sealed);
    if (first != nullptr) {
        stored.number = opening.number;
        stored.bundle = opening.bundle;
    }
    copy.history.push_back(std::move(stored));
    return out;
}

/// What the journal does not name is nobody's: a record without its entries would not be there.
void add_entry(const Copy& copy, std::size_t at, storage::Commit& commit) {
    const storage::NewEvent& event = commit.events.back();
    storage::JournalDraft& entry = commit.journal.emplace_back();
    entry.actor = event.actor;
    entry.action = event.kind;
    entry.register_name = event.register_name;
    entry.record_id = copy.id.text();
    entry.event_id = copy.events[at].id.text();
}

void add_rows(const Target& target, const Copy& copy, storage::Commit& commit) {
    House& house = target.house;
    const Derived derived = derive_stored(
        target.definition(),
        copy.id,
        copy.history,
        house.programmes.calendar(),
        house.options.utc_offset_micros
    );
    const RecordRow& row = derived.row;
    auto& writes = commit.writes;
    writes.push_back(insert_record(
        house.keys,
        row,
        copy.seal.seal_state(target.definition().form, copy.answers, row.version, row.last_event)
    ));
    WrappedKey wrapped = house.keys.records->wrap(copy.name, copy.key);
    writes.push_back(
        {&statements::kInsertRecordKey,
         {row.id.text(),
          row.register_name,
          static_cast<std::int64_t>(target.desk.domain),
          static_cast<std::int64_t>(wrapped.epoch),
          std::move(wrapped.bytes)},
         1}
    );
    const json::Value card = search_card(target.definition().form, copy.answers);
    if (!card.is_null()) {
        writes.push_back(
            {&statements::kWriteCard,
             {row.id.text(), row.register_name, row.version, copy.seal.seal_card(card, row.version)},
             1}
        );
    }
    for (storage::Write& write : write_clocks(row, derived.clocks, true)) writes.push_back(std::move(write));
    for (storage::Write& write : write_facts(house.keys, row, derived.facts, 0))
        writes.push_back(std::move(write));
}

void add_doctor(const Target& target, const Copy& copy, storage::Commit& commit) {
    RecordRelation relation;
    relation.id = crypto::random_id();
    relation.kind = "responsible";
    relation.account = target.doctor;
    relation.from = copy.events.front().recorded_at;
    relation.given_by = target.officer;
    relation.version = 1;
    commit.writes.push_back(insert_relation(target.house.keys, target.definition().id, copy.id, relation));
}

/// Event after event of all of them, as years would have written it, not record after record.
void write_batch(const Target& target, std::vector<Copy>& copies, const std::vector<Opening>& openings) {
    const std::size_t events = copies.front().events.size();
    for (std::size_t at = 0; at < events; ++at) {
        storage::Commit commit;
        for (std::size_t i = 0; i < copies.size(); ++i) {
            Copy& copy = copies[i];
            commit.expected.push_back({target.definition().id, copy.id.text(), static_cast<std::int64_t>(at)}
            );
            commit.events.push_back(next_event(target, copy, at, openings[i]));
            add_entry(copy, at, commit);
            if (at + 1 < events) continue;
            add_rows(target, copy, commit);
            const bool is_at_home = copy.events.front().acting_org == target.home;
            if (target.definition().form.persons && is_at_home && i % kDoctorOneOf == 0) {
                add_doctor(target, copy, commit);
            }
        }
        must(target.house.store.commit(std::move(commit)), "commit");
    }
}

void fill(const Target& target, const std::vector<bench::History>& models, int records) {
    std::mt19937_64 random(static_cast<std::uint64_t>(crypto::random_below(1U << 30U)));
    for (int done = 0; done < records;) {
        std::vector<Copy> copies;
        std::vector<Opening> openings;
        const int many = std::min(kBatch, records - done);
        copies.reserve(static_cast<std::size_t>(many));
        for (int i = 0; i < many; ++i, ++done) {
            copies.emplace_back(target, models[random() % models.size()], random);
            const bool is_home = random() % kHomeOneOf == 0;
            const OrganisationId& owner =
                is_home ? target.home : target.bodies[random() % target.bodies.size()];
            for (record::Event& event : copies.back().events) {
                event.acting_org = owner;
                event.actor = is_home ? target.officer : AccountId::trusted(crypto::random_id());
            }
            openings.push_back(
                {fmt::format("{}-{}", target.definition().number_prefix, crypto::random_id().substr(0, 10)),
                 target.desk.programme->bundle->digest}
            );
        }
        write_batch(target, copies, openings);
    }
}

AccountId account_of(House& house, const std::string& login) {
    const auto snapshot = must(house.store.snapshot(), "snapshot");
    return must(find_account_by_login(*snapshot, house.keys, login), "account").value().id;
}

Target target_of(House& house, const std::string& register_id) {
    Target target{house, must(desk_of(house, register_id), "register"), {}, {}, {}, {}};
    target.home = organisation::id_of_key("demo_province", "may_truc");
    target.officer = account_of(house, "canbo.xa");
    target.doctor = account_of(house, "thuthu.xa");
    for (const organisation::Organisation& one : house.live.view()->directory.all()) {
        if (one.id != target.home) target.bodies.push_back(one.id);
    }
    return target;
}

void seed(const Options& options) {
    const auto installation = must(app::open_installation(options.place), "installation");
    must(app::adopt_programmes(*installation, {}), "programmes");
    House& house = *installation->house;
    const Target target = target_of(house, options.register_id);
    const form::References references = references_of(house, house.clock.now());
    const auto begun = std::chrono::steady_clock::now();
    const auto models = bench::model_histories(
        target.definition(),
        {house.clock.now(), house.options.utc_offset_micros, house.programmes.calendar(), references},
        options.variety,
        options.events
    );
    fill(target, models, options.records);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    fmt::print(
        "{} records of {} with {} events each in {:.1f} s\n",
        options.records,
        options.register_id,
        options.events,
        seconds
    );
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string value = argv[i + 1];
        if (std::strcmp(argv[i], "--store") == 0) options.place.folder = value;
        if (std::strcmp(argv[i], "--postgres") == 0) options.place.postgres = value;
        if (std::strcmp(argv[i], "--register") == 0) options.register_id = value;
        if (std::strcmp(argv[i], "--records") == 0) options.records = std::atoi(value.c_str());
        if (std::strcmp(argv[i], "--events") == 0) options.events = std::atoi(value.c_str());
        if (std::strcmp(argv[i], "--variety") == 0) options.variety = std::atoi(value.c_str());
    }
    seed(options);
}
