#include "plan/assignment.h"

#include "plan/obligation.h"

#include <algorithm>

namespace neove::plan {

Assignment merge(const Assignment& outer, const Assignment& inner) {
    Assignment merged = outer;
    if (!inner.roles.empty()) {
        merged.roles = inner.roles;
        merged.inferred = inner.inferred;
    }
    if (!inner.times.empty() || !inner.actor_times.empty()) {
        merged.times = inner.times;
        merged.actor_times = inner.actor_times;
    }
    if (!inner.monitoring.empty()) merged.monitoring = inner.monitoring;
    const auto prefer = [](std::optional<std::string>& mine, const std::optional<std::string>& nearer) {
        if (nearer) mine = nearer;
    };
    prefer(merged.deliverable, inner.deliverable);
    prefer(merged.leader, inner.leader);
    prefer(merged.money, inner.money);
    prefer(merged.money_source, inner.money_source);
    prefer(merged.place, inner.place);
    prefer(merged.notes, inner.notes);
    return merged;
}

namespace {

/// "1.200 triệu đồng; nguồn ngân sách tỉnh": figures are the money, the rest its source.
void add_money(const Tokens& t, Range value, Assignment& assignment) {
    const Range words = trimmed(t, value);
    if (words.empty()) return;
    const bool figures = std::any_of(&t[words.first], &t[words.last - 1] + 1, [](const Token& token) {
        return token.kind == TokenKind::Number;
    });
    (figures ? assignment.money : assignment.money_source) = t.written(words);
}

}  // namespace

void add_field(const Readers& readers, Field field, Range value, bool lead_named, Assignment& assignment) {
    const Tokens& t = readers.tokens;
    const Range words = trimmed(t, value);
    if (words.empty()) return;
    const auto add_roles = [&](Field as) {
        const Roles roles = readers.roles.read_field(as, value);
        add_names(assignment.roles.lead, roles.lead);
        add_names(assignment.roles.coordinate, roles.coordinate);
        add_names(assignment.roles.requested, roles.requested);
    };
    switch (field) {
        case Field::Lead:
        case Field::Coordinate: add_roles(field); break;
        case Field::Perform: add_roles(lead_named ? Field::Coordinate : Field::Perform); break;
        case Field::Time: {
            add_actor_time(readers, value, assignment);
            if (assignment.actor_times.empty()) {
                for (Deadline& deadline : readers.time.read_field(value))
                    assignment.times.push_back(std::move(deadline));
            }
            break;
        }
        case Field::Product: assignment.deliverable = t.written(words); break;
        case Field::Funding: add_money(t, value, assignment); break;
        case Field::Leader: assignment.leader = t.written(words); break;
        case Field::Monitor:
            add_names(
                assignment.monitoring,
                readers.bodies.read_list(words.first, words.last, BodyPlace::Field).bodies
            );
            if (assignment.monitoring.empty()) assignment.monitoring.push_back(t.written(words));
            break;
        case Field::Place: assignment.place = t.written(words); break;
        case Field::Note: assignment.notes = t.written(words); break;
        case Field::Content:
        case Field::Audience:
        case Field::Target:
        case Field::Number:
        case Field::Unit:
        case Field::Value: break;
    }
}

void add_actor_time(const Readers& readers, Range bullet, Assignment& assignment) {
    const auto subject = readers.roles.subject(bullet);
    if (!subject) return;
    ActorTime time;
    add_names(time.actors, subject->list.bodies);
    add_names(time.actors, subject->list.requested);
    time.deadlines = readers.time.read_prose(bullet);
    if (!time.deadlines.empty()) assignment.actor_times.push_back(std::move(time));
}

InlineFields split_inline_fields(const Readers& readers, Range body) {
    const Tokens& t = readers.tokens;
    InlineFields out{.text = body, .assignment = {}};
    struct Piece {
        FieldLabel label;
        Index begin;
    };
    std::vector<Piece> pieces;
    for (Index i = body.first + 1; i < body.last; ++i) {
        const char32_t before = t[i - 1].mark;
        if (before != U'.' && before != U';' && before != U'(' && before != U',') continue;
        const auto label = read_field_label(t, {i, body.last});
        if (!label || label->value.first <= i || t[label->value.first - 1].mark != U':') continue;
        if (label->field == Field::Content || label->field == Field::Target || label->field == Field::Value ||
            label->field == Field::Unit || label->field == Field::Number) {
            continue;
        }
        if (before == U',' && pieces.empty() && !t[i].capital && label->field != Field::Time) continue;
        pieces.push_back({*label, i});
    }
    if (pieces.empty()) return out;
    out.text.last = pieces.front().begin;
    if (t[out.text.last - 1].mark == U'(') --out.text.last;
    const bool lead_named =
        std::ranges::any_of(pieces, [](const Piece& piece) { return piece.label.field == Field::Lead; });
    for (std::size_t p = 0; p < pieces.size(); ++p) {
        Range value = pieces[p].label.value;
        value.last = p + 1 < pieces.size() ? pieces[p + 1].begin : body.last;
        while (!value.empty() && (t[value.last - 1].mark == U')' || t[value.last - 1].mark == U'('))
            --value.last;
        add_field(readers, pieces[p].label.field, value, lead_named, out.assignment);
    }
    return out;
}

}  // namespace neove::plan
