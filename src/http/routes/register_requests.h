#pragma once
/// \file
/// What a request about records says, read out of its JSON, path and query. Faults go to the reader.

#include "http/routes/api.h"
#include "service/registers/act_on_record.h"
#include "service/registers/list_records.h"
#include "service/registers/people.h"

#include <set>
#include <string>
#include <vector>

namespace neove::http {

constexpr std::size_t kReasonMax = 2'000;

/// Without the record's id. `etag` as sent, where it was.
service::RecordRequest record_request_of(const Exchange& exchange, bool with_version);
service::WantedAct act_of(const Api& api, const Exchange& exchange, json::Reader& reader);
/// What is said of an act beside which one it is, and what it links.
service::WantedAct deed_of(const Api& api, json::Reader& reader);
/// Answers of which she says, asked about them, that their words stay: JSON Pointers.
std::vector<std::string> kept_words_of(json::Reader& reader);
/// The same of a sheet: cells, `kept_words=C7,D9`.
std::set<std::string> kept_cells_of(const Exchange& exchange);
service::WantedAct correction_of(const Api& api, const Exchange& exchange, json::Reader& reader);
record::Link link_of(json::Reader& reader);
service::NewRelation relation_of(const Api& api, json::Reader& reader);
service::RecordQuery record_query_of(const Exchange& exchange);
/// `{"column":"value"}`: what columns have to say.
std::map<std::string, std::string> where_of(const std::string& text);
/// What stands between commas; nothing of what is empty.
std::vector<std::string> split_commas(std::string_view text);

/// `2026`, `2026-11`, `2026-11-20` as the beginning of that time where the installation stands, or an instant
/// `2026-11-20T08:30[:05[.123]]Z`.
std::optional<Instant> read_time(std::string_view text, std::int64_t utc_offset_micros);

}  // namespace neove::http
