/// \file
/// One order: its task, with its bodies, its times and how sure they are.

#include "plan/assembler.h"

#include <algorithm>

namespace neove::plan {

void Assembler::emit(
    const std::string& path, Range text, const Assignment& labelled, const Context& context
) {
    const Assignment assignment = scopes_.add_to(labelled, path);
    const Sentences parts = sort_sentences(r_, text);
    report_ranges_.clear();
    for (const Range& sentence : parts.to_annex) read_annex_lead(sentence);
    Roles own;
    if (!parts.orders.empty()) own = r_.roles.read_prose(parts.whole);
    Task task;
    task.path = path;
    task.section_title = context.title;
    give_roles(task, own, assignment, context);
    std::vector<std::string> actors = task.lead;
    add_names(actors, task.requested);
    if (actors.empty()) actors = last_actors_;
    for (const DifficultyClause& clause : parts.difficulties) add_difficulty(path, clause);
    for (const Range& report : parts.reports) add_reports(path, report, actors);
    if (parts.orders.empty()) return;
    if (!in_row_ && is_funding_order(r_, parts.whole)) {
        add_funding(path, text);
        return;
    }
    std::vector<std::string> senders = own.lead;
    add_names(senders, own.requested);
    for (const Range& order : parts.orders) add_reports(path, order, senders.empty() ? actors : senders);
    add_followup(path, parts.whole, actors);
    task.text = written(parts.orders);
    task.span = span_of({parts.orders.front().first, parts.orders.back().last});
    Origin origin{.orders = parts.orders, .times = report_ranges_, .is_row = in_row_};
    for (const Range& order : parts.orders) {
        for (const Deadline& deadline : r_.time.read_prose(order)) {
            origin.times.push_back(deadline.range);
            if (!is_report_time(r_, deadline.range, order))
                task.deadlines.push_back(to_task_deadline(deadline));
        }
    }
    resolve_campaign(task, parts.whole);
    add_times(task, assignment);
    copy_extras(task, assignment);
    task.category = is_organisation(r_, parts.whole, context.section == Section::Organisation)
                        ? Category::Organisation
                        : Category::Action;
    add_targets(path, parts.whole, false);
    if (in_row_ && row_names_bodies_) task.confidence = {95, "roles.table_columns", {}};
    origin.is_unfolded = in_row_ && reading_.was_unfolded;
    origin.has_own_actor = !assignment.roles.empty() && names_others(own, assignment.roles);
    doubter_.weigh(task, origin);
    if (!task.lead.empty() || !task.requested.empty()) last_actors_ = actors;
    reading_.tasks.push_back(std::move(task));
}

/// "Sở A thực hiện 12 nhiệm vụ; nội dung … ghi tại Phụ lục": whoever carries out what the annex lists.
void Assembler::read_annex_lead(Range sentence) {
    const auto subject = r_.roles.subject(sentence);
    if (!subject || subject->requested || subject->list.bodies.empty()) return;
    if (subject->list.bodies.front().is_collective) return;
    if (!t_.is(subject->list.end, Cue::perform, sentence.last)) return;
    annex_lead_.clear();
    add_names(annex_lead_, subject->list.bodies);
}

/// The order names somebody, and the assignment somebody else.
bool Assembler::names_others(const Roles& own, const Roles& labelled) {
    return std::ranges::any_of(own.lead, [&](const std::string& name) {
        return std::ranges::find(labelled.lead, name) == labelled.lead.end() &&
               std::ranges::find(labelled.coordinate, name) == labelled.coordinate.end();
    });
}

std::string Assembler::written(const std::vector<Range>& ranges) const {
    std::string out;
    for (const Range& range : ranges) out += (out.empty() ? "" : " ") + t_.written(range);
    return out;
}

TaskDeadline Assembler::to_task_deadline(const Deadline& deadline) const {
    return {
        deadline.kind,
        deadline.raw,
        deadline.start,
        deadline.end,
        deadline.recurrence,
        span_of(deadline.range)};
}

void Assembler::add_times(Task& task, const Assignment& assignment) const {
    const auto takes_part = [&](const std::vector<std::string>& actors) {
        return std::ranges::any_of(actors, [&](const std::string& actor) {
            const auto same = [&](const std::string& name) {
                return text::match_key(name) == text::match_key(actor);
            };
            return std::ranges::any_of(task.lead, same) || std::ranges::any_of(task.requested, same);
        });
    };
    const auto add = [&](const Deadline& deadline) {
        const bool known = std::ranges::any_of(task.deadlines, [&](const TaskDeadline& other) {
            return other.kind == deadline.kind && other.start == deadline.start &&
                   other.end == deadline.end && other.recurrence == deadline.recurrence;
        });
        if (!known) task.deadlines.push_back(to_task_deadline(deadline));
    };
    for (const ActorTime& time : assignment.actor_times) {
        if (takes_part(time.actors)) std::ranges::for_each(time.deadlines, add);
    }
    std::ranges::for_each(assignment.times, add);
}

/// "trong đợt cao điểm" means the period given where the campaign was ordered.
void Assembler::resolve_campaign(Task& task, Range text) {
    for (Index i = text.first; i < text.last; ++i) {
        const Index words = t_.at(i, Cue::campaign, text.last);
        if (words == 0) continue;
        const auto period = std::ranges::find_if(task.deadlines, [](const TaskDeadline& deadline) {
            return deadline.kind == DeadlineKind::Period && deadline.start && deadline.end;
        });
        if (period != task.deadlines.end()) {
            campaign_ = *period;
        } else if (campaign_ && i > text.first && t_.is(i - 1, Cue::within, i)) {
            TaskDeadline used = *campaign_;
            used.raw = t_.written({i - 1, i + words});
            used.span = span_of({i - 1, i + words});
            task.deadlines.push_back(std::move(used));
        }
        return;
    }
}

void Assembler::give_roles(
    Task& task, const Roles& own, const Assignment& assignment, const Context& context
) {
    const Roles& labelled = assignment.roles;
    const bool by_label = !assignment.inferred || (own.lead.empty() && own.requested.empty());
    if (!labelled.empty() && by_label && !own.says_lead) {
        task.lead = labelled.lead.empty() && labelled.requested.empty() ? own.lead : labelled.lead;
        task.coordinate = labelled.coordinate;
        task.requested = labelled.requested;
        if (task.lead.empty() && task.requested.empty()) task.lead = context.heading.lead;
        task.confidence = {95, "roles.labelled_lines", {}};
        return;
    }
    task.lead = own.lead;
    task.requested = own.requested;
    // Below "Đề nghị A và các tổ chức B:" whoever a bullet names is one of those that are asked.
    if (!context.heading.requested.empty() && context.heading.lead.empty() && !own.says_lead) {
        task.requested.insert(task.requested.end(), task.lead.begin(), task.lead.end());
        task.lead.clear();
    }
    // Whoever is asked above is asked here too, though the bullet names it as the actor.
    std::erase_if(task.lead, [&](const std::string& name) {
        const bool asked =
            std::ranges::find(context.heading.requested, name) != context.heading.requested.end();
        if (asked) task.requested.push_back(name);
        return asked;
    });
    if (own.lead.empty() && own.requested.empty()) {
        task.lead = context.heading.lead;
        task.requested = context.heading.requested;
    }
    task.coordinate = own.coordinate;
    add_names(task.coordinate, context.heading.coordinate);
    if (!labelled.coordinate.empty()) add_names(task.coordinate, labelled.coordinate);
    std::erase_if(task.coordinate, [&](const std::string& name) {
        return std::ranges::find(task.lead, name) != task.lead.end();
    });
    if (own.says_lead) {
        task.confidence = {92, "roles.named_in_sentence", {}};
    } else if (!own.lead.empty() || !own.requested.empty()) {
        task.confidence = {86, "roles.opens_sentence", {}};
    } else if (!task.lead.empty() || !task.requested.empty()) {
        task.confidence = {90, "roles.heading", {}};
    } else {
        task.confidence = {60, "roles.nobody_named", {}};
    }
}

void Assembler::copy_extras(Task& task, const Assignment& assignment) const {
    task.deliverable = assignment.deliverable;
    task.leader_in_charge = assignment.leader;
    task.monitoring = assignment.monitoring;
    task.money = assignment.money;
    task.money_source = assignment.money_source;
    task.place = assignment.place;
    task.notes = assignment.notes;
}

}  // namespace neove::plan
