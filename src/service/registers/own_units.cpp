#include "service/registers/own_units.h"

#include <algorithm>

namespace neove::service {

namespace {

bool is_for_own_units(const workflow::Workflow& flow, const record::Handed& one) {
    const workflow::Action* action = flow.find(one.action);
    const auto is_it = [&](const workflow::Gift& gift) {
        return gift.own_units && gift.place() == one.field;
    };
    return action != nullptr && std::ranges::any_of(action->gives, is_it);
}

}  // namespace

Result<> check_own_units(
    const House& house,
    const Caller& caller,
    const definition::Register& definition,
    const record::Outcome& outcome,
    const std::vector<StoredEvent>& history
) {
    const auto live = house.live.view();
    for (const record::Handed& one : outcome.handed) {
        if (one.body.is_empty() || !is_for_own_units(definition.workflow, one)) continue;
        OrganisationId by = caller.acting.organisation;
        if (outcome.event.kind != one.action) {
            for (const StoredEvent& event : history) {
                if (event.event.kind == one.action) by = event.event.acting_org;
            }
        }
        const auto units = live->directory.below(by);
        const auto is_it = [&](const organisation::Organisation* unit) { return unit->id == one.body; };
        if (std::ranges::none_of(units, is_it)) {
            return refuse(ErrorKind::Invalid, "record.not_own_unit", "/answers/" + one.field);
        }
    }
    return {};
}

}  // namespace neove::service
