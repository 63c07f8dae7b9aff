#include "service/resolve_bodies.h"

#include "organisation/heirs.h"

#include <algorithm>

namespace neove::service {

using organisation::Date;
using organisation::Organisation;
using organisation::Resolution;

bool BodyView::is_open_question() const {
    if (status == "ambiguous") return true;
    return status == "successor" && std::ranges::any_of(successors, [](const SuccessorView& one) {
               return !one.organisation.is_empty();
           });
}

BodyResolver::BodyResolver(
    const House& house, const std::string& issuer, const std::string& issued_on, const std::string& today
)
    : live_(house.live.view()),
      vocabulary_(house.vocabulary),
      today_(Date::parse_iso(today).value_or(Date{})) {
    if (issuer.empty()) return;
    issuer_ = view_of({issuer, {}, false}, Date::parse_iso(issued_on).value_or(today_));
    // A body that ended since then was still itself when it signed.
    if (issuer_.status != "resolved") issuer_.organisation = {};
}

std::string BodyResolver::name_of(const OrganisationId& id) const {
    const Organisation* one = live_->directory.find(id);
    return one == nullptr ? std::string() : one->name;
}

void BodyResolver::fill_from(const Resolution& found, BodyView& view) const {
    view.status = organisation::status_code(found.status);
    view.organisation = found.organisation;
    view.organisation_name = name_of(found.organisation);
    for (const organisation::Candidate& one : found.candidates) {
        view.candidates.push_back({one.id, name_of(one.id), std::string(organisation::why_code(one.why))});
    }
    for (const OrganisationId& id : found.members) view.members.emplace_back(id, name_of(id));
    for (const organisation::Proposal& one : found.proposals) {
        const std::string known = name_of(one.organisation);
        view.successors.push_back(
            {one.organisation, known.empty() ? one.name : known, one.subject, one.on.iso(), one.basis}
        );
    }
}

BodyView BodyResolver::view_of(const review::Body& body, const Date& on) const {
    BodyView view;
    view.text = body.text;
    if (body.is_named) {
        view.status = organisation::status_code(organisation::Status::Named);
        view.is_kept = true;
        return view;
    }
    const Organisation* picked =
        body.organisation.is_empty() ? nullptr : live_->directory.find(body.organisation);
    if (picked != nullptr) {
        view.status = "resolved";
        view.organisation = picked->id;
        view.organisation_name = picked->name;
        view.is_picked = true;
        // One that ended since carries nothing out any more, whoever picked it.
        if (organisation::has_ended(*picked, on)) {
            view.status = organisation::status_code(organisation::Status::Successor);
            for (const organisation::Successor& heir :
                 organisation::heirs_of(live_->directory, picked->id, on)) {
                view.successors.push_back(
                    {heir.organisation, name_of(heir.organisation), heir.subject, heir.on.iso(), heir.basis}
                );
            }
        }
        return view;
    }
    fill_from(
        organisation::resolve(live_->directory, vocabulary_, body.text, on, issuer_.organisation), view
    );
    return view;
}

const BodyView& BodyResolver::of(const review::Body& body) {
    const auto key = std::tuple(body.text, body.organisation.text(), body.is_named);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    return known_.emplace(key, view_of(body, today_)).first->second;
}

}  // namespace neove::service
