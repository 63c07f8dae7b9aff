#include "access/load_rules.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::access {

namespace {

const char* const kSection = R"({
  "relations": ["desk"],
  "grants": [
    {"role": "clerk", "when": ["own", "desk"], "actions": ["open", "list", "ask", "give"],
     "read": ["public", "internal"], "write": ["internal"], "purpose": ["identity"]},
    {"role": ["head"], "when": ["above"], "actions": ["open", "export"], "states": ["given"],
     "read": ["internal"], "consent": true, "until": "90 days after given"}
  ],
  "denies": [{"if": "block"}, {"if": "conflict_of_interest", "unless": ["responsible"]}],
  "list": {"show": ["number", "title"], "identity": {"roles": ["clerk"], "when": ["own"]}},
  "export": {"roles": ["head"], "classes": ["internal"], "rows_max": 200, "approvals": 1,
             "identity": {"rows_max": 20, "approvals": 2}},
  "break_glass": {"roles": ["head"], "classes": ["identity"], "minutes": 60, "tell": ["clerk"],
                  "review_within": "3 working_days"},
  "matches": {"tell": ["clerk"]}
})";

Vocabulary vocabulary() {
    return {
        "loan",
        {"asked", "given"},
        {{"ask", true, {}, "/workflow/actions/0"}, {"give", false, {"asked"}, "/workflow/actions/1"}},
        {"clerk", "head"},
        {"title"},
        true,
        kIdentity};
}

struct Loaded {
    RegisterRules rules;
    std::vector<std::string> faults;  ///< code and place
};

Loaded load(const std::string& text, const Vocabulary& words = vocabulary()) {
    const auto section = json::parse(text);
    REQUIRE(section);
    Diagnostics faults;
    Loaded out{load_rules(*section, words, "/access", faults), {}};
    for (const Error& fault : faults) out.faults.push_back(fault.code + " " + fault.where);
    return out;
}

/// The good section with one piece replaced.
std::string faults_with(const std::string& old_text, const std::string& new_text) {
    std::string text = kSection;
    const std::size_t at = text.find(old_text);
    REQUIRE(at != std::string::npos);
    text.replace(at, old_text.size(), new_text);
    std::string out;
    for (const std::string& fault : load(text).faults) out += (out.empty() ? "" : "; ") + fault;
    return out;
}

}  // namespace

TEST_CASE("an access section is read whole") {
    const Loaded loaded = load(kSection);
    CHECK(loaded.faults == std::vector<std::string>{});
    REQUIRE(loaded.rules.grants.size() == 2);
    CHECK(loaded.rules.grants[0].with_purpose == kIdentity);
    CHECK(loaded.rules.grants[1].condition == Condition{true, "given", 90});
    CHECK(loaded.rules.policy.denies.size() == 2);
    CHECK(loaded.rules.policy.export_rule == ExportRule{{"head"}, kInternal, 200, 1, 20, 2});
    CHECK(loaded.rules.policy.break_glass == BreakGlass{{"head"}, kIdentity, 60, {"clerk"}, 3});
    CHECK(loaded.rules.policy.matches.tell == std::vector<std::string>{"clerk"});
    const std::string table = Rules::compile({loaded.rules}).to_tsv();
    CHECK(table.find("loan\tclerk\task\t-\town\t-\t") != std::string::npos);
    CHECK(table.find("loan\tclerk\tgive\tgiven\tdesk\t-\t") != std::string::npos);
    CHECK(
        table.find("loan\thead\topen\tgiven\tabove\tconsent, until 90 days after given\tinternal\t-\t-\n") !=
        std::string::npos
    );
}

TEST_CASE("states that are not written, or written as any, are all of them") {
    for (const char* any : {"\"any\"", "[\"any\"]", "null"}) {
        std::string text = kSection;
        text.replace(text.find("[\"given\"]"), 9, any);
        const Loaded loaded = load(text);
        CHECK(loaded.faults == std::vector<std::string>{});
        CHECK(loaded.rules.grants[1].states.empty());
    }
    CHECK(faults_with("[\"given\"]", "[\"given\", \"any\"]") == "access.malformed /access/grants/1/states");
}

TEST_CASE("every unknown word is a fault at its place") {
    CHECK(
        faults_with("\"own\", \"desk\"", "\"own\", \"dsk\"") ==
        "access.unknown_relation /access/grants/0/when/1"
    );
    CHECK(
        faults_with("[\"head\"], \"when\"", "[\"haed\"], \"when\"") ==
        "access.unknown_role /access/grants/1/role/0"
    );
    CHECK(
        faults_with("\"open\", \"list\"", "\"open\", \"lst\"") ==
        "access.unknown_action /access/grants/0/actions/1"
    );
    CHECK(faults_with("[\"given\"]", "[\"gvn\"]") == "access.unknown_state /access/grants/1/states/0");
    CHECK(faults_with("days after given", "days after gvn") == "access.unknown_state /access/grants/1/until");
    CHECK(faults_with("[\"public\",", "[\"pubic\",") == "access.unknown_class /access/grants/0/read/0");
    CHECK(faults_with("\"title\"", "\"tile\"") == "access.unknown_column /access/list/show/1");
    CHECK(
        faults_with("\"if\": \"block\"", "\"if\": \"blok\"") == "access.unknown_relation /access/denies/0/if"
    );
    CHECK(
        faults_with("\"consent\": true", "\"consnet\": true") ==
        "access.unknown_member /access/grants/1/consnet"
    );
    CHECK(
        faults_with("\"tell\": [\"clerk\"]", "\"tell\": [\"boss\"]") ==
        "access.unknown_role /access/break_glass/tell/0; access.malformed /access/break_glass/tell"
    );
    CHECK(
        faults_with("\"desk\"]", "\"own\"]") ==
        "access.reserved_word /access/relations/0; access.unknown_relation /access/grants/0/when/1"
    );
}

TEST_CASE("a grant that gives nothing is a fault: without a word it needs, or a look without a class") {
    const std::string first = "access.gives_nothing /access/grants/0";
    CHECK(faults_with("\"role\": \"clerk\", \"when\"", "\"role\": [], \"when\"") == first);
    CHECK(faults_with("[\"own\", \"desk\"]", "[]") == first);
    CHECK(faults_with("[\"open\", \"list\", \"ask\", \"give\"]", "[]") == first);
    CHECK(
        faults_with("[\"given\"],\n     \"read\"", "[],\n     \"read\"") ==
        "access.gives_nothing /access/grants/1"
    );
    CHECK(
        faults_with("\"read\": [\"internal\"], \"consent\"", "\"read\": [], \"consent\"") ==
        "access.gives_nothing /access/grants/1"
    );
}

TEST_CASE("never identity for whoever holds a role, read at once or with a purpose") {
    const std::string fault = "access.identity_to_all /access/grants/0/when";
    CHECK(faults_with("[\"own\", \"desk\"]", "[\"own\", \"any\"]") == fault);
    CHECK(
        faults_with("\"when\": [\"own\"]", "\"when\": [\"any\"]") ==
        "access.identity_to_all /access/list/identity/when"
    );
}

TEST_CASE("an action that nobody may take, or that is granted where the record does not open, is a fault") {
    CHECK(faults_with(", \"give\"]", "]") == "access.nobody_may /workflow/actions/1");
    CHECK(faults_with(", \"ask\"", "") == "access.nobody_may /workflow/actions/0");
    Vocabulary later = vocabulary();
    later.actions[1].from = {"lost"};
    CHECK(load(kSection, later).faults == std::vector<std::string>{"access.nobody_may /workflow/actions/1"});
    CHECK(
        faults_with("[\"open\", \"list\", \"ask\", \"give\"]", "[\"ask\", \"give\"]") ==
        "access.without_open /access/grants; access.gives_nothing /access/list/identity; "
        "access.gives_nothing /access/matches/tell"
    );
    CHECK(
        faults_with(
            "{\"role\": [\"head\"], \"when\": [\"above\"], \"actions\": [\"open\", \"export\"]",
            "{\"role\": [\"head\"], \"when\": [\"above\"], \"actions\": [\"export\"]"
        ) == "access.without_open /access/grants"
    );
    Vocabulary named = vocabulary();
    named.actions.push_back({"erase", false, {"given"}, "/workflow/actions/2"});
    CHECK(load(kSection, named).faults.front() == "access.reserved_word /workflow/actions/2");
}

TEST_CASE("matches are told to roles of the programme that find people, in a register of persons alone") {
    const std::string told = "\"matches\": {\"tell\": [\"clerk\"]";
    const auto with = [&](const std::string& tell) {
        return faults_with(told, "\"matches\": {\"tell\": " + tell);
    };
    CHECK(
        with("[\"boss\"]") ==
        "access.unknown_role /access/matches/tell/0; access.malformed /access/matches/tell"
    );
    CHECK(with("[]") == "access.malformed /access/matches/tell");
    // A relation is no role: who stands in one is not asked of two records.
    CHECK(with("[\"responsible\"]").starts_with("access.unknown_role /access/matches/tell/0"));
    // The head exports and lists nothing: she would never hear of any.
    CHECK(with("[\"head\"]") == "access.gives_nothing /access/matches/tell");
    CHECK(
        faults_with(told, "\"matches\": {\"to\": 1, \"tell\": [\"clerk\"]") ==
        "access.unknown_member /access/matches/to"
    );
    Vocabulary things = vocabulary();
    things.persons = false;
    CHECK(
        load(kSection, things).faults ==
        std::vector<std::string>{"access.matches_not_persons /access/matches"}
    );
    Vocabulary nameless = vocabulary();
    nameless.found_by = 0;
    CHECK(
        load(kSection, nameless).faults ==
        std::vector<std::string>{"access.matches_not_persons /access/matches"}
    );
    // Who may never read what people are found by finds nobody.
    Vocabulary deeper = vocabulary();
    deeper.found_by = kIdentity | kConfidential;
    CHECK(
        load(kSection, deeper).faults == std::vector<std::string>{"access.gives_nothing /access/matches/tell"}
    );
}

TEST_CASE(
    "how far a relation reaches is said of rows of bodies alone, where a grant or names in lists ask for it"
) {
    const auto with = [](const std::string& when) { return faults_with("[\"own\", \"desk\"]", when); };
    CHECK(with(R"(["own", "desk", "desk+desks", "desk+below"])").empty());
    CHECK(with(R"(["own", "own+desks"])") == "access.reach /access/grants/0/when/1");
    CHECK(with(R"(["own", "consent+desks"])") == "access.reach /access/grants/0/when/1");
    CHECK(with(R"(["own", "desk+everywhere"])") == "access.reach /access/grants/0/when/1");
    CHECK(with(R"(["own", "sister+desks"])") == "access.unknown_relation /access/grants/0/when/1");
    CHECK(faults_with("\"when\": [\"own\"]}", "\"when\": [\"own\", \"desk+desks\"]}").empty());
    // A deny reaches desks by itself, and nothing lifts it from afar.
    CHECK(faults_with("\"if\": \"block\"", "\"if\": \"block+desks\"").contains("access.reach"));
    CHECK(faults_with("[\"responsible\"]", "[\"responsible+desks\"]").contains("access.reach"));
}

TEST_CASE("break-glass is its own rule: no grant and no exception may name it") {
    CHECK(
        faults_with("\"desk\"], \"actions\"", "\"break_glass\"], \"actions\"") ==
        "access.break_glass_grant /access/grants/0/when"
    );
    CHECK(
        faults_with("[\"responsible\"]", "[\"break_glass\"]") ==
        "access.break_glass_grant /access/denies/1/unless"
    );
    CHECK(faults_with("\"when\": [\"own\"]", "\"when\": [\"break_glass\"]")
              .starts_with("access.break_glass_grant /access/list/identity/when"));
    CHECK(
        faults_with("\"minutes\": 60", "\"minutes\": 1441") == "access.malformed /access/break_glass/minutes"
    );
    CHECK(faults_with("working_days", "days") == "access.malformed /access/break_glass/review_within");
    CHECK(
        faults_with("\"tell\": [\"clerk\"]", "\"tell\": []") == "access.malformed /access/break_glass/tell"
    );
}

TEST_CASE("a deny of everybody, or one that is always lifted, is a fault") {
    CHECK(faults_with("\"if\": \"block\"", "\"if\": \"any\"") == "access.deny_of_all /access/denies/0");
    CHECK(faults_with("[\"responsible\"]", "[\"any\"]") == "access.deny_of_all /access/denies/1");
    CHECK(
        faults_with("[\"responsible\"]", "[\"conflict_of_interest\"]") ==
        "access.deny_of_all /access/denies/1"
    );
    CHECK(faults_with("[\"responsible\"]", "[]") == "access.gives_nothing /access/denies/1/unless");
}

TEST_CASE("an export carries identity by two approvals and its own number of rows, and needs grant and rule"
) {
    CHECK(
        faults_with("\"classes\": [\"internal\"]", "\"classes\": [\"internal\", \"identity\"]") ==
        "access.export_identity /access/export/classes"
    );
    CHECK(
        faults_with("\"approvals\": 2", "\"approvals\": 1") ==
        "access.export_identity /access/export/identity"
    );
    CHECK(
        faults_with("\"rows_max\": 20,", "\"rows_max\": 201,") ==
        "access.malformed /access/export/identity/rows_max"
    );
    CHECK(faults_with("\"open\", \"export\"", "\"open\"") == "access.export_nobody /access/export");
    CHECK(
        faults_with("\"open\", \"list\"", "\"open\", \"export\", \"list\"") ==
        "access.export_nobody /access/export"
    );
}

TEST_CASE("what has another shape is a fault at its place, and never a crash") {
    CHECK(load("[]").faults.front() == "access.malformed /access");
    CHECK(load("{}").faults.back() == "access.nobody_may /access/grants");
    CHECK(load(R"({"grants": {}})").faults.front() == "access.malformed /access/grants");
    CHECK(
        load(R"({"grants": [7, null]})").faults ==
        std::vector<std::string>{"access.malformed /access/grants/0", "access.malformed /access/grants/1"}
    );
    CHECK(load(R"({"a/b~c": 1})").faults.front() == "access.unknown_member /access/a~1b~0c");
    CHECK(faults_with("\"rows_max\": 200", "\"rows_max\": \"200\"")
              .starts_with("access.malformed /access/export/rows_max"));
    for (const char* until :
         {"0 days after given", "90 days", "90days after given", "-1 days after given", ""}) {
        CHECK(faults_with("90 days after given", until) == "access.malformed /access/grants/1/until");
    }
}

}  // namespace neove::access
