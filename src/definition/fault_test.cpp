/// \file
/// Every fault of a programme, each made by one small slip, with its exact place.

#include "base/text.h"
#include "definition/check.h"
#include "definition/sentences.h"
#include "definition/small_programme.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace neove::definition {
namespace {

struct Slip {
    std::string file;
    std::string piece;
    std::string by;
    std::string code;
};

const std::string kForm = "registers/order/form.yaml";
const std::string kFlow = "registers/order/workflow.yaml";
const std::string kLimits = "registers/order/deadlines.yaml";
const std::string kFacts = "registers/order/facts.yaml";
const std::string kList = "registers/order/list.yaml";
const std::string kAccess = "registers/order/access.yaml";
const std::string kLabels = "registers/order/labels.vi.yaml";
const std::string kScenario = "registers/order/scenarios/sold.yaml";
const std::string kPersons = "registers/person/form.yaml";

const std::vector<Slip>& slips() {
    static const std::vector<Slip> all{
        // what is written
        {kForm, "domain: work", "domain: [work", "yaml.malformed"},
        {kForm, "domain: work", "domain: work\n^domain: cases", "yaml.duplicate_key"},
        {kForm, "domain: work", "^domain:", "definition.blank"},
        {kForm, "domain: work", "domain: ^[work]", "definition.not_a_scalar"},
        {kForm, "domain: work", "domain: ^house", "definition.not_one_of"},
        {kForm, "domain: work", "^dommain: work", "definition.unknown_key"},
        {kForm, "domain: work", "^persons: false", "definition.missing_key"},
        {kForm, "prefix: DH", "prefix: ^dh", "definition.not_a_prefix"},
        {kForm, "required: true", "required: ^yes", "definition.not_a_flag"},
        {kForm, "max: 100", "max: ^many", "definition.not_a_number"},
        {kForm, "id: what", "id: ^What", "definition.not_an_id"},
        {kForm, "{id: colour", "^{id: what", "definition.id_twice"},
        {kForm, "[what, colour, pieces, price, total, day, secret]", "^what", "definition.not_a_list"},
        {kForm, "{id: pieces, type: integer, class: public, min: 1}", "^pieces", "definition.not_a_mapping"},
        {kForm,
         "{id: pieces, type: integer, class: public, min: 1}",
         "{id: pieces, type: integer, class: public, min: 1, show_when: ^\"secret is answered\"}",
         "form.condition_class"},
        {kForm, "list: colours", "list: ^sizes", "definition.unknown_list"},
        {kForm, "list: colours", "options: ^[]", "definition.empty_list"},
        {"programme.yaml", "2026-01-01", "^2026-02-30", "definition.not_a_date"},
        {"programme.yaml", "[order, person]", "[order, person, bill]", "definition.file_missing"},
        {"programme.yaml", "[clerk, head]", "[clerk, head, ^boss]", "definition.role_without_grant"},
        {"programme.yaml", "[clerk, head]", "[clerk, ^clerk]", "definition.id_twice"},
        {"lists/colours.yaml", "red", "^Red", "definition.not_an_id"},
        {kLimits, "3 days", "^3 fortnights", "definition.not_a_span"},
        {kLimits, "versions:", "warn_before: ^2 working_days\n  versions:", "definition.not_days"},
        {kLimits, "3 days", "{date: ^\"13-40\", before: inclusive}", "definition.not_a_day_of_year"},
        {kLimits, "3 days", "{field: ^Day, before: inclusive}", "definition.not_an_id"},
        {kLimits, "3 days", "^{field: day}", "definition.missing_key"},
        {kLimits, "3 days", "{field: day, before: inclusive, ^date: \"12-05\"}", "definition.unknown_key"},
        {kLimits, "3 days", "{field: ^dy, before: inclusive}", "definition.unknown_field"},
        {kLimits, "3 days", "{field: ^secret, before: inclusive}", "definition.not_in_the_clear"},
        {kLimits, "3 days", "{field: ^pieces, before: inclusive}", "definition.limit_of_no_date"},
        {kLimits, "3 days", "^{field: day, before: inclusive}", "limit.named_and_moved"},
        {kLimits, "entered(placed)", "^after placed", "definition.not_a_trigger"},
        {kScenario, "2026-03-02 08:00", "^2026-03-02 8 Uhr", "definition.not_a_moment"},
        {kScenario, "what: Áo", "^whit: Áo", "definition.unknown_field"},
        {kScenario, "finish_it: 2026-03-05", "finish_it: ^nothing", "definition.not_a_moment"},
        {kScenario, "met: finish_it", "may: ^[]", "definition.empty_list"},
        {kScenario, "colour: red", "colour: red, day: ^02/03/2026", "definition.not_a_date"},
        {kScenario, "do: place", "do: ^plaice", "definition.unknown_action"},
        {kScenario, "as: clerk", "as: ^clrk", "definition.unknown_role"},
        {kScenario, "{state: placed,", "{state: ^plced,", "definition.unknown_state"},
        {kScenario, "{state: placed,", "{may_not: [^finsh],", "definition.unknown_action"},
        {kScenario, "{state: placed,", "{hidden: [what, ^secrt],", "definition.unknown_field"},
        {kScenario, "{finish_it: 2026-03-05}", "{finsh_it: ^none}", "definition.unknown_limit"},
        {kScenario, "met: finish_it", "overdue: [^finsh_it]", "definition.unknown_limit"},
        {kScenario, "{kind: sold, n: 2}", "{kind: ^solt, n: 2}", "definition.unknown_fact"},
        {kScenario,
         "{kind: sold, n: 2}",
         "{kind: sold, dimensions: {color: ^red}}",
         "definition.unknown_dimension"},
        {kScenario, "2026-03-03 09:00", "^2026-03-01 09:00", "definition.time_backwards"},
        {kScenario,
         "do: place,",
         "link: {kind: ^bought_from, to: KH-7K3QX}, do: place,",
         "definition.unknown_link"},
        {kScenario,
         "do: place,",
         "link: {kind: bought_by, role: ^owner, to: KH-7K3QX}, do: place,",
         "definition.unknown_link_role"},
        {kScenario,
         "do: place,",
         "link: {kind: bought_by, role: buyer, to: ^KH-123}, do: place,",
         "definition.not_a_record_number"},
        {kScenario,
         "do: place,",
         "link: {kind: bought_by, role: buyer, to: ^DH-7K3QX}, do: place,",
         "definition.not_a_record_number"},
        {kScenario,
         "  - {expect: {state: placed",
         "  - {relate: {role: ^hed, relation: block}}\n  - {expect: {state: placed",
         "definition.unknown_role"},
        {kScenario,
         "  - {expect: {state: placed",
         "  - {relate: {role: head, relation: ^blocked}}\n  - {expect: {state: placed",
         "definition.unknown_relation"},
        // between the parts
        {kForm, "domain: work", "domain: ^crime", "definition.domain_without_keys"},
        {kForm,
         "type: integer, class: public, min: 1}",
         "type: choice, class: public, options: [one, {code: two, when: ^\"day is answered\"}]}",
         "definition.option_reads_later"},
        {kAccess,
         "{role: clerk, when: own, actions: [open, list, place, finish], read: [public, internal, "
         "confidential], write: [public, internal, confidential]}",
         "^{role: clerk, when: own, actions: [open, list, place, finish], read: [public, internal, "
         "confidential], write: [public, confidential]}",
         "definition.write_too_low"},
        {"programme.yaml", "[order, person]", "^[order]", "definition.register_unnamed"},
        {kList, "pieces, day]", "pieces, ^dday]", "definition.unknown_field"},
        {kForm, "{id: secret", "^{id: hint, type: text}\n  - {id: secret", "definition.field_of_no_step"},
        {kForm, "{id: secret", "^{id: hint, type: text}\n  - {id: secret", "definition.field_of_no_action"},
        {kForm, "{id: pieces", "^{id: state", "definition.reserved_word"},
        {kForm, "\"pieces * price\"", "^\"pieces * prize\"", "expression.unknown_name"},
        {kForm, "\"pieces * price\"", "^\"pieces *\"", "expression.syntax"},
        {kForm, "\"colour = 'red'\"", "^\"colour = 'green'\"", "expression.unknown_option"},
        {kForm, "min: 1", "min: 9, max: ^1", "form.bounds"},
        {kFlow, "price, day, secret]", "price, day, ^tip, secret]", "definition.unknown_field"},
        {kFlow, "fields: [secret]", "fields: [secret, ^total]", "definition.computed_by_action"},
        {kFlow, "{id: finish", "^{id: corrected", "definition.reserved_word"},
        {"registers/person/workflow.yaml", "{id: gone", "^{id: erased", "definition.reserved_word"},
        {kFlow, "reason: true", "when: ^\"secret is answered\"", "definition.not_in_the_clear"},
        {kFlow, "reason: true", "when: ^\"pieces + 1\"", "expression.type"},
        {kFlow, "reason: true", "when: ^\"sum(\"", "expression.syntax"},
        {kFlow, "to: person", "to: ^people", "definition.unknown_register"},
        {kFlow, "[placed, ", "[placed, ^lost, ", "workflow.unreachable_state"},
        {kFlow, "to: done", "to: ^gone", "workflow.unknown_state"},
        {kFlow, "from: placed", "from: ^paid", "workflow.unknown_state"},
        {kLimits, "entered(done)", "^entered(gone)", "definition.unknown_state"},
        {kLimits, "entered(done)", "^action(close)", "definition.unknown_action"},
        {kLimits, "entered(done)", "{entered: done, on: ^day}", "definition.date_of_no_action"},
        {kLimits, "entered(done)", "{entered: done, on: ^secret}", "definition.not_in_the_clear"},
        {kLimits, "entered(done)", "{entered: done, on: ^pieces}", "definition.limit_of_no_date"},
        {kLimits, "entered(done)", "^{entered: done}", "definition.missing_key"},
        {kLimits, "entered(done)", "^{on: day}", "definition.not_a_trigger"},
        {kLimits, "entered(done)", "^{entered: done, action: finish, on: day}", "definition.not_a_trigger"},
        {kLimits, "entered(placed)", "^field(dy)", "definition.unknown_field"},
        {kLimits, "entered(placed)", "^field(secret)", "definition.not_in_the_clear"},
        {kLimits, "entered(placed)", "^field(pieces)", "definition.limit_of_no_date"},
        {kLimits, "action: finish", "action: ^wait", "definition.unknown_action"},
        {kLimits, "from: 2020-01-01,", "from: 2020-01-01, until: ^2019-01-01,", "limit.version_order"},
        {kFacts, "code: colour", "code: ^what and", "expression.syntax"},
        {kFacts, "{id: colour, code: colour", "^{id: colour, code: secret", "definition.not_coded"},
        {kFacts,
         "{id: colour, code: colour",
         "^{id: colour, code: \"if(secret = 'x', 1, 2)\"",
         "definition.sealed_in_dimension"},
        {kFacts,
         "{id: colour, code: colour",
         "^{id: colour, code: colour, clear: true, because: so",
         "definition.clear_without_need"},
        {kFacts, "{id: colour, code: colour", "^{id: colour, code: \"colour + 1\"", "expression.type"},
        {kFacts, "count: pieces", "count: ^total", "definition.not_in_the_clear"},
        {kFacts, "count: pieces", "count: ^colour", "expression.type"},
        {kFacts, "at_state: done", "at_state: ^gone", "definition.unknown_state"},
        {kFacts, "at_state: done", "at_action: ^go", "definition.unknown_action"},
        {kFacts, "{kind: sold, at_state: done, ", "^{kind: sold, ", "fact.one_moment"},
        {kList,
         "pieces, day]",
         "pieces, day, {id: hint, from: \"if(secret = 'x', 1, 2)\"}]",
         "definition.sealed_in_column"},
        {kList, "pieces, day]", "pieces, day, ^secret]", "definition.not_coded"},
        {kList, "pieces, day]", "pieces, day, ^{id: due, from: pieces}]", "definition.reserved_word"},
        {kList,
         "pieces, day]",
         "pieces, day, price, {id: b, from: pieces}, {id: c, from: pieces}, {id: d, from: pieces}, "
         "^{id: e, from: pieces}]",
         "definition.too_many_columns"},
        {kList, "states: [placed]", "states: [^paid]", "definition.unknown_state"},
        {kList, "{id: open, states: [placed]}", "^{id: open, mine: false}", "definition.filter_of_all"},
        {kList, "sort: day", "sort: ^secret", "definition.unknown_column"},
        {kList, "rows: owner", "rows: ^height", "definition.unknown_column"},
        {kList, "rows: owner", "rows: ^what", "definition.board_rows"},
        {kList, "rows: owner", "states: [^paid], rows: owner", "definition.unknown_state"},
        {kList, "rows: owner", "fulfilled: [^paid], rows: owner", "definition.unknown_state"},
        {kList, "limit: finish_it", "limit: ^finish_me", "definition.unknown_limit"},
        {kList, "group: what", "group: ^colour", "definition.board_hidden"},
        {kList, "act: finish}", "act: ^paint}", "definition.unknown_action"},
        {kList, "act: finish}", "act: ^place}", "definition.board_act"},
        {kList, "body: owner", "body: ^height", "definition.unknown_column"},
        {kList, "body: owner", "body: ^what", "definition.fill_in_body"},
        {kList, "action: finish", "action: ^paint", "definition.unknown_action"},
        {kList, "action: finish", "action: ^place", "definition.fill_in_action"},
        {kList, "shown: [what]", "shown: [^height]", "definition.unknown_field"},
        {kList, "shown: [what]", "shown: [^colour]", "definition.fill_in_shown"},
        {kList, "asked: [secret]", "asked: [^height]", "definition.unknown_field"},
        {kList, "asked: [secret]", "asked: [secret, ^pieces]", "definition.fill_in_asked"},
        {kList, "asked: [secret]", "asked: [secret], once: [^height]", "definition.unknown_field"},
        {kList, "asked: [secret]", "asked: [secret], once: [^secret]", "definition.fill_in_asked"},
        {"registers/person/list.yaml",
         "columns: [kind]",
         "columns: [kind]\nfill_in: ^{body: owner, action: open, asked: [kind]}",
         "definition.fill_in_of_persons"},
        {kList, "sort: day", "sort: day\ncalendar: {on: ^height}", "definition.unknown_column"},
        {kList, "sort: day", "sort: day\ncalendar: {on: ^what}", "definition.calendar_type"},
        {kList, "sort: day", "sort: day\ncalendar: {on: ^day}", "definition.calendar_hidden"},
        {"registers/person/list.yaml",
         "columns: [kind]",
         "columns: [kind]\ncalendar: ^{on: kind}",
         "definition.calendar_of_persons"},
        {"registers/person/list.yaml",
         "columns: [kind]",
         "columns: [kind]\nboard: ^{rows: owner, limit: none}",
         "definition.board_of_persons"},
        {kAccess, "[number, state, what]", "[number, state, ^secret]", "access.unknown_column"},
        {kAccess, "place, finish]", "place]", "access.nobody_may"},
        {kAccess, "role: clerk", "role: ^boss", "access.unknown_role"},
        {kAccess, "when: own,", "when: ^sister,", "access.unknown_relation"},
        {kAccess, "when: own,", "when: ^{own: desks},", "access.reach"},
        {kAccess, "when: own,", "when: [own, ^{consent: desks}],", "access.reach"},
        {kAccess, "when: own,", "when: ^{receiving: desks, monitor: desks},", "definition.not_a_reach"},
        {kAccess, "when: own,", "when: {receiving: ^everywhere},", "definition.not_one_of"},
        {kFlow, "reason: true", "gives: [{relation: ^sister, to: what}]", "definition.unknown_relation"},
        {kFlow, "reason: true", "gives: [{relation: ^block, to: what}]", "definition.gives_guard"},
        {kFlow, "reason: true", "gives: [{relation: ^consent, to: what}]", "definition.gives_guard"},
        {kFlow, "reason: true", "gives: [{relation: receiving, to: ^what}]", "definition.gives_to_no_body"},
        {kFlow, "reason: true", "gives: [{relation: receiving, to: ^whom}]", "definition.unknown_field"},
        {kFlow,
         "reason: true",
         "gives: [{relation: receiving, to: what, of: ^whom}]",
         "definition.gives_to_no_body"},
        {kLimits, "stops:", "for: [own, ^sister]\n  stops:", "definition.unknown_relation"},
        {kLimits, "stops:", "for: [^above]\n  stops:", "definition.unknown_relation"},
        {kLabels, "day: Đơn", "dday: ^Đơn", "definition.label_unused"},
        {kLabels, "day: Đơn, ", "", "definition.unlabelled"},
        {kLabels, "steps: {all: Đơn}", "steps: {all: Đơn}\nsteps.all: ^Đơn", "definition.label_twice"},
        {"labels.en.yaml", "title: Shop\n", "", "definition.unlabelled"},
        {"labels.en.yaml", "head: Head", "head: Head, boss: ^Boss", "definition.label_unused"},
        // of persons
        {kPersons, "prefix: KH", "prefix: ^DH", "definition.id_twice"},
        {kPersons,
         "class: internal, options",
         "class: identity, options",
         "definition.identity_in_dimension"},
        {"registers/person/workflow.yaml",
         "{id: add, creates: true, to: known, fields: [name, kind, born], ground: consent}",
         "^{id: add, creates: true, to: known, fields: [name, kind, born]}",
         "definition.ground_missing"},
        {"registers/person/list.yaml", "{months: 12", "^{months: 0", "definition.persons_for_ever"},
        {"registers/person/form.yaml", "domain: cases", "domain: ^work", "definition.persons_at_work"},
        {"registers/person/facts.yaml",
         "{id: kind, code: kind",
         "^{id: kind, code: name",
         "definition.not_coded"},
        {"registers/person/list.yaml", "[kind]", "[kind, ^born]", "definition.sealed_in_column"},
        {"registers/person/facts.yaml",
         "{id: kind, code: kind",
         "^{id: kind, code: year(born), clear: true",
         "definition.sealed_in_dimension"},
    };
    return all;
}

/// The programme with its slip, and where the slip stands: at the caret, which is no part of it.
struct Slipped {
    Folder folder;
    std::string where;  ///< empty where there is no caret: the fault is told in another file
};

Slipped slipped(const Slip& slip) {
    std::string by = slip.by;
    const std::size_t caret = by.find('^');
    if (caret != std::string::npos) by.erase(caret, 1);
    Slipped out{broken(slip.file, slip.piece, by), {}};
    if (caret == std::string::npos) return out;
    const std::string& text = out.folder.files[slip.file];
    const std::size_t at = small_programme().files[slip.file].find(slip.piece) + caret;
    const std::string before = text.substr(0, at);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t start = before.rfind('\n') == std::string::npos ? 0 : before.rfind('\n') + 1;
    // Columns count characters, as editors do.
    const std::size_t column = 1 + text::count_code_points(before.substr(start));
    out.where = "shop/" + slip.file + ":" + std::to_string(line) + ":" + std::to_string(column);
    return out;
}

Faults faults_of(const Folder& folder) {
    return check(compile({folder})).faults;
}

std::string listed(const Faults& faults) {
    std::string out;
    for (const Fault& fault : faults) out += "\n  " + where(fault) + " " + fault.code + " " + fault.detail;
    return out;
}

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a programme without a slip has no fault") {
    const Faults faults = faults_of(small_programme());
    CHECK_MESSAGE(faults.empty(), listed(faults));
}

TEST_CASE("every slip is told with its sentence at the exact place where it stands") {
    const SentenceTable told(text_of(std::string(NEOVE_SOURCE_DIR) + "/packs/messages/sentences.tsv"));
    for (const Slip& slip : slips()) {
        CAPTURE(slip.code);
        CAPTURE(slip.by);
        const auto [folder, place] = slipped(slip);
        const Faults faults = faults_of(folder);
        const auto found = std::ranges::find_if(faults, [&, expected = place](const Fault& fault) {
            return fault.code == slip.code && (expected.empty() || where(fault) == expected);
        });
        CAPTURE(place);
        CHECK_MESSAGE(found != faults.end(), listed(faults));
        CHECK(told.of(slip.code, false) != slip.code);
        CHECK(told.of(slip.code, true) != slip.code);
    }
}

TEST_CASE("every fault that this module knows is made by some slip") {
    std::set<std::string> made;
    for (const Slip& slip : slips()) made.insert(slip.code);
    // Shown by tests of their own below, or in load_test.cpp.
    made.insert(
        {"definition.file_unknown",
         "definition.list_unused",
         "definition.no_scenario",
         "definition.too_long",
         "definition.link_to_make_believe",
         "definition.house_role",
         "definition.board_group",
         "definition.fill_in_missing",
         "definition.gives_sealed",
         "definition.no_house_role",
         "definition.retention_without_end",
         "definition.malformed",
         "definition.no_programme",  // of a path: in programme_command_test.cpp
         "definition.unknown_format"}
    );
    const std::filesystem::path folder = std::string(NEOVE_SOURCE_DIR) + "/src/definition";
    // Slips of actions that reach further, of papers and of rules about tasks stand in tests of their own.
    const std::regex told(R"re((definition\.[a-z_]+)[ "])re");
    for (const char* name :
         {"at_once_test.cpp",
          "check_flow_test.cpp",
          "paper_test.cpp",
          "allotments_test.cpp",
          "succession_test.cpp"}) {
        const std::string tests = text_of((folder / name).string());
        for (std::sregex_iterator at(tests.begin(), tests.end(), told), end; at != end; ++at) {
            made.insert((*at)[1].str());
        }
    }
    const std::regex code(R"re("(definition\.[a-z_]+)")re");
    std::size_t known = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".cpp" || entry.path().string().ends_with("_test.cpp")) continue;
        const std::string text = text_of(entry.path().string());
        for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) {
            CHECK_MESSAGE(made.contains((*at)[1].str()), (*at)[1].str());
            ++known;
        }
    }
    CHECK(known > 50);
}

TEST_CASE("a file that nothing reads is told") {
    Folder folder = small_programme();
    folder.files["registers/order/forms.yaml"] = "a: b\n";
    const Faults faults = faults_of(folder);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "definition.file_unknown");
    CHECK(faults[0].file == "shop/registers/order/forms.yaml");
}

TEST_CASE("a board is narrowed by what is one word alone") {
    Folder folder = broken(kList, "group: what", "group: pieces");
    std::string& access = folder.files[kAccess];
    access.replace(access.find("state, what]"), 12, "state, what, pieces]");
    const Faults faults = faults_of(folder);
    REQUIRE_MESSAGE(faults.size() == 1, listed(faults));
    CHECK(faults[0].code == "definition.board_group");
}

TEST_CASE("a fill-in sheet that lacks what its action requires is told") {
    Folder folder = broken(
        "registers/order/workflow.yaml",
        "to: done, fields: [secret]",
        "to: done, fields: [secret, pieces], requires: [pieces]"
    );
    const Faults faults = faults_of(folder);
    REQUIRE_MESSAGE(faults.size() == 1, listed(faults));
    CHECK(faults[0].code == "definition.fill_in_missing");
}

TEST_CASE("a word that nobody knows is told beside those that there are, the nearest first") {
    const auto detail = [](const Folder& folder, const std::string& code) {
        const Faults faults = faults_of(folder);
        const auto found = std::ranges::find(faults, code, &Fault::code);
        return found == faults.end() ? listed(faults) : found->detail;
    };
    CHECK(detail(broken(kFlow, "to: done", "to: dne"), "workflow.unknown_state") == "dne → done | placed");
    CHECK(
        detail(broken(kScenario, "do: finish", "do: finsh"), "definition.unknown_action") ==
        "finsh → finish | place"
    );
    CHECK(
        detail(
            broken(kScenario, "as: clerk, do: place", "as: clark, do: place"), "definition.unknown_role"
        ) == "clark → clerk | head"
    );
    CHECK(
        detail(broken(kFlow, "reason: true", "not_by_who_did: [plac]"), "workflow.unknown_action") ==
        "plac → place | finish"
    );
    CHECK(
        detail(broken(kFlow, "to: person", "to: persn"), "definition.unknown_register") ==
        "persn → person | order"
    );
    CHECK(detail(broken(kAccess, "role: head", "role: hed"), "access.unknown_role") == "hed → head | clerk");
    CHECK(detail(broken(kFlow, "[placed, ", "[placed, lost, "), "workflow.unreachable_state") == "lost");
    // At most eight of many.
    const std::string many = "{relation: sister, to: what}";
    const std::string told =
        detail(broken(kFlow, "reason: true", "gives: [" + many + "]"), "definition.unknown_relation");
    CHECK(told.starts_with("sister → "));
    CHECK(std::ranges::count(told, '|') <= 8);
    CHECK(
        detail(broken(kForm, "domain: work", "domein: work"), "definition.unknown_key") ==
        "domein → domain | steps | persons | fields | number_prefix"
    );
}

TEST_CASE("a column of a field that there is not lacks no label, and a form that cannot be read no answers") {
    Faults faults = faults_of(broken(kList, "pieces, day]", "pieces, dday]"));
    std::erase_if(faults, [](const Fault& one) { return one.code == "definition.unknown_field"; });
    for (const Fault& one : faults) CHECK_MESSAGE(one.code != "definition.unlabelled", one.detail);

    faults = faults_of(broken(kForm, "domain: work", "domain: [work"));
    REQUIRE_MESSAGE(faults.size() == 1, listed(faults));
    CHECK(faults[0].code == "yaml.malformed");
}

TEST_CASE("a folder that the programme does not name is told once, not file by file") {
    Folder folder = small_programme();
    folder.files["registers/garage/form.yaml"] = folder.files["registers/garage/list.yaml"] = "a: b\n";
    folder.files["registers/garage/scenarios/one.yaml"] = "a: b\n";
    const Faults faults = faults_of(folder);
    REQUIRE_MESSAGE(faults.size() == 1, listed(faults));
    CHECK(faults[0].code == "definition.register_unnamed");
    CHECK(faults[0].detail == "garage");
    CHECK(where(faults[0]) == "shop/programme.yaml:5:12");
}

TEST_CASE("whoever takes an action may write what it requires, unless another asks it too") {
    const auto code = [](const Folder& folder) {
        const Faults faults = faults_of(folder);
        REQUIRE_MESSAGE(faults.size() <= 1, listed(faults));
        return faults.empty() ? std::string() : faults[0].code + " " + faults[0].detail;
    };
    const std::string grant = "[open, list, export], read: [public, internal]}";
    const auto leading = [&](const std::string& action) {
        Folder folder = broken(kFlow, "fields: [secret], reason: true", action);
        std::string& access = folder.files[kAccess];
        access.replace(
            access.find(grant), grant.size(), "[open, list, export, finish], read: [public, internal]}"
        );
        return folder;
    };
    CHECK(code(leading("fields: [secret], reason: true")).empty());
    // Answered when the record was opened.
    CHECK(code(leading("fields: [secret], requires: [secret], reason: true")).empty());
    CHECK(
        code(leading("fields: [secret], requires: [secret], anew: [secret], reason: true")) ==
        "definition.write_too_low head: finish → secret (confidential)"
    );
}

TEST_CASE("the domains that a register may name are those that every store has keys for") {
    const std::string words = text_of(std::string(NEOVE_SOURCE_DIR) + "/src/keyring/domain.h");
    const std::regex line(R"re(kStoreDomains\{([^}]*)\})re");
    std::smatch found;
    REQUIRE(std::regex_search(words, found, line));
    const std::string store = found[1].str();
    for (const auto& [domain, name] : {std::pair{"work", "Work"}, {"cases", "Cases"}, {"crime", "Crime"}}) {
        CAPTURE(domain);
        const bool has_keys = store.find(std::string("Domain::") + name) != std::string::npos;
        const Faults faults = faults_of(broken(kForm, "domain: work", std::string("domain: ") + domain));
        const bool refused = std::ranges::any_of(faults, [](const Fault& one) {
            return one.code == "definition.domain_without_keys";
        });
        CHECK(refused != has_keys);
    }
}

TEST_CASE("a list that no field uses, and its labels, are told") {
    Folder folder = small_programme();
    folder.files["lists/sizes.yaml"] = "options: [small]\n";
    const Faults faults = faults_of(folder);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "definition.list_unused");
    CHECK(where(faults[0]) == "shop/lists/sizes.yaml:1:1");
}

TEST_CASE("a register without a scenario is told") {
    Folder folder = small_programme();
    folder.files.erase(kScenario);
    const Faults faults = faults_of(folder);
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "definition.no_scenario");
}

TEST_CASE("a text over its bound is told") {
    const Faults faults = faults_of(broken(kLimits, "Quy tắc 1", std::string(2'100, 'x')));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].code == "definition.too_long");
}

TEST_CASE("a register whose records never end has nothing for its retention to count from") {
    const Faults faults = faults_of(broken(kFlow, "{id: done, final: true}", "done"));
    CHECK(std::ranges::any_of(faults, [](const Fault& one) {
        return one.code == "definition.retention_without_end";
    }));
}

TEST_CASE("a sealed answer gives no relation: its rows lie in the clear") {
    Folder folder = broken(kFlow, "reason: true", "gives: [{relation: receiving, to: secret}]");
    const std::string field = "{id: secret, type: long_text}";
    std::string& form = folder.files[kForm];
    const auto with_class = [&](const std::string& what) {
        Folder one = folder;
        std::string& text = one.files[kForm];
        text.replace(text.find(field), field.size(), "{id: secret, type: organisation, class: " + what + "}");
        return faults_of(one);
    };
    REQUIRE(form.contains(field));
    const auto is_sealed = [](const Fault& one) { return one.code == "definition.gives_sealed"; };
    CHECK(std::ranges::any_of(with_class("confidential"), is_sealed));
    CHECK(with_class("internal").empty());
    // In a register about persons nothing but columns lies in the clear.
    Folder persons = small_programme();
    std::string& flow = persons.files["registers/person/workflow.yaml"];
    const std::string ground = "ground: consent}";
    REQUIRE(flow.contains(ground));
    flow.replace(
        flow.find(ground), ground.size(), "ground: consent, gives: [{relation: receiving, to: home}]}"
    );
    flow.replace(flow.find("[name, kind, born]"), 18, "[name, kind, born, home]");
    std::string& asked = persons.files[kPersons];
    asked += "  - {id: home, type: organisation, class: internal}\n";
    CHECK(std::ranges::any_of(faults_of(persons), is_sealed));
}

TEST_CASE("a real register never links to a make-believe one") {
    Folder real = broken(kFlow, "to: person", "to: patient");
    real.files["programme.yaml"] =
        "id: real\nversion: 2026-01-01\nroles: [clerk, head]\nregisters: [order]\n";
    Folder other{"clinic", {}};
    for (const auto& [path, text] : small_programme().files) {
        if (!path.starts_with("registers/order/")) other.files[path] = text;
        if (path.starts_with("registers/person/")) real.files.erase(path);
    }
    for (auto at = other.files.begin(); at != other.files.end();) {
        const std::string path = at->first;
        const std::string text = at->second;
        at = other.files.erase(at);
        const std::string old = "registers/person/";
        other.files[path.starts_with(old) ? "registers/patient/" + path.substr(old.size()) : path] = text;
        at = other.files.upper_bound(path);
    }
    other.files.erase("lists/colours.yaml");
    other.files["labels.vi.yaml"] = other.files["labels.en.yaml"] = "title: X\nroles: {clerk: X}\n";
    other.files["programme.yaml"] =
        "id: other\nversion: 2026-01-01\nmake_believe: true\nroles: [clerk]\nregisters: [patient]\n";
    const Faults faults = check(compile({real, other})).faults;
    REQUIRE_MESSAGE(faults.size() == 1, listed(faults));
    CHECK(faults[0].code == "definition.link_to_make_believe");
    CHECK(where(faults[0]) == "shop/registers/order/workflow.yaml:6:25");
}

TEST_CASE("all faults are told at once, in the order of files and lines") {
    Folder folder = broken(kForm, "list: colours", "list: sizes");
    folder.files[kLimits].replace(folder.files[kLimits].find("3 days"), 6, "3 fortnights");
    folder.files["registers/person/list.yaml"] =
        "columns: [kind]\nretention: {months: 0, citation: x, status: confirmed}\n";
    const Faults faults = faults_of(folder);
    std::set<std::string> codes;
    for (const Fault& fault : faults) codes.insert(fault.code);
    CHECK(codes.contains("definition.unknown_list"));
    CHECK(codes.contains("definition.not_a_span"));
    CHECK(codes.contains("definition.persons_for_ever"));
    // Labels are written last, so what is missing of them is told last.
    const auto is_about_labels = [](const Fault& one) {
        return one.code == "definition.unlabelled" || one.code == "definition.label_unused";
    };
    CHECK(std::ranges::is_sorted(faults, {}, [&](const Fault& one) {
        return std::tuple(is_about_labels(one), one.file, one.place.line);
    }));
}

TEST_CASE("what lacks its labels is told after everything else, wherever it stands") {
    Folder folder = broken(kForm, "{id: pieces", "{id: hint, type: text}\n  - {id: pieces");
    const Faults faults = faults_of(folder);
    REQUIRE_MESSAGE(faults.size() > 2, listed(faults));
    CHECK(faults.back().code == "definition.unlabelled");
    const auto first = std::ranges::find(faults, "definition.unlabelled", &Fault::code);
    CHECK(std::ranges::all_of(first, faults.end(), [](const Fault& one) {
        return one.code == "definition.unlabelled";
    }));
    CHECK(first != faults.begin());
}

TEST_CASE("never: a programme gives rights to a role of the house without saying that it means to") {
    const std::set<std::string> house{"head", "auditor"};
    const auto told = [&](const std::string& more) {
        Folder folder = small_programme();
        folder.files["programme.yaml"] += more;
        std::vector<std::string> out;
        for (const Fault& fault : check(compile({folder}), house).faults) {
            out.push_back(fault.code + " " + fault.pointer + " " + fault.detail);
        }
        return out;
    };
    using Told = std::vector<std::string>;
    CHECK(told("") == Told{"definition.house_role /programmes/0/roles/1 head"});
    CHECK(told("house_roles: [head]\n").empty());
    // Neither one that the house does not have, nor one that the programme does not use.
    CHECK(
        told("house_roles: [head, clerk]\n") ==
        Told{"definition.no_house_role /programmes/0/house_roles/1 clerk"}
    );
    CHECK(
        told("house_roles: [head, auditor]\n") ==
        Told{"definition.no_house_role /programmes/0/house_roles/1 auditor"}
    );
}

TEST_CASE("a fault is printed with file, line, column, pointer, sentence and what was written") {
    const Faults faults = faults_of(broken(kForm, "domain: work", "domain: house"));
    REQUIRE(faults.size() == 1);
    CHECK(
        told(faults[0], [](std::string_view) { return std::string("Sai."); }) ==
        "shop/registers/order/form.yaml:1:9 /programmes/0/registers/0/form/domain: Sai. "
        "[definition.not_one_of] "
        "house → work | cases | crime"
    );
}

}  // namespace neove::definition
