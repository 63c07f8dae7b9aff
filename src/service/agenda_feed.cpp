#include "service/agenda_feed.h"

#include "calendar/date.h"
#include "service/registers/occasions.h"
#include "service/sign_in.h"
#include "storage/statements/core.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

namespace neove::service {

namespace {

constexpr std::size_t kTokenMax = 100;
constexpr int kSweptAtOnce = 200;

auto unknown() {
    return refuse(ErrorKind::NotFound, "access.not_found");
}

storage::JournalDraft entry_of(const Caller& caller, const char* action, const CalendarFeed& feed) {
    storage::JournalDraft draft;
    draft.actor = caller.account.id.text();
    draft.session_digest = caller.session.id;
    draft.action = action;
    draft.register_name = kCalendarFeed;
    draft.record_id = feed.id.text();
    return draft;
}

bool is_open(const CalendarFeed& feed, const Caller& caller) {
    return feed.holds_at(caller.now) && feed.epoch == caller.account.epoch;
}

/// A limit in days ends at 24:00 of its last day: the instant before is of that day.
std::string day_of(const House& house, Instant due) {
    return calendar::date_of({due.micros - 1}, house.options.utc_offset_micros).iso();
}

/// `2026-12-05T08:00` by the clock of the house.
std::optional<Instant> hour_of(const House& house, const std::string& local) {
    constexpr std::size_t kDate = 10, kHours = 11, kMinutes = 14, kLength = 16;
    if (local.size() < kLength) return std::nullopt;
    const auto day = calendar::Date::parse_iso(local.substr(0, kDate));
    int hours = 0;
    int minutes = 0;
    const char* text = local.data();
    if (std::from_chars(text + kHours, text + kHours + 2, hours).ec != std::errc() ||
        std::from_chars(text + kMinutes, text + kLength, minutes).ec != std::errc() || !day) {
        return std::nullopt;
    }
    return calendar::start_of(*day, house.options.utc_offset_micros) + hours * kHour + minutes * kMinute;
}

std::string uid_of(const Keys& keys, ByteView what) {
    const Digest digest = crypto::keyed_hash(keys.session, "calendar_feed.uid", what);
    return to_hex(ByteView(digest).first(16)) + "@neove";
}

std::string uid_of(const Keys& keys, const CalendarFeed& feed, const FeedDay& day) {
    CanonicalWriter what;
    what.text(feed.id.text()).text(day.desk.current->id).text(day.limit).text(day.day);
    if (day.begins) what.number(static_cast<std::uint64_t>(day.begins->micros));
    return uid_of(keys, what.result());
}

std::string uid_of_end(const Keys& keys, const CalendarFeed& feed, std::string_view which) {
    CanonicalWriter what;
    what.text(feed.id.text()).text(which);
    return uid_of(keys, what.result());
}

}  // namespace

Result<std::vector<CalendarFeed>> read_feeds(House& house, const Caller& caller) {
    const auto snapshot = TRY(snapshot_of(house, caller));
    std::vector<CalendarFeed> all = TRY(feeds_of(*snapshot, house.keys, caller.account.id));
    std::erase_if(all, [&](const CalendarFeed& feed) { return !is_open(feed, caller); });
    return all;
}

namespace {

/// How often she opened one: whoever opens two at a moment finds that it is no longer so, and counts again.
Result<storage::ExpectedVersion> turn_of(storage::Snapshot& snapshot, const Caller& caller) {
    const std::string& id = caller.account.id.text();
    const auto rows = TRY(snapshot.read(storage::statements::kReadVersion, {std::string(kCalendarFeed), id}));
    return storage::ExpectedVersion{
        std::string(kCalendarFeed), id, rows.empty() ? std::int64_t{0} : rows[0].number(0)};
}

}  // namespace

Result<OpenedFeed> open_feed(House& house, const Caller& caller) {
    TRY(require_step_up(caller));
    OpenedFeed opened;
    opened.token = new_token();
    CalendarFeed& feed = opened.feed;
    feed.id = CalendarFeedId::trusted(crypto::random_id());
    feed.account = caller.account.id;
    feed.grant = caller.acting.id;
    feed.token = feed_digest(house.keys, opened.token);
    feed.opened_at = caller.now;
    feed.until = caller.now + kFeedLife;
    feed.epoch = caller.account.epoch;
    for (int tries = 1;; ++tries) {
        const auto snapshot = TRY(house.store.snapshot());
        std::vector<CalendarFeed> all = TRY(feeds_of(*snapshot, house.keys, caller.account.id));
        std::erase_if(all, [&](const CalendarFeed& one) { return !is_open(one, caller); });
        if (all.size() >= kFeedsMax) return refuse(ErrorKind::Conflict, "feed.too_many");
        storage::Commit commit;
        commit.expected.push_back(TRY(turn_of(*snapshot, caller)));
        commit.writes.push_back(insert_feed(house.keys, feed));
        commit.journal.push_back(entry_of(caller, "calendar_feed.opened", feed));
        auto done = house.store.commit(std::move(commit));
        const bool was_late = !done && done.error().code == "storage.conflict";
        if (was_late && tries <= static_cast<int>(kFeedsMax)) continue;
        TRY(std::move(done));
        return opened;
    }
}

Result<> close_feed(House& house, const Caller& caller, const CalendarFeedId& id) {
    for (const CalendarFeed& feed : TRY(read_feeds(house, caller))) {
        if (feed.id != id) continue;
        storage::Commit commit;
        commit.writes.push_back(end_feed(house.keys, feed, caller.now));
        commit.journal.push_back(entry_of(caller, "calendar_feed.closed", feed));
        TRY(house.store.commit(std::move(commit)));
        return {};
    }
    return unknown();
}

Result<FeedDays> days_of_feed(House& house, std::string_view token) {
    if (token.empty() || token.size() > kTokenMax) return unknown();
    const auto snapshot = TRY(house.store.snapshot());
    const auto feed = TRY(feed_by_token(*snapshot, house.keys, token));
    if (!feed) return unknown();
    const auto caller = TRY(outside_session(house, *snapshot, feed->account, feed->grant));
    if (!caller || !is_open(*feed, *caller)) return unknown();

    const Dates dates = TRY(dates_of(house, *caller));
    std::map<std::tuple<std::string, std::string, std::string, std::string>, FeedDay> days;
    for (const AgendaItem& item : dates.items) {
        const std::string day = day_of(house, *item.clock.due_at);
        FeedDay& one = days[{day, item.desk.current->id, item.clock.limit, {}}];
        one.desk = item.desk;
        one.limit = item.clock.limit;
        one.day = day;
        ++one.count;
    }
    const Occasions occasions = TRY(occasions_of(house, *caller));
    for (const Occasion& one : occasions.all) {
        const auto begins = hour_of(house, one.at);
        FeedDay& day = days[{one.on, one.desk.current->id, {}, begins ? one.at : std::string()}];
        day.desk = one.desk;
        day.day = one.on;
        day.begins = begins;
        ++day.count;
    }
    FeedDays out;
    out.made_at = caller->now;
    const std::string now = calendar::date_of(caller->now, house.options.utc_offset_micros).iso();
    if (dates.more_late) out.late = FeedEnd{now, uid_of_end(house.keys, *feed, "late")};
    if (dates.more_ahead || occasions.more) {
        const std::string last = days.empty() ? now : std::max(now, std::get<0>(days.rbegin()->first));
        out.ahead = FeedEnd{last, uid_of_end(house.keys, *feed, "ahead")};
    }
    for (auto& [place, day] : days) {
        day.uid = uid_of(house.keys, *feed, day);
        out.days.push_back(std::move(day));
    }
    return out;
}

Result<std::vector<storage::Write>> sweep_feeds(House& house, Instant now) {
    const auto snapshot = TRY(house.store.snapshot());
    std::vector<storage::Write> out;
    for (const CalendarFeed& feed : TRY(feeds_over(*snapshot, house.keys, now, kSweptAtOnce))) {
        out.push_back(remove_feed(feed));
    }
    return out;
}

}  // namespace neove::service
