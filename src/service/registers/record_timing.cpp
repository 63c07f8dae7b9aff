#include "service/registers/record_timing.h"

#include "calendar/date.h"
#include "json/partial.h"
#include "storage/statements/records.h"

#include <algorithm>
#include <array>

namespace neove::service {

namespace {

constexpr std::array<std::string_view, kTimings> kWords{
    "overdue", "due_soon", "running", "met", "met_late", "none"};

constexpr std::size_t kLimitColumn = 0, kNumberColumn = 1, kStartedColumn = 2, kDueColumn = 3,
                      kStoppedColumn = 4, kDetailColumn = 5, kRecordColumn = 6;
/// Some clocks have been extended twenty times; why is not asked here.
constexpr std::string_view kSteps = "steps";

std::optional<Instant> instant_at(const json::Value& from, std::string_view name) {
    const json::Value* found = from.find(name);
    if (found == nullptr || found->integer() == nullptr) return std::nullopt;
    return Instant{*found->integer()};
}

/// As much of it as `deadline::standing` and `is_due_soon` ask for.
Result<deadline::Clock> clock_of(const storage::Row& row) {
    const json::Value detail = TRY(json::parse_without(row.text(kDetailColumn), kSteps));
    deadline::Clock clock;
    clock.limit = row.text(kLimitColumn);
    clock.number = static_cast<int>(row.number(kNumberColumn));
    clock.started_at = {row.number(kStartedColumn)};
    if (!row.is_null(kDueColumn)) clock.due_at = Instant{row.number(kDueColumn)};
    if (!row.is_null(kStoppedColumn)) clock.stopped_at = Instant{row.number(kStoppedColumn)};
    clock.warn_at = instant_at(detail, "warn_at");
    clock.stopped_latest = instant_at(detail, "stopped_latest");
    clock.suspended_since = instant_at(detail, "suspended_since");
    return clock;
}

Timing standing_in_a_word(const deadline::Clock& clock, Instant now) {
    using deadline::Standing;
    switch (deadline::standing(clock, now)) {
        case Standing::Overdue: return Timing::Overdue;
        case Standing::Running: return deadline::is_due_soon(clock, now) ? Timing::DueSoon : Timing::Running;
        case Standing::Suspended: return Timing::Running;
        case Standing::Met: return Timing::Met;
        case Standing::MetLate: return Timing::MetLate;
        case Standing::Unknown: break;
    }
    return Timing::None;
}

}  // namespace

std::string_view timing_word(Timing timing) {
    return kWords.at(static_cast<std::size_t>(timing));
}

std::optional<Timing> timing_named(std::string_view word) {
    const auto found = std::ranges::find(kWords, word);
    if (found == kWords.end()) return std::nullopt;
    return static_cast<Timing>(found - kWords.begin());
}

Timed timing_of(const deadline::Clock& clock, Instant now) {
    return {standing_in_a_word(clock, now), clock.due_at};
}

bool says(const definition::BoardRule& rule, const deadline::Clock& clock, const std::string& state) {
    return !clock.stopped_at || rule.fulfils(state);
}

TimingSpan span_of(const deadline::Clock& clock) {
    TimingSpan out;
    if (clock.due_at) out.due = clock.due_at->micros;
    // Asked when nothing is late or near yet; of one that does not run time changes nothing.
    out.otherwise = standing_in_a_word(clock, {INT64_MIN});
    out.runs = clock.due_at && !clock.stopped_at && !clock.is_suspended();
    if (out.runs && clock.warn_at) out.soon = clock.warn_at->micros;
    return out;
}

Result<LastClocks> last_clocks(
    storage::Snapshot& snapshot, std::span<const RecordId> records, std::string_view limit
) {
    LastClocks out;
    storage::Parameters ids;
    add_ids(ids, records);
    // In the order of their starts: the last one stays.
    for (const storage::Row& row :
         TRY(snapshot.read(storage::statements::kClocksOfRecords, std::move(ids)))) {
        if (row.text(kLimitColumn) == limit) out[row.text(kRecordColumn)] = TRY(clock_of(row));
    }
    return out;
}

std::string month_of(Instant due_at, std::int64_t utc_offset_micros) {
    return calendar::date_of({due_at.micros - 1}, utc_offset_micros).iso().substr(0, 7);
}

bool is_month(std::string_view text) {
    return text.size() == 7 && calendar::Date::parse_iso(std::string(text) + "-01").has_value();
}

}  // namespace neove::service
