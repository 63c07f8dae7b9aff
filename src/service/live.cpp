#include "service/live.h"

#include "base/check.h"
#include "service/account.h"
#include "service/organisation_rows.h"
#include "service/unit_rows.h"
#include "storage/statements/core.h"

#include <algorithm>

namespace neove::service {

namespace {

constexpr std::size_t kTailPage = 1'000;

bool concerns_units(const storage::ChainedEntry& chained) {
    return chained.entry.register_name == kUnitRegister;
}

/// Organisations or accounts; what was only looked at, or not believed, changed nothing.
bool concerns_us(const storage::ChainedEntry& chained) {
    const journal::Entry& entry = chained.entry;
    if (entry.register_name != "organisation" && entry.register_name != "account") return false;
    return !entry.action.ends_with(".open") && !entry.action.starts_with("alarm.");
}

}  // namespace

Result<> Live::load(storage::Store& store, const Keys& keys) {
    return reload(store, keys, true);
}

Result<> Live::refresh(storage::Store& store, const Keys& keys) {
    const std::uint64_t mine = ++asked_;
    const std::scoped_lock lock(reloading_);
    if (shown_ >= mine) return {};
    return reload_alone(store, keys, false);
}

Result<> Live::reload(storage::Store& store, const Keys& keys, bool with_units) {
    const std::scoped_lock lock(reloading_);
    return reload_alone(store, keys, with_units);
}

Result<> Live::reload_alone(storage::Store& store, const Keys& keys, bool with_units) {
    const std::uint64_t covers = asked_;  // all that asked have committed: the snapshot shows them
    const auto snapshot = TRY(store.snapshot());
    auto fresh = std::make_shared<LiveView>();
    if (with_units) {
        fresh->units = std::make_shared<const administrative_unit::Directory>(
            administrative_unit::directory_of(shipped_, TRY(read_units(*snapshot)))
        );
    } else {
        fresh->units = view()->units;
    }
    fresh->directory = organisation::Directory(TRY(believed_organisations(*snapshot, keys)), naming_);
    for (const Account& account : TRY(all_accounts(*snapshot, keys))) {
        fresh->account_names.emplace(account.id, account.name);
    }
    const auto head = TRY(snapshot->read(storage::statements::kJournalHead));
    shown_ = covers;
    const std::int64_t seq = head.empty() ? 0 : head[0].number(0);
    shown_until_ = seq;
    if (with_units) units_shown_until_ = seq;
    const std::scoped_lock lock(mutex_);
    // The first picture shows all that was chained so far; `follow` begins after it.
    if (view_ == nullptr && seq_ == 0) seq_ = seq;
    view_ = std::move(fresh);
    return {};
}

Result<> Live::follow(storage::Store& store, const Keys& keys) {
    for (;;) {
        const auto entries = TRY(store.tail(seq_, kTailPage));
        if (entries.empty()) break;
        keys.rows->follow(entries);
        for (const storage::ChainedEntry& one : entries) {
            // What this node wrote itself is mostly shown already.
            stale_ = stale_ || (concerns_us(one) && one.entry.seq > shown_until_);
            units_stale_ = units_stale_ || (concerns_units(one) && one.entry.seq > units_shown_until_);
        }
        seq_ = entries.back().entry.seq;
    }
    if (!stale_ && !units_stale_) return {};
    TRY(reload(store, keys, units_stale_));
    stale_ = false;
    units_stale_ = false;
    return {};
}

std::shared_ptr<const LiveView> Live::view() const {
    const std::scoped_lock lock(mutex_);
    CHECK(view_ != nullptr);
    return view_;
}

}  // namespace neove::service
