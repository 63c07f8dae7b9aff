#include "http/metrics.h"

#include "base/bytes.h"
#include "base/crypto.h"

#include <fmt/format.h>

#include <algorithm>

namespace neove::http {

namespace {

/// A method of the list, so that a client cannot make labels.
std::string_view known_method(std::string_view method) {
    static constexpr std::array<std::string_view, 6> kMethods{
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    const auto found = std::ranges::find(kMethods, method);
    return found == kMethods.end() ? std::string_view("other") : *found;
}

std::string seconds(std::uint64_t micros) {
    return fmt::format("{}.{:06}", micros / 1'000'000, micros % 1'000'000);
}

void describe(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

}  // namespace

void Metrics::count(const LogLine& line) {
    const std::uint64_t micros = static_cast<std::uint64_t>(std::max<std::int64_t>(line.micros, 0));
    const auto bound = std::ranges::lower_bound(kBounds, static_cast<std::int64_t>(micros));
    const std::scoped_lock lock(mutex_);
    ++requests_[{line.route, known_method(line.method), line.status}];
    Durations& durations = durations_[line.route];
    ++durations.buckets[static_cast<std::size_t>(bound - kBounds.begin())];
    durations.micros += micros;
    ++durations.count;
}

std::string Metrics::text(const std::vector<Gauge>& gauges) const {
    std::string out;
    const std::scoped_lock lock(mutex_);
    describe(out, "neove_requests_total", "counter", "Requests by route template, method and status.");
    for (const auto& [key, count] : requests_) {
        const auto& [route, method, status] = key;
        out += fmt::format(
            "neove_requests_total{{route=\"{}\",method=\"{}\",status=\"{}\"}} {}\n",
            route,
            method,
            status,
            count
        );
    }
    constexpr std::string_view name = "neove_request_seconds";
    describe(out, name, "histogram", "Time to answer, without the socket.");
    for (const auto& [route, durations] : durations_) {
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < kBounds.size(); ++i) {
            below += durations.buckets[i];
            const std::string bound = seconds(static_cast<std::uint64_t>(kBounds[i]));
            out += fmt::format("{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, route, bound, below);
        }
        out += fmt::format("{}_bucket{{route=\"{}\",le=\"+Inf\"}} {}\n", name, route, durations.count);
        out += fmt::format("{}_sum{{route=\"{}\"}} {}\n", name, route, seconds(durations.micros));
        out += fmt::format("{}_count{{route=\"{}\"}} {}\n", name, route, durations.count);
    }
    for (const Gauge& gauge : gauges) {
        describe(out, gauge.name, gauge.type, gauge.help);
        out += fmt::format("{} {}\n", gauge.name, gauge.value);
    }
    return out;
}

bool may_read_metrics(const MetricsDoor& door, const Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view given = request.field("authorization");
    if (!door.token.empty() && given.starts_with(scheme)) {
        // Digests of one size: the comparison tells nothing, not even how long the token is.
        const Digest ours = crypto::hash("neove.metrics", as_bytes(door.token));
        const Digest theirs = crypto::hash("neove.metrics", as_bytes(given.substr(scheme.size())));
        return crypto::equal(ours, theirs);
    }
    if (!door.loopback_is_us) return false;
    // A proxy nobody told us of mostly says so itself.
    for (const char* sign : {"forwarded", "x-forwarded-for", "x-real-ip", "via"}) {
        if (!request.field(sign).empty()) return false;
    }
    return request.address == "::1" || request.address.starts_with("127.");
}

}  // namespace neove::http
