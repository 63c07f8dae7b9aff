/// \file
/// A register of persons with 100,000 records: how long a node opens all names after unlocking, and what one
/// search takes inside the service, for somebody who sees all of them and for somebody who sees thirty: hits
/// opened and decided one by one. `journalled`: with the entry durable on this disk.

#include "embedded/embedded.h"
#include "histories.h"
#include "service/registers/search_persons.h"
#include "service/scenario/house_fixture.h"
#include "storage/statements/records.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace neove;
using namespace neove::service;
using Steady = std::chrono::steady_clock;
namespace statements = storage::statements;

constexpr const char* kRegister = "reader";
constexpr int kRecords = 100'000;
constexpr int kFew = 30;
constexpr int kBatch = 1'000;
constexpr int kSearches = 2'000;

void must(bool good, const char* what) {
    if (good) return;
    fmt::print(stderr, "failed: {}\n", what);
    std::exit(1);
}

/// The rows that opening so many records leaves; their events are named, and say nothing.
void fill(House& house, const Caller& whose, int count, std::vector<std::string>& names) {
    const auto desk = desk_of(house, kRegister);
    must(desk.has_value(), "register");
    std::mt19937_64 random(static_cast<unsigned>(count));
    for (int done = 0; done < count;) {
        storage::Commit commit;
        for (int i = 0; i < kBatch && done < count; ++i, ++done) {
            RecordRow row;
            row.id = RecordId::trusted(crypto::random_id());
            row.register_name = kRegister;
            row.number = fmt::format("BD-{}{:06}", count, done);
            row.state = "member";
            row.owner = whose.acting.organisation;
            row.created_by = whose.account.id;
            row.opened_at = row.changed_at = whose.now;
            row.version = 1;
            row.bundle = desk->programme->bundle->digest;
            row.entered = {{"member", whose.now}};
            const std::string name = bench::person_name(random);
            if (names.size() < 500 && done % 97 == 0) names.push_back(name);
            const json::Value answers{json::Object{
                {"name", json::Object{{"name", name}, {"born", fmt::format("{}", 1950 + random() % 60)}}},
                {"phone", fmt::format("09{:08}", random() % 100'000'000)},
                {"kind", "adult"}}};
            const RecordName record{desk->domain, kRegister, row.id};
            const crypto::Secret key = crypto::Secret::random();
            const SealedRecord seal(house.keys.store, record, key);
            WrappedKey wrapped = house.keys.records->wrap(record, key);
            json::Value card{
                json::Object{{"name", *answers.find("name")}, {"phone", *answers.find("phone")}}};
            const std::string event = crypto::random_id();
            commit.events.push_back(
                {event,
                 kRegister,
                 row.id.text(),
                 1,
                 "enrol",
                 whose.now,
                 "instant",
                 whose.account.id.text(),
                 whose.acting.organisation.text(),
                 "{}",
                 {}}
            );
            storage::JournalDraft& entry = commit.journal.emplace_back();
            entry.actor = whose.account.id.text();
            entry.action = "enrol";
            entry.register_name = kRegister;
            entry.record_id = row.id.text();
            entry.event_id = event;
            commit.writes.push_back(insert_record(
                house.keys, row, seal.seal_state(desk->current->form, answers, 1, row.last_event)
            ));
            commit.writes.push_back(
                {&statements::kInsertRecordKey,
                 {row.id.text(),
                  row.register_name,
                  static_cast<std::int64_t>(desk->domain),
                  static_cast<std::int64_t>(wrapped.epoch),
                  std::move(wrapped.bytes)},
                 1}
            );
            commit.writes.push_back(
                {&statements::kWriteCard,
                 {row.id.text(), row.register_name, std::int64_t{1}, seal.seal_card(card, 1)},
                 1}
            );
        }
        must(house.store.commit(std::move(commit)).has_value(), "filling");
    }
}

void told(const std::string& what, std::vector<double> millis, std::size_t hits) {
    std::ranges::sort(millis);
    fmt::print(
        "{}: p50 {:.2f} ms, p99 {:.2f} ms, {:.1f} hits a search\n",
        what,
        millis[millis.size() / 2],
        millis[millis.size() * 99 / 100],
        static_cast<double>(hits) / static_cast<double>(millis.size())
    );
}

void search(
    House& house,
    Caller who,
    const std::string& what,
    const std::vector<std::string>& queries,
    bool journalled
) {
    std::vector<double> millis;
    std::size_t hits = 0;
    for (int i = 0; i < kSearches; ++i) {
        RecordQuery query;
        query.register_id = kRegister;
        query.text = queries[static_cast<std::size_t>(i) % queries.size()];
        const auto begun = Steady::now();
        if (!journalled) {
            who.look = std::make_shared<Look>();
            who.look->snapshot = *house.store.snapshot();
        }
        const auto page = list_records(house, who, query);
        millis.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begun).count());
        must(page.has_value(), "search");
        hits += page->records.size();
    }
    told(what, std::move(millis), hits);
}

}  // namespace

int main() {
    scenario::HouseFixture at;
    auto bundle = definition::load_bundle(bundle_text());
    must(bundle.has_value(), "bundle");
    must(
        at.house()
            .programmes
            .adopt(
                at.house().store,
                at.house().keys,
                std::make_shared<const definition::Bundle>(std::move(*bundle)),
                true,
                at.clock.now()
            )
            .has_value(),
        "programme"
    );
    std::vector<std::string> names;
    std::vector<std::string> few;
    fill(at.house(), at.caller("quaydoc.xa"), kRecords, names);
    Caller elsewhere = at.caller("thuthu.phuong");
    fill(at.house(), elsewhere, kFew, few);
    must(at.house().persons.begin(at.house().store, at.house().programmes.current()).has_value(), "begin");
    const auto begun = Steady::now();
    must(at.house().persons.build(at.house().store, at.house().keys).has_value(), "build");
    fmt::print(
        "{} names opened in {:.0f} ms\n",
        kRecords + kFew,
        std::chrono::duration<double, std::milli>(Steady::now() - begun).count()
    );
    std::vector<std::string> mixed = names;
    mixed.push_back("nguyen van");
    mixed.push_back("khong co ai ten nay");
    for (const bool journalled : {false, true}) {
        const std::string how = journalled ? ", journalled" : "";
        search(at.house(), at.caller("thuthu.xa"), "all, mixed" + how, mixed, journalled);
        search(at.house(), at.caller("thuthu.xa"), "all, nguyễn thị" + how, {"nguyễn thị"}, journalled);
        search(at.house(), elsewhere, "thirty, mixed" + how, mixed, journalled);
        search(at.house(), elsewhere, "thirty, nguyễn thị" + how, {"nguyễn thị"}, journalled);
    }
}
