#include "http/strict_request.h"

#include "http/strict_request_fuzz.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

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
    CHECK(code_of(head_of("TRACE", "/")) == "http.method");
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

namespace {

/// What a scan says of bytes that come in pieces of `step`.
std::pair<HeadScan::State, std::size_t> scan_of(std::string_view raw, std::size_t step) {
    HeadScan scan;
    for (std::size_t n = std::min(step, raw.size());; n = std::min(n + step, raw.size())) {
        const auto state = scan.look(raw.substr(0, n));
        if (state != HeadScan::State::Incomplete || n == raw.size()) return {state, scan.size()};
    }
}

std::string head_of_size(std::size_t size) {
    std::string head = "GET / HTTP/1.1\r\nX: ";
    return head + std::string(size - head.size() - 4, 'a') + "\r\n\r\n";
}

}  // namespace

TEST_CASE("a head ends at its empty line, however its bytes come, and lines are whole") {
    using State = HeadScan::State;
    const std::string_view head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    for (std::size_t step = 1; step <= head.size() + 4; ++step) {
        CAPTURE(step);
        CHECK(scan_of(std::string(head) + "body", step) == std::pair(State::Complete, head.size()));
        CHECK(scan_of(head.substr(0, head.size() - 1), step).first == State::Incomplete);
        for (const std::string_view wrong :
             {"GET / HTTP/1.1\nHost: a\n\n",
              "GET / HTTP/1.1\r\nAccept: a,\r\n b\r\n\r\n",
              "GET / HTTP/1.1\r\nAccept: a,\r\n\tb\r\n\r\n",
              "GET / HTTP/1.1\r\n \r\n\r\n",
              "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
              "GET / HTTP/1.1\r\nA: b\r\r\n\r\n",
              "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
              " GET / HTTP/1.1\r\n\r\n",
              "\r\nGET / HTTP/1.1\r\n\r\n",
              "\x16\x03\x01"}) {
            CAPTURE(wrong);
            CHECK(scan_of(wrong, step).first == State::Malformed);
        }
    }
}

TEST_CASE("a head of exactly 8 KiB passes and one byte more does not") {
    using State = HeadScan::State;
    for (const std::size_t step : {1UL, 100UL, 4096UL, 20000UL}) {
        CHECK(scan_of(head_of_size(kHeadMax), step) == std::pair(State::Complete, kHeadMax));
        CHECK(scan_of(head_of_size(kHeadMax + 1), step).first == State::TooLarge);
        CHECK(scan_of("GET /" + std::string(kHeadMax, 'a'), step).first == State::TooLarge);
    }
}

TEST_CASE("a field is found in raw bytes for the language of a refusal") {
    CHECK(raw_field("GET / HTTP/1.1\r\naccept-Language: en\r\nX", "accept-language") == "en");
    CHECK(raw_field("GET /\nX-Accept-Language: en", "accept-language").empty());
    CHECK(raw_field("accept-language", "accept-language").empty());
}

TEST_CASE("the fuzz body of the strict check holds over the corpus, its beginnings and one changed byte") {
    for (std::string seed :
         {"GET /api/v1/x%20y?query=c%C3%B4ng+an&n=1 HTTP/1.1\r\nhost:localhost:8040\r\ncookie:a=b; "
          "neove=c\r\n\r\n",
          "POST /a/1/b HTTP/1.1\r\nhost:localhost:8040\r\ntransfer-encoding:chunked\r\n\r\n"}) {
        for (std::size_t n = 0; n <= seed.size(); ++n) fuzz_head(as_bytes(seed).first(n));
        for (char& c : seed) {
            for (const char flip : {'\x01', '\x20', '\x80'}) {
                c = static_cast<char>(c ^ flip);
                CHECK_NOTHROW(fuzz_head(as_bytes(seed)));
                c = static_cast<char>(c ^ flip);
            }
        }
    }
}

TEST_CASE("64 fields pass and 65 do not") {
    const auto with = [](std::size_t count) {
        std::vector<Field> more;
        for (std::size_t i = 1; i < count; ++i) more.emplace_back("x-" + std::to_string(i), "v");
        return code_of(head_of("GET", "/", more));
    };
    CHECK(with(64) == "ok");
    CHECK(with(65) == "http.too_many_fields");
}

TEST_CASE("a cookie is found by its whole name") {
    Request request;
    request.fields = {{"cookie", "xneove=1; neove=2; neovex=3"}};
    CHECK(request.cookie("neove") == "2");
    CHECK(request.cookie("other").empty());
}

}  // namespace neove::http
