/// \file
/// Addresses under which a telephone fetches its days, and the mails that remind: what several at once, and
/// one that cannot be read, do to each other.

#include "service/agenda_feed.h"
#include "service/jobs/reminders.h"
#include "service/reminder_address.h"
#include "service/scenario/house_fixture.h"
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
