/// \file
/// Clocks of one record: five limits over a history of forty events, as a write derives them; and of a
/// hundred thousand records, as a rebuild does.

#include "calendar_pack/calendar_pack.h"
#include "deadline/deadline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace neove::deadline {

namespace {

constexpr int kEvents = 40;
constexpr int kRounds = 7;
constexpr int kRecords = 20'000;  ///< a round; the figure is for one

calendar::WorkingCalendar country() {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/vn_administration/working_calendar.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    Diagnostics faults;
    auto data = calendar_pack::read_working_calendar(text.str(), "working_calendar.yaml", faults);
    if (!faults.empty()) std::abort();
    return calendar::WorkingCalendar(std::move(data));
}

std::vector<Limit> five_limits() {
    std::vector<Limit> out;
    for (const auto& [amount, unit] :
         {std::pair(3, Unit::Day),
          std::pair(9, Unit::WorkingDay),
          std::pair(24, Unit::Hour),
          std::pair(2, Unit::Month),
          std::pair(120, Unit::WorkingDay)}) {
        Limit each{
            fmt::format("limit_{}", out.size()),
            {Trigger::Kind::Entered, "open"},
            {{Trigger::Kind::Entered, "done"}}};
        LimitVersion version;
        version.amount = amount;
        version.unit = unit;
        version.roll = unit == Unit::Hour ? Roll::None : Roll::NextWorkingDay;
        each.versions = {version};
        each.suspension = {{Trigger::Kind::Action, "pause"}, {Trigger::Kind::Action, "resume"}};
        out.push_back(std::move(each));
    }
    return out;
}

std::vector<Event> forty_events() {
    std::vector<Event> out;
    const Instant start = calendar::start_of(*calendar::Date::make(2026, 6, 1), 7 * kHour);
    for (int i = 0; i < kEvents; ++i) {
        const char* action = i % 10 == 4 ? "pause" : i % 10 == 6 ? "resume" : "note";
        const char* state = i == 0 ? "open" : i == kEvents - 1 ? "done" : "";
        out.push_back({std::to_string(i), action, state, start + i * 6 * kHour});
    }
    return out;
}

void run() {
    const calendar::WorkingCalendar calendar = country();
    const std::vector<Limit> limits = five_limits();
    const std::vector<Event> history = forty_events();
    std::vector<std::int64_t> nanos;
    std::size_t clocks = 0;
    for (int round = 0; round < kRounds; ++round) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < kRecords; ++i)
            clocks += derive_clocks(limits, history, calendar, 7 * kHour).size();
        const auto took = std::chrono::steady_clock::now() - begin;
        nanos.push_back(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count() / kRecords);
    }
    if (clocks != limits.size() * kRecords * kRounds) std::abort();
    std::ranges::sort(nanos);
    fmt::print(
        "clocks of a record (5 limits, {} events): {} ns median ({}–{}); 100,000 records: {} ms\n",
        kEvents,
        nanos[kRounds / 2],
        nanos.front(),
        nanos.back(),
        nanos[kRounds / 2] / 10
    );
}

}  // namespace

}  // namespace neove::deadline

int main() {
    neove::deadline::run();
}
