#pragma once
/// \file
/// An export in words: what stands above it, its columns and cells in the language of whoever fetches it. The
/// same table becomes a workbook or a page to print.

#include "http/routes/api.h"
#include "service/registers/export_records.h"
#include "workbook/workbook.h"

#include <string>
#include <string_view>

namespace neove::http {

workbook::Table export_table(const Api& api, const Exchange& exchange, const service::Export& leaving);

/// One answer in words, and the day or moment by which something is due.
std::string answer_text(
    const Api& api,
    const Exchange& exchange,
    const service::Desk& desk,
    const form::Field& field,
    const json::Value& value,
    service::Language language
);
std::string due_text(
    const Api& api, const Exchange& exchange, const service::Desk& desk, std::int64_t due_at
);

/// What was asked for, as a person would say it.
std::string query_in_words(
    const Api& api, const Exchange& exchange, const service::Desk& desk, const service::RecordQuery& query
);

/// Words by which the columns of such a table can be chosen, in its order: `number`, `state`, `due`, `owner`,
/// `opened`, then the fields.
std::vector<std::string> export_columns(const service::Desk& desk, access::Classes classes);

/// What an export of these classes has a column for, beside number, state, dates and owner.
std::vector<std::string> export_headings(
    const Api& api, const Exchange& exchange, const service::Desk& desk, access::Classes classes
);

}  // namespace neove::http
