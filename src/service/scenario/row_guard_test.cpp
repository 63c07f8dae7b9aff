#include "service/accounts.h"
#include "service/demo.h"
#include "service/housekeeping.h"
#include "service/scenario/house_fixture.h"
#include "service/sign_in.h"
#include "storage/row_digest.h"
#include "storage/statements/core.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>

namespace neove::service::scenario {

namespace {

constexpr const char* kRow = "aa";

storage::RowState state(std::int64_t version) {
    return {"session", kRow, version, {}};
}

/// A snapshot taken now; it shows nothing, but knows when it was taken.
class Then final : public storage::Snapshot {
public:
    explicit Then(const RowGuard& guard) { order = guard.order(); }
    Result<storage::Rows> read(const storage::Statement&, storage::Parameters) override {
        return storage::Rows{};
    }
};

/// A snapshot taken now, whose journal names so many events of each record.
class Journal final : public storage::Snapshot {
public:
    Journal(const RowGuard& guard, std::map<std::string, std::int64_t> events) : events_(std::move(events)) {
        order = guard.order();
    }
    int asked{0};
    Result<storage::Rows> read(const storage::Statement& statement, storage::Parameters parameters) override {
        ++asked;
        storage::Rows out;
        if (&statement == &storage::statements::kCountEventsNamed) {
            out.emplace_back(std::vector<storage::Value>{of(std::get<std::string>(parameters.at(1)))});
            return out;
        }
        CHECK(&statement == &storage::statements::kCountEventsOfRecords);
        for (std::size_t i = 1; i < parameters.size(); ++i) {
            const auto& id = std::get<std::string>(parameters[i]);
            if (of(id) != 0) out.emplace_back(std::vector<storage::Value>{id, of(id)});
        }
        return out;
    }

private:
    std::int64_t of(const std::string& id) const {
        const auto found = events_.find(id);
        return found == events_.end() ? 0 : found->second;
    }
    std::map<std::string, std::int64_t> events_;
};

bool admits(RowGuard& guard, storage::Snapshot& snapshot, std::int64_t version) {
    return guard.admits(snapshot, RowKind::Session, kRow, version, true);
}

}  // namespace

TEST_CASE("an older state is refused by every snapshot that is younger than its successor") {
    RowGuard guard;
    const std::array first{state(1)};
    const std::array second{state(2)};
    guard.raise(first, {1});
    Then before(guard);
    CHECK(admits(guard, before, 1));
    guard.raise(second, {2});
    // What was read before the change is what then was; what was not even true then is refused.
    CHECK(admits(guard, before, 1));
    CHECK_FALSE(admits(guard, before, 0));
    Then after(guard);
    CHECK_FALSE(admits(guard, after, 1));
    CHECK(admits(guard, after, 2));
    CHECK(admits(guard, after, 3));  // another node was first; its entry is on the way
    guard.raise(first, {3});
    Then last(guard);
    CHECK_FALSE(admits(guard, last, 1));
}

TEST_CASE("a record that the journal does not name is refused however often it is asked for") {
    RowGuard guard;
    Journal journal(guard, {{"named", 3}});
    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(guard.admits_record(journal, "loan", "nobodys", 1));
        CHECK_FALSE(guard.admits_record(journal, "loan", "named", 2));
        CHECK(guard.admits_record(journal, "loan", "named", 3));
    }
    const auto named = guard.learn_records(journal, "loan", std::array<std::string, 2>{"nobodys", "other"});
    REQUIRE(named);
    CHECK_FALSE(guard.admits_record(journal, "loan", "nobodys", 1, *named));
    Journal later(guard, {{"named", 3}});
    CHECK_FALSE(guard.admits_record(later, "loan", "nobodys", 1));
}

TEST_CASE("many records are learnt at once, and an older one is refused in that very snapshot") {
    RowGuard guard;
    const std::array<std::string, 3> ids{"a", "b", "c"};
    Journal journal(guard, {{"a", 1}, {"b", 5}, {"c", 2}});
    const auto named = guard.learn_records(journal, "loan", ids);
    REQUIRE(named);
    CHECK(journal.asked == 1);
    CHECK(guard.admits_record(journal, "loan", "a", 1, *named));
    CHECK_FALSE(guard.admits_record(journal, "loan", "b", 4, *named));
    CHECK(guard.admits_record(journal, "loan", "b", 5, *named));
    CHECK(journal.asked == 1);
    // Whoever looks later asks nobody.
    Journal later(guard, {});
    CHECK(guard.learn_records(later, "loan", ids)->empty());
    CHECK_FALSE(guard.admits_record(later, "loan", "b", 4));
    CHECK(guard.admits_record(later, "loan", "c", 2));
    CHECK(later.asked == 0);
}

TEST_CASE("a snapshot that is older than what was learnt of a record asks its own journal") {
    RowGuard guard;
    Journal before(guard, {{"a", 4}, {"b", 1}});
    const std::array<RowGuard::RecordEvent, 1> event{{{"e", "a", 5}}};
    guard.raise_records(event);
    CHECK(guard.admits_record(before, "loan", "a", 4));
    CHECK_FALSE(guard.admits_record(before, "loan", "a", 3));
    Journal after(guard, {{"a", 5}});
    CHECK_FALSE(guard.admits_record(after, "loan", "a", 4));
    CHECK(guard.admits_record(after, "loan", "a", 5));
}

TEST_CASE("an alarm is raised once a row and hour, and a flood of them is capped") {
    RowGuard guard;
    Then snapshot(guard);
    for (int i = 0; i < 3; ++i) guard.admits(snapshot, RowKind::Grant, "ab", 1, false);
    CHECK(guard.refused() == 3);
    CHECK(guard.take_alarms({0}).size() == 1);
    guard.admits(snapshot, RowKind::Grant, "ab", 1, false);
    CHECK(guard.take_alarms({kHour - 1}).empty());
    guard.admits(snapshot, RowKind::Grant, "ab", 1, false);
    CHECK(guard.take_alarms({kHour}).size() == 1);
    for (int i = 0; i < 2'000; ++i) guard.admits(snapshot, RowKind::Task, std::to_string(i), 1, false);
    CHECK(guard.take_alarms({kHour}).size() < 600);
}

TEST_CASE("the journal alone tells a new process which state of each row is the newest") {
    HouseFixture at;
    const auto all = demo_accounts(at.house());
    REQUIRE(all);
    const auto card = std::ranges::find(*all, "canbo.xa", &DemoAccountView::login);
    REQUIRE(card != all->end());
    const auto session = sign_in(at.house(), {card->login, card->password, card->code, {}});
    REQUIRE(session);
    const auto caller = recognise(at.house(), session->token, Language::Vi);
    REQUIRE(caller);
    REQUIRE(lock_session(at.house(), *caller));

    RowGuard fresh;
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    REQUIRE(fresh.load(**snapshot, {0}));
    const auto is_new = [&](RowKind kind, const std::string& id, std::int64_t version) {
        Then now(fresh);
        return fresh.admits(now, kind, id, version, true);
    };
    CHECK_FALSE(is_new(RowKind::Session, caller->session.id, caller->session.version));
    CHECK(is_new(RowKind::Session, caller->session.id, caller->session.version + 1));
    CHECK_FALSE(is_new(RowKind::Account, caller->account.id.text(), caller->account.version - 1));
    CHECK(is_new(RowKind::Account, caller->account.id.text(), caller->account.version));

    // Sessions that are refused by their age need not be remembered.
    RowGuard later;
    REQUIRE(later.load(**snapshot, at.clock.now() + kHour));
    const auto queued = (*snapshot)->read(storage::statements::kQueuedEntries, {std::int64_t{1}});
    REQUIRE(queued);
    // What waits to be chained is remembered whole.
    Then now(later);
    if (queued->empty()) CHECK(later.admits(now, RowKind::Session, caller->session.id, 1, true));
}

TEST_CASE("entries that somebody made up keep no start from ending, and only the row they name is lost") {
    HouseFixture at;
    const auto all = demo_accounts(at.house());
    REQUIRE(all);
    const auto account_of = [&](const std::string& login) {
        const auto card = std::ranges::find(*all, login, &DemoAccountView::login);
        REQUIRE(card != all->end());
        const auto session = sign_in(at.house(), {card->login, card->password, card->code, {}});
        REQUIRE(session);
        const auto caller = recognise(at.house(), session->token, Language::Vi);
        REQUIRE(caller);
        return caller->account;
    };
    const Account named = account_of("canbo.xa");
    const Account other = account_of("canbo.phuong");
    const std::string& id = named.id.text();
    for (const std::string& record :
         {std::string("zzzzzzzzzzzzzzzzzzzz"),
          std::string("~~~~~~~~~~~~~~~~~~~~"),
          id + "/000000000001",
          id + ".000000000001xyz",
          id + ".zzzzzzzzzzzz"}) {
        storage::Commit made_up;
        storage::JournalDraft draft;
        draft.actor = "nobody";
        draft.action = "row.written";
        draft.register_name = storage::row_register("account");
        draft.record_id = record;
        made_up.journal = {draft};
        REQUIRE(at.house().store.commit(std::move(made_up)));
    }
    RowGuard fresh;
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    REQUIRE(fresh.load(**snapshot, {0}));
    Then now(fresh);
    CHECK_FALSE(fresh.admits(now, RowKind::Account, id, named.version, true));
    CHECK(fresh.admits(now, RowKind::Account, other.id.text(), other.version, true));
    CHECK_FALSE(fresh.admits(now, RowKind::Account, other.id.text(), other.version - 1, true));
}

TEST_CASE("a row that is not believed stands in the journal, and its name only where it is an id") {
    HouseFixture at;
    Then snapshot(*at.house().keys.rows);
    at.house().keys.rows->admits(snapshot, RowKind::Account, "c0ffee", 1, false);
    at.house().keys.rows->admits(snapshot, RowKind::Account, "\xff not an id", 1, false);
    REQUIRE(raise_alarms(at.house()));
    at.settle();
    const auto now = at.house().store.snapshot();
    REQUIRE(now);
    const auto count = (*now)->read(storage::statements::kAlarmsSince, {std::int64_t{0}});
    REQUIRE(count);
    CHECK(count->at(0).number(0) == 2);
    const auto named =
        (*now)->read(storage::statements::kJournalOfRecord, {std::string("account"), std::string("c0ffee")});
    REQUIRE(named);
    CHECK(named->size() == 1);
}

}  // namespace neove::service::scenario
