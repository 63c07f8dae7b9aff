/// \file
/// A scenario that tells what happens passes; one that tells anything else is told apart, at its place.

#include "definition/scenario/scenario.h"

#include "definition/check.h"
#include "definition/small_programme.h"
#include "record/record.h"

#include <algorithm>

namespace neove::definition {
namespace {

const std::string kTold = "registers/order/scenarios/sold.yaml";

std::vector<Mismatch> played(const Folder& folder) {
    const Compiled compiled = compile({folder});
    const Checked checked = check(compiled);
    for (const Fault& fault : checked.faults)
        FAIL_CHECK(where(fault) << " " << fault.code << " " << fault.detail);
    const calendar::WorkingCalendar calendar;
    std::vector<Mismatch> out;
    for (const Scenario& one : compiled.scenarios) {
        const auto found = run_scenario(*checked.bundle, one, compiled.places, {calendar, 7 * kHour});
        out.insert(out.end(), found.begin(), found.end());
    }
    return out;
}

/// The scenario with steps of its own.
Folder told(const std::string& steps) {
    Folder folder = small_programme();
    folder.files[kTold] = "name: Thử\nsteps:\n" + steps;
    return folder;
}

const std::string kPlace =
    "  - {at: 2026-03-02 08:00, as: clerk, do: place, answers: {what: Áo, colour: red, pieces: 2, price: "
    "5000}}\n";

}  // namespace

TEST_CASE("a scenario that tells what happens has no mismatch") {
    CHECK(played(small_programme()).empty());
}

TEST_CASE("every kind of expectation is held against what follows") {
    struct Case {
        std::string expect;
        std::string what;
        std::string derived;
    };
    const std::vector<Case> cases{
        {"state: done", "state", "placed"},
        {"due: {finish_it: 2026-03-06}", "due finish_it", "2026-03-05"},
        {"due: {finish_it: none}", "due finish_it", "2026-03-05"},
        {"running: []", "finish_it", "running"},
        {"facts_exactly: [{kind: sold}]", "fact", "–"},
        {"met: finish_it", "finish_it", "running"},
        {"met_late: finish_it", "finish_it", "running"},
        {"overdue: finish_it", "finish_it", "running"},
        {"unknown: finish_it", "finish_it", "running"},
        {"suspended: finish_it", "finish_it", "running"},
        {"facts: [{kind: sold}]", "fact", "–"},
        {"answers: {total: 9999}", "total", "10000"},
        {"answers: {secret: abc}", "secret", "null"},
        {"hidden: what", "what", "shown"},
        {"may: place", "place", "may not"},
        {"may_not: finish", "finish", "may"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.expect);
        const auto found = played(told(kPlace + "  - {expect: {" + one.expect + "}}\n"));
        REQUIRE(found.size() == 1);
        CHECK(found[0].what == one.what);
        CHECK(found[0].derived == one.derived);
        CHECK(found[0].where.starts_with("shop/" + kTold + ":4:"));
    }
    CHECK(
        played(told(kPlace + "  - {at: 2026-03-09 08:00, expect: {running: finish_it}}\n"))[0].derived ==
        "overdue"
    );
    CHECK(played(told(kPlace + "  - {as: head, expect: {shown: secret}}\n"))[0].derived == "hidden");
    CHECK(played(told(kPlace + "  - {as: head, expect: {hidden: secret, shown: what}}\n")).empty());
}

TEST_CASE("a scenario can say that nobody is late, that nothing is due, and that nothing else was counted") {
    const std::string late = kPlace + "  - {at: 2026-03-09 08:00, expect: {overdue: []}}\n";
    const auto found = played(told(late));
    REQUIRE(found.size() == 1);
    CHECK(found[0].what == "finish_it");
    CHECK(found[0].derived == "overdue");
    CHECK(found[0].where.starts_with("shop/" + kTold + ":4:"));
    CHECK(played(told(kPlace + "  - {expect: {overdue: [], met: [], unknown: []}}\n")).empty());
    // Before anything was opened no limit runs.
    CHECK(played(told("  - {at: 2026-03-02 08:00, expect: {due: {finish_it: none}, facts: []}}\n")).empty());

    const std::string sold = kPlace + "  - {as: clerk, do: finish, reason: Xong}\n  - {expect: {";
    CHECK(played(told(sold + "facts_exactly: [{kind: sold, n: 2}]}}\n")).empty());
    for (const char* none : {"facts: []", "facts_exactly: []"}) {
        const auto more = played(told(sold + none + "}}\n"));
        REQUIRE(more.size() == 1);
        CHECK(more[0].expected == "–");
        CHECK(more[0].derived.starts_with("sold n=2"));
    }
    const auto twice = played(told(sold + "facts_exactly: [{kind: sold}, {kind: sold}]}}\n"));
    REQUIRE(twice.size() == 1);
    CHECK(twice[0].where.starts_with("shop/" + kTold + ":5:"));
}

TEST_CASE("what is refused, and what is not, is told with its code") {
    const auto refused = played(told(kPlace + "  - {as: clerk, do: finish}\n  - {expect: {state: done}}\n"));
    REQUIRE(refused.size() == 1);  // what would only follow is not told beside it
    CHECK(refused[0].what == "do finish");
    CHECK(refused[0].derived.starts_with("refused: workflow.reason_missing"));
    CHECK(played(told(kPlace + "  - {as: clerk, do: finish, refused: workflow.reason_missing}\n")).empty());
    const auto other = played(told(kPlace + "  - {as: clerk, do: finish, refused: workflow.condition}\n"));
    REQUIRE(other.size() == 1);
    CHECK(other[0].expected == "refused: workflow.condition");
    const auto done =
        played(told(kPlace + "  - {as: clerk, do: finish, reason: Xong, refused: workflow.condition}\n"));
    REQUIRE(done.size() == 1);
    CHECK(done[0].derived == "done");
    CHECK(
        played(told(kPlace + "  - {as: head, do: finish, reason: Xong, refused: access.not_found}\n")).empty()
    );
    CHECK(played(told("  - {at: 2026-03-02 08:00, as: clerk, do: place, answers: {pieces: 0}, refused: "
                      "record.many_faults}\n"))
              .empty());
}

TEST_CASE("a scenario says when it begins") {
    const auto found = played(told("  - {as: clerk, do: place, answers: {what: Áo}}\n"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].what == "at");
    CHECK(found[0].where == "shop/" + kTold + ":3:5");
}

TEST_CASE("a body that is blocked, or elsewhere, sees nothing") {
    CHECK(played(told(
                     kPlace + "  - {relate: {role: head, relation: block}}\n  - {as: head, expect: {may_not: "
                              "[open, list]}}\n"
                 ))
              .empty());
    CHECK(played(told(kPlace + "  - {as: {role: head, org: above}, expect: {may: open}}\n")).empty());
    CHECK(played(told(kPlace + "  - {as: {role: head, org: elsewhere}, expect: {may_not: open}}\n")).empty());
    CHECK(played(told(kPlace + "  - {as: {role: head, org: elsewhere}, expect: {may: open}}\n")).size() == 1);
}

TEST_CASE("no action may bear a word that every register's history has") {
    for (const std::string_view word :
         {record::kCorrected, record::kLinked, record::kUnlinked, record::kMoved}) {
        const Folder folder =
            broken("registers/order/workflow.yaml", "id: finish", "id: " + std::string(word));
        const Faults faults = check(compile({folder})).faults;
        CHECK(std::ranges::any_of(faults, [](const Fault& one) {
            return one.code == "definition.reserved_word";
        }));
    }
}

}  // namespace neove::definition
