#pragma once
/// \file
/// What the fuzzer of the JSON reader tries; a unit test replays it over a small corpus.

#include "base/bytes.h"
#include "base/check.h"
#include "json/json.h"

namespace neove::json {

/// What was read is written so that it reads the same again, and has one canonical spelling.
inline void fuzz_json(ByteView bytes) {
    const auto value = parse(as_text(bytes));
    if (!value) {
        CHECK(value.error().code.starts_with("json."));
        return;
    }
    const Limits wide{.bytes = 16U << 20U, .depth = 32};
    const auto again = parse(write(*value), wide);
    CHECK((again && *again == *value));
    const std::string canonical = write_canonical(*value);
    const auto sorted = parse(canonical, wide);
    CHECK((sorted && write_canonical(*sorted) == canonical));
    Reader reader(*value, "/a");
    static_cast<void>(reader.optional_text("name"));
    static_cast<void>(reader.optional_array("list"));
    CHECK(reader.done().size() <= 4);
}

}  // namespace neove::json
