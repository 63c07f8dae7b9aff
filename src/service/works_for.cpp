#include "service/works_for.h"

#include "organisation/desks.h"

namespace neove::service {

std::set<OrganisationId> works_for(const House& house, const std::vector<Grant>& grants, Instant now) {
    const auto view = house.live.view();
    std::set<OrganisationId> out;
    for (const Grant& grant : grants) {
        if (!grant.holds_at(now)) continue;
        out.insert(grant.organisation);
        for (OrganisationId& body :
             organisation::bodies_of_desk(view->directory, house.vocabulary.kinds, grant.organisation)) {
            out.insert(std::move(body));
        }
    }
    return out;
}

}  // namespace neove::service
