#include "plan/time.h"

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

namespace {

using namespace neove::plan;

std::string shown(const std::vector<Deadline>& deadlines) {
    static constexpr std::string_view kKinds[] = {
        "date", "before", "period", "onward", "recurring", "unspecified"};
    std::string out;
    for (const Deadline& deadline : deadlines) {
        if (!out.empty()) out += "; ";
        out += kKinds[static_cast<std::size_t>(deadline.kind)];
        if (deadline.start) out += " from " + *deadline.start;
        if (deadline.end) out += " to " + *deadline.end;
        if (deadline.recurrence == Recurrence::Annual) out += " yearly";
        if (deadline.recurrence == Recurrence::SixMonth) out += " half-yearly";
        if (deadline.recurrence == Recurrence::Quarterly) out += " quarterly";
    }
    return out;
}

std::string prose(std::string_view text) {
    const Tokens tokens(text, neove::plan_pack::built_in_gazetteer().lexicon);
    return shown(TimeReader(tokens, 2031).read_prose({0, tokens.size()}));
}

std::string field(std::string_view text) {
    const Tokens tokens(text, neove::plan_pack::built_in_gazetteer().lexicon);
    return shown(TimeReader(tokens, 2031).read_field({0, tokens.size()}));
}

}  // namespace

TEST_CASE("days before which something is due") {
    CHECK(prose("hoàn thành trước ngày 05 tháng 3 năm 2031") == "before to 2031-03-05");
    CHECK(prose("xong trước 15/6/2031.") == "before to 2031-06-15");
    CHECK(prose("chậm nhất ngày 25/4") == "before to 2031-04-25");
    CHECK(field("Trước năm 2033") == "before to 2032-12-31");
}

TEST_CASE("periods, with the year written once or not at all") {
    CHECK(prose("(thời gian từ 01/7/2031 đến 30/9/2031)") == "period from 2031-07-01 to 2031-09-30");
    CHECK(field("Từ 15/11 - 15/12/2031") == "period from 2031-11-15 to 2031-12-15");
    CHECK(field("Từ 01/01đến 31/12/2031") == "period from 2031-01-01 to 2031-12-31");
    CHECK(field("Quý III, IV năm 2031") == "period from 2031-07-01 to 2031-12-31");
    CHECK(field("Quý IV/2031 và Quý I/2032") == "period from 2031-10-01 to 2032-03-31");
    CHECK(field("Tháng 4 - 5/2031") == "period from 2031-04-01 to 2031-05-31");
    CHECK(field("tháng 2/2032") == "period from 2032-02-01 to 2032-02-29");
    CHECK(field("Từ tháng 9/2031 đến tháng 5/2032") == "period from 2031-09-01 to 2032-05-31");
    CHECK(prose("tổ chức trong quý II") == "period from 2031-04-01 to 2031-06-30");
}

TEST_CASE("what comes back, and what has no end") {
    CHECK(field("Hằng năm, trước ngày 05/12") == "recurring to 12-05 yearly");
    CHECK(field("Định kỳ 6 tháng/lần") == "recurring half-yearly");
    CHECK(field("Hằng quý") == "recurring quarterly");
    CHECK(field("Năm 2031 và các năm tiếp theo") == "onward from 2031-01-01");
    CHECK(field("Theo tiến độ của dự án") == "unspecified");
}

TEST_CASE("dates of documents, laws, events and ages are no deadlines") {
    CHECK(prose("theo Quyết định số 12/QĐ-UBND ngày 03/5/2031 của Ủy ban nhân dân tỉnh").empty());
    CHECK(prose("Luật mới (có hiệu lực từ ngày 01/7/2031)").empty());
    CHECK(prose("hưởng ứng “Ngày toàn dân trồng cây (19/5)”").empty());
    CHECK(prose("người từ 12 đến 30 tuổi; trực 24/24 giờ; theo khoản 3 Điều 22").empty());
    CHECK(prose("ban hành từ năm 2016 trở về trước").empty());
    CHECK(prose("đã đưa vào sử dụng trước ngày 04/10/2001").empty());
}

TEST_CASE("what begins on a day and has no end") {
    CHECK(prose("thu phí kể từ ngày 01/7/2031") == "onward from 2031-07-01");
    CHECK(prose("phát sóng từ tháng 9/2031") == "onward from 2031-09-01");
    CHECK(prose("thống kê từ năm 2031 đến nay").empty());
    CHECK(prose("văn bản ban hành từ năm 2031 trở về trước").empty());
}

TEST_CASE("how often, and on which day of each month or year") {
    CHECK(prose("tổ chức giao ban 02 lần/năm") == "recurring half-yearly");
    CHECK(prose("đối thoại ít nhất 01 lần/quý") == "recurring quarterly");
    CHECK(prose("thu gom 03 lần/tuần").empty());
    CHECK(prose("định kỳ vào tháng 6 và tháng 12") == "recurring half-yearly");
    CHECK(prose("cập nhật trước ngày 20 hằng tháng") == "recurring");
    CHECK(prose("kiểm tra bến thủy hằng năm.") == "recurring yearly");
    CHECK(prose("đưa vào kế hoạch hằng năm.").empty());
    CHECK(prose("Hằng năm, từ 15/7 đến 15/8, phát phao") == "recurring to 08-15 yearly");
    CHECK(prose("trực ban đến hết năm.") == "before to 2031-12-31");
    CHECK(prose("tổng kết Chương trình trước ngày 30/11/2031") == "before to 2031-11-30");
}

TEST_CASE("days that do not exist are not read") {
    CHECK(prose("trước ngày 31/6/2031").empty());
    CHECK(prose("trước ngày 29/02/2031").empty());
    CHECK(prose("trước ngày 29/02/2032") == "before to 2032-02-29");
}
