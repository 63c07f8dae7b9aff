#include "organisation/desks.h"

namespace neove::organisation {

namespace {

bool is_desk(const Kinds& kinds, const Organisation& one) {
    const Kind* kind = kinds.find(one.kind);
    return kind != nullptr && kind->is_desk;
}

}  // namespace

std::vector<OrganisationId> bodies_of_desk(
    const Directory& directory, const Kinds& kinds, const OrganisationId& id
) {
    std::vector<OrganisationId> out;
    const Organisation* one = directory.find(id);
    if (one == nullptr || !is_desk(kinds, *one)) return out;
    for (const Organisation* above : directory.ancestors(id)) {
        out.push_back(above->id);
        if (!is_desk(kinds, *above)) break;
    }
    return out;
}

}  // namespace neove::organisation
