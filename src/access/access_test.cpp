#include "access/access.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace neove::access {

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/" + path);
    std::stringstream out;
    out << file.rdbuf();
    return out.str();
}

Table house_table() {
    Diagnostics faults;
    auto table = Table::compile(read_file("packs/house/access.yaml"), faults);
    for (const Error& fault : faults) MESSAGE(fault.code << " " << fault.where);
    REQUIRE(table);
    return std::move(*table);
}

OrganisationId org(int n) {
    return OrganisationId::trusted(std::string(31, '0') + std::to_string(n));
}

Actor actor_in(std::string role) {
    Actor actor;
    actor.account = AccountId::trusted("a");
    actor.role = std::move(role);
    actor.organisation = org(1);
    actor.below = {org(2)};
    return actor;
}

bool may(const Table& table, std::string role, std::string_view action, const Object& object) {
    return decide(table, actor_in(std::move(role)), action, object).allowed;
}

Object document_of(int owner, bool assigned = false) {
    return {"document", org(owner), {}, assigned};
}

Object issued_by(int issuer, int owner) {
    return {"document", org(owner), {}, false, org(issuer)};
}

}  // namespace

TEST_CASE("the committed table is the one the declarations compile to") {
    CHECK(house_table().to_tsv() == read_file("packs/house/access.tsv"));
}

TEST_CASE("never: what the house's rules forbid, in sentences") {
    const Table table = house_table();
    const auto never = [&](std::string role, std::string_view action, const Object& object) {
        CAPTURE(role);
        CAPTURE(action);
        CAPTURE(object.register_name);
        CHECK_FALSE(may(table, std::move(role), action, object));
    };
    const Object system{"system", {}, {}, false};
    const Object organisation{"organisation", org(1), {}, false};
    const Object strangers_account{"account", {}, AccountId::trusted("b"), false};
    const Object own_account{"account", {}, AccountId::trusted("a"), false};
    // An administrator never reads a document, not even one of the own organisation or one that names it.
    for (const char* action :
         {"list", "open", "upload", "review", "confirm", "withdraw", "original", "readers", "change"}) {
        never("administrator", action, document_of(1, true));
        never("auditor", action, document_of(1, true));
    }
    // A data owner confirms power and never opens, lists or changes a document, nor proposes power herself.
    for (const char* action :
         {"list", "open", "upload", "review", "confirm", "original", "readers", "change"}) {
        never("data_owner", action, document_of(1, true));
        never("data_owner", action, document_of(2));
    }
    for (const char* action : {"create", "enable", "reset", "grant"}) {
        never("data_owner", action, strangers_account);
        never("data_owner", action, own_account);
    }
    // An administrator never confirms or refuses a proposal, his own or another's; nobody else sees one.
    const Object own_proposal{"proposal", {}, AccountId::trusted("a"), false};
    const Object strangers_proposal{"proposal", {}, AccountId::trusted("b"), false};
    for (const Object& proposal : {own_proposal, strangers_proposal}) {
        for (const char* action : {"confirm", "refuse"}) never("administrator", action, proposal);
        for (const char* role : {"focal", "officer", "leader", "auditor"}) {
            for (const char* action : {"list", "open", "confirm", "refuse", "cancel"}) {
                never(role, action, proposal);
            }
        }
    }
    never("administrator", "cancel", strangers_proposal);
    never("data_owner", "cancel", own_proposal);
    // Nobody opens a document of a stranger's organisation that gives them no task.
    for (const char* role : {"focal", "officer", "leader"}) never(role, "open", document_of(3));
    // Nobody reads a document for its issuer but leaders of that very body: not those above it, and nobody
    // where nobody said who issued it.
    for (const char* role : {"focal", "officer", "leader"}) {
        for (const int issuer : {2, 3}) never(role, "open", issued_by(issuer, 4));
        never(role, "open", {"document", org(4), {}, false, {}});
    }
    for (const char* role : {"focal", "officer", "administrator", "data_owner", "auditor"}) {
        for (const char* action : {"list", "open"}) never(role, action, issued_by(1, 4));
    }
    // Having issued it gives reading alone.
    for (const char* action :
         {"upload", "change", "review", "confirm", "withdraw", "original", "readers", "name_issuer"}) {
        never("leader", action, issued_by(1, 4));
    }
    // Who issued it is said by whoever may confirm the whole of it, and by nobody else.
    for (const char* role : {"officer", "leader", "administrator", "data_owner", "auditor"}) {
        never(role, "name_issuer", document_of(1, true));
    }
    for (const Object& object : {document_of(2), document_of(3, true), issued_by(1, 3)}) {
        never("focal", "name_issuer", object);
    }
    // Following what a body does of a plan gives reading its own plan, with its file, and nothing else; that
    // it is followed by nobody gives nobody anything.
    Object followed = document_of(4);
    followed.follows = true;
    for (const char* role : {"focal", "officer", "leader"}) {
        for (const char* action :
             {"list",
              "upload",
              "change",
              "review",
              "confirm",
              "withdraw",
              "original",
              "readers",
              "name_issuer",
              "record_plan"}) {
            never(role, action, followed);
        }
        for (const char* action : {"open", "plan_file"}) never(role, action, document_of(4));
    }
    for (const char* role : {"administrator", "data_owner", "auditor"}) never(role, "open", followed);
    // An own plan is recorded for one's own body, and by that nobody reviews, gives out or changes another
    // document of it.
    for (const Object& object : {document_of(2), document_of(3, true), issued_by(1, 3)}) {
        for (const char* role : {"focal", "officer", "leader"}) never(role, "record_plan", object);
    }
    for (const char* action : {"upload", "change", "review", "confirm", "withdraw", "original"}) {
        never("officer", action, document_of(1));
    }
    // A focal officer never reviews or confirms for another organisation, not even for a unit below.
    never("focal", "review", document_of(2));
    never("focal", "confirm", document_of(2));
    never("focal", "confirm", document_of(3, true));
    // Being assigned a task never gives the original file, nor who read it.
    never("officer", "original", document_of(3, true));
    never("leader", "original", document_of(1));
    never("officer", "readers", document_of(1));
    never("officer", "readers", document_of(3, true));
    // An officer and a leader never change what a plan says.
    for (const char* action : {"upload", "change", "review", "confirm"}) {
        never("officer", action, document_of(1));
        never("leader", action, document_of(1));
    }
    // Only an administrator manages accounts; nobody else even lists them.
    for (const char* role : {"focal", "officer", "leader", "auditor"}) {
        for (const char* action : {"list", "create", "disable", "enable", "reset", "grant", "withdraw"}) {
            never(role, action, own_account);
            never(role, action, strangers_account);
        }
        never(role, "open", strangers_account);
    }
    // Officers, leaders and auditors never change the list of organisations.
    for (const char* role : {"officer", "leader", "auditor", "data_owner"}) {
        for (const char* action : {"create", "change", "import", "place"}) never(role, action, organisation);
    }
    // The state of the system is for administrators and auditors.
    for (const char* role : {"focal", "officer", "leader", "data_owner"}) never(role, "status", system);
    // A role nobody declared may nothing, and an action nobody declared is allowed to nobody.
    never("sign_in_as", "open", organisation);
    never("administrator", "sign_in_as", own_account);
}

TEST_CASE("never: an act that gives power to an account needs one person only") {
    const Table table = house_table();
    for (const char* action : {"create", "enable", "reset", "grant"})
        CHECK(table.needs_two("account", action));
    // Who stands above a body, or works at its desk, opens its records.
    CHECK(table.needs_two("organisation", "place"));
    // Taking power away is never delayed.
    for (const char* action : {"disable", "withdraw"}) CHECK_FALSE(table.needs_two("account", action));
    // Whoever may begin such an act may never confirm one, and one account may not hold both roles.
    for (const Role& role : table.roles()) {
        for (const char* action : {"create", "enable", "reset", "grant"}) {
            if (!table.allows(role.name, "account", action, Relation::Any)) continue;
            for (const Role& other : table.roles()) {
                for (const Relation relation : {Relation::Any, Relation::Own, Relation::Self}) {
                    if (!table.allows(other.name, "proposal", "confirm", relation)) continue;
                    CHECK(role.name != other.name);
                    CHECK(table.must_stay_apart({role.name, other.name, "leader"}));
                }
            }
        }
    }
    CHECK_FALSE(table.must_stay_apart({"administrator", "leader"}));
    CHECK(table.never_without() == std::set<std::string>{"administrator", "data_owner"});
}

TEST_CASE("never: a programme's role does anything in the house but look up bodies and units") {
    Table table = house_table();
    const Table before = house_table();
    table.add_roles({{"librarian", "Thủ thư", "Librarian", {}, {}}, {"officer", "x", "x", {}, {}}});
    for (const char* name : {"organisation", "administrative_unit"}) {
        CHECK(may(table, "librarian", "list", {name, org(3), {}, false}));
        CHECK(may(table, "librarian", "open", {name, org(3), {}, false}));
        CHECK_FALSE(may(table, "librarian", "export", {name, org(3), {}, false}));
    }
    // Whatever any role of the house may do with its own things.
    for (const char* name : {"organisation", "account", "proposal", "document", "system"}) {
        for (const char* action :
             {"create", "change", "import", "upload", "confirm", "grant", "status", "verify"}) {
            CAPTURE(name);
            CAPTURE(action);
            CHECK_FALSE(may(table, "librarian", action, {name, org(1), {}, true}));
        }
    }
    CHECK_FALSE(may(table, "librarian", "open", document_of(1, true)));
    CHECK(table.find_role("officer")->label_vi == before.find_role("officer")->label_vi);
}

TEST_CASE("what roles of programmes get is said in the declarations, and only of what the house knows") {
    const auto compiled = [](const std::string& section) {
        Diagnostics faults;
        auto table = Table::compile(
            "roles: {boss: {vi: A, en: A}}\nregisters:\n  thing:\n    - {role: [boss], when: any, actions: "
            "[open]}\n" +
                section,
            faults
        );
        return std::pair(std::move(table), faults.empty() ? std::string() : faults.front().code);
    };
    auto [none, no_fault] = compiled("");
    REQUIRE(none);
    none->add_roles({{"helper", "B", "B", {}, {}}});
    CHECK_FALSE(may(*none, "helper", "open", {"thing", {}, {}, false}));
    auto [some, fault] = compiled("roles_of_programmes:\n  thing: {when: own, actions: [open]}\n");
    REQUIRE(some);
    some->add_roles({{"helper", "B", "B", {}, {}}});
    CHECK(may(*some, "helper", "open", {"thing", org(1), {}, false}));
    CHECK_FALSE(may(*some, "helper", "open", {"thing", org(2), {}, false}));
    CHECK(some->to_tsv().contains("#of_programmes\tthing\topen\town\n"));
    CHECK(
        compiled("roles_of_programmes:\n  thing: {when: any, actions: [wipe]}\n").second ==
        "access.unknown_action"
    );
    CHECK(
        compiled("roles_of_programmes:\n  other: {when: any, actions: [open]}\n").second ==
        "access.unknown_action"
    );
    CHECK(
        compiled("roles_of_programmes:\n  thing: {when: never, actions: [open]}\n").second ==
        "access.unknown_relation"
    );
}

TEST_CASE("what each role is for works") {
    const Table table = house_table();
    CHECK(may(table, "focal", "confirm", document_of(1)));
    CHECK(may(table, "leader", "open", document_of(2)));
    CHECK(may(table, "leader", "open", issued_by(1, 3)));
    CHECK(may(table, "focal", "name_issuer", document_of(1)));
    CHECK(may(table, "officer", "open", document_of(3, true)));
    CHECK(may(table, "officer", "record_plan", document_of(1)));
    Object followed = document_of(3);
    followed.follows = true;
    for (const char* role : {"focal", "officer", "leader"}) {
        CHECK(may(table, role, "open", followed));
        CHECK(may(table, role, "plan_file", followed));
    }
    CHECK(may(table, "administrator", "create", {"account", {}, {}, false}));
    CHECK(may(table, "officer", "open", {"account", {}, AccountId::trusted("a"), false}));
}

TEST_CASE("a scope lists exactly what opens: list = open on random worlds") {
    const Table table = house_table();
    for (const Role& role : table.roles()) {
        const Actor actor = actor_in(role.name);
        const VisibleScope scope = scope_of(table, actor, "document");
        for (int owner = 1; owner <= 4; ++owner) {
            for (const int world : {0, 1, 2, 3, 4, 5, 6, 7}) {
                const bool assigned = world % 2 == 1;
                Object object = document_of(owner, assigned);
                if (world / 2 > 0) object.issuer = org(world / 2);
                const bool in_scope = scope.everything() || scope.owners().contains(object.owner) ||
                                      (scope.assigned() && assigned) ||
                                      (scope.issued() && object.issuer == actor.organisation);
                CHECK(in_scope == decide(table, actor, "list", object).allowed);
                CHECK(in_scope == decide(table, actor, "open", object).allowed);
            }
        }
    }
}

TEST_CASE("one flipped cell of the table is noticed") {
    std::string yaml = read_file("packs/house/access.yaml");
    const auto at = yaml.find("actions: [status, verify]");
    REQUIRE(at != std::string::npos);
    yaml.replace(at, 25, "actions: [status]");
    Diagnostics faults;
    CHECK(Table::compile(yaml, faults)->to_tsv() != read_file("packs/house/access.tsv"));
}

TEST_CASE("one flipped word about the second person is noticed") {
    for (const char* word : {"[create, enable, reset, grant]}", "{roles: [administrator, data_owner]}"}) {
        std::string yaml = read_file("packs/house/access.yaml");
        const auto at = yaml.rfind(word);
        REQUIRE(at != std::string::npos);
        const std::string changed = word[0] == '[' ? "[create, enable, reset]}" : "{roles: [administrator]}";
        yaml.replace(at, std::string(word).size(), changed);
        Diagnostics faults;
        CHECK(Table::compile(yaml, faults)->to_tsv() != read_file("packs/house/access.tsv"));
    }
    Diagnostics faults;
    std::string yaml = read_file("packs/house/access.yaml");
    yaml.replace(yaml.find("[create, enable, reset, grant]"), 30, "[create, enable, rest, grant]");
    CHECK(!Table::compile(yaml, faults));
    CHECK(faults.front().code == "access.unknown_action");
}

TEST_CASE("declarations with a fault name its place") {
    Diagnostics faults;
    CHECK(!Table::compile(
        "roles: {a: {vi: x, en: y}}\nregisters:\n  r:\n    - {role: [b], when: sometimes, actions: []}\n",
        faults
    ));
    REQUIRE(faults.size() == 3);
    CHECK(faults[0].where == "access.yaml:4:7");
}

}  // namespace neove::access
