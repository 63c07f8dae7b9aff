#include "organisation/heirs.h"

#include <algorithm>
#include <set>
#include <utility>

namespace neove::organisation {

namespace {

constexpr std::size_t kMostSteps = 20'000;  ///< of one answer; a merger of a whole province takes hundreds

bool has_begun(Date from, Date on) {
    return from.is_open() || from <= on;
}

class Heirs {
public:
    Heirs(const Directory& directory, Date on) : directory_(directory), on_(on) {}

    std::vector<Successor> of(const Organisation& one) {
        for (const Successor& first : one.successors) {
            done_ = {one.id};
            follow(first, first);
        }
        return std::move(found_);
    }

private:
    /// Along one subject no body is looked at twice, whether it lies on a circle or is reached by many ways:
    /// who comes after it does not depend on the way.
    void follow(const Successor& step, const Successor& first) {
        if (++steps_ > kMostSteps || !has_begun(step.on, on_)) return;
        const Organisation* to = directory_.find(step.organisation);
        if (to == nullptr || !has_begun(to->valid_from, on_)) return;
        if (!has_ended(*to, on_)) {
            add(to->id, first);
            return;
        }
        if (!done_.insert(to->id).second) return;
        for (const Successor& next : to->successors) follow(next, first);
    }

    void add(const OrganisationId& to, const Successor& first) {
        const auto known = std::ranges::find(found_, to, &Successor::organisation);
        if (known == found_.end()) {
            if (found_.size() == kMostHeirs) return;
            found_.push_back({to, first.subject, first.on, first.basis});
            told_.insert({to, first.subject});
        } else if (first.subject.empty()) {
            known->subject.clear();
        } else if (!known->subject.empty() && told_.insert({to, first.subject}).second) {
            known->subject += "; " + first.subject;
        }
    }

    const Directory& directory_;
    const Date on_;
    std::set<OrganisationId> done_;                          ///< looked at along the subject in hand
    std::set<std::pair<OrganisationId, std::string>> told_;  ///< which subjects an heir was named with
    std::size_t steps_{0};
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
