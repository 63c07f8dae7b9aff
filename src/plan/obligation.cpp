#include "plan/obligation.h"

#include "plan/assignment.h"
#include "plan/doubt.h"
#include "plan/scope.h"
#include "plan/sentence.h"
#include "plan/target.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace neove::plan {
namespace {

/// What holds for everything below a node.
struct Context {
    Section section{Section::Task};
    std::string title;
    Roles heading;          ///< from an agency heading or an introductory order
    Assignment assignment;  ///< from labelled lines
};

class Assembler {
public:
    Assembler(const Outline& outline, const Readers& readers, Reading& reading)
        : outline_(outline),
          r_(readers),
          t_(readers.tokens),
          reading_(reading),
          offsets_(reading.text),
          doubter_(readers),
          scopes_(outline, readers) {}

    void run() {
        Context root;
        visit_children(0, root);
    }

private:
    const Node& node(std::uint32_t n) const { return outline_.nodes[n]; }

    Span span_of(Range range) const {
        if (range.empty()) return {};
        return {
            static_cast<std::uint32_t>(offsets_.from_byte(t_[range.first].begin)),
            static_cast<std::uint32_t>(offsets_.from_byte(t_[range.last - 1].end)),
        };
    }

    // --- the tree
    // ---------------------------------------------------------------------------------------------------

    /// A child that is a labelled line about its siblings or its parent.
    bool is_field(std::uint32_t n) const {
        const Node& child = node(n);
        if (child.is_row) return false;
        if (child.label && child.label->kind <= LabelKind::Roman) return false;
        const auto label = read_field_label(t_, child.body);
        if (!label && closes_items(n)) return true;
        if (!label || label->field == Field::Content || label->field == Field::Target) {
            return child.label && child.label->kind >= LabelKind::Dash && r_.roles.request_line(child.body) &&
                   has_field_sibling(n);
        }
        if (label->field == Field::Number || label->field == Field::Unit || label->field == Field::Value)
            return false;
        if (is_item_among_items(n)) return false;
        const bool bare = label->value.empty();
        const bool high = child.label && child.label->kind == LabelKind::Number;
        if (bare && high)
            return std::ranges::any_of(child.children, [&](std::uint32_t c) { return is_field(c); });
        if (bare && child.children.empty()) return false;
        return true;
    }

    /// "13. Trách nhiệm: …" between numbered orders is one of them; "c) Thời gian: …" behind the last serves
    /// all.
    bool is_item_among_items(std::uint32_t n) const {
        const Node& line = node(n);
        if (!line.label || line.label->kind >= LabelKind::Dash) return false;
        const auto& siblings = node(line.parent).children;
        const auto here = std::ranges::find(siblings, n);
        return std::any_of(here, siblings.end(), [&](std::uint32_t sibling) {
            const Node& other = node(sibling);
            return other.label && other.label->kind == line.label->kind && !read_field_label(t_, other.body);
        });
    }

    /// "Giao A chủ trì thực hiện." below bullets is about the bullets.
    bool closes_items(std::uint32_t n) const {
        const Node& line = node(n);
        const auto& siblings = node(line.parent).children;
        if (line.label || line.parent == 0 || siblings.size() < 2 || siblings.back() != n) return false;
        const bool bullets = std::ranges::all_of(siblings, [&](std::uint32_t sibling) {
            return sibling == n || node(sibling).label.has_value();
        });
        return bullets && r_.roles.only_assigns(line.body);
    }

    /// Asked for every request among the bullets, so answered once per parent.
    bool has_field_sibling(std::uint32_t n) const {
        const auto [known, is_new] = has_role_lines_.try_emplace(node(n).parent, false);
        if (is_new) known->second = has_role_line(node(n).parent);
        return known->second;
    }

    bool has_role_line(std::uint32_t parent) const {
        return std::ranges::any_of(node(parent).children, [&](std::uint32_t sibling) {
            if (node(sibling).is_row) return false;
            const auto label = read_field_label(t_, node(sibling).body);
            return label && label->field <= Field::Time;
        });
    }

    std::vector<std::uint32_t> items_of(std::uint32_t n) const {
        std::vector<std::uint32_t> items;
        for (const std::uint32_t child : node(n).children) {
            if (!is_field(child)) items.push_back(child);
        }
        return items;
    }

    /// What the labelled lines among the children of `n` say, from `first` to `last` of them.
    Assignment read_fields(const std::vector<std::uint32_t>& fields) const {
        Assignment assignment;
        const bool lead_named = std::ranges::any_of(fields, [&](std::uint32_t f) {
            const auto label = read_field_label(t_, node(f).body);
            return label && label->field == Field::Lead;
        });
        for (const std::uint32_t f : fields) read_field_node(f, lead_named, assignment);
        return assignment;
    }

    void read_field_node(std::uint32_t f, bool lead_named, Assignment& assignment) const {
        const Node& line = node(f);
        const auto label = read_field_label(t_, line.body);
        if (!label) {
            if (const auto request = r_.roles.request_line(line.body)) {
                add_names(assignment.roles.requested, request->requested);
            } else if (r_.roles.only_assigns(line.body)) {
                const InlineFields inlined = split_inline_fields(r_, line.body);
                assignment = merge(assignment, inlined.assignment);
                assignment.roles = r_.roles.read_prose(inlined.text);
            }
            return;
        }
        // "Đơn vị chủ trì: A; đơn vị phối hợp: B": labels inside the value.
        const InlineFields nested = split_inline_fields(r_, label->value);
        const bool only_here = nested.assignment.roles.lead.empty();
        add_field(r_, label->field, nested.text, lead_named || !only_here, assignment);
        add_nested(nested.assignment, assignment);
        if (label->field == Field::Time) {
            for (const std::uint32_t child : line.children) add_actor_time(r_, node(child).body, assignment);
            return;
        }
        bool ordered = false;
        for (const std::uint32_t child : line.children) {
            const Node& bullet = node(child);
            if (const auto inner = read_field_label(t_, bullet.body)) {
                const bool lead_inside = lead_named || has_lead_line(line.children);
                read_field_node(child, lead_inside && inner->field != Field::Lead, assignment);
                ordered = true;
            } else if (const auto request = r_.roles.request_line(bullet.body)) {
                add_names(assignment.roles.requested, request->requested);
            } else if (label->value.empty() && (label->field == Field::Coordinate || label->field == Field::Lead)) {
                // "Cơ quan phối hợp:" over bullets that each order something: whoever acts there is a
                // partner.
                const Roles own = r_.roles.read_prose(bullet.body);
                add_names(
                    label->field == Field::Lead ? assignment.roles.lead : assignment.roles.coordinate,
                    own.lead
                );
                add_names(assignment.roles.requested, own.requested);
            } else if (label->field == Field::Perform && !ordered && assignment.roles.lead.empty()) {
                // "Giao A chủ trì …" as the first bullet of the block leads the whole section.
                const Roles own = r_.roles.read_prose(bullet.body);
                if (own.says_lead) {
                    add_names(assignment.roles.lead, own.lead);
                    assignment.inferred = true;
                }
                ordered = true;
            }
        }
    }

    static void add_nested(const Assignment& nested, Assignment& assignment) {
        Roles roles = assignment.roles;
        add_names(roles.lead, nested.roles.lead);
        add_names(roles.coordinate, nested.roles.coordinate);
        add_names(roles.requested, nested.roles.requested);
        assignment = merge(assignment, nested);
        assignment.roles = std::move(roles);
    }

    bool has_lead_line(const std::vector<std::uint32_t>& children) const {
        return std::ranges::any_of(children, [&](std::uint32_t child) {
            const auto label = read_field_label(t_, node(child).body);
            return label && label->field == Field::Lead;
        });
    }

    /// Bullets inside an assignment block that carry an order of their own.
    void visit_orders_inside(std::uint32_t f, const Context& context) {
        const auto label = read_field_label(t_, node(f).body);
        if (!label || label->field == Field::Time) {
            if (label) visit_time_reports(f);
            return;
        }
        for (const std::uint32_t child : node(f).children) {
            const Node& bullet = node(child);
            if (read_field_label(t_, bullet.body)) {
                visit_orders_inside(child, context);
                continue;
            }
            if (r_.roles.request_line(bullet.body) || r_.bodies.is_only_bodies(bullet.body)) continue;
            Context own = context;
            own.assignment.roles = {};
            own.heading = {};
            visit(child, own);
        }
    }

    void visit_time_reports(std::uint32_t f) {
        // "c) Thời gian: Trước ngày 08/3, A tổng hợp …, báo cáo B": the time line itself orders a report.
        const auto label = read_field_label(t_, node(f).body);
        if (const auto actor = r_.roles.subject(label->value)) {
            std::vector<std::string> from;
            add_names(from, actor->list.bodies);
            for (const Range& sentence : sentences_of(t_, label->value))
                add_reports(node(f).path, sentence, from);
        }
        for (const std::uint32_t child : node(f).children) {
            const auto subject = r_.roles.subject(node(child).body);
            std::vector<std::string> from;
            if (subject) {
                add_names(from, subject->list.bodies);
                add_names(from, subject->list.requested);
            }
            for (const Range& sentence : sentences_of(t_, node(child).body)) {
                add_reports(node(child).path, sentence, from);
            }
        }
    }

    void visit_children(std::uint32_t n, const Context& context) {
        // Items and the labelled lines behind them: one group for all, or many groups each with its own
        // lines.
        struct Group {
            std::vector<std::uint32_t> items;
            std::vector<std::uint32_t> fields;
        };
        std::vector<Group> groups(1);
        for (const std::uint32_t child : node(n).children) {
            if (is_field(child)) {
                groups.back().fields.push_back(child);
            } else {
                if (!groups.back().fields.empty()) groups.emplace_back();
                groups.back().items.push_back(child);
            }
        }
        const auto with_both = std::ranges::count_if(groups, [](const Group& group) {
            return !group.items.empty() && !group.fields.empty();
        });
        const bool each_its_own = with_both >= 2;
        std::vector<std::uint32_t> shared;
        for (const Group& group : groups) {
            if (!each_its_own || group.items.empty())
                shared.insert(shared.end(), group.fields.begin(), group.fields.end());
        }
        Context common = context;
        if (!shared.empty()) common.assignment = merge(context.assignment, read_fields(shared));
        for (const Group& group : groups) {
            Context inner = common;
            if (each_its_own && !group.items.empty() && !group.fields.empty()) {
                inner.assignment = merge(common.assignment, read_fields(group.fields));
            }
            for (const std::uint32_t item : group.items) visit(item, inner);
            for (const std::uint32_t field : group.fields) visit_orders_inside(field, inner);
        }
    }

    void visit(std::uint32_t n, Context context) {
        const Node& item = node(n);
        if (scopes_.is_line(n)) return;
        if (item.is_row) return visit_row(n, context);
        Range body = item.body;
        if (!item.label && !body.empty() && (t_[body.first].mark == U'(' || is_all_caps(t_, body))) return;
        if (const auto label = read_field_label(t_, body)) {
            if (label->field == Field::Content) body = label->value;
            if (label->field == Field::Target && label->value.first > body.first) {
                context.section = Section::Goal;
                if (!label->value.empty()) body = label->value;
            }
        }
        if (const Index colon = heading_colon(item)) {
            // "II. KINH PHÍ: Theo dự toán …": a heading and its only paragraph on one line.
            if (const auto section = section_named(t_, {body.first, colon})) {
                context.section = *section;
                body.first = colon + 1;
            }
        }
        const std::vector<std::uint32_t> items = items_of(n);
        const bool has_items = !items.empty();
        const bool has_end = !body.empty() && ends_order(body);
        const bool caps = is_all_caps(t_, body);
        if (const auto section = section_named(t_, item.body); section && (caps || (has_items && !has_end))) {
            const bool top = item.parent == 0 || (item.label && item.label->kind <= LabelKind::Roman);
            if (top || *section == Section::Goal || *section == Section::Funding ||
                *section == Section::Report || *section == Section::Organisation) {
                if (!(context.section == Section::Goal && *section == Section::Task && !top))
                    context.section = *section;
            }
        }
        switch (context.section) {
            case Section::Goal: return visit_goal(n, body, has_items && (!has_end || caps), context);
            case Section::Funding: return visit_funding(n, body, has_items || caps, context);
            case Section::Background:
            case Section::Time: return;
            case Section::Task:
            case Section::Organisation:
            case Section::Report: return visit_order(n, body, items, context);
        }
    }

    /// The colon behind a section's name in capitals, if words follow it.
    Index heading_colon(const Node& item) const {
        constexpr Index kLongestName = 12;
        if (!item.label || item.label->kind > LabelKind::Number) return 0;
        for (Index i = item.body.first; i + 1 < item.body.last && i < item.body.first + kLongestName; ++i) {
            if (t_[i].mark == U':') return is_all_caps(t_, {item.body.first, i}) ? i : 0;
        }
        return 0;
    }

    bool ends_order(Range body) const {
        const char32_t mark = t_[body.last - 1].mark;
        return mark == U'.' || mark == U';' || mark == kEllipsis || mark == U'/' ||
               (mark == U'"' && body.size() > 1 && t_[body.last - 2].mark == U'.');
    }

    void visit_order(std::uint32_t n, Range body, const std::vector<std::uint32_t>& items, Context context) {
        const Node& item = node(n);
        InlineFields inlined = split_inline_fields(r_, body);
        const Range text = inlined.text;
        const bool has_items = !items.empty();
        const bool colon = !body.empty() && t_[body.last - 1].mark == U':';
        if (const auto heading = r_.roles.heading(text); heading && !text.empty()) {
            if (has_items) {
                context.heading = *heading;
                context.assignment.roles = {};
                context.title = t_.written(trimmed(t_, text));
                visit_children(n, context);
            }
            return;
        }
        constexpr Index kShortestOrder = 18;
        const bool only_paragraphs =
            std::ranges::all_of(items, [&](std::uint32_t i) { return !node(i).label && !node(i).is_row; });
        const bool own_subject = r_.roles.subject(text).has_value();
        const bool orders =
            !text.empty() && !colon && !is_all_caps(t_, text) &&
            (!has_items || (ends_order(body) && (text.size() >= kShortestOrder || own_subject)) ||
             (only_paragraphs && own_subject));
        Context below = context;
        if (has_items && !text.empty() && !orders) below.title = t_.written(trimmed(t_, text));
        if (colon || (orders && has_items)) {
            const Roles own = r_.roles.read_prose(text);
            if (!own.lead.empty() || !own.requested.empty()) {
                below.heading = own;
                if (!colon) below.heading.coordinate.clear();
            } else if (colon) {
                add_names(below.heading.coordinate, own.coordinate);
            }
        }
        if (has_items && !orders && !text.empty() && r_.reports.read(text).empty()) {
            // "Vớt bèo (trong quý II):" over bullets: the time of all of them.
            Assignment shared;
            shared.times = r_.time.read_prose(text);
            below.assignment = merge(below.assignment, shared);
        }
        if (orders) {
            // Labelled lines below an item without items of its own are about the item.
            std::vector<std::uint32_t> fields;
            for (const std::uint32_t child : item.children) {
                if (is_field(child)) fields.push_back(child);
            }
            Assignment assignment = context.assignment;
            if (!fields.empty()) assignment = merge(assignment, read_fields(fields));
            assignment = merge(assignment, inlined.assignment);
            emit(has_items && only_paragraphs ? item.path + ".p1" : path_of(n), text, assignment, context);
        }
        if (orders && has_items && only_paragraphs) shifted_.insert(n);
        visit_children(n, below);
    }

    /// A heading's only paragraph bears the heading's path; behind an item's own words the count goes on.
    std::string path_of(std::uint32_t n) const {
        const Node& item = node(n);
        if (item.label || item.is_row || item.parent == 0) return item.path;
        const std::string& above = node(item.parent).path;
        if (!item.path.starts_with(above + ".p")) return item.path;
        if (shifted_.contains(item.parent)) {
            return above + ".p" + std::to_string(std::stoi(item.path.substr(above.size() + 2)) + 1);
        }
        return item.path.ends_with(".p1") && items_of(item.parent).size() == 1 ? above : item.path;
    }

    void visit_goal(std::uint32_t n, Range body, bool is_heading, const Context& context) {
        if (!body.empty() && !is_heading && t_[body.last - 1].mark != U':') {
            const Range text = body;
            reading_.goals.push_back({path_of(n), t_.written(text), span_of(text), {90, "goal.section", {}}});
            add_targets(node(n).path, text, true);
        }
        visit_children(n, context);
    }

    void visit_funding(std::uint32_t n, Range body, bool is_heading, const Context& context) {
        const bool heading = is_heading && (is_all_caps(t_, body) || !ends_order(body));
        if (!body.empty() && !heading) add_funding(path_of(n), body);
        visit_children(n, context);
    }

    void add_funding(const std::string& path, Range text) {
        std::vector<std::string> responsible;
        for (const Range& sentence : sentences_of(t_, text)) {
            const Roles roles = r_.roles.read_prose(sentence);
            if (const auto subject = r_.roles.subject(sentence)) add_names(responsible, roles.lead);
        }
        reading_.funding.push_back(
            {path, t_.written(text), std::move(responsible), span_of(text), {88, "funding.words", {}}}
        );
    }

    void add_targets(const std::string& path, Range text, bool is_goal) {
        for (Target& target : read_targets(r_, text, is_goal)) {
            target.path = path;
            target.span = span_of({target.span.begin, target.span.end});
            reading_.indicators.push_back(std::move(target));
        }
    }

    // --- one order
    // --------------------------------------------------------------------------------------------------

    void emit(const std::string& path, Range text, const Assignment& labelled, const Context& context) {
        const Assignment assignment = scopes_.add_to(labelled, path);
        const Sentences parts = sort_sentences(r_, text);
        report_ranges_.clear();
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

    /// The order names somebody, and the assignment somebody else.
    static bool names_others(const Roles& own, const Roles& labelled) {
        return std::ranges::any_of(own.lead, [&](const std::string& name) {
            return std::ranges::find(labelled.lead, name) == labelled.lead.end() &&
                   std::ranges::find(labelled.coordinate, name) == labelled.coordinate.end();
        });
    }

    std::string written(const std::vector<Range>& ranges) const {
        std::string out;
        for (const Range& range : ranges) out += (out.empty() ? "" : " ") + t_.written(range);
        return out;
    }

    TaskDeadline to_task_deadline(const Deadline& deadline) const {
        return {
            deadline.kind,
            deadline.raw,
            deadline.start,
            deadline.end,
            deadline.recurrence,
            span_of(deadline.range)};
    }

    void add_times(Task& task, const Assignment& assignment) const {
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
    void resolve_campaign(Task& task, Range text) {
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

    static void give_roles(
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

    void copy_extras(Task& task, const Assignment& assignment) const {
        task.deliverable = assignment.deliverable;
        task.leader_in_charge = assignment.leader;
        task.monitoring = assignment.monitoring;
        task.money = assignment.money;
        task.money_source = assignment.money_source;
        task.place = assignment.place;
        task.notes = assignment.notes;
    }

    void add_reports(const std::string& path, Range sentence, const std::vector<std::string>& actors) {
        for (ReportOrder& order : r_.reports.read(sentence)) {
            Report report;
            report.path = path;
            report.from = order.from.empty() ? actors : std::move(order.from);
            report.to = std::move(order.to);
            report.via = std::move(order.via);
            report.recurrence = order.recurrence;
            report.due = std::move(order.due);
            report.content = std::move(order.content);
            report_ranges_.push_back(order.range);
            report.raw = t_.written(order.range);
            report.span = span_of(order.range);
            report.confidence = report.to ? Confidence{88, "report.receiver_named", {}}
                                          : Confidence{65, "report.no_receiver", {}};
            reading_.reports.push_back(std::move(report));
        }
        add_consolidation(path, sentence);
    }

    /// "… về A để tổng hợp": A consolidates.
    void add_consolidation(const std::string& path, Range sentence) {
        for (Index i = sentence.first; i + 1 < sentence.last; ++i) {
            if (!t_.is(i, Cue::in_order_to, sentence.last) || !t_.is(i + 1, Cue::consolidate, sentence.last))
                continue;
            for (auto order : r_.reports.read({sentence.first, i})) {
                if (!order.to) continue;
                Followup followup{.path = path, .role = FollowupRole::Consolidate};
                followup.agency = {order.via ? *order.to : *order.to};
                followup.via = order.via;
                followup.raw = t_.written(sentence);
                followup.span = span_of(sentence);
                followup.confidence = {85, "followup.collects", {}};
                reading_.followup.push_back(std::move(followup));
                return;
            }
            return;
        }
    }

    void add_difficulty(const std::string& path, const DifficultyClause& clause) {
        Followup followup{
            .path = path,
            .role = FollowupRole::Resolve,
            .agency = clause.agency,
            .to = {},
            .via = clause.via};
        followup.raw = t_.written(clause.range);
        followup.span = span_of(clause.range);
        followup.confidence = {90, "followup.difficulties", {}};
        reading_.followup.push_back(std::move(followup));
    }

    void add_followup(const std::string& path, Range text, const std::vector<std::string>& actors) {
        if (!is_follow_up_duty(r_, text)) return;
        Followup followup{.path = path, .role = FollowupRole::Monitor, .agency = actors, .to = {}, .via = {}};
        followup.raw = t_.written(text);
        followup.span = span_of(text);
        followup.confidence = {85, "followup.monitors", {}};
        reading_.followup.push_back(std::move(followup));
    }

    // --- table rows
    // -------------------------------------------------------------------------------------------------

    bool has_sub_rows(std::uint32_t n) const {
        const std::string prefix = node(n).path + ".";
        return n + 1 < outline_.nodes.size() && outline_.nodes[n + 1].is_row &&
               outline_.nodes[n + 1].path.starts_with(prefix);
    }

    void visit_row(std::uint32_t n, Context& context) {
        const Node& row = node(n);
        if (row.is_group_row) {
            row_title_ = t_.written(trimmed(t_, row.body));
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
        const std::size_t before = reading_.tasks.size();
        in_row_ = true;
        row_names_bodies_ = !own.roles.empty();
        emit(row.path, content->range, assignment, inner);
        in_row_ = false;
        if (reading_.tasks.size() == before) return;
        Task& task = reading_.tasks.back();
        for (const Cell& cell : row.cells) {
            const bool may_order = cell.field == Field::Time || cell.field == Field::Note ||
                                   cell.field == Field::Product || cell.field == Field::Audience;
            if (!may_order) continue;
            std::vector<std::string> actors = task.lead;
            const std::size_t first = reading_.reports.size();
            for (const Range& clause : clauses_of(t_, cell.range)) add_reports(row.path, clause, actors);
            share_recurrence(task, first);
        }
    }

    /// "Định kỳ 6 tháng/lần; gửi kết quả … trước ngày 20/6 và 20/12": the days are those of the report.
    void share_recurrence(Task& task, std::size_t first_report) {
        std::optional<Recurrence> every;
        for (const TaskDeadline& deadline : task.deadlines) {
            const bool bare = deadline.kind == DeadlineKind::Recurring && !deadline.end;
            if (bare && deadline.recurrence) every = deadline.recurrence;
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

    const Outline& outline_;
    const Readers& r_;
    const Tokens& t_;
    Reading& reading_;
    text::CodePointIndex offsets_;
    std::vector<std::string> last_actors_;
    std::optional<TaskDeadline> campaign_;
    Doubter doubter_;
    Scopes scopes_;
    std::vector<Range> report_ranges_;  ///< of the item at hand
    bool row_names_bodies_{false};
    bool in_row_{false};  ///< a row is a task by its place in the table, though it speaks of money
    std::string row_title_;
    std::string row_parent_;
    Assignment row_assignment_;
    mutable std::unordered_map<std::uint32_t, bool> has_role_lines_;  ///< by parent
    std::unordered_set<std::uint32_t> shifted_;  ///< nodes whose own words are already p1
};

}  // namespace

void read_obligations(const Outline& outline, const Readers& readers, Reading& reading) {
    Assembler(outline, readers, reading).run();
}

}  // namespace neove::plan
