#include "http/routes/schemas.h"

#include <algorithm>
#include <iterator>

namespace neove::http {

namespace {

/// What is sent to change one, and its text.
std::vector<Schema> change_schemas() {
    return {
        {"RelationChange", {{"relation", "string"}, {"document_id?", "string"}, {"text?", "string"}}},
        {"DocumentChange",
         {{"title?", "string | null"},
          {"number?", "string | null"},
          {"issued_on?", "string | null"},
          {"issuer?", "string | null"},
          {"changes?", "RelationChange[] | null"}}},
        {"IssuerChange", {{"organisation_id", "string | null"}}},
        {"OwnPlanChange",
         {{"plan_id", "string"},
          {"tasks?", "string[] | null"},
          {"number", "string"},
          {"issued_on", "string"},
          {"title?", "string | null"},
          {"instead_of?", "string | null"},
          {"reason?", "string | null"}}},
        {"WithdrawalRequest",
         {{"reason?", "string | null"},
          {"with_tasks?", "boolean | null"},
          {"leave_open?", "boolean | null"}}},
        {"DocumentText", {{"text", "string"}, {"page_starts", "integer[]"}, {"line_starts", "integer[]"}}}};
}

/// Which receivers of a plan have issued their own.
std::vector<Schema> own_plan_schemas() {
    return {
        {"TaskPlace", {{"id", "id"}, {"path", "string"}}},
        {"PlanMoved",
         {{"from", "DocumentTitle | null"}, {"reason", "string"}, {"by", "string"}, {"at", "instant"}}},
        {"CarriedPlan",
         {{"document", "DocumentTitle"},
          {"number", "string | null"},
          {"tasks", "TaskPlace[]"},
          {"moved", "PlanMoved | null"}}},
        {"IssuedPlan",
         {{"id", "id"},
          {"title", "string"},
          {"number", "string | null"},
          {"issued_on", "day | null"},
          {"tasks", "integer"}}},
        {"ReceiverPlans",
         {{"body", "Named"}, {"asked", "boolean"}, {"tasks", "integer"}, {"plans", "IssuedPlan[]"}}},
        {"OwnPlans",
         {{"bodies", "ReceiverPlans[]"},
          {"asked", "integer"},
          {"issued", "integer"},
          {"more", "boolean"},
          {"mine", "Named | null"},
          {"may_record", "boolean"},
          {"tasks", "TaskPlace[]"}}}};
}

}  // namespace

std::vector<Schema> document_schemas() {
    std::vector<Schema> out{
        {"DocumentRow",
         {{"id", "id"},
          {"title", "string"},
          {"type", "string"},
          {"number", "string | null"},
          {"issued_on", "day | null"},
          {"issuer", "string | null"},
          {"state", "'read' | 'partly_confirmed' | 'confirmed' | 'withdrawn'"},
          {"uploaded_at", "instant"},
          {"uploaded_by", "string"},
          {"tasks", "integer"},
          {"confirmed", "integer"},
          {"uncertain", "integer"}}},
        {"DocumentRows", {{"items", "DocumentRow[]"}, {"next", "string | null"}}},
        {"Period",
         {{"raw", "string"},
          {"start", "string | null"},
          {"end", "string | null"},
          {"vision?", "string | null"}}},
        {"LegalBasis",
         {{"type", "string"},
          {"number", "string | null"},
          {"date", "string | null"},
          {"title", "string | null"}}},
        {"DocumentFile",
         {{"name", "string"}, {"size", "integer"}, {"kind", "string"}, {"pages", "integer | null"}}},
        {"DocumentTitle", {{"id", "id"}, {"title", "string"}}},
        {"DocumentRelation",
         {{"relation", "string"}, {"document", "DocumentTitle | null"}, {"text", "string"}}},
        {"Notice", {{"code", "string"}, {"text", "string"}}},
        {"Withdrawal", {{"reason", "string"}, {"by", "string"}, {"at", "instant"}}},
        {"Document",
         {{"etag", "string"},
          {"place", "string | null"},
          {"signer", "string | null"},
          {"signer_title", "string | null"},
          {"period", "Period | null"},
          {"legal_bases", "LegalBasis[]"},
          {"recipients", "string[]"},
          {"issuer_organisation", "Named | null"},
          // What a person said, and gives its leaders sight; then whether the caller may say it, and what the
          // words of the head stand for, which decides nothing.
          {"issuing_body", "Named | null"},
          {"may_name_issuer", "boolean"},
          {"issuer_found", "Body | null"},
          {"file", "DocumentFile"},
          {"changes", "DocumentRelation[]"},
          // A body's own plan, what it carries out as far as the caller may open it, and what she may do
          // here.
          {"own_plan", "boolean"},
          {"carries_out", "CarriedPlan[]"},
          {"may", "string[]"},
          {"notices", "Notice[]"},
          {"reread_waiting", "boolean"},
          {"withdrawn", "Withdrawal | null"},
          {"readers_link", "string"}},
         "DocumentRow"},
        {"Reader",
         {{"at", "instant"},
          {"name", "string"},
          {"organisation", "string | null"},
          {"action", "string"},
          {"action_label", "string"}}},
        {"Readers", {{"items", "Reader[]"}, {"next", "null"}}}};
    std::ranges::move(change_schemas(), std::back_inserter(out));
    std::ranges::move(own_plan_schemas(), std::back_inserter(out));
    return out;
}

}  // namespace neove::http
