#include "http/metrics.h"

#include <doctest/doctest.h>

namespace neove::http {

namespace {

Request from(std::string address, std::vector<Field> fields = {}) {
    Request request;
    request.address = std::move(address);
    request.fields = std::move(fields);
    return request;
}

LogLine line_of(std::string route, std::string method, int status, std::int64_t micros) {
    LogLine line;
    line.route = std::move(route);
    line.method = std::move(method);
    line.status = status;
    line.micros = micros;
    return line;
}

bool holds(const std::string& text, std::string_view line) {
    return text.find(std::string(line) + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("requests are counted by route and status, durations in cumulative buckets") {
    Metrics metrics;
    metrics.count(line_of("/api/v1/organisations/{id}", "GET", 200, 900));
    metrics.count(line_of("/api/v1/organisations/{id}", "GET", 200, 1'000));
    metrics.count(line_of("/api/v1/organisations/{id}", "GET", 404, 9'000'000));
    const std::string text = metrics.text({{"neove_journal_seq", "Newest entry.", 42}});
    CHECK(
        holds(text, R"(neove_requests_total{route="/api/v1/organisations/{id}",method="GET",status="200"} 2)")
    );
    CHECK(
        holds(text, R"(neove_requests_total{route="/api/v1/organisations/{id}",method="GET",status="404"} 1)")
    );
    CHECK(holds(text, R"(neove_request_seconds_bucket{route="/api/v1/organisations/{id}",le="0.001000"} 2)"));
    CHECK(holds(text, R"(neove_request_seconds_bucket{route="/api/v1/organisations/{id}",le="5.000000"} 2)"));
    CHECK(holds(text, R"(neove_request_seconds_bucket{route="/api/v1/organisations/{id}",le="+Inf"} 3)"));
    CHECK(holds(text, R"(neove_request_seconds_sum{route="/api/v1/organisations/{id}"} 9.001900)"));
    CHECK(holds(text, "# TYPE neove_journal_seq gauge\nneove_journal_seq 42"));
}

TEST_CASE("a method that a client made up is no label") {
    Metrics metrics;
    metrics.count(line_of("unknown", "NGUYEN\"} 1", 404, 1));
    const std::string text = metrics.text({});
    CHECK(text.find("NGUYEN") == std::string::npos);
    CHECK(holds(text, R"(neove_requests_total{route="unknown",method="other",status="404"} 1)"));
}

TEST_CASE("only this machine or whoever has the token reads the metrics") {
    const MetricsDoor here{"", true};
    CHECK(may_read_metrics(here, from("127.0.0.1")));
    CHECK(may_read_metrics(here, from("::1")));
    CHECK(!may_read_metrics(here, from("10.0.0.7")));
    CHECK(!may_read_metrics(here, from("127.0.0.1", {{"x-forwarded-for", "10.0.0.7"}})));
    CHECK(!may_read_metrics(here, from("10.0.0.7", {{"authorization", "Bearer "}})));
    const MetricsDoor proxied{"tám chữ", false};
    CHECK(!may_read_metrics(proxied, from("127.0.0.1")));
    CHECK(may_read_metrics(proxied, from("127.0.0.1", {{"authorization", "Bearer tám chữ"}})));
    CHECK(!may_read_metrics(proxied, from("127.0.0.1", {{"authorization", "Bearer tám chứ"}})));
    CHECK(!may_read_metrics({"", false}, from("127.0.0.1", {{"authorization", "Bearer "}})));
}

}  // namespace neove::http
