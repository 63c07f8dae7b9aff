#include "http/compress.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::http {

namespace {

Response answer_of(std::string type, std::size_t size) {
    Response response;
    response.set("Content-Type", std::move(type));
    while (response.body.size() < size)
        response.body += "\"xã " + std::to_string(response.body.size()) + "\",";
    return response;
}

bool is_zipped(const Response& response) {
    return std::ranges::count(response.fields, Field{"Content-Encoding", "gzip"}) == 1;
}

}  // namespace

TEST_CASE("a long answer of JSON is compressed for who accepts it, and nothing else is") {
    Request able;
    able.fields = {{"accept-encoding", "br, gzip"}};
    Response list = answer_of("application/json", 30'000);
    const std::size_t plain = list.body.size();
    compress_for(able, list);
    CHECK(is_zipped(list));
    CHECK(list.body.starts_with("\x1f\x8b"));
    CHECK(list.body.size() < plain / 2);
    for (auto [request, response] :
         {std::pair(Request{}, answer_of("application/json", 30'000)),
          std::pair(able, answer_of("application/json", 200)),
          std::pair(able, answer_of("application/octet-stream", 30'000)),
          std::pair(able, answer_of("application/problem+json", 30'000))}) {
        const std::string before = response.body;
        compress_for(request, response);
        CHECK_FALSE(is_zipped(response));
        CHECK(response.body == before);
    }
}

}  // namespace neove::http
