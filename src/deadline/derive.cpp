#include "deadline/counting.h"
#include "deadline/deadline.h"
#include "deadline/history.h"
#include "deadline/lives.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace neove::deadline {

namespace {

/// An extension or a stillness, in the order of time.
struct Change {
    Moment at;
    const Extension* extension{nullptr};  ///< nothing: the clock stands still from here
    std::optional<Moment> until{};        ///< nothing: it still does
};

/// Which changes counted: by their place in the recording, and what they were.
using Counted = std::set<std::pair<std::size_t, const Extension*>>;

/// A law that takes over what runs. What came before it was judged by the law of then.
struct TakeOver {
    Instant begins;
    Due first_possible;  ///< nobody is late by a law that was not in force yet
    std::optional<Counted>
        counted{};  ///< of what came before, under the law of then; nothing: there was none
    bool judges(const Moment& at) const { return counted && at.earliest < begins; }
};

/// A limit counted along what happened.
struct Course {
    const LimitVersion& law;
    const std::optional<TakeOver>& since;
    Adjustments adjustments{};
    std::optional<Due> due{};
    Counted counted{};
    std::map<const Extension*, int> times{};

    std::optional<Instant> last() const {
        if (!due) return std::nullopt;
        return since ? std::max(due->at, since->first_possible.at) : due->at;
    }
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
        for (const Life& life : lives_of(limit_, history_)) {
            if (auto clock = governed(life)) {
                clock->number = static_cast<int>(out.size()) + 1;
                out.push_back(std::move(*clock));
            }
        }
        return out;
    }

private:
    /// The clock under the version in force on the trigger's day, or under one that took over later.
    std::optional<Clock> governed(const Life& life) const {
        std::optional<Clock> clock;
        Counted counted;
        const calendar::Date day = counting_.day_of(life.start.earliest);
        std::vector<std::size_t> later;
        for (std::size_t i = 0; i < limit_.versions.size(); ++i) {
            const LimitVersion& each = limit_.versions[i];
            const bool is_in_force = each.valid_from <= day && (!each.valid_until || day < *each.valid_until);
            if (is_in_force) clock = under(i, life, {}, counted);
            if (each.takes_over_running && each.valid_from > day) later.push_back(i);
        }
        std::ranges::sort(later, {}, [&](std::size_t i) { return limit_.versions[i].valid_from; });
        for (const std::size_t i : later) {
            const calendar::Date from = limit_.versions[i].valid_from;
            const Instant begins = counting_.start_of(from);
            const bool has_run_out = clock && clock->due_at && *clock->due_at <= begins;
            if (life.is_over_by(begins) || has_run_out) break;
            const TakeOver since{
                begins, first_possible(limit_.versions[i]), clock ? std::optional(counted) : std::nullopt};
            clock = under(i, life, since, counted);
            clock->steps.push_back(
                {Step::Kind::TakenOver, day, from, 0, Unit::Day, {}, {}, limit_.versions[i].citation}
            );
        }
        return clock;
    }

    /// The end of the day on which the law comes into force, moved as the law moves its last days.
    Due first_possible(LimitVersion law) const {
        law.fixed_is_included = true;
        return counting_.due_on(law, calendar::PartialDate(law.valid_from));
    }

    Clock under(std::size_t version, const Life& life, const std::optional<TakeOver>& since, Counted& counted)
        const {
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
        if (law.unit == Unit::NamedDay) {
            finish(clock, named(clock, law, life), since);
        } else {
            counted = count(clock, {law, since}, life);
            tell_start(clock, life);
            tell_moved(clock, {law, since}, life);
        }
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
        if (clock.due_at) tell_recorded_late(clock, *life.stop, *clock.due_at);
    }

    /// Whoever moves the start by a correction moves the last day.
    void tell_start(Clock& clock, const Life& life) const {
        const Moment& first = life.first_start;
        const bool is_same = clock.unit == Unit::Hour
                                 ? first.earliest == life.start.earliest
                                 : counting_.day_of(first.earliest) == counting_.day_of(life.start.earliest);
        if (is_same) return;
        clock.steps.push_back(
            {Step::Kind::StartMended,
             counting_.day_of(life.start.earliest),
             counting_.day_of(first.earliest),
             0,
             clock.unit,
             first.earliest,
             {},
             {}}
        );
    }

    /// A limit that starts with a day that the record names begins anew with another one. Where what the day
    /// named before had led to was over by then, that is told.
    void tell_moved(Clock& clock, const Course& ruling, const Life& life) const {
        for (std::size_t i = 1; i < life.moved.size(); ++i) {
            const Word& now = life.moved[i];
            const Moment start = history_.day_named(now);
            const Moment before = history_.day_named(life.moved[i - 1]);
            const auto next = counting_.due(ruling.law, start.earliest, {});
            Clock was;
            was.started_at = before.earliest;
            count(was, ruling, {before, before, now.said});
            const bool is_same = counting_.day_of(before.earliest) == counting_.day_of(start.earliest);
            if (!was.due_at || !next || is_same) continue;
            const bool is_late = is_past(now.said, *was.due_at);
            if (!is_late && now.said.recorded <= *was.due_at) continue;
            Step step = named_step(
                is_late ? Step::Kind::NamedLate : Step::Kind::NamedAnew, now.said, *next, ruling.law
            );
            clock.steps.push_back(std::move(step));
            tell_recorded_late(clock, now.said, *was.due_at);
        }
    }

    /// What counts is when it happened; nobody can hide that it was told when the day had gone by.
    void tell_recorded_late(Clock& clock, const Moment& at, Instant last) const {
        if (is_past(at, last) || at.recorded <= last) return;
        clock.steps.push_back(
            {Step::Kind::RecordedLate,
             counting_.day_of(at.earliest),
             counting_.day_of(at.recorded),
             0,
             clock.unit,
             at.recorded,
             {},
             {}}
        );
    }

    static void stop(Clock& clock, const Life& life) {
        const Moment& when = life.day ? *life.day : *life.stop;
        const bool is_before = when.latest < life.start.earliest;
        clock.stopped_at = is_before ? when.earliest : std::max(when.earliest, life.start.earliest);
        clock.stopped_latest = std::max(when.latest, *clock.stopped_at);
    }

    Counted count(Clock& clock, Course course, const Life& life) const {
        course.due = counting_.due(course.law, clock.started_at, course.adjustments);
        if (course.due) {
            const calendar::Date first = counting_.day_of(clock.started_at);
            clock.steps.push_back(
                {Step::Kind::Counted,
                 first,
                 counting_.last_day(course.due->nominal),
                 course.law.amount.value_or(0),
                 course.law.unit,
                 course.due->nominal,
                 {},
                 course.law.citation}
            );
        }
        for (const Change& change : changes(life)) {
            if (change.extension != nullptr) {
                extend(clock, course, change);
            } else {
                stand_still(clock, course, change);
            }
        }
        finish(clock, course.due, course.since);
        return course.counted;
    }

    /// After the limit had run out, by the law of then.
    static bool comes_too_late(const Clock& clock, const Course& course, const Change& change) {
        if (course.since && course.since->judges(change.at))
            return !course.since->counted->contains({change.at.order, change.extension});
        const std::optional<Instant> last = course.last();
        return last && !clock.is_suspended() && is_past(change.at, *last);
    }

    /// What changed it counts, and is told.
    void changed(Clock& clock, Course& course, const Change& change, Step step) const {
        const std::optional<Instant> was = course.last();
        course.counted.emplace(change.at.order, change.extension);
        const bool begins_to_stand = step.kind == Step::Kind::StandsStill;
        if (!begins_to_stand) {
            course.due = counting_.due(course.law, clock.started_at, course.adjustments);
            if (course.due) step.due = course.due->nominal;
        }
        clock.steps.push_back(std::move(step));
        if (was && (begins_to_stand || !clock.is_suspended())) tell_recorded_late(clock, change.at, *was);
    }

    void finish(Clock& clock, std::optional<Due> due, const std::optional<TakeOver>& since) const {
        if (!due) return;
        clock.is_provisional = due->is_provisional;
        if (clock.is_suspended()) return;
        if (since && due->at < since->first_possible.at) {
            due = since->first_possible;
            const calendar::Date last = counting_.last_day(due->nominal);
            clock.steps.push_back({Step::Kind::NotBeforeLaw, last, last, 0, Unit::Day, due->nominal, {}, {}});
        }
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
        if (!life.stop) {
            tell_mended(clock, law);
            return due;
        }
        Clock then = clock;
        then.steps.clear();
        const std::optional<Due> was =
            said(then, law, life, history_.words_known_at(law.field, decided_at(life)));
        if (was == due) {
            tell_mended(clock, law, decided_at(life));
            return due;
        }
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

    /// What the record said first of the day that counts, where that was corrected.
    void tell_mended(Clock& clock, const LimitVersion& law, std::size_t until = SIZE_MAX) const {
        const std::vector<Word> words = history_.words(law.field);
        const auto after =
            std::ranges::find_if(words, [&](const Word& each) { return each.said.order > until; });
        if (after == words.begin() || !std::prev(after)->day) return;
        const Word& last = *std::prev(after);
        const auto first = history_.first_word(law.field, last.said.order);
        if (!first || !first->day || first->day == last.day) return;
        const Due was = counting_.due_on(law, *first->day);
        const calendar::Date day = counting_.last_day(was.nominal);
        clock.steps.push_back({Step::Kind::NamedMended, day, day, 0, law.unit, was.nominal, {}, {}});
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
            // By recording: whatever time it claims to be of, what was said since the limit began moves it.
            const bool is_change = clock.steps.size() > 1 || word.said.order > life.start.order;
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
                if (due) tell_recorded_late(clock, word.said, due->at);
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

    void extend(Clock& clock, Course& course, const Change& change) const {
        const Extension& extension = *change.extension;
        Step step{
            Step::Kind::Extended,
            counting_.day_of(change.at.earliest),
            {},
            extension.amount.value_or(0),
            extension.unit,
            {},
            extension.authority,
            extension.citation};
        if (course.times[change.extension] >= extension.times_max) {
            step.kind = Step::Kind::TooOften;
        } else if (comes_too_late(clock, course, change)) {
            step.kind = Step::Kind::TooLate;
        } else {
            ++course.times[change.extension];
            ++clock.extended;
            course.adjustments.extensions.emplace_back(extension.unit, extension.amount.value_or(0));
            return changed(clock, course, change, std::move(step));
        }
        clock.steps.push_back(std::move(step));
    }

    void stand_still(Clock& clock, Course& course, const Change& change) const {
        // What had run out before stays run out: standing still afterwards gives nothing back.
        if (comes_too_late(clock, course, change)) return;
        const Instant from = std::max(change.at.earliest, clock.started_at);
        Step step{Step::Kind::StandsStill, counting_.day_of(from), {}, 0, course.law.unit, {}, {}, {}};
        if (!change.until) {
            clock.suspended_since = from;
        } else {
            const Stillness still{from, std::max(change.until->earliest, from)};
            clock.suspended_micros += still.until.micros - still.from.micros;
            course.adjustments.stillness.push_back(still);
            step.kind = Step::Kind::Suspended;
            step.to = counting_.day_of(still.until);
            step.amount = counting_.days_added(course.law.unit, still);
        }
        changed(clock, course, change, std::move(step));
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
