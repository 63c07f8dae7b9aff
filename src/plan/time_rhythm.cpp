/// \file
/// What comes back: "hằng quý", "6 tháng/lần", "trước ngày 25 tháng cuối quý".

#include "plan/time.h"

namespace neove::plan {

/// "hằng quý, trước ngày 25 tháng cuối quý": one rule, whatever word opened it.
bool TimeReader::read_closing_month(Index& i, Index number, Range range, std::vector<Deadline>& out) const {
    Index end = number + 1;
    end += t_.at(end, Cue::of, range.last);
    const Index month = t_.at(end, Cue::month, range.last);
    if (month == 0 || !t_.is(end + month, Cue::end_of, range.last)) return false;
    end += month + 1;
    end += t_.at(end, Cue::of, range.last);
    const Index quarter = t_.at(end, Cue::quarter, range.last);
    if (quarter == 0) return false;
    end += quarter;
    Deadline deadline = make(DeadlineKind::Recurring, {i, end});
    deadline.recurrence = Recurrence::Quarterly;
    const bool said = !out.empty() && out.back().kind == DeadlineKind::Recurring &&
                      out.back().recurrence == Recurrence::Quarterly;
    if (!said) out.push_back(std::move(deadline));
    i = end;
    return true;
}

std::optional<Recurrence> TimeReader::period_at(Index i, Index end, Index& after) const {
    const auto found = [&](Recurrence recurrence, Index size) {
        after = i + size;
        return recurrence;
    };
    if (i >= end || (i > 0 && t_.at(i - 1, Cue::weekday, i + 1) == 2)) return std::nullopt;
    if (const Index n = t_.at(i, Cue::yearly, end)) return found(Recurrence::Annual, n);
    if (const Index n = t_.at(i, Cue::quarterly, end)) return found(Recurrence::Quarterly, n);
    if (const Index n = t_.at(i, Cue::monthly, end)) return found(Recurrence::Monthly, n);
    if (const Index n = t_.at(i, Cue::weekly, end)) return found(Recurrence::Weekly, n);
    if (const Index n = t_.at(i, Cue::daily, end)) return found(Recurrence::Daily, n);
    if (const Index n = t_.at(i, Cue::ad_hoc, end)) return found(Recurrence::AdHoc, n);
    Index j = i + t_.at(i, Cue::every, end);
    if (const Index n = t_.at(j, Cue::half_year, end)) return found(Recurrence::SixMonth, j + n - i);
    if (j + 1 < end && t_[j].number == 6 && t_.is(j + 1, Cue::month, end)) {
        Index size = j + 2 - i;
        if (i + size + 1 < end && t_[i + size].mark == U'/') size += 2;  // "6 tháng/lần"
        if (t_.is(i + size, Cue::first_half, end) || t_.is(i + size, Cue::last_half, end)) size += 2;
        return found(Recurrence::SixMonth, size);
    }
    if (j + 1 < end && (t_[j].number == 3 || t_[j].number == 1) && t_.is(j + 1, Cue::month, end) &&
        j + 2 < end && t_[j + 2].mark == U'/' && !(j + 3 < end && t_[j + 3].kind == TokenKind::Number)) {
        return found(t_[j].number == 3 ? Recurrence::Quarterly : Recurrence::Monthly, j + 4 - i);
    }
    const bool bare = j + 1 >= end || (t_[j + 1].kind != TokenKind::Number && !quarter_number(j + 1));
    if (const Index n = t_.at(j, Cue::quarter, end); n > 0 && bare)
        return found(Recurrence::Quarterly, j + n - i);
    if (const Index n = t_.at(j, Cue::year, end); n > 0 && bare) return found(Recurrence::Annual, j + n - i);
    return std::nullopt;
}

/// "6 tháng một lần", "03 tháng/lần" (whose "/lần" the period holds already).
bool TimeReader::counts_times(Index after, Range range) const {
    if (t_.is(after - 1, Cue::times, range.last)) return true;
    if (after + 1 >= range.last) return false;
    const bool one = t_[after].number == 1 || t_.is(after, Cue::one, range.last);
    return one && t_.is(after + 1, Cue::times, range.last);
}

/// In a time line a bare "năm" or "quý" is a periodicity only between marks: not in "các năm sau", "cả năm",
/// "năm học".
bool TimeReader::stands_alone(Index i, Index after, Range range) const {
    const bool free_before =
        i == range.first || t_[i - 1].kind == TokenKind::Mark || t_.is(i - 1, Cue::conjunction, i);
    const bool free_behind = after >= range.last || t_[after].kind == TokenKind::Mark ||
                             t_.is(after, Cue::conjunction, range.last);
    return free_before && free_behind && !(i > range.first && t_[i - 1].mark == U'/');
}

/// "định kỳ 6 tháng/lần", "hằng quý", "mỗi năm 01 lần"
bool TimeReader::read_recurring(Index& i, Range range, bool field, std::vector<Deadline>& out) const {
    // "Tháng cuối quý"
    if (const Index month = t_.at(i, Cue::month, range.last);
        field && month > 0 && t_.is(i + month, Cue::end_of, range.last) &&
        t_.is(i + month + 1, Cue::quarter, range.last)) {
        Deadline closing = make(DeadlineKind::Recurring, {i, i + month + 2});
        closing.recurrence = Recurrence::Quarterly;
        out.push_back(std::move(closing));
        i += month + 2;
        return true;
    }
    const Index periodic = t_.at(i, Cue::periodic, range.last);
    Index at = i + periodic;
    if (periodic > 0 && at < range.last && t_[at].mark == U',') ++at;
    const bool opens = i == range.first || t_[i - 1].mark == U'.';
    Index after = at;
    const auto recurrence = period_at(at, range.last, after);
    // "Hằng năm tổ chức …", "…, mỗi năm 02 lớp": the clause begins with it.
    const bool quarterly_opens =
        opens && (recurrence == Recurrence::Quarterly || recurrence == Recurrence::Monthly);
    const bool times = periodic == 0 && recurrence && counts_times(after, range);
    const bool clause = periodic == 0 && (recurrence == Recurrence::Annual || quarterly_opens) &&
                        after > at + 1 && (opens || t_[i - 1].mark == U',' || t_[i - 1].mark == U';') &&
                        after < range.last && (t_[after].kind != TokenKind::Mark || t_[after].mark == U',');
    if (periodic == 0 && (!field || !recurrence) && !clause && !times) return false;
    if (periodic > 0 && !recurrence && !opens) return false;
    Index end = recurrence ? after : i + periodic;
    if (field && periodic == 0 && after == at + 1 && !stands_alone(at, after, range)) return false;
    Deadline deadline = make(DeadlineKind::Recurring, {i, end});
    if (recurrence != Recurrence::AdHoc) deadline.recurrence = recurrence;
    i = end;
    if (recurrence == Recurrence::AdHoc) {
        deadline.kind = DeadlineKind::Unspecified;
    }
    out.push_back(std::move(deadline));
    return true;
}

/// "“Ngày … (30/7)” hằng năm": a named day that comes back every year.
bool TimeReader::read_named_day(Index& i, Range range, std::vector<Deadline>& out) const {
    const Index every = t_.at(i, Cue::yearly, range.last);
    if (every == 0 || i < range.first + 4) return false;
    Index close = i - 1;
    while (close > range.first && t_[close].mark == U'"') --close;
    if (t_[close].mark != U')') return false;
    Index open = close;
    while (open > range.first && close - open < 8 && t_[open].mark != U'(') --open;
    Index after = open;
    const auto day = day_at(open + 1, close, after);
    if (!day || day->year != 0) return false;
    Deadline deadline = make(DeadlineKind::Recurring, {open, i + every});
    deadline.end = day->iso();
    deadline.recurrence = Recurrence::Annual;
    out.push_back(std::move(deadline));
    i += every;
    return true;
}

/// "Tháng hành động vì trẻ em (từ 01/6 đến 30/6)": the days of what has a name.
bool TimeReader::explains_name(Index i, Range range) const {
    constexpr Index kReach = 14;
    if (i == range.first || t_[i - 1].mark != U'(') return false;
    for (Index j = i; j-- > range.first && i - j < kReach;) {
        if (t_[j].capital && t_.is(j, Cue::phrase_that_names, range.last)) return true;
    }
    return false;
}

/// "Hằng năm, tổ chức sơ kết trước ngày 15 tháng 12": the day comes back with the year that opens the
/// sentence.
void TimeReader::merge_yearly(Range range, std::vector<Deadline>& out) const {
    if (out.size() < 2) return;
    const bool opens = out[0].kind == DeadlineKind::Recurring && out[0].recurrence == Recurrence::Annual &&
                       !out[0].end && out[0].range.first <= range.first + 2;
    const bool has_year = is_year(t_[out[1].range.last - 1]);
    const bool bare_period = out[1].kind == DeadlineKind::Period && !has_year;
    const bool bare_day = (out[1].kind == DeadlineKind::BeforeDate || out[1].kind == DeadlineKind::Date) &&
                          out[1].end && !has_year;
    if (!opens || (!bare_day && !bare_period)) return;
    for (Index i = out[0].range.last; i < out[1].range.first; ++i) {
        if (t_[i].mark == U';' || t_[i].mark == U'.') return;
    }
    if (!explains_name(out[1].range.first, range)) {
        make_yearly(out[1]);
        out[0].end = out[1].end;
    }
    out.erase(out.begin() + 1);
}

/// "02 lần/năm", "01 đợt/quý", "02 kỳ/tháng": how often in a unit of time.
bool TimeReader::read_frequency(Index& i, Range range, std::vector<Deadline>& out) const {
    if (t_[i].kind != TokenKind::Number) return false;
    const Index occasion = t_.at(i + 1, Cue::occasion, range.last);
    const Index slash = i + 1 + occasion;
    if (occasion == 0 || slash + 1 >= range.last || t_[slash].mark != U'/') return false;
    Deadline deadline = make(DeadlineKind::Recurring, {i, slash + 2});
    if (t_.is(slash + 1, Cue::year, range.last) && !t_.is(slash + 1, Cue::event_time, range.last)) {
        if (t_[i].number == 1) deadline.recurrence = Recurrence::Annual;
        if (t_[i].number == 2) deadline.recurrence = Recurrence::SixMonth;
        if (t_[i].number == 4) deadline.recurrence = Recurrence::Quarterly;
    } else if (t_.is(slash + 1, Cue::quarter, range.last)) {
        deadline.recurrence = Recurrence::Quarterly;
    } else if (!t_.is(slash + 1, Cue::month, range.last) && !t_.is(slash + 1, Cue::term, range.last)) {
        return false;  // by the week or the day it is a manner of working
    }
    i = deadline.range.last;
    out.push_back(std::move(deadline));
    return true;
}

/// "trước ngày 20 hằng tháng", "ngày 25 hằng tháng", "chiều thứ Sáu hằng tuần": a day of every month or week.
bool TimeReader::read_day_of_every(Index& i, Range range, std::vector<Deadline>& out) const {
    Index at = i + t_.at(i, Cue::before, range.last);
    if (at == i) at += t_.at(at, Cue::day, range.last);
    if (const Index weekday = t_.at(at, Cue::weekday, range.last); weekday > 0) {
        at += weekday;
    } else if (at > i && at < range.last && t_[at].kind == TokenKind::Number && t_[at].number <= 31) {
        ++at;
    } else {
        return false;
    }
    const Index every = std::max(t_.at(at, Cue::monthly, range.last), t_.at(at, Cue::weekly, range.last));
    if (every == 0) return false;
    out.push_back(make(DeadlineKind::Recurring, {i, at + every}));
    i = at + every;
    return true;
}

/// "… cấp thuốc hằng tháng.", "… khoán bảo vệ rừng hằng năm;": the order closes with it. Not "kế hoạch hằng
/// năm", where it says which plan.
bool TimeReader::read_closing_rhythm(Index& i, Range range, std::vector<Deadline>& out) const {
    Index after = i;
    const bool every = t_.is(i, Cue::yearly, range.last) || t_.is(i, Cue::quarterly, range.last) ||
                       t_.is(i, Cue::monthly, range.last) || t_.is(i, Cue::weekly, range.last) ||
                       t_.is(i, Cue::daily, range.last);
    if (!every || i == range.first || t_[i - 1].kind != TokenKind::Word) return false;
    const auto recurrence = period_at(i, range.last, after);
    const bool each = t_.is(i, Cue::each, range.last);
    const bool closes = after >= range.last ||
                        (t_[after].kind == TokenKind::Mark && t_[after].mark != U'"') ||
                        t_.is(after, Cue::verb, range.last);
    if (!recurrence || (!closes && !each)) return false;
    constexpr Index kReach = 12;
    for (Index j = i; j-- > range.first && i - j <= kReach;) {
        if (t_[j].mark == U';' || t_[j].mark == U'.') break;
        if (t_.is(j, Cue::periodic_noun, range.last) || t_.is(j, Cue::periodic, i)) return false;
    }
    if (t_.is(i - 1, Cue::of, i) || t_.is(i - 1, Cue::stop, i)) return false;
    Deadline deadline = make(DeadlineKind::Recurring, {i, after});
    deadline.recurrence = recurrence;
    i = after;
    out.push_back(std::move(deadline));
    return true;
}

/// "định kỳ vào tháng 6 và tháng 12": months that come back, once named.
bool TimeReader::read_named_months(Index& i, Range range, std::vector<Deadline>& out) const {
    Index at = i + t_.at(i, Cue::periodic, range.last);
    if (at == i) return false;
    if (at < range.last && t_[at].mark == U',') ++at;
    at += t_.at(at, Cue::within, range.last);
    if (at > i && t_.is(at - 1, Cue::month, at)) --at;
    int months = 0;
    Index end = at;
    for (Index j = at; t_.is(j, Cue::month, range.last);) {
        const Index number = j + t_.at(j, Cue::month, range.last);
        const bool is_month = number < range.last && t_[number].number >= 1 && t_[number].number <= 12;
        if (!is_month || (number + 1 < range.last && t_[number + 1].mark == U'/')) return false;
        ++months;
        end = number + 1;
        j = end + joint(end, range.last);
    }
    if (months == 0 || t_.is(end, Cue::year, range.last)) return false;
    Deadline deadline = make(DeadlineKind::Recurring, {i, end});
    if (months == 1) deadline.recurrence = Recurrence::Annual;
    if (months == 2) deadline.recurrence = Recurrence::SixMonth;
    if (months == 4) deadline.recurrence = Recurrence::Quarterly;
    if (const Index every = t_.at(end, Cue::yearly, range.last); every > 0) {
        deadline.recurrence = Recurrence::Annual;
        end += every;
    }
    i = end;
    out.push_back(std::move(deadline));
    return true;
}

}  // namespace neove::plan
