#pragma once
/// \file
/// The table of access as JSON: its words with the labels of programmes, in the reader's language.

#include "http/routes/api.h"
#include "service/registers/sign_access.h"

namespace neove::http {

json::Value access_table_view(
    const Api& api, const service::AccessTableView& view, service::Language language
);

/// Living records that the programme a start brought does not know: `{register, state}`.
json::Value lost_view(const service::Programme& programme, service::Language language);

/// `{id, name}` with the label of a role, of the house or of a programme.
json::Value role_ref(const Api& api, const std::string& role, service::Language language);

}  // namespace neove::http
