#include "plan_pack/pack.h"

#include <doctest/doctest.h>

using neove::plan_pack::read_pack;

TEST_CASE("the built-in pack is sound") {
    CHECK(read_pack(neove::plan_pack::built_in_files()).has_value());
}

TEST_CASE("every fault of a pack is told with its place") {
    const auto pack = read_pack({{"a.yaml", "verb: [làm]\nverbs: [chạy]\n"}, {"b.yaml", "lead: chủ trì\n"}});
    REQUIRE(!pack);
    REQUIRE(pack.error().size() == 2);
    CHECK(pack.error()[0].code == "pack.unknown_key");
    CHECK(pack.error()[0].where == "a.yaml:2:1");
    CHECK(pack.error()[1].code == "pack.not_a_list");
}
