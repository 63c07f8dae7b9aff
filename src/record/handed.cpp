/// \file
/// Answers that name a body, as relations of that body to the record.

#include "record/record.h"

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

}  // namespace

std::vector<Handed> handed_by(
    const workflow::Workflow& workflow,
    const std::vector<Event>& history,
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
                if (!seen.emplace(gift.relation, gift.field).second) continue;
                OrganisationId body = body_in(after, gift.field);
                if (!is_now && body == body_in(before, gift.field)) continue;
                out.push_back({action.id, gift.relation, gift.field, std::move(body)});
            }
        }
    }
    return out;
}

}  // namespace neove::record
