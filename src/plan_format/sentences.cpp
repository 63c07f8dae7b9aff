#include "plan_format/format.h"

#include <algorithm>
#include <array>

namespace neove::plan_format {
namespace {

struct Entry {
    std::string_view code;
    Sentence sentence;
};

constexpr std::array kSentences{
    Entry{
        "goal.section",
        {"Nằm trong phần mục đích, yêu cầu hoặc mục tiêu", "Stands in a section of purposes or objectives"}},
    Entry{
        "roles.labelled_lines",
        {"Theo dòng cơ quan chủ trì, phối hợp", "From labelled lines of lead and partners"}},
    Entry{"roles.table_columns", {"Theo cột của bảng", "From the columns of a table"}},
    Entry{"roles.named_in_sentence", {"Câu nêu rõ cơ quan chủ trì", "The sentence says who leads"}},
    Entry{"roles.opens_sentence", {"Cơ quan đứng đầu câu", "The body opens the sentence"}},
    Entry{"roles.heading", {"Theo tên cơ quan ở đề mục", "From an agency heading or the words above"}},
    Entry{
        "roles.nobody_named",
        {"Không nêu cơ quan nào; cần người xem lại", "Nobody is named; a person should look"}},
    Entry{"report.receiver_named", {"Nêu rõ nơi nhận báo cáo", "The receiver is named"}},
    Entry{"report.no_receiver", {"Không nêu nơi nhận báo cáo", "No receiver is named"}},
    Entry{"funding.words", {"Nói về kinh phí", "Speaks of money"}},
    Entry{"followup.collects", {"Cơ quan tổng hợp báo cáo", "The body collects the reports"}},
    Entry{"followup.monitors", {"Theo dõi, đôn đốc việc thực hiện", "Watches over the execution"}},
    Entry{"followup.difficulties", {"Nơi phản ánh khó khăn, vướng mắc", "Where difficulties are reported"}},
    Entry{"target.in_goals", {"Chỉ tiêu trong phần mục tiêu", "A figure among the objectives"}},
    Entry{"target.in_order", {"Con số trong một nhiệm vụ", "A figure inside an order"}},
    Entry{"plan.empty", {"Văn bản không có chữ nào", "The text holds no words"}},
    Entry{
        "plan.not_a_plan",
        {"Văn bản này không giao việc cho ai: không phải kế hoạch",
         "Nobody is given anything to do: this is no plan"}},
    Entry{"plan.file_unreadable", {"Không đọc được tệp", "The file cannot be read"}},
    Entry{"plan.file_kind", {"Chưa đọc được loại tệp này", "This kind of file cannot be read yet"}},
    Entry{"plan.too_large", {"Tệp quá lớn", "The file is too large"}},
    Entry{
        "plan.secret",
        {"Văn bản có dấu mật: không đưa vào hệ thống",
         "The document is marked secret and must not be taken in"}},
};

}  // namespace

Sentence sentence_of(std::string_view code) {
    const auto* found = std::ranges::find(kSentences, code, &Entry::code);
    return found == kSentences.end() ? Sentence{} : found->sentence;
}

}  // namespace neove::plan_format
