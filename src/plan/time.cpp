#include "plan/time.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::plan {
namespace {

bool is_year(const Token& token) {
    return token.number >= 1900 && token.number <= 2199;
}

Day month_end(std::int32_t year, std::int32_t month) {
    return {year, month, days_in_month(year, month)};
}

Day day_before(Day day) {
    if (--day.day > 0) return day;
    if (--day.month > 0) return month_end(day.year, day.month);
    return {day.year - 1, 12, 31};
}

}  // namespace

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
    if (month == 2) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return leap ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string Day::iso() const {
    if (year == 0) return fmt::format("{:02}-{:02}", month, day);
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Day TimeReader::with_year(Day day) const {
    if (day.year == 0) day.year = year_;
    return day;
}

std::optional<Day> TimeReader::day_at(Index i, Index end, Index& after) const {
    // "17 giờ 30 phút ngày 13/9": the hour is not kept.
    if (i + 1 < end && t_[i].kind == TokenKind::Number && t_.is(i + 1, Cue::hour, end)) {
        i += 2;
        if (i + 1 < end && t_[i].kind == TokenKind::Number &&
            (t_.is(i + 1, Cue::minute, end) || t_.is(i + 1, Cue::day, end))) {
            i += t_.is(i + 1, Cue::minute, end) ? 2 : 1;
        }
        if (i < end && t_[i].mark == U',') ++i;
    }
    i += t_.at(i, Cue::day, end);
    // "ngày Chủ nhật 14/9", "thứ Hai, ngày 15/9"
    if (const Index weekday = t_.at(i, Cue::weekday, end); weekday > 0) {
        i += weekday;
        if (i < end && t_[i].mark == U',') ++i;
        i += t_.at(i, Cue::day, end);
    }
    if (i + 2 >= end || t_[i].kind != TokenKind::Number) return std::nullopt;
    Day day{.day = t_[i].number};
    Index j = i + 1;
    const char32_t mark = t_[j].mark;
    if (mark == U'/' || mark == U'-' || mark == U'.') {
        if (t_[j + 1].kind != TokenKind::Number) return std::nullopt;
        day.month = t_[j + 1].number;
        const bool year_follows = j + 3 < end && t_[j + 2].mark == mark && is_year(t_[j + 3]);
        if (!year_follows && mark != U'/') return std::nullopt;
        j += 2;
        if (year_follows) {
            day.year = t_[j + 1].number;
            j += 2;
        } else if (const auto year = year_behind(j, end)) {
            day.year = *year;
        }
    } else if (const Index month = t_.at(j, Cue::month, end); month > 0) {
        if (j + month >= end || t_[j + month].kind != TokenKind::Number) return std::nullopt;
        day.month = t_[j + month].number;
        j += month + 1;
        if (const auto year = year_behind(j, end)) day.year = *year;
    } else {
        return std::nullopt;
    }
    if (day.month < 1 || day.month > 12 || day.day < 1) return std::nullopt;
    if (day.day > days_in_month(day.year == 0 ? 2024 : day.year, day.month)) return std::nullopt;
    after = j;
    return day;
}

/// "năm 2026", "/2026", "-2026" behind a day, month or quarter.
std::optional<std::int32_t> TimeReader::year_behind(Index& i, Index end) const {
    if (i + 1 >= end) return std::nullopt;
    Index j = i;
    if (t_[j].mark == U',' || t_[j].mark == U'(') ++j;
    j += t_.at(j, Cue::of, end);
    if (j + 1 < end && is_year(t_[j + 1]) &&
        (t_.is(j, Cue::year, end) || t_[j].mark == U'/' || (t_[j].mark == U'-' && t_[j].glued))) {
        const std::int32_t year = t_[j + 1].number;
        i = j + 2;
        return year;
    }
    return std::nullopt;
}

std::optional<std::int32_t> TimeReader::quarter_number(Index i) const {
    if (i >= t_.size()) return std::nullopt;
    if (t_[i].number >= 1 && t_[i].number <= 4 && t_.text(i).size() <= 2) return t_[i].number;
    const std::string_view text = t_.text(i);
    if (text == "I") return 1;
    if (text == "II") return 2;
    if (text == "III") return 3;
    if (text == "IV") return 4;
    return std::nullopt;
}

/// What may stand between two months or two quarters: a comma, a dash, "và", "đến".
Index TimeReader::joint(Index i, Index end) const {
    Index k = i;
    if (k < end && (t_[k].mark == U',' || t_[k].mark == U'-' || t_[k].mark == U'+' || t_[k].mark == U';'))
        ++k;
    if (k < end) k += t_.at(k, Cue::conjunction, end);
    if (k < end) k += t_.at(k, Cue::until, end);
    return k - i;
}

std::optional<TimeReader::Span> TimeReader::quarters_at(Index i, Index end) const {
    const Index word = t_.at(i, Cue::quarter, end);
    if (word == 0 || (i > 0 && t_.is(i - 1, Cue::every, i))) return std::nullopt;  // "mỗi quý 01 lần"
    auto number = quarter_number(i + word);
    if (!number || i + word >= end) return std::nullopt;
    const std::int32_t first = *number;
    std::int32_t last = first;
    Index j = i + word + 1;
    const std::optional<std::int32_t> first_year = year_behind(j, end);
    std::optional<std::int32_t> last_year = first_year;
    while (j < end) {
        const Index between = joint(j, end);
        if (between == 0) break;
        Index k = j + between;
        const Index again = k < end ? t_.at(k, Cue::quarter, end) : 0;
        const bool listed = again > 0 && t_.is(k - 1, Cue::conjunction, k);
        k += again;
        number = k < end ? quarter_number(k) : std::nullopt;
        if (!number) break;
        // "quý II và quý IV" are two times; "quý II và quý III" are one.
        if (listed && *number != last % 4 + 1) break;
        last = *number;
        j = k + 1;
        if (const auto own = year_behind(j, end)) last_year = own;
    }
    return make_span(first * 3 - 2, last * 3, first_year, last_year, j);
}

TimeReader::Span TimeReader::make_span(
    std::int32_t first_month,
    std::int32_t last_month,
    std::optional<std::int32_t> first_year,
    std::optional<std::int32_t> last_year,
    Index end
) const {
    const std::int32_t to = last_year.value_or(year_);
    const std::int32_t from = first_year.value_or(to);
    return {{from, first_month, 1}, month_end(to, last_month), last_year.has_value(), end};
}

std::optional<TimeReader::Span> TimeReader::months_at(Index i, Index end) const {
    const Index word = t_.at(i, Cue::month, end);
    const auto is_month = [&](Index at) { return at < end && t_[at].number >= 1 && t_[at].number <= 12; };
    if (word == 0 || !is_month(i + word)) return std::nullopt;
    const std::int32_t first = t_[i + word].number;
    std::int32_t last = first;
    Index j = i + word + 1;
    const std::optional<std::int32_t> first_year = year_behind(j, end);
    std::optional<std::int32_t> last_year = first_year;
    while (j < end) {
        const Index between = joint(j, end);
        if (between == 0) break;
        Index k = j + between;
        const Index again = k < end ? t_.at(k, Cue::month, end) : 0;
        // "tháng 6 và tháng 11" are two times; "tháng 6, 7" and "tháng 6 đến tháng 11" are one.
        const bool two = again > 0 && t_.is(k - 1, Cue::conjunction, k) && is_month(k + again) &&
                         t_[k + again].number != last + 1;
        if (two) break;
        if (again == 0 && first_year) break;
        k += again;
        if (!is_month(k)) break;
        last = t_[k].number;
        j = k + 1;
        if (const auto own = year_behind(j, end)) last_year = own;
    }
    return make_span(first, last, first_year, last_year, j);
}

/// "6 tháng đầu năm 2026"
std::optional<TimeReader::Span> TimeReader::half_year_at(Index i, Index end) const {
    Index j = i;
    if (const Index words = t_.at(i, Cue::half_year, end); words > 0) {
        j += words;
    } else if (t_[i].number == 6 && t_.is(i + 1, Cue::month, end)) {
        j += 2;
    } else {
        return std::nullopt;
    }
    const bool first = t_.is(j, Cue::first_half, end);
    if (j >= end || (!first && !t_.is(j, Cue::last_half, end))) return std::nullopt;
    j += 1;  // the second word, "năm", may carry the year
    const auto year = year_behind(j, end);
    if (!year) j += 1;
    const std::int32_t y = year.value_or(year_);
    if (first) return Span{{y, 1, 1}, {y, 6, 30}, year.has_value(), j};
    return Span{{y, 7, 1}, {y, 12, 31}, year.has_value(), j};
}

std::optional<TimeReader::Span> TimeReader::years_at(Index i, Index end, bool field) const {
    Index j = i;
    const Index stage = t_.at(j, Cue::stage, end);
    if (stage > 0 && !field) return std::nullopt;
    j += stage;
    const Index word = t_.at(j, Cue::year, end);
    j += word;
    if (j >= end || !is_year(t_[j]) || (word == 0 && stage == 0 && !field)) return std::nullopt;
    if (word == 0 && stage == 0 && i > 0 && (t_[i - 1].mark == U'/' || t_[i - 1].mark == U'-'))
        return std::nullopt;
    const std::int32_t first = t_[j].number;
    std::int32_t last = first;
    ++j;
    Index k = j;
    if (k < end && (t_[k].mark == U'-' || t_[k].mark == U',')) ++k;
    if (k < end) k += t_.at(k, Cue::conjunction, end);
    if (k < end) k += t_.at(k, Cue::until, end);
    if (k > j && k < end) k += t_.at(k, Cue::year, end);
    if (k > j && k < end && is_year(t_[k])) {
        last = t_[k].number;
        j = k + 1;
    }
    return Span{{first, 1, 1}, {last, 12, 31}, true, j};
}

std::optional<TimeReader::Span> TimeReader::span_at(Index i, Index end, bool field) const {
    if (i >= end) return std::nullopt;
    if (auto span = quarters_at(i, end)) return span;
    if (auto span = half_year_at(i, end)) return span;
    if (auto span = months_at(i, end)) return span;
    return years_at(i, end, field);
}

Deadline TimeReader::make(DeadlineKind kind, Range range) const {
    Deadline deadline{.kind = kind, .range = range, .raw = t_.written(range)};
    return deadline;
}

bool TimeReader::is_past(const Day& day) const {
    return year_ != 0 && day.year != 0 && day.year < year_;
}

bool TimeReader::is_cited(Index i, Range sentence, bool named_days) const {
    constexpr Index kReach = 14;
    const Index from = std::max(sentence.first, i > kReach ? i - kReach : 0);
    bool number_seen = false;
    for (Index j = i; j-- > from;) {
        if (t_[j].mark == U';' || t_[j].mark == U'.') break;
        if (is_year(t_[j]) && j > from && (t_[j - 1].mark == U'/' || t_.is(j - 1, Cue::year, j))) break;
        if (t_.is(j, Cue::number_sign, sentence.last) && t_[j + 1].kind != TokenKind::Word)
            number_seen = true;
        if (t_.is(j, Cue::effective, sentence.last)) return true;
        const Index kind = t_.at(j, Cue::kind, sentence.last);
        if (kind > 0 && t_[j].capital && (number_seen || j + kind == i || j + kind + 1 == i)) return true;
        if (named_days && t_.is(j, Cue::phrase_that_names, sentence.last) && t_[j].capital) return true;
        if (t_[j].mark == U',') {
            // a comma ends the reach of names, but not of "số … ngày …"
            if (!number_seen && j + 1 < i && !t_.is(j + 1, Cue::day, sentence.last)) break;
        }
    }
    return false;
}

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
    const auto span = span_at(start, range.last, false);
    if (!span || is_past(span->last) || is_cited(i, range)) return false;
    const bool closes = t_.text(start - 1) == "hết";
    const bool completes = ends_with_complete(i, range) || t_.is(span->end, Cue::complete, range.last) ||
                           (i > range.first && t_.is(i - 1, Cue::perform, i)) ||
                           (i > range.first + 1 && t_.is(i - 2, Cue::perform, i));
    if (!closes && !completes) return false;
    Deadline deadline = make(DeadlineKind::BeforeDate, {i, span->end});
    deadline.end = span->last.iso();
    out.push_back(std::move(deadline));
    i = span->end;
    return true;
}

/// "từ … đến …"
bool TimeReader::read_from(Index& i, Range range, bool field, std::vector<Deadline>& out) const {
    const Index cue = t_.at(i, Cue::from, range.last);
    const Index start = i + cue;
    Index after = start;
    const auto joint = [&](Index at) -> Index {
        if (at >= range.last) return 0;
        if (t_[at].mark == U'-') return 1;
        return t_.at(at, Cue::until, range.last);
    };
    if (auto first = day_at(start, range.last, after)) {
        const Index until = joint(after);
        if (cue == 0 && (until == 0 || !field)) return false;
        Index end = after;
        auto last = until > 0 ? day_at(after + until, range.last, end) : std::nullopt;
        if (!last || is_cited(i, range)) return false;
        *last = with_year(*last);
        if (first->year == 0)
            first->year = *first > Day{0, last->month, last->day} ? last->year - 1 : last->year;
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
    if (cue == 0) return false;
    // "từ ngày 05 đến 10/3": the first day borrows the month.
    if (start + 1 < range.last && t_[start].kind == TokenKind::Number && joint(start + 1) > 0) {
        Index end = start;
        if (auto last = day_at(start + 1 + joint(start + 1), range.last, end);
            last && t_[start].number <= last->day) {
            *last = with_year(*last);
            Deadline deadline = make(DeadlineKind::Period, {i, end});
            deadline.start = Day{last->year, last->month, t_[start].number}.iso();
            deadline.end = last->iso();
            if (is_past(*last)) {
                i = end;
            } else {
                add_span(std::move(deadline), i, end, range, out);
            }
            return true;
        }
    }
    auto first = span_at(start, range.last, field);
    if (!first) return false;
    const Index until = joint(first->end);
    if (const auto last = until > 0 ? span_at(first->end + until, range.last, field) : std::nullopt) {
        if (!first->has_year && last->has_year) first->first.year = last->last.year;
        first->last = last->last;
        first->end = last->end;
    } else if (first->first.month == first->last.month && first->first.year == first->last.year && !field) {
        return false;  // "từ tháng 5" alone begins something and ends nothing
    } else if (t_.is(start, Cue::year, range.last) && !field && first->first.year == first->last.year) {
        return false;
    }
    if (is_past(first->last)) return false;
    Deadline deadline = make(DeadlineKind::Period, {i, first->end});
    deadline.start = first->first.iso();
    deadline.end = first->last.iso();
    const bool years = t_.is(start, Cue::year, range.last);
    const std::int32_t months =
        (first->last.year - first->first.year) * 12 + first->last.month - first->first.month;
    const bool one_unit = months == (years ? 11 : t_.is(start, Cue::quarter, range.last) ? 2 : 0);
    if (field && until == 0 && one_unit) {
        // "Từ tháng 3" goes on to the end of the year, "từ năm 2026" for good.
        deadline.kind = years ? DeadlineKind::YearOnward : DeadlineKind::Period;
        deadline.end.reset();
        if (!years) deadline.end = Day{first->last.year, 12, 31}.iso();
    }
    if (const Index onward = t_.at(first->end, Cue::onward, range.last); onward > 0) {
        deadline.kind = DeadlineKind::YearOnward;
        deadline.end.reset();
        first->end += onward;
    }
    add_span(std::move(deadline), i, first->end, range, out);
    return true;
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
    const auto recur = [&](Deadline& one) {
        one.kind = DeadlineKind::Recurring;
        one.recurrence = Recurrence::Annual;
        one.start.reset();
        one.end.reset();
    };
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
    recur(deadline);
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

/// "trong vòng 24 giờ kể từ khi …", "không quá 10 ngày làm việc": no calendar fixes it.
bool TimeReader::read_span_of_time(Index& i, Range range, std::vector<Deadline>& out) const {
    const Index cue = std::max(t_.at(i, Cue::within, range.last), t_.at(i, Cue::before, range.last));
    const Index number = i + cue;
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
    const bool says_so =
        cue > 0 || field || start > i || t_.is(start, Cue::quarter, range.last) || goes_on ||
        (is_month && t_.is(span->end, Cue::yearly, range.last)) ||
        ((is_month || is_whole_year) && span->has_year && (behind_end || ends_with_complete(i, range)));
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
    const auto shown = recurrence == Recurrence::Quarterly || recurrence == Recurrence::SixMonth ||
                       recurrence == Recurrence::Annual;
    Deadline deadline = make(DeadlineKind::Recurring, {i, end});
    if (shown) deadline.recurrence = recurrence;
    i = end;
    if (recurrence == Recurrence::AdHoc) {
        deadline.kind = DeadlineKind::Unspecified;
    }
    out.push_back(std::move(deadline));
    return true;
}

/// A quotation mark that is never closed quotes nothing.
bool TimeReader::closes_soon(Index i, Range range) const {
    constexpr Index kLongestQuote = 60;
    for (Index j = i + 1; j < range.last && j < i + kLongestQuote; ++j) {
        if (t_[j].mark == U'"') return true;
    }
    return false;
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

std::vector<Deadline> TimeReader::read(Range range, bool field) const {
    std::vector<Deadline> out;
    bool quoted = false;
    for (Index i = range.first; i < range.last;) {
        if (t_[i].mark == U'"') quoted = !quoted && closes_soon(i, range);
        if (quoted && !field) {
            ++i;
            continue;
        }
        if (field && out.empty() && read_event_year(i, range, out)) continue;
        if (read_onward(i, range, out)) continue;
        if (read_from(i, range, field, out)) continue;
        if (read_before(i, range, out)) continue;
        if (read_within(i, range, field, out)) continue;
        if (read_span_of_time(i, range, out)) continue;
        if (read_recurring(i, range, field, out)) continue;
        if (!field && read_named_day(i, range, out)) continue;
        if (!field && t_.is(i, Cue::event_time, range.last)) {
            Index stop = i + t_.at(i, Cue::event_time, range.last);
            while (stop < range.last && stop < i + 12 && t_[stop].kind == TokenKind::Word) ++stop;
            out.push_back(make(DeadlineKind::Unspecified, {i, stop}));
            i = stop;
            continue;
        }
        if (const Index words = t_.at(i, Cue::unspecified_time, range.last);
            words > 0 && field && out.empty()) {
            Deadline deadline = make(DeadlineKind::Unspecified, {i, range.last});
            out.push_back(std::move(deadline));
            break;
        }
        ++i;
    }
    return out;
}

/// "Hằng năm, tổ chức sơ kết trước ngày 15 tháng 12": the day comes back with the year that opens the
/// sentence.
void TimeReader::merge_yearly(Range range, std::vector<Deadline>& out) const {
    if (out.size() < 2) return;
    const bool opens = out[0].kind == DeadlineKind::Recurring && out[0].recurrence == Recurrence::Annual &&
                       !out[0].end && out[0].range.first == range.first;
    const bool bare_period = out[1].kind == DeadlineKind::Period && !is_year(t_[out[1].range.last - 1]) &&
                             t_.is(out[1].range.first, Cue::from, range.last);
    const bool bare_day = out[1].kind == DeadlineKind::BeforeDate && out[1].end && year_ != 0 &&
                          !is_year(t_[out[1].range.last - 1]);
    if (!opens || (!bare_day && !bare_period)) return;
    for (Index i = out[0].range.last; i < out[1].range.first; ++i) {
        if (t_[i].mark == U';' || t_[i].mark == U'.') return;
    }
    if (bare_day) out[0].end = out[1].end->substr(5);
    out.erase(out.begin() + 1);
}

std::vector<Deadline> TimeReader::read_prose(Range range) const {
    std::vector<Deadline> out = read(range, false);
    merge_yearly(range, out);
    return out;
}

std::vector<Deadline> TimeReader::read_field(Range range) const {
    std::vector<Deadline> out = read(range, true);
    // "6 tháng đầu năm trước ngày 15/6": the half-year only says for what the day is.
    for (std::size_t n = 0; n + 1 < out.size();) {
        const bool names = out[n].kind == DeadlineKind::Period &&
                           out[n + 1].kind == DeadlineKind::BeforeDate &&
                           out[n].range.last == out[n + 1].range.first;
        if (names) out.erase(out.begin() + static_cast<std::ptrdiff_t>(n));
        if (!names) ++n;
    }
    while (!range.empty() && t_[range.last - 1].kind == TokenKind::Mark) --range.last;
    if (out.empty() && !range.empty()) out.push_back(make(DeadlineKind::Unspecified, range));
    return out;
}

}  // namespace neove::plan
