#include "service/registers/allot_reports.h"

#include "allotment/repeat.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace neove::service {

namespace {

using calendar::Date;

std::vector<std::string> texts_of(const json::Value& of, std::string_view name) {
    std::vector<std::string> out;
    const json::Value* held = of.find(name);
    if (held == nullptr || held->array() == nullptr) return out;
    for (const json::Value& one : *held->array()) {
        if (one.string() != nullptr) out.push_back(*one.string());
    }
    return out;
}

/// Readings have no word for what comes back each month: there the day is what the paper says.
std::string recurrence_in(const json::Value& report, const std::vector<std::string>& days) {
    const std::string named = report.text_or("recurrence");
    if (!named.empty() || days.size() != 1) return named;
    const std::string words = text::fold(days.front());
    const bool is_monthly =
        words.starts_with("thang") || words.contains("hang thang") || words.contains("moi thang");
    return is_monthly ? "monthly" : named;
}

std::vector<allotment::ReportLine> lines_in(const review::State& review) {
    std::vector<allotment::ReportLine> out;
    for (const json::Value& one : review.reports) {
        std::vector<std::string> days = texts_of(one, "due");
        std::string recurrence = recurrence_in(one, days);
        out.push_back(
            {one.text_or("path"),
             texts_of(one, "from"),
             one.text_or("to"),
             one.text_or("via"),
             one.text_or("raw"),
             one.text_or("content"),
             {std::move(recurrence), std::move(days)}}
        );
    }
    return out;
}

void add_bodies(ReadOrder& one, BodyResolver& resolver, const TellOrder& tell) {
    std::set<OrganisationId> reporters;
    for (const std::string& name : one.order.from) {
        const BodyView& view = resolver.of(name);
        if (view.status == "resolved") {
            reporters.insert(view.organisation);
        } else if (view.status == "collective") {
            for (const auto& [id, member] : view.members) reporters.insert(id);
        } else if (view.status == "ambiguous") {
            tell(one, "allotment.body_ambiguous", view.text);
        } else {
            tell(
                one, view.status == "successor" ? "allotment.body_ended" : "allotment.body_unknown", view.text
            );
        }
    }
    if (!one.order.to.empty()) {
        const BodyView& to = resolver.of(one.order.to);
        if (to.status == "resolved") {
            reporters.erase(to.organisation);
            one.bodies.push_back({allotment::Role::Receiver, to.organisation});
        } else {
            tell(one, "allotment.receiver_unknown", to.text);
        }
    }
    for (const OrganisationId& id : reporters) one.bodies.push_back({allotment::Role::Reporter, id});
    if (reporters.empty()) tell(one, "allotment.nobody_reports", {});
}

void add_choices(ReadOrder& one, const allotment::Choices& choices, const TellOrder& tell) {
    const auto said = [&](std::string_view field, const std::string& of) {
        const auto found = choices.find({std::string(field), of});
        return found == choices.end() ? std::string() : found->second;
    };
    one.is_given = said(kGivesReport, one.order.id) == "yes";
    for (const std::string& day : one.order.days()) {
        const std::string other = said(kReportDay, one.order.id + "/" + day);
        if (other.empty()) continue;
        if (allotment::is_like(other, day)) {
            one.moved[day] = other;
        } else {
            // A day that cannot be read is never taken for the one that was to be changed.
            tell(one, "allotment.report_day", other);
            one.is_given = false;
        }
    }
}

}  // namespace

allotment::Outcome outcome_of(review::Choice choice) {
    switch (choice) {
        case review::Choice::Dated: return allotment::Outcome::Dated;
        case review::Choice::InReport: return allotment::Outcome::InReport;
        case review::Choice::Standing: break;
    }
    return allotment::Outcome::Standing;
}

std::vector<allotment::Rhythm> rhythms_of(const review::Task& task) {
    std::vector<allotment::Rhythm> out;
    for (const review::Deadline& one : task.item.deadlines) {
        if (one.recurrence.empty()) continue;
        allotment::Rhythm rhythm = allotment::rhythm_of(one.recurrence, one.end);
        if (!rhythm.days.empty()) out.push_back(std::move(rhythm));
    }
    return out;
}

allotment::Bounds bounds_of(
    const review::State& review, const std::string& issued_on, const std::string& today
) {
    const Date now = Date::parse_iso(today).value_or(Date::first());
    allotment::Bounds out{now, now.plus_months(kMonthsAhead), Date::parse_iso(issued_on).value_or(now)};
    const json::Value* period = review.document.find("period");
    if (period == nullptr || period->object() == nullptr) return out;
    if (const auto start = calendar::PartialDate::parse_iso(period->text_or("start"))) {
        out.plan_start = start->earliest();
        out.until = std::max(now, start->earliest()).plus_months(kMonthsAhead);
    }
    if (const auto end = calendar::PartialDate::parse_iso(period->text_or("end"))) {
        out.plan_end = end->latest();
    }
    return out;
}

std::vector<ReadOrder> orders_in(
    const review::State& review,
    const std::string& issued_on,
    const std::string& today,
    const allotment::Choices& choices,
    BodyResolver& resolver,
    const TellOrder& tell
) {
    const allotment::Bounds bounds = bounds_of(review, issued_on, today);
    std::vector<ReadOrder> out;
    for (allotment::ReportOrder& order : allotment::orders_of(lines_in(review))) {
        ReadOrder one{std::move(order)};
        add_choices(one, choices, tell);
        add_bodies(one, resolver, tell);
        for (const std::string& words : one.order.without_day)
            tell(one, "allotment.rhythm_without_day", words);
        one.occurrences = allotment::occurrences(one.order.rhythms, one.moved, bounds);
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<allotment::Task> tasks_of(const ReadOrder& order) {
    std::vector<allotment::Task> out;
    for (const allotment::Occurrence& occurrence : order.occurrences) {
        allotment::Task task;
        task.id = TaskId::trusted(allotment::name_of(order.order, occurrence.read_on));
        task.outcome = allotment::Outcome::Report;
        task.path = order.order.path;
        task.text = order.order.words;
        task.bodies = order.bodies;
        task.report = allotment::DueReport{
            order.order.id, order.order.to, order.order.via, order.order.content, occurrence};
        for (const Date read_on : occurrence.also_read) {
            task.report->also_known.push_back(allotment::name_of(order.order, read_on));
        }
        out.push_back(std::move(task));
    }
    return out;
}

std::vector<KnownReports> known_reports(
    const review::State& review,
    const std::string& issued_on,
    calendar::Date came_on,
    const std::string& today
) {
    // A day is moved to the nearest one, which is never farther away.
    constexpr std::int64_t kMonthsMoved = 7;
    allotment::Bounds bounds = bounds_of(review, issued_on, today);
    bounds.from = came_on.plus_months(-kMonthsMoved);
    bounds.until = bounds.until.plus_months(kMonthsMoved);
    bounds.plan_start.reset();
    bounds.plan_end.reset();
    std::vector<KnownReports> out;
    for (const allotment::ReportOrder& order : allotment::orders_of(lines_in(review))) {
        KnownReports one{order.from, {}, order.id};
        for (const allotment::Occurrence& day : allotment::occurrences(order.rhythms, {}, bounds)) {
            one.names.push_back(allotment::name_of(order, day.read_on));
            one.read_on.push_back(day.read_on);
        }
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace neove::service
