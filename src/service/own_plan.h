#pragma once
/// \file
/// A body's own plan: a document of that body which says that it carries out a plan given to it, and which of
/// that plan's tasks. Whoever sees what came of the plan for that body reads its own one, and nobody else
/// does by that (ADR 109).

#include "service/documents.h"
#include "service/registers/plan_receivers.h"

namespace neove::service {

constexpr const char* kCarriesOut = "carries_out";

/// That an own plan was recorded under another plan first.
struct PlanMoved {
    DocumentId from;
    std::string reason;
    AccountId by;
    Instant at;
};
/// What it carries out, as it says itself.
struct Carried {
    DocumentId plan;
    std::set<std::string> tasks;  ///< of that plan
    std::optional<PlanMoved> moved{};
};
std::vector<Carried> carried_by(const DocumentRecord& record);
bool is_own_plan(const DocumentRecord& record);

/// As `find_document`, and whether the caller follows it: asked of no document but an own plan, and of that
/// only where it is of use to her.
Result<FoundDocument> find_followed(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const DocumentId& id
);

/// What a caller may do with a document, as the buttons of its page ask.
struct DocumentRights {
    bool change{false}, review{false}, confirm{false}, withdraw{false}, name_issuer{false};
    bool record_plan{false};  ///< say anew what an own plan is and which tasks it carries out
    bool original{false}, readers{false};
};
Result<DocumentRights> rights_on(House& house, const Caller& caller, const DocumentRecord& record);
/// By which action of the table she may have its file; empty: by none.
std::string original_permission(const House& house, const Caller& caller, const FoundDocument& found);
/// Whether whoever may only record own plans may still change or withdraw this one: nothing of it was
/// confirmed.
bool is_untouched_plan(const DocumentRecord& record);

/// A plan as its own body says it.
struct OwnPlan {
    DocumentId plan;  ///< that it carries out
    /// Of the plan's tasks those that it carries out; nothing said: all that its body has got.
    std::optional<std::set<std::string>> tasks;
    DocumentChange head;  ///< number, day, title
    /// It was said to carry out this one by mistake: it does so no more, for a reason that stays with it.
    DocumentId instead_of{};
    std::string reason{};
};
/// The relation as it is kept. Refuses `document.relation_unknown` where she may not open the plan,
/// `field.required` without number, day or the reason of a move, `own_plan.not_given` where her body has got
/// nothing of it, `own_plan.task_unknown`.
Result<Carried> carried_in(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const OwnPlan& said
);
/// Writes what is said into the record, and gives the rows by which it is found from the other side.
Result<std::vector<storage::Write>> state_own_plan(
    const House& house,
    const Caller& caller,
    const OwnPlan& said,
    const Carried& carried,
    DocumentRecord& record
);

/// Of a document that is an own plan already, or is to be one: then she needs the right to change it too.
/// With `instead_of` it is moved: the plan that it was recorded under by mistake counts it no more, and
/// whoever read it by that reads it no more. Refuses besides `access.not_found` and `version.stale` what
/// `carried_in` and `change_document` refuse, and `own_plan.not_carried`.
Result<DocumentRecord> record_own_plan(
    House& house,
    const Caller& caller,
    const DocumentId& id,
    const std::string& etag,
    const OwnPlan& said,
    const std::string& request_key,
    const std::string& request_body
);

/// Of a plan: which bodies have got something of it, and which of them have issued their own.
struct IssuedPlan {
    DocumentRow row;
    std::size_t tasks{0};  ///< that it says it carries out
};
struct ReceiverPlans {
    OrganisationId body;
    bool is_asked{false};  ///< counted among those that are to have one
    std::size_t tasks{0};  ///< that it has got
    std::vector<IssuedPlan> plans;
};
struct TaskPlace {
    std::string id;
    std::string path;
};
struct OwnPlans {
    std::vector<ReceiverPlans> bodies;  ///< by name
    bool more{false};
    OrganisationId mine{};  ///< the caller's, where it has got something
    bool may_record{false};
    std::vector<TaskPlace> tasks;  ///< that it has got, as the plan numbers them
};
/// What an own plan carries out, as far as the caller may open it.
struct CarriedShown {
    DocumentId plan;
    std::string title;
    std::string number;  ///< plans of two years are called the same
    std::vector<TaskPlace> tasks;
    std::optional<PlanMoved> moved{};
    std::string moved_from{};  ///< the title; empty where she may not open that one
};
Result<std::vector<CarriedShown>> carried_shown(
    House& house, const Caller& caller, const DocumentRecord& record
);

/// Refuses `access.not_found` for whoever may not open the plan.
Result<OwnPlans> own_plans_of(House& house, const Caller& caller, const DocumentId& plan);

}  // namespace neove::service
