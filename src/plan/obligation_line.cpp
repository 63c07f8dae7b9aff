/// \file
/// Labelled lines: which children of an item they are, and what they say about the others.

#include "plan/assembler.h"

#include <algorithm>

namespace neove::plan {

/// A child that is a labelled line about its siblings or its parent.
bool Assembler::is_field(std::uint32_t n) const {
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
bool Assembler::is_item_among_items(std::uint32_t n) const {
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
bool Assembler::closes_items(std::uint32_t n) const {
    const Node& line = node(n);
    const auto& siblings = node(line.parent).children;
    if (line.label || line.parent == 0 || siblings.size() < 2 || siblings.back() != n) return false;
    const bool bullets = std::ranges::all_of(siblings, [&](std::uint32_t sibling) {
        return sibling == n || node(sibling).label.has_value();
    });
    return bullets && r_.roles.only_assigns(line.body);
}

/// Asked for every request among the bullets, so answered once per parent.
bool Assembler::has_field_sibling(std::uint32_t n) const {
    const auto [known, is_new] = has_role_lines_.try_emplace(node(n).parent, false);
    if (is_new) known->second = has_role_line(node(n).parent);
    return known->second;
}

bool Assembler::has_role_line(std::uint32_t parent) const {
    return std::ranges::any_of(node(parent).children, [&](std::uint32_t sibling) {
        if (node(sibling).is_row) return false;
        const auto label = read_field_label(t_, node(sibling).body);
        return label && label->field <= Field::Time;
    });
}

/// What the labelled lines among the children of `n` say, from `first` to `last` of them.
Assignment Assembler::read_fields(const std::vector<std::uint32_t>& fields) const {
    Assignment assignment;
    const bool lead_named = std::ranges::any_of(fields, [&](std::uint32_t f) {
        const auto label = read_field_label(t_, node(f).body);
        return label && label->field == Field::Lead;
    });
    for (const std::uint32_t f : fields) read_field_node(f, lead_named, assignment);
    return assignment;
}

void Assembler::read_field_node(std::uint32_t f, bool lead_named, Assignment& assignment) const {
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
                label->field == Field::Lead ? assignment.roles.lead : assignment.roles.coordinate, own.lead
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

void Assembler::add_nested(const Assignment& nested, Assignment& assignment) {
    Roles roles = assignment.roles;
    add_names(roles.lead, nested.roles.lead);
    add_names(roles.coordinate, nested.roles.coordinate);
    add_names(roles.requested, nested.roles.requested);
    assignment = merge(assignment, nested);
    assignment.roles = std::move(roles);
}

bool Assembler::has_lead_line(const std::vector<std::uint32_t>& children) const {
    return std::ranges::any_of(children, [&](std::uint32_t child) {
        const auto label = read_field_label(t_, node(child).body);
        return label && label->field == Field::Lead;
    });
}

/// Bullets inside an assignment block that carry an order of their own.
void Assembler::visit_orders_inside(std::uint32_t f, const Context& context) {
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

void Assembler::visit_time_reports(std::uint32_t f) {
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

}  // namespace neove::plan
