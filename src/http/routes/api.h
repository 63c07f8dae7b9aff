#pragma once
/// \file
/// The routes by area. Handlers translate between JSON and use cases; they hold no rule.

#include "deadline/explain.h"
#include "http/metrics.h"
#include "http/problem.h"
#include "http/router.h"
#include "service/house.h"

#include <initializer_list>
#include <vector>

namespace neove::http {

/// What handlers may reach.
struct Api {
    service::House& house;
    const Sentences& sentences;
    bool secure_cookie{true};
    MetricsDoor metrics_door{};
    std::function<Result<std::string>()> metrics{};      ///< set by `app`; unset: there are none
    const deadline::Phrases* deadline_phrases{nullptr};  ///< set by `app`; null: limits are not explained
};

/// A handler of an area.
using Handle = Result<Response> (*)(const Api&, Exchange&);

/// Binds handlers to what they may reach.
inline auto binder(const Api& api) {
    return [&api](Handle handle) {
        return [&api, handle](Exchange& exchange) { return handle(api, exchange); };
    };
}

/// Parts of an area as one list, in this order.
std::vector<Route> joined(std::initializer_list<std::vector<Route>> parts);

std::vector<Route> session_routes(const Api& api);
std::vector<Route> factor_routes(const Api& api);
std::vector<Route> organisation_routes(const Api& api);
std::vector<Route> unit_routes(const Api& api);
std::vector<Route> account_routes(const Api& api);
std::vector<Route> proposal_routes(const Api& api);
std::vector<Route> document_routes(const Api& api);
std::vector<Route> review_routes(const Api& api);
std::vector<Route> register_routes(const Api& api);
std::vector<Route> person_routes(const Api& api);
std::vector<Route> board_routes(const Api& api);
std::vector<Route> succession_routes(const Api& api);
std::vector<Route> body_part_routes(const Api& api);
std::vector<Route> redaction_routes(const Api& api);
std::vector<Route> break_glass_routes(const Api& api);
std::vector<Route> match_routes(const Api& api);
std::vector<Route> access_table_routes(const Api& api);
std::vector<Route> import_routes(const Api& api);
std::vector<Route> people_routes(const Api& api);
std::vector<Route> attachment_routes(const Api& api);
std::vector<Route> export_routes(const Api& api);
std::vector<Route> reminder_routes(const Api& api);
std::vector<Route> system_routes(const Api& api);

/// The faults of a body as an answer, or nothing where there are none.
std::optional<Response> faults_of(const Api& api, const Exchange& exchange, json::Reader& reader);

/// `If-Match` as sent, without its quotes; refuses `version.required` where it is missing.
Result<std::string> required_version(const Exchange& exchange);

/// Id of the right shape, else the same "not found" as for one that does not exist.
template <typename T>
Result<T> id_of(const Exchange& exchange, std::string_view name) {
    auto id = T::parse(exchange.id(name));
    if (!id) return refuse(ErrorKind::NotFound, "access.not_found");
    return std::move(*id);
}

}  // namespace neove::http
