#include "http/open_api.h"
#include "http/routes/allotments.h"
#include "http/routes/letterheads.h"
#include "http/routes/register_fill_in.h"
#include "http/routes/schemas.h"

namespace neove::http {

std::vector<Schema> system_schemas() {
    return {
        {"NumberAt", {{"number", "integer"}, {"at", "instant"}}},
        {"Anchor", {{"number", "integer"}}},
        {"StatusStore", {{"kind", "'sqlite' | 'postgres'"}, {"demo", "boolean"}}},
        {"StatusJournal",
         {{"seq", "integer"},
          {"head", "string"},
          {"checkpoint", "NumberAt | null"},
          {"anchored", "boolean"},
          {"anchor", "Anchor | null"},
          {"handed_over", "NumberAt | null"}}},
        {"StatusJob",
         {{"kind", "string"},
          {"failing", "boolean"},
          {"tries", "integer"},
          {"code", "string"},
          {"detail", "string"},
          {"done_at", "instant | null"}}},
        {"StatusMail",
         {{"waiting", "integer"},
          {"failed", "integer"},
          {"code", "string"},
          {"detail", "string"},
          {"sent_at", "instant | null"},
          {"failed_at", "instant | null"}}},
        {"StatusAlarms", {{"rows", "integer"}, {"at", "instant | null"}}},
        {"StatusKey",
         {{"domain", "string"}, {"what", "string"}, {"state", "string"}, {"age_days", "integer"}}},
        {"StatusWorker",
         {{"available", "boolean"},
          {"landlock", "boolean"},
          {"seccomp", "boolean"},
          {"scans", "boolean"},
          {"old_word", "'ready' | 'no_office' | 'no_bubblewrap' | 'no_sandbox'"}}},
        {"StatusProgramme", {{"held_back", "boolean"}, {"sentence", "string"}, {"lost", "LostRecords[]"}}},
        {"Status",
         {{"version", "string"},
          {"store", "StatusStore"},
          {"journal", "StatusJournal"},
          {"jobs", "StatusJob[]"},
          {"mail", "StatusMail"},
          {"worker", "StatusWorker"},
          {"alarms", "StatusAlarms"},
          {"keys", "StatusKey[]"},
          {"recovery_confirmed", "boolean"},
          {"keyring_fault", "string"},
          {"keyring_detail", "string"},
          {"organisations", "integer"},
          {"accounts", "integer"},
          {"programme", "StatusProgramme"}}}};
}

std::vector<Schema> all_schemas() {
    std::vector<Schema> all = problem_schemas();
    for (auto* area :
         {&session_schemas,     &organisation_schemas, &unit_schemas,       &account_schemas,
          &document_schemas,    &reading_schemas,      &allotment_schemas,  &register_schemas,
          &person_schemas,      &board_schemas,        &redaction_schemas,  &access_table_schemas,
          &break_glass_schemas, &match_schemas,        &import_schemas,     &fill_in_schemas,
          &people_schemas,      &attachment_schemas,   &export_schemas,     &paper_schemas,
          &letterhead_schemas,  &reminder_schemas,     &succession_schemas, &body_part_schemas,
          &system_schemas}) {
        for (Schema& schema : area()) all.push_back(std::move(schema));
    }
    return all;
}

}  // namespace neove::http
