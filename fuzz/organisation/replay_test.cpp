#include "bodies.h"

#include <doctest/doctest.h>

#include <string>

using namespace neove;
using namespace neove::organisation;

TEST_CASE("the organisation fuzz bodies hold over their corpus") {
    const std::string imports[] = {
        "",
        "\t",
        "tên\tloại\nSở A\tSở\n",
        "tên\tloại\tcấp trên\nA\tother\tC\nC\tother\tA\n",
        "tên\tloại\tcấp trên\nA\tother\tC\nC\tother\tỦy ban tỉnh A\n",
        "tên\tloại\n\xff\xfe\tSở",
        "tên\tloại\tmã\nA\tother\t\nA\tother\t1\n",
        "tên\tloại\ttừ ngày\tđến ngày\nA\tother\t1/1/2026\t1/1/2025\n",
        "tên\tloại\ttên khác\nB\tkhác\tC; D;;\n",
    };
    for (const std::string& text : imports) {
        for (std::size_t size = 0; size <= text.size(); ++size) fuzz_import(as_bytes(text).first(size));
    }
    const std::string names[] = {
        "UB tỉnh A",
        "B (C (D) E",
        "các sở, ngành của tỉnh A",
        "các sơ ngành của tỉnh A",
        "C D",
        "B của Ủy ban tỉnh",
        "\xff)(",
    };
    for (const std::string& text : names) {
        for (std::size_t size = 0; size <= text.size(); ++size) fuzz_resolve(as_bytes(text).first(size));
    }
}
