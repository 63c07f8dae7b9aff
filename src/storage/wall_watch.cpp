#include "storage/wall_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace neove::storage {

namespace {

constexpr std::int64_t kJump = 2 * kSecond;
constexpr std::int64_t kBehind = 5 * kMinute;

}  // namespace

Instant BootClock::now() const {
    timespec time{};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return {time.tv_sec * kSecond + time.tv_nsec / 1000};
}

Instant WallWatch::stamp() {
    return last_ = std::max(last_, wall_.now());
}

std::optional<JournalDraft> WallWatch::jump() {
    offset_ = wall_.now().micros - monotonic_.now().micros;
    if (!settled_offset_) settled_offset_ = offset_;
    const std::int64_t moved = offset_ - *settled_offset_;
    if (moved <= kJump && moved >= -kJump) return std::nullopt;
    JournalDraft draft;
    draft.actor = "system";
    draft.action = "clock.jumped";
    draft.register_name = "clock";
    draft.record_id = fmt::format("{:+}", moved / kSecond);
    return draft;
}

void WallWatch::settle() {
    settled_offset_ = offset_;
}

Result<void> check_start_time(Instant now, Instant newest) {
    if (now.micros + kBehind < newest.micros) {
        return refuse(ErrorKind::Unavailable, "storage.clock_behind", {}, to_iso(newest));
    }
    return {};
}

}  // namespace neove::storage
