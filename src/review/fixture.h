#pragma once
/// \file
/// A small invented plan as a reading gives it, for the tests of this module.

#include "base/text.h"
#include "review/json_form.h"

#include <string>
#include <vector>

namespace neove::review::fixture {

/// Ids in order: 0…01, 0…02 …
inline NextId counter(int from = 1) {
    return [next = from]() mutable {
        const std::string digits = std::to_string(next++);
        return TaskId::trusted(std::string(32 - digits.size(), '0') + digits);
    };
}

inline TaskId id(int number) {
    const std::string digits = std::to_string(number);
    return TaskId::trusted(std::string(32 - digits.size(), '0') + digits);
}

struct Line {
    std::string path;
    std::string text;
    std::vector<std::string> lead;
    std::vector<std::string> coordinate;
    std::vector<std::string> requested;
    json::Array deadlines;
};

inline json::Value texts(const std::vector<std::string>& all) {
    json::Array out;
    for (const std::string& one : all) out.emplace_back(one);
    return out;
}

/// Every line becomes a paragraph of the text and a task on it, preceded by its label.
inline State plan(
    const std::vector<Line>& lines, const NextId& next_id = counter(), const json::Array& reports = {}
) {
    std::string text;
    json::Array tasks;
    for (const Line& line : lines) {
        text += line.path + ") ";
        const auto begin = static_cast<std::int64_t>(text::count_code_points(text));
        text += line.text;
        const auto end = static_cast<std::int64_t>(text::count_code_points(text));
        text += "\n";
        tasks.push_back(json::Object{
            {"path", line.path},
            {"section_title", "Nhiệm vụ"},
            {"text", line.text},
            {"span", json::Object{{"begin", begin}, {"end", end}}},
            {"category", "action"},
            {"lead", texts(line.lead)},
            {"coordinate", texts(line.coordinate)},
            {"requested", texts(line.requested)},
            {"deadlines", line.deadlines},
            {"confidence", json::Object{{"percent", 80}, {"reason", "roles.heading"}, {"vi", "Theo đề mục"}}}}
        );
    }
    const json::Value reading(json::Object{
        {"document", json::Object{{"title", "Kế hoạch"}, {"number", nullptr}}},
        {"tasks", std::move(tasks)},
        {"reports", reports}});
    return *from_reading(reading, text, {0}, next_id);
}

inline json::Value before(const std::string& raw, const std::string& end) {
    return json::Object{
        {"kind", "before_date"}, {"raw", raw}, {"start", nullptr}, {"end", end}, {"recurrence", nullptr}};
}

/// Three tasks of a plan that nobody ever issued.
inline State small() {
    return plan({
        {"II.1.a",
         "Tổ chức lớp tập huấn cho cán bộ thư viện, hoàn thành trước ngày 30/6/2031",
         {"Sở Sách"},
         {"Hội Đọc"},
         {},
         {before("trước ngày 30/6/2031", "2031-06-30")}},
        {"II.1.b",
         "Kiểm kê kho sách; lập danh mục sách quý",
         {"Thư viện tỉnh"},
         {"Sở Sách"},
         {"Hội Đọc"},
         {}},
        {"II.2", "Vận động người dân tặng sách cho trường học", {"Hội Đọc"}, {}, {}, {}},
    });
}

}  // namespace neove::review::fixture
