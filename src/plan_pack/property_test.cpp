/// \file
/// What must not matter: how lines are wrapped, blank lines, page breaks, Unicode form and tone placement.

#include "plan_pack/sample.h"

#include <doctest/doctest.h>
#include <unicode/normalizer2.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

namespace {

using namespace neove::plan;

/// Everything of a reading that a layout must not change.
std::string essence(const Reading& reading) {
    std::string out;
    const auto key = [](const std::string& text) { return neove::text::match_key(text) + "\n"; };
    for (const Task& task : reading.tasks) {
        out += key(task.path + " " + task.text);
        for (const auto* names : {&task.lead, &task.coordinate, &task.requested})
            out += key(neove::plan_pack::joined(*names));
        for (const TaskDeadline& deadline : task.deadlines)
            out += deadline.start.value_or("") + ".." + deadline.end.value_or("") + "\n";
    }
    for (const Report& report : reading.reports) {
        out +=
            key(report.path + " " + report.to.value_or("") + " " + report.via.value_or("") + " " +
                neove::plan_pack::joined(report.due));
    }
    return out;
}

/// One paragraph per line, as a word processor keeps it.
const std::vector<std::string>& paragraphs() {
    static const std::vector<std::string> list{
        "KẾ HOẠCH",
        "Triển khai công tác làm sạch các tuyến sông, kênh, rạch trên địa bàn tỉnh năm 2031",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Nâng cao nhận thức, trách nhiệm của cán bộ, công chức và Nhân dân về bảo vệ nguồn nước; hạn chế "
        "rác thải nhựa trên sông.",
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Công tác tuyên truyền",
        "a) Tổ chức các hoạt động hưởng ứng “Ngày toàn dân làm sạch sông (12/6)” phù hợp với tình hình thực "
        "tế của từng địa phương.",
        "- Cơ quan chủ trì: Sở Văn hóa, Thể thao và Du lịch; Sở Giáo dục và Đào tạo.",
        "- Cơ quan phối hợp: Sở Y tế; Uỷ ban nhân dân các xã, phường và các cơ quan, đơn vị có liên quan.",
        "- Thời gian thực hiện: từ ngày 01/6 đến hết ngày 30/6/2031.",
        "b) Xây dựng tài liệu hỏi đáp về bảo vệ nguồn nước, hoà giải tranh chấp nguồn nước ở cơ sở; phát "
        "hành trước ngày 15 tháng 4 năm 2031.",
        "- Cơ quan chủ trì: Sở Tư pháp.",
        "2. Công tác kiểm tra",
        "- Công an tỉnh chủ trì, phối hợp với Sở Nông nghiệp và Môi trường, Bộ Chỉ huy quân sự tỉnh (Ban Chỉ "
        "huy Bộ đội Biên phòng) và Uỷ ban "
        "nhân dân các xã, phường kiểm tra các bến bãi, phương tiện thuỷ có dấu hiệu xả thải, xử lý nghiêm "
        "các vi phạm trong quý III năm 2031.",
        "- Đề nghị Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh đẩy nhanh tiến độ truy tố, xét xử các "
        "vụ án về môi trường.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Các sở, ban, ngành tỉnh và Uỷ ban nhân dân các xã, phường căn cứ chức năng, nhiệm vụ xây dựng kế "
        "hoạch triển khai thực hiện.",
        "2. Định kỳ hằng quý (trước ngày 14 của tháng cuối quý) và năm (trước ngày 05/12), các đơn vị báo "
        "cáo kết quả thực hiện về Sở Nông nghiệp "
        "và Môi trường để tổng hợp, báo cáo Uỷ ban nhân dân tỉnh.",
        "3. Trong quá trình thực hiện nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Sở Nông nghiệp và "
        "Môi trường để được hướng dẫn./.",
    };
    return list;
}

std::string wrapped(std::size_t width, const std::function<std::string(std::size_t)>& line_end) {
    std::string out;
    std::size_t line_number = 0;
    for (const std::string& paragraph : paragraphs()) {
        std::istringstream words(paragraph);
        std::string word;
        std::size_t column = 0;
        while (words >> word) {
            const std::size_t size = neove::text::count_code_points(word);
            if (column > 0 && column + 1 + size > width) {
                out += line_end(line_number++);
                column = 0;
            }
            if (column > 0) out += ' ';
            out += word;
            column += size + 1;
        }
        out += line_end(line_number++);
    }
    return out;
}

std::string plain(std::size_t) {
    return "\n";
}

const std::string& expected() {
    static const std::string once = essence(neove::plan_pack::read(wrapped(100000, plain)));
    return once;
}

}  // namespace

TEST_CASE("the sample reads as a clerk would read it") {
    const Reading reading = neove::plan_pack::read(wrapped(100000, plain));
    REQUIRE(reading.tasks.size() == 5);
    CHECK(reading.tasks[2].lead == std::vector<std::string>{"Công an tỉnh"});
    CHECK(reading.tasks[2].coordinate.size() == 3);
    CHECK(reading.reports.size() == 2);
    CHECK(reading.goals.size() == 1);
}

TEST_CASE("wrapping changes nothing") {
    for (std::size_t width = 46; width <= 120; width += 3) {
        INFO("width " << width);
        CHECK(essence(neove::plan_pack::read(wrapped(width, plain))) == expected());
    }
}

TEST_CASE("blank lines, trailing spaces and page breaks change nothing") {
    std::mt19937 random(17);
    for (int round = 0; round < 60; ++round) {
        const std::size_t width = 64 + random() % 32;
        const auto noisy = [&](std::size_t line) -> std::string {
            std::string end = random() % 2 == 0 ? " \n" : "\n";
            if (round % 3 == 0 || random() % 3 == 0) end += "\n";
            if (round % 3 == 2 && line % 20 == 19) end += random() % 2 == 0 ? "\f" : " ";
            return end;
        };
        INFO("round " << round << " width " << width);
        CHECK(essence(neove::plan_pack::read(wrapped(width, noisy))) == expected());
    }
}

TEST_CASE("Unicode form and tone placement change nothing") {
    std::string text = wrapped(80, plain);
    UErrorCode status = U_ZERO_ERROR;
    const auto* nfd = icu::Normalizer2::getNFDInstance(status);
    std::string decomposed;
    icu::StringByteSink<std::string> sink(&decomposed);
    nfd->normalizeUTF8(0, text, sink, nullptr, status);
    REQUIRE(decomposed != text);
    CHECK(essence(neove::plan_pack::read(decomposed)) == expected());
    const auto replace = [&](const std::string& from, const std::string& to) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    };
    replace("Uỷ", "Ủy");
    replace("hoà", "hòa");
    replace("thuỷ", "thủy");
    CHECK(essence(neove::plan_pack::read(text)) == expected());
}

TEST_CASE("Windows line ends change nothing") {
    CHECK(essence(neove::plan_pack::read(wrapped(80, [](std::size_t) { return "\r\n"; }))) == expected());
}
