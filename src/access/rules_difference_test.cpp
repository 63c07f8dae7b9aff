#include "access/rules_difference.h"

#include "access/rules_worlds.h"

#include <doctest/doctest.h>

namespace neove::access {

using namespace worlds;

namespace {

RegisterRules base() {
    RegisterRules rules{"loan", kStates, {"give", "ask"}, {"ask"}, {}, {}};
    rules.grants.push_back(
        {{"clerk"}, {"own"}, {"open", "list"}, {"asked"}, kInternal, 0, kIdentity, {false, "given", 30}}
    );
    rules.grants.push_back({{"clerk"}, {"own"}, {"give"}, {"asked"}, 0, kInternal, 0, {}});
    rules.policy.denies = {{"block", {"responsible"}}};
    rules.policy.list = {{"number"}, {"clerk"}, {"own"}};
    rules.policy.export_rule = {{"head"}, kInternal, 100, 1, 10, 2};
    rules.policy.break_glass = {{"visitor"}, kIdentity, 60, {"head"}, 3};
    rules.policy.matches = {{"head"}};
    return rules;
}

template <typename Alter>
RegisterRules altered(Alter alter) {
    RegisterRules rules = base();
    alter(rules);
    return rules;
}

template <typename Alter>
bool widens(Alter alter) {
    const Rules before = Rules::compile({base()});
    const Rules after = Rules::compile({altered(alter)});
    CHECK_FALSE(difference(before, after).empty());
    return is_wider(before, after);
}

/// Another version of the rules: often narrower, sometimes wider.
RegisterRules changed(RegisterRules rules) {
    for (RecordGrant& grant : rules.grants) {
        if (once_in(2)) grant.read &= some_classes();
        if (once_in(2)) grant.write &= some_classes();
        if (once_in(3)) grant.condition.consent = true;
        if (once_in(3)) grant.condition.until_days -= static_cast<int>(below(2));
        if (once_in(3)) grant.with_purpose &= grant.read;
        if (once_in(6)) grant.read |= some_classes();
    }
    if (once_in(3) && !rules.grants.empty()) rules.grants.pop_back();
    if (once_in(8)) rules.grants.push_back(some_grant());
    if (once_in(3)) rules.policy.denies.push_back(some_deny());
    if (once_in(8)) rules.policy.denies.clear();
    if (once_in(4)) rules.policy.break_glass.classes &= some_classes();
    if (once_in(8)) rules.policy.break_glass = {{"visitor"}, some_classes(), 60, {"head"}, 3};
    return rules;
}

bool gives_no_more(const Rules& before, const Rules& after, const Actor& actor, const Standing& standing) {
    return std::ranges::all_of(kActions, [&](const std::string& action) {
        const Verdict old = decide(before, actor, "loan", action, standing);
        const Verdict now = decide(after, actor, "loan", action, standing);
        return (!now.allowed || old.allowed) && (now.read & ~old.read) == 0 && (now.write & ~old.write) == 0;
    });
}

}  // namespace

TEST_CASE("wider is every single thing that lets somebody do or see more") {
    using R = RegisterRules;
    CHECK(widens([](R& r) { r.grants[0].actions.emplace_back("correct"); }));
    CHECK(widens([](R& r) { r.grants[0].roles.emplace_back("head"); }));
    CHECK(widens([](R& r) { r.grants[0].when.emplace_back("above"); }));
    CHECK(widens([](R& r) { r.grants[0].states.emplace_back("given"); }));
    CHECK(widens([](R& r) { r.grants[0].read |= kConfidential; }));
    CHECK(widens([](R& r) { r.grants[0].read |= kIdentity; }));
    CHECK(widens([](R& r) { r.grants[1].write |= kPublic; }));
    CHECK(widens([](R& r) { r.grants[0].with_purpose |= kConfidential; }));
    CHECK(widens([](R& r) { r.grants[0].condition.until_days = 31; }));
    CHECK(widens([](R& r) { r.grants[0].condition = {}; }));
    CHECK(widens([](R& r) { r.policy.denies.clear(); }));
    CHECK(widens([](R& r) { r.policy.denies = {{"kin", {}}}; }));
    CHECK(widens([](R& r) { r.policy.denies[0].unless.emplace_back("created"); }));
    CHECK(widens([](R& r) { r.policy.list.show.emplace_back("title"); }));
    CHECK(widens([](R& r) { r.policy.list.identity_roles.emplace_back("head"); }));
    CHECK(widens([](R& r) { r.policy.list.identity_when.emplace_back("above"); }));
    CHECK(widens([](R& r) { r.policy.export_rule.roles.emplace_back("clerk"); }));
    CHECK(widens([](R& r) { r.policy.export_rule.classes |= kConfidential; }));
    CHECK(widens([](R& r) { r.policy.export_rule.rows_max = 101; }));
    CHECK(widens([](R& r) { r.policy.export_rule.approvals = 0; }));
    CHECK(widens([](R& r) { r.policy.export_rule.identity_rows_max = 11; }));
    CHECK(widens([](R& r) { r.policy.export_rule.identity_approvals = 1; }));
    CHECK(widens([](R& r) { r.policy.break_glass.roles.emplace_back("clerk"); }));
    CHECK(widens([](R& r) { r.policy.break_glass.classes |= kInternal; }));
    CHECK(widens([](R& r) { r.policy.break_glass.minutes = 61; }));
    CHECK(widens([](R& r) { r.policy.break_glass.tell = {"clerk"}; }));
    CHECK(widens([](R& r) { r.policy.break_glass.review_working_days = 4; }));
    CHECK(widens([](R& r) { r.policy.matches.tell.emplace_back("clerk"); }));
    // How far a relation reaches, and whom a form may give one.
    CHECK(widens([](R& r) { r.grants[0].when.emplace_back("receiving+desks"); }));
    CHECK(widens([](R& r) { r.grants[0].when.emplace_back("receiving+below"); }));
    CHECK(widens([](R& r) { r.policy.list.identity_when.emplace_back("receiving+desks"); }));
    CHECK(widens([](R& r) { r.policy.gives = {{"give", "receiving", "body"}}; }));
}

TEST_CASE(
    "what words mean is signed too: a lower class, a guard that is gone, what is kept shorter or in clear"
) {
    const auto meaning = [](auto alter) {
        RegisterRules rules = base();
        rules.policy.meaning.fields = {{"reader", kIdentity}, {"note", kConfidential}};
        rules.policy.meaning.guards = {
            {"ask", "step_up", {}}, {"give", "not_by_who_did", "ask"}, {"give", "when", "count(ask) < 3"}};
        rules.policy.meaning.kept_months = 24;
        alter(rules.policy.meaning);
        return Rules::compile({rules});
    };
    const Rules before = meaning([](Meaning&) {});
    const auto more = [&](auto alter) {
        const Rules after = meaning(alter);
        REQUIRE(Rules::from_tsv(after.to_tsv()).has_value());
        CHECK(Rules::from_tsv(after.to_tsv())->to_tsv() == after.to_tsv());
        CHECK(difference(before, after).size() == 1);
        CHECK(is_wider(before, after) == means_more(before, after));
        return means_more(before, after);
    };
    CHECK(more([](Meaning& m) { m.fields["reader"] = kConfidential; }));
    CHECK(more([](Meaning& m) { m.fields["note"] = kPublic; }));
    CHECK_FALSE(more([](Meaning& m) { m.fields["note"] = kIdentity; }));
    CHECK_FALSE(more([](Meaning& m) { m.fields["title"] = kPublic; }));
    CHECK_FALSE(more([](Meaning& m) { m.fields.erase("note"); }));
    CHECK(more([](Meaning& m) { m.guards.pop_back(); }));
    CHECK(more([](Meaning& m) { m.guards.erase(m.guards.begin() + 1); }));
    CHECK_FALSE(more([](Meaning& m) { m.guards.push_back({"give", "reason", {}}); }));
    // An action that nobody may take any more asks nothing of anybody.
    CHECK_FALSE(more([](Meaning& m) { m.guards.erase(m.guards.begin()); }));
    CHECK(more([](Meaning& m) { m.kept_months = 23; }));
    CHECK_FALSE(more([](Meaning& m) { m.kept_months = 0; }));
    CHECK_FALSE(more([](Meaning& m) { m.kept_months = 25; }));
    CHECK(more([](Meaning& m) { m.clear = {"sex"}; }));
    CHECK_FALSE(means_more(before, Rules::compile({altered([](RegisterRules& r) {
                                       r.grants[0].actions.emplace_back("correct");
                                   })}).with_meaning_of(before)));
    const auto shown = readable(difference(before, meaning([](Meaning& m) { m.fields["note"] = kPublic; })));
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].part == "class");
    REQUIRE((shown[0].before && shown[0].after));
    CHECK(shown[0].before->meaning.fields == std::map<std::string, Classes>{{"note", kConfidential}});
    CHECK(shown[0].after->meaning.fields == std::map<std::string, Classes>{{"note", kPublic}});
}

TEST_CASE("two sign what an action does too: where it is taken, what it must have, to whom it gives") {
    const std::vector<Guard> guards{
        {"give", "also", "{\"do\":\"extend\",\"link\":\"of_loan\"}"},
        {"give", "fields", "note,reader"},
        {"give", "from", "asked,waiting"},
        {"give", "gives", "helper body {\"among\":\"own_units\"}"},
        {"give", "once_per", "day"},
        {"give", "requires", "note"},
        {"give", "to", "given"},
        {"of_loan", "link_alone_in", "asked"},
        {"of_loan", "link_to", "loan"},
        {"of_loan", "link_who_may", "extend"},
        {"reader", "required", "always"}};
    const auto table = [&](std::vector<Guard> with) {
        RegisterRules rules = base();
        rules.policy.meaning.fields = {{"reader", kIdentity}, {"note", kConfidential}};
        std::ranges::sort(with);
        rules.policy.meaning.guards = std::move(with);
        return Rules::compile({rules});
    };
    const Rules before = table(guards);
    REQUIRE(Rules::from_tsv(before.to_tsv())->to_tsv() == before.to_tsv());
    const auto more = [&](std::string_view kind, std::string what) {
        std::vector<Guard> changed = guards;
        const auto found = std::ranges::find(changed, kind, &Guard::kind);
        if (found == changed.end()) {
            changed.push_back({"give", std::string(kind), std::move(what)});
        } else {
            found->what = std::move(what);
        }
        const Rules after = table(std::move(changed));
        CHECK(difference(before, after).size() == 1);
        CHECK(is_wider(before, after) == means_more(before, after));
        return means_more(before, after);
    };
    const auto less = [&](std::string_view kind) {
        std::vector<Guard> rest = guards;
        std::erase_if(rest, [&](const Guard& one) { return one.kind == kind; });
        return means_more(before, table(std::move(rest)));
    };
    for (const char* kind :
         {"also", "gives", "once_per", "requires", "to", "link_alone_in", "link_who_may", "required"}) {
        INFO(kind);
        CHECK(less(kind));
        CHECK(more(kind, "another"));
    }
    // Taken in fewer states or changing less is not wider; in another state, or changing what it did not, is.
    CHECK_FALSE(more("from", "asked"));
    CHECK(more("from", "asked,returned,waiting"));
    CHECK_FALSE(more("fields", "note"));
    CHECK_FALSE(more("fields", "brand_new,note,reader"));  // by the grants alone
    CHECK_FALSE(more("requires", "note,reader"));
    CHECK_FALSE(more("link_alone_in", "asked,given"));
    // What this program has no word for is never taken for harmless; a new guard that it knows is.
    CHECK(more("opens_to", "everybody"));
    CHECK_FALSE(more("only_later", "day"));
    std::vector<Guard> known_less = guards;
    std::erase_if(known_less, [](const Guard& one) { return one.kind == "fields"; });
    CHECK(means_more(table(known_less), before));
    // An action that is new is given by its cells.
    std::vector<Guard> with_another = guards;
    with_another.push_back({"ask", "to", "asked"});
    with_another.push_back({"ask", "fields", "note"});
    CHECK_FALSE(means_more(before, table(with_another)));
    CHECK(
        registers_that_mean_more(before, table({})) == std::set<std::string, std::less<>>{std::string("loan")}
    );
}

TEST_CASE("two sign what guards rest on, and a table that says nothing of it is told first") {
    const std::vector<Guard> guards{
        {"board", "board_act", "nudge"},
        {"finish", "limit_versions", "30 days"},
        {"form", "domain", "cases"},
        {"give", "to", "given"},
        {"note", "field_compute", "reader"},
        {"note", "field_not_after", "today"},
        {"plan", "allots_codes", "lead"},
        {"rows", "field_required", "part: always"}};
    const auto table = [&](std::vector<Guard> with) {
        RegisterRules rules = base();
        rules.policy.meaning.fields = {{"reader", kIdentity}, {"note", kConfidential}, {"rows", kInternal}};
        std::ranges::sort(with);
        rules.policy.meaning.guards = std::move(with);
        return Rules::compile({rules});
    };
    const Rules before = table(guards);
    REQUIRE(Rules::from_tsv(before.to_tsv())->to_tsv() == before.to_tsv());
    for (const Guard& one : guards) {
        INFO(one.kind);
        std::vector<Guard> changed = guards;
        std::ranges::find(changed, one)->what = "another";
        CHECK(means_more(before, table(changed)));
        std::erase(changed, Guard{one.action, one.kind, "another"});
        CHECK(means_more(before, table(changed)));
    }
    const auto with = [&](Guard one) {
        std::vector<Guard> more = guards;
        more.push_back(std::move(one));
        return table(std::move(more));
    };
    // A question hidden, a name found by: wider. A bound or a limit more is not, nor is what a new field
    // says.
    CHECK(means_more(before, with({"reader", "field_show_when", "note = ''"})));
    CHECK(means_more(before, with({"reader", "field_on_card", "true"})));
    CHECK(means_more(before, with({"finish", "limit_suspension", "{}"})));
    CHECK_FALSE(means_more(before, with({"reader", "field_not_before", "today"})));
    CHECK_FALSE(means_more(before, with({"reader", "field_kinds", "ward"})));
    CHECK_FALSE(means_more(before, with({"another", "limit_versions", "1 day"})));
    CHECK_FALSE(means_more(before, with({"brand_new", "field_show_when", "note = ''"})));
    // One of before is told what its bundle says, keeps what it said, and is wider than nothing by it.
    const Rules older = table({{"give", "step_up", {}}, {"give", "to", "given"}});
    CHECK_FALSE(means_more(older, with({"give", "step_up", {}})));
    const Rules told = older.with_meaning_of(before);
    CHECK(told.policy("loan").meaning.guards.size() == guards.size() + 1);
    CHECK(told.with_meaning_of(with({"reader", "field_on_card", "true"})).to_tsv() == told.to_tsv());
}

TEST_CASE("a field that comes back is compared with the class it had") {
    const auto table = [](std::map<std::string, Classes> fields) {
        RegisterRules rules = base();
        rules.policy.meaning.fields = std::move(fields);
        rules.policy.meaning.guards = {{"give", "to", "given"}};
        return Rules::compile({rules});
    };
    const Rules first = table({{"note", kConfidential}, {"title", kPublic}});
    const Rules without = with_classes_of_before(first, table({{"title", kPublic}}));
    CHECK(difference(first, without).empty());
    const Rules again = with_classes_of_before(without, table({{"note", kInternal}, {"title", kPublic}}));
    CHECK(again.policy("loan").meaning.fields.at("note") == kInternal);
    CHECK(means_more(without, again));
    CHECK_FALSE(means_more(without, with_classes_of_before(without, table({{"note", kIdentity}}))));
}

TEST_CASE("a table that says only what actions ask is told the rest, and signs nothing away by it") {
    const auto table = [](std::vector<Guard> guards) {
        RegisterRules rules = base();
        rules.policy.meaning.fields = {{"note", kConfidential}};
        rules.policy.meaning.guards = std::move(guards);
        return Rules::compile({rules});
    };
    const Rules older = table({{"give", "step_up", {}}});
    const Rules bundle = table({{"give", "from", "asked"}, {"give", "to", "given"}});
    const Rules told = older.with_meaning_of(bundle);
    CHECK(
        told.policy("loan").meaning.guards ==
        std::vector<Guard>{{"give", "from", "asked"}, {"give", "step_up", {}}, {"give", "to", "given"}}
    );
    CHECK(told.with_meaning_of(table({{"give", "from", "asked,given"}})).to_tsv() == told.to_tsv());
    CHECK_FALSE(is_wider(older, told));
    CHECK(means_more(
        told, older.with_meaning_of(table({{"give", "from", "asked,given"}, {"give", "to", "given"}}))
    ));
}

TEST_CASE("a table of before takes what its words mean from the bundle it came with, and nothing else") {
    RegisterRules rules = base();
    const Rules old = Rules::compile({rules});
    rules.policy.meaning.fields = {{"note", kConfidential}};
    rules.grants.clear();
    const Rules bundle = Rules::compile({rules});
    CHECK_FALSE(old.has_meaning());
    const Rules given = old.with_meaning_of(bundle);
    CHECK(given.has_meaning());
    CHECK(given.cells() == old.cells());
    CHECK(given.policy("loan").meaning == bundle.policy("loan").meaning);
    CHECK(given.with_meaning_of(Rules()).to_tsv() == given.to_tsv());
    CHECK_FALSE(is_wider(given, old.with_meaning_of(bundle)));
}

TEST_CASE("a gift more is wider, a gift less is not, and another field is both") {
    RegisterRules one = base();
    one.policy.gives = {{"give", "receiving", "body"}};
    RegisterRules other = base();
    other.policy.gives = {{"give", "receiving", "house"}};
    CHECK_FALSE(is_wider(Rules::compile({one}), Rules::compile({base()})));
    CHECK(is_wider(Rules::compile({one}), Rules::compile({other})));
    const auto changes = difference(Rules::compile({one}), Rules::compile({other}));
    REQUIRE(changes.size() == 2);
    CHECK(changes[0].kind == Change::Kind::Removed);
    CHECK_FALSE(changes[0].wider);
    CHECK(changes[1].kind == Change::Kind::Added);
    CHECK(changes[1].wider);
    const auto shown = readable(changes);
    REQUIRE(shown.size() == 2);
    CHECK(shown[1].part == "gives");
    REQUIRE(shown[1].after);
    CHECK(shown[1].after->gives == other.policy.gives);
}

TEST_CASE("not wider is what only takes away") {
    using R = RegisterRules;
    CHECK_FALSE(widens([](R& r) { r.grants[0].actions.pop_back(); }));
    CHECK_FALSE(widens([](R& r) { r.grants[0].with_purpose = 0; }));
    CHECK_FALSE(widens([](R& r) { r.grants[0].read = 0; }));
    CHECK_FALSE(widens([](R& r) { r.grants[1].write = 0; }));
    CHECK_FALSE(widens([](R& r) { r.grants[0].condition.until_days = 29; }));
    CHECK_FALSE(widens([](R& r) { r.grants[0].condition.consent = true; }));
    CHECK_FALSE(widens([](R& r) { r.policy.denies.push_back({"kin", {}}); }));
    CHECK_FALSE(widens([](R& r) { r.policy.denies[0].unless.clear(); }));
    CHECK_FALSE(widens([](R& r) { r.policy.list = {}; }));
    CHECK_FALSE(widens([](R& r) { r.policy.export_rule.identity_rows_max = 0; }));
    CHECK_FALSE(widens([](R& r) { r.policy.export_rule.approvals = 2; }));
    CHECK_FALSE(widens([](R& r) { r.policy.break_glass = {}; }));
    CHECK_FALSE(widens([](R& r) { r.policy.break_glass.tell.emplace_back("clerk"); }));
    CHECK_FALSE(widens([](R& r) { r.policy.matches = {}; }));
    CHECK_FALSE(is_wider(Rules::compile({base()}), Rules()));
    CHECK(is_wider(Rules(), Rules::compile({base()})));
}

TEST_CASE("a difference says which line was added, removed or changed, and by which somebody gains") {
    const Rules before = Rules::compile({base()});
    const Rules after = Rules::compile({altered([](RegisterRules& r) {
        r.grants[0].read = kPublic;
        r.policy.denies.clear();
        r.grants.push_back({{"head"}, {"own"}, {"open"}, {"asked"}, kPublic, 0, 0, {}});
    })});
    const std::vector<Change> changes = difference(before, after);
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].kind == Change::Kind::Removed);
    CHECK(changes[0].before == "#deny\tloan\tblock\tresponsible");
    CHECK(changes[0].wider);
    CHECK(changes[1].kind == Change::Kind::Changed);
    CHECK(
        changes[1].before == "loan\tclerk\tlist\tasked\town\tuntil 30 days after given\tinternal\t-\tidentity"
    );
    CHECK(
        changes[1].after == "loan\tclerk\tlist\tasked\town\tuntil 30 days after given\tpublic\t-\tidentity"
    );
    CHECK(changes[1].wider);
    CHECK(changes[3].kind == Change::Kind::Added);
    CHECK(changes[3].after == "loan\thead\topen\tasked\town\t-\tpublic\t-\t-");
    CHECK(changes[3].wider);
}

TEST_CASE("a difference as people read it names every state and every rule, before and after") {
    const Rules before = Rules::compile({base()});
    const Rules after = Rules::compile({altered([](RegisterRules& rules) {
        rules.grants[0].read |= kConfidential;
        rules.grants[0].states = {"asked", "given", "gone"};
        rules.policy.break_glass.minutes = 90;
        rules.policy.denies.clear();
    })});
    const auto changes = readable(difference(before, after));
    std::size_t cells = 0;
    for (const ReadableChange& one : changes) {
        if (one.part != "cell") continue;
        cells += one.states.size();
        CHECK(one.role == "clerk");
        // A state that was there already is another line than those that are new.
        CHECK(one.states.size() == (one.kind == Change::Kind::Changed ? 1 : 2));
        CHECK(one.cell_before.has_value() == (one.kind == Change::Kind::Changed));
        CHECK(one.cell_after->read == (kInternal | kConfidential));
    }
    std::size_t raw = 0;
    for (const Change& one : difference(before, after)) raw += one.after.starts_with("loan") ? 1 : 0;
    CHECK(cells == raw);
    const auto glass = std::ranges::find(changes, "break_glass", &ReadableChange::part);
    REQUIRE(glass != changes.end());
    CHECK(glass->wider);
    CHECK(glass->before->break_glass.minutes == 60);
    CHECK(glass->after->break_glass.minutes == 90);
    const auto deny = std::ranges::find(changes, "deny", &ReadableChange::part);
    REQUIRE(deny != changes.end());
    CHECK(deny->before->denies.size() == 1);
    CHECK_FALSE(deny->after.has_value());
}

TEST_CASE("a table of some registers says of them what the whole one says, and of others nothing") {
    CHECK(rc::check([] {
        RegisterRules other = some_rules();
        other.register_name = "book";
        const RegisterRules loan = some_rules();
        const Rules both = Rules::compile({loan, other});
        RC_ASSERT(both.only({"loan"}).to_tsv() == Rules::compile({loan}).to_tsv());
        RC_ASSERT(both.only({}).to_tsv() == Rules().to_tsv());
        RC_ASSERT(both.only({"loan", "book"}).to_tsv() == both.to_tsv());
    }));
}

TEST_CASE("where a table is not wider, no actor in no standing gets more") {
    int not_wider = 0;
    int gained = 0;
    CHECK(in_every_world([&] {
        const RegisterRules rules = some_rules();
        const Rules before = Rules::compile({rules});
        const Rules after = Rules::compile({changed(rules)});
        const bool wider = is_wider(before, after);
        RC_ASSERT(difference(before, after).empty() == (before.to_tsv() == after.to_tsv()));
        for (int world = 0; world < 10; ++world) {
            const Actor actor = some_actor();
            const Standing standing = standing_in(actor, some_world(), once_in(2));
            const bool no_more = gives_no_more(before, after, actor, standing) &&
                                 gives_no_more(before, after, actor, standing_before(kNow));
            if (!wider) RC_ASSERT(no_more);
            gained += no_more ? 0 : 1;
        }
        not_wider += wider ? 0 : 1;
    }));
    CHECK(not_wider > 20);
    CHECK(gained > 20);
}

}  // namespace neove::access
