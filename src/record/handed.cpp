/// \file
/// Answers that name a body, as relations of that body to the record.

#include "record/history.h"

#include <algorithm>
#include <set>

namespace neove::record {

namespace {

/// Nobody where nothing was answered, and where the answer was taken away for good.
OrganisationId body_in(const json::Value& answers, const std::string& field) {
    const json::Value* value = answers.object() == nullptr ? nullptr : answers.find(field);
    if (value == nullptr || value->string() == nullptr) return {};
    return OrganisationId::parse(*value->string()).value_or(OrganisationId());
}

/// Those that rows name, each once.
std::set<OrganisationId> bodies_in(const json::Value& answers, const workflow::Gift& gift) {
    std::set<OrganisationId> out;
    const json::Value* rows = answers.object() == nullptr ? nullptr : answers.find(gift.field);
    if (rows == nullptr || rows->array() == nullptr) return out;
    for (const json::Value& row : *rows->array()) {
        OrganisationId body = body_in(row, gift.of);
        if (!body.is_empty()) out.insert(std::move(body));
    }
    return out;
}

/// What one gift of an action hands over: all that it names when the action is taken, else what differs.
void hand(
    const workflow::Action& action,
    const workflow::Gift& gift,
    bool is_now,
    const json::Value& before,
    const json::Value& after,
    std::vector<Handed>& out
) {
    const std::string place = gift.place();
    if (gift.of.empty()) {
        OrganisationId body = body_in(after, gift.field);
        if (!is_now && body == body_in(before, gift.field)) return;
        out.push_back({action.id, gift.relation, place, std::move(body), place});
        return;
    }
    const std::set<OrganisationId> named = bodies_in(after, gift);
    const std::set<OrganisationId> were = bodies_in(before, gift);
    const auto slot = [&](const OrganisationId& body) { return place + "/" + body.text(); };
    for (const OrganisationId& body : were) {
        if (!named.contains(body)) out.push_back({action.id, gift.relation, place, {}, slot(body)});
    }
    for (const OrganisationId& body : named) {
        if (is_now || !were.contains(body)) {
            out.push_back({action.id, gift.relation, place, body, slot(body)});
        }
    }
}

}  // namespace

std::vector<Handed> handed_by(
    const workflow::Workflow& workflow,
    const History& history,
    std::string_view kind,
    const json::Value& before,
    const json::Value& after
) {
    std::vector<Handed> out;
    std::set<std::pair<std::string, std::string>> seen;
    // The action taken now speaks first: what it gives it gives anew.
    for (const bool is_now : {true, false}) {
        for (const workflow::Action& action : workflow.actions) {
            if ((action.id == kind) != is_now) continue;
            const bool was_taken = std::ranges::find(history, action.id, &Event::kind) != history.end();
            if (!is_now && !was_taken) continue;
            for (const workflow::Gift& gift : action.gives) {
                if (seen.emplace(gift.relation, gift.place()).second) {
                    hand(action, gift, is_now, before, after, out);
                }
            }
        }
    }
    return out;
}

std::vector<Handed> handed_by(
    const workflow::Workflow& workflow,
    const std::vector<Event>& history,
    std::string_view kind,
    const json::Value& before,
    const json::Value& after
) {
    return handed_by(workflow, history_of(history), kind, before, after);
}

}  // namespace neove::record
