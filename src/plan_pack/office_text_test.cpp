/// \file
/// Files as a word processor keeps them: letterhead, recipients and signature in tables without a head;
/// persons put to work; who is told of what, and for which of several reports a day is.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read;
using neove::plan_pack::read_items;
using neove::plan_pack::task_of;

namespace {

/// "recurrence: days" of every report of one item.
std::string dues_of(std::string_view words) {
    std::string out;
    for (const Report& one : read_items("1. " + std::string(words)).reports) {
        const char* often = one.recurrence == Recurrence::Quarterly  ? "quarter"
                            : one.recurrence == Recurrence::SixMonth ? "half"
                            : one.recurrence == Recurrence::Annual   ? "year"
                                                                     : "other";
        out += (out.empty() ? "" : " | ") + std::string(often) + ": " + joined(one.due);
    }
    return out;
}

}  // namespace

TEST_CASE("letterhead and signature in tables without a head order nothing") {
    const Reading reading = read(
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "XÃ BẾN TRÀ\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 9/KH-UBND\tBến Trà, ngày 03 tháng 3 năm 2031\n\n"
        "KẾ HOẠCH\nLàm sạch các tuyến kênh năm 2031\n\n"
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 02/02/2031 của UBND tỉnh, UBND xã xây dựng kế hoạch như sau:\n"
        "I. NHIỆM VỤ\n1. Công an xã kiểm tra các bến đò.\n2. Trạm Y tế xã lấy mẫu nước./.\n\n"
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- UBND tỉnh (b/c);\tCHỦ TỊCH\n- Các ấp;\n- Lưu: VT.\tLê Văn Bến\n\n"
        "PHỤ LỤC\nDANH MỤC CÔNG VIỆC\n"
        "TT\tNội dung\tĐơn vị chủ trì\tThời gian\n1\tVớt bèo trên kênh\tCông an xã\tTháng 6\n"
    );
    REQUIRE(reading.tasks.size() == 3);
    CHECK(reading.tasks[0].path == "I.1");
    CHECK(reading.tasks[2].path == "PL.1");
    CHECK(joined(reading.tasks[2].lead) == "Công an xã");
    CHECK(reading.document.title == "Làm sạch các tuyến kênh năm 2031");
    CHECK(reading.document.signer == "Lê Văn Bến");
    CHECK(joined(reading.document.recipients) == "UBND tỉnh (b/c) | Các ấp | Lưu: VT");
}

TEST_CASE("a person is put to work with the office behind the name") {
    CHECK(
        joined(task_of("Ông Trần Văn Bến - Trưởng Phòng Kinh tế xã trực tiếp kiểm tra các bến đò.").lead) ==
        "Ông Trần Văn Bến - Trưởng Phòng Kinh tế xã"
    );
    CHECK(
        joined(task_of("Bà Đỗ Thị Mây, cán bộ Trạm Y tế xã, chịu trách nhiệm lấy mẫu nước.").lead) ==
        "Bà Đỗ Thị Mây, cán bộ Trạm Y tế xã"
    );
    CHECK(joined(task_of("Giao bà Đỗ Thị Mây làm đầu mối nhận phản ánh.").lead) == "bà Đỗ Thị Mây");
    // "Bà con" is nobody by name.
    CHECK(task_of("Bà con khu Vườn Dừa dọn rác bờ kênh.").lead.empty());
}

TEST_CASE("partners may follow the one who leads, before what both do") {
    const Task both = task_of("Sở Xây dựng chủ trì, Sở Y tế, Công an tỉnh phối hợp nạo vét kênh Vân Sơn.");
    CHECK(joined(both.lead) == "Sở Xây dựng");
    CHECK(joined(both.coordinate) == "Sở Y tế | Công an tỉnh");
    CHECK(
        joined(task_of("Công an xã chủ trì, Ban Chỉ huy quân sự xã hỗ trợ lực lượng canh gác bến.").coordinate
        ) == "Ban Chỉ huy quân sự xã"
    );
    // Who is advised works with another; whoever advises does not.
    CHECK(task_of("Sở Y tế tham mưu Ủy ban nhân dân tỉnh phối hợp với Bộ Xây dựng rà soát bến.")
              .coordinate.empty());
}

TEST_CASE("a name keeps what a dash, a joint or a qualifier adds to it") {
    CHECK(
        joined(task_of("Chi cục Nước ngọt và Kinh tế biển chủ trì kiểm tra lồng bè.").lead) ==
        "Chi cục Nước ngọt và Kinh tế biển"
    );
    CHECK(
        joined(task_of("Ban Chỉ huy PCTT và TKCN xã dọn bèo.").lead) ==
        "Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn xã"
    );
    CHECK(
        joined(task_of("UBND các xã, phường ven sông bố trí thùng rác nổi.").lead) ==
        "Ủy ban nhân dân các xã, phường ven sông"
    );
    CHECK(
        joined(task_of("Phối hợp với Viện Hải sản châu Á - châu Úc khảo sát lòng sông.").coordinate) ==
        "Viện Hải sản châu Á - châu Úc"
    );
}

TEST_CASE("a day may say for which report it is") {
    CHECK(
        dues_of("Các đơn vị báo cáo kết quả về Sở Y tế trước ngày 12/6/2031 đối với báo cáo 6 tháng và trước "
                "ngày 03/12/2031 đối với báo cáo năm.") == "half: 2031-06-12 | year: 2031-12-03"
    );
    CHECK(
        dues_of(
            "Các đơn vị báo cáo kết quả 6 tháng (trước ngày 10/6), 9 tháng (trước ngày 10/9) và năm (trước "
            "ngày 05/12) về Sở Y tế."
        ) == "half: 06-10 | quarter: 09-10 | year: 12-05"
    );
    // Nine months of something else are no report.
    CHECK(
        dues_of("Các đơn vị báo cáo về Sở Y tế số cá nuôi sau 9 tháng trước ngày 10/6/2031.") ==
        "other: 2031-06-10"
    );
}

TEST_CASE("to keep the regime of reports is to report") {
    const Reading reading = read_items(
        "1. Vớt bèo.\n2. Thực hiện chế độ báo cáo định kỳ hằng quý về Sở Y tế trước ngày 20 của tháng cuối "
        "quý.\n"
        "3. Xây dựng chế độ báo cáo của đội vớt bèo."
    );
    REQUIRE(reading.reports.size() == 1);
    CHECK(reading.reports[0].to == "Sở Y tế");
    CHECK(reading.tasks.size() == 2);
}

TEST_CASE("what is reported is neither the heading nor the receiver") {
    const auto content = [](std::string_view words) {
        const Reading reading = read_items("1. " + std::string(words));
        REQUIRE(!reading.reports.empty());
        return reading.reports[0].content;
    };
    CHECK(
        content("Chế độ báo cáo: các sở báo cáo kết quả vớt bèo về Sở Y tế trước ngày 10/6.") ==
        "kết quả vớt bèo"
    );
    CHECK(content("Chế độ báo cáo: các sở, ban, ngành báo cáo Sở Y tế trước ngày 10/6.") == "Chế độ báo cáo");
    CHECK(content("Báo cáo kết quả về Sở Y tế trước ngày 10/6.") == "kết quả");
    CHECK(content("Công an tỉnh tổng hợp kết quả, báo cáo Sở Y tế trước ngày 10/6.") == "tổng hợp kết quả");
}

TEST_CASE("words that look like a time label may open an order") {
    CHECK(joined(task_of("Thời gian tới: Sở Y tế lấy mẫu nước tại các bến thủy.").lead) == "Sở Y tế");
    CHECK(task_of("Thời gian từ nay đến cuối năm: tập trung nạo vét kênh.").text.ends_with("nạo vét kênh."));
    const Task dated = task_of("Thời gian: từ ngày 01/5/2031, Sở Xây dựng kiểm tra phao trên kênh.");
    CHECK(joined(dated.lead) == "Sở Xây dựng");
    CHECK(dated.deadlines.size() == 1);
    // A time line behind an item stays the item's.
    const Reading line = read_items("1. Vớt bèo.\n- Thời gian thực hiện: Thực hiện trong tháng 6/2031.");
    REQUIRE(line.tasks.size() == 1);
    CHECK(line.tasks[0].deadlines.size() == 1);
}
