/// \file
/// Annexes as offices set them: titles of groups that run across, heads of two lines, cells that hold what
/// stands above, rows that a page's end cut, rows that are reports, and who carries out a table without a
/// lead.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace neove::plan;
using neove::plan_pack::joined;
using neove::plan_pack::read;

namespace {

Reading read_annex(std::string_view rows, std::string_view tasks = "1. Sở Xây dựng kè các bờ kênh.") {
    return read(
        "KẾ HOẠCH\nLàm sạch các tuyến kênh năm 2031\nI. NHIỆM VỤ\n" + std::string(tasks) +
        "\nII. KINH PHÍ\nTừ ngân sách./.\n\nNơi nhận:\tCHỦ TỊCH\n- Như trên.\tLê Văn Bến\n\nPhụ lục\n" +
        "BẢNG PHÂN CÔNG NHIỆM VỤ\n(Kèm theo Kế hoạch số 9/KH-UBND)\n" + std::string(rows)
    );
}

/// "path title: lead; day" of every task of the annex.
std::string rows_of(const Reading& reading) {
    std::string out;
    for (const Task& task : reading.tasks) {
        if (!task.path.starts_with("PL")) continue;
        out += task.path + " [" + task.section_title + "] " + task.text + ": " + joined(task.lead);
        for (const TaskDeadline& one : task.deadlines) out += "; " + one.end.value_or(one.raw);
        out += "\n";
    }
    return out;
}

constexpr std::string_view kHead = "TT\tNội dung\tCơ quan chủ trì\tThời hạn\tSản phẩm\n";

}  // namespace

TEST_CASE("a line that runs across all columns is the title of the rows below it, numbered or not") {
    for (const std::string_view title : {"Vớt bèo, thông dòng", "I. Vớt bèo, thông dòng", "A. VỚT BÈO"}) {
        CAPTURE(title);
        const Reading reading = read_annex(
            std::string(kHead) + "Rà soát\n1\tĐếm các bến đò\tSở Xây dựng\t15/3/2031\tBáo cáo\n" +
            std::string(title) + "\n2\tThuê ghe vớt bèo\tSở Tài chính\tQuý II\tHợp đồng\n"
        );
        const auto rows = std::ranges::count_if(reading.tasks, [](const Task& task) {
            return task.path.starts_with("PL");
        });
        REQUIRE(rows == 2);
        const Task& first = *(reading.tasks.end() - 2);
        const Task& second = reading.tasks.back();
        CHECK(first.section_title == "Rà soát");
        CHECK(second.section_title == title.substr(title.find("V")));
        CHECK(joined(second.lead) == "Sở Tài chính");
        CHECK(first.deadlines.at(0).end == "2031-03-15");
    }
}

TEST_CASE("a group's title that names a body gives its rows to that body") {
    CHECK(
        rows_of(read_annex("TT\tNhiệm vụ\tVăn bản giao\tThời hạn\n"
                           "Ủy ban nhân dân xã Bến Trà\n1\tĐếm các bến đò\t88/KH-UBND\t04/11/2031\n"
                           "Sở Tài chính\n2\tThuê ghe vớt bèo\t88/KH-UBND\t05/11/2031\n")) ==
        "PL.1 [Ủy ban nhân dân xã Bến Trà] Đếm các bến đò: Ủy ban nhân dân xã Bến Trà; 2031-11-04\n"
        "PL.2 [Sở Tài chính] Thuê ghe vớt bèo: Sở Tài chính; 2031-11-05\n"
    );
}

TEST_CASE("what ends a table is no title: a sentence, another head, a heading with a table of its own") {
    const Reading reading = read_annex(
        std::string(kHead) + "1\tĐếm các bến đò\tSở Xây dựng\t15/3/2031\tBáo cáo\n" +
        "2. Việc khác\nTT\tNội dung\tThời hạn\n1\tMua lưới chắn rác\t20/3/2031\n"
    );
    CHECK(
        rows_of(reading) ==
        "PL.1 [] Đếm các bến đò: Sở Xây dựng; 2031-03-15\nPL.2.1 [Việc khác] Mua lưới chắn rác: ; "
        "2031-03-20\n"
    );
}

TEST_CASE("the second line of a head names the columns that the first left open") {
    CHECK(
        rows_of(read_annex("STT\tNội dung\tPhân công thực hiện\t\tThời hạn\n\t\tChủ trì\tPhối hợp\n"
                           "(1)\t(2)\t(3)\t(4)\t(5)\n"
                           "1\tĐếm các bến đò\tSở Xây dựng\tSở Y tế\t15/3/2031\n")) ==
        "PL.1 [] Đếm các bến đò: Sở Xây dựng; 2031-03-15\n"
    );
    CHECK(
        rows_of(read_annex("STT\tNội dung\tPhân công thực hiện\t\tThời hạn\n〃\t〃\tChủ trì\tPhối hợp\t〃\n"
                           "1\tĐếm các bến đò\tSở Xây dựng\tSở Y tế\t15/3/2031\n")) ==
        "PL.1 [] Đếm các bến đò: Sở Xây dựng; 2031-03-15\n"
    );
}

TEST_CASE("a cell may say that it holds what stands above; an empty one says nothing") {
    for (const std::string_view above : {"-nt-", "nt", "〃", "Như trên"}) {
        CAPTURE(above);
        const std::string mark(above);
        CHECK(
            rows_of(read_annex(
                std::string(kHead) +
                "1\tĐếm các bến đò\tSở Xây dựng\t15/3/2031\tBáo cáo\n2\tThuê ghe vớt bèo\t" + mark + "\t" +
                mark + "\tHợp đồng\n3\tMua lưới chắn rác\t" + mark + "\t\tLưới\n4\tTrồng lục bình\t\t\t-\n"
            )) ==
            "PL.1 [] Đếm các bến đò: Sở Xây dựng; 2031-03-15\nPL.2 [] Thuê ghe vớt bèo: Sở Xây dựng; "
            "2031-03-15\n"
            "PL.3 [] Mua lưới chắn rác: Sở Xây dựng\nPL.4 [] Trồng lục bình: \n"
        );
    }
}

TEST_CASE("a row that the end of a page cut is one row, where nothing else stands between") {
    const std::string head(kHead);
    const std::string first = "1\tĐếm các bến đò, ghi tên\tSở Xây\t15/3/2031\tBáo cáo\n";
    const std::string rest = "\tcủa từng chủ bến\tdựng\n2\tThuê ghe vớt bèo\tSở Tài chính\t20/3/2031\n";
    const std::string whole =
        "PL.1 [] Đếm các bến đò, ghi tên của từng chủ bến: Sở Xây dựng; 2031-03-15\n"
        "PL.2 [] Thuê ghe vớt bèo: Sở Tài chính; 2031-03-20\n";
    CHECK(rows_of(read_annex(head + first + "\f2\n" + head + rest)) == whole);
    CHECK(rows_of(read_annex(head + first + "\f2\n" + rest)) == whole);
    // On the same page, or behind a whole sentence, it is a line of its own.
    CHECK(rows_of(read_annex(head + first + rest)) != whole);
    CHECK(!rows_of(read_annex(head + "1\tĐếm các bến đò.\tSở Y tế\n\f" + head + rest))
               .contains("bến đò. của từng"));
}

TEST_CASE("a row that is a report and names one day is the report of that day") {
    const Reading reading = read_annex(
        std::string(kHead) +
        "1\tĐịnh kỳ quý, 6 tháng, năm báo cáo kết quả về Sở Y tế.\tSở Xây dựng\t05/12/2031\n"
        "2\tBáo cáo kết quả vớt bèo về Sở Y tế.\tSở Xây dựng\tHằng quý\n"
    );
    REQUIRE(reading.reports.size() == 2);
    CHECK(joined(reading.reports[0].due) == "2031-12-05");
    CHECK(reading.reports[0].recurrence == Recurrence::Once);
    CHECK(reading.reports[0].to == "Sở Y tế");
    CHECK(joined(reading.reports[0].from) == "Sở Xây dựng");
    CHECK(reading.reports[1].recurrence == Recurrence::Quarterly);
}

TEST_CASE("a report that is only what comes out of a row is no order to report") {
    const auto reports = [](std::string_view product) {
        return read_annex(
                   std::string(kHead) + "1\tĐếm các bến đò\tSở Xây dựng\t15/3/2031\t" + std::string(product) +
                   "\n"
        )
            .reports.size();
    };
    CHECK(reports("Báo cáo") == 0);
    CHECK(reports("Báo cáo kết quả") == 0);
    CHECK(reports("Báo cáo gửi Sở Y tế trước ngày 20/3/2031") == 1);
}

TEST_CASE("whoever is said to carry out what the annex lists leads the rows that name nobody") {
    const Reading reading = read_annex(
        "TT\tNhiệm vụ\tNgười phụ trách\tThời hạn\n1\tĐếm các bến đò\t\t15/3/2031\n"
        "2\tThuê ghe vớt bèo\t\tThường xuyên\n",
        "Sở Xây dựng thực hiện 02 nhiệm vụ và phối hợp 0 việc; nội dung, sản phẩm, người phụ trách và thời "
        "hạn "
        "của từng nhiệm vụ ghi tại Phụ lục kèm theo Kế hoạch này."
    );
    CHECK(
        rows_of(reading) ==
        "PL.1 [] Đếm các bến đò: Sở Xây dựng; 2031-03-15\nPL.2 [] Thuê ghe vớt bèo: Sở Xây dựng; Thường "
        "xuyên\n"
    );
    CHECK(reading.tasks.size() == 2);  // the sentence itself orders nothing
    const Reading nobody = read_annex(
        "TT\tNhiệm vụ\tThời hạn\n1\tĐếm các bến đò\t15/3/2031\n",
        "Nội dung, thời hạn của từng nhiệm vụ ghi tại Phụ lục kèm theo Kế hoạch này."
    );
    CHECK(rows_of(nobody) == "PL.1 [] Đếm các bến đò: ; 2031-03-15\n");
    const Reading giver = read_annex(
        "TT\tNhiệm vụ\tThời hạn\n1\tĐếm các bến đò\t15/3/2031\n",
        "Ủy ban nhân dân tỉnh ban hành danh mục nhiệm vụ tại Phụ lục kèm theo Kế hoạch này."
    );
    CHECK(rows_of(giver) == "PL.1 [] Đếm các bến đò: ; 2031-03-15\n");
    CHECK(read_annex("TT\tNhiệm vụ\tThời hạn\n", "1. Không có việc nào được giao.").tasks.empty());
}
