/// \file
/// Rules about confirmed tasks: read as they are written, and every slip found where it stands.

#include "definition/allotments.h"

#include "definition/check.h"
#include "definition/diff.h"
#include "definition/small_programme.h"

#include <algorithm>

namespace neove::definition {
namespace {

constexpr const char* kFile = "registers/order/allotments.yaml";

const char* const kRules = R"(- id: single
  from: confirmed_task
  outcomes: dated
  roles: [lead, coordinate]
  action: place
  link: named_in
  answers:
    what: task.title
    colour: {of: task.section, has: [{words: [đỏ], code: red}], else: blue, ask: section}
    secret: task.words
    day: {of: document.issued_on}
- id: many
  from: confirmed_task
  outcomes: [standing, in_report]
  roles: lead
  action: place
  link: named_in
  fold: {by: colour, rows: lines, more: widen}
  answers:
    what: {label: colour}
    colour: {is: red}
    lines: {rows: {said: task.words, part: {of: task.role, codes: {lead: first}}}}
)";

Folder with_rules() {
    Folder folder = small_programme();
    const auto swap = [&](const std::string& file, const std::string& piece, const std::string& by) {
        std::string& text = folder.files["registers/order/" + file];
        const std::size_t at = text.find(piece);
        REQUIRE_MESSAGE(at != std::string::npos, file << ": " << piece);
        text.replace(at, piece.size(), by);
    };
    swap(
        "access.yaml", "actions: [open, list, place, finish]", "actions: [open, list, place, finish, widen]"
    );
    swap("form.yaml", "day, secret]}", "day, secret, lines]}");
    folder.files["registers/order/form.yaml"] +=
        "  - {id: lines, type: rows, class: internal, max: 5, fields: [{id: said, type: text, required: "
        "true, "
        "max: 40}, {id: part, type: choice, options: [first, second]}]}\n";
    swap("workflow.yaml", "day, secret]}", "day, secret, lines]}");
    swap(
        "workflow.yaml",
        "links:\n",
        "  - {id: widen, from: placed, fields: [lines]}\nlinks:\n  - {id: named_in, to: document_task}\n"
    );
    for (const char* language : {"vi", "en"}) {
        const std::string file = std::string("labels.") + language + ".yaml";
        swap(file, "links: {", "links: {named_in: x, ");
        swap(file, "fields: {", "fields: {lines: x, lines.said: x, lines.part: x, ");
        swap(file, "actions: {", "actions: {widen: {label: x, done: x}, ");
        folder.files["registers/order/" + file] += "options: {lines.part: {first: x, second: x}}\n";
    }
    folder.files[kFile] = kRules;
    return folder;
}

std::string faults_of(const Folder& folder) {
    std::string out;
    for (const Fault& one : check(compile({folder})).faults) {
        out += one.code + " " + std::to_string(one.place.line) + " " + one.detail + "; ";
    }
    return out;
}

std::string slip(const std::string& piece, const std::string& by) {
    Folder folder = with_rules();
    std::string& text = folder.files[kFile];
    const std::size_t at = text.find(piece);
    REQUIRE_MESSAGE(at != std::string::npos, piece);
    text.replace(at, piece.size(), by);
    return faults_of(folder);
}

}  // namespace

TEST_CASE("rules are read as they are written and bound to the form") {
    const Checked checked = check(compile({with_rules()}));
    CHECK(faults_of(with_rules()) == "");
    const Register* order = checked.bundle->find("order");
    CHECK(takes_tasks(*order));
    CHECK_FALSE(takes_tasks(*checked.bundle->find("person")));
    const auto rules = allotments_of(*order);
    REQUIRE(rules.size() == 2);
    const allotment::Rule& single = rules[0];
    CHECK(single.is_for(allotment::Outcome::Dated, allotment::Role::Coordinate));
    CHECK_FALSE(single.is_for(allotment::Outcome::Standing, allotment::Role::Lead));
    CHECK(single.find("what")->max == 100);
    CHECK_FALSE(single.find("secret")->one_line);
    CHECK(single.find("colour")->ask == allotment::Ask::Section);
    const allotment::Rule& many = rules[1];
    REQUIRE(many.fold);
    CHECK(many.fold->most == 5);
    CHECK(many.find("lines")->row.size() == 2);
    const std::string text = json::write_canonical(checked.bundle->source);
    const auto again = load_bundle(std::string_view(text));
    REQUIRE(again);
    CHECK(again->digest == checked.bundle->digest);
}

TEST_CASE("every slip of a rule is found at its line") {
    CHECK(slip("action: place", "action: finish") == "definition.allotment_action 5 finish; ");
    CHECK(slip("link: named_in", "link: bought_by") == "definition.allotment_link 6 bought_by; ");
    CHECK(slip("link: named_in", "link: named_in\n  relates: [{relation: nobody, to: lead}]")
              .contains("definition.allotment_relation 7 nobody; "));
    CHECK(slip("what: task.title", "total: task.title").contains("definition.allotment_field 8 total; "));
    CHECK(slip("what: task.title", "total: task.title").contains("definition.allotment_missing 1 what; "));
    CHECK(slip("what: task.title", "what: task.titel").starts_with("definition.not_one_of 8 "));
    CHECK(slip("code: red", "code: green") == "definition.allotment_option 9 green; ");
    CHECK(slip("else: blue", "else: green") == "definition.allotment_option 9 green; ");
    CHECK(
        slip("of: document.issued_on", "of: task.words") ==
        "definition.allotment_class 11 task.words; definition.allotment_type 11 date; "
    );
    CHECK(slip("[standing, in_report]", "[standing, dated]") == "definition.allotment_twice 12 dated lead; ");
    CHECK(slip("more: widen", "more: finish").contains("definition.allotment_fold 18 finish; "));
    CHECK(slip("by: colour", "by: what").contains("definition.allotment_fold 18 what; "));
    CHECK(slip("{label: colour}", "{label: price}").contains("definition.allotment_field 20 price; "));
    CHECK(slip("said: task.words, ", "").contains("definition.allotment_missing 22 lines.said; "));
    CHECK(slip("codes: {lead: first}", "codes: {lead: third}") == "definition.allotment_option 22 third; ");
    CHECK(slip("from: confirmed_task", "from: moonlight").starts_with("definition.not_one_of 2 "));
    // Who names the periods of a task that repeats calls each of them something, and takes its day.
    CHECK(slip("what: task.title", "what: task.periods").contains("definition.allotment_periods "));
    CHECK(slip("  answers:\n    what: task.title", "  periods: {year: y}\n  answers:\n    what: task.title")
              .contains("definition.allotment_source 7 "));
    // What a word means is asked where words are looked for.
    CHECK(slip("{of: document.issued_on}", "{of: task.due, ask: document}")
              .contains("definition.allotment_source 11 "));
    CHECK(slip("ask: section", "asked: section").starts_with("definition.unknown_key 9 "));
}

TEST_CASE("a rule about reports has its own sources, and each period a name") {
    const std::string rule = R"(- id: due
  from: confirmed_report
  roles: reporter
  action: place
  periods: {month: m, quarter_1: a, quarter_2: b, quarter_3: c, quarter_4: d, half_1: e, half_2: f, year: y}
  answers:
    what: {text: "Báo cáo {report.periods}"}
    colour: {of: report.words, has: [{words: [trước], code: red}], else: blue, ask: report}
    day: report.day
)";
    const auto slipped = [&](const std::string& piece, const std::string& by) {
        Folder folder = with_rules();
        std::string text = rule;
        if (!piece.empty()) text.replace(text.find(piece), piece.size(), by);
        folder.files[kFile] += text;
        return faults_of(folder);
    };
    CHECK(slipped("", "") == "");
    CHECK(slipped("year: y", "week: y").contains("definition.allotment_periods 23 year; "));
    CHECK(slipped("year: y", "year: y, week: y") == "definition.allotment_source 27 confirmed_report; ");
    CHECK(slipped("{report.periods}", "{report.period}").contains("definition.allotment_text 29 "));
    CHECK(slipped("report.day", "task.due") == "definition.allotment_source 31 confirmed_report; ");
    CHECK(slipped("ask: report", "ask: task") == "definition.allotment_source 30 confirmed_report; ");
    CHECK(slipped("roles: reporter", "roles: lead") == "definition.allotment_source 25 confirmed_report; ");
    CHECK(slipped("  action", "  link: named_in\n  action").contains("definition.allotment_source 26 "));
    CHECK(slipped("  action", "  outcomes: dated\n  action").contains("definition.allotment_source "));
    CHECK(slip("task.title", "report.content") == "definition.allotment_source 8 confirmed_task; ");
    CHECK(slip("outcomes: dated\n", "\n").contains("definition.allotment_source "));
}

TEST_CASE(
    "no register is called by the word for a confirmed task, and none of persons is filled from documents"
) {
    Folder folder = with_rules();
    folder.files["registers/person/workflow.yaml"] += "links:\n  - {id: named_in, to: document_task}\n";
    for (const char* language : {"vi", "en"}) {
        folder.files[std::string("registers/person/labels.") + language + ".yaml"] +=
            "links: {named_in: x}\n";
    }
    folder.files["registers/person/allotments.yaml"] =
        "- {id: x, from: confirmed_task, outcomes: dated, roles: lead, action: add, link: named_in, answers: "
        "{kind: {is: new}}}\n";
    CHECK(faults_of(folder).contains("definition.allotment_of_persons"));
}

TEST_CASE("another rule is told as a difference that breaks nothing") {
    Folder changed = with_rules();
    std::string& text = changed.files[kFile];
    text.replace(text.find("else: blue"), 10, "else: red");
    const auto before = check(compile({with_rules()}));
    const auto after = check(compile({changed}));
    const BundleDifference found = diff(*before.bundle, *after.bundle);
    REQUIRE(found.changes.size() == 1);
    CHECK(found.changes[0].code == "change.allotment_changed");
    CHECK_FALSE(found.is_breaking());
}

}  // namespace neove::definition
