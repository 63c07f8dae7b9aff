#include "http/routes/schemas.h"

namespace neove::http {

namespace {

/// A register, as the pages draw it.
std::vector<Schema> drawing_schemas() {
    return {
        {.name = "AnswerClass", .is = "'public' | 'internal' | 'confidential' | 'identity'"},
        {.name = "ClockStanding",
         .is =
             "'running' | 'due_soon' | 'overdue' | 'met' | 'met_late' | 'suspended' | 'unknown' | 'unnamed'"},
        {"RegisterRow",
         {{"id", "string"},
          {"title", "string"},
          {"title_many", "string"},
          {"persons", "boolean"},
          {"may", "string[]"},
          {"about", "RegisterAbout[]"}}},
        {"RegisterAbout", {{"link", "string"}, {"to_register", "string"}, {"who_may", "string[]"}}},
        {"RegisterRows", {{"registers", "RegisterRow[]"}}},
        {"RegisterForm", {{"fields", "any"}, {"steps", "any"}}},
        {"RegisterLimit", {{"id", "string"}, {"warn_before_days", "integer"}}},
        {"RegisterColumn", {{"id", "string"}, {"type", "string"}, {"label", "string"}}},
        {"RegisterList",
         {{"columns", "RegisterColumn[]"},
          {"filters", "any"},
          {"sort", "string"},
          {"board", "any"},
          {"fill_in", "any"},
          {"at_once", "any"}}},
        {"Register",
         {{"id", "string"},
          {"digest", "string"},
          {"persons", "boolean"},
          {"domain", "string"},
          {"title", "string"},
          {"title_many", "string"},
          {"form", "RegisterForm"},
          {"workflow", "any"},
          {"limits", "RegisterLimit[]"},
          {"list", "RegisterList"},
          {"labels", "any"},
          {"create", "string[]"},
          {"export", "boolean"},
          {"write", "AnswerClass[]"},
          {"may", "string[]"},
          {"relations", "string[]"},
          {"person_words", "any"}}},
    };
}

/// A line of a list, and what a record consists of.
std::vector<Schema> part_schemas() {
    return {
        {"StateWord", {{"standing", "'in_time' | 'due_soon' | 'overdue' | 'late'"}, {"label", "string"}}},
        {"ListedRecord",
         {{"id", "id"},
          {"number", "string"},
          {"state", "string"},
          {"state_word", "StateWord | null"},
          {"columns", "any"},
          {"name", "string | null"},
          {"due_at", "instant | null"},
          {"standing", "'none' | 'running' | 'overdue'"},
          {"owner", "Named | null"},
          {"changed_at", "instant"}}},
        {"ListedRecords", {{"records", "ListedRecord[]"}, {"more", "boolean"}, {"next", "string | null"}}},
        {"RecordClock",
         {{"limit", "string"},
          {"label", "string"},
          {"standing", "ClockStanding"},
          {"started_at", "instant"},
          {"due_at", "instant | null"},
          {"stopped_at", "instant | null"},
          {"elapsed_days", "integer"},
          {"explanation", "string"},
          {"citation", "string"},
          {"confirmed", "boolean"}}},
        {"RecordLink",
         {{"id", "string"},
          {"kind", "string"},
          {"role", "string | null"},
          {"to_register", "string"},
          {"to", "id | null"},
          {"number", "string | null"},
          {"words", "string | null"},
          {"document", "id | null"}}},
        {"RecordPerson",
         {{"id", "string"},
          {"relation", "string"},
          {"account", "id | null"},
          {"organisation", "id | null"},
          {"name", "string"},
          {"from", "instant"},
          {"until", "instant | null"}}},
    };
}

std::vector<Schema> record_schemas() {
    return {
        {"RecordMay",
         {{"actions", "string[]"},
          {"correct", "boolean"},
          {"link", "boolean"},
          {"assign", "boolean"},
          {"attach", "boolean"},
          {"original", "boolean"},
          {"erase", "boolean"}}},
        {"Record",
         {{"id", "id"},
          {"register", "string"},
          {"number", "string"},
          {"digest", "string"},
          {"version", "integer"},
          {"etag", "string"},
          {"state", "string"},
          {"state_word", "StateWord | null"},
          {"answers", "any"},
          {"hidden", "AnswerClass[]"},
          {"owner", "Named | null"},
          {"opened_at", "instant"},
          {"changed_at", "instant"},
          {"clocks", "RecordClock[]"},
          {"links", "RecordLink[]"},
          // Where no link leads to the document that it was given out of.
          {"given_from", "DocumentTitle | null"},
          {"people", "RecordPerson[]"},
          {"may", "RecordMay"},
          {"times", "any"},
          {"write", "AnswerClass[]"},
          {"needs_purpose", "boolean"}}},
    };
}

/// What happened to it.
std::vector<Schema> event_schemas() {
    return {
        {"EventActor", {{"id", "string"}, {"name", "string"}}},
        {"EventLink",
         {{"kind", "string"}, {"to_register", "string"}, {"to", "id | null"}, {"role", "string | null"}}},
        {"EventRelation", {{"id", "string"}, {"kind", "string"}}},
        {"EventBeside", {{"to_register", "string | null"}, {"to", "id | null"}, {"number", "string | null"}}},
        {"GivenRelation", {{"relation", "string"}, {"organisation", "Named | null"}, {"ends", "boolean"}}},
        {"RecordEvent",
         {{"id", "id"},
          {"kind", "string"},
          {"actor", "EventActor"},
          {"organisation", "Named | null"},
          {"occurred_at", "instant"},
          {"precision", "string"},
          {"recorded_at", "instant"},
          {"version", "integer"},
          {"state", "string"},
          {"answers", "any"},
          {"corrects", "id | null"},
          {"corrected_by", "id | null"},
          {"may_correct", "boolean"},
          {"links", "EventLink[]"},
          {"relation", "EventRelation | null"},
          {"beside", "EventBeside | null"},
          {"given", "GivenRelation[]"},
          {"owner", "Named | null"},
          {"kept_words", "string[]"},
          {"reason", "string | null"},
          {"reason_redacted_on", "string | null"}}},
        {"RecordTimeline",
         {{"events", "RecordEvent[]"}, {"mended", "RecordEvent[]"}, {"next", "string | null"}}},
    };
}

/// What is asked of it.
std::vector<Schema> act_schemas() {
    return {
        {"LinkRequest",
         {{"kind", "string"}, {"to_register", "string"}, {"to", "string"}, {"role?", "string | null"}}},
        {"RecordAct",
         {{"action", "string"},
          {"answers?", "any"},
          {"occurred_at?", "string | null"},
          {"precision?", "string | null"},
          {"reason?", "string | null"},
          {"kept_words?", "string[] | null"},
          {"links?", "LinkRequest[] | null"}}},
        {"RecordCorrection",
         {{"event", "string"},
          {"answers?", "any"},
          {"occurred_at?", "string | null"},
          {"precision?", "string | null"},
          {"kept_words?", "string[] | null"},
          {"reason", "string"}}},
        {"RelationRequest",
         {{"relation", "string"},
          {"account?", "string | null"},
          {"organisation?", "string | null"},
          {"until?", "string | null"},
          {"reason?", "string | null"}}},
        {"RelationEnd", {{"reason", "string"}}},
        {"PurposeRequest", {{"purpose", "string"}}},
        {"Why", {{"sentence", "string"}}},
        {"Draft", {{"answers", "any"}, {"saved_at?", "instant"}, {"etag?", "string"}}},
        {"DraftToKeep", {{"answers", "any"}}},
    };
}

std::vector<Schema> agenda_schemas() {
    return {
        {"AgendaItem",
         {{"register", "string"},
          {"title", "string"},
          {"record", "id"},
          {"number", "string"},
          {"state", "string"},
          {"state_word", "StateWord | null"},
          {"about", "string | null"},
          {"owner", "Named | null"},
          {"since", "instant"},
          {"limit", "string"},
          {"label", "string"},
          {"due_at", "instant | null"},
          {"standing", "ClockStanding"},
          {"returned", "AgendaReturn | null"},
          {"reminded", "AgendaReminder | null"}}},
        {"AgendaReminder",
         {{"label", "string"}, {"times", "integer"}, {"at", "instant"}, {"says", "string[]"}}},
        {"AgendaReturn",
         {{"label", "string"},
          {"reason", "string | null"},
          {"organisation", "string | null"},
          {"at", "instant"}}},
        {"AgendaReview",
         {{"register", "string"},
          {"title", "string"},
          {"id", "id"},
          {"number", "string"},
          {"due_at", "instant"},
          {"overdue", "boolean"}}},
        {"AgendaMatch",
         {{"register", "string"},
          {"title", "string"},
          {"id", "id"},
          {"numbers", "string[]"},
          {"noticed_at", "instant"}}},
        {"AgendaOccasion",
         {{"register", "string"},
          {"title", "string"},
          {"record", "id"},
          {"number", "string"},
          {"state", "string"},
          {"on", "string"},
          {"at", "string"},
          {"says", "string[]"}}},
        {"Agenda",
         {{"items", "AgendaItem[]"},
          {"occasions", "AgendaOccasion[]"},
          {"reviews", "AgendaReview[]"},
          {"matches", "AgendaMatch[]"},
          {"more", "boolean"}}}};
}

}  // namespace

std::vector<Schema> register_schemas() {
    std::vector<Schema> all;
    for (auto* part :
         {&drawing_schemas, &part_schemas, &record_schemas, &event_schemas, &act_schemas, &agenda_schemas}) {
        for (Schema& schema : part()) all.push_back(std::move(schema));
    }
    return all;
}

}  // namespace neove::http
