#include "bodies.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace neove;
using namespace neove::sheet;

TEST_CASE("the fuzz body of sheets holds over its corpus, whole and cut anywhere") {
    std::size_t files = 0;
    const std::filesystem::path corpus =
        std::filesystem::path(NEOVE_SOURCE_DIR) / "fuzz/sheet/corpus/sheet_sheet";
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        for (std::size_t size = 0; size <= text.size(); size += 7) fuzz_sheet(as_bytes(text).first(size));
        fuzz_sheet(as_bytes(text));
        ++files;
    }
    CHECK(files >= 3);
}
