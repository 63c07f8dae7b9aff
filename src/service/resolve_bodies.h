#pragma once
/// \file
/// From the names of bodies in a reading to organisations, on one picture of the tree. What a person picked
/// stands; everything else is resolved anew each time, so that a renamed or merged body is seen at once.

#include "organisation/resolve.h"
#include "review/state.h"
#include "service/house.h"

#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace neove::service {

struct SuccessorView {
    OrganisationId organisation;  ///< empty when the register has no such body
    std::string name;
    std::string subject;
    std::string on;
    std::string basis;
};

struct CandidateView {
    OrganisationId id;
    std::string name;
    std::string why;  ///< name, short_name, alias, former_name, possible
};

struct BodyView {
    std::string text;
    std::string status;  ///< resolved, ambiguous, successor, collective, named
    OrganisationId organisation;
    std::string organisation_name;
    std::vector<CandidateView> candidates;
    std::vector<std::pair<OrganisationId, std::string>> members;
    std::vector<SuccessorView> successors;
    bool is_picked{false};  ///< the organisation is a person's choice
    bool is_kept{false};    ///< named because a person said so
    /// A person must choose before a task of it can be confirmed.
    bool is_open_question() const;
};

/// Resolves each name once. Bodies of tasks are asked for today's tree: a duty is carried out by those who
/// are there.
class BodyResolver {
public:
    /// `issuer` is the body that issued the document, as the text names it, found as it was on `issued_on`.
    BodyResolver(
        const House& house, const std::string& issuer, const std::string& issued_on, const std::string& today
    );
    const BodyView& of(const review::Body& body);
    const BodyView& of(const std::string& text) { return of(review::Body{text, {}, false}); }
    /// The organisation that issued the document, under its name of that day; empty text when unknown.
    const BodyView& issuer() const { return issuer_; }

private:
    BodyView view_of(const review::Body& body, const organisation::Date& on) const;
    void fill_from(const organisation::Resolution& found, BodyView& view) const;
    std::string name_of(const OrganisationId& id) const;

    std::shared_ptr<const LiveView> live_;
    const organisation::Vocabulary& vocabulary_;
    organisation::Date today_;
    BodyView issuer_;
    std::map<std::tuple<std::string, std::string, bool>, BodyView> known_;
};

}  // namespace neove::service
