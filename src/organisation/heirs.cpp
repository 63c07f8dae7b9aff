#include "organisation/heirs.h"

#include <algorithm>
#include <set>

namespace neove::organisation {

namespace {

bool has_begun(Date from, Date on) {
    return from.is_open() || from <= on;
}

class Heirs {
public:
    Heirs(const Directory& directory, Date on) : directory_(directory), on_(on) {}

    std::vector<Successor> of(const Organisation& one) {
        seen_.insert(one.id);
        for (const Successor& first : one.successors) follow(first, first);
        return std::move(found_);
    }

private:
    /// Circles end: no body is looked at twice, but as the last one by another subject.
    void follow(const Successor& step, const Successor& first) {
        if (!has_begun(step.on, on_)) return;
        const Organisation* to = directory_.find(step.organisation);
        if (to == nullptr || !has_begun(to->valid_from, on_)) return;
        if (!has_ended(*to, on_)) {
            add(to->id, first);
            return;
        }
        if (!seen_.insert(to->id).second) return;
        for (const Successor& next : to->successors) follow(next, first);
        seen_.erase(to->id);
    }

    void add(const OrganisationId& to, const Successor& first) {
        const auto known = std::ranges::find(found_, to, &Successor::organisation);
        if (known == found_.end()) {
            found_.push_back({to, first.subject, first.on, first.basis});
        } else if (!first.subject.empty() && known->subject != first.subject) {
            known->subject += (known->subject.empty() ? "" : "; ") + first.subject;
        }
    }

    const Directory& directory_;
    const Date on_;
    std::set<OrganisationId> seen_;
    std::vector<Successor> found_;
};

}  // namespace

bool has_ended(const Organisation& one, Date on) {
    return !one.valid_until.is_open() && one.valid_until <= on;
}

std::vector<Successor> heirs_of(const Directory& directory, const OrganisationId& id, Date on) {
    const Organisation* one = directory.find(id);
    if (one == nullptr || !has_ended(*one, on)) return {};
    return Heirs(directory, on).of(*one);
}

}  // namespace neove::organisation
