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
    Entry{
        "doubt.unknown_body",
        {"Có tên cơ quan chưa nhận ra; xem lại tên", "A body's name is not recognised; check the name"}},
    Entry{
        "doubt.body_not_listed",
        {"Có tên cơ quan không có trong danh mục chung", "A body's name is not in the common list"}},
    Entry{
        "doubt.role_without_body",
        {"Câu nói chủ trì hoặc phối hợp nhưng chưa rõ cơ quan nào",
         "The words speak of a lead or a partner, but no body was found for it"}},
    Entry{
        "doubt.time_in_part",
        {"Có mốc thời gian trong câu chưa đọc được thành thời hạn",
         "A time in the words was not read as a deadline"}},
    Entry{
        "doubt.no_verb",
        {"Câu không mở đầu bằng việc phải làm; có thể không phải nhiệm vụ",
         "The words do not begin with something to do; this may be no task"}},
    Entry{"doubt.number_repeated", {"Số mục bị lặp trong văn bản", "The document repeats this number"}},
    Entry{"doubt.no_number", {"Đoạn không đánh số", "A paragraph without a number"}},
    Entry{
        "doubt.table_guessed",
        {"Bảng được dựng lại từ các dòng chữ; xem lại ranh giới ô",
         "The table was put together from lines of text; check where cells begin"}},
    Entry{
        "doubt.two_answers",
        {"Câu nêu một cơ quan, dòng phân công nêu cơ quan khác",
         "The words name one body and the assignment another"}},
    Entry{"doubt.very_short", {"Nội dung quá ngắn", "Very few words"}},
    Entry{"doubt.many_bodies", {"Nhiều cơ quan cùng chủ trì", "Many bodies lead together"}},
    Entry{"doubt.many_times", {"Nhiều mốc thời gian", "Many times are given"}},
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
