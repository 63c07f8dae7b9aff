/// \file
/// When something must be done: before a day, until the end of a month, on a day, within a quarter.

#include "plan/time.h"

namespace neove::plan {

/// "trước ngày …", "chậm nhất …"
bool TimeReader::read_before(Index& i, Range range, std::vector<Deadline>& out) const {
    const Index cue = t_.at(i, Cue::before, range.last);
    const Index until = t_.at(i, Cue::until, range.last);
    if (cue == 0 && until == 0) return false;
    const Index start = i + std::max(cue, until);
    Index after = start;
    if (auto day = day_at(start, range.last, after)) {
        if (is_cited(i, range)) return false;
        bool yearly = false;
        const Index every = t_.at(after, Cue::yearly, range.last);
        if (every > 0 && day->year == 0) {
            after += every;
            yearly = true;
        }
        // "hằng năm, trước ngày 05/12": the word stands before.
        Index front = i;
        for (Index back = 2; back <= 3 && !yearly && day->year == 0; ++back) {
            const Index at = i >= back ? i - back : 0;
            if (at < range.first || !t_.is(at, Cue::yearly, range.last)) continue;
            if (at + t_.at(at, Cue::yearly, range.last) + 1 < i) continue;
            yearly = true;
            front = at;
        }
        if (yearly) {
            Deadline deadline = make(DeadlineKind::Recurring, {front, after});
            deadline.end = Day{0, day->month, day->day}.iso();
            deadline.recurrence = Recurrence::Annual;
            if (!out.empty() && out.back().range.last > front) out.pop_back();
            out.push_back(std::move(deadline));
        } else {
            const Day whole = with_year(*day);
            if (is_past(whole)) {
                i = after;
                return true;
            }
            Deadline deadline = make(DeadlineKind::BeforeDate, {i, after});
            deadline.end = whole.iso();
            out.push_back(std::move(deadline));
        }
        i = after;
        return true;
    }
    if (cue == 0) return read_until(i, start, range, out);
    const bool whole_year = t_.is(start, Cue::year, range.last);
    if (const auto span = span_at(start, range.last, false)) {
        if (is_past(span->last) || (whole_year && is_past(day_before(span->first)))) return false;
        Deadline deadline = make(DeadlineKind::BeforeDate, {i, span->end});
        // "chậm nhất quý II" lets the quarter pass; "trước quý III" does not begin it.
        const bool lets_pass = t_.is(i, Cue::preface, range.last) && t_.text(i).starts_with("c");
        deadline.end = lets_pass ? span->last.iso() : day_before(span->first).iso();
        out.push_back(std::move(deadline));
        i = span->end;
        return true;
    }
    return false;
}

/// "đến hết năm 2026", "đến quý II/2026 hoàn thành". "Đến năm 2030, 90% …" is a target and says no time.
bool TimeReader::read_until(Index& i, Index start, Range range, std::vector<Deadline>& out) const {
    const bool whole = t_.text(start - 1) == "hết";
    const Index year = t_.at(start, Cue::year, range.last);
    const bool bare = start + year >= range.last || t_[start + year].kind == TokenKind::Mark;
    if (whole && year > 0 && bare && year_ != 0) {  // "đến hết năm": of the plan's own
        Deadline deadline = make(DeadlineKind::BeforeDate, {i, start + year});
        deadline.end = Day{year_, 12, 31}.iso();
        out.push_back(std::move(deadline));
        i = start + year;
        return true;
    }
    const auto span = span_at(start, range.last, false);
    if (!span || is_past(span->last) || is_cited(i, range)) return false;
    const bool completes = ends_with_complete(i, range) || t_.is(span->end, Cue::complete, range.last) ||
                           (i > range.first && t_.is(i - 1, Cue::perform, i)) ||
                           (i > range.first + 1 && t_.is(i - 2, Cue::perform, i));
    if (!whole && !completes) return false;
    Deadline deadline = make(DeadlineKind::BeforeDate, {i, span->end});
    deadline.end = span->last.iso();
    out.push_back(std::move(deadline));
    i = span->end;
    return true;
}

/// "Ra quân đồng loạt ngày Chủ nhật 14/9/2026": written out, not before the plan's year, and no document's
/// day.
bool TimeReader::is_plain_day(Index i, Index start, const Day& day, Range range) const {
    if (year_ == 0 || day.year < year_ || !t_.is(start, Cue::day, range.last)) return false;
    if (i <= range.first || t_[i - 1].kind != TokenKind::Word || t_[i - 1].capital) return false;
    constexpr Index kReach = 20;
    for (Index j = i; j-- > range.first && i - j < kReach;) {
        if (t_[j].mark == U';' || t_[j].mark == U'.') break;
        if (t_.is(j, Cue::kind, range.last) || t_.is(j, Cue::number_sign, range.last)) return false;
        if (t_.is(j, Cue::from, range.last) || t_.is(j, Cue::until, range.last)) return false;
    }
    return true;
}

/// "khai giảng ngày …", "nghiệm thu năm …": what begins or ends stands right before.
bool TimeReader::ends_with_complete(Index i, Range range) const {
    for (Index back = 1; back <= 2 && i >= range.first + back; ++back) {
        if (t_.at(i - back, Cue::complete, i) == back) return true;
    }
    return false;
}

/// "Tháng 5/2026 tổ chức …", "…; năm 2030 tổng kết": a time that opens a clause, and the order behind it.
bool TimeReader::opens_clause(Index i, Index after, Range range) const {
    const bool opens = i == range.first || t_[i - 1].mark == U';' || t_[i - 1].mark == U'.' ||
                       t_[i - 1].mark == U',' || t_[i - 1].mark == U':';
    if (after < range.last && t_[after].mark == U',') ++after;
    return opens && t_.is(after, Cue::verb, range.last) && !t_.is(after, Cue::stop, range.last);
}

/// "trong quý II", "vào ngày …", "tháng 6/2026"
bool TimeReader::read_within(Index& i, Range range, bool field, std::vector<Deadline>& out) const {
    const Index cue = t_.at(i, Cue::within, range.last);
    Index start = i + cue;
    // the cue's last word may be the unit itself: "trong tháng", "vào ngày"
    if (cue > 1 && start > i) {
        const Token& last = t_[start - 1];
        if (last.kind == TokenKind::Word &&
            (t_.is(start - 1, Cue::month, start) || t_.is(start - 1, Cue::year, start) ||
             t_.is(start - 1, Cue::quarter, start) || t_.is(start - 1, Cue::day, start))) {
            --start;
        }
    }
    // "trong hai năm 2014 và 2015"
    const bool counted = cue > 0 && start + 2 < range.last && is_year(t_[start + 2]) &&
                         t_.is(start + 1, Cue::year, range.last) &&
                         (t_.is(start, Cue::ordinal, range.last) || t_[start].kind == TokenKind::Number);
    if (counted) ++start;
    const bool behind_end = i > range.first && t_.is(i - 1, Cue::complete, i);
    Index after = start;
    if (auto day = day_at(start, range.last, after)) {
        const bool opens_something = day->year != 0 && ends_with_complete(i, range);
        if (!field && cue == 0 && !opens_something && !is_plain_day(i, start, *day, range)) return false;
        if (is_cited(i, range, cue == 0)) return false;
        const Day whole = with_year(*day);
        i = after;
        if (is_past(whole)) return true;
        Deadline deadline = make(DeadlineKind::Date, {start, after});
        deadline.end = whole.iso();
        out.push_back(std::move(deadline));
        return true;
    }
    // "vào cuối năm 2026", "trong tuần đầu tháng 5": the unit is all that a calendar can hold.
    const Index part = cue > 0 || i == range.first ? t_.at(start, Cue::part_of_time, range.last) : 0;
    const bool early = part > 0 && !t_.is(start, Cue::end_of, range.last);
    start += part;
    const auto span = span_at(start, range.last, field);
    if (!span) return false;
    if (early) {  // "đầu năm 2026", "tuần đầu tháng 5": no day ends it
        out.push_back(make(DeadlineKind::Unspecified, {i, span->end}));
        i = span->end;
        return true;
    }
    const bool is_month = t_.is(start, Cue::month, range.last);
    const bool is_whole_year = t_.is(start, Cue::year, range.last);
    // "Kỳ họp giữa năm 2024": the year only says which meeting.
    const bool names = field && cue == 0 && is_whole_year && i > range.first &&
                       t_[i - 1].kind == TokenKind::Word && t_.is(i - 1, Cue::end_of, i);
    if (names) {
        out.push_back(make(DeadlineKind::Unspecified, {range.first, span->end}));
        i = span->end;
        return true;
    }
    // "tháng 5 và tháng 10/2026": the second stands behind the first.
    const bool goes_on = is_month && !out.empty() && i > range.first && t_.is(i - 1, Cue::conjunction, i) &&
                         out.back().range.last + 1 == i && out.back().kind == DeadlineKind::Period;
    const bool says_so = cue > 0 || field || start > i || t_.is(start, Cue::quarter, range.last) || goes_on ||
                         (is_month && t_.is(span->end, Cue::yearly, range.last)) ||
                         ((is_month || is_whole_year) && span->has_year &&
                          (behind_end || ends_with_complete(i, range) || opens_clause(i, span->end, range)));
    if (own_stage_ && span->first == own_stage_->first && span->last == own_stage_->second) {
        i = span->end;
        return true;  // the plan's own period is no deadline
    }
    if (!says_so || is_past(span->last) || (!field && cue == 0 && is_cited(start, range))) return false;
    Deadline deadline = make(DeadlineKind::Period, {i, span->end});
    deadline.start = span->first.iso();
    deadline.end = span->last.iso();
    add_span(std::move(deadline), i, span->end, range, out);
    return true;
}

/// "trong vòng 24 giờ kể từ khi …", "không quá 10 ngày làm việc": no calendar fixes it.
bool TimeReader::read_span_of_time(Index& i, Range range, std::vector<Deadline>& out) const {
    const Index cue = std::max(t_.at(i, Cue::within, range.last), t_.at(i, Cue::before, range.last));
    Index number = i + cue;
    if (cue > 0) number += t_.at(number, Cue::after, range.last);
    if (cue == 0 || number + 1 >= range.last || t_[number].kind != TokenKind::Number) return false;
    if (read_closing_month(i, number, range, out)) return true;
    if (span_at(number, range.last, false)) return false;
    Index end = number + 1;
    bool unit = false;
    for (const Cue measure : {Cue::hour, Cue::day, Cue::week, Cue::month}) {
        if (t_.is(end, measure, range.last)) unit = true;
    }
    const bool counts = unit && (end + 1 >= range.last || t_[end + 1].kind != TokenKind::Number) &&
                        !(end + 1 < range.last && t_[end + 1].mark == U'/');
    if (!counts) return false;
    constexpr Index kLongestEvent = 12;
    while (end < range.last && end < number + kLongestEvent && t_[end].kind == TokenKind::Word) ++end;
    out.push_back(make(DeadlineKind::Unspecified, {i, end}));
    i = number + 2;
    return true;
}

}  // namespace neove::plan
