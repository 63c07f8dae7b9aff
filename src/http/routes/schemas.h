#pragma once
/// \file
/// The shapes of what each area takes and gives, beside the views that write them. A member that a view
/// writes and no schema names makes tests/end_to_end/contract_test.py red.

#include "http/schema.h"

namespace neove::http {

std::vector<Schema> session_schemas();
std::vector<Schema> organisation_schemas();
std::vector<Schema> unit_schemas();
std::vector<Schema> account_schemas();  ///< and proposals
std::vector<Schema> document_schemas();
std::vector<Schema> reading_schemas();
std::vector<Schema> register_schemas();
std::vector<Schema> person_schemas();
std::vector<Schema> board_schemas();
std::vector<Schema> succession_schemas();
std::vector<Schema> body_part_schemas();
std::vector<Schema> redaction_schemas();
std::vector<Schema> access_table_schemas();
std::vector<Schema> break_glass_schemas();
std::vector<Schema> match_schemas();
std::vector<Schema> import_schemas();
std::vector<Schema> people_schemas();
std::vector<Schema> attachment_schemas();
std::vector<Schema> export_schemas();
std::vector<Schema> reminder_schemas();
std::vector<Schema> system_schemas();

/// All of them, and the problem.
std::vector<Schema> all_schemas();

}  // namespace neove::http
