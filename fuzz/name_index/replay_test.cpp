#include "bodies.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace neove;
using namespace neove::name_index;

namespace {

std::size_t replay(const char* folder, void (*body)(ByteView)) {
    std::size_t files = 0;
    const std::filesystem::path corpus =
        std::filesystem::path(NEOVE_SOURCE_DIR) / "fuzz/name_index/corpus" / folder;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        for (std::size_t size = 0; size <= text.size(); ++size) body(as_bytes(text).first(size));
        ++files;
    }
    return files;
}

}  // namespace

TEST_CASE("the fuzz bodies of the name index hold over their corpus") {
    CHECK(replay("name_index_fold", fuzz_fold) >= 2);
    CHECK(replay("name_index_query", fuzz_query) >= 3);
}
