/// \file
/// Rows of a table: one row, one task.

#include "plan/assembler.h"
#include "plan/opening.h"

#include <algorithm>

namespace neove::plan {

bool Assembler::has_sub_rows(std::uint32_t n) const {
    const std::string prefix = node(n).path + ".";
    return n + 1 < outline_.nodes.size() && outline_.nodes[n + 1].is_row &&
           outline_.nodes[n + 1].path.starts_with(prefix);
}

void Assembler::visit_row(std::uint32_t n, Context& context) {
    const Node& row = node(n);
    if (row.is_group_row) {
        row_title_ = t_.written(trimmed(t_, row.body));
        row_heading_ = names_bodies(t_, row.body) ? r_.roles.heading(row.body).value_or(Roles{}) : Roles{};
        return;
    }
    if (context.section == Section::Goal || context.section == Section::Background) return;
    const auto content = std::ranges::find(row.cells, Field::Content, &Cell::field);
    const auto has = [&](Field field) {
        return std::ranges::find(row.cells, field, &Cell::field) != row.cells.end();
    };
    if (content == row.cells.end()) return;
    Assignment assignment = context.assignment;
    const bool inherits = !row_parent_.empty() && row.path.starts_with(row_parent_ + ".");
    if (inherits) assignment = merge(assignment, row_assignment_);
    Assignment own;
    const bool lead_named = has(Field::Lead);
    for (const Cell& cell : row.cells) {
        if (cell.field != Field::Content && cell.field != Field::Number) {
            add_field(r_, cell.field, cell.range, lead_named, own);
        }
    }
    assignment = merge(assignment, own);
    if (has_sub_rows(n)) {
        row_parent_ = row.path;
        row_assignment_ = own;
        if (!lead_named && !has(Field::Perform)) {
            row_title_ = t_.written(trimmed(t_, row.body));
            return;
        }
    }
    Context inner = context;
    if (!row_title_.empty()) inner.title = row_title_;
    if (!row_heading_.empty()) inner.heading = row_heading_;
    const bool is_of_annex = !annex_lead_.empty() && assignment.roles.empty() && row_heading_.empty() &&
                             row.path.starts_with("PL");
    if (is_of_annex) assignment.roles.lead = annex_lead_;
    const std::size_t before = reading_.tasks.size();
    const std::size_t first_report = reading_.reports.size();
    in_row_ = true;
    row_names_bodies_ = !own.roles.empty();
    emit(row.path, content->range, assignment, inner);
    in_row_ = false;
    // Whoever carries out what the annex lists sends its reports, though the words are another's.
    for (std::size_t one = first_report; is_of_annex && one < reading_.reports.size(); ++one)
        reading_.reports[one].from = annex_lead_;
    if (reading_.tasks.size() == before) return date_reports(own.times, first_report);
    Task& task = reading_.tasks.back();
    for (const Cell& cell : row.cells) {
        const bool may_order = cell.field == Field::Time || cell.field == Field::Note ||
                               cell.field == Field::Product || cell.field == Field::Audience;
        if (!may_order) continue;
        std::vector<std::string> actors = task.lead;
        const std::size_t first = reading_.reports.size();
        for (const Range& clause : clauses_of(t_, cell.range)) add_reports(row.path, clause, actors);
        // "Báo cáo" as what comes out of the row orders no report: it says neither to whom nor when.
        if (cell.field == Field::Product) {
            const auto bare = [](const Report& one) { return !one.to && one.due.empty() && !one.recurrence; };
            const auto from = reading_.reports.begin() + static_cast<std::ptrdiff_t>(first);
            reading_.reports.erase(
                std::remove_if(from, reading_.reports.end(), bare), reading_.reports.end()
            );
        }
        share_recurrence(task, first);
    }
}

/// "Định kỳ quý, 6 tháng, năm báo cáo …" in a row whose time is one day: the row is the report of that day.
void Assembler::date_reports(const std::vector<Deadline>& times, std::size_t first_report) {
    if (reading_.reports.size() == first_report || times.size() != 1) return;
    const Deadline& time = times.front();
    Report& report = reading_.reports[first_report];
    if (time.kind == DeadlineKind::Date && time.end) {
        reading_.reports.resize(first_report + 1, report);
        report.recurrence = Recurrence::Once;
        report.due = {*time.end};
    } else if (report.due.empty()) {
        if (!report.recurrence) report.recurrence = time.recurrence;
        report.due = {time.raw};
    }
}

/// "Định kỳ 6 tháng/lần; gửi kết quả … trước ngày 20/6 và 20/12": the days are those of the report.
void Assembler::share_recurrence(Task& task, std::size_t first_report) {
    std::optional<Recurrence> every;
    for (const TaskDeadline& deadline : task.deadlines) {
        const bool bare = deadline.kind == DeadlineKind::Recurring && !deadline.end;
        // A month, week or day has no two days of a year to be told by.
        const bool is_long = deadline.recurrence == Recurrence::Quarterly ||
                             deadline.recurrence == Recurrence::SixMonth ||
                             deadline.recurrence == Recurrence::Annual;
        if (bare && is_long) every = deadline.recurrence;
    }
    for (std::size_t n = first_report; n < reading_.reports.size(); ++n) {
        Report& report = reading_.reports[n];
        std::erase_if(task.deadlines, [&](const TaskDeadline& deadline) {
            return report.span.begin <= deadline.span.begin && deadline.span.end <= report.span.end;
        });
        if (!every || report.recurrence != Recurrence::Once || report.due.size() < 2) continue;
        report.recurrence = every;
        for (std::string& day : report.due) {
            if (day.size() == 10) day.erase(0, 5);
        }
    }
}

}  // namespace neove::plan
