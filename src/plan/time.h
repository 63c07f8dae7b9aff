#pragma once
/// \file
/// When: dates, months, quarters and years as documents write them, and the deadlines they make.

#include "plan/token.h"

#include <optional>
#include <string>
#include <vector>

namespace neove::plan {

enum class DeadlineKind : std::uint8_t { Date, BeforeDate, Period, YearOnward, Recurring, Unspecified };
enum class Recurrence : std::uint8_t { Quarterly, SixMonth, Annual, AdHoc, Once, Monthly, Weekly, Daily };

/// A calendar day; year 0 means that none was written and none could be supplied.
struct Day {
    std::int32_t year{0};
    std::int32_t month{0};
    std::int32_t day{0};
    std::string iso() const;  ///< 2026-03-05, or 03-05 without a year
    auto operator<=>(const Day&) const = default;
};

std::int32_t days_in_month(std::int32_t year, std::int32_t month);
Day month_end(std::int32_t year, std::int32_t month);
Day day_before(Day day);
/// A number that can only be a year.
inline bool is_year(const Token& token) {
    return token.number >= 1900 && token.number <= 2199;
}

struct Deadline {
    DeadlineKind kind{DeadlineKind::Unspecified};
    Range range{};
    std::string raw{};
    std::optional<std::string> start{};
    std::optional<std::string> end{};
    std::optional<Recurrence> recurrence{};
};

class TimeReader {
public:
    /// `year` is the plan's own, for dates written without one; 0 if unknown.
    TimeReader(const Tokens& tokens, std::int32_t year, std::optional<std::pair<Day, Day>> own_stage = {})
        : t_(tokens), year_(year), own_stage_(own_stage) {}

    /// In prose: only where a word says that it is a time limit, and no document, law or event is dated by
    /// it.
    std::vector<Deadline> read_prose(Range range) const;
    /// In a time line or column: everything there is a time.
    std::vector<Deadline> read_field(Range range) const;

    /// A day at `i`: 05/3/2026, 5 tháng 3 năm 2026, with or without "ngày". The year stays 0 where none is
    /// written.
    std::optional<Day> day_at(Index i, Index end, Index& after) const;
    /// "quý", "6 tháng", "năm", "hằng tháng", "đột xuất": a periodicity at `i`.
    std::optional<Recurrence> period_at(Index i, Index end, Index& after) const;
    std::int32_t year() const { return year_; }
    /// Whether the date at `i` belongs to a cited document, to the force of a law or to the name of a day.
    bool is_cited(Index i, Range sentence, bool named_days = false) const;
    Day with_year(Day day) const;

    /// 1 to 4 for "I" to "IV" or a figure.
    std::optional<std::int32_t> quarter_number(Index i) const;

private:
    struct Span {
        Day first;
        Day last;
        bool has_year{false};
        Index end{0};
    };
    std::optional<Span> span_at(Index i, Index end, bool field) const;
    std::optional<Span> months_at(Index i, Index end) const;
    std::optional<Span> quarters_at(Index i, Index end) const;
    std::optional<Span> half_year_at(Index i, Index end) const;
    std::optional<Span> years_at(Index i, Index end, bool field) const;
    std::optional<std::int32_t> year_behind(Index& i, Index end) const;
    bool read_before(Index& i, Range range, std::vector<Deadline>& out) const;
    void add_span(Deadline deadline, Index& i, Index end, Range range, std::vector<Deadline>& out) const;
    void merge_yearly(Range range, std::vector<Deadline>& out) const;
    bool read_until(Index& i, Index start, Range range, std::vector<Deadline>& out) const;
    bool read_from(Index& i, Range range, bool field, std::vector<Deadline>& out) const;
    Index span_joint(Index i, Index end) const;
    bool read_days_from(Index& i, Index cue, Range range, bool field, std::vector<Deadline>& out) const;
    bool read_short_days_from(Index& i, Index start, Range range, std::vector<Deadline>& out) const;
    bool read_units_from(Index& i, Index start, Range range, bool field, std::vector<Deadline>& out) const;
    bool read_open_start(Index& i, Day first, Index end, Range range, std::vector<Deadline>& out) const;
    void make_yearly(Deadline& deadline) const;
    bool explains_name(Index i, Range range) const;
    bool read_frequency(Index& i, Range range, std::vector<Deadline>& out) const;
    bool read_day_of_every(Index& i, Range range, std::vector<Deadline>& out) const;
    bool read_closing_rhythm(Index& i, Range range, std::vector<Deadline>& out) const;
    bool read_named_months(Index& i, Range range, std::vector<Deadline>& out) const;
    bool opens_clause(Index i, Index after, Range range) const;
    bool read_event_year(Index& i, Range range, std::vector<Deadline>& out) const;
    bool counts_times(Index after, Range range) const;
    bool is_plain_day(Index i, Index start, const Day& day, Range range) const;
    bool stands_alone(Index i, Index after, Range range) const;
    bool ends_with_complete(Index i, Range range) const;
    bool read_closing_month(Index& i, Index number, Range range, std::vector<Deadline>& out) const;
    bool read_span_of_time(Index& i, Range range, std::vector<Deadline>& out) const;
    bool read_within(Index& i, Range range, bool field, std::vector<Deadline>& out) const;
    bool read_recurring(Index& i, Range range, bool field, std::vector<Deadline>& out) const;
    bool read_onward(Index& i, Range range, std::vector<Deadline>& out) const;
    std::vector<Deadline> read(Range range, bool field) const;
    Deadline make(DeadlineKind kind, Range range) const;
    bool is_past(const Day& day) const;
    bool closes_soon(Index i, Range range) const;
    bool read_named_day(Index& i, Range range, std::vector<Deadline>& out) const;
    Index joint(Index i, Index end) const;
    Span make_span(
        std::int32_t first_month,
        std::int32_t last_month,
        std::optional<std::int32_t> first_year,
        std::optional<std::int32_t> last_year,
        Index end
    ) const;

    const Tokens& t_;
    std::int32_t year_;
    std::optional<std::pair<Day, Day>> own_stage_;  ///< "giai đoạn 2026 - 2030" of the title
};

}  // namespace neove::plan
