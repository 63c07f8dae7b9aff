#include "http/routes/schemas.h"

namespace neove::http {

namespace {

/// What was read and is shown as it was read.
std::vector<Schema> items_read() {
    return {// Page and line count from 1 and are those of the reading; spans count code points of the text.
            {"Span", {{"begin", "integer"}, {"end", "integer"}, {"page?", "integer"}, {"line?", "integer"}}},
            {"Deadline",
             {{"kind", "string"},
              {"raw", "string"},
              {"start", "string | null"},
              {"end", "string | null"},
              {"recurrence", "string | null"},
              {"span", "Span | null"}}},
            {"Report",
             {{"path", "string"},
              {"from", "Body[]"},
              {"to", "Body | null"},
              {"via", "Body | null"},
              {"recurrence", "string | null"},
              {"due", "string[]"},
              {"raw", "string"},
              {"content", "string"},
              {"span", "Span"},
              {"confidence", "integer"}}},
            {"Goal", {{"path", "string"}, {"text", "string"}, {"span", "Span"}, {"confidence", "integer"}}},
            {"Funding",
             {{"path", "string"},
              {"text", "string"},
              {"responsible", "Body[]"},
              {"span", "Span"},
              {"confidence", "integer"}}},
            {"Followup",
             {{"path", "string"},
              {"role", "string"},
              {"agency", "Body[]"},
              {"to", "Body | null"},
              {"via", "Body | null"},
              {"raw", "string"},
              {"span", "Span"},
              {"confidence", "integer"}}},
            {"Indicator",
             {{"path", "string"},
              {"text", "string"},
              {"value", "string"},
              {"unit", "string"},
              {"deadline", "Deadline | null"},
              {"span", "Span"},
              {"confidence", "integer"}}}};
}

std::vector<Schema> changes_of_tasks() {
    return {
        {"BodyChange", {{"text", "string"}, {"organisation_id?", "string"}, {"named?", "boolean"}}},
        {"TaskChange",
         {{"text?", "string | null"},
          {"category?", "TaskCategory | null"},
          {"choice?", "TaskChoice | null"},
          {"due?", "string | null"},
          {"lead?", "BodyChange[] | null"},
          {"coordinate?", "BodyChange[] | null"},
          {"requested?", "BodyChange[] | null"}}},
        {"NewTask", {{"text", "string"}, {"after?", "id | null"}, {"span?", "Span | null"}}},
        {"Split", {{"at", "integer"}}},
        {"TaskIds", {{"task_ids?", "id[] | null"}}},
        {"Acceptance", {{"changed?", "id[] | null"}, {"added?", "id[] | null"}, {"missing?", "id[] | null"}}},
        {"TaskDifference",
         {{"task", "Task | null"},
          {"new_text", "string"},
          {"new_path", "string"},
          {"likeness", "integer"},
          {"differs", "string[]"}}},
        {.name = "TaskOrNone", .is = "Task | null"},
        {"Rereading",
         {{"kept", "integer"},
          {"changed", "TaskDifference[]"},
          {"missing", "TaskOrNone[]"},
          {"added", "TaskOrNone[]"},
          {"etag", "string"}}}};
}

}  // namespace

std::vector<Schema> reading_schemas() {
    std::vector<Schema> all{
        {"Candidate", {{"id", "id"}, {"name", "string"}, {"why", "string"}}},
        // A body that the directory does not hold has an empty id.
        {"SuccessorName", {{"id", "string"}, {"name", "string"}}},
        {"Successor",
         {{"organisation", "SuccessorName"},
          {"subject", "string | null"},
          {"on", "string | null"},
          {"basis", "string | null"}}},
        {"Body",
         {{"text", "string"},
          {"status", "'resolved' | 'ambiguous' | 'successor' | 'collective' | 'named'"},
          {"picked", "boolean"},
          {"kept", "boolean"},
          {"organisation", "Named | null"},
          {"candidates", "Candidate[]"},
          {"members", "Named[]"},
          {"successor", "Successor | null"},
          {"successors", "Successor[]"}}},
        {.name = "TaskCategory", .is = "'action' | 'organisation'"},
        {.name = "TaskChoice", .is = "'standing' | 'dated' | 'in_report'"},
        {"TaskReason", {{"code", "string"}, {"text", "string"}}},
        {"TaskExtras",
         {{"deliverable?", "string"},
          {"leader?", "string"},
          {"monitor?", "string"},
          {"money?", "string"},
          {"money_source?", "string"},
          {"place?", "string"},
          {"targets?", "string | string[]"},
          {"notes?", "string"}}},
        {"Task",
         {{"id", "id"},
          {"path", "string"},
          {"section_title", "string"},
          {"text", "string"},
          {"span", "Span | null"},
          {"category", "TaskCategory"},
          {"state", "'proposed' | 'confirmed' | 'dropped'"},
          {"choice", "TaskChoice"},
          {"due", "string | null"},
          {"lead", "Body[]"},
          {"coordinate", "Body[]"},
          {"requested", "Body[]"},
          {"deadlines", "Deadline[]"},
          {"confidence", "integer"},
          {"reasons", "TaskReason[]"},
          {"edited", "boolean"},
          {"extras", "TaskExtras"}}},
        {"Reading",
         {{"etag", "string"},
          {"tasks", "Task[]"},
          {"reports", "Report[]"},
          {"goals", "Goal[]"},
          {"funding", "Funding[]"},
          {"followup", "Followup[]"},
          {"indicators", "Indicator[]"}}}};
    for (auto* more : {&items_read, &changes_of_tasks}) {
        for (Schema& schema : more()) all.push_back(std::move(schema));
    }
    return all;
}

}  // namespace neove::http
