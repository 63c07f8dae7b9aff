#include "service/registers/correction_right.h"

namespace neove::service {

bool may_mend(
    const Caller& caller, const FoundRecord& found, const record::Event& wrong, const std::string& before
) {
    if (wrong.acting_org == caller.actor.organisation) return true;
    access::Standing then = found.standing;
    then.state = before;
    // Anybody of the role may open such a record: that is no right over somebody else's.
    if (then.state.empty()) then.relations.erase(std::string(access::kAny));
    return access::decide(found.desk.programme->rules, caller.actor, found.register_name(), wrong.kind, then)
        .allowed;
}

}  // namespace neove::service
