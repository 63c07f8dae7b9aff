#include "http/routes/schemas.h"

namespace neove::http {

std::vector<Schema> session_schemas() {
    return {
        {"Named", {{"id", "id"}, {"name", "string"}}},
        {"Grant",
         {{"grant_id", "id"}, {"role", "string"}, {"role_label", "string"}, {"organisation", "Named"}}},
        {"AccountName", {{"id", "id"}, {"login", "string"}, {"name", "string"}}},
        {"Me",
         {{"stage", "'ready' | 'enrol' | 'password'"},
          {"locked", "boolean"},
          {"demo", "boolean"},
          {"account", "AccountName"},
          {"acting", "Grant"},
          {"grants", "Grant[]"},
          {"may", "string[]"},
          {"idle_seconds", "integer"},
          {"step_up_seconds", "integer"}}},
        {"SignIn", {{"account", "string"}, {"password", "string"}, {"code?", "string | null"}}},
        {"StepUp", {{"code", "string"}}},
        {"Unlock", {{"password", "string"}}},
        {"Acting", {{"grant_id", "string"}}},
        {"PasswordChange", {{"old", "string"}, {"new", "string"}}},
        {"FirstPassword", {{"new", "string"}}},
        {"FactorProof", {{"code", "string"}, {"number?", "integer | null"}}},
        {"TotpProposal", {{"secret", "string"}, {"uri", "string"}}},
        {"CodeCard", {{"codes", "string[]"}}},
        {"DemoAccount",
         {{"login", "string"},
          {"name", "string"},
          {"role_label", "string"},
          {"organisation", "string"},
          {"password", "string"},
          {"code", "string"}}},
        {"DemoAccounts", {{"accounts", "DemoAccount[]"}}}};
}

}  // namespace neove::http
