#pragma once
/// \file
/// The days on which something falls due for somebody, as a calendar that her telephone fetches. It says how
/// many matters of which register, never which: whoever finds the address learns no name, number or title.

#include "service/calendar_feed.h"
#include "service/registers/list_records.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace neove::service {

constexpr std::size_t kFeedsMax = 3;  ///< that one account has at once

/// Hers that hold, oldest first.
Result<std::vector<CalendarFeed>> read_feeds(House& house, const Caller& caller);

struct OpenedFeed {
    CalendarFeed feed;
    std::string token;  ///< shown once
};
/// In the role and for the organisation she acts in now. Refusals: `session.step_up`, `feed.too_many`.
Result<OpenedFeed> open_feed(House& house, const Caller& caller);
/// Refuses `access.not_found`.
Result<> close_feed(House& house, const Caller& caller, const CalendarFeedId& id);

/// One day of a calendar: so many matters of one limit of one register, or so many meetings of one.
struct FeedDay {
    Desk desk;
    std::string limit;  ///< empty of what is never late
    std::string day;    ///< YYYY-MM-DD, the last day on which it is not late
    std::int64_t count{0};
    std::optional<Instant> begins{};  ///< of a meeting that has an hour
    std::string uid;                  ///< the same at every fetch
};
/// Where a calendar says that it does not hold all.
struct FeedEnd {
    std::string day;  ///< YYYY-MM-DD
    std::string uid;
};
struct FeedDays {
    std::vector<FeedDay> days;
    std::optional<FeedEnd> late{};   ///< more is late than these; told today
    std::optional<FeedEnd> ahead{};  ///< more is to come behind the last of these; told on its day
    Instant made_at;
};
/// Refuses `access.not_found` for a token that is unknown, ended, or of somebody who may no longer look.
Result<FeedDays> days_of_feed(House& house, std::string_view token);

/// Calendars whose time is over.
Result<std::vector<storage::Write>> sweep_feeds(House& house, Instant now);

}  // namespace neove::service
