#pragma once
/// \file
/// Why somebody reads who a person is: said once a visit, from a short list, and in the journal beside every
/// look that follows.

#include "service/registers/opened_record.h"

#include <array>
#include <string_view>

namespace neove::service {

inline constexpr std::array<std::string_view, 5> kPurposes{
    "handle_case", "support_person", "check_quality", "answer_request", "legal_duty"};

/// Remembers it for this visit (`visit.h`) and record, and shows the record as it can be read now. Refusals:
/// `access.not_found`, `record.unknown_purpose`.
Result<OpenedRecord> give_purpose(
    House& house,
    const Caller& caller,
    std::string_view register_id,
    const RecordId& id,
    const std::string& purpose
);

}  // namespace neove::service
