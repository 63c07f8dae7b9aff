#include "http/strict_request.h"

#include <doctest/doctest.h>

namespace neove::http {

namespace {

const HostList kHosts = {"localhost:8040"};

Head head_of(std::string method, std::string target, std::vector<Field> more = {}) {
    Head head{std::move(method), std::move(target), 11, {{"host", "localhost:8040"}}};
    head.fields.insert(head.fields.end(), more.begin(), more.end());
    return head;
}

std::string code_of(const Head& head) {
    const auto request = check_head(head, kHosts);
    return request ? "ok" : request.error().code;
}

}  // namespace

TEST_CASE("an ordinary request passes and is decoded once") {
    const auto request = check_head(head_of("GET", "/api/v1/x%20y?query=c%C3%B4ng+an&n=1"), kHosts);
    REQUIRE(request);
    CHECK(request->path == "/api/v1/x y");
    CHECK(request->query_value("query") == "công an");
    CHECK(code_of(head_of("GET", "/%2541")) == "ok");  // decoded once: a literal %41
    CHECK(check_head(head_of("GET", "/%2541"), kHosts)->path == "/%41");
    CHECK(code_of(head_of("GET", "/a%41")) == "ok");
}

TEST_CASE("framing that two readers could read differently is refused") {
    CHECK(code_of(head_of("POST", "/", {{"transfer-encoding", "gzip"}})) == "http.framing");
    CHECK(code_of(head_of("POST", "/", {{"transfer-encoding", "identity"}})) == "http.framing");
    CHECK(code_of(head_of("POST", "/", {{"transfer-encoding", "xchunked"}})) == "http.framing");
    CHECK(
        code_of(head_of("POST", "/", {{"transfer-encoding", "chunked"}, {"content-length", "5"}})) ==
        "http.framing"
    );
    CHECK(
        code_of(head_of("POST", "/", {{"content-length", "5"}, {"content-length", "5"}})) ==
        "http.doubled_field"
    );
    CHECK(code_of(head_of("POST", "/", {{"content-length", "5, 5"}})) == "http.framing");
    CHECK(code_of(head_of("POST", "/", {{"content-length", "+5"}})) == "http.framing");
    CHECK(code_of(head_of("GET", "/", {{"content-length", "5"}})) == "http.body_not_allowed");
    CHECK(code_of(head_of("DELETE", "/", {{"transfer-encoding", "chunked"}})) == "http.body_not_allowed");
    CHECK(code_of(head_of("POST", "/", {{"transfer-encoding", "chunked"}})) == "ok");
    Head old = head_of("POST", "/", {{"transfer-encoding", "chunked"}});
    old.version = 10;
    CHECK(code_of(old) == "http.framing");
    CHECK(code_of(head_of("POST", "/", {{"x", "a\r\n b"}})) == "http.framing");
    CHECK(code_of(head_of("POST", "/", {{"cookie", "a=1"}, {"cookie", "a=2"}})) == "http.doubled_field");
}

TEST_CASE("hosts, methods, targets and upgrades off the list are refused") {
    CHECK(code_of({"GET", "/", 11, {}}) == "http.host");
    CHECK(code_of({"GET", "/", 11, {{"host", "evil.example"}}}) == "http.host");
    CHECK(code_of(head_of("GET", "/", {{"host", "localhost:8040"}})) == "http.host");
    CHECK(code_of(head_of("TRACE", "/")) == "http.method");
    CHECK(code_of(head_of("PUT", "/")) == "http.method");
    CHECK(code_of(head_of("GET", "http://localhost:8040/")) == "http.target");
    CHECK(code_of(head_of("GET", "*")) == "http.target");
    for (const char* target :
         {"/a%00", "/a%2fb", "/a%2Fb", "/a/../b", "/%2e%2e/b", "/a%", "/a%4", "/%ff", "/a//b", "/a\x80"}) {
        CAPTURE(target);
        CHECK(code_of(head_of("GET", target)) == "http.target");
    }
    CHECK(code_of(head_of("GET", "/?a=1&a=2")) == "http.target");
    CHECK(code_of(head_of("GET", "/" + std::string(2048, 'a'))) == "http.target");
    CHECK(code_of(head_of("GET", "/", {{"upgrade", "websocket"}})) == "http.upgrade");
    CHECK(code_of(head_of("POST", "/", {{"expect", "200-ok"}})) == "http.expect");
    std::vector<Field> many(70, Field{"x", "1"});
    CHECK(code_of(head_of("GET", "/", many)) == "http.too_many_fields");
}

TEST_CASE("a cookie is found by its whole name") {
    Request request;
    request.fields = {{"cookie", "xneove=1; neove=2; neovex=3"}};
    CHECK(request.cookie("neove") == "2");
    CHECK(request.cookie("other").empty());
}

}  // namespace neove::http
