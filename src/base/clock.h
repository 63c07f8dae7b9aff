#pragma once
/// \file
/// Time as the platform keeps it: integer microseconds UTC. Offsets and calendars are data elsewhere.

#include <compare>
#include <cstdint>
#include <string>

namespace neove {

/// An instant: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t micros{0};
    auto operator<=>(const Instant&) const = default;
};

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

inline Instant operator+(Instant at, std::int64_t micros) {
    return {at.micros + micros};
}

/// ISO 8601 in UTC with milliseconds: `2026-11-22T02:05:00.123Z`.
std::string to_iso(Instant at);

/// Where a request or a job reads the time, once. One of three virtual interfaces of the platform.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

/// For tests and replays.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant at) : at_(at) {}
    Instant now() const override { return at_; }
    void advance(std::int64_t micros) { at_.micros += micros; }

private:
    Instant at_;
};

}  // namespace neove
