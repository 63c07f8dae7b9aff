/// \file
/// From when to when: "từ … đến …", "năm 2026 và các năm tiếp theo", "từ năm học 2026 - 2027".

#include "plan/time.h"

namespace neove::plan {

/// What stands between the first and the last of a span: "-", "đến", "đến hết ngày"; 0 if nothing does.
Index TimeReader::span_joint(Index i, Index end) const {
    if (i >= end) return 0;
    return t_[i].mark == U'-' ? 1 : t_.at(i, Cue::until, end);
}

/// "từ … đến …", "từ ngày …", "kể từ tháng …"
bool TimeReader::read_from(Index& i, Range range, bool field, std::vector<Deadline>& out) const {
    const Index cue = t_.at(i, Cue::from, range.last);
    if (read_days_from(i, cue, range, field, out)) return true;
    if (cue == 0) return false;
    return read_short_days_from(i, i + cue, range, out) || read_units_from(i, i + cue, range, field, out);
}

/// "từ 01/7/2026 đến 30/9/2026", and "từ ngày 01/7/2026" that has no end.
bool TimeReader::read_days_from(Index& i, Index cue, Range range, bool field, std::vector<Deadline>& out)
    const {
    Index after = i + cue;
    auto first = day_at(i + cue, range.last, after);
    if (!first) return false;
    const Index until = span_joint(after, range.last);
    if (cue == 0 && (until == 0 || !field)) return false;
    Index end = after;
    auto last = until > 0 ? day_at(after + until, range.last, end) : std::nullopt;
    if (is_cited(i, range)) return false;
    if (!last) return until == 0 && read_open_start(i, with_year(*first), after, range, out);
    *last = with_year(*last);
    if (first->year == 0) first->year = *first > Day{0, last->month, last->day} ? last->year - 1 : last->year;
    if (is_past(*last)) {
        i = end;
        return true;
    }
    Deadline deadline = make(DeadlineKind::Period, {i, end});
    deadline.start = first->iso();
    deadline.end = last->iso();
    add_span(std::move(deadline), i, end, range, out);
    return true;
}

/// "từ ngày 05 đến 10/3": the first day borrows the month.
bool TimeReader::read_short_days_from(Index& i, Index start, Range range, std::vector<Deadline>& out) const {
    if (start + 1 >= range.last || t_[start].kind != TokenKind::Number) return false;
    const Index until = span_joint(start + 1, range.last);
    Index end = start;
    auto last = until > 0 ? day_at(start + 1 + until, range.last, end) : std::nullopt;
    if (!last || t_[start].number < 1 || t_[start].number > last->day) return false;
    *last = with_year(*last);
    if (is_past(*last)) {
        i = end;
        return true;
    }
    Deadline deadline = make(DeadlineKind::Period, {i, end});
    deadline.start = Day{last->year, last->month, t_[start].number}.iso();
    deadline.end = last->iso();
    add_span(std::move(deadline), i, end, range, out);
    return true;
}

/// "từ quý II đến quý IV", "từ tháng 5 - 12", "từ năm 2026 trở đi", "từ tháng 9/2026" that has no end.
bool TimeReader::read_units_from(Index& i, Index start, Range range, bool field, std::vector<Deadline>& out)
    const {
    auto span = span_at(start, range.last, field);
    if (!span) return false;
    const Index until = span_joint(span->end, range.last);
    const auto last = until > 0 ? span_at(span->end + until, range.last, field) : std::nullopt;
    if (last) {
        if (!span->has_year && last->has_year) span->first.year = last->last.year;
        span->last = last->last;
        span->end = last->end;
    }
    const bool years = t_.is(start, Cue::year, range.last);
    const std::int32_t months =
        (span->last.year - span->first.year) * 12 + span->last.month - span->first.month;
    const bool one_unit = !last && months == (years ? 11 : t_.is(start, Cue::quarter, range.last) ? 2 : 0);
    const Index onward = t_.at(span->end, Cue::onward, range.last);
    if (one_unit && !field && onward == 0) {
        return until == 0 && !is_cited(i, range) && read_open_start(i, span->first, span->end, range, out);
    }
    if (is_past(span->last)) return false;
    Deadline deadline = make(DeadlineKind::Period, {i, span->end});
    deadline.start = span->first.iso();
    deadline.end = span->last.iso();
    if (field && until == 0 && one_unit) {
        // "Từ tháng 3" goes on to the end of the year, "từ năm 2026" for good.
        deadline.kind = years ? DeadlineKind::YearOnward : DeadlineKind::Period;
        deadline.end.reset();
        if (!years) deadline.end = Day{span->last.year, 12, 31}.iso();
    }
    if (onward > 0) {
        deadline.kind = DeadlineKind::YearOnward;
        deadline.end.reset();
        span->end += onward;
    }
    add_span(std::move(deadline), i, span->end, range, out);
    return true;
}

/// "từ ngày 01/7/2026" in an order: it begins then, and nothing ends it. Not "từ năm 2004 đến nay" and not
/// what was issued since.
bool TimeReader::read_open_start(Index& i, Day first, Index end, Range range, std::vector<Deadline>& out)
    const {
    const bool counts_back = t_.is(end, Cue::backward, range.last) || t_.is(end, Cue::until, range.last);
    if (year_ == 0 || first.year < year_ || counts_back) return false;
    for (Index back = 1; back <= 2 && i >= range.first + back; ++back) {
        if (t_.at(i - back, Cue::issued, i) == back) return false;
    }
    Deadline deadline = make(DeadlineKind::YearOnward, {i, end});
    deadline.start = first.iso();
    out.push_back(std::move(deadline));
    i = end;
    return true;
}

/// What comes back every year keeps the day by which it ends, if it says one; "quý III hằng năm" says none.
void TimeReader::make_yearly(Deadline& deadline) const {
    bool says_day = false;
    for (Index i = deadline.range.first; i < deadline.range.last && !says_day; ++i) {
        Index after = i;
        says_day = day_at(i, deadline.range.last, after).has_value();
    }
    deadline.kind = DeadlineKind::Recurring;
    deadline.recurrence = Recurrence::Annual;
    deadline.start.reset();
    if (says_day && deadline.end) {
        deadline.end = deadline.end->substr(deadline.end->size() - 5);
    } else {
        deadline.end.reset();
    }
}

/// Adds a span of time; "… hằng năm" behind it makes it come back every year, and whatever it is joined to.
void TimeReader::add_span(Deadline deadline, Index& i, Index end, Range range, std::vector<Deadline>& out)
    const {
    i = end;
    const Index every = t_.at(end, Cue::yearly, range.last);
    if (every == 0) {
        out.push_back(std::move(deadline));
        return;
    }
    i += every;
    const bool joined = !out.empty() && out.back().kind == DeadlineKind::Period &&
                        out.back().range.last + 1 == deadline.range.first &&
                        t_.is(out.back().range.last, Cue::conjunction, range.last);
    if (joined) {
        // "vào tháng 6 và tháng 12 hằng năm": one rule.
        deadline.range.first = out.back().range.first;
        out.pop_back();
    }
    deadline.range.last = i;
    deadline.raw = t_.written(deadline.range);
    make_yearly(deadline);
    out.push_back(std::move(deadline));
}

/// "năm 2026 và các năm tiếp theo"
bool TimeReader::read_onward(Index& i, Range range, std::vector<Deadline>& out) const {
    Index at = i + t_.at(i, Cue::from, range.last);
    at += at == i ? t_.at(i, Cue::within, range.last) : 0;
    Index year = at;
    year += t_.at(year, Cue::year, range.last);
    if (year >= range.last || !is_year(t_[year])) return false;
    Index next = year + 1;
    if (next < range.last && t_[next].mark == U',') ++next;
    const Index onward = t_.at(next, Cue::onward, range.last);
    if (onward == 0) return false;
    Deadline deadline = make(DeadlineKind::YearOnward, {i, next + onward});
    deadline.start = Day{t_[year].number, 1, 1}.iso();
    i = next + onward;
    out.push_back(std::move(deadline));
    return true;
}

/// "từ năm học 2026 - 2027": the figures name the event.
bool TimeReader::read_event_year(Index& i, Range range, std::vector<Deadline>& out) const {
    const Index event = t_.at(i, Cue::event_time, range.last);
    Index end = i + event;
    if (event == 0 || end >= range.last || !is_year(t_[end])) return false;
    ++end;
    if (end + 1 < range.last && t_[end].mark == U'-' && is_year(t_[end + 1])) end += 2;
    out.push_back(make(DeadlineKind::Unspecified, {i, end}));
    i = end;
    return true;
}

}  // namespace neove::plan
