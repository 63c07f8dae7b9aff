#pragma once
/// \file
/// Who stands to a record, and how: relations given and ended. Each is an event of the record, and a row that
/// confers power.

#include "service/registers/act_on_record.h"

namespace neove::service {

/// Events beside those of `record`: no action may take such a name.
inline constexpr std::string_view kAssigned = "assigned";
inline constexpr std::string_view kUnassigned = "unassigned";
inline constexpr std::string_view kLiftAsked = "lift_asked";
/// Somebody took back what she asked for.
inline constexpr std::string_view kGuardDropped = "guard_dropped";
constexpr std::int64_t kLiftLife = 7 * kDay;  ///< in which a second person has to agree

struct NewRelation {
    std::string kind;
    AccountId account;  ///< or
    OrganisationId organisation;
    std::optional<Instant> until{};
    std::string reason{};
};

/// Relations that can be given: words that some grant or deny of the register asks for, in order. Any other
/// gives nobody anything.
std::vector<std::string> relation_words(const Desk& desk);

/// Words that `neove` itself gives a meaning cannot be given by hand. Refusals: `access.not_found`,
/// `version.stale`, `record.relation` (a word that the register's access does not know, a person or body that
/// is not there, an end in the past, given already), `record.relation_by_answer` (one answer says who it is).
/// The record has no `definition` where it was done and she may open it no longer.
Result<OpenedRecord> assign(
    House& house, const Caller& caller, const RecordRequest& request, const NewRelation& relation
);
/// Ends a relation now, for a reason. What keeps somebody from a record, or the record from being erased, is
/// lifted by two (ADR 0051): the first call asks for it, and the same call of another person who may assign
/// carries it out. The id of a guard that she asked for takes that question back. Refusals:
/// `access.not_found` where the record has none of that id that holds, and of a guard that names her,
/// `record.relation_by_answer` where an answer names the body still (ADR 84),
/// `workflow.reason_missing`; where two are needed `session.step_up` and `record.lift_own`.
Result<OpenedRecord> unassign(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const std::string& relation,
    const std::string& reason
);

}  // namespace neove::service
