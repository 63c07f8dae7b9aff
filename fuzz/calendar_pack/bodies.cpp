#include "bodies.h"

#include "base/check.h"
#include "calendar_pack/calendar_pack.h"

namespace neove::calendar_pack {

void fuzz_working_calendar(ByteView bytes) {
    Diagnostics faults;
    calendar::CalendarData data = read_working_calendar(as_text(bytes), "fuzz", faults);
    for (const Error& fault : faults) CHECK(!fault.code.empty() && !fault.where.empty());
    if (!faults.empty()) return;
    const calendar::Date start = data.dated.empty() ? calendar::Date() : data.dated.front().on;
    const calendar::WorkingCalendar calendar(std::move(data));
    const auto to = calendar.plus_working_days(start, 10).date;
    CHECK(calendar.is_working_day(to) || to == calendar::Date::last());
    CHECK(!(calendar.is_public_holiday(start) && calendar.is_working_day(start)));
    CHECK(calendar.working_days_between(start, to) <= 10);
}

}  // namespace neove::calendar_pack
