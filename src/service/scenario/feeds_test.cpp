/// \file
/// Addresses under which a telephone fetches its days, and the mails that remind: what several at once, and
/// one that cannot be read, do to each other.

#include "storage/statements/feeds.h"

#include "service/agenda_feed.h"
#include "service/jobs/reminders.h"
#include "service/name_rows.h"
#include "service/reminder_address.h"
#include "service/scenario/house_fixture.h"
#include "storage/row_digest.h"
#include "storage/statements/accounts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <utility>

namespace neove::service::scenario {

namespace {

/// Something happens just before the next commit of a kind.
class LateStore final : public storage::Store {
public:
    explicit LateStore(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {}
    std::function<void()> before_commit;

    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_->snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        if (before_commit) std::exchange(before_commit, {})();
        return store_->commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
};

/// Does not read the grants of one account.
class BlindSnapshot final : public storage::Snapshot {
public:
    BlindSnapshot(std::unique_ptr<storage::Snapshot> inner, std::string account)
        : inner_(std::move(inner)), account_(std::move(account)) {}
    Result<storage::Rows> read(const storage::Statement& statement, storage::Parameters given) override {
        const bool is_hers = &statement == &storage::statements::kGrantsOfAccount && given.size() == 1 &&
                             given[0] == storage::Value(account_);
        if (is_hers) return refuse(ErrorKind::Internal, "test.blind");
        return inner_->read(statement, std::move(given));
    }

private:
    std::unique_ptr<storage::Snapshot> inner_;
    std::string account_;
};

class BlindStore final : public storage::Store {
public:
    explicit BlindStore(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {}
    std::string account;

    Result<std::unique_ptr<storage::Snapshot>> snapshot() override {
        auto inner = TRY(store_->snapshot());
        if (account.empty()) return inner;
        return std::make_unique<BlindSnapshot>(std::move(inner), account);
    }
    Result<storage::Committed> commit(storage::Commit commit) override {
        return store_->commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
};

template <typename Store>
HouseFixture::Around around(Store*& kept) {
    return [&kept](std::unique_ptr<storage::Store> store) {
        auto outer = std::make_unique<Store>(std::move(store));
        kept = outer.get();
        return outer;
    };
}

}  // namespace

TEST_CASE("never: whoever opens several addresses at one moment gets more than one after the other") {
    LateStore* store = nullptr;
    HouseFixture at(around(store));
    const Caller by = at.caller("canbo.xa");
    for (std::size_t i = 1; i < kFeedsMax; ++i) REQUIRE(open_feed(at.house(), by));
    Result<OpenedFeed> beside = refuse(ErrorKind::Internal, "test.not_yet");
    store->before_commit = [&] { beside = open_feed(at.house(), by); };
    const auto late = open_feed(at.house(), by);
    CHECK(beside.has_value());
    CHECK(code_of(late) == "feed.too_many");
    const auto open = read_feeds(at.house(), by);
    REQUIRE(open.has_value());
    CHECK(open->size() == kFeedsMax);
    // Somebody else's turn is her own.
    CHECK(open_feed(at.house(), at.caller("canbo.phuong")).has_value());
}

namespace {

void confirm(HouseFixture& at, const char* login, const std::string& address) {
    const Caller by = at.caller(login);
    REQUIRE(code_of(set_address(at.house(), by, address)) == "");
    const auto asked = read_address(at.house(), by);
    REQUIRE((asked && *asked));
    REQUIRE(code_of(confirm_address(at.house(), by, (*asked)->code)) == "");
}

storage::Parameters address_row(HouseFixture& at, const AccountId& account) {
    const auto snapshot = at.house().store.snapshot();
    const auto rows = (*snapshot)->read(storage::statements::kReminderAddress, {account.text()});
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    return (*rows)[0].values();
}

/// As it is after a newer one was written and this one put back: the journal names what came behind it.
void put_back(HouseFixture& at, const AccountId& account) {
    const storage::Parameters row = address_row(at, account);
    const auto version = std::get<std::int64_t>(row[2]);
    storage::Commit commit;
    commit.writes.push_back(
        {&storage::statements::kHoldReminderAddress,
         {account.text(), version},
         1,
         storage::RowState{kReminderTable, account.text(), version + 1, {}}}
    );
    REQUIRE(at.house().store.commit(std::move(commit)));
}

std::size_t reminded(HouseFixture& at) {
    const auto snapshot = at.house().store.snapshot();
    const auto page = confirmed_addresses(**snapshot, at.house().keys, {});
    REQUIRE(page);
    return page->addresses.size();
}

}  // namespace

TEST_CASE("never: an address that somebody put back by hand gets a person's days") {
    HouseFixture at;
    at.house().options.mails = true;
    confirm(at, "canbo.xa", "cu@vi-du.vn");
    const Caller by = at.caller("canbo.xa");
    confirm(at, "canbo.phuong", "phuong@vi-du.vn");
    CHECK(reminded(at) == 2);
    CHECK(at.house().keys.rows->take_alarms(at.clock.now()).empty());
    put_back(at, by.account.id);
    CHECK(reminded(at) == 1);
    const auto alarms = at.house().keys.rows->take_alarms(at.clock.now());
    REQUIRE(alarms.size() == 1);
    CHECK(alarms[0].kind == RowKind::Account);
    CHECK(alarms[0].id == by.account.id.text());
    CHECK(code_of(read_address(at.house(), by)) == "reminder.address_untrue");
    CHECK(code_of(set_address(at.house(), by, "khac@vi-du.vn")) == "reminder.address_untrue");
    CHECK(code_of(forget_address(at.house(), by)) == "reminder.address_untrue");
    // Another version's seal does not open under this one, nor under another account.
    storage::Parameters other = address_row(at, at.caller("canbo.phuong").account.id);
    other[2] = std::get<std::int64_t>(other[2]) + 1;
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kPutReminderAddress, std::move(other), 1});
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(reminded(at) == 0);
}

TEST_CASE("addresses of before are named once, as they stand") {
    HouseFixture at;
    at.house().options.mails = true;
    confirm(at, "canbo.xa", "cu@vi-du.vn");
    const Caller by = at.caller("canbo.xa");
    REQUIRE(name_rows(at.house().store, at.house().keys));
    REQUIRE(name_rows(at.house().store, at.house().keys));
    CHECK(reminded(at) == 1);
    const auto snapshot = at.house().store.snapshot();
    const auto rows = (*snapshot)->read(storage::statements::kReminderAddress, {by.account.id.text()});
    REQUIRE(rows);
    const auto write = name_address(at.house().keys, (*rows)[0]);
    REQUIRE(write.has_value());
    REQUIRE(write->state.has_value());
    CHECK(write->state->version == (*rows)[0].number(2));
    CHECK(write->state->digest == storage::row_digest((*rows)[0].values()));
}

TEST_CASE("never: one person's dates that cannot be read keep the others from being reminded") {
    BlindStore* store = nullptr;
    HouseFixture at(around(store));
    at.house().options.mails = true;
    for (const char* login : {"canbo.xa", "canbo.phuong"}) {
        const Caller by = at.caller(login);
        REQUIRE(code_of(set_address(at.house(), by, std::string(login) + "@vi-du.vn")) == "");
        const auto asked = read_address(at.house(), by);
        REQUIRE((asked && *asked));
        REQUIRE(code_of(confirm_address(at.house(), by, (*asked)->code)) == "");
    }
    const std::string blind = at.caller("canbo.xa").account.id.text();
    store->account = blind;
    Turn turn;
    turn.now = at.clock.now();
    const auto done = reminder_job(at.house()).work(turn);
    REQUIRE_MESSAGE(done, code_of(done));
    REQUIRE(done->commit.journal.size() == 1);
    CHECK(done->commit.journal[0].action == "alarm.reminder_skipped");
    CHECK(done->commit.journal[0].record_id == blind);
}

}  // namespace neove::service::scenario
