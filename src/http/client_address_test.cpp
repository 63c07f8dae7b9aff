#include "http/client_address.h"

#include <doctest/doctest.h>

namespace neove::http {

namespace {

std::string counted_as(std::string peer, std::string forwarded, const std::vector<std::string>& proxies) {
    Request request;
    request.address = std::move(peer);
    if (!forwarded.empty()) request.fields.emplace_back("x-forwarded-for", std::move(forwarded));
    return client_address(request, proxies);
}

}  // namespace

TEST_CASE("a forwarded address is believed from the declared proxy alone") {
    CHECK(counted_as("127.0.0.1", "203.0.113.9", {}) == "127.0.0.1");
    CHECK(counted_as("127.0.0.1", "203.0.113.9", {"loopback"}) == "203.0.113.9");
    CHECK(counted_as("198.51.100.4", "203.0.113.9", {"loopback"}) == "198.51.100.4");
    CHECK(counted_as("198.51.100.4", "203.0.113.9", {"198.51.100.4"}) == "203.0.113.9");
}

TEST_CASE("of a chain only what the proxy itself wrote counts, and what is no address does not") {
    CHECK(counted_as("127.0.0.1", "192.0.2.1, 203.0.113.9", {"loopback"}) == "203.0.113.9");
    CHECK(counted_as("127.0.0.1", "203.0.113.9, nonsense", {"loopback"}) == "127.0.0.1");
    CHECK(counted_as("127.0.0.1", "", {"loopback"}) == "127.0.0.1");
}

TEST_CASE("a proxy that writes a line of its own is believed, not the line that came with the request") {
    Request request;
    request.address = "127.0.0.1";
    request.fields.emplace_back("x-forwarded-for", "192.0.2.1");
    request.fields.emplace_back("x-other", "192.0.2.3");
    request.fields.emplace_back("x-forwarded-for", "192.0.2.2, 203.0.113.9");
    CHECK(client_address(request, {"loopback"}) == "203.0.113.9");
    request.fields.emplace_back("x-forwarded-for", "");
    CHECK(client_address(request, {"loopback"}) == "127.0.0.1");
}

TEST_CASE("an IPv6 network counts as one address, a mapped IPv4 address as itself") {
    CHECK(counted_as("2001:db8:1:2:3:4:5:6", "", {}) == counted_as("2001:db8:1:2::9", "", {}));
    CHECK(counted_as("2001:db8:1:2::9", "", {}) != counted_as("2001:db8:1:3::9", "", {}));
    CHECK(counted_as("::ffff:203.0.113.9", "", {}) == "203.0.113.9");
    CHECK(counted_as("::1", "203.0.113.9", {"loopback"}) == "203.0.113.9");
}

}  // namespace neove::http
