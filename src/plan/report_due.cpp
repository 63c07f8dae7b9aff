/// \file
/// How often and by when a report is due.

#include "plan/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::plan {

/// "ngày 05 (của) tháng cuối (của) quý": the day of every quarter's last month.
bool ReportReader::read_closing_month(Index& i, Index end, std::int32_t& day) const {
    Index j = i + t_.at(i, Cue::day, end);
    if (j >= end || t_[j].kind != TokenKind::Number || t_[j].number < 1 || t_[j].number > 31) return false;
    day = t_[j].number;
    ++j;
    j += t_.at(j, Cue::of, end);
    const Index month = t_.at(j, Cue::month, end);
    if (month == 0 || !t_.is(j + month, Cue::end_of, end)) return false;
    j += month + 1;
    j += t_.at(j, Cue::of, end);
    j += t_.at(j, Cue::every, end);
    i = j;
    return true;
}

namespace {

std::vector<std::string> closing_days(std::optional<Recurrence> recurrence, std::int32_t day) {
    if (recurrence == Recurrence::Quarterly) {
        return {
            fmt::format("03-{:02}", day),
            fmt::format("06-{:02}", day),
            fmt::format("09-{:02}", day),
            fmt::format("12-{:02}", day)};
    }
    if (recurrence == Recurrence::SixMonth) return {fmt::format("06-{:02}", day)};
    if (recurrence == Recurrence::Annual) return {fmt::format("12-{:02}", day)};
    return {};
}

}  // namespace

/// "Quý I (": the place of the parenthesis behind one numbered quarter; 0 if there is none.
Index ReportReader::quarter_with_days(Index i, Index end) const {
    const Index word = t_.at(i, Cue::quarter, end);
    const Index open = i + word + 1;
    if (word == 0 || open >= end || !time_.quarter_number(i + word) || t_[open].mark != U'(') return 0;
    return open;
}

/// "(báo cáo năm)", "đối với báo cáo 6 tháng": which report the day before it is for.
std::optional<ReportReader::Due> ReportReader::period_behind(Index i, Index end) const {
    if (i + 2 >= end) return std::nullopt;
    const bool bracket = t_[i].mark == U'(';
    Index at = i + (bracket ? 1 : 0);
    const Index about = t_.at(at, Cue::in_case_of, end);
    if (!bracket && about == 0) return std::nullopt;
    at += about;
    const Index report = t_.at(at, Cue::report, end);
    if (report == 0) return std::nullopt;
    Index after = i;
    auto recurrence = time_.period_at(at + report, end, after);
    if (constexpr std::int32_t kMonths = 9;
        at + report < end && t_[at + report].number == kMonths && t_.is(at + report + 1, Cue::month, end)) {
        recurrence = Recurrence::Quarterly;
        after = at + report + 2;
    }
    if (!recurrence || (bracket && (after >= end || t_[after].mark != U')'))) return std::nullopt;
    return Due{.recurrence = recurrence, .range = {i, after + (bracket ? 1 : 0)}};
}

/// Periodicities and days in the order they stand. A day behind a periodicity belongs to it; a day that
/// stands before any is shared by those that follow.
class ReportReader::DueReader {
public:
    DueReader(const ReportReader& reader, Range sentence)
        : r_(reader), t_(reader.t_), time_(reader.time_), sentence_(sentence) {}

    std::vector<Due> run() {
        bool quoted = false;
        for (Index i = sentence_.first; i < sentence_.last;) {
            if (t_[i].mark == U'"') quoted = !quoted;
            if (read_closing(i) || read_quarter(i) || read_day(i)) continue;
            if (!quoted && read_period(i)) continue;
            ++i;
        }
        if (!waiting_.empty() && says_periodic()) {
            // "định kỳ trước ngày 10/6 và 10/12": as often as days are named
            const std::size_t days = waiting_.size();
            const auto often = days == 1   ? Recurrence::Annual
                               : days == 2 ? Recurrence::SixMonth
                                           : Recurrence::Quarterly;
            dues_.push_back({often, std::move(waiting_), waiting_range_});
        } else if (!waiting_.empty()) {
            for (std::string& day : waiting_) {
                if (time_.year() != 0 && day.size() == 5) day = fmt::format("{}-{}", time_.year(), day);
            }
            dues_.push_back({Recurrence::Once, std::move(waiting_), waiting_range_});
        }
        return std::move(dues_);
    }

private:
    bool says_periodic() const {
        for (Index i = sentence_.first; i < sentence_.last; ++i) {
            if (t_.is(i, Cue::periodic, sentence_.last)) return true;
        }
        return false;
    }

    bool recurs() const {
        if (dues_.empty() || !dues_.back().recurrence) return false;
        // A date with a month cannot be the day of every week or month.
        const Recurrence last = *dues_.back().recurrence;
        return last == Recurrence::Quarterly || last == Recurrence::SixMonth || last == Recurrence::Annual;
    }

    /// To the last period, unless it is "ad hoc".
    void attach(const Day& day, Range range) {
        if (recurs()) {
            dues_.back().days.push_back(day.iso());
            dues_.back().range.last = range.last;
        } else if (day.year != 0) {
            dues_.push_back({Recurrence::Once, {day.iso()}, range});
        } else {
            if (waiting_.empty()) waiting_range_ = range;
            waiting_.push_back(day.iso());
            waiting_range_.last = range.last;
        }
    }

    /// "ngày 05 tháng cuối quý"
    bool read_closing(Index& i) {
        Index j = i;
        std::int32_t day = 0;
        if (!r_.read_closing_month(j, sentence_.last, day)) return false;
        closing_day_ = day;
        if (!dues_.empty() && dues_.back().days.empty() && dues_.back().recurrence &&
            *dues_.back().recurrence != Recurrence::AdHoc) {
            dues_.back().days = closing_days(dues_.back().recurrence, day);
            // "… tháng cuối quý" inside the parenthesis repeats the period.
            j += t_.at(j, Cue::quarter, sentence_.last);
            closing_day_.reset();
        }
        i = j;
        return true;
    }

    /// "6 tháng, 9 tháng và năm": nine months are the report of the third quarter. Its end; 0 if it is none.
    Index nine_months(Index i) const {
        constexpr std::int32_t kMonths = 9;
        if (t_[i].number != kMonths || !t_.is(i + 1, Cue::month, sentence_.last)) return 0;
        const Index behind = i + 2;
        if (behind < sentence_.last && (t_[behind].mark == U'/' || t_[behind].kind == TokenKind::Number))
            return 0;
        if (!stands_among(i) && !(i > sentence_.first && t_[i - 1].mark == U'(')) return 0;
        return behind + t_.at(behind, Cue::first_half, sentence_.last);
    }

    /// "Quý I (trước ngày 15/3), 06 tháng (…), Quý III (…)": the days of one quarterly report.
    bool read_quarter(Index& i) {
        Index open = r_.quarter_with_days(i, sentence_.last);
        if (open == 0) open = nine_months(i);
        if (open == 0) return false;
        const auto known = std::ranges::find(dues_, Recurrence::Quarterly, &Due::recurrence);
        if (known == dues_.end()) {
            dues_.push_back({.recurrence = Recurrence::Quarterly, .range = {i, open}});
        } else {
            std::rotate(known, known + 1, dues_.end());
        }
        date_since_period_ = false;
        i = open;
        return true;
    }

    bool read_day(Index& i) {
        Index after = i;
        const auto day = time_.day_at(i, sentence_.last, after);
        if (!day || time_.is_cited(i, sentence_)) return false;
        // "trước ngày 05/12/2024 (báo cáo năm)": which report it is stands behind the day.
        if (const auto named = r_.period_behind(after, sentence_.last)) {
            dues_.push_back({named->recurrence, {day->iso()}, {i, named->range.last}});
            i = named->range.last;
            return true;
        }
        if (const Index every = t_.at(after, Cue::yearly, sentence_.last); every > 0) {
            if (dues_.empty() || !dues_.back().recurrence || !dues_.back().days.empty()) {
                std::vector<std::string> days = std::move(waiting_);
                waiting_.clear();
                days.push_back(day->iso());
                dues_.push_back({Recurrence::Annual, std::move(days), {i, after + every}});
            } else {
                dues_.back().days.push_back(day->iso());
            }
            i = after + every;
            return true;
        }
        if (recurs() && day->year != 0 && date_since_period_) {
            dues_.push_back({Recurrence::Once, {day->iso()}, {i, after}});
        } else {
            attach(*day, {i, after});
        }
        date_since_period_ = true;
        i = after;
        return true;
    }

    /// A bare "năm" or "quý" is a periodicity only among periodicities.
    bool stands_among(Index i) const {
        if (i == sentence_.first) return false;
        for (const Cue cue : {Cue::periodic, Cue::conjunction, Cue::end_of, Cue::report}) {
            if (t_.is(i - 1, cue, i)) return true;
        }
        if (t_[i - 1].mark == U',' || t_[i - 1].mark == U';' || closing_day_) return true;
        if (i < 2) return false;
        return t_.is(i - 1, Cue::whole, i) || t_.text(i - 1) == "quả" || t_.is(i - 2, Cue::report, i) ||
               t_.is(i - 2, Cue::review, i) || t_.is(i - 2, Cue::periodic, i);
    }

    /// "hằng tháng trước ngày 23": the end of a day of every month, which no month follows; else where it
    /// began.
    Index bare_day_behind(Index begin) const {
        Index i = begin;
        if (i < sentence_.last && t_[i].mark == U',') ++i;
        const Index before = t_.at(i, Cue::before, sentence_.last);
        const Index day = t_.at(i + before, Cue::day, sentence_.last);
        i += before + day;
        const bool is_day = before + day > 0 && i < sentence_.last && t_[i].kind == TokenKind::Number &&
                            t_[i].number >= 1 && t_[i].number <= 31;
        if (!is_day) return begin;
        ++i;
        const bool goes_on =
            i < sentence_.last && (t_[i].mark == U'/' || t_[i].mark == U'-' ||
                                   t_.is(i, Cue::month, sentence_.last) || t_.is(i, Cue::of, sentence_.last));
        return goes_on ? begin : i;
    }

    /// "trước ngày 20 hằng tháng", "hằng tháng (trước ngày 25)": the words of the rule.
    Range with_day_words(Range period, Recurrence recurrence) const {
        Index first = period.first;
        if (first > sentence_.first && t_[first - 1].kind == TokenKind::Number) {
            Index begin = first - 1;
            while (begin > sentence_.first &&
                   (t_.is(begin - 1, Cue::day, begin) || t_.is(begin - 1, Cue::before, begin)))
                --begin;
            if (begin < first - 1) first = begin;
        }
        Index last = period.last;
        if (last + 1 < sentence_.last && t_[last].mark == U'(' &&
            t_.is(last + 1, Cue::before, sentence_.last)) {
            while (last < sentence_.last && t_[last].mark != U')') ++last;
            last = std::min(last + 1, sentence_.last);
        }
        if (recurrence == Recurrence::Monthly && Range{first, last} == period) last = bare_day_behind(last);
        return {first, last};
    }

    /// "báo cáo tuần", "báo cáo tháng"
    std::optional<Recurrence> named_report(Index i, Index& after) const {
        const bool behind_report = i >= sentence_.first + 2 && t_.at(i - 2, Cue::report, i) == 2;
        const bool numbered = i + 1 < sentence_.last && t_[i + 1].kind == TokenKind::Number;
        if (!behind_report || numbered) return std::nullopt;
        for (const auto& [cue, recurrence] :
             {std::pair{Cue::week, Recurrence::Weekly},
              std::pair{Cue::month, Recurrence::Monthly},
              std::pair{Cue::day, Recurrence::Daily}}) {
            const Index words = t_.at(i, cue, sentence_.last);
            if (words == 0) continue;
            after = i + words;
            return recurrence;
        }
        return std::nullopt;
    }

    bool read_period(Index& i) {
        Index after = i;
        auto recurrence = time_.period_at(i, sentence_.last, after);
        if (!recurrence) {
            recurrence = named_report(i, after);
            if (recurrence) {
                const bool is_monthly = recurrence == Recurrence::Monthly;
                const Index end = is_monthly ? bare_day_behind(after) : after;
                dues_.push_back({.recurrence = recurrence, .range = {i, end}});
                date_since_period_ = false;
                i = after;
                return true;
            }
        }
        if (!recurrence) return false;
        const bool bare = after == i + 1 && *recurrence != Recurrence::AdHoc;
        if (bare && !stands_among(i)) return false;
        Due due{.recurrence = recurrence, .range = with_day_words({i, after}, *recurrence)};
        if (*recurrence == Recurrence::AdHoc) {
            const Index ask = t_.at(after, Cue::on_request, sentence_.last);
            if (ask > 0) due.days.push_back(t_.written({after, after + ask}));
        } else if (closing_day_) {
            due.days = closing_days(recurrence, *closing_day_);
        } else if (!waiting_.empty()) {
            due.days = std::move(waiting_);
            waiting_.clear();
        }
        const bool again = std::ranges::any_of(dues_, [&](const Due& other) {
            return other.recurrence == due.recurrence && (due.days.empty() || other.days.empty());
        });
        if (!again) {
            dues_.push_back(std::move(due));
            date_since_period_ = false;
        }
        i = after;
        return true;
    }

    const ReportReader& r_;
    const Tokens& t_;
    const TimeReader& time_;
    Range sentence_;
    std::vector<Due> dues_;
    std::optional<std::int32_t> closing_day_;  ///< "ngày 05 tháng cuối", waiting for its periods
    std::vector<std::string> waiting_;         ///< days before any period
    Range waiting_range_;
    bool date_since_period_{false};
};

std::vector<ReportReader::Due> ReportReader::read_dues(Range sentence) const {
    return DueReader(*this, sentence).run();
}

}  // namespace neove::plan
