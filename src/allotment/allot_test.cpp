#include "allotment/allot.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

namespace neove::allotment {
namespace {

const OrganisationId kA = OrganisationId::trusted("a");
const OrganisationId kB = OrganisationId::trusted("b");
const OrganisationId kC = OrganisationId::trusted("c");

Answer takes(std::string field, Property of) {
    Answer out;
    out.field = std::move(field);
    out.of = of;
    return out;
}

Rule dated() {
    Rule rule{"dated", {Outcome::Dated}, {Role::Lead, Role::Coordinate}, "give", "named_in", {}, {}};
    rule.answers = {
        takes("title", Property::Title), takes("body", Property::Body), takes("due", Property::Due)};
    rule.answers[0].max = 20;
    rule.answers[2].ask = Ask::Task;
    Answer part = takes("part", Property::Role);
    part.codes = {{{"lead"}, "first"}, {{"coordinate"}, "second"}};
    rule.answers.push_back(part);
    return rule;
}

Rule standing() {
    Rule rule{
        "standing", {Outcome::Standing}, {Role::Lead, Role::Coordinate}, "give_all", "named_in", {}, {}};
    Answer group = takes("group", Property::Section);
    group.has = {{{"Nạn nhân"}, "victims"}, {{"truyền thông", "tuyên truyền"}, "words"}};
    group.otherwise = "other";
    group.ask = Ask::Section;
    Answer title;
    title.field = "title";
    title.label_of = "group";
    Answer items;
    items.field = "items";
    items.row = {takes("item", Property::Path), takes("order", Property::Words)};
    rule.answers = {group, title, items};
    rule.fold = Fold{"group", "items", "more", 60};
    return rule;
}

Task task(std::string id, Outcome outcome, std::string section, std::vector<Body> bodies) {
    Task out;
    out.id = TaskId::trusted(id);
    out.outcome = outcome;
    out.path = "II." + id;
    out.section = std::move(section);
    out.text = "Việc số " + id;
    if (outcome == Outcome::Dated) out.due = "2026-12-04";
    out.bodies = std::move(bodies);
    return out;
}

struct Desk {
    std::vector<Rule> rules{dated(), standing()};
    Document document{DocumentId::trusted("d"), "12/KH", "2026-01-05", "Kế hoạch", "Kế hoạch"};
    Choices choices;
    LabelOf label_of = [](std::string_view field, std::string_view code) {
        return std::string(field) + "/" + std::string(code);
    };
    Setting setting() const { return {document, choices, label_of}; }
    std::vector<Opening> open(const std::vector<Task>& tasks) const {
        return openings(wishes(rules, tasks), setting());
    }
};

std::string text_of(const Opening& one, std::string_view field) {
    return one.answers.text_or(field);
}

}  // namespace

TEST_CASE("a dated task opens one record a body, with what the task says, coded as the rule says") {
    const Desk desk;
    const std::vector<Task> tasks{
        task("1", Outcome::Dated, "1. Truyền thông", {{Role::Lead, kA}, {Role::Coordinate, kB}})};
    const auto all = desk.open(tasks);
    REQUIRE(all.size() == 2);
    CHECK(all[0].organisation == kA);
    CHECK(text_of(all[0], "part") == "first");
    CHECK(text_of(all[0], "due") == "2026-12-04");
    CHECK(text_of(all[1], "body") == "b");
    CHECK(text_of(all[1], "part") == "second");
}

TEST_CASE("a body in two roles of a task gets it once, in the stronger role, in whatever order they stand") {
    const Desk desk;
    std::vector<Body> bodies{{Role::Coordinate, kA}, {Role::Lead, kA}, {Role::Coordinate, kA}};
    for (int turn = 0; turn < 3; ++turn) {
        const std::vector<Task> tasks{task("1", Outcome::Dated, "", bodies)};
        const auto all = desk.open(tasks);
        REQUIRE(all.size() == 1);
        CHECK(all[0].role == Role::Lead);
        std::ranges::rotate(bodies, bodies.begin() + 1);
    }
}

TEST_CASE("never: a record for a body that no task names, or in a role that no rule is for") {
    const Desk desk;
    const std::vector<Task> tasks{
        task("1", Outcome::Dated, "", {{Role::Requested, kC}}),
        task("2", Outcome::InReport, "", {{Role::Lead, kB}}),
        task("3", Outcome::Standing, "", {{Role::Lead, kA}})};
    const auto all = desk.open(tasks);
    REQUIRE(all.size() == 1);
    CHECK(all[0].organisation == kA);
    const auto left = without_rule(desk.rules, tasks);
    REQUIRE(left.size() == 2);
    CHECK(left[0] == &tasks[0]);
    CHECK(left[1] == &tasks[1]);
}

TEST_CASE("a group is found by whole words with their accents, and without any where none were typed") {
    Desk desk;
    desk.rules[1].answers[0].has = {{{"nghề", "quản lý"}, "trades"}, {{"Nạn nhân"}, "victims"}};
    const auto group_of = [&](const std::string& section) {
        const std::vector<Task> tasks{task("1", Outcome::Standing, section, {{Role::Lead, kA}})};
        return desk.open(tasks).front().group;
    };
    CHECK(group_of("Ứng dụng công nghệ thông tin") == "other");
    CHECK(group_of("Nghề, việc làm") == "trades");
    CHECK(group_of("2. HỖ TRỢ NẠN NHÂN.") == "victims");
    CHECK(group_of("ho tro nan nhan") == "victims");
    CHECK(group_of("nạn nhântố") == "other");
}

TEST_CASE("standing tasks of a body and a group fold into one record with a row each") {
    const Desk desk;
    const std::vector<Task> tasks{
        task("1", Outcome::Standing, "1. TRUYEN THONG", {{Role::Lead, kA}, {Role::Lead, kB}}),
        task("2", Outcome::Standing, "2. Hỗ trợ nạn nhân", {{Role::Coordinate, kA}}),
        task("3", Outcome::Standing, "1. Truyền  thông\ntrong cộng đồng", {{Role::Coordinate, kA}})};
    const auto all = desk.open(tasks);
    REQUIRE(all.size() == 3);
    CHECK(all[0].organisation == kA);
    CHECK(all[0].group == "words");
    CHECK(text_of(all[0], "title") == "group/words");
    CHECK(all[0].tasks.size() == 2);
    const json::Array& rows = *all[0].answers.find("items")->array();
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].text_or("item") == "II.3");
    CHECK(all[1].organisation == kB);
    CHECK(all[2].group == "victims");
}

TEST_CASE("however many bodies and tasks, a body never has more records than there are groups") {
    Desk desk;
    std::mt19937_64 random(7);
    for (int round = 0; round < 40; ++round) {
        std::vector<Task> tasks;
        for (int i = 0; i < 30; ++i) {
            const char* sections[] = {"Nạn nhân", "Tuyên truyền", "Khác", ""};
            std::vector<Body> bodies;
            for (const OrganisationId& one : {kA, kB, kC}) {
                if (random() % 2 == 0)
                    bodies.push_back({random() % 2 == 0 ? Role::Lead : Role::Coordinate, one});
            }
            tasks.push_back(task(std::to_string(i), Outcome::Standing, sections[random() % 4], bodies));
        }
        const auto all = desk.open(tasks);
        std::set<std::pair<OrganisationId, std::string>> seen;
        std::size_t rows = 0;
        for (const Opening& one : all) {
            CHECK(seen.emplace(one.organisation, one.group).second);
            rows += one.tasks.size();
        }
        std::size_t named = 0;
        for (const Task& one : tasks) named += one.bodies.size();
        CHECK(rows == named);
        CHECK(all.size() <= 9);
    }
}

TEST_CASE("a full record is followed by another one of its group") {
    Desk desk;
    desk.rules[1].fold->most = 2;
    std::vector<Task> tasks;
    for (int i = 0; i < 5; ++i)
        tasks.push_back(task(std::to_string(i), Outcome::Standing, "", {{Role::Lead, kA}}));
    const auto all = desk.open(tasks);
    REQUIRE(all.size() == 3);
    CHECK(all[2].tasks.size() == 1);
}

TEST_CASE("a group is asked a section at a time, a day only where the task names none") {
    Desk desk;
    std::vector<Task> tasks{
        task("1", Outcome::Dated, "A", {{Role::Lead, kA}}),
        task("2", Outcome::Dated, "A", {{Role::Lead, kA}, {Role::Lead, kB}}),
        task("3", Outcome::Standing, "Tuyên truyền", {{Role::Lead, kA}, {Role::Lead, kB}}),
        task("4", Outcome::Standing, "Tuyên truyền", {{Role::Lead, kA}})};
    tasks[1].due.clear();
    auto asked = questions(wishes(desk.rules, tasks), desk.setting());
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].field == "due");
    CHECK(asked[0].of == "2");
    CHECK(asked[0].about == "II.2");
    CHECK(asked[0].value.empty());
    CHECK(asked[1].field == "group");
    CHECK(asked[1].value == "words");
    desk.choices[{"due", "2"}] = "2027-01-31";
    desk.choices[{"group", "Tuyên truyền"}] = "victims";
    asked = questions(wishes(desk.rules, tasks), desk.setting());
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].value == "2027-01-31");
    const auto all = desk.open(tasks);
    CHECK(text_of(all[1], "due") == "2027-01-31");
    CHECK(all.back().group == "victims");
}

TEST_CASE("what is not asked cannot be chosen") {
    Desk desk;
    desk.choices[{"title", "1"}] = "Khác hẳn";
    desk.choices[{"part", "1"}] = "second";
    const std::vector<Task> tasks{task("1", Outcome::Dated, "", {{Role::Lead, kA}})};
    const auto all = desk.open(tasks);
    CHECK(text_of(all[0], "title") == "Việc số 1");
    CHECK(text_of(all[0], "part") == "first");
}

TEST_CASE("a paragraph of a point is named as it is printed, not by the reader's mark") {
    Desk desk;
    Task one = task("1", Outcome::Standing, "Công tác nạn nhân", {{Role::Lead, kA}});
    one.path = "IV.1.p2";
    const auto opened = desk.open({one});
    REQUIRE(opened.size() == 1);
    const json::Value* items = opened[0].answers.find("items");
    REQUIRE(items != nullptr);
    CHECK(items->array()->front().text_or("item") == "IV.1 (đoạn 2)");
}

TEST_CASE("a long text is cut after a whole word and never beyond its bound") {
    Desk desk;
    std::vector<Task> tasks{task("1", Outcome::Dated, "", {{Role::Lead, kA}})};
    tasks[0].text = "Rà soát\n  toàn bộ cơ sở lưu trú trên địa bàn";
    CHECK(text_of(desk.open(tasks)[0], "title") == "Rà soát toàn bộ cơ…");
    tasks[0].text = "Ưưưưưưưưưưưưưưưưưưưưưưưưưưư";
    CHECK(text_of(desk.open(tasks)[0], "title") == "Ưưưưưưưưưưưưưưưưưưư…");
}

TEST_CASE("keys tell registers, documents, tasks, bodies, groups and ordinals apart") {
    const DocumentId document = DocumentId::trusted("d");
    const TaskId one = TaskId::trusted("t");
    const std::set<std::string> keys{
        key_of_task("errand", document, one, kA),
        key_of_task("errand", document, one, kB),
        key_of_task("errand", document, TaskId::trusted("u"), kA),
        key_of_task("other", document, one, kA),
        key_of_task("errand", DocumentId::trusted("e"), one, kA),
        key_of_group("errand", document, "r", "g", kA, 0),
        key_of_group("errand", document, "r", "g", kA, 1),
        key_of_group("errand", document, "rg", "", kA, 0)};
    CHECK(keys.size() == 8);
    CHECK(keys.contains(key_of_task("errand", document, one, kA)));
}

TEST_CASE("a text is made of words and properties; what is empty leaves no words behind it") {
    Rule rule{"report", {Outcome::Report}, {Role::Reporter}, "give", "", {}, {}};
    rule.source = Source::Report;
    rule.relates = {{"follower", Role::Receiver}};
    rule.periods = {
        {"quarter_2", "quý II/{year}"},
        {"half_1", "6 tháng đầu năm {year}"},
        {"month", "tháng {month}/{year}"}};
    Answer title;
    title.field = "title";
    title.text = *pieces_of("Báo cáo {report.periods} theo số {document.number}");
    rule.answers = {title, takes("day", Property::ReportDay), takes("body", Property::ReportBody)};
    Task due;
    due.id = TaskId::trusted("r");
    due.outcome = Outcome::Report;
    due.bodies = {{Role::Receiver, kC}, {Role::Reporter, kA}};
    const calendar::Date june = *calendar::Date::parse_iso("2027-06-05");
    due.report = DueReport{
        "o", "C", "", "", {june, june, {{Stretch::Quarter, 2027, 2}, {Stretch::HalfYear, 2027, 1}}}};
    Desk desk;
    desk.rules = {rule};
    auto all = desk.open({due});
    REQUIRE(all.size() == 1);
    CHECK(text_of(all[0], "title") == "Báo cáo quý II/2027, 6 tháng đầu năm 2027 theo số 12/KH");
    CHECK(text_of(all[0], "day") == "2027-06-05");
    // Whoever receives stands to it, and has nothing to do.
    CHECK(text_of(all[0], "body") == "a");
    CHECK(all[0].related == std::vector<std::pair<std::string, OrganisationId>>{{"follower", kC}});
    desk.rules[0].relates[0].most = 1;
    CHECK(desk.open({due})[0].related.size() == 1);
    due.bodies.push_back({Role::Receiver, kB});
    CHECK(desk.open({due})[0].related.empty());
    desk.rules[0].relates[0].most = 0;
    CHECK(desk.open({due})[0].related.size() == 2);
    due.bodies.pop_back();
    CHECK(without_rule(desk.rules, {due}).empty());
    due.report->occurrence.about = {{Stretch::Once, 2027, 0}};
    desk.document.number = "";
    CHECK(text_of(desk.open({due})[0], "title") == "Báo cáo");
    due.report->occurrence.about = {{Stretch::Month, 2027, 3}};
    CHECK(text_of(desk.open({due})[0], "title") == "Báo cáo tháng 3/2027");
    CHECK_FALSE(pieces_of("Báo cáo {report.nothing}"));
    CHECK_FALSE(pieces_of("Báo cáo {report.periods"));
    CHECK_FALSE(pieces_of("Báo cáo report.periods}"));
}

}  // namespace neove::allotment
