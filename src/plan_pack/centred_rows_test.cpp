#include "plan/centred_rows.h"

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

using neove::plan::row_starts;
using neove::plan::RowLine;
using neove::plan_pack::joined;
using neove::plan_pack::read;

namespace {

RowLine line(bool index, bool opens) {
    return {.has_index = index, .pieces = {{.column = 1, .opens = opens}}};
}

}  // namespace

TEST_CASE("numbers beside the first lines begin the rows") {
    CHECK(
        row_starts({line(true, true), line(false, false), line(true, true), line(false, false)}, 3) ==
        std::vector<std::size_t>{0, 2}
    );
}

TEST_CASE("numbers beside the middle lines stand in the middle of their rows") {
    const std::vector<RowLine> lines{
        line(false, true),
        line(true, false),
        line(false, false),
        line(false, true),
        line(true, false),
        line(false, false)};
    CHECK(row_starts(lines, 3) == std::vector<std::size_t>{0, 3});
}

TEST_CASE("a table centred in height keeps its rows without blank lines between them") {
    const auto reading = read(
        "KẾ HOẠCH\nNạo vét năm 2031\nI. NHIỆM VỤ\n"
        "TT   Nội dung công việc              Cơ quan chủ trì   Thời gian hoàn thành\n"
        "     Rà soát, bổ sung quy hoạch\n"
        "1    mạng lưới kênh rạch trên địa    Sở Xây dựng       Quý II/2031\n"
        "     bàn tỉnh\n"
        "     Nâng cấp các cống ngăn mặn,\n"
        "2    bảo đảm an toàn trong mùa       Công an tỉnh      Tháng 9/2031\n"
        "     khô\n"
        "3    Thả phao tiêu                   Sở Y tế           Tháng 5/2031\n"
    );
    REQUIRE(reading.tasks.size() == 3);
    CHECK(reading.tasks[0].text == "Rà soát, bổ sung quy hoạch mạng lưới kênh rạch trên địa bàn tỉnh");
    CHECK(joined(reading.tasks[1].lead) == "Công an tỉnh");
    CHECK(reading.tasks[1].text.ends_with("mùa khô"));
    CHECK(reading.tasks[0].confidence.percent < 95);  // the table was put together from lines
}
