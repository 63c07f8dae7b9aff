#include "bodies.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

using namespace neove;

TEST_CASE("the fuzz body of phrases of limits holds over its corpus") {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/messages/deadline.tsv");
    std::ostringstream whole;
    whole << file.rdbuf();
    const std::string corpus[] = {
        whole.str(),
        "",
        "moment\t{time {day}\t{day} {time}\n",
        "unconfirmed\t{\t}\nweekday.1\t{}\t{}\n",
        "citation\t{citation}\xFF\t{citation}\n",
    };
    for (const std::string& text : corpus) {
        const std::size_t step = text.size() > 500 ? 97 : 1;
        for (std::size_t size = text.size();; size -= step) {
            deadline::fuzz_phrases(as_bytes(text).first(size));
            if (size < step) break;
        }
    }
}

TEST_CASE("the fuzz body of clocks holds over its corpus") {
    // A small generator of its own: the same bytes on every machine.
    std::uint32_t state = 7;
    for (int round = 0; round < 4'000; ++round) {
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(20 + round % 200));
        for (std::uint8_t& byte : bytes) {
            state = state * 1'664'525U + 1'013'904'223U;
            byte = static_cast<std::uint8_t>(state >> 24U);
        }
        deadline::fuzz_clocks(bytes);
    }
}
