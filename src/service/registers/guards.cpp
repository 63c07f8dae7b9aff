#include "service/registers/guards.h"

#include "access/succeed.h"
#include "definition/succession.h"
#include "organisation/desks.h"
#include "service/registers/erase_record.h"

#include <algorithm>

namespace neove::service {

bool is_guard(const Desk& desk, std::string_view kind) {
    return kind == kLegalHold || keeps_away(desk, kind);
}

bool keeps_away(const Desk& desk, std::string_view kind) {
    const auto& denies = desk.programme->rules.policy(desk.current->id).denies;
    return std::ranges::find(denies, kind, &access::Deny::relation) != denies.end();
}

bool settles_guards(const Caller& caller, const FoundRecord& found) {
    return verdict_of(caller, found, access::kAssign).allowed ||
           verdict_of(caller, found, access::kSucceed).allowed;
}

bool may_see(const Caller& caller, const FoundRecord& found, const RecordRelation& row) {
    const bool is_hers = !row.account.is_empty() && row.account == caller.account.id;
    if (keeps_away(found.desk, row.kind)) return !is_hers && settles_guards(caller, found);
    if (row.kind == kLegalHold) return is_hers || verdict_of(caller, found, access::kAssign).allowed;
    if (row.kind != access::kBreakGlass) return true;
    return is_hers || (row.account.is_empty() && row.organisation == caller.acting.organisation) ||
           verdict_of(caller, found, access::kAssign).allowed;
}

Result<> check_let_in(
    const House& house, const FoundRecord& found, const OrganisationId& heir, Instant now, std::string where
) {
    const auto& denies = found.desk.programme->rules.policy(found.desk.current->id).denies;
    std::vector<OrganisationId> reached =
        organisation::bodies_of_desk(house.live.view()->directory, house.vocabulary.kinds, heir);
    reached.push_back(heir);
    const bool is_kept_away = std::ranges::any_of(found.relations, [&](const RecordRelation& one) {
        return one.account.is_empty() && one.holds_at(now) &&
               std::ranges::find(denies, one.kind, &access::Deny::relation) != denies.end() &&
               std::ranges::find(reached, one.organisation) != reached.end();
    });
    if (is_kept_away) return refuse(ErrorKind::Conflict, "succession.kept_away", std::move(where));
    return {};
}

Result<> check_heir_let_in(
    const House& house,
    const FoundRecord& found,
    std::string_view action,
    const json::Value& answers,
    Instant now
) {
    const auto rule = definition::succession_rule(*found.definition);
    if (!rule || action != rule->action) return {};
    const auto heir = OrganisationId::parse(answers.text_or(rule->field));
    if (!heir) return {};
    return check_let_in(house, found, *heir, now, "/answers/" + rule->field);
}

}  // namespace neove::service
