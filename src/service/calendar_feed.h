#pragma once
/// \file
/// A calendar that a client fetches without a session, as a row: whose, in which role, until when. A row
/// whose tag is wrong, or that is older than the journal knows, is as if absent (`row_guard.h`).

#include "service/account.h"

#include <optional>
#include <string>
#include <vector>

namespace neove {
using CalendarFeedId = Id<struct CalendarFeedTag>;
}

namespace neove::service {

/// Of its journal entries.
inline constexpr const char* kCalendarFeed = "calendar_feed";
constexpr std::int64_t kFeedLife = 180 * kDay;

struct CalendarFeed {
    CalendarFeedId id;
    AccountId account;
    std::string grant;
    Digest token{};  ///< keyed digest of the token, which is stored nowhere
    Instant opened_at;
    Instant until;
    std::optional<Instant> ended_at;
    std::int64_t epoch{0};  ///< the account's when it was opened
    std::int64_t version{0};
    bool holds_at(Instant now) const { return now < until && !ended_at; }
};

/// The keyed digest that a token stands for.
Digest feed_digest(const Keys& keys, std::string_view token);

storage::Write insert_feed(const Keys& keys, CalendarFeed feed);
storage::Write end_feed(const Keys& keys, CalendarFeed feed, Instant at);
storage::Write remove_feed(const CalendarFeed& feed);

Result<std::optional<CalendarFeed>> feed_by_token(
    storage::Snapshot& snapshot, const Keys& keys, std::string_view token
);
/// Ended ones too, oldest first.
Result<std::vector<CalendarFeed>> feeds_of(
    storage::Snapshot& snapshot, const Keys& keys, const AccountId& account
);
Result<std::vector<CalendarFeed>> feeds_over(
    storage::Snapshot& snapshot, const Keys& keys, Instant now, int limit
);

}  // namespace neove::service
