#pragma once
/// \file
/// From the name of a body in a text to the organisation it means on a day.

#include "organisation/directory.h"
#include "organisation/vocabulary.h"

namespace neove::organisation {

enum class Status : std::uint8_t {
    Resolved,    ///< one organisation
    Ambiguous,   ///< several: a person chooses
    Successor,   ///< the body is no more; proposals by subject say who carries on
    Collective,  ///< stands for many
    Named,       ///< nothing we know: stays text, and may be confirmed so
};
std::string_view status_code(Status status);  ///< `resolved`, `ambiguous`, `successor`, `collective`, `named`

struct Candidate {
    OrganisationId id;
    Why why{Why::Name};
    std::string matched;  ///< the name that matched, as the directory writes it
};

/// Who carries on one subject of a body that is no more.
struct Proposal {
    OrganisationId organisation;  ///< empty when the directory has no such body
    std::string name;
    std::string subject;
    Date on;
    std::string basis;
    bool is_confirmed{false};  ///< the pack's word for it was checked; the directory's own rows are
};

struct Resolution {
    Status status{Status::Named};
    OrganisationId organisation;          ///< resolved: it; successor: the body that was, if it is known
    std::vector<Candidate> candidates;    ///< ambiguous; also who may belong to an open collective
    std::vector<OrganisationId> members;  ///< of a collective, or of a resolved council; `vi` order
    std::vector<Proposal> proposals;      ///< successor
    std::string collective;               ///< its name in the pack
    bool is_open{false};                  ///< nobody can say who belongs to it
};

/// `on` is the day whose tree answers (open: today's): give the day on which the duty is carried out, not the
/// date of an old document, to be shown successors. `issuer` is the body that issued the document, if known:
/// it settles `Văn phòng Sở` and `các phòng nghiệp vụ`.
Resolution resolve(
    const Directory& directory,
    const Vocabulary& vocabulary,
    std::string_view body_text,
    const Date& on,
    const OrganisationId& issuer = {}
);

/// Members of a collective body on a day, in `vi` order; empty for an open one or an unknown name.
std::vector<OrganisationId> expand(
    const Directory& directory,
    const Vocabulary& vocabulary,
    std::string_view collective,
    const Date& on,
    const OrganisationId& issuer = {}
);

}  // namespace neove::organisation
