#include "plan/columns.h"

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

using neove::plan_pack::joined;
using neove::plan_pack::read;

namespace {

constexpr std::string_view kTop = "KẾ HOẠCH\nLàm sạch các tuyến sông năm 2031\nI. NHIỆM VỤ\n";

void check_two_rows(std::string_view table) {
    const auto reading = read(std::string(kTop) + std::string(table));
    REQUIRE(reading.tasks.size() == 2);
    CHECK(reading.tasks[0].path == "I.1");
    CHECK(reading.tasks[0].text == "Khảo sát hiện trạng các tuyến sông nội đô");
    CHECK(joined(reading.tasks[0].lead) == "Sở Xây dựng");
    CHECK(joined(reading.tasks[0].coordinate) == "Sở Y tế | Ủy ban nhân dân các xã, phường");
    REQUIRE(reading.tasks[0].deadlines.size() == 1);
    CHECK(reading.tasks[0].deadlines[0].end == "2031-06-30");
    CHECK(reading.tasks[1].text == "Nạo vét");
    CHECK(joined(reading.tasks[1].lead) == "Công an tỉnh");
    CHECK(joined(reading.tasks[1].coordinate) == "Sở Tài chính");
    REQUIRE(reading.tasks[1].deadlines.size() == 1);
    CHECK(reading.tasks[1].deadlines[0].end == "2031-09-30");
}

}  // namespace

TEST_CASE("a table reads alike with tabs, with bars, in columns and cell by cell") {
    check_two_rows(
        "TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
        "1\tKhảo sát hiện trạng các tuyến sông nội đô\tSở Xây dựng\tSở Y tế; UBND các xã, phường\tQuý II\n"
        "2\tNạo vét\tCông an tỉnh\tSở Tài chính\tTrước ngày 30/9\n"
    );
    check_two_rows(
        "| TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |\n"
        "| 1 | Khảo sát hiện trạng các tuyến sông nội đô | Sở Xây dựng | Sở Y tế; UBND các xã, phường | Quý "
        "II |\n"
        "| 2 | Nạo vét | Công an tỉnh | Sở Tài chính | Trước ngày 30/9 |\n"
    );
    check_two_rows(
        " TT   Nội dung                   Cơ quan         Cơ quan phối hợp     Thời gian\n"
        "                                 chủ trì\n"
        " 1    Khảo sát hiện trạng        Sở Xây dựng     Sở Y tế; UBND các    Quý II\n"
        "      các tuyến sông nội đô                      xã, phường\n"
        " 2    Nạo vét                    Công an tỉnh    Sở Tài chính         Trước ngày\n"
        "                                                                      30/9\n"
    );
    check_two_rows(
        "TT \nNội dung \nCơ quan chủ \ntrì \nCơ quan phối hợp \nThời gian \n1 \nKhảo sát hiện trạng \ncác "
        "tuyến sông nội đô \n"
        "Sở Xây dựng \nSở Y tế; UBND các xã, \nphường \nQuý II \n2 \nNạo vét \nCông an tỉnh \nSở Tài \nchính "
        "\nTrước ngày \n30/9 \n"
    );
}

TEST_CASE("text without a table comes back unchanged") {
    const std::string text = "I. A   B\n\n  1. Sở Y tế   làm.\n";
    CHECK(neove::plan::unfold_tables(text, neove::plan_pack::built_in_gazetteer()) == text);
}
