#pragma once
/// \file
/// Records of registers as JSON, for whoever may see them.

#include "http/routes/api.h"
#include "service/registers/list_records.h"
#include "service/registers/next_giving.h"
#include "service/registers/occasions.h"
#include "service/registers/reminded.h"
#include "service/registers/sent_back.h"
#include "service/registers/timeline.h"

namespace neove::http {

json::Value register_row_view(const Exchange& exchange, const service::Desk& desk);
/// The definition as the pages draw it: of the bundle in force, or of the one a record was opened under.
json::Value register_view(
    const Exchange& exchange,
    const service::Desk& desk,
    const definition::Bundle& bundle,
    const definition::Register& definition
);
json::Value record_view(const Api& api, const Exchange& exchange, const service::OpenedRecord& record);
json::Value listed_view(const Api& api, const Exchange& exchange, const service::ListedRecord& record);
json::Value timeline_view(const Api& api, const Exchange& exchange, const service::Timeline& timeline);
json::Value agenda_view(
    const Api& api,
    const Exchange& exchange,
    const service::Agenda& agenda,
    const std::vector<std::optional<service::SentBack>>& returned,  ///< of each of its items
    const std::vector<std::optional<service::Reminded>>& reminded,  ///< likewise
    const service::Occasions& occasions,
    const std::vector<service::DueGiving>& givings
);

/// Actions that open a record and that the caller may take.
std::vector<std::string> opening_actions(const Exchange& exchange, const service::Desk& desk);

}  // namespace neove::http
