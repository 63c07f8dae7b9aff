#include "service/live.h"

#include "base/check.h"
#include "service/account.h"
#include "service/unit_rows.h"
#include "storage/statements/core.h"
#include "storage/statements/organisations.h"
#include "storage/statements/units.h"

#include <algorithm>

namespace neove::service {

namespace statements = storage::statements;
using organisation::Alias;
using organisation::Date;
using organisation::Organisation;
using organisation::Successor;

namespace {

constexpr std::size_t kTailPage = 1'000;

Date date_of(const std::string& text) {
    return Date::parse_iso(text).value_or(Date{});
}

Organisation organisation_of(const storage::Row& row) {
    Organisation one;
    one.id = OrganisationId::trusted(row.text(0));
    one.name = row.text(1);
    one.short_name = row.text(2);
    one.kind = row.text(3);
    one.code = row.text(4);
    one.parent = OrganisationId::trusted(row.text_or(5));
    one.standing_agency = OrganisationId::trusted(row.text_or(6));
    one.offline = row.number(7) != 0;
    one.valid_from = date_of(row.text(8));
    one.valid_until = date_of(row.text(9));
    one.version = row.number(10);
    return one;
}

Result<std::vector<Organisation>> read_organisations(storage::Snapshot& snapshot) {
    std::vector<Organisation> all;
    std::map<std::string, std::size_t> place;
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllOrganisations))) {
        place.emplace(row.text(0), all.size());
        all.push_back(organisation_of(row));
    }
    const auto owner = [&](const storage::Row& row) -> Organisation* {
        const auto found = place.find(row.text(0));
        return found == place.end() ? nullptr : &all[found->second];
    };
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllAliases))) {
        if (Organisation* one = owner(row)) {
            one->aliases.push_back({row.text(1), date_of(row.text(2)), date_of(row.text(3))});
        }
    }
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllSuccessors))) {
        if (Organisation* one = owner(row)) {
            one->successors.push_back(
                {OrganisationId::trusted(row.text(1)), row.text(2), date_of(row.text(3)), row.text(4)}
            );
        }
    }
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllMembers))) {
        if (Organisation* one = owner(row)) one->members.push_back(OrganisationId::trusted(row.text(1)));
    }
    for (const storage::Row& row : TRY(snapshot.read(statements::kAllOrganisationUnits))) {
        if (Organisation* one = owner(row)) one->unit = {row.text(1), row.text(2)};
    }
    return all;
}

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
    fresh->directory = organisation::Directory(TRY(read_organisations(*snapshot)), naming_);
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
