/// \file
/// Words that several share: one head for many bodies, one qualifier for many nouns, one line for many items.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read_items;
using neove::plan_pack::task_of;

namespace {

std::string leads(std::string_view words) {
    return joined(task_of(words).lead);
}
std::string partners(std::string_view words) {
    return joined(task_of("Sở Tư pháp chủ trì, phối hợp với " + std::string(words)).coordinate);
}

}  // namespace

TEST_CASE("one head stands for all that follow it") {
    CHECK(leads("Các sở, ngành: Y tế, Tài chính, Nội vụ đo mặn.") == "Sở Y tế | Sở Tài chính | Sở Nội vụ");
    CHECK(leads("Giao các Sở Y tế, Nội vụ, Tài chính đo mặn.") == "Sở Y tế | Sở Nội vụ | Sở Tài chính");
    CHECK(leads("Sở Văn hóa, Thể thao và Du lịch đo mặn.") == "Sở Văn hóa, Thể thao và Du lịch");
    CHECK(
        leads("UBND xã Vân Sơn, Hòa Lạc, phường Cầu Sen tổ chức nạo vét.") ==
        "Ủy ban nhân dân xã Vân Sơn | Ủy ban nhân dân xã Hòa Lạc | Ủy ban nhân dân phường Cầu Sen"
    );
    CHECK(
        leads("UBND các xã: Vân Sơn, Hòa Lạc tổ chức nạo vét.") == "Ủy ban nhân dân các xã Vân Sơn, Hòa Lạc"
    );
    CHECK(
        partners("các lực lượng: Công an, Bộ đội Biên phòng, Hải quan kiểm tra bến.") ==
        "Công an | Bộ đội Biên phòng | Hải quan"
    );
}

TEST_CASE("the parties of a joint plan act, and a heading about them names nobody") {
    CHECK(leads("Hai bên phối hợp tổ chức tuần tra.") == "Hai bên");
    CHECK(leads("Mỗi bên cử 05 cán bộ tham gia.") == "Mỗi bên");
    CHECK(leads("Sở Y tế đồng chủ trì với Công an tỉnh tổ chức diễn tập.") == "Sở Y tế | Công an tỉnh");
    const Reading reading = read_items("1. Trách nhiệm của các bên\na) Vớt bèo trên kênh.");
    REQUIRE(reading.tasks.size() == 1);
    CHECK(reading.tasks[0].lead.empty());
}

TEST_CASE("a group keeps the words that narrow all of it") {
    CHECK(partners("cơ quan, đơn vị liên quan đo mặn.") == "cơ quan, đơn vị liên quan");
    CHECK(partners("trạm y tế, nhà trường đo mặn.") == "trạm y tế | nhà trường");
    CHECK(
        partners("các đơn vị liên quan và chính quyền địa phương đo mặn.") ==
        "các đơn vị liên quan | chính quyền địa phương"
    );
    CHECK(partners("cơ quan Công an đo mặn.") == "cơ quan Công an");
    CHECK(partners("Công an các đơn vị, địa phương đo mặn.") == "Công an các đơn vị, địa phương");
    CHECK(partners("Hạt Kiểm lâm khu vực 2 đo mặn.") == "Hạt Kiểm lâm khu vực 2");
}

TEST_CASE("whoever is directed to work with another is no partner, nor is the other") {
    CHECK(
        task_of("Sở Tư pháp chỉ đạo Công an các xã phối hợp với Đoàn Thanh niên tuần tra.").coordinate.empty()
    );
    CHECK(task_of("Sở Tư pháp huy động Đoàn Thanh niên tham gia dọn rác.").coordinate.size() == 1);
}

TEST_CASE("a line may name the items it holds for") {
    const Reading reading = read_items(
        "1. Vớt bèo:\na) Thuê thuyền.\nb) Chở bèo.\n2. Đo mặn.\n3. Các nhiệm vụ tại mục 1 hoàn thành trước "
        "ngày "
        "15/6/2031."
    );
    REQUIRE(reading.tasks.size() == 3);
    REQUIRE(reading.tasks[0].deadlines.size() == 1);
    CHECK(reading.tasks[1].deadlines.size() == 1);
    CHECK(reading.tasks[1].deadlines[0].end == "2031-06-15");
    CHECK(reading.tasks[2].deadlines.empty());
}

TEST_CASE("reports go through a body, to a second one, and on days that come back") {
    const auto only = [](std::string_view words) {
        const Reading reading = read_items("1. Đo mặn.\n2. " + std::string(words));
        REQUIRE(reading.reports.size() == 1);
        return reading.reports[0];
    };
    const Report through =
        only("Các xã báo cáo kết quả qua Sở Y tế để tổng hợp, báo cáo UBND tỉnh trước ngày 20/12/2031.");
    CHECK(through.to == "Ủy ban nhân dân tỉnh");
    CHECK(through.via == "Sở Y tế");
    const Report both =
        only("Các xã báo cáo kết quả về Sở Y tế, đồng thời gửi Công an tỉnh trước ngày 15/12/2031.");
    CHECK(both.to == "Sở Y tế; Công an tỉnh");
    const Report twice = only("Định kỳ trước ngày 10/6 và 10/12, các xã báo cáo kết quả về Công an tỉnh.");
    CHECK(twice.recurrence == Recurrence::SixMonth);
    CHECK(joined(twice.due) == "06-10 | 12-10");
}
