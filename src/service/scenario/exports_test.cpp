/// \file
/// Many records leaving at once. What must never happen is said first, over a real store.

#include "storage/statements/exports.h"

#include "access/disclosure.h"
#include "service/housekeeping.h"
#include "service/registers/export_records.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/persons.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace neove::service::scenario {

namespace {

using access::kConfidential;
using access::kIdentity;
using access::kInternal;

constexpr const char* kWhy = "Báo cáo Chích-Bông tháng năm";

/// One other agrees to what has no names, two to what has.
access::RegisterRules rules_of_exports() {
    using namespace access;
    constexpr Classes kAll = kInternal | kConfidential | kIdentity;
    RegisterRules rules;
    rules.register_name = "reader";
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"reader_desk"}, {"own"}, {"open", "list", "enrol"}, {}, kInternal, kAll, kIdentity, {}},
        {{"librarian"}, {"own"}, {"open", "list", "suspend", "leave", "correct"}, {}, kAll, kAll, 0, {}},
        {{"library_head"},
         {"own", "above"},
         {"open", "list", "erase", "assign", "export"},
         {},
         kInternal | kConfidential,
         0,
         kIdentity,
         {}}};
    rules.policy.denies = {{"block", {}}};
    rules.policy.list = {{"number", "state", "due", "kind"}, {"librarian"}, {"own"}};
    rules.policy.export_rule = {{"library_head"}, kInternal, 5, 1, 2, 2};
    return rules;
}

class Exports : public Readers {
public:
    Exports() {
        REQUIRE(adopt(access::Rules::compile({rules_of_exports()})));
        build();
    }
    Caller third_head() { return head_of("daumoi.congan"); }
    /// Of the province: the commune lies below.
    Caller above() { return caller("truongthuvien"); }

    Result<ExportView> ask(const Caller& who, const ExportWish& wish = plain()) {
        return ask_for_export(house(), who, wish, kWhy);
    }
    Result<ExportView> agree(const Caller& who, const ExportId& id) {
        return agree_to_export(house(), who, kRegister, id);
    }
    Result<Export> fetch(const Caller& who, const ExportId& id) {
        return fetch_export(house(), who, kRegister, id);
    }
    ExportId asked(const Caller& who, const ExportWish& wish = plain()) {
        const auto view = ask(who, wish);
        REQUIRE_MESSAGE(view.has_value(), code_of(view));
        return view->one.id;
    }
    ExportId agreed(const ExportWish& wish = plain()) {
        const ExportId id = asked(head(), wish);
        const auto once = agree(other_head(), id);
        REQUIRE_MESSAGE(once.has_value(), code_of(once));
        if (wish.with_identity) REQUIRE(agree(third_head(), id));
        return id;
    }
    static ExportWish plain() {
        ExportWish wish;
        wish.query.register_id = kRegister;
        return wish;
    }
    static ExportWish with_names() {
        ExportWish wish = plain();
        wish.with_identity = true;
        wish.purpose = "legal_duty";
        return wish;
    }
    void end_role(const AccountId& account, const std::string& role) {
        const auto snapshot = house().store.snapshot();
        const auto grants = grants_of(**snapshot, house().keys, account);
        REQUIRE(grants);
        storage::Commit commit;
        for (const Grant& grant : *grants) {
            if (grant.role == role && grant.holds_at(clock.now())) {
                commit.writes.push_back(end_grant(house().keys, grant, clock.now()));
            }
        }
        REQUIRE(!commit.writes.empty());
        REQUIRE(house().store.commit(std::move(commit)));
    }
    storage::Row row_of(const ExportId& id) {
        const auto snapshot = house().store.snapshot();
        const auto rows = (*snapshot)->read(storage::statements::kExportById, {id.text()});
        REQUIRE(rows);
        REQUIRE(rows->size() == 1);
        return (*rows)[0];
    }
    std::vector<std::string> entries(std::string_view action) {
        settle();
        std::vector<std::string> out;
        const auto all = house().store.tail(0, 100'000);
        REQUIRE(all);
        for (const storage::ChainedEntry& one : *all) {
            if (one.entry.action == action) out.push_back(one.entry.record_id + " " + one.entry.classes);
        }
        return out;
    }
};

std::set<RecordId> ids_of(const Export& leaving) {
    std::set<RecordId> out;
    for (const ExportedRecord& one : leaving.records) out.insert(one.row.id);
    return out;
}

}  // namespace

TEST_CASE("what the register asks others about leaves on nobody's own word") {
    Exports at;
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    CHECK(code_of(export_now(at.house(), at.head(), Exports::plain())) == "access.export_needs_approval");
    const auto asked = at.ask(at.head());
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const ExportId id = asked->one.id;
    CHECK(asked->needed == 1);
    CHECK(asked->one.rows == 1);
    CHECK(!asked->may_agree);
    CHECK(!asked->may_fetch);
    CHECK(code_of(at.agree(at.head(), id)) == "export.own");
    CHECK(code_of(at.fetch(at.head(), id)) == "access.export_needs_approval");
    Caller tired = at.other_head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(at.agree(tired, id)) == "session.step_up");
    const auto agreed = at.agree(at.other_head(), id);
    REQUIRE_MESSAGE(agreed.has_value(), code_of(agreed));
    CHECK(agreed->one.stage == kExportAgreed);
    tired = at.head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(at.fetch(tired, id)) == "session.step_up");
    CHECK(at.entries("reader.export").empty());
    const auto leaving = at.fetch(at.head(), id);
    REQUIRE_MESSAGE(leaving.has_value(), code_of(leaving));
    REQUIRE(leaving->records.size() == 1);
    // The rule lets the internal leave, whatever else he may read.
    CHECK(leaving->records[0].row.id == hoa);
    CHECK(leaving->records[0].answers.text_or("kind") == "adult");
    CHECK(leaving->records[0].answers.find("name") == nullptr);
    CHECK(leaving->records[0].answers.find("phone") == nullptr);
    CHECK(at.entries("reader.export") == std::vector<std::string>{hoa.text() + " internal"});
    CHECK(at.entries("reader.exported") == std::vector<std::string>{leaving->mark + " internal"});
    CHECK(at.entries("reader.export_asked").size() == 1);
    CHECK(at.entries("reader.export_agreed").size() == 1);
    CHECK(at.entries("reader.export_fetched").size() == 1);
}

TEST_CASE("records of persons and sealed answers never leave from a desk that somebody left open") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    auto rules = rules_of_exports();
    rules.policy.export_rule = {{"library_head"}, kInternal, 5, 0, 2, 2};
    REQUIRE(at.adopt(access::Rules::compile({rules})));
    Caller tired = at.head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(export_now(at.house(), tired, Exports::plain())) == "session.step_up");
    CHECK(at.entries("reader.exported").empty());
    const auto now = export_now(at.house(), at.head(), Exports::plain());
    REQUIRE_MESSAGE(now.has_value(), code_of(now));
    CHECK(now->records.size() == 1);
    // How much it would be may be asked; and whoever may not export is told that alone.
    CHECK(look_at_export(at.house(), tired, Exports::plain()).has_value());
    Caller other = at.desk();
    other.session.step_up_at = tired.session.step_up_at;
    CHECK(code_of(export_now(at.house(), other, Exports::plain())) == "access.export_not_yours");
}

TEST_CASE("names never leave where the register says never") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    auto rules = rules_of_exports();
    rules.policy.export_rule.identity_rows_max = 0;
    const ExportId before = at.agreed(Exports::with_names());
    REQUIRE(at.adopt(access::Rules::compile({rules})));
    CHECK(code_of(at.ask(at.head(), Exports::with_names())) == "access.export_identity_never");
    // Nor on what was agreed to while it could.
    CHECK(code_of(at.fetch(at.head(), before)) == "access.export_identity_never");
    const auto outlook = look_at_export(at.house(), at.head(), Exports::plain());
    REQUIRE(outlook);
    CHECK(outlook->with_identity.rows_max == 0);
}

TEST_CASE("names never leave on fewer than two others, for no purpose, or many at once") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    ExportWish aimless = Exports::with_names();
    aimless.purpose = "curiosity";
    CHECK(code_of(at.ask(at.head(), aimless)) == "record.unknown_purpose");
    const ExportId id = at.asked(at.head(), Exports::with_names());
    const auto once = at.agree(at.other_head(), id);
    REQUIRE(once);
    CHECK(once->one.stage == kExportWaiting);
    CHECK(code_of(at.agree(at.other_head(), id)) == "export.agreed_already");
    CHECK(code_of(at.fetch(at.head(), id)) == "access.export_needs_approval");
    REQUIRE(at.agree(at.third_head(), id));
    const auto leaving = at.fetch(at.head(), id);
    REQUIRE_MESSAGE(leaving.has_value(), code_of(leaving));
    const json::Value* name = leaving->records.at(0).answers.find("name");
    REQUIRE(name != nullptr);
    CHECK(name->text_or("name") == "Nguyễn Thị Hoa");
    CHECK(leaving->approved_by.size() == 2);
    CHECK(at.entries("reader.export").at(0).ends_with(" internal,identity"));
    // What is confidential was not in the rule: names do not take it along.
    for (const auto& [field, value] : *leaving->records[0].answers.object()) {
        CHECK(field != "born");
        CHECK(field != "remarks");
    }
    at.enrolled("Trần Văn Bưởi");
    at.enrolled("Lò Thị Mận");
    CHECK(code_of(at.fetch(at.head(), id)) == "access.export_too_many_rows");
    CHECK(code_of(at.ask(at.head(), Exports::with_names())) == "access.export_too_many_rows");
}

TEST_CASE("whoever agreed and lost the role since has agreed to nothing, and so has a closed account") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const ExportId id = at.agreed();
    REQUIRE(at.fetch(at.head(), id));
    at.end_role(at.other_head().account.id, "library_head");
    at.clock.advance(kMinute);
    CHECK(
        code_of(at.fetch(at.as("lanhdao", "leader"), id)) == "access.not_found"
    );  // in another role it is not hers
    Caller head = at.head();
    CHECK(code_of(at.fetch(head, id)) == "access.export_needs_approval");
    const ExportId next = at.asked(at.head());
    REQUIRE(at.agree(at.third_head(), next));
    REQUIRE(at.fetch(at.head(), next));
    const auto snapshot = at.house().store.snapshot();
    auto account = find_account(**snapshot, at.house().keys, at.third_head().account.id);
    REQUIRE(account);
    REQUIRE(account->has_value());
    (*account)->state = "disabled";
    storage::Commit commit;
    commit.writes.push_back(update_account(at.house().keys, **account));
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(code_of(at.fetch(at.head(), next)) == "access.export_needs_approval");
}

TEST_CASE("whoever asked and lost the role since is agreed with by nobody and fetches nothing") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const Caller head = at.head();
    const ExportId id = at.asked(head);
    const ExportId ready = at.agreed();
    at.end_role(head.account.id, "library_head");
    at.clock.advance(kMinute);
    CHECK(code_of(at.agree(at.other_head(), id)) == "export.asker_gone");
    Caller now = at.as("lanhdao", "reader_desk", "quaydoc.xa");
    CHECK(code_of(at.fetch(now, ready)) == "access.not_found");
    // The same role for another body is another scope: others agreed to this one.
    Caller elsewhere = at.as("lanhdao", "library_head", "thuthu.phuong");
    CHECK(code_of(at.fetch(elsewhere, ready)) == "access.not_found");
}

TEST_CASE("a record that closed to her between agreement and download is not in the file") {
    Exports at;
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const RecordId stays = at.enrolled("Trần Văn Bưởi");
    const RecordId erased = at.enrolled("Lò Thị Mận");
    const ExportId id = at.agreed();
    REQUIRE(at.fetch(at.head(), id)->records.size() == 3);
    at.relate(hoa, "block", at.head().account.id);
    storage::Commit gone;
    gone.writes.push_back({&storage::statements::kDeleteRecordKey, {erased.text()}, 1});
    REQUIRE(at.house().store.commit(std::move(gone)));
    const auto leaving = at.fetch(at.head(), id);
    REQUIRE_MESSAGE(leaving.has_value(), code_of(leaving));
    CHECK(ids_of(*leaving) == std::set<RecordId>{stays});
}

TEST_CASE("more rows than the register lets leave never leave, however many there were when it was asked for"
) {
    Exports at;
    for (int i = 0; i < 5; ++i) at.enrolled("Nguyễn Thị Hoa");
    const ExportId id = at.agreed();
    CHECK(at.fetch(at.head(), id)->records.size() == 5);
    at.enrolled("Trần Văn Bưởi");
    CHECK(code_of(at.fetch(at.head(), id)) == "access.export_too_many_rows");
    CHECK(code_of(at.ask(at.head())) == "access.export_too_many_rows");
    const auto outlook = look_at_export(at.house(), at.head(), Exports::plain());
    REQUIRE(outlook);
    CHECK(!outlook->rows);
}

TEST_CASE("an agreement is worth a day, a request three, and then the row is gone") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const ExportId waits = at.asked(at.head());
    const ExportId ready = at.agreed();
    at.clock.advance(kDay + -kMinute);
    REQUIRE(at.fetch(at.head(), ready));
    at.clock.advance(kMinute);
    CHECK(code_of(at.fetch(at.head(), ready)) == "export.over");
    CHECK(code_of(at.agree(at.third_head(), ready)) == "export.over");
    at.clock.advance(2 * kDay);
    CHECK(code_of(at.agree(at.other_head(), waits)) == "export.over");
    CHECK(list_exports(at.house(), at.other_head())->empty());
    storage::Commit commit;
    commit.writes = sweep_exports(at.house(), at.clock.now()).value();
    CHECK(commit.writes.size() == 2);
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(list_exports(at.house(), at.head())->empty());
    CHECK(code_of(at.fetch(at.head(), ready)) == "access.not_found");
    CHECK(sweep_exports(at.house(), at.clock.now())->empty());
}

TEST_CASE("nobody fetches what another asked for, and nobody decides on what lies outside her reach") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const ExportId id = at.agreed();
    for (const Caller& who :
         {at.other_head(), at.third_head(), at.above(), at.desk(), at.librarian(), at.caller("quantri")}) {
        CHECK(code_of(at.fetch(who, id)) == "access.not_found");
    }
    const ExportId next = at.asked(at.head());
    for (const Caller& who :
         {at.desk(),
          at.librarian(),
          at.as("thuthu.phuong", "library_head"),  // of a neighbour
          at.caller("quantri"),
          at.caller("kiemtra")}) {
        CAPTURE(who.actor.role);
        CHECK(code_of(at.agree(who, next)) == "access.not_found");
        CHECK(code_of(refuse_export(at.house(), who, Exports::kRegister, next, "x")) == "access.not_found");
        CHECK(list_exports(at.house(), who)->empty());
    }
    CHECK(code_of(agree_to_export(at.house(), at.other_head(), "loan", next)) == "access.not_found");
    // Whoever stands above decides too; what was refused leaves no more.
    REQUIRE(at.agree(at.above(), next));
    REQUIRE(refuse_export(at.house(), at.other_head(), Exports::kRegister, next, "không cần"));
    CHECK(code_of(at.fetch(at.head(), next)) == "export.over");
    const auto mine = list_exports(at.house(), at.head());
    REQUIRE(mine);
    CHECK(std::ranges::any_of(*mine, [&](const ExportView& one) {
        return one.one.id == next && one.one.refusal == "không cần";
    }));
}

TEST_CASE("who administers, audits or leads without the role never gets a byte of it") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    for (const char* login : {"quantri", "kiemtra", "lanhdao", "daumoi.yte"}) {
        const Caller who = at.caller(login);
        CAPTURE(login);
        for (const ExportWish& wish : {Exports::plain(), Exports::with_names()}) {
            CHECK(code_of(export_now(at.house(), who, wish)) == "access.not_found");
            CHECK(code_of(at.ask(who, wish)) == "access.not_found");
            CHECK(code_of(look_at_export(at.house(), who, wish)) == "access.not_found");
        }
    }
    for (const Caller& who : {at.desk(), at.librarian()}) {
        CHECK(code_of(export_now(at.house(), who, Exports::plain())) == "access.export_not_yours");
        CHECK(code_of(at.ask(who)) == "access.export_not_yours");
        CHECK(code_of(look_at_export(at.house(), who, Exports::plain())) == "access.export_not_yours");
    }
    ExportWish nowhere = Exports::plain();
    nowhere.query.register_id = "nothing";
    CHECK(code_of(export_now(at.house(), at.head(), nowhere)) == "access.not_found");
}

TEST_CASE("an agreement that SQL alone wrote, or wrote back, lets nothing leave") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const ExportId id = at.asked(at.head());
    const storage::Row waiting = at.row_of(id);
    const auto write = [&](const ExportId& to, const storage::Row& from, const char* stage) {
        const auto& all = from.values();
        storage::Commit commit;
        commit.writes.push_back({&storage::statements::kDeleteExport, {to.text(), at.row_of(to).number(9)}, 1}
        );
        storage::Parameters row{all.begin(), all.end()};
        row[6] = std::string(stage);
        commit.writes.push_back({&storage::statements::kInsertExport, std::move(row), 1});
        REQUIRE(at.house().store.commit(std::move(commit)));
    };
    write(id, waiting, "agreed");
    CHECK(code_of(at.fetch(at.head(), id)) == "access.not_found");
    write(id, waiting, "waiting");
    CHECK(at.ask(at.head()));
    REQUIRE(at.agree(at.other_head(), id));
    const storage::Row ready = at.row_of(id);
    REQUIRE(at.fetch(at.head(), id));
    REQUIRE(refuse_export(at.house(), at.other_head(), Exports::kRegister, id, "không cần"));
    write(id, ready, "agreed");  // every byte is ours, and older than what the journal names
    CHECK(code_of(at.fetch(at.head(), id)) == "access.not_found");
    CHECK(at.house().keys.rows->refused() > 0);
}

TEST_CASE("of two who decide at once one is told to look again, and a repeated request is the same one") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const auto one = ask_for_export(at.house(), at.head(), Exports::plain(), kWhy, "key", "body");
    const auto two = ask_for_export(at.house(), at.head(), Exports::plain(), kWhy, "key", "body");
    REQUIRE(one);
    REQUIRE(two);
    CHECK(one->one.id == two->one.id);
    const auto snapshot = at.house().store.snapshot();
    const auto read = find_export(**snapshot, at.house().keys, one->one.id);
    REQUIRE(read);
    REQUIRE(at.agree(at.other_head(), one->one.id));
    storage::Commit late;
    late.writes.push_back(change_export(at.house().keys, **read));
    CHECK(code_of(at.house().store.commit(std::move(late))) == "storage.conflict");
    for (int i = 1; i < kExportsAsked; ++i) at.asked(at.head());
    CHECK(code_of(at.ask(at.head())) == "export.too_many_waiting");
}

TEST_CASE(
    "what waits lies sealed: neither its reason nor its refusal is in the database, and no reason names "
    "anybody"
) {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    const ExportId id = at.asked(at.head());
    REQUIRE(refuse_export(at.house(), at.other_head(), Exports::kRegister, id, "Sơn-Ca chưa cần"));
    at.settle();
    const std::string stored = at.stored_bytes();
    CHECK(!stored.contains("Chích-Bông"));
    CHECK(!stored.contains("Sơn-Ca"));
    CHECK(!stored.contains("Nguyễn Thị Hoa"));
    CHECK(code_of(ask_for_export(at.house(), at.head(), Exports::plain(), "  ")) == "field.required");
    CHECK(
        code_of(ask_for_export(at.house(), at.head(), Exports::plain(), "hỏi 0912345678")) ==
        "form.looks_like_person"
    );
}

TEST_CASE("persons are exported by what lies in the clear, never by words looked for") {
    Exports at;
    at.enrolled("Nguyễn Thị Hoa");
    ExportWish wish = Exports::plain();
    wish.query.text = "nguyễn thị hoa";
    CHECK(code_of(at.ask(at.head(), wish)) == "export.by_name");
    wish.query.text.clear();
    wish.query.states = {"left"};
    const ExportId id = at.agreed(wish);
    CHECK(at.fetch(at.head(), id)->records.empty());
    wish.query.states = {"nothing"};
    CHECK(code_of(at.ask(at.head(), wish)) == "record.unknown_filter");
}

TEST_CASE("what leaves is what she lists, may open and may export, and no class more, in random worlds") {
    Exports at;
    std::mt19937 random(11);
    const std::vector<Caller> makers{at.desk(), at.as("thuthu.phuong", "reader_desk")};
    std::vector<RecordId> records;
    for (int i = 0; i < 10; ++i) {
        const auto made = at.enrol(makers[static_cast<std::size_t>(i % 2)], "Nguyễn Thị Hoa");
        REQUIRE_MESSAGE(made.has_value(), code_of(made));
        records.push_back(made->row.id);
    }
    const std::vector<std::string> logins{"quaydoc.xa", "thuthu.xa", "thuthu.phuong", "truongthuvien"};
    const std::string kAtADesk = "desk";
    std::vector<std::string> seats = logins;
    seats.push_back(kAtADesk);
    for (const RecordId& id : records) {
        if (random() % 2 == 0) at.relate(id, "responsible", {}, at.body_of_the_desk());
        if (random() % 4 == 0) at.relate(id, "block", {}, at.body_of_the_desk());
        for (const char* kind : {"responsible", "consent", "block"}) {
            if (random() % 3 != 0) continue;
            at.relate(id, kind, at.caller(logins[random() % logins.size()]).account.id);
        }
    }
    const auto some = [&](std::vector<std::string> words) {
        std::erase_if(words, [&](const std::string&) { return random() % 2 == 0; });
        return words;
    };
    std::size_t left = 0;
    std::size_t stayed = 0;
    for (int world = 0; world < 12; ++world) {
        CAPTURE(world);
        access::RegisterRules rules = rules_of_exports();
        rules.grants.clear();
        for (int i = 0; i < 6; ++i) {
            access::RecordGrant grant;
            grant.roles = some({"librarian", "reader_desk", "library_head"});
            grant.when = some(
                {"own",
                 "above",
                 "created",
                 "responsible",
                 "consent",
                 "responsible+desks",
                 "responsible+below"}
            );
            grant.actions = some({"open", "list", "export", "export"});
            if (random() % 2 == 0) grant.states = some({"member", "suspended"});
            grant.read = static_cast<access::Classes>(random() % 16);
            if (!grant.roles.empty() && !grant.when.empty() && !grant.actions.empty()) {
                rules.grants.push_back(std::move(grant));
            }
        }
        rules.policy.export_rule = {
            {"librarian", "reader_desk", "library_head"},
            static_cast<access::Classes>(random() % 8),
            1'000,
            0,
            0,
            0};
        REQUIRE(at.adopt(access::Rules::compile({rules})));
        at.clock.advance(kMinute);
        for (const std::string& login : seats) {
            for (const char* role : {"librarian", "reader_desk", "library_head"}) {
                CAPTURE(login);
                CAPTURE(role);
                const Caller who = login == kAtADesk ? at.at_a_desk(role) : at.as(login, role);
                const auto leaving = export_now(at.house(), who, Exports::plain());
                const std::set<RecordId> ids = leaving ? ids_of(*leaving) : std::set<RecordId>();
                const auto snapshot = at.house().store.snapshot();
                for (const RecordId& id : records) {
                    const auto opened = at.read(who, id);
                    bool may = at.lists(who, id) && opened.has_value();
                    access::Classes mask = 0;
                    if (may) {
                        const auto found = find_record(at.house(), **snapshot, who, Exports::kRegister, id);
                        REQUIRE(found);
                        const auto verdict = verdict_of(who, *found, access::kExport);
                        may = verdict.allowed;
                        mask = verdict.read & rules.policy.export_rule.classes;
                    }
                    CHECK(ids.contains(id) == may);
                    (may ? left : stayed) += 1;
                    if (!may || !leaving) continue;
                    const auto one = std::ranges::find_if(leaving->records, [&](const ExportedRecord& each) {
                        return each.row.id == id;
                    });
                    REQUIRE(one != leaving->records.end());
                    const auto& form = leaving->desk.current->form;
                    CHECK((classes_in(form, one->answers) & ~mask) == 0);
                    for (const auto& [field, value] : *one->answers.object()) {
                        CHECK(opened->answers.find(field) != nullptr);
                    }
                }
            }
        }
    }
    // A world in which nothing leaves, or all does, would prove nothing.
    CHECK(left > 50);
    CHECK(stayed > 50);
}

TEST_CASE("paper of one record is what she reads of it, and the journal calls it an export") {
    Exports at;
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto paper = print_record(at.house(), at.librarian(), Exports::kRegister, hoa);
    REQUIRE(paper);
    CHECK(paper->answers == at.read(at.librarian(), hoa)->answers);
    CHECK(at.entries("reader.export") == std::vector<std::string>{hoa.text() + " identity"});
    const auto plain = print_record(at.house(), at.desk(), Exports::kRegister, hoa);
    REQUIRE(plain);
    CHECK(plain->answers.find("name") == nullptr);
    CHECK(at.entries("reader.export").size() == 1);
    CHECK(
        code_of(print_record(at.house(), at.caller("quantri"), Exports::kRegister, hoa)) == "access.not_found"
    );
}

}  // namespace neove::service::scenario
