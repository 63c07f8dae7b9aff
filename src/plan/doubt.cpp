#include "plan/doubt.h"

#include <algorithm>

namespace neove::plan {
namespace {

struct Doubt {
    int cost;
    const char* reason;
};

bool has(const Tokens& t, const std::vector<Range>& ranges, Cue cue) {
    return std::ranges::any_of(ranges, [&](Range range) {
        for (Index i = range.first; i < range.last; ++i) {
            if (t.is(i, cue, range.last)) return true;
        }
        return false;
    });
}

bool covers(const std::vector<Range>& ranges, Index i) {
    return std::ranges::any_of(ranges, [&](Range range) { return range.first <= i && i < range.last; });
}

}  // namespace

/// How much of a name the pack knows: the whole, the kind of body only, or nothing.
Doubter::Known Doubter::look_up(const std::string& name) const {
    const Tokens t(name, r_.bodies.gazetteer().lexicon);
    const Index end = t.size();
    Index i = 0;
    bool collective = false;
    while (i < end) {
        const Index plural = t.at(i, Cue::collective, end);
        const Index office = plural > 0 ? 0 : t.at(i, Cue::office_head, end);
        if (plural + office == 0) break;
        collective = collective || plural > 0 || office > 0;
        i += plural + office;
    }
    if (i >= end) return Known::Listed;
    const Index listed = t.at(i, Cue::name, end);
    const Index head = t.at(i, Cue::head, end);
    const Index group = t.at(i, Cue::group_noun, end);
    Index at = i + std::max({listed, head, group});
    if (at == i) return Known::Stranger;
    bool whole = listed > 0 || (group > 0 && (collective || head == 0));
    if (const Index field = t.at(at, Cue::field, end); !whole && field > 0) {
        whole = true;
        at += field;
    }
    bool stranger = false;
    bool at_place = false;  // behind a level stands the name of a place
    for (; at < end; ++at) {
        const bool level = t.is(at, Cue::level, end) || t.is(at, Cue::group_noun, end) || t.is(at, Cue::owner, end);
        const bool joint = t[at].kind != TokenKind::Word || level || t.is(at, Cue::group_qualifier, end) ||
                           t.is(at, Cue::collective, end) || t.is(at, Cue::conjunction, end) ||
                           t.is(at, Cue::of, end) || t.is_inside(at, Cue::level) || t.is_inside(at, Cue::owner) ||
                           t.is_inside(at, Cue::group_noun) || t.is_inside(at, Cue::group_qualifier);
        at_place = at_place || level;
        if (!joint && !(t[at].capital && (whole || at_place))) stranger = true;
    }
    return stranger ? Known::Head : Known::Listed;
}

Doubter::Known Doubter::known(const std::string& name) {
    const auto [at, is_new] = names_.try_emplace(name, Known::Listed);
    if (is_new) at->second = look_up(name);
    return at->second;
}

/// A quarter, month or day in the words that neither a deadline nor a report took, and that no document is dated by.
bool Doubter::has_unread_time(const Task& task, const Origin& origin) const {
    const Tokens& t = r_.tokens;
    for (const Range& order : origin.orders) {
        for (Index i = order.first; i + 1 < order.last; ++i) {
            const bool dated = (t.is(i, Cue::month, order.last) || t.is(i, Cue::quarter, order.last) ||
                                t.is(i, Cue::day, order.last)) &&
                               (t[i + 1].kind == TokenKind::Number || r_.time.quarter_number(i + 1));
            if (dated && !covers(origin.times, i) && !r_.time.is_cited(i, order, true)) return true;
        }
    }
    return std::ranges::any_of(task.deadlines, [](const TaskDeadline& deadline) {
        return deadline.kind == DeadlineKind::Unspecified && std::ranges::any_of(deadline.raw, [](char c) {
                   return c >= '0' && c <= '9';
               });
    });
}

/// "chủ trì" or "phối hợp với" in the order, and nobody in that role.
bool Doubter::has_unread_roles(const Task& task, const Origin& origin) const {
    const Tokens& t = r_.tokens;
    if (task.lead.empty() && task.requested.empty() && has(t, origin.orders, Cue::lead)) return true;
    if (!task.coordinate.empty()) return false;
    return std::ranges::any_of(origin.orders, [&](Range order) {
        for (Index i = order.first; i < order.last; ++i) {
            const Index cooperate = t.at(i, Cue::cooperate, order.last);
            if (cooperate > 0 && t.is(i + cooperate, Cue::with, order.last)) return true;
        }
        return false;
    });
}

bool Doubter::opens_like_an_order(Range order) const {
    const Tokens& t = r_.tokens;
    Index i = order.first;
    while (i < order.last && t[i].kind == TokenKind::Mark) ++i;
    for (const Cue cue : {Cue::verb, Cue::lead, Cue::cooperate, Cue::advise, Cue::adverb, Cue::assign, Cue::request,
                          Cue::preface, Cue::yearly, Cue::own_plan, Cue::monitor}) {
        if (t.is(i, cue, order.last)) return true;
    }
    return r_.roles.subject(order).has_value();
}

void Doubter::weigh(Task& task, const Origin& origin) {
    std::vector<Doubt> doubts;
    bool stranger = false;
    bool half_known = false;
    for (const auto* names : {&task.lead, &task.coordinate, &task.requested}) {
        for (const std::string& name : *names) {
            stranger = stranger || known(name) == Known::Stranger;
            half_known = half_known || known(name) == Known::Head;
        }
    }
    if (stranger) doubts.push_back({32, "doubt.unknown_body"});
    if (half_known) doubts.push_back({10, "doubt.body_not_listed"});
    if (has_unread_roles(task, origin)) doubts.push_back({26, "doubt.role_without_body"});
    if (has_unread_time(task, origin)) doubts.push_back({20, "doubt.time_in_part"});
    if (!origin.is_row && !origin.orders.empty() && !opens_like_an_order(origin.orders.front()))
        doubts.push_back({22, "doubt.no_verb"});
    if (task.path.contains('#')) doubts.push_back({4, "doubt.number_repeated"});
    if (const std::size_t last = task.path.rfind('.'); !origin.is_row && last != std::string::npos && task.path[last + 1] == 'p')
        doubts.push_back({10, "doubt.no_number"});
    if (origin.is_unfolded) doubts.push_back({11, "doubt.table_guessed"});
    if (origin.has_own_actor) doubts.push_back({14, "doubt.two_answers"});
    constexpr Index kShortest = 4;
    if (!origin.is_row && origin.orders.size() == 1 && origin.orders.front().size() < kShortest)
        doubts.push_back({15, "doubt.very_short"});
    if (task.lead.size() > 5) doubts.push_back({6, "doubt.many_bodies"});
    if (task.deadlines.size() > 2) doubts.push_back({8, "doubt.many_times"});
    if (doubts.empty()) return;
    const Doubt& strongest = *std::ranges::max_element(doubts, {}, &Doubt::cost);
    for (const Doubt& doubt : doubts) {
        task.confidence.percent -= doubt.cost;
        task.confidence.doubts.emplace_back(doubt.reason);
    }
    constexpr int kLeast = 10;
    task.confidence.percent = std::max(task.confidence.percent, kLeast);
    // A small doubt does not hide how the roles were found.
    constexpr int kWorthSaying = 8;
    if (strongest.cost >= kWorthSaying && task.confidence.reason != "roles.nobody_named")
        task.confidence.reason = strongest.reason;
}

}  // namespace neove::plan
