#include "service/calendar_feed.h"

#include "base/check.h"
#include "keyring/row_tag.h"
#include "storage/row_digest.h"
#include "storage/statements/feeds.h"

namespace neove::service {

namespace statements = storage::statements;
using storage::Row;
using storage::Write;

namespace {

std::int64_t ended_micros(const CalendarFeed& feed) {
    return feed.ended_at ? feed.ended_at->micros : 0;
}

Digest tag_of(const Keys& keys, const CalendarFeed& feed) {
    const Bytes token = to_bytes(feed.token);
    return keyring::row_tag(
        keys.row_tag,
        kCalendarFeed,
        {{"id", feed.id.text()},
         {"account_id", feed.account.text()},
         {"grant_id", feed.grant},
         {"token_digest", token},
         {"opened_at", feed.opened_at.micros},
         {"until_at", feed.until.micros},
         {"ended_at", ended_micros(feed)},
         {"epoch", feed.epoch}},
        feed.version
    );
}

storage::Parameters row_of(const Keys& keys, const CalendarFeed& feed) {
    return {
        feed.id.text(),
        feed.account.text(),
        feed.grant,
        to_bytes(feed.token),
        feed.opened_at.micros,
        feed.until.micros,
        ended_micros(feed),
        feed.epoch,
        feed.version,
        to_bytes(tag_of(keys, feed))};
}

storage::RowState state_of(const CalendarFeed& feed, const Digest& digest) {
    return {std::string(table_of(RowKind::Feed)), feed.id.text(), feed.version, digest};
}

std::optional<CalendarFeed> feed_in(storage::Snapshot& snapshot, const Keys& keys, const Row& row) {
    CalendarFeed feed;
    feed.id = CalendarFeedId::trusted(row.text(0));
    feed.account = AccountId::trusted(row.text(1));
    feed.grant = row.text(2);
    if (row.bytes(3).size() == feed.token.size()) std::ranges::copy(row.bytes(3), feed.token.begin());
    feed.opened_at = {row.number(4)};
    feed.until = {row.number(5)};
    if (row.number(6) != 0) feed.ended_at = Instant{row.number(6)};
    feed.epoch = row.number(7);
    feed.version = row.number(8);
    const bool is_ours = crypto::equal(tag_of(keys, feed), row.bytes(9));
    if (!keys.rows->admits(snapshot, RowKind::Feed, feed.id.text(), feed.version, is_ours)) {
        return std::nullopt;
    }
    return feed;
}

std::vector<CalendarFeed> valid_of(storage::Snapshot& snapshot, const Keys& keys, const storage::Rows& rows) {
    std::vector<CalendarFeed> out;
    for (const Row& row : rows) {
        if (auto feed = feed_in(snapshot, keys, row)) out.push_back(std::move(*feed));
    }
    return out;
}

}  // namespace

Digest feed_digest(const Keys& keys, std::string_view token) {
    return crypto::keyed_hash(keys.session, kCalendarFeed, as_bytes(token));
}

Write insert_feed(const Keys& keys, CalendarFeed feed) {
    feed.version = 1;
    storage::Parameters row = row_of(keys, feed);
    storage::RowState state = state_of(feed, storage::row_digest(row));
    return {&statements::kInsertFeed, std::move(row), 1, std::move(state)};
}

Write end_feed(const Keys& keys, CalendarFeed feed, Instant at) {
    CHECK(feed.version > 0);
    ++feed.version;
    feed.ended_at = at;
    const storage::Parameters row = row_of(keys, feed);
    return {
        &statements::kEndFeed, {row[0], row[6], row[8], row[9]}, 1, state_of(feed, storage::row_digest(row))};
}

Write remove_feed(const CalendarFeed& feed) {
    CalendarFeed gone = feed;
    ++gone.version;
    return {&statements::kDeleteFeed, {feed.id.text(), feed.version}, 1, state_of(gone, Digest{})};
}

Result<std::optional<CalendarFeed>> feed_by_token(
    storage::Snapshot& snapshot, const Keys& keys, std::string_view token
) {
    const auto rows = TRY(snapshot.read(statements::kFeedByToken, {to_bytes(feed_digest(keys, token))}));
    auto found = valid_of(snapshot, keys, rows);
    if (found.empty()) return std::optional<CalendarFeed>();
    return std::optional(std::move(found.front()));
}

Result<std::vector<CalendarFeed>> feeds_of(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& account
) {
    return valid_of(snapshot, keys, TRY(snapshot.read(statements::kFeedsOfAccount, {account.text()})));
}

Result<std::vector<CalendarFeed>> feeds_over(
    storage::Snapshot& snapshot, const Keys& keys, Instant now, int limit
) {
    return valid_of(
        snapshot, keys, TRY(snapshot.read(statements::kFeedsUntil, {now.micros, std::int64_t{limit}}))
    );
}

}  // namespace neove::service
