#pragma once
/// \file
/// What the fuzzer of the strict check tries; a unit test replays it over a small corpus.

#include "base/bytes.h"
#include "base/check.h"
#include "base/text.h"
#include "http/router.h"
#include "http/strict_request.h"

#include <algorithm>
#include <utility>

namespace neove::http {

/// The head of raw bytes as any parser would cut it: the scan promised whole lines.
inline Head cut_head(std::string_view raw) {
    Head head;
    bool first = true;
    while (!raw.empty()) {
        const std::size_t end = raw.find("\r\n");
        CHECK(end != std::string_view::npos);
        const std::string_view line = raw.substr(0, end);
        raw.remove_prefix(end + 2);
        if (std::exchange(first, false)) {
            const std::size_t space = std::min(line.find(' '), line.size());
            const std::size_t last = std::max(std::min(line.rfind(' '), line.size()), space);
            head.method = line.substr(0, space);
            if (last > space) head.target = line.substr(space + 1, last - space - 1);
        } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
            head.fields.emplace_back(line.substr(0, colon), line.substr(colon + 1));
        }
    }
    return head;
}

/// A head is cut at the same place however its bytes come, and what passes the check is what it promises.
inline void fuzz_head(ByteView bytes) {
    const std::string_view raw = as_text(bytes);
    HeadScan whole;
    const auto state = whole.look(raw);
    HeadScan slow;
    auto last = HeadScan::State::Incomplete;
    for (std::size_t n = 0; n <= raw.size() && last == HeadScan::State::Incomplete; ++n) {
        last = slow.look(raw.substr(0, n));
    }
    CHECK(last == state);
    static_cast<void>(raw_field(raw, "accept-language"));
    if (state != HeadScan::State::Complete) return;
    CHECK(slow.size() == whole.size() && whole.size() <= kHeadMax);
    const Head head = cut_head(raw.substr(0, whole.size()));
    const auto request = check_head(head, {"localhost:8040"});
    if (!request) {
        CHECK(request.error().code.starts_with("http."));
        return;
    }
    CHECK(request->fields.size() <= 64 && request->path.starts_with('/'));
    CHECK(text::is_valid_utf8(request->path) && request->path.find('\0') == std::string::npos);
    CHECK((request->path + "/").find("/../") == std::string::npos);
    for (const Field& field : request->fields) CHECK(field.second.find_first_of("\r\n") == std::string::npos);
    for (const Field& one : request->query)
        CHECK(std::ranges::count(request->query, one.first, &Field::first) == 1);
    static_cast<void>(request->cookie("neove"));
    static const Router kRouter(
        {{"GET", "/a/{id}", {}, {}, {}, {}, {}}, {"POST", "/a/{id}/b", {}, {}, {}, {}, {}}}
    );
    const auto match = kRouter.find(request->method, request->path);
    CHECK((match.route == nullptr || match.path.size() == 1));
}

}  // namespace neove::http
