/// \file
/// Boards in memory against the gate: in any world of rules, people and days a number counts exactly the
/// records of which `access::decide` says that she may list them.

#include "service/registers/board_places.h"

#include "access/rules_worlds.h"
#include "service/registers/record_stream.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

namespace worlds = access::worlds;
using worlds::below;
using worlds::once_in;

deadline::Clock some_clock() {
    deadline::Clock clock;
    const auto some_day = [] { return worlds::day(static_cast<int>(below(12))); };
    clock.started_at = some_day();
    if (!once_in(5)) clock.due_at = some_day();
    if (once_in(2)) clock.warn_at = some_day();
    if (once_in(3)) clock.stopped_at = some_day();
    if (clock.stopped_at && once_in(2)) clock.stopped_latest = *clock.stopped_at + kDay;
    if (once_in(5)) clock.suspended_since = some_day();
    return clock;
}

struct Known {
    BoardPlace place;
    deadline::Clock clock;
};

Known some_record(unsigned number, std::int64_t version) {
    Known out;
    worlds::World world = worlds::some_world();
    out.place.id = RecordId::trusted(fmt::format("{:032x}", number + 1));
    out.place.version = version;
    out.place.place = std::move(world.place);
    out.place.rows = std::move(world.rows);
    out.place.body = once_in(4) ? "" : fmt::format("body {}", below(3));
    out.place.group = once_in(4) ? "" : fmt::format("plan {}", below(3));
    out.place.due_at = worlds::day(static_cast<int>(below(4))).micros;
    out.place.changed_at = worlds::day(static_cast<int>(below(4)));
    out.place.opened_at = worlds::day(static_cast<int>(below(4)));
    out.clock = some_clock();
    out.place.span = span_of(out.clock);
    return out;
}

/// A record as it is asked about one by one: its word, where she may list it and the question takes it.
std::optional<Timed> counted(const BoardQuestion& asked, const Known& one) {
    const auto standing = access::standing_of(asked.actor, one.place.place, one.place.rows, asked.now);
    if (!access::decide(asked.rules, asked.actor, asked.register_name, access::kList, standing).allowed) {
        return std::nullopt;
    }
    const Timed timed = timing_of(one.clock, asked.now);
    const auto is = [](const std::optional<std::string>& wanted, const std::string& said) {
        return !wanted || *wanted == said;
    };
    if (asked.among != nullptr && !asked.among->contains(one.place.id.text())) return std::nullopt;
    if (!asked.states.empty() && !worlds::contains(asked.states, one.place.place.state)) return std::nullopt;
    if (!asked.timings.empty() && !asked.timings.contains(timed.timing)) return std::nullopt;
    if (!is(asked.owner, one.place.place.owner.text()) || !is(asked.body, one.place.body))
        return std::nullopt;
    if (!asked.month.empty() && (!timed.due_at || month_of(*timed.due_at, 0) != asked.month)) {
        return std::nullopt;
    }
    return timed;
}

BoardQuestion some_question(
    const access::Rules& rules, const std::string& register_name, const access::Actor& actor
) {
    BoardQuestion asked{rules, register_name, actor, worlds::day(5 + static_cast<int>(below(4))), once_in(2)};
    if (once_in(3)) asked.states = {*rc::gen::elementOf(worlds::kStates), "nowhere"};
    if (once_in(3))
        asked.timings = {static_cast<Timing>(below(kTimings)), static_cast<Timing>(below(kTimings))};
    if (once_in(4)) asked.owner = *rc::gen::elementOf(std::vector<std::string>{"mine", "far", "nobody"});
    if (once_in(4)) asked.body = *rc::gen::elementOf(std::vector<std::string>{"body 1", "", "nobody"});
    if (once_in(3)) asked.group = *rc::gen::elementOf(std::vector<std::string>{"plan 1", "", "none"});
    if (once_in(5)) asked.month = "1970-01";
    if (once_in(9)) asked.month = "1970-02";
    if (once_in(6)) {
        std::set<std::string> some{"none"};
        for (unsigned number = 0; number < 24; number += 2) some.insert(fmt::format("{:032x}", number + 1));
        asked.among = std::make_shared<const std::set<std::string>>(std::move(some));
    }
    return asked;
}

using Cells = std::map<std::tuple<std::string, std::string, Timing>, std::int64_t>;

struct Plainly {
    Cells cells;
    std::map<std::string, std::int64_t> groups;
    std::map<std::string, std::int64_t> months;
    std::int64_t total{0};
};

Plainly plainly(const BoardQuestion& asked, const std::map<unsigned, Known>& records) {
    Plainly out;
    for (const auto& [number, one] : records) {
        const auto timed = counted(asked, one);
        if (!timed) continue;
        ++out.groups[one.place.group];
        if (asked.group && *asked.group != one.place.group) continue;
        const std::string body = asked.rows_are_owners ? one.place.place.owner.text() : one.place.body;
        ++out.cells[{body, one.place.place.state, timed->timing}];
        if (timed->due_at) ++out.months[month_of(*timed->due_at, 0)];
        ++out.total;
    }
    return out;
}

Cells cells_of(const BoardTally& tally) {
    Cells out;
    for (const BoardCount& one : tally.counts) {
        for (std::size_t i = 0; i < kTimings; ++i) {
            if (one.records.at(i) == 0) continue;
            out[{one.body, one.state, static_cast<Timing>(i)}] = one.records.at(i);
        }
    }
    return out;
}

/// Sorted as a list is, behind a position.
std::vector<BoardPosition> plainly_behind(
    const BoardQuestion& asked, const std::map<unsigned, Known>& records, const BoardPosition& after
) {
    std::vector<BoardPosition> out;
    const bool is_backwards = asked.order != BoardOrder::Due;
    for (const auto& [number, one] : records) {
        if (!counted(asked, one) || (asked.group && *asked.group != one.place.group)) continue;
        const std::int64_t at = asked.order == BoardOrder::Due       ? one.place.due_at
                                : asked.order == BoardOrder::Changed ? one.place.changed_at.micros
                                                                     : one.place.opened_at.micros;
        const BoardPosition place(at, one.place.id.text());
        if (after.second.empty() || (is_backwards ? place < after : after < place)) out.push_back(place);
    }
    std::ranges::sort(out);
    if (is_backwards) std::ranges::reverse(out);
    return out;
}

/// Page by page, in each order.
void check_orders(const BoardPlaces& places, BoardQuestion asked, const std::map<unsigned, Known>& records) {
    for (const BoardOrder order : {BoardOrder::Due, BoardOrder::Changed, BoardOrder::Opened}) {
        asked.order = order;
        BoardPosition after(order == BoardOrder::Due ? INT64_MIN : INT64_MAX, "");
        for (;;) {
            auto truth = plainly_behind(asked, records, after);
            RC_ASSERT(places.left(asked, after) == static_cast<std::int64_t>(truth.size()));
            if (truth.size() > 3) truth.resize(3);
            RC_ASSERT(places.next(asked, after, 3) == truth);
            if (truth.empty()) break;
            after = truth.back();
        }
    }
}

std::map<std::string, std::int64_t> plainly_states(
    const BoardQuestion& asked, const std::map<unsigned, Known>& records
) {
    std::map<std::string, std::int64_t> out;
    for (const auto& [number, one] : records) {
        const auto standing = access::standing_of(asked.actor, one.place.place, one.place.rows, asked.now);
        const auto verdict =
            access::decide(asked.rules, asked.actor, asked.register_name, access::kList, standing);
        if (number % 2 == 0 && verdict.allowed) ++out[one.place.place.state];
    }
    return out;
}

/// Records written, written again and taken away, in any order of their versions.
std::map<unsigned, Known> some_history(BoardPlaces& places, Instant settled) {
    std::map<unsigned, Known> records;
    for (int step = 0; step < 40; ++step) {
        const unsigned number = below(24);
        const auto known = records.find(number);
        if (once_in(8) && known != records.end()) {
            places.remove(known->second.place.id);
            records.erase(known);
            continue;
        }
        Known one = some_record(number, static_cast<std::int64_t>(below(5)));
        places.put(one.place, settled);
        const bool is_older = known != records.end() && one.place.version < known->second.place.version;
        if (!is_older) records[number] = std::move(one);
    }
    return records;
}

}  // namespace

TEST_CASE("in any world a board in memory counts what the gate lets her list, and nothing else") {
    std::int64_t some = 0, hidden = 0, led_somewhere = 0;
    CHECK(worlds::in_every_world([&] {
        access::RegisterRules written = worlds::some_rules();
        // Few worlds would let anybody list anything.
        if (once_in(2)) {
            std::vector<std::string> relations = worlds::kRelations;
            if (once_in(2)) std::erase(relations, "any");  // or everybody's records are everybody's
            written.grants.push_back({worlds::kRoles, relations, {"open", "list"}, {}, 1, 0, 0, {}});
        }
        const auto rules = access::Rules::compile({written});
        const access::Actor actor = worlds::some_actor();
        BoardPlaces places;
        const auto records = some_history(places, worlds::day(static_cast<int>(below(6))));
        RC_ASSERT(places.size() == records.size());
        for (int question = 0; question < 4; ++question) {
            const BoardQuestion asked = some_question(rules, written.register_name, actor);
            const Plainly truth = plainly(asked, records);
            const BoardTally tally = places.count(asked);
            RC_ASSERT(cells_of(tally) == truth.cells);
            RC_ASSERT(tally.groups == truth.groups);
            std::map<std::string, std::int64_t> months;
            for (const auto& [name, month] : places.months(asked, 3)) {
                months[name] = month.total;
                RC_ASSERT(
                    month.first.size() == std::min<std::size_t>(3, static_cast<std::size_t>(month.total))
                );
                RC_ASSERT(std::ranges::is_sorted(month.first));
            }
            RC_ASSERT(months == truth.months);
            check_orders(places, asked, records);
            // The ways of a scope are never too narrow: by them everything is found, however it is looked
            // for.
            BoardQuestion led = asked;
            const StreamScope ways =
                stream_scope(access::scope_of(rules, actor, written.register_name, access::Channel::List));
            led.ways = &ways;
            check_orders(places, led, records);
            if (!ways.everything) led_somewhere += truth.total;
            std::vector<RecordId> even;
            for (unsigned number = 0; number < 30; number += 2) {
                even.push_back(RecordId::trusted(fmt::format("{:032x}", number + 1)));
            }
            RC_ASSERT(places.states_of(asked, even) == plainly_states(asked, records));
            some += truth.total;
            hidden += static_cast<std::int64_t>(records.size()) - truth.total;
        }
    }));
    // A world in which nobody counts anything would prove nothing.
    CHECK(some > 1000);
    CHECK(hidden > 1000);
    CHECK(led_somewhere > 200);
}

TEST_CASE("a record is in memory from when it is put until it is removed, however many there are") {
    CHECK(worlds::in_every_world([] {
        BoardPlaces places;
        std::set<std::string> there;
        BoardPlace one;
        // Spread as keyed digests are.
        const auto name = [](std::uint64_t number) {
            return fmt::format("{:016x}{:016x}", number * 0x9e3779b97f4a7c15U, number * 0xff51afd7ed558ccdU);
        };
        for (int step = 0; step < 400; ++step) {
            const std::string id = name(below(200));
            one.id = RecordId::trusted(id);
            if (once_in(3)) {
                places.remove(one.id);
                there.erase(id);
            } else {
                places.put(one, worlds::day(1));
                there.insert(id);
            }
            const std::string other = name(below(400));
            RC_ASSERT(places.contains(RecordId::trusted(other)) == there.contains(other));
        }
        for (const std::string& id : there) RC_ASSERT(places.contains(RecordId::trusted(id)));
        RC_ASSERT(!places.contains(RecordId::trusted("no id")));
    }));
}

TEST_CASE("a clock as numbers says at any moment what the clock says") {
    CHECK(worlds::in_every_world([] {
        const deadline::Clock clock = some_clock();
        const TimingSpan span = span_of(clock);
        for (int day = 0; day < 14; ++day) {
            for (const std::int64_t beside : {-1, 0, 1}) {
                const Instant now{worlds::day(day).micros + beside};
                RC_ASSERT(span.at(now) == timing_of(clock, now).timing);
            }
        }
        RC_ASSERT((span.due == TimingSpan::kNoDay) == !clock.due_at.has_value());
    }));
}

TEST_CASE("records that access cannot tell apart are one class, and one that nobody is in is none") {
    BoardPlaces places;
    BoardPlace one;
    one.place = {OrganisationId::trusted("mine"), AccountId::trusted("me"), "asked", {}};
    one.rows = {{"responsible", {}, OrganisationId::trusted("mine"), worlds::day(1), {}}};
    for (unsigned number = 0; number < 10; ++number) {
        one.id = RecordId::trusted(fmt::format("{:032x}", number));
        one.rows[0].from = worlds::day(static_cast<int>(number % 3));
        places.put(one, worlds::day(4));
    }
    CHECK(places.classes() == 1);
    // One that ends by itself is like no other until it has.
    one.rows[0].until = worlds::day(9);
    places.put(one, worlds::day(4));
    CHECK(places.classes() == 2);
    places.put(one, worlds::day(9));
    CHECK(places.classes() == 2);
    places.remove(one.id);
    CHECK(places.classes() == 1);
    CHECK(places.size() == 9);
    places.clear();
    CHECK(places.classes() == 0);
}

}  // namespace neove::service::scenario
