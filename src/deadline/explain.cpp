#include "deadline/explain.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::deadline {

namespace {

using calendar::Date;
using calendar::DayKind;
using calendar::Precision;
using calendar::Reason;

constexpr int kMostReasons = 3;  ///< days off that are named one by one

class Telling {
public:
    Telling(
        const Clock& clock,
        const calendar::WorkingCalendar& calendar,
        std::int64_t utc_offset,
        const Phrases& phrases,
        bool english
    )
        : clock_(clock), calendar_(calendar), utc_offset_(utc_offset), phrases_(phrases), english_(english) {}

    std::string tell() {
        begin();
        for (const Step& step : clock_.steps) {
            if (step.kind != Step::Kind::Counted) add(tell(step));
        }
        doubts();
        return out_ + ".";
    }

private:
    bool in_hours() const { return clock_.unit == Unit::Hour; }

    void add(const std::string& part) { out_ += (out_.empty() ? "" : "; ") + part; }

    std::string say(std::string_view key, Phrases::Values values = {}) const {
        return phrases_.say(key, english_, values);
    }

    std::string name_of(const Reason& reason) const { return english_ ? reason.name_en : reason.name_vi; }

    std::string moment(Instant at) const {
        const Date day = calendar::date_of(at, utc_offset_);
        const std::int64_t minutes = (at.micros - calendar::start_of(day, utc_offset_).micros) / kMinute;
        return say(
            "moment", {{"time", fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)}, {"day", day.typed()}}
        );
    }

    /// The last moment of a limit in hours; the day that ends with it of any other.
    std::string due(Instant at) const {
        return in_hours() ? moment(at) : calendar::date_of(at + -1, utc_offset_).typed();
    }

    std::string amount(std::int64_t count, Unit unit) const {
        const std::string_view word = unit == Unit::Hour         ? "hour"
                                      : unit == Unit::WorkingDay ? "working_day"
                                      : unit == Unit::Month      ? "month"
                                                                 : "day";
        const std::string key = fmt::format("amount.{}.{}", word, count == 1 ? "one" : "many");
        return say(key, {{"count", std::to_string(count)}});
    }

    std::string cited(const std::string& citation) const {
        return citation.empty() ? std::string() : ", " + say("citation", {{"citation", citation}});
    }

    void begin() {
        const auto counted = std::ranges::find(clock_.steps, Step::Kind::Counted, &Step::kind);
        const std::string from = in_hours() ? moment(clock_.started_at)
                                            : calendar::date_of(clock_.started_at, utc_offset_).typed();
        if (is_named()) return begin_named(counted == clock_.steps.end() ? nullptr : &*counted, from);
        if (counted == clock_.steps.end())
            return add(say("counted.unknown", {{"from", from}}) + cited(clock_.citation));
        const std::string until = due(counted->due);
        std::string text;
        if (clock_.unit == Unit::FixedDate) {
            const Date date = clock_.fixed_is_included ? counted->to : counted->to.plus_days(1);
            const auto key = clock_.fixed_is_included ? "counted.on_date" : "counted.before_date";
            text = say(key, {{"from", from}, {"date", date.typed()}, {"due", until}});
        } else {
            const auto key = in_hours()                  ? "counted.hours"
                             : clock_.first_day_excluded ? "counted.first_excluded"
                                                         : "counted.first_included";
            const std::string how_long = amount(counted->amount, counted->unit);
            text = say(key, {{"from", from}, {"amount", how_long}, {"due", until}});
        }
        add(text + cited(counted->citation));
    }

    bool is_named() const { return clock_.unit == Unit::NamedDay; }

    /// The record names the day; where it named another one later, both are told.
    void begin_named(const Step* counted, const std::string& from) {
        if (counted == nullptr)
            return add(say("counted.named_none", {{"from", from}}) + cited(clock_.citation));
        const auto renames = [](const Step& each) {
            return each.kind == Step::Kind::NamedAnew || each.kind == Step::Kind::NamedLate ||
                   each.kind == Step::Kind::NoLongerNamed;
        };
        const std::string_view area =
            std::ranges::any_of(clock_.steps, renames) ? "named.first" : "counted.named";
        const std::string until = due(counted->due);
        const std::string day = counted->to.plus_days(1).typed();
        const std::string text = clock_.fixed_is_included
                                     ? say(fmt::format("{}_on", area), {{"due", until}})
                                     : say(fmt::format("{}_before", area), {{"date", day}, {"due", until}});
        add(text + cited(counted->citation));
    }

    std::string tell(const Step& step) const {
        const std::string from = step.from.typed();
        const std::string to = step.to.typed();
        switch (step.kind) {
            case Step::Kind::Suspended: return suspended(step, from, to);
            case Step::Kind::StandsStill: return say("suspended.still", {{"from", from}});
            case Step::Kind::Extended: return extended(step, from);
            case Step::Kind::TooOften: return say("too_often", {{"from", from}});
            case Step::Kind::TooLate: return say("too_late", {{"from", from}});
            case Step::Kind::Rolled:
                return say("rolled", {{"to", to}, {"reasons", reasons(step.from, step.to)}});
            case Step::Kind::TakenOver: return say("taken_over", {{"from", to}});
            case Step::Kind::NamedAnew: return say("named.anew", {{"from", from}, {"due", due(step.due)}});
            case Step::Kind::NamedLate: return say("named.late", {{"from", from}, {"due", due(step.due)}});
            case Step::Kind::NoLongerNamed: return say("named.removed", {{"from", from}});
            case Step::Kind::MendedAfter: return say("named.mended", {{"due", due(step.due)}});
            case Step::Kind::MendedAfterNone: return say("named.mended_none");
            case Step::Kind::Dated: return say("dated", {{"from", from}, {"to", to}});
            case Step::Kind::StopMended: return say("stop_mended", {{"to", to}});
            case Step::Kind::RecordedLate: return say("recorded_late", {{"from", from}, {"to", to}});
            case Step::Kind::StartMended:
                return say("start_mended", {{"to", in_hours() ? moment(step.due) : to}});
            case Step::Kind::NamedMended: return say("named.mended_before", {{"due", due(step.due)}});
            case Step::Kind::NotBeforeLaw: return say("not_before_law", {{"to", to}});
            case Step::Kind::Counted: break;
        }
        return {};
    }

    bool has_due() const { return !clock_.steps.empty() && clock_.steps.front().kind == Step::Kind::Counted; }

    std::string suspended(const Step& step, const std::string& from, const std::string& to) const {
        if (!has_due()) return say("suspended.unknown", {{"from", from}, {"to", to}});
        const std::string until = due(step.due);
        if (in_hours()) return say("suspended.hours", {{"from", from}, {"to", to}, {"due", until}});
        const Unit unit = step.unit == Unit::WorkingDay ? Unit::WorkingDay : Unit::Day;
        const std::string how_long = amount(step.amount, unit);
        return say("suspended.days", {{"from", from}, {"to", to}, {"amount", how_long}, {"due", until}});
    }

    std::string extended(const Step& step, const std::string& from) const {
        const std::string authority = step.authority + cited(step.citation);
        const std::string more = amount(step.amount, step.unit);
        if (!has_due())
            return say("extended.unknown", {{"from", from}, {"amount", more}, {"authority", authority}});
        const auto key = in_hours() ? "extended.hours" : "extended.days";
        const std::string until = due(step.due);
        return say(key, {{"from", from}, {"amount", more}, {"authority", authority}, {"due", until}});
    }

    std::string reason(Date day) const {
        const std::string typed = day.typed();
        const Reason* why = calendar_.reason_of(day);
        if (why == nullptr || why->status == calendar::Status::Pending || why->kind == DayKind::SwapWork) {
            const std::string weekday = say(fmt::format("weekday.{}", static_cast<int>(day.weekday())));
            return say("reason.weekly_rest", {{"day", typed}, {"weekday", weekday}});
        }
        const auto key = why->kind == DayKind::Holiday  ? "reason.holiday"
                         : why->kind == DayKind::InLieu ? "reason.in_lieu"
                                                        : "reason.swap";
        return say(key, {{"day", typed}, {"name", name_of(*why)}});
    }

    /// Why no day from `first` until before `end` could be the last one.
    std::string reasons(Date first, Date end) const {
        std::string out;
        const int days = end.days() - first.days();
        const int named = days <= kMostReasons ? days : 1;
        for (int i = 0; i < named; ++i) out += (i == 0 ? "" : ", ") + reason(first.plus_days(i));
        if (named < days) out += ", " + say("reason.more", {{"count", std::to_string(days - named)}});
        return out;
    }

    void doubts() {
        const Date day = calendar::date_of(clock_.started_at, utc_offset_);
        const calendar::PartialDate known(day, clock_.start_precision);
        const bool counts = !is_named();  // nothing is counted from the start of a limit whose day is named
        if (counts && clock_.start_precision == Precision::Month)
            add(say("known_by.month", {{"when", known.typed()}}));
        if (counts && clock_.start_precision == Precision::Year)
            add(say("known_by.year", {{"when", known.typed()}}));
        if (clock_.start_precision == Precision::Day && in_hours())
            add(say("known_by.day", {{"when", known.typed()}}));
        if (!clock_.is_confirmed && has_due()) add(say("unconfirmed"));
        if (clock_.is_provisional && clock_.due_at) provisional(day);
    }

    /// What of the calendar the due date leans on and nobody confirmed.
    void provisional(Date first) {
        const Date last = calendar::date_of(*clock_.due_at + -1, utc_offset_);
        const bool counts_working_days =
            std::ranges::any_of(clock_.steps, [](const Step& each) { return each.unit == Unit::WorkingDay; });
        if (!counts_working_days) {
            const auto rolled = std::ranges::find(clock_.steps, Step::Kind::Rolled, &Step::kind);
            first = rolled == clock_.steps.end() ? last : rolled->from;
        }
        for (int year = first.year(); year <= last.year(); ++year) {
            if (!calendar_.is_published(year)) add(say("provisional.year", {{"year", std::to_string(year)}}));
        }
        std::string days;
        int count = 0;
        for (Date day = first; day <= last && count <= kMostReasons; day = day.plus_days(1)) {
            const Reason* why = calendar_.reason_of(day);
            if (why != nullptr && why->status != calendar::Status::Confirmed) {
                const std::string name = name_of(*why);
                days += days.empty() ? "" : ", ";
                days +=
                    ++count > kMostReasons ? "…" : say("special_day", {{"day", day.typed()}, {"name", name}});
            }
            if (day == Date::last()) break;
        }
        if (!days.empty()) add(say("provisional.days", {{"days", days}}));
    }

    const Clock& clock_;
    const calendar::WorkingCalendar& calendar_;
    std::int64_t utc_offset_;
    const Phrases& phrases_;
    bool english_;
    std::string out_;
};

}  // namespace

std::string explain(
    const Clock& clock,
    const calendar::WorkingCalendar& calendar,
    std::int64_t utc_offset,
    const Phrases& phrases,
    bool english
) {
    return Telling(clock, calendar, utc_offset, phrases, english).tell();
}

}  // namespace neove::deadline
