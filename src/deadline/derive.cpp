#include "deadline/counting.h"
#include "deadline/deadline.h"
#include "deadline/history.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace neove::deadline {

namespace {

/// When a limit was stopped, and the day that the record names for it. Whether it stopped, and what came
/// before, is told by when it was done: otherwise whoever was late could undo by a date what was decided
/// since. Whether it was in time is told by the day.
struct Stop {
    Moment at;
    std::optional<Moment> day{};
    Moment first;              ///< before it was corrected
    bool may_be_dated{false};  ///< the limit names a field for its day
};

/// From a start to what stopped it.
struct Life {
    Moment start;
    std::optional<Moment> stop;
    std::optional<Moment> day{};  ///< of the stop, as the record names it
    Moment first_told{};          ///< of the stop
    bool is_over_by(Instant at) const { return stop && std::max(stop->earliest, start.earliest) <= at; }
    /// It was over before the day it was to start with, which the record had named already.
    bool is_met_before() const { return stop && stop->latest < start.earliest; }
    Instant end() const { return std::max(stop->earliest, start.earliest); }
};

/// An extension or a stillness, in the order of time.
struct Change {
    Moment at;
    const Extension* extension{nullptr};  ///< nothing: the clock stands still from here
    std::optional<Moment> until{};        ///< nothing: it still does
};

/// Not by the last moment of a limit: a day that begins as the limit ends is a day too late.
bool is_past(const Moment& moment, Instant last) {
    if (moment.precision == calendar::Precision::Instant) return moment.earliest > last;
    return moment.earliest >= last;
}

/// One limit at work on one history.
class Deriving {
public:
    Deriving(const Limit& limit, const History& history, const Counting& counting)
        : limit_(limit), history_(history), counting_(counting) {}

    std::vector<Clock> clocks() {
        std::vector<Clock> out;
        for (const Life& life : lives()) {
            if (auto clock = governed(life)) {
                clock->number = static_cast<int>(out.size()) + 1;
                out.push_back(std::move(*clock));
            }
        }
        return out;
    }

private:
    std::vector<Stop> all_stops() const {
        std::vector<Stop> stops;
        for (const Trigger& each : limit_.stops) {
            for (const Moment& at : history_.moments(each)) {
                stops.push_back({at, {}, history_.first_told(at, each.dated_by)});
                if (each.dated_by.empty()) continue;
                stops.back().may_be_dated = true;
                stops.back().day = history_.day_of(at, each.dated_by);
            }
        }
        std::ranges::sort(stops, {}, [](const Stop& each) {
            return std::tuple(each.at.earliest, each.at.order);
        });
        return stops;
    }

    /// The stop that tells the day. One that can name none only says that nobody waits here any more (the
    /// work goes on elsewhere): where a later one names the day on which it was done, that day counts, unless
    /// the limit began anew in between.
    static const Stop& telling(
        const std::vector<Stop>& stops, const Stop& first, const std::vector<Moment>& starts
    ) {
        if (first.may_be_dated) return first;
        const auto tells = [&](const Stop& later) {
            return later.day && follows(later.at, first.at) &&
                   std::ranges::none_of(starts, [&](const auto& at) {
                       return follows(at, first.at) && follows(later.at, at);
                   });
        };
        const auto found = std::ranges::find_if(stops, tells);
        return found == stops.end() ? first : *found;
    }

    std::vector<Life> lives() const {
        if (limit_.starts.kind == Trigger::Kind::Field) return lives_from_named_days();
        std::vector<Stop> stops = all_stops();
        const std::vector<Moment> starts = history_.moments(limit_.starts);
        std::vector<Life> out;
        for (const Moment& start : starts) {
            // While one runs, coming to the same point again starts nothing.
            if (!out.empty() && (!out.back().stop || !follows(start, *out.back().stop))) continue;
            Life life{start, {}};
            const auto stop =
                std::ranges::find_if(stops, [&](const Stop& each) { return ends(each.at, start); });
            if (stop != stops.end()) {
                life.stop = stop->at;
                const Stop& told = telling(stops, *stop, starts);
                life.day = told.day;
                life.first_told = told.first;
                stops.erase(stop);  // one stop ends one clock
            }
            out.push_back(life);
        }
        return out;
    }

    /// The last day that the record names counts; but what had ended before another was named has ended, or
    /// whoever was late would only have to name another day.
    std::vector<Life> lives_from_named_days() const {
        std::vector<Stop> stops = all_stops();
        const std::vector<Word> words = history_.words(limit_.starts.name);
        std::vector<Life> out;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (!words[i].day) continue;
            const Moment start = history_.day_named(words[i]);
            if (!out.empty() && is_of_what_ended(start, *out.back().stop)) continue;
            const bool is_last = i + 1 == words.size();
            const auto stop = std::ranges::find_if(stops, [&](const Stop& each) {
                return ends(each.at, start) && (is_last || each.at.order <= words[i + 1].said.order);
            });
            if (stop != stops.end()) {
                out.push_back({start, stop->at, stop->day, stop->first});
                stops.erase(stop);
            } else if (is_last) {
                out.push_back({start, {}});
            }
        }
        return out;
    }

    /// A day named by the very act that ended the clock, or one that lies no later.
    static bool is_of_what_ended(const Moment& start, const Moment& stop) {
        return start.order == stop.order || !follows(start, stop);
    }

    /// A day that the record names may lie ahead: what was recorded since it was named ends the limit too.
    static bool ends(const Moment& stop, const Moment& start) {
        return follows(stop, start) || (start.is_field && stop.order >= start.order);
    }

    /// The clock under the version in force on the trigger's day, or under one that took over later.
    std::optional<Clock> governed(const Life& life) const {
        std::optional<Clock> clock;
        const calendar::Date day = counting_.day_of(life.start.earliest);
        std::vector<std::size_t> later;
        for (std::size_t i = 0; i < limit_.versions.size(); ++i) {
            const LimitVersion& each = limit_.versions[i];
            const bool is_in_force = each.valid_from <= day && (!each.valid_until || day < *each.valid_until);
            if (is_in_force) clock = under(i, life);
            if (each.takes_over_running && each.valid_from > day) later.push_back(i);
        }
        std::ranges::sort(later, {}, [&](std::size_t i) { return limit_.versions[i].valid_from; });
        for (const std::size_t i : later) {
            const calendar::Date from = limit_.versions[i].valid_from;
            const Instant begins = counting_.start_of(from);
            const bool has_run_out = clock && clock->due_at && *clock->due_at <= begins;
            if (life.is_over_by(begins) || has_run_out) break;
            clock = under(i, life);
            clock->steps.push_back(
                {Step::Kind::TakenOver, day, from, 0, Unit::Day, {}, {}, limit_.versions[i].citation}
            );
        }
        return clock;
    }

    Clock under(std::size_t version, const Life& life) const {
        const LimitVersion& law = limit_.versions[version];
        Clock clock;
        clock.limit = limit_.id;
        clock.started_at = life.start.earliest;
        clock.start_precision = life.start.precision;
        if (life.stop) stop(clock, life);
        clock.is_confirmed = law.is_confirmed;
        clock.version = version;
        clock.first_day_excluded = law.first_day_excluded;
        clock.fixed_is_included = law.fixed_is_included;
        clock.unit = law.unit;
        clock.citation = law.citation;
        count(clock, law, life);
        if (life.stop) tell_day(clock, life);
        return clock;
    }

    /// Which day counts as that of the stop, and whether it was another one before a correction.
    void tell_day(Clock& clock, const Life& life) const {
        const calendar::Date done = counting_.day_of(life.stop->earliest);
        const calendar::Date counts = life.day ? counting_.day_of(life.day->earliest) : done;
        const calendar::Date first = counting_.day_of(life.first_told.earliest);
        const auto tell = [&](Step::Kind kind, calendar::Date to) {
            clock.steps.push_back({kind, done, to, 0, clock.unit, {}, {}, {}});
        };
        if (counts != done) tell(Step::Kind::Dated, counts);
        if (first != counts) tell(Step::Kind::StopMended, first);
    }

    static void stop(Clock& clock, const Life& life) {
        const Moment& when = life.day ? *life.day : *life.stop;
        const bool is_before = when.latest < life.start.earliest;
        clock.stopped_at = is_before ? when.earliest : std::max(when.earliest, life.start.earliest);
        clock.stopped_latest = std::max(when.latest, *clock.stopped_at);
    }

    void count(Clock& clock, const LimitVersion& law, const Life& life) const {
        if (law.unit == Unit::NamedDay) return finish(clock, named(clock, law, life));
        Adjustments adjustments;
        std::optional<Due> due = counting_.due(law, clock.started_at, adjustments);
        if (due) {
            const calendar::Date first = counting_.day_of(clock.started_at);
            clock.steps.push_back(
                {Step::Kind::Counted,
                 first,
                 counting_.last_day(due->nominal),
                 law.amount.value_or(0),
                 law.unit,
                 due->nominal,
                 {},
                 law.citation}
            );
        }
        std::map<const Extension*, int> times;
        for (const Change& change : changes(life)) {
            if (change.extension != nullptr) {
                extend(clock, law, *change.extension, change.at, times[change.extension], adjustments, due);
            } else {
                stand_still(clock, law, change, adjustments, due);
            }
        }
        finish(clock, due);
    }

    void finish(Clock& clock, const std::optional<Due>& due) const {
        if (!due) return;
        clock.is_provisional = due->is_provisional;
        if (clock.is_suspended()) return;
        if (due->at != due->nominal) {
            clock.steps.push_back(
                {Step::Kind::Rolled,
                 counting_.last_day(due->nominal),
                 counting_.last_day(due->at),
                 0,
                 Unit::Day,
                 due->at,
                 {},
                 {}}
            );
        }
        clock.due_at = due->at;
        if (limit_.warn_before_days > 0) clock.warn_at = due->at + -(limit_.warn_before_days * kDay);
    }

    /// What the record named while the clock ran, first and last; what was named after it stopped is of no
    /// account, or whoever was late could name himself a better day. Only a correction counts as late as
    /// that, and is told.
    std::optional<Due> named(Clock& clock, const LimitVersion& law, const Life& life) const {
        const std::optional<Due> due = said(clock, law, life, history_.words(law.field));
        if (!life.stop) return due;
        Clock then = clock;
        then.steps.clear();
        const std::optional<Due> was =
            said(then, law, life, history_.words_known_at(law.field, decided_at(life)));
        if (was == due) return due;
        const calendar::Date on = counting_.day_of(life.end());
        Step step{Step::Kind::MendedAfterNone, on, {}, 0, law.unit, {}, {}, {}};
        if (was) {
            step.kind = Step::Kind::MendedAfter;
            step.to = counting_.last_day(was->nominal);
            step.due = was->nominal;
        }
        clock.steps.push_back(std::move(step));
        return due;
    }

    /// Of recording: from here on it was known that the limit had stopped.
    static std::size_t decided_at(const Life& life) { return std::max(life.stop->order, life.start.order); }

    std::optional<Due> said(
        Clock& clock, const LimitVersion& law, const Life& life, const std::vector<Word>& words
    ) const {
        std::optional<Due> due;
        for (const Word& word : words) {
            if (life.stop && is_said_after(word, life)) continue;
            const std::optional<Due> next =
                word.day ? std::optional(counting_.due_on(law, *word.day)) : std::nullopt;
            const bool is_change = clock.steps.size() > 1 || word.said.earliest > life.start.latest;
            if (clock.steps.empty() || !is_change) {
                clock.steps.clear();
                if (next) clock.steps.push_back(named_step(Step::Kind::Counted, life.start, *next, law));
            } else if (!next) {
                const calendar::Date on = counting_.day_of(word.said.earliest);
                if (due) clock.steps.push_back({Step::Kind::NoLongerNamed, on, {}, 0, law.unit, {}, {}, {}});
            } else if (!due || due->nominal != next->nominal) {
                const bool is_late = due && is_past(word.said, due->at);
                const auto kind = is_late ? Step::Kind::NamedLate : Step::Kind::NamedAnew;
                clock.steps.push_back(named_step(kind, word.said, *next, law));
            }
            due = next;
        }
        return due;
    }

    /// Whatever day it claims to be of: what was recorded when the stop was known came after it, and so did
    /// what was said in the very act that stopped it.
    static bool is_said_after(const Word& word, const Life& life) {
        const std::size_t order = word.said.order;
        const bool is_in_the_stop = order == life.stop->order && order != life.start.order;
        return word.said.earliest > life.stop->latest || is_in_the_stop || order > decided_at(life);
    }

    Step named_step(Step::Kind kind, const Moment& at, const Due& due, const LimitVersion& law) const {
        const bool is_first = kind == Step::Kind::Counted;
        return {
            kind,
            counting_.day_of(at.earliest),
            counting_.last_day(due.nominal),
            0,
            law.unit,
            due.nominal,
            {},
            is_first ? law.citation : std::string()};
    }

    void extend(
        Clock& clock,
        const LimitVersion& law,
        const Extension& extension,
        const Moment& at,
        int& times,
        Adjustments& adjustments,
        std::optional<Due>& due
    ) const {
        Step step{
            Step::Kind::Extended,
            counting_.day_of(at.earliest),
            {},
            extension.amount.value_or(0),
            extension.unit,
            {},
            extension.authority,
            extension.citation};
        if (times >= extension.times_max) {
            step.kind = Step::Kind::TooOften;
        } else if (due && !clock.is_suspended() && is_past(at, due->at)) {
            step.kind = Step::Kind::TooLate;
        } else {
            ++times;
            ++clock.extended;
            adjustments.extensions.emplace_back(extension.unit, extension.amount.value_or(0));
            due = counting_.due(law, clock.started_at, adjustments);
            if (due) step.due = due->nominal;
        }
        clock.steps.push_back(std::move(step));
    }

    void stand_still(
        Clock& clock,
        const LimitVersion& law,
        const Change& change,
        Adjustments& adjustments,
        std::optional<Due>& due
    ) const {
        // What had run out before stays run out: standing still afterwards gives nothing back.
        if (due && is_past(change.at, due->at)) return;
        const Instant from = std::max(change.at.earliest, clock.started_at);
        Step step{Step::Kind::StandsStill, counting_.day_of(from), {}, 0, law.unit, {}, {}, {}};
        if (!change.until) {
            clock.suspended_since = from;
        } else {
            const Stillness still{from, std::max(change.until->earliest, from)};
            clock.suspended_micros += still.until.micros - still.from.micros;
            adjustments.stillness.push_back(still);
            due = counting_.due(law, clock.started_at, adjustments);
            step.kind = Step::Kind::Suspended;
            step.to = counting_.day_of(still.until);
            step.amount = counting_.days_added(law.unit, still);
            if (due) step.due = due->nominal;
        }
        clock.steps.push_back(std::move(step));
    }

    /// What happened to the clock while it ran.
    std::vector<Change> changes(const Life& life) const {
        if (life.is_met_before()) return {};
        std::vector<Change> out = stillness(life);
        for (const Extension& each : limit_.extensions) {
            for (const Moment& at : history_.moments({Trigger::Kind::Action, each.action})) {
                const bool is_within = follows(at, life.start) && (!life.stop || !follows(at, *life.stop));
                if (is_within) out.push_back({at, &each, {}});
            }
        }
        std::ranges::stable_sort(out, {}, [](const Change& each) {
            return std::tuple(each.at.earliest, each.at.order);
        });
        return out;
    }

    std::vector<Change> stillness(const Life& life) const {
        std::vector<Change> out;
        if (!limit_.suspension) return out;
        std::vector<std::pair<Moment, bool>> turns;
        for (const Moment& at : history_.moments(limit_.suspension->from)) turns.emplace_back(at, true);
        for (const Moment& at : history_.moments(limit_.suspension->until)) turns.emplace_back(at, false);
        std::ranges::stable_sort(turns, {}, [](const auto& each) {
            return std::tuple(each.first.earliest, each.first.order);
        });
        std::optional<Moment> open;
        const auto close = [&](const std::optional<Moment>& until) {
            // Over before the clock began, or begun after it stopped: none of its time.
            const bool is_before = until && !follows(*until, life.start);
            const bool is_after = life.stop && open->earliest >= life.end();
            std::optional<Moment> end = until;
            if (life.stop && (!end || end->earliest > life.end())) end = life.stop;
            if (!is_before && !is_after) out.push_back({*open, nullptr, end});
            open.reset();
        };
        for (const auto& [at, begins] : turns) {
            if (begins && !open) open = at;
            if (!begins && open) close(at);
        }
        if (open) close(std::nullopt);
        return out;
    }

    const Limit& limit_;
    const History& history_;
    const Counting& counting_;
};

}  // namespace

std::vector<Clock> derive_clocks(
    const std::vector<Limit>& limits,
    const std::vector<Event>& history,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset
) {
    const History known(history, utc_offset);
    const Counting counting(calendar, utc_offset);
    std::vector<Clock> out;
    for (const Limit& limit : limits) {
        for (Clock& clock : Deriving(limit, known, counting).clocks()) out.push_back(std::move(clock));
    }
    return out;
}

Standing standing(const Clock& clock, Instant now) {
    if (clock.stopped_at) {
        if (!clock.due_at) return Standing::Unknown;
        if (clock.stopped_latest.value_or(*clock.stopped_at) <= *clock.due_at) return Standing::Met;
        // A day that begins as the limit ends is a day too late.
        return *clock.stopped_at >= *clock.due_at ? Standing::MetLate : Standing::Unknown;
    }
    if (clock.is_suspended()) return Standing::Suspended;
    if (!clock.due_at) return Standing::Unknown;
    return *clock.due_at < now ? Standing::Overdue : Standing::Running;
}

bool is_due_soon(const Clock& clock, Instant now) {
    return clock.warn_at && standing(clock, now) == Standing::Running && *clock.warn_at <= now;
}

std::int64_t elapsed(const Clock& clock, Instant now) {
    const Instant end = clock.stopped_at.value_or(clock.suspended_since.value_or(now));
    return std::max<std::int64_t>(0, end.micros - clock.started_at.micros - clock.suspended_micros);
}

}  // namespace neove::deadline
