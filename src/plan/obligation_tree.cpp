/// \file
/// The walk through the outline: sections, headings, items and what they inherit.

#include "plan/assembler.h"
#include "plan/target.h"

#include <algorithm>

namespace neove::plan {

Span Assembler::span_of(Range range) const {
    if (range.empty()) return {};
    return {
        static_cast<std::uint32_t>(offsets_.from_byte(t_[range.first].begin)),
        static_cast<std::uint32_t>(offsets_.from_byte(t_[range.last - 1].end)),
    };
}

std::vector<std::uint32_t> Assembler::items_of(std::uint32_t n) const {
    std::vector<std::uint32_t> items;
    for (const std::uint32_t child : node(n).children) {
        if (!is_field(child)) items.push_back(child);
    }
    return items;
}

void Assembler::visit_children(std::uint32_t n, const Context& context) {
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

void Assembler::visit(std::uint32_t n, Context context) {
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
        if (top || *section == Section::Goal || *section == Section::Funding || *section == Section::Report ||
            *section == Section::Organisation) {
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
Index Assembler::heading_colon(const Node& item) const {
    constexpr Index kLongestName = 12;
    if (!item.label || item.label->kind > LabelKind::Number) return 0;
    for (Index i = item.body.first; i + 1 < item.body.last && i < item.body.first + kLongestName; ++i) {
        if (t_[i].mark == U':') return is_all_caps(t_, {item.body.first, i}) ? i : 0;
    }
    return 0;
}

bool Assembler::ends_order(Range body) const {
    const char32_t mark = t_[body.last - 1].mark;
    return mark == U'.' || mark == U';' || mark == kEllipsis || mark == U'/' ||
           (mark == U'"' && body.size() > 1 && t_[body.last - 2].mark == U'.');
}

void Assembler::visit_order(
    std::uint32_t n, Range body, const std::vector<std::uint32_t>& items, Context context
) {
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
    const bool orders = !text.empty() && !colon && !is_all_caps(t_, text) &&
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
std::string Assembler::path_of(std::uint32_t n) const {
    const Node& item = node(n);
    if (item.label || item.is_row || item.parent == 0) return item.path;
    const std::string& above = node(item.parent).path;
    if (!item.path.starts_with(above + ".p")) return item.path;
    if (shifted_.contains(item.parent)) {
        return above + ".p" + std::to_string(std::stoi(item.path.substr(above.size() + 2)) + 1);
    }
    return item.path.ends_with(".p1") && items_of(item.parent).size() == 1 ? above : item.path;
}

void Assembler::visit_goal(std::uint32_t n, Range body, bool is_heading, const Context& context) {
    if (!body.empty() && !is_heading && t_[body.last - 1].mark != U':') {
        const Range text = body;
        reading_.goals.push_back({path_of(n), t_.written(text), span_of(text), {90, "goal.section", {}}});
        add_targets(node(n).path, text, true);
    }
    visit_children(n, context);
}

void Assembler::visit_funding(std::uint32_t n, Range body, bool is_heading, const Context& context) {
    const bool heading = is_heading && (is_all_caps(t_, body) || !ends_order(body));
    if (!body.empty() && !heading) add_funding(path_of(n), body);
    visit_children(n, context);
}

void Assembler::add_funding(const std::string& path, Range text) {
    std::vector<std::string> responsible;
    for (const Range& sentence : sentences_of(t_, text)) {
        const Roles roles = r_.roles.read_prose(sentence);
        if (const auto subject = r_.roles.subject(sentence)) add_names(responsible, roles.lead);
    }
    reading_.funding.push_back(
        {path, t_.written(text), std::move(responsible), span_of(text), {88, "funding.words", {}}}
    );
}

void Assembler::add_targets(const std::string& path, Range text, bool is_goal) {
    for (Target& target : read_targets(r_, text, is_goal)) {
        target.path = path;
        target.span = span_of({target.span.begin, target.span.end});
        reading_.indicators.push_back(std::move(target));
    }
}

}  // namespace neove::plan
