#include "document/protocol/remarks.h"

#include <doctest/doctest.h>

namespace neove::document {

TEST_CASE("remarks about sheets read back what was written") {
    const std::vector<SheetRemark> all{
        {0, Remark::HiddenSheet, 0, 0},
        {1, Remark::HiddenRow, 1'048'576, 0},
        {1, Remark::HiddenColumn, 0, 16'384},
        {1, Remark::Formula, 4, 6}};
    CHECK(write_remarks(all) == "0 s 0 0\n1 r 1048576 0\n1 c 0 16384\n1 f 4 6\n");
    CHECK(read_remarks(write_remarks(all), 2) == all);
    CHECK(read_remarks("", 0) == std::vector<SheetRemark>{});
}

TEST_CASE("remarks of a captured worker are held to their shape") {
    for (const char* text :
         {"2 r 1 0\n",
          "0 r 0 0\n",
          "0 r 1 1\n",
          "0 c 1 0\n",
          "0 f 1 0\n",
          "0 s 1 0\n",
          "0 x 1 0\n",
          "0 r 1 0",
          "0 r -1 0\n",
          "0 r 4294967297 0\n",
          "0 r 1 0\n\n",
          "Kế hoạch"}) {
        CHECK_MESSAGE(!read_remarks(text, 2), text);
    }
}

}  // namespace neove::document
