#include "http/routes/schemas.h"

namespace neove::http {

namespace {

/// An organisation, as it is read.
std::vector<Schema> shown_schemas() {
    return {
        {"OrganisationRow",
         {{"id", "id"},
          {"name", "string"},
          {"short_name", "string"},
          {"kind", "string"},
          {"kind_label", "string"},
          {"code", "string"},
          {"parent", "Named | null"},
          {"offline", "boolean"},
          {"valid_from", "day | null"},
          {"valid_until", "day | null"},
          {"children", "integer"}}},
        {"OrganisationRows", {{"items", "OrganisationRow[]"}, {"next", "string | null"}}},
        {"OrganisationAlias", {{"name", "string"}, {"from", "day | null"}, {"until", "day | null"}}},
        {"OrganisationSuccessor",
         {{"subject", "string"},
          {"on", "day | null"},
          {"basis", "string"},
          {"organisation", "Named | null"}}},
        {"OrganisationUnit",
         {{"list", "string"}, {"code", "string"}, {"known", "boolean"}, {"unit", "UnitWithOrigin | null"}}},
        {"Organisation",
         {{"version", "integer"},
          {"etag", "string"},
          {"aliases", "OrganisationAlias[]"},
          {"successors", "OrganisationSuccessor[]"},
          {"predecessors", "Named[]"},
          {"standing_agency", "Named | null"},
          {"members", "OrganisationMember[]"},
          {"ancestors", "Named[]"},
          {"units", "OrganisationRow[]"},
          {"unit", "OrganisationUnit | null"},
          {"may", "string[]"}},
         "OrganisationRow"},
        {.name = "OrganisationMember", .is = "Named | null"},
    };
}

/// What changes one, or a table of them.
std::vector<Schema> changing_schemas() {
    return {
        // A day may be typed as people write it, so these are no `day`.
        {"AliasChange", {{"name", "string"}, {"from?", "string | null"}, {"until?", "string | null"}}},
        {"SuccessorChange",
         {{"organisation_id", "id"},
          {"subject?", "string | null"},
          {"on?", "string | null"},
          {"basis?", "string | null"}}},
        {"UnitChange", {{"list?", "string | null"}, {"code?", "string | null"}}},
        {"OrganisationChange",
         {{"name?", "string | null"},
          {"short_name?", "string | null"},
          {"kind?", "string | null"},
          {"code?", "string | null"},
          {"parent_id?", "string | null"},
          {"offline?", "boolean | null"},
          {"valid_from?", "string | null"},
          {"valid_until?", "string | null"},
          {"aliases?", "AliasChange[] | null"},
          {"successors?", "SuccessorChange[] | null"},
          {"unit?", "UnitChange | null"},
          // Why, for whoever confirms, where it moves the body in the tree.
          {"reason?", "string | null"}}},
        {"ImportFault", {{"row", "integer"}, {"column", "string"}, {"code", "string"}, {"detail", "string"}}},
        {"ImportFieldChange", {{"field", "string"}, {"before", "string"}, {"after", "string"}}},
        {"ImportChange", {{"id", "id"}, {"name", "string"}, {"fields", "ImportFieldChange[]"}}},
        {"ImportReport",
         {{"rows", "integer"},
          {"to_create", "integer"},
          {"to_change", "integer"},
          {"to_move", "integer"},
          {"unchanged", "integer"},
          {"faults", "ImportFault[]"},
          {"changes", "ImportChange[]"},
          {"done", "boolean"},
          // The whole of it waits, or would wait, for a second person.
          {"needs_second", "boolean"},
          {"proposal", "id | null"}}},
        {"Kind", {{"kind", "string"}, {"label", "string"}}},
        {"Kinds", {{"items", "Kind[]"}, {"next", "null"}}}};
}

}  // namespace

std::vector<Schema> organisation_schemas() {
    std::vector<Schema> all = shown_schemas();
    for (Schema& schema : changing_schemas()) all.push_back(std::move(schema));
    return all;
}

}  // namespace neove::http
