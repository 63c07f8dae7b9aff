/// \file
/// What is closed stays closed, whatever rows somebody puts back; and a change tells nothing to those who
/// cannot read it.

#include "service/registers/drafts.h"
#include "service/registers/timeline.h"
#include "service/scenario/library.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/persons.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

namespace statements = storage::statements;
using storage::Statement;

constexpr Statement kDropRecord{"test_drop_record", "DELETE FROM record WHERE id = $1"};
constexpr Statement kDropErasures{"test_drop_erasures", "DELETE FROM erasure WHERE record_id = $1"};
constexpr Statement kDropLastEvent{
    "test_drop_last_event", "DELETE FROM event WHERE record_id = $1 AND kind = 'erased'"};
constexpr Statement kAlterEvents{
    "test_alter_events", "UPDATE event SET clear = REPLACE(clear, $2, $3) WHERE record_id = $1"};

storage::Rows rows_of(HouseFixture& at, const Statement& statement, storage::Parameters parameters) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot.has_value());
    auto rows = (*snapshot)->read(statement, std::move(parameters));
    REQUIRE(rows.has_value());
    return *rows;
}

void run(HouseFixture& at, std::vector<storage::Write> writes) {
    storage::Commit commit;
    commit.writes = std::move(writes);
    const auto done = at.house().store.commit(std::move(commit));
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
}

/// The rows of a record as a copy of the database holds them.
struct Copy {
    storage::Parameters record;
    storage::Parameters key;
    storage::Parameters card;
};

Copy copied(HouseFixture& at, const std::string& register_name, const RecordId& id) {
    const auto rows = rows_of(at, statements::kRecordById, {id.text(), register_name});
    REQUIRE(rows.size() == 1);
    const auto& all = rows[0].values();
    Copy out;
    out.record.assign(all.begin(), all.begin() + 23);
    out.key = {id.text(), register_name, static_cast<std::int64_t>(keyring::Domain::Cases), all[23], all[24]};
    const auto card = rows_of(at, statements::kCardOfRecord, {id.text()});
    if (!card.empty()) out.card = {id.text(), register_name, card[0].number(1), card[0].bytes(2)};
    return out;
}

/// As somebody with SQL does it.
void put_back(HouseFixture& at, const Copy& copy, bool with_key) {
    std::vector<storage::Write> writes{
        {&kDropRecord, {copy.record[0]}}, {&statements::kInsertRecord, copy.record}};
    if (with_key) writes.push_back({&statements::kInsertRecordKey, copy.key});
    if (!copy.card.empty()) writes.push_back({&statements::kWriteCard, copy.card});
    run(at, std::move(writes));
}

/// A process that knows nothing yet but the journal.
bool opens_after_restart(HouseFixture& at, const RecordId& id) {
    const Keys fresh = at.fresh_keys();
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot.has_value());
    const auto rows = (*snapshot)->read(statements::kRecordRowById, {id.text()});
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    const auto row = record_row(**snapshot, fresh, rows->at(0));
    REQUIRE(row.has_value());  // its tag is ours: only the journal knows better
    return is_newest(**snapshot, fresh, *row);
}

bool lists(Library& on, const char* login, const RecordId& id) {
    const RecordPage page = on.list(login);
    return std::ranges::any_of(page.records, [&](const ListedRecord& one) { return one.row.id == id; });
}

/// Does something once, right before a draft is written.
class BeforeDraft final : public storage::Store {
public:
    explicit BeforeDraft(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {}
    std::function<void()> once;
    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_->snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        const bool is_draft = std::ranges::any_of(commit.writes, [](const storage::Write& one) {
            return one.statement == &statements::kWriteDraft;
        });
        if (is_draft && once) std::exchange(once, {})();
        return store_->commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
};

void erase(Readers& at, const RecordId& id) {
    const RecordRequest about{Readers::kRegister, id, {}, {}, {}};
    const auto asked = propose_erasure(at.house(), at.head(), about, {"Quyết định giả định", "Điều 2"});
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const auto done = confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
}

void is_closed(Readers& at, const RecordId& id, const std::string& number) {
    at.settle();
    const ChangedRecord changed{Readers::kRegister, id.text()};
    REQUIRE(at.house().persons.show(at.house().store, at.house().keys, {&changed, 1}).has_value());
    for (const Caller& who : {at.librarian(), at.desk(), at.head(), at.other_head()}) {
        CAPTURE(who.actor.role);
        CHECK(code_of(at.read(who, id)) == "access.not_found");
        CHECK(code_of(read_timeline(at.house(), who, Readers::kRegister, id)) == "access.not_found");
        CHECK(!at.lists(who, id));
        for (const std::string& words : {std::string("nguyễn thị hoa"), number, std::string("0912345678")}) {
            CHECK(!at.finds(who, words, id));
        }
        const DraftPlace place{Readers::kRegister, id, "suspend"};
        CHECK(code_of(write_draft(at.house(), who, place, json::Object{})) == "access.not_found");
    }
    const json::Value typed{json::Object{{"name", json::Object{{"name", "Nguyễn Thị Hoa"}}}}};
    const auto matches = possible_matches(at.house(), at.desk(), Readers::kRegister, typed, {});
    REQUIRE(matches.has_value());
    CHECK(matches->matches.empty());
    const auto agenda = agenda_of(at.house(), at.librarian());
    REQUIRE(agenda.has_value());
    CHECK(std::ranges::none_of(agenda->items, [&](const AgendaItem& one) { return one.row.id == id; }));
    CHECK(!opens_after_restart(at, id));
}

}  // namespace

TEST_CASE("an erased person stays erased when every one of her rows is put back") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa", "0912345678");
    const auto before = at.read(at.librarian(), hoa);
    REQUIRE(before.has_value());
    at.relate(hoa, "responsible", at.librarian().account.id);
    const Copy copy = copied(at, Readers::kRegister, hoa);
    CHECK(opens_after_restart(at, hoa));
    erase(at, hoa);
    put_back(at, copy, true);
    const std::uint64_t alarms = at.house().keys.rows->refused();
    is_closed(at, hoa, before->row.number);
    CHECK(at.house().keys.rows->refused() > alarms);

    // Her name does not even come back into memory.
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    PersonIndex restarted;
    REQUIRE(restarted.begin(at.house().store, programme).has_value());
    REQUIRE(restarted.build(at.house().store, at.house().keys).has_value());
    CHECK(restarted.search(seeker, "nguyễn thị hoa", 10)->hits.empty());
    CHECK(at.house().persons.search(seeker, "nguyễn thị hoa", 10)->hits.empty());

    // Nor with the certificate gone, and what was written of the erasure.
    run(at, {{&kDropErasures, {hoa.text()}, 1}, {&kDropLastEvent, {hoa.text()}, 1}});
    is_closed(at, hoa, before->row.number);
}

TEST_CASE("a record put back as it was before is not there, until it stands again as its events say") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    const RecordId id = opened->row.id;
    const Copy older = copied(on, "loan", id);
    const auto seen = on.read(kLibrarian, id);
    REQUIRE(seen.has_value());
    const auto lent = on.act(kLibrarian, *seen, wants("lend"));
    REQUIRE_MESSAGE(lent.has_value(), code_of(lent));
    const Copy newest = copied(on, "loan", id);
    put_back(on, older, false);
    const std::uint64_t alarms = on.house().keys.rows->refused();
    for (const char* login : {kLibrarian, kDesk, kHead}) {
        CHECK(code_of(on.read(login, id)) == "access.not_found");
        CHECK(!lists(on, login, id));
    }
    CHECK(code_of(on.act(kLibrarian, *seen, wants("refuse", {}, "x"))) == "access.not_found");
    const auto agenda = agenda_of(on.house(), on.caller(kLibrarian));
    REQUIRE(agenda.has_value());
    CHECK(agenda->items.empty());
    CHECK(on.house().keys.rows->refused() > alarms);
    CHECK(!opens_after_restart(on, id));
    put_back(on, newest, false);
    CHECK(on.read(kLibrarian, id).has_value());
    CHECK(lists(on, kLibrarian, id));
    CHECK(opens_after_restart(on, id));
}

TEST_CASE("another node's change is learnt from the journal, and nothing older is believed after it") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    const RecordId id = opened->row.id;
    RowGuard elsewhere;
    on.settle();
    const auto sees = [&](std::int64_t version) {
        const auto snapshot = on.house().store.snapshot();
        REQUIRE(snapshot.has_value());
        (*snapshot)->order = elsewhere.order();
        return elsewhere.admits_record(**snapshot, "loan", id.text(), version);
    };
    CHECK(sees(1));
    const auto seen = on.read(kLibrarian, id);
    REQUIRE(on.act(kLibrarian, *seen, wants("lend")).has_value());
    on.settle();
    const auto entries = on.house().store.tail(0, 10'000);
    REQUIRE(entries.has_value());
    elsewhere.follow(*entries);
    CHECK(!sees(1));
    CHECK(sees(2));
}

TEST_CASE("what is typed about a record dies with it, however late it is saved") {
    BeforeDraft* between = nullptr;
    Readers at([&](std::unique_ptr<storage::Store> store) {
        auto around = std::make_unique<BeforeDraft>(std::move(store));
        between = around.get();
        return around;
    });
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const DraftPlace place{Readers::kRegister, hoa, "suspend"};
    const json::Value typed = json::Object{{"remarks", "chưa gửi"}};
    REQUIRE(write_draft(at.house(), at.librarian(), place, typed).has_value());
    const auto kept = read_draft(at.house(), at.librarian(), place);
    REQUIRE(kept.has_value());
    REQUIRE(kept->answers);
    CHECK(*kept->answers == typed);
    const storage::Parameters where{
        at.librarian().account.id.text(),
        std::string(Readers::kRegister),
        hoa.text(),
        std::string("suspend")};
    const auto rows = rows_of(at, statements::kDraft, where);
    REQUIRE(rows.size() == 1);
    // No key that outlives the record opens it.
    const RecordName name{keyring::Domain::Cases, Readers::kRegister, hoa};
    const std::string part = at.librarian().account.id.text() + ":suspend:" + hoa.text();
    for (std::uint64_t epoch = 0; epoch <= at.keyring().epoch_number(keyring::Domain::Cases); ++epoch) {
        CHECK(!at.house().keys.records->open_draft(name, part, epoch, rows[0].bytes(2)));
    }
    REQUIRE(between != nullptr);
    between->once = [&] { erase(at, hoa); };
    const auto late = write_draft(at.house(), at.librarian(), place, typed, {kept->version});
    CHECK(code_of(late) == "access.not_found");
    CHECK(!between->once);
    CHECK(rows_of(at, statements::kDraft, where).empty());
}

TEST_CASE("an edit that she cannot read changes nothing for her, and one that she can read stops her") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    const RecordId id = opened->row.id;
    REQUIRE(on.act(kLibrarian, *on.read(kLibrarian, id), wants("lend")).has_value());
    const auto at_desk = on.read(kDesk, id);
    const auto at_head = on.read(kHead, id);
    const auto first = read_timeline(on.house(), on.caller(kDesk), "loan", id);
    REQUIRE(first.has_value());
    const Instant listed = on.list(kDesk).records.at(0).row.changed_at;
    const auto correct = [&](const char* field, const char* value) {
        on.clock.advance(kHour);
        WantedAct wanted = wants("corrected", {{field, value}}, "Ghi nhầm");
        wanted.corrects = first->events[0].stored.event.id;
        wanted.occurred_at = first->events[0].stored.event.occurred_at;
        const auto done = on.act(kLibrarian, *on.read(kLibrarian, id), wanted);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return seen_version(done->row, access::kEveryClass).version;
    };
    const auto same = [&](const char* login, const OpenedRecord& before) {
        const auto now = on.read(login, id);
        REQUIRE(now.has_value());
        const SeenVersion a = seen_version(before.row, before.readable);
        const SeenVersion b = seen_version(now->row, now->readable);
        CHECK((now->etag == before.etag) == (a.version == b.version));
        CHECK((a.changed_at == b.changed_at) == (a.version == b.version));
        const auto told = read_timeline(on.house(), on.caller(login), "loan", id);
        REQUIRE(told.has_value());
        CHECK(told->events.back().version == b.version);
        CHECK(std::ssize(told->events) == b.version);
        return a.version == b.version;
    };
    // Who borrowed it: for the librarian alone.
    CHECK(correct("reader_phone", "0911222333") == 3);
    CHECK(same(kDesk, *at_desk));
    CHECK(same(kHead, *at_head));
    // A remark: for the head too.
    CHECK(correct("note", "Ghi chú khác") == 4);
    CHECK(same(kDesk, *at_desk));
    CHECK(!same(kHead, *at_head));
    CHECK(on.list(kDesk).records.at(0).row.changed_at == listed);
    const auto told = read_timeline(on.house(), on.caller(kDesk), "loan", id);
    REQUIRE(told.has_value());
    CHECK(told->events.size() == 2);
    CHECK(told->events[0].corrected_by.is_empty());
    CHECK(code_of(on.act(kHead, *at_head, wants("extend", {}, "x"))) == "version.stale");
    const auto fresh = on.read(kHead, id);
    correct("reader_phone", "0911222444");
    CHECK(code_of(on.act(kHead, *fresh, wants("extend", {}, "x"))) == "");
    // A date that moved is everybody's.
    CHECK(!same(kDesk, *at_desk));
}

TEST_CASE("whoever may not open a record is told of no version") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    OpenedRecord guessed = *opened;
    guessed.etag = "guessed";
    CHECK(code_of(on.act(kElsewhere, guessed, wants("lend"))) == "access.not_found");
    CHECK(code_of(on.act(kLibrarian, guessed, wants("lend"))) == "version.stale");
}

TEST_CASE("whatever asked for a fresh code asks for one again when it is corrected") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    const RecordId id = opened->row.id;
    REQUIRE(on.act(kLibrarian, *on.read(kLibrarian, id), wants("lend")).has_value());
    const auto lost = on.act(kLibrarian, *on.read(kLibrarian, id), wants("report_lost", {}, "mất"));
    REQUIRE_MESSAGE(lost.has_value(), code_of(lost));
    const auto told = read_timeline(on.house(), on.caller(kLibrarian), "loan", id);
    WantedAct wanted = wants("corrected", {{"note", "khác"}}, "nhầm");
    wanted.corrects = told->events.back().stored.event.id;
    wanted.occurred_at = told->events.back().stored.event.occurred_at;
    Caller tired = on.caller(kLibrarian);
    tired.session.step_up_at = on.clock.now() + -kHour;
    const RecordRequest what{"loan", id, {}, {}, {}};
    Diagnostics faults;
    CHECK(code_of(act_on_record(on.house(), tired, what, wanted, faults)) == "session.step_up");
    CHECK(code_of(act_on_record(on.house(), on.caller(kLibrarian), what, wanted, faults)) == "");
}

TEST_CASE("nothing is built on a history that somebody altered") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened.has_value());
    const RecordId id = opened->row.id;
    const auto seen = on.read(kLibrarian, id);
    const auto alter = [&](const char* from, const char* to) {
        run(on, {{&kAlterEvents, {id.text(), std::string(from), std::string(to)}, 1}});
    };
    NewRelation relation;
    relation.kind = "block";
    relation.account = on.caller(kElsewhere).account.id;
    const RecordRequest what{"loan", id, {}, {}, {}};
    alter(R"("title":"Dế Mèn")", R"("title":"Dế Cơm")");
    CHECK(code_of(on.act(kLibrarian, *seen, wants("lend"))) == "record.unreadable");
    CHECK(code_of(assign(on.house(), on.caller(kHead), what, relation)) == "record.unreadable");
    alter(R"("title":"Dế Cơm")", R"("title":"Dế Mèn")");
    CHECK(code_of(on.act(kLibrarian, *seen, wants("lend"))) == "");
}

TEST_CASE("columns are read in the order they were written in, whatever order they have today") {
    Library on;
    REQUIRE(on.request(kDesk).has_value());
    const auto shown = [&] {
        const RecordPage page = on.list(kLibrarian);
        REQUIRE(page.records.size() == 1);
        return page.records[0].columns;
    };
    const json::Value before = shown();
    CHECK(before.text_or("title") == "Dế Mèn");
    auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
    REQUIRE(text.has_value());
    for (json::Value& programme : *text->find("programmes")->array()) {
        for (json::Value& one : *programme.find("registers")->array()) {
            if (one.text_or("id") == "loan")
                std::ranges::reverse(*one.find("list")->find("columns")->array());
        }
    }
    auto bundle = definition::load_bundle(*text);
    REQUIRE(bundle.has_value());
    REQUIRE(on.house().programmes.adopt(
        on.house().store,
        on.house().keys,
        std::make_shared<const definition::Bundle>(std::move(*bundle)),
        true,
        on.clock.now()
    ));
    for (const char* column : {"title", "kind"}) {
        CAPTURE(column);
        CHECK(shown().text_or(column) == before.text_or(column));
    }
}

TEST_CASE("a page says more only of what she may see") {
    Library on;
    for (int i = 0; i < 51; ++i) REQUIRE(on.request(kDesk).has_value());
    RecordQuery query;
    query.cursor = on.list(kLibrarian).next;
    REQUIRE(!query.cursor.empty());
    const RecordPage second = on.list(kLibrarian, query);
    REQUIRE(second.records.size() == 1);
    const RecordId last = second.records[0].row.id;
    NewRelation block;
    block.kind = "block";
    block.account = on.caller(kLibrarian).account.id;
    REQUIRE(assign(on.house(), on.caller(kHead), {"loan", last, {}, {}, {}}, block).has_value());
    const RecordPage page = on.list(kLibrarian);
    CHECK(page.records.size() == 50);
    CHECK(!page.more);
    CHECK(page.next.empty());
    CHECK(on.list(kDesk).more);
}

TEST_CASE("the number of a record that is not hers is answered as one that nobody ever gave") {
    Readers at;
    at.build();
    const auto hoa = at.enrol(at.desk(), "Nguyễn Thị Hoa");
    REQUIRE(hoa.has_value());
    at.relate(hoa->row.id, "block", at.librarian().account.id);
    const std::string theirs = hoa->row.number;
    const std::string nobodys = theirs.substr(0, theirs.find('-') + 1) + "22222";
    REQUIRE(theirs != nobodys);
    CHECK(at.finds(at.desk(), theirs, hoa->row.id));
    for (const std::string& number : {theirs, nobodys}) {
        CAPTURE(number);
        const auto page = at.search(at.librarian(), number);
        CHECK(code_of(page) == "");
        if (page) CHECK(page->records.empty());
        if (page) CHECK(!page->more);
    }
}

}  // namespace neove::service::scenario
