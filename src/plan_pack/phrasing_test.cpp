/// \file
/// Ways in which administrative prose says who, when and to whom; one case for each class of phrasing.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read;
using neove::plan_pack::read_items;
using neove::plan_pack::task_of;

namespace {

/// "kind start..end recurrence" of every deadline of one item.
std::string times_of(std::string_view words) {
    std::string out;
    for (const TaskDeadline& one : task_of(words).deadlines) {
        out += (out.empty() ? "" : " | ") + one.start.value_or("") + ".." + one.end.value_or("");
        if (one.recurrence) out += " again";
    }
    return out;
}

}  // namespace

TEST_CASE("who leads may stand in a parenthesis behind the order") {
    const Task both = task_of("Lập bản đồ ngập lụt (Sở Xây dựng chủ trì, Sở Y tế phối hợp).");
    CHECK(joined(both.lead) == "Sở Xây dựng");
    CHECK(joined(both.coordinate) == "Sở Y tế");
    CHECK(joined(task_of("Sửa quy chế trực ban (Sở Tư pháp chủ trì).").lead) == "Sở Tư pháp");
    CHECK(
        joined(task_of("Kiểm tra các bến thủy (Sở Công Thương; Công an tỉnh).").lead) ==
        "Sở Công Thương | Công an tỉnh"
    );
    // A parenthesis that only explains leads nobody.
    CHECK(task_of("Thống kê số hộ dân (theo mẫu của Sở Y tế).").lead.empty());
    CHECK(task_of("Nhắc lịch cho các đội (qua Văn phòng Sở).").lead.empty());
}

TEST_CASE("an order in the middle of a sentence is given to whom it names") {
    CHECK(joined(task_of("Nhiệm vụ này giao Sở Công Thương chủ trì thực hiện.").lead) == "Sở Công Thương");
    CHECK(
        joined(task_of("Vớt bèo trên kênh; Sở Y tế chủ trì; các sở, ngành liên quan phối hợp.").coordinate) ==
        "các sở, ngành liên quan"
    );
    CHECK(joined(task_of("Mời Hội Nông dân tỉnh giám sát việc nạo vét.").requested) == "Hội Nông dân tỉnh");
    CHECK(
        joined(task_of("Từ nay đến 30/6/2031, Sở Công Thương tập trung kiểm tra các chợ nổi.").lead) ==
        "Sở Công Thương"
    );
    CHECK(
        joined(task_of("Hội Nông dân tỉnh phụ trách bờ trái; Tỉnh Đoàn phụ trách bờ phải.").lead) ==
        "Hội Nông dân tỉnh | Tỉnh Đoàn"
    );
}

TEST_CASE("a name that nobody knows acts where the words around it say so, with little confidence") {
    const Task task = task_of("Giao Nhóm Áo Xanh Sông Vân trông coi các cống.");
    CHECK(task.lead.empty());  // "trông coi" is no word of the pack: nothing tells where the name ends
    const Task led = task_of("Nhóm Áo Xanh Sông Vân chủ trì, phối hợp với Công an tỉnh dọn rác.");
    CHECK(joined(led.lead) == "Nhóm Áo Xanh Sông Vân");
    CHECK(led.confidence.percent < 85);
    CHECK(led.confidence.reason == "doubt.unknown_body");
}

TEST_CASE("a numbered label among orders is one of them and serves no other") {
    const Reading reading = read_items(
        "1. Trồng cây chắn sóng.\n2. Trách nhiệm: Công an tỉnh chủ trì tuần tra; Sở Y tế phối hợp.\n3. Phát "
        "quang bờ kênh."
    );
    REQUIRE(reading.tasks.size() == 3);
    CHECK(reading.tasks[0].lead.empty());
    CHECK(joined(reading.tasks[1].lead) == "Công an tỉnh");
    CHECK(reading.tasks[2].lead.empty());
}

TEST_CASE("a parenthesis behind a name in an assignment says its role") {
    const Reading reading =
        read_items("1. In sổ tay.\n- Cơ quan thực hiện: Sở Tư pháp (chủ trì), Sở Nội vụ (phối hợp).");
    REQUIRE(reading.tasks.size() == 1);
    CHECK(joined(reading.tasks[0].lead) == "Sở Tư pháp");
    CHECK(joined(reading.tasks[0].coordinate) == "Sở Nội vụ");
}

TEST_CASE("labels may close with a dash") {
    const Reading reading = read(
        "KẾ HOẠCH\nNăm 2031\nI- MỤC ĐÍCH\n1- Sông sạch hơn.\nII- NHIỆM VỤ\n1- Sở Y tế\n1.1- Lấy mẫu "
        "nước.\na- Đo "
        "độ đục.\n"
    );
    REQUIRE(reading.goals.size() == 1);
    REQUIRE(!reading.tasks.empty());
    CHECK(reading.tasks[0].path == "II.1.1.a");
    CHECK(joined(reading.tasks[0].lead) == "Sở Y tế");
}

TEST_CASE("figures belong to some names") {
    CHECK(joined(task_of("Ban Chỉ đạo 77 tỉnh chủ trì đóng cống.").lead) == "Ban Chỉ đạo 77 tỉnh");
    CHECK(joined(task_of("Giao Ban nhân dân 14 ấp tổ chức đóng cống.").lead) == "Ban nhân dân 14 ấp");
    CHECK(joined(task_of("Công an tỉnh tổ chức 12 chốt chặn.").lead) == "Công an tỉnh");
}

TEST_CASE("a document's own short forms win over the pack's") {
    const Reading reading =
        read_items("1. Sở Thủy lợi và Kênh rạch (STLKR) tổ chức đo mặn.\n2. Giao STLKR chủ trì đóng cống.\n");
    REQUIRE(reading.tasks.size() == 2);
    CHECK(joined(reading.tasks[1].lead) == "Sở Thủy lợi và Kênh rạch");
}

TEST_CASE("times come back every year, or end with a span") {
    CHECK(times_of("Rà soát vào tháng 6 và tháng 12 hằng năm.") == ".. again");
    CHECK(times_of("Hằng năm, kiểm đếm phao trước ngày 15 tháng 12.") == "..12-15 again");
    CHECK(times_of("Kiểm tra phao 6 tháng một lần.") == ".. again");
    CHECK(times_of("Hằng quý tổ chức giao ban.") == ".. again");
    CHECK(times_of("Lắp phao, thực hiện đến hết năm 2032.") == "..2032-12-31");
    CHECK(times_of("Đến năm 2032, 90% cống có phao.") == "");
    CHECK(times_of("Họp dân (dự kiến tháng 3/2031).") == "2031-03-01..2031-03-31");
    CHECK(times_of("Ra quân đồng loạt ngày Chủ nhật 14/9/2031.") == "..2031-09-14");
    CHECK(times_of("Đo mặn, mỗi quý 01 lần.").find("2031-01-01") == std::string::npos);
}

TEST_CASE("two quarters that do not touch are two times") {
    const Reading reading = read_items(
        "1. Đo mặn.\n- Thời gian: Quý II và Quý IV năm 2031.\n2. Đo phèn.\n- Thời gian: Quý II và Quý III "
        "năm 2031."
    );
    REQUIRE(reading.tasks.size() == 2);
    CHECK(reading.tasks[0].deadlines.size() == 2);
    CHECK(reading.tasks[1].deadlines.size() == 1);
}

TEST_CASE("reports: nouns that head a rule, units that take them in, several receivers") {
    const Reading ruled = read_items(
        "1. Đo mặn.\n2. Chế độ báo cáo: hằng tháng (trước ngày 15), quý (trước ngày 15 tháng cuối quý) gửi "
        "Sở Y tế."
    );
    REQUIRE(ruled.reports.size() == 2);
    CHECK(ruled.reports[1].recurrence == Recurrence::Quarterly);
    CHECK(ruled.reports[1].to == "Sở Y tế");
    const Reading unit =
        read_items("1. Các xã gửi báo cáo về Công an tỉnh (Phòng Tham mưu) trước ngày 10/6/2031.");
    REQUIRE(unit.reports.size() == 1);
    CHECK(unit.reports[0].to == "Công an tỉnh");
    CHECK(unit.reports[0].via == "Phòng Tham mưu");
    const Reading two = read_items(
        "1. Báo cáo tuần (trước 14 giờ thứ Năm) và báo cáo tổng kết trước ngày 10/12/2031 gửi Sở Y tế (qua "
        "Văn phòng "
        "Sở), Công an tỉnh."
    );
    REQUIRE(two.reports.size() == 2);
    CHECK(two.reports[0].to == "Sở Y tế; Công an tỉnh");
    CHECK(two.reports[1].due == std::vector<std::string>{"2031-12-10"});
    const Reading handed = read_items(
        "1. Các xã thống kê số cống, gửi Sở Xây dựng trước ngày 25/5/2031.\n2. Lập đồ án, gửi Sở Xây dựng "
        "thẩm định "
        "trước ngày 25/5/2031."
    );
    CHECK(handed.reports.size() == 1);
}

TEST_CASE("reports of every month keep the day that stands behind them, unless it is of another month") {
    const auto due = [](const std::string& rhythm) {
        const Reading one = read_items("1. Các xã báo cáo kết quả " + rhythm + " về Sở Y tế.");
        return one.reports.empty() ? std::vector<std::string>() : one.reports.front().due;
    };
    using Days = std::vector<std::string>;
    CHECK(due("hằng tháng trước ngày 23") == Days{"hằng tháng trước ngày 23"});
    CHECK(
        due("hằng tháng, trước ngày 23, hằng quý trước ngày 05 của tháng cuối quý") ==
        Days{"hằng tháng, trước ngày 23"}
    );
    CHECK(due("hằng tháng, trước ngày 05/12/2031") == Days{"hằng tháng"});
    CHECK(due("hằng tháng, trước ngày 05 của tháng cuối quý") == Days{"hằng tháng"});
    const Reading named = read_items("1. Các xã gửi báo cáo tháng trước ngày 20 hằng tháng về Sở Y tế.");
    REQUIRE(named.reports.size() == 1);
    CHECK(named.reports[0].due == Days{"tháng trước ngày 20"});
}

TEST_CASE("an order that begins with 'Yêu cầu các' is no closing formula") {
    CHECK(joined(task_of("Yêu cầu các doanh nghiệp ký cam kết an toàn.").lead) == "các doanh nghiệp");
}

TEST_CASE("confidence names what had to be assumed") {
    const Task whole = task_of("Sở Y tế chủ trì lấy mẫu nước, hoàn thành trước ngày 15/6/2031.");
    const Task unread = task_of("Lấy mẫu nước theo lịch tháng 6, sau đó đo độ mặn.");
    CHECK(whole.confidence.doubts.empty());
    CHECK(unread.confidence.percent < whole.confidence.percent);
    REQUIRE(!unread.confidence.doubts.empty());
    CHECK(unread.confidence.doubts[0] == "doubt.time_in_part");
}

TEST_CASE("an issuer keeps its letters as the document prints them") {
    const auto issuer = [](std::string_view letterhead) {
        return read(
                   std::string(letterhead) +
                   "\nSố: 8/KH-UBND\n\nKẾ HOẠCH\nLàm sạch sông năm 2031\nI. NHIỆM VỤ\n1. Bộ Kênh "
                   "Rạch tổ chức đo mặn tại phường Cầu Sen.\n"
        )
            .document.issuer.value_or("");
    };
    CHECK(issuer("BỘ KÊNH RẠCH") == "Bộ Kênh Rạch");
    CHECK(issuer("ỦY BAN NHÂN DÂN\nPHƯỜNG CẦU SEN") == "Ủy ban nhân dân phường Cầu Sen");
    CHECK(issuer("UBND phường Cầu Sen") == "Ủy ban nhân dân phường Cầu Sen");
}

TEST_CASE("every span holds the words that were read, in rows of unfolded tables too") {
    const Reading reading = read(
        "KẾ HOẠCH\nNạo vét năm 2031\nI. NHIỆM VỤ\n"
        "TT   Nội dung công việc              Cơ quan chủ trì   Thời gian hoàn thành\n"
        "1    Rà soát, bổ sung quy hoạch      Sở Xây dựng       Quý II/2031\n"
        "     mạng lưới kênh rạch\n"
        "2    Thả phao tiêu                   Sở Y tế           Tháng 5/2031\n"
    );
    REQUIRE(reading.tasks.size() == 2);
    for (const Task& task : reading.tasks) {
        CHECK(quote(reading, task.span) == task.text);
        REQUIRE(task.deadlines.size() == 1);
        CHECK(quote(reading, task.deadlines[0].span) == task.deadlines[0].raw);
    }
    CHECK(
        place_of(reading, reading.tasks[1].span.begin).line >
        place_of(reading, reading.tasks[0].span.begin).line
    );
}

TEST_CASE("who leads in turn or together leads") {
    CHECK(joined(task_of("Họp do Sở Y tế và Sở Tư pháp đồng chủ trì.").lead) == "Sở Y tế | Sở Tư pháp");
    CHECK(
        joined(task_of("Họp luân phiên, năm 2031 do Sở Y tế chủ trì, năm 2032 do Sở Tư pháp chủ trì.").lead
        ) == "Sở Y tế | Sở Tư pháp"
    );
}

TEST_CASE("partners stand behind 'cùng với' and 'có sự tham gia của' too") {
    const auto partners = [](std::string_view words) { return joined(task_of(words).coordinate); };
    CHECK(partners("Công an tỉnh kiểm tra bến cùng với Sở Y tế và Sở Nội vụ.") == "Sở Y tế | Sở Nội vụ");
    CHECK(partners("Công an tỉnh tổ chức diễn tập, có sự tham gia của Sở Y tế.") == "Sở Y tế");
    CHECK(partners("Công an tỉnh kiểm tra bến với sự phối hợp của Sở Y tế.") == "Sở Y tế");
    CHECK(partners("Công an tỉnh hướng dẫn Sở Y tế lập sổ.").empty());
}

TEST_CASE("an office may be named after prevention") {
    const Task task = task_of("Phòng Phòng, chống ma túy và tội phạm chủ trì kiểm tra bến.");
    CHECK(joined(task.lead) == "Phòng Phòng, chống ma túy và tội phạm");
}

TEST_CASE("a rhythm and the day in it are one time") {
    CHECK(times_of("Hằng năm, từ ngày 15/7 đến ngày 15/8, phát phao.") == "..08-15 again");
    CHECK(times_of("Hằng quý, trước ngày 25 tháng cuối quý, kiểm đếm phao.") == ".. again");
    CHECK(times_of("Tháng 3 hằng năm, Sở Y tế đo mặn.") == ".. again");
    CHECK(times_of("Hoàn thành chậm nhất trong tháng 6/2031.") == "..2031-06-30");
}

TEST_CASE("the time of a heading is the time of its items") {
    const Reading reading = read_items("1. Vớt bèo (trong quý II/2031):\n- Thuê thuyền.\n- Chở bèo.");
    REQUIRE(reading.tasks.size() == 2);
    for (const Task& task : reading.tasks) {
        REQUIRE(task.deadlines.size() == 1);
        CHECK(task.deadlines[0].end == "2031-06-30");
    }
}

TEST_CASE("one reports with somebody as one reports to somebody") {
    const Reading reading = read_items(
        "1. Sở Y tế\n- Tổng hợp, báo cáo kết quả thực hiện với Ủy ban nhân dân tỉnh trước ngày "
        "15/12/2031."
    );
    REQUIRE(reading.reports.size() == 1);
    CHECK(reading.reports[0].to == "Ủy ban nhân dân tỉnh");
}

TEST_CASE("places of several kinds share one head") {
    const Task task = task_of("UBND các xã Vân Sơn, Hòa Lạc và phường Cầu Sen tổ chức nạo vét kênh.");
    CHECK(joined(task.lead) == "Ủy ban nhân dân các xã Vân Sơn, Hòa Lạc và phường Cầu Sen");
}

TEST_CASE("a report that is handed up keeps its day and its receiver") {
    const Reading up = read_items("1. Sở Y tế\n- Trình UBND tỉnh báo cáo tổng kết trước ngày 20/12/2031.");
    REQUIRE(up.reports.size() == 1);
    CHECK(up.reports[0].to == "Ủy ban nhân dân tỉnh");
    CHECK(up.reports[0].due == std::vector<std::string>{"2031-12-20"});
    const Reading line = read_items(
        "1. Đo mặn.\n- Thời gian: Trước ngày 08/3/2031, Sở Y tế tổng hợp kết quả, trình UBND tỉnh báo cáo Bộ "
        "Y tế theo quy định."
    );
    REQUIRE(line.reports.size() == 1);
    CHECK(line.reports[0].due == std::vector<std::string>{"2031-03-08"});
}

TEST_CASE("partners that are listed behind a word for them all are named one by one") {
    const Task task =
        task_of("Công an tỉnh phối hợp với các đơn vị liên quan gồm: Sở Y tế, Sở Nội vụ kiểm tra bến.");
    CHECK(joined(task.coordinate) == "Sở Y tế | Sở Nội vụ");
}
