#include "plan_pack/sample.h"

#include <doctest/doctest.h>

#include <random>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read;
using neove::plan_pack::read_items;

TEST_CASE("labelled lines belong to the item above them") {
    const Reading reading = read_items(
        "1. Khảo sát hiện trạng các tuyến sông.\n- Cơ quan chủ trì: Sở Xây dựng.\n- Cơ quan phối hợp: Công "
        "an tỉnh; Sở Tài chính.\n"
        "- Thời gian hoàn thành: Quý II/2031.\n2. Nạo vét các tuyến sông bị bồi lấp.\n- Cơ quan chủ trì: Sở "
        "Y tế."
    );
    REQUIRE(reading.tasks.size() == 2);
    CHECK(reading.tasks[0].path == "I.1");
    CHECK(joined(reading.tasks[0].lead) == "Sở Xây dựng");
    CHECK(joined(reading.tasks[0].coordinate) == "Công an tỉnh | Sở Tài chính");
    REQUIRE(reading.tasks[0].deadlines.size() == 1);
    CHECK(reading.tasks[0].deadlines[0].end == "2031-06-30");
    CHECK(joined(reading.tasks[1].lead) == "Sở Y tế");
    CHECK(reading.tasks[1].deadlines.empty());
}

TEST_CASE("one assignment block serves every item of its section") {
    const Reading reading = read_items(
        "1. Truyền thông\na) Treo băng rôn tại trụ sở.\nb) Phát tờ rơi tại chợ.\nc) Phân công thực hiện: Sở "
        "Y tế; Sở Tư pháp thực hiện "
        "theo chức năng. Đề nghị Hội Nông dân tỉnh phối hợp thực hiện."
    );
    REQUIRE(reading.tasks.size() == 2);
    for (const Task& task : reading.tasks) {
        CHECK(joined(task.lead) == "Sở Y tế | Sở Tư pháp");
        CHECK(joined(task.requested) == "Hội Nông dân tỉnh");
    }
}

TEST_CASE("an agency heading leads what stands below it, and a request only asks") {
    const Reading reading = read_items(
        "1. Sở Nông nghiệp và Môi trường\n- Chủ trì, phối hợp với Công an tỉnh kiểm tra các bến bãi.\n- Tham "
        "mưu Ủy ban nhân dân tỉnh "
        "ban hành quy chế.\n2. Đề nghị Tòa án nhân dân tỉnh\nXét xử kịp thời các vụ án."
    );
    REQUIRE(reading.tasks.size() == 3);
    CHECK(joined(reading.tasks[0].lead) == "Sở Nông nghiệp và Môi trường");
    CHECK(joined(reading.tasks[0].coordinate) == "Công an tỉnh");
    CHECK(reading.tasks[1].coordinate.empty());  // who is advised has no role
    CHECK(reading.tasks[2].path == "I.2");
    CHECK(reading.tasks[2].lead.empty());
    CHECK(joined(reading.tasks[2].requested) == "Tòa án nhân dân tỉnh");
}

TEST_CASE("every periodicity and every day is a report of its own") {
    const Reading reading = read_items(
        "1. Sở Y tế theo dõi chất lượng nước. Định kỳ Quý (trước ngày 08/3 và 08/9), 06 tháng (trước 08/6) "
        "và năm (trước 08/12) báo "
        "cáo kết quả về Sở Xây dựng (qua Phòng Hạ tầng) để tổng hợp."
    );
    REQUIRE(reading.reports.size() == 3);
    CHECK(reading.reports[0].recurrence == Recurrence::Quarterly);
    CHECK(joined(reading.reports[0].due) == "03-08 | 09-08");
    CHECK(joined(reading.reports[1].due) == "06-08");
    CHECK(joined(reading.reports[2].due) == "12-08");
    CHECK(reading.reports[0].to == "Sở Xây dựng");
    CHECK(reading.reports[0].via == "Phòng Hạ tầng");
    CHECK(joined(reading.reports[0].from) == "Sở Y tế");
    REQUIRE(reading.tasks.size() == 1);
    CHECK(reading.tasks[0].text == "Sở Y tế theo dõi chất lượng nước.");
}

TEST_CASE("a day of the closing month means that day in each of them") {
    const Reading reading =
        read_items("1. Sở Y tế định kỳ hằng quý (trước ngày 14 của tháng cuối quý) báo cáo về Sở Xây dựng.");
    REQUIRE(reading.reports.size() == 1);
    CHECK(joined(reading.reports[0].due) == "03-14 | 06-14 | 09-14 | 12-14");
    CHECK(reading.tasks.empty());
}

TEST_CASE("difficulties, money and formulas are no tasks") {
    const Reading reading = read_items(
        "1. Sở Tài chính cân đối, bố trí kinh phí thực hiện.\n2. Trong quá trình thực hiện nếu có khó khăn, "
        "vướng mắc, các đơn vị phản "
        "ánh về Sở Xây dựng để được hướng dẫn.\n3. Sở Y tế trồng cây ven sông."
    );
    REQUIRE(reading.tasks.size() == 1);
    CHECK(reading.tasks[0].path == "I.3");
    REQUIRE(reading.followup.size() == 1);
    CHECK(reading.followup[0].role == FollowupRole::Resolve);
    CHECK(joined(reading.followup[0].agency) == "Sở Xây dựng");
    CHECK(reading.funding.size() == 2);
}

TEST_CASE("repeated labels stay apart and decimals name their parents") {
    const Reading reading = read_items(
        "1. Chuẩn bị\n1.1. Sở Y tế lập danh sách.\n1.1. Sở Tư pháp soạn quy chế.\n2. Thực hiện\n2.1. Sở Xây "
        "dựng đo độ sâu."
    );
    REQUIRE(reading.tasks.size() == 3);
    CHECK(reading.tasks[0].path == "I.1.1");
    CHECK(reading.tasks[1].path == "I.1.1#2");
    CHECK(reading.tasks[2].path == "I.2.1");
}

TEST_CASE("spans point at the words") {
    const Reading reading = read_items("1. Sở Y tế trồng cây ven sông trước ngày 05/3/2031.");
    REQUIRE(reading.tasks.size() == 1);
    CHECK(quote(reading, reading.tasks[0].span) == reading.tasks[0].text);
    CHECK(quote(reading, reading.tasks[0].deadlines[0].span) == "trước ngày 05/3/2031");
    CHECK(place_of(reading, reading.tasks[0].span.begin).line == 4);
    CHECK(place_of(reading, reading.tasks[0].span.begin).page == 1);
}

TEST_CASE("what is no plan is said to be none") {
    CHECK(read("").refusal->code == "plan.empty");
    CHECK(read(" \n\f\n 12 ").refusal->code == "plan.empty");
    CHECK(read("Trời hôm nay đẹp. Chúng tôi đi chơi ở bờ hồ.").refusal->code == "plan.not_a_plan");
    CHECK(!read_items("1. Sở Y tế trồng cây.").refusal);
}

TEST_CASE("marks of secrecy are told from words in prose") {
    CHECK(find_secrecy_mark("MẬT\nKẾ HOẠCH")->level == SecrecyLevel::Mat);
    CHECK(find_secrecy_mark("Độ mật: TỐI MẬT\n")->level == SecrecyLevel::ToiMat);
    CHECK(find_secrecy_mark("ỦY BAN\tTUYỆT MẬT\n")->raw == "TUYỆT MẬT");
    CHECK(find_secrecy_mark("ỦY BAN     MẬT\n")->span.begin == 11);
    CHECK(find_secrecy_mark("M Ậ T\nKẾ HOẠCH")->level == SecrecyLevel::Mat);
    CHECK(find_secrecy_mark("T Ố I M Ậ T\n")->level == SecrecyLevel::ToiMat);
    CHECK(find_secrecy_mark("TÀI LIỆU MẬT\n")->level == SecrecyLevel::Mat);
    CHECK(find_secrecy_mark("MẬT - Bản số 01\n")->raw == "MẬT");
    CHECK(find_secrecy_mark("Bản số 01 – TUYỆT MẬT\n")->level == SecrecyLevel::TuyetMat);
    CHECK(!find_secrecy_mark("TÀI LIỆU VỀ BÍ MẬT NHÀ NƯỚC\nBẢO-MẬT\nM Ậ T MÃ\n"));
    CHECK(!find_secrecy_mark("giữ bí mật thông tin, bảo mật dữ liệu"));
    CHECK(!find_secrecy_mark("BẢO VỆ BÍ MẬT NHÀ NƯỚC"));
    CHECK(!find_secrecy_mark("mật\n"));
}

TEST_CASE("no sequence of bytes brings the reader down") {
    std::mt19937 random(3);
    const std::vector<std::string> pieces{
        "I. ",
        "1. ",
        "a) ",
        "- ",
        "\n",
        "\t",
        "Sở Y tế ",
        "chủ trì, ",
        "phối hợp với ",
        "các ",
        "(",
        ")",
        "“",
        "Quý ",
        "II/",
        "31/12",
        "báo cáo ",
        "về ",
        "trước ngày ",
        "\xff",
        "TT\tNội dung\tChủ trì\n",
        "Cơ quan chủ trì: ",
        ".",
        ";",
        "KẾ HOẠCH\n",
        "UBND",
        "   ",
        "|",
    };
    for (int round = 0; round < 1500; ++round) {
        std::string text;
        for (std::size_t n = random() % 60; n > 0; --n) text += pieces[random() % pieces.size()];
        const Reading reading = read(text);
        CHECK(neove::text::is_valid_utf8(reading.text));
        const auto end = neove::text::count_code_points(reading.text);
        for (const Task& task : reading.tasks) {
            CHECK(task.span.begin < task.span.end);
            CHECK(task.span.end <= end);
        }
    }
}
