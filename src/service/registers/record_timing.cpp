#include "service/registers/record_timing.h"

#include "calendar/date.h"

#include <algorithm>
#include <array>

namespace neove::service {

namespace {

constexpr std::array<std::string_view, kTimings> kWords{
    "overdue", "due_soon", "running", "met", "met_late", "none"};

Timing timing_of(const deadline::Clock& clock, Instant now) {
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

Timed timing_of(const std::vector<deadline::Clock>& clocks, std::string_view limit, Instant now) {
    const deadline::Clock* last = nullptr;
    for (const deadline::Clock& clock : clocks) {
        if (clock.limit == limit && (last == nullptr || clock.number > last->number)) last = &clock;
    }
    if (last == nullptr) return {};
    return {timing_of(*last, now), last->due_at};
}

std::string month_of(Instant due_at, std::int64_t utc_offset_micros) {
    return calendar::date_of({due_at.micros - 1}, utc_offset_micros).iso().substr(0, 7);
}

bool is_month(std::string_view text) {
    return text.size() == 7 && calendar::Date::parse_iso(std::string(text) + "-01").has_value();
}

}  // namespace neove::service
