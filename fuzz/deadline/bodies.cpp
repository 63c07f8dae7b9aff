#include "bodies.h"

#include "base/check.h"
#include "deadline/deadline.h"
#include "deadline/phrases.h"

#include <array>

namespace neove::deadline {

namespace {

using calendar::Date;

/// Bytes as small numbers; noughts when they run out.
class Numbers {
public:
    explicit Numbers(ByteView bytes) : bytes_(bytes) {}
    bool is_empty() const { return at_ >= bytes_.size(); }
    int below(int limit) { return byte() % limit; }
    int wide() { return byte() * 256 + byte(); }
    template <typename Enum>
    Enum one_of(int count) {
        return static_cast<Enum>(below(count));
    }

private:
    int byte() { return at_ < bytes_.size() ? bytes_[at_++] : 0; }
    ByteView bytes_;
    std::size_t at_{0};
};

const std::array<std::string, 4> kNames{"a", "b", "c", "d"};

Date any_day(Numbers& numbers) {
    return Date::first().plus_days(std::int64_t{numbers.wide()} * 2);
}

Trigger any_trigger(Numbers& numbers) {
    return {numbers.one_of<Trigger::Kind>(3), kNames[static_cast<std::size_t>(numbers.below(4))]};
}

LimitVersion any_version(Numbers& numbers) {
    LimitVersion out;
    out.unit = numbers.one_of<Unit>(6);
    out.roll = numbers.one_of<Roll>(3);
    if (out.unit == Unit::FixedDate) out.fixed = {{numbers.below(14), numbers.below(32)}};
    if (out.unit == Unit::NamedDay) out.field = "a";
    if (out.unit < Unit::FixedDate && numbers.below(4) != 0) out.amount = numbers.wide();
    out.fixed_is_included = numbers.below(2) == 0;
    out.first_day_excluded = numbers.below(2) == 0;
    return out;
}

Limit any_limit(Numbers& numbers) {
    Limit out{"x", any_trigger(numbers), {any_trigger(numbers)}, {any_version(numbers)}};
    if (numbers.below(2) == 0) {
        out.versions.push_back(any_version(numbers));
        out.versions[0].valid_until = out.versions[1].valid_from = any_day(numbers);
        out.versions[1].takes_over_running = numbers.below(2) == 0;
    }
    if (numbers.below(2) == 0) out.suspension = {any_trigger(numbers), any_trigger(numbers)};
    if (numbers.below(2) == 0) out.extensions = {{"c", numbers.wide(), numbers.one_of<Unit>(5), 2, "x", "x"}};
    out.warn_before_days = numbers.below(8);
    if (numbers.below(4) == 0) out.stops[0].dated_by = "a";
    return out;
}

Event any_event(Numbers& numbers, std::size_t number) {
    Event out;
    out.id = std::to_string(number);
    out.action = kNames[static_cast<std::size_t>(numbers.below(4))];
    if (numbers.below(2) == 0) out.entered = kNames[static_cast<std::size_t>(numbers.below(4))];
    out.occurred_at = calendar::start_of(any_day(numbers), 0) + numbers.wide() * kMinute;
    out.precision = numbers.one_of<calendar::Precision>(4);
    if (numbers.below(4) == 0) out.fields = {{"a", calendar::PartialDate(any_day(numbers))}};
    if (numbers.below(4) == 0) out.corrects = std::to_string(numbers.below(8));
    out.tells_all = !out.corrects.empty() && numbers.below(2) == 0;
    return out;
}

void check(const deadline::Clock& clock, const Limit& limit) {
    CHECK(clock.number >= 1);
    CHECK(!clock.is_suspended() || !clock.due_at);
    CHECK(!clock.stopped_at || !clock.is_suspended());
    // Only a day that was named beforehand can be met before it comes, or by a day that the record names.
    CHECK(
        !clock.stopped_at || *clock.stopped_at >= clock.started_at ||
        limit.starts.kind == Trigger::Kind::Field || !limit.stops[0].dated_by.empty()
    );
    CHECK(!clock.stopped_at || *clock.stopped_latest >= *clock.stopped_at);
    CHECK(clock.suspended_micros >= 0);
    const Instant late = clock.started_at + 400 * 365 * kDay;
    CHECK(
        clock.due_at || standing(clock, late) == Standing::Suspended ||
        standing(clock, late) == Standing::Unknown
    );
    CHECK(elapsed(clock, late) >= 0);
}

}  // namespace

void fuzz_phrases(ByteView bytes) {
    const auto read = Phrases::parse(as_text(bytes));
    if (!read) {
        CHECK(read.error().code == "deadline.phrases" && read.error().where.starts_with("deadline.tsv:"));
        return;
    }
    CHECK(!read->say("moment", true, {{"time", "x"}, {"day", "y"}}).empty());
}

void fuzz_clocks(ByteView bytes) {
    Numbers numbers(bytes);
    const Limit limit = any_limit(numbers);
    if (!check_limit(limit).empty()) return;
    std::vector<Event> history;
    while (!numbers.is_empty() && history.size() < 40) history.push_back(any_event(numbers, history.size()));
    static const calendar::WorkingCalendar kPlain;
    for (const deadline::Clock& clock : derive_clocks({limit}, history, kPlain, 7 * kHour))
        check(clock, limit);
}

}  // namespace neove::deadline
