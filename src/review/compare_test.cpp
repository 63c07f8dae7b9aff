#include "review/compare.h"

#include "review/edit.h"
#include "review/fixture.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::review {

using fixture::counter;
using fixture::id;
using fixture::Line;
using fixture::plan;

namespace {

const Line kFirst{
    "1", "Tổ chức lớp tập huấn cho cán bộ thư viện các xã trong năm nay", {"Sở Sách"}, {}, {}, {}};
const Line kSecond{
    "2", "Kiểm kê kho sách và lập danh mục sách quý của tỉnh để bảo quản", {"Thư viện tỉnh"}, {}, {}, {}};
const Line kThird{"3", "Vận động người dân tặng sách cho trường học vùng xa", {"Hội Đọc"}, {}, {}, {}};

Line with(Line line, std::string path, std::string text = {}) {
    line.path = std::move(path);
    if (!text.empty()) line.text = std::move(text);
    return line;
}

State confirmed(State state, int number) {
    const TaskId ids[] = {id(number)};
    return *confirm_tasks(std::move(state), ids, {"a0", {7}});
}

}  // namespace

TEST_CASE("the same document read again changes nothing, whatever people did to it") {
    State state = plan({kFirst, kSecond, kThird});
    Edit edit;
    edit.text = "Hoàn toàn khác";
    state = *edit_task(std::move(state), id(1), edit);
    state = *split_task(std::move(state), id(2), 16, id(77));
    const State again = plan({kFirst, kSecond, kThird}, counter(100));
    const Difference difference = compare(state, again);
    CHECK(difference.kept.size() == 4);
    CHECK(difference.changed.empty());
    CHECK(difference.missing.empty());
    CHECK(difference.added.empty());
    const auto accepted = accept(state, again, {});
    REQUIRE(accepted);
    CHECK(accepted->state == state);
}

TEST_CASE("a renumbered task is kept and follows its new path") {
    const State state = confirmed(plan({kFirst, kSecond}), 2);
    const Line inserted{"1", "Mua giá sách mới bằng nguồn xã hội hóa", {}, {}, {}, {}};
    const State next = plan({inserted, with(kFirst, "2"), with(kSecond, "3")}, counter(100));
    const Difference difference = compare(state, next);
    CHECK(difference.kept == std::vector{id(1), id(2)});
    CHECK(difference.added == std::vector{id(100)});
    Acceptance all;
    all.added = {id(100)};
    const auto accepted = accept(state, next, all);
    REQUIRE(accepted);
    REQUIRE(accepted->state.tasks.size() == 3);
    CHECK(accepted->state.tasks[0].id == id(100));
    CHECK(accepted->state.tasks[1].item.path == "2");
    CHECK(accepted->state.tasks[2].state == TaskState::Confirmed);
    CHECK(accepted->state.tasks[2].item.path == "2");  // as it was confirmed
    CHECK(accepted->state.tasks[1].item.span == next.tasks[1].item.span);
    CHECK(accepted->withdrawn.empty());
}

TEST_CASE("one changed number is a change, however alike the rest is") {
    const Line long_line =
        with(kFirst, "1", kFirst.text + ", mỗi xã ít nhất 2 lớp, bảo đảm đúng đối tượng và tiết kiệm");
    Line changed = long_line;
    changed.text.replace(changed.text.find("2 lớp"), 1, "3");
    const Difference difference = compare(plan({long_line}), plan({changed}, counter(100)));
    REQUIRE(difference.changed.size() == 1);
    CHECK(difference.changed[0].likeness >= kAlike);
    CHECK(difference.changed[0].differs == std::vector<std::string>{"numbers"});
}

TEST_CASE("another body in the same words is a change") {
    Line moved = kFirst;
    moved.lead = {"Thư viện tỉnh"};
    const Difference difference = compare(plan({kFirst}), plan({moved}, counter(100)));
    REQUIRE(difference.changed.size() == 1);
    CHECK(difference.changed[0].likeness == 100);
    CHECK(difference.changed[0].differs == std::vector<std::string>{"bodies"});
}

TEST_CASE("an accepted change needs confirming again, a declined one keeps the old text") {
    const State state = confirmed(plan({kFirst, kSecond}), 1);
    const State next =
        plan({with(kFirst, "1", "Mở một lớp tập huấn duy nhất cho thủ thư"), kSecond}, counter(100));
    const Difference difference = compare(state, next);
    REQUIRE(difference.changed.size() == 1);
    CHECK(difference.changed[0].task == id(1));
    CHECK(difference.changed[0].new_text == "Mở một lớp tập huấn duy nhất cho thủ thư");
    CHECK(difference.changed[0].likeness < kAlike);

    Acceptance take;
    take.changed = {id(1)};
    auto accepted = accept(state, next, take);
    REQUIRE(accepted);
    CHECK(accepted->withdrawn == std::vector{id(1)});
    CHECK(accepted->state.tasks[0].state == TaskState::Proposed);
    CHECK(accepted->state.tasks[0].item.text == "Mở một lớp tập huấn duy nhất cho thủ thư");

    accepted = accept(state, next, {});
    REQUIRE(accepted);
    CHECK(accepted->withdrawn.empty());
    CHECK(accepted->state.tasks[0].state == TaskState::Confirmed);
    CHECK(accepted->state.tasks[0].item.text == kFirst.text);
    CHECK(compare(accepted->state, next).changed.empty());  // asked once
}

TEST_CASE("a task that left the document stays until a person lets it go") {
    const State state = confirmed(plan({kFirst, kSecond, kThird}), 2);
    const State next = plan({kFirst, with(kThird, "2")}, counter(100));
    const Difference difference = compare(state, next);
    CHECK(difference.missing == std::vector{id(2)});
    auto accepted = accept(state, next, {});
    REQUIRE(accepted);
    CHECK(accepted->state.tasks[1].state == TaskState::Confirmed);
    CHECK_FALSE(accepted->state.tasks[1].item.span);
    CHECK(compare(accepted->state, next).missing == std::vector{id(2)});
    Acceptance let_go;
    let_go.missing = {id(2)};
    accepted = accept(state, next, let_go);
    REQUIRE(accepted);
    CHECK(accepted->withdrawn == std::vector{id(2)});
    CHECK(accepted->state.tasks[1].state == TaskState::Dropped);
    CHECK(accepted->state.tasks.size() == 3);
}

TEST_CASE("an addition that nobody takes comes in dropped, so that nothing of the document is lost") {
    const auto accepted = accept(plan({kFirst}), plan({kFirst, kThird}, counter(100)), {});
    REQUIRE(accepted);
    REQUIRE(accepted->state.tasks.size() == 2);
    CHECK(accepted->state.tasks[1].state == TaskState::Dropped);
}

TEST_CASE("only what the difference shows can be taken over") {
    Acceptance wrong;
    wrong.missing = {id(1)};
    const auto refused = accept(plan({kFirst}), plan({kFirst}, counter(100)), wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == "review.not_in_difference");
    CHECK(refused.error().where == "/missing");
}

TEST_CASE("of a split task only the part whose words are gone has changed") {
    State state = plan({kSecond});
    const auto at = static_cast<std::int64_t>(text::count_code_points("Kiểm kê kho sách"));
    state = *split_task(std::move(state), id(1), at, id(77));
    const State next =
        plan({with(kSecond, "2", "Kiểm kê kho sách và thanh lý báo cũ trước ngày 5 tháng 3")}, counter(100));
    const Difference difference = compare(state, next);
    CHECK(difference.kept == std::vector{id(1)});
    REQUIRE(difference.changed.size() == 1);
    CHECK(difference.changed[0].task == id(77));
}

TEST_CASE("what a person added outlives every reading") {
    State state = plan({kFirst, kSecond});
    state = *add_task(std::move(state), {id(50), "Việc riêng", id(1), {}});
    const auto accepted = accept(state, plan({kFirst, kSecond}, counter(100)), {});
    REQUIRE(accepted);
    CHECK(accepted->state.tasks[1].id == id(50));
}

}  // namespace neove::review
