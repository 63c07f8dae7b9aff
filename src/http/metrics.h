#pragma once
/// \file
/// Counters of the server in Prometheus' text format. Labels come from the route table and fixed lists alone:
/// no path, no account, no word a client chose.

#include "http/message.h"
#include "http/server.h"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace neove::http {

/// What only the program around the server knows.
struct Gauge {
    std::string_view name;  ///< e.g. `neove_journal_seq`
    std::string_view help;
    std::int64_t value{0};
    std::string_view type{"gauge"};
};

/// Thread-safe.
class Metrics {
public:
    void count(const LogLine& line);
    std::string text(const std::vector<Gauge>& gauges) const;

private:
    static constexpr std::array<std::int64_t, 10> kBounds{
        1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000};  ///< micros

    struct Durations {
        std::array<std::uint64_t, kBounds.size() + 1> buckets{};
        std::uint64_t micros{0};
        std::uint64_t count{0};
    };
    using RequestKey = std::tuple<std::string, std::string_view, int>;  ///< route, method, status

    mutable std::mutex mutex_;
    std::map<RequestKey, std::uint64_t> requests_;
    std::map<std::string, Durations> durations_;  ///< by route
};

/// Who may read them and ask for health. A proxy in front makes every stranger's address a loopback one:
/// there only the token counts.
struct MetricsDoor {
    std::string token;           ///< `Authorization: Bearer …`; empty: there is none
    bool loopback_is_us{false};  ///< no proxy stands in front
};
bool may_read_metrics(const MetricsDoor& door, const Request& request);

}  // namespace neove::http
