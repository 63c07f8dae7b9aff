#include "base/text.h"
#include "review/confirm.h"
#include "review/edit.h"
#include "review/fixture.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::review {

using fixture::id;
using fixture::small;

namespace {

std::string code(const Result<State>& result) {
    return result ? "" : result.error().code;
}

std::string passage(const State& state, const std::optional<Span>& span) {
    if (!span) return "none";
    const text::CodePointIndex points(state.text);
    const std::size_t from = points.to_byte(static_cast<std::size_t>(span->begin));
    return state.text.substr(from, points.to_byte(static_cast<std::size_t>(span->end)) - from);
}

std::vector<std::string> names(const Bodies& bodies) {
    std::vector<std::string> out;
    for (const Body& body : bodies) out.push_back(body.text);
    return out;
}

const Confirmation kBy{"a0", {7}};

}  // namespace

TEST_CASE("a reading becomes proposed tasks with a choice for each") {
    const State state = small();
    REQUIRE(state.tasks.size() == 3);
    CHECK(state.tasks[0].state == TaskState::Proposed);
    CHECK(state.tasks[0].choice == Choice::Dated);
    CHECK(state.tasks[0].due == "2031-06-30");
    CHECK(state.tasks[1].choice == Choice::Standing);
    CHECK(passage(state, state.tasks[1].item.span) == state.tasks[1].item.text);
    CHECK(state.tasks[0].item.confidence == 80);
    CHECK(state.tasks[0].item.reasons == std::vector<Reason>{{"roles.heading", "Theo đề mục", ""}});
    CHECK(count(state) == Counts{3, 0, 0});
    CHECK(progress(count(state)) == "read");
}

TEST_CASE("two different end dates propose no day, and a repeating deadline needs none") {
    Item item;
    item.deadlines = {{"date", "", "", "2031-01-01", "", {}}, {"date", "", "", "2031-02-01", "", {}}};
    CHECK(propose(item, {}) == Proposal{Choice::Dated, ""});
    item.deadlines = {{"recurring", "hằng năm", "", "07-30", "annual", {}}};
    CHECK(propose(item, {}) == Proposal{Choice::Dated, ""});
    // What is done every day falls due on none of them.
    item.deadlines = {{"recurring", "hằng ngày", "", "", "daily", {}}};
    CHECK(propose(item, {}) == Proposal{Choice::Standing, ""});
    item.deadlines = {{"recurring", "hằng tuần", "", "", "weekly", {}}};
    CHECK(propose(item, {}) == Proposal{Choice::Standing, ""});
    item.deadlines.push_back({"recurring", "hằng năm", "", "07-30", "annual", {}});
    CHECK(propose(item, {}) == Proposal{Choice::Dated, ""});
    item.deadlines = {{"unspecified", "sớm", "", "", "", {}}};
    CHECK(propose(item, {}) == Proposal{Choice::Standing, ""});
}

TEST_CASE("a task on the words of a report is proposed to be folded into it") {
    const State plain = small();
    const auto span = *plain.tasks[2].item.span;
    const json::Array reports{json::Object{{"path", "II.2"}, {"span", to_json(std::optional(span))}}};
    CHECK(propose(plain.tasks[2].item, reports).choice == Choice::InReport);
    CHECK(propose(plain.tasks[1].item, reports).choice == Choice::Standing);
}

TEST_CASE("columns of a table come along under the names the interface gives them") {
    const json::Value reading(json::Object{
        {"tasks",
         json::Array{json::Object{
             {"text", "Làm"},
             {"deliverable", "Báo cáo"},
             {"leader_in_charge", "Phó giám đốc"},
             {"notes", nullptr}}}}});
    const auto state = from_reading(reading, "Làm", {}, fixture::counter());
    REQUIRE(state);
    CHECK(json::write(state->tasks[0].item.extras) == R"({"deliverable":"Báo cáo","leader":"Phó giám đốc"})");
}

TEST_CASE("spans outside the text and items without words do not come in") {
    const json::Value reading(json::Object{
        {"tasks",
         json::Array{
             json::Object{{"text", "Làm"}, {"span", json::Object{{"begin", 2}, {"end", 9}}}},
             json::Object{{"text", " \n"}},
         }}});
    const auto state = from_reading(reading, "Làm", {}, fixture::counter());
    REQUIRE(state);
    REQUIRE(state->tasks.size() == 1);
    CHECK_FALSE(state->tasks[0].item.span);
    CHECK(code(from_reading(json::Object{}, "", {}, fixture::counter())) == "review.reading_malformed");
}

TEST_CASE("an edit changes what it names and marks the task") {
    Edit edit;
    edit.text = "  Mở lớp tập huấn  ";
    edit.lead = Bodies{{"Sở Sách", {}}, {"Sở Sách", {}}};
    const auto state = edit_task(small(), id(1), edit);
    REQUIRE(state);
    CHECK(state->tasks[0].item.text == "Mở lớp tập huấn");
    CHECK(names(state->tasks[0].item.lead) == std::vector<std::string>{"Sở Sách"});
    CHECK(names(state->tasks[0].item.coordinate) == std::vector<std::string>{"Hội Đọc"});
    CHECK(state->tasks[0].edited);
    CHECK(state->sources[0].text == small().sources[0].text);
    CHECK(code(edit_task(small(), id(9), {})) == "review.task_unknown");
    edit.text = " \n ";
    CHECK(code(edit_task(small(), id(1), edit)) == "review.text_empty");
    edit.text = std::string(kTextBytesMax + 1, 'a');
    CHECK(code(edit_task(small(), id(1), edit)) == "review.text_too_long");
}

TEST_CASE("a day makes a task dated and another choice takes the day away") {
    Edit edit;
    edit.due = "2031-02-28";
    auto state = edit_task(small(), id(2), edit);
    REQUIRE(state);
    CHECK(state->tasks[1].choice == Choice::Dated);
    state = choose(*state, id(2), Choice::Standing);
    REQUIRE(state);
    CHECK(state->tasks[1].due.empty());
    CHECK(code(choose(small(), id(2), Choice::Dated, "2031-02-29")) == "review.due_invalid");
    CHECK(code(choose(small(), id(2), Choice::InReport, "2031-02-28")) == "review.due_without_date");
    CHECK_FALSE(is_date("2031-2-28"));
    CHECK(is_date("2032-02-29"));
}

TEST_CASE("a split cuts text and passage, and both parts keep bodies and source") {
    const std::string text = small().tasks[1].item.text;
    const auto at = static_cast<std::int64_t>(text::count_code_points("Kiểm kê kho sách;"));
    const auto state = split_task(small(), id(2), at, id(77));
    REQUIRE(state);
    REQUIRE(state->tasks.size() == 4);
    CHECK(state->tasks[1].item.text == "Kiểm kê kho sách;");
    CHECK(state->tasks[2].id == id(77));
    CHECK(state->tasks[2].item.text == "lập danh mục sách quý");
    CHECK(passage(*state, state->tasks[1].item.span) == "Kiểm kê kho sách;");
    CHECK(passage(*state, state->tasks[2].item.span) == "lập danh mục sách quý");
    CHECK(state->tasks[2].item.lead == state->tasks[1].item.lead);
    CHECK(state->tasks[2].sources == state->tasks[1].sources);
    for (const std::int64_t nowhere : {-1, 0, 39, 1000}) {
        CHECK(code(split_task(small(), id(2), nowhere, id(77))) == "review.split_at");
    }
    CHECK(code(split_task(small(), id(2), at, id(1))) == "review.id_taken");
}

TEST_CASE("a split of an edited text keeps the whole passage for both parts") {
    Edit edit;
    edit.text = "Một việc; hai việc";
    const auto state = split_task(*edit_task(small(), id(2), edit), id(2), 9, id(77));
    REQUIRE(state);
    CHECK(state->tasks[1].item.span == small().tasks[1].item.span);
    CHECK(state->tasks[2].item.span == small().tasks[1].item.span);
}

TEST_CASE("a merge keeps each body once, in its strongest role") {
    const TaskId ids[] = {id(3), id(1), id(2)};
    const auto state = merge_tasks(small(), ids);
    REQUIRE(state);
    REQUIRE(state->tasks.size() == 1);
    const Task& task = state->tasks[0];
    CHECK(task.id == id(1));
    CHECK(names(task.item.lead) == std::vector<std::string>{"Sở Sách", "Thư viện tỉnh", "Hội Đọc"});
    CHECK(task.item.coordinate.empty());
    CHECK(task.item.requested.empty());
    CHECK(task.choice == Choice::Dated);
    CHECK(task.due == "2031-06-30");
    CHECK(task.sources == std::vector<std::size_t>{0, 1, 2});
    CHECK(task.item.span->begin == small().tasks[0].item.span->begin);
    CHECK(task.item.span->end == small().tasks[2].item.span->end);
    for (const Item& source : small().sources) CHECK(task.item.text.contains(source.text));
    const TaskId twice[] = {id(1), id(1)};
    CHECK(code(merge_tasks(small(), twice)) == "review.merge_two");
}

TEST_CASE("a task of one's own stands after the named one") {
    auto state = add_task(small(), {id(50), "Việc mới", id(1), Span{0, 3}});
    REQUIRE(state);
    CHECK(state->tasks[1].id == id(50));
    CHECK(state->tasks[1].item.section_title == "Nhiệm vụ");
    CHECK(state->tasks[1].sources.empty());
    CHECK(add_task(small(), {id(50), "Việc mới", {}, {}})->tasks.back().id == id(50));
    CHECK(code(add_task(small(), {id(50), "Việc mới", {}, Span{0, 100'000}})) == "review.span_outside");
    CHECK(code(add_task(small(), {id(50), "Việc mới", id(9), {}})) == "review.task_unknown");
    CHECK(code(add_task(small(), {id(1), "Việc mới", {}, {}})) == "review.id_taken");
}

TEST_CASE("a dropped task is kept and comes back") {
    auto state = drop_task(small(), id(2));
    REQUIRE(state);
    CHECK(count(*state).tasks == 2);
    CHECK(code(edit_task(*state, id(2), {})) == "review.task_dropped");
    CHECK(code(restore_task(*state, id(1))) == "review.not_dropped");
    state = restore_task(*state, id(2));
    REQUIRE(state);
    CHECK(*state == small());
}

TEST_CASE("tasks are confirmed in parts, and a confirmed task is closed to every change") {
    const TaskId first[] = {id(1)};
    auto state = confirm_tasks(small(), first, kBy);
    REQUIRE(state);
    CHECK(state->tasks[0].confirmed_by == "a0");
    CHECK(progress(count(*state)) == "partly_confirmed");
    const TaskId both[] = {id(1), id(2)};
    CHECK(code(edit_task(*state, id(1), {})) == "review.task_confirmed");
    CHECK(code(split_task(*state, id(1), 5, id(77))) == "review.task_confirmed");
    CHECK(code(merge_tasks(*state, both)) == "review.task_confirmed");
    CHECK(code(drop_task(*state, id(1))) == "review.task_confirmed");
    CHECK(code(confirm_tasks(*state, first, kBy)) == "review.task_confirmed");
    const TaskId rest[] = {id(2), id(3)};
    CHECK(progress(count(*confirm_tasks(*state, rest, kBy))) == "confirmed");
}

TEST_CASE("nothing is confirmed when one of the tasks cannot be") {
    const TaskId all[] = {id(1), id(2)};
    auto state = choose(small(), id(2), Choice::Dated);
    REQUIRE(state);
    const auto refused = confirm_tasks(*state, all, kBy);
    CHECK(code(refused) == "review.due_missing");
    CHECK(refused.error().where == "/task_ids/1");
    state = drop_task(small(), id(2));
    CHECK(code(confirm_tasks(*state, all, kBy)) == "review.task_dropped");
    CHECK(code(confirm_tasks(small(), {}, kBy)) == "review.nothing_chosen");
}

TEST_CASE("a deadline that repeats is day enough to confirm") {
    State state = small();
    state.tasks[0].due.clear();
    state.tasks[0].item.deadlines = {{"recurring", "hằng năm", "", "07-30", "annual", {}}};
    const TaskId ids[] = {id(1)};
    CHECK(confirm_tasks(state, ids, kBy));
    state.tasks[0].item.deadlines = {{"recurring", "hằng tuần", "", "", "weekly", {}}};
    CHECK(confirm_tasks(state, ids, kBy));
    // "Every day" is none: it is kept as standing work, or somebody says by when it ends.
    state.tasks[0].item.deadlines = {{"recurring", "hằng ngày", "", "", "daily", {}}};
    CHECK(code(confirm_tasks(state, ids, kBy)) == "review.due_missing");
    CHECK(confirm_tasks(*choose(state, id(1), Choice::Standing), ids, kBy));
    state.tasks[0].due = "2031-12-31";
    CHECK(confirm_tasks(state, ids, kBy));
}

TEST_CASE("a state that was tampered with is refused") {
    CHECK(code(state_from_json(json::Value())) == "review.state_malformed");
    json::Value twice = to_json(small());
    json::Array& tasks =
        *std::ranges::find(*twice.object(), std::string("tasks"), &json::Member::first)->second.array();
    tasks.push_back(tasks.front());
    CHECK(code(state_from_json(twice)) == "review.state_malformed");
}

}  // namespace neove::review
