#include "http/routes/schemas.h"

namespace neove::http {

std::vector<Schema> account_schemas() {
    return {
        {"Account",
         {{"id", "id"},
          {"login", "string"},
          {"name", "string"},
          {"state", "'active' | 'disabled' | 'invited'"},
          {"factor", "'none' | 'totp' | 'card'"},
          {"grants", "Grant[]"},
          {"first_password?", "string"}}},
        {"Accounts", {{"items", "Account[]"}, {"next", "null"}}},
        {"NewGrant", {{"role", "string"}, {"organisation_id", "string"}}},
        {"NewAccount",
         {{"login", "string"},
          {"name", "string"},
          {"reason?", "string | null"},
          {"grants?", "NewGrant[] | null"}}},
        {"GrantRequest", {{"role", "string"}, {"organisation_id", "string"}, {"reason?", "string | null"}}},
        {"Reason", {{"reason?", "string | null"}}},
        {"Role", {{"role", "string"}, {"label", "string"}, {"description", "string"}}},
        {"Roles", {{"items", "Role[]"}, {"next", "null"}}},
        {"ProposedGrant", {{"role", "string"}, {"role_label", "string"}, {"organisation", "Named | null"}}},
        {"ProposedLine", {{"field", "string"}, {"before", "string"}, {"after", "string"}}},
        {"ProposedBody", {{"organisation", "Named"}, {"is_new", "boolean"}, {"lines", "ProposedLine[]"}}},
        // The halves of a first password are shown once: to whoever proposes, to whoever confirms.
        {"Proposal",
         {{"id", "id"},
          {"state", "'waiting' | 'confirmed' | 'refused' | 'cancelled' | 'expired'"},
          {"action", "'create' | 'enable' | 'reset' | 'grant' | 'place'"},
          {"account", "AccountName | null"},
          {"bodies", "ProposedBody[]"},
          {"bodies_in_all", "integer"},
          {"grants", "ProposedGrant[]"},
          {"holds", "string[]"},
          {"reason", "string"},
          {"is_own", "boolean"},
          {"proposed_by", "string | null"},
          {"proposed_at", "instant"},
          {"expires_at", "instant"},
          {"decided_by", "string | null"},
          {"decided_at", "instant | null"},
          {"decision", "string"},
          {"may", "ProposalAct[]"},
          {"first_half?", "string"},
          {"second_half?", "string"}}},
        {.name = "ProposalAct", .is = "'confirm' | 'refuse' | 'cancel'"},
        {"Proposals", {{"items", "Proposal[]"}, {"next", "null"}}}};
}

}  // namespace neove::http
