/// \file
/// Records of a register that is data, over a real store: what people do, what they see of each other's, and
/// what then lies in the rows.

#include "service/registers/store_epochs.h"
#include "service/scenario/library.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <thread>

namespace neove::service::scenario {

namespace {

bool contains(const RecordPage& page, const RecordId& id) {
    return std::ranges::any_of(page.records, [&](const ListedRecord& one) { return one.row.id == id; });
}

}  // namespace

TEST_CASE("a record is opened, goes its way, and everybody sees of it what the table says") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    CHECK(opened->row.number.starts_with("ML-"));
    CHECK(opened->row.number.size() == 8);
    CHECK(opened->row.state == "requested");
    // The desk may write what it may not read.
    CHECK(opened->answers.find("title") != nullptr);
    CHECK(opened->answers.find("reader_phone") == nullptr);
    CHECK(opened->answers.find("note") == nullptr);
    CHECK(opened->hidden == (access::kConfidential | access::kIdentity));
    CHECK(opened->may.actions.empty());

    auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    CHECK(seen->answers.text_or("reader_phone") == kPhone);
    CHECK(seen->answers.text_or("note") == kNote);
    CHECK(seen->may.actions == std::vector<std::string>{"lend", "refuse"});
    REQUIRE(seen->clocks.size() == 1);
    CHECK(seen->clocks[0].limit == "answer_request");
    CHECK(seen->row.due_at == seen->clocks[0].due_at->micros);

    const auto lent = on.act(kLibrarian, *seen, wants("lend", {{"copies", 3}}));
    REQUIRE_MESSAGE(lent.has_value(), code_of(lent));
    CHECK(lent->row.state == "on_loan");
    CHECK(lent->row.version == 2);
    CHECK(lent->answers.number_or("copies") == 3);
    const auto again = on.read(kLibrarian, opened->row.id);
    REQUIRE(again);
    CHECK(again->answers == lent->answers);
    CHECK(again->row == lent->row);
    CHECK(again->clocks == lent->clocks);
    CHECK(again->etag == lent->etag);
    CHECK(again->may.actions == lent->may.actions);

    // Above: the head sees it, but not who borrowed.
    const auto above = on.read(kHead, opened->row.id);
    REQUIRE(above);
    CHECK(above->answers.find("reader_phone") == nullptr);
    CHECK(above->hidden == access::kIdentity);

    const auto timeline = read_timeline(on.house(), on.caller(kDesk), "loan", opened->row.id);
    REQUIRE(timeline);
    REQUIRE(timeline->events.size() == 2);
    CHECK(timeline->events[0].stored.event.kind == "request");
    CHECK(timeline->events[0].answers.find("reader_phone") == nullptr);
    CHECK(timeline->events[1].answers.number_or("copies") == 3);
}

TEST_CASE("what is not hers is not there, in every way there is to it") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const RecordId nowhere = RecordId::trusted(crypto::random_id());
    for (const char* stranger : {kElsewhere, "canbo.xa", "quantri", "lanhdao", "kiemtra"}) {
        for (const RecordId& id : {opened->row.id, nowhere}) {
            CHECK(code_of(on.read(stranger, id)) == "access.not_found");
            CHECK(code_of(read_timeline(on.house(), on.caller(stranger), "loan", id)) == "access.not_found");
            OpenedRecord seen = *opened;
            seen.row.id = id;
            CHECK(code_of(on.act(stranger, seen, wants("lend"))) == "access.not_found");
            CHECK(code_of(on.act(stranger, seen, wants("no_such_action"))) == "access.not_found");
            CHECK(
                code_of(read_draft(on.house(), on.caller(stranger), {"loan", id, "lend"})) ==
                "access.not_found"
            );
            CHECK(
                code_of(give_purpose(on.house(), on.caller(stranger), "loan", id, "handle_case")) ==
                "access.not_found"
            );
        }
    }
    CHECK(code_of(read_record(on.house(), on.caller(kDesk), "book", opened->row.id)) == "access.not_found");
    CHECK(code_of(on.request("canbo.xa")) == "access.not_found");
    CHECK(!contains(on.list(kElsewhere), opened->row.id));
    CHECK(contains(on.list(kLibrarian), opened->row.id));
    CHECK(contains(on.list(kHead), opened->row.id));
    // The desk opens requests; it lends nothing.
    CHECK(code_of(on.act(kDesk, *opened, wants("lend"))) == "access.not_found");
}

TEST_CASE("of two who change the same record the second is told, and a repeated request does nothing twice") {
    Library on;
    const auto opened = on.request(kDesk, {}, "key-1");
    REQUIRE(opened);
    const auto twice = on.request(kDesk, {}, "key-1");
    REQUIRE(twice);
    CHECK(twice->row.id == opened->row.id);
    const auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    const auto lent = on.act(kLibrarian, *seen, wants("lend"), "key-2");
    REQUIRE(lent);
    CHECK(code_of(on.act(kLibrarian, *seen, wants("refuse", {}, "Hết sách"))) == "version.stale");
    const auto repeated = on.act(kLibrarian, *seen, wants("lend"), "key-2");
    REQUIRE_MESSAGE(repeated.has_value(), code_of(repeated));
    CHECK(repeated->row.version == 2);
}

TEST_CASE("faults are all told, each at its place, and nothing is written") {
    Library on;
    const auto refused = on.request(kDesk, {{"copies", 99}, {"kind", "poem"}});
    CHECK(code_of(refused) == "record.many_faults");
    CHECK(on.faults.size() == 2);
    CHECK(on.list(kLibrarian).records.empty());
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const auto seen = on.read(kHead, opened->row.id);
    REQUIRE(seen);
    CHECK(code_of(on.act(kHead, *seen, wants("lend"))) == "access.not_found");
}

TEST_CASE("a correction replaces what was said and leaves it to be seen") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    const auto before = read_timeline(on.house(), on.caller(kLibrarian), "loan", opened->row.id);
    REQUIRE(before);
    WantedAct wanted = wants("corrected", {{"copies", 5}}, "Đếm nhầm");
    wanted.corrects = before->events[0].stored.event.id;
    wanted.occurred_at = before->events[0].stored.event.occurred_at;
    const auto corrected = on.act(kLibrarian, *seen, wanted);
    REQUIRE_MESSAGE(corrected.has_value(), code_of(corrected));
    CHECK(corrected->answers.number_or("copies") == 5);
    const auto after = read_timeline(on.house(), on.caller(kLibrarian), "loan", opened->row.id);
    REQUIRE(after);
    REQUIRE(after->events.size() == 2);
    CHECK(after->events[0].corrected_by == after->events[1].stored.event.id);
    CHECK(after->events[0].answers.number_or("copies") == 2);
    CHECK(after->events[1].reason == "Đếm nhầm");
    // Who may not read what is confidential does not read reasons.
    const auto at_desk = read_timeline(on.house(), on.caller(kDesk), "loan", opened->row.id);
    REQUIRE(at_desk);
    CHECK(at_desk->events[1].reason.empty());
}

TEST_CASE("lists page without losing or doubling a record, in each order and for each scope") {
    Library on;
    std::vector<RecordId> mine;
    for (int i = 0; i < 130; ++i) {
        on.clock.advance(kMinute);
        const auto opened =
            on.request(i % 3 == 0 ? kElsewhere : kDesk, {{"title", i % 7 == 3 ? "Sách Hai" : "Sách Một"}});
        if (i % 3 == 0) {
            CHECK(code_of(opened) == "access.not_found");
            continue;
        }
        REQUIRE(opened);
        mine.push_back(opened->row.id);
    }
    for (const char* login : {kLibrarian, kHead}) {
        for (const char* sort : {"due", "changed", "opened", "title", "number", ""}) {
            std::vector<RecordId> found;
            RecordQuery query;
            query.sort = sort;
            for (;;) {
                const RecordPage page = on.list(login, query);
                CHECK(page.records.size() <= 50);
                for (const ListedRecord& one : page.records) found.push_back(one.row.id);
                if (page.next.empty()) break;
                query.cursor = page.next;
            }
            CHECK_MESSAGE(found.size() == mine.size(), sort);
            std::ranges::sort(found);
            CHECK(std::ranges::adjacent_find(found) == found.end());
        }
    }
    RecordQuery query;
    query.text = "hai SACH";
    for (const ListedRecord& one : on.list(kLibrarian, query).records) {
        CHECK(one.columns.text_or("title") == "Sách Hai");
        CHECK(one.columns.find("copies") == nullptr);  // not among the columns that lists show
    }
    CHECK(!on.list(kLibrarian, query).records.empty());
    query = {};
    query.states = {"on_loan"};
    CHECK(on.list(kLibrarian, query).records.empty());
    query.states = {"requested"};
    const RecordPage first = on.list(kLibrarian, query);
    query.cursor = first.next;
    query.register_id = "loan";
    // Whoever else asks with it, or asks something else.
    CHECK(code_of(list_records(on.house(), on.caller(kHead), query)) == "request.cursor");
    query.states = {};
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "request.cursor");
    query.cursor.clear();
    query.sort = "copies";
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "record.unknown_sort");
    query = {};
    query.overdue = true;
    CHECK(on.list(kLibrarian, query).records.empty());
    on.clock.advance(30 * kDay);
    CHECK(on.list(kLibrarian, query).records.size() == 50);
    const auto agenda = agenda_of(on.house(), on.caller(kLibrarian));
    REQUIRE(agenda);
    CHECK(agenda->items.size() == 50);
    CHECK(agenda->more);
    const auto nothing = agenda_of(on.house(), on.caller(kElsewhere));
    REQUIRE(nothing);
    CHECK(nothing->items.empty());
}

TEST_CASE("a list keeps its order and its states for whoever sees one body or many") {
    Library on;
    const std::vector<std::string> titles{"Cốm", "An", "Đất", "Biển", "Cốm", "An"};
    for (std::size_t i = 0; i < 66; ++i) {
        on.clock.advance(kMinute);
        const auto opened = on.request(kDesk, {{"title", titles[i % titles.size()]}});
        REQUIRE(opened);
        if (i % 6 != 0) continue;
        const auto seen = on.read(kLibrarian, opened->row.id);
        REQUIRE(seen);
        REQUIRE(on.act(kLibrarian, *seen, wants("lend", {})));
    }
    const auto all = [&](const char* login, RecordQuery query) {
        std::vector<RecordRow> rows;
        for (;;) {
            const RecordPage page = on.list(login, query);
            for (const ListedRecord& one : page.records) rows.push_back(one.row);
            if (page.next.empty()) return rows;
            query.cursor = page.next;
        }
    };
    for (const char* login : {kLibrarian, kHead}) {
        RecordQuery query;
        query.sort = "title";
        auto rows = all(login, query);
        CHECK(rows.size() == 66);
        CHECK(std::ranges::is_sorted(rows, {}, [](const RecordRow& row) { return row.columns[0]; }));
        query.sort = "opened";
        rows = all(login, query);
        CHECK(rows.size() == 66);
        CHECK(std::ranges::is_sorted(rows, std::greater<>(), &RecordRow::opened_at));
        for (const char* sort : {"due", "opened", "title"}) {
            query.sort = sort;
            query.states = {"on_loan"};
            rows = all(login, query);
            CHECK(rows.size() == 11);
            for (const RecordRow& row : rows) CHECK(row.state == "on_loan");
            query.states = {"requested", "on_loan", "requested"};
            CHECK(all(login, query).size() == 66);
        }
    }
}

TEST_CASE("an extension is not offered once it was given as often as it may be") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    seen = on.act(kLibrarian, *seen, wants("lend", {{"copies", 3}}));
    REQUIRE(seen);
    for (int given = 0; given <= 3; ++given) {
        CAPTURE(given);
        const auto& offered = seen->may.actions;
        CHECK((std::ranges::find(offered, "extend") != offered.end()) == (given < 3));
        CHECK(std::ranges::find(offered, "give_back") != offered.end());
        on.clock.advance(kMinute);
        seen = on.act(kLibrarian, *seen, wants("extend", {}, "Ốm"));
        REQUIRE(seen);
    }
}

TEST_CASE("a long history is read from its end, page by page, and a correction finds what it mends") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    seen = on.act(kLibrarian, *seen, wants("lend", {{"copies", 3}}));
    REQUIRE(seen);
    for (int i = 0; i < 120; ++i) {
        on.clock.advance(kMinute);
        seen = on.act(kLibrarian, *seen, wants("extend", {}, "Ốm"));
        REQUIRE(seen);
    }
    const auto page = [&](const char* login, const std::string& cursor) {
        return read_timeline(on.house(), on.caller(login), "loan", opened->row.id, cursor);
    };
    auto newest = page(kLibrarian, "");
    REQUIRE(newest);
    auto older = page(kLibrarian, newest->next);
    REQUIRE(older);
    auto oldest = page(kLibrarian, older->next);
    REQUIRE(oldest);
    CHECK(oldest->next.empty());
    std::int64_t version = 0;
    for (const Timeline* one : {&*oldest, &*older, &*newest}) {
        CHECK(one->mended.empty());
        for (const TimelineEntry& entry : one->events) CHECK(entry.stored.event.version == ++version);
    }
    CHECK(version == 122);
    // A place in one record's history is none in another's, nor for anybody else.
    CHECK(code_of(page(kHead, newest->next)) == "request.cursor");
    CHECK(code_of(page(kLibrarian, "AAAA")) == "request.cursor");

    const EventId lent = oldest->events[1].stored.event.id;
    for (const int copies : {4, 5}) {
        WantedAct wanted = wants("corrected", {{"copies", copies}}, "Đếm nhầm");
        wanted.corrects = lent;
        seen = on.act(kLibrarian, *seen, wanted);
        REQUIRE(seen);
        on.clock.advance(kMinute);
    }
    newest = page(kLibrarian, "");
    REQUIRE(newest);
    REQUIRE(newest->mended.size() == 1);
    CHECK(newest->mended[0].stored.event.id == lent);
    CHECK(newest->mended[0].answers.number_or("copies") == 3);
    CHECK(newest->mended[0].corrected_by == newest->events.back().stored.event.id);
    oldest = page(kLibrarian, page(kLibrarian, newest->next)->next);
    REQUIRE(oldest);
    CHECK(oldest->events[1].corrected_by == newest->events.back().stored.event.id);
    // What she may not read of an event she may not read of it here either.
    const auto at_desk = page(kDesk, "");
    REQUIRE(at_desk);
    REQUIRE(at_desk->mended.size() == 1);
    CHECK(at_desk->mended[0].reason.empty());
    CHECK(at_desk->mended[0].answers.find("note") == nullptr);
}

TEST_CASE("a correction that nobody could read back is refused before it is written") {
    record::Event correction;
    correction.kind = record::kCorrected;
    correction.columns = correction.dimensions = json::Object{};
    const json::Value columns{json::Object{{"title", std::string(600, 'x')}}};
    const auto checked = [&](int events) {
        correction.recast.assign(
            static_cast<std::size_t>(events), {EventId::trusted(crypto::random_id()), columns, json::Object{}}
        );
        const json::Value clear = clear_part(correction, "on_loan", json::Object{}, nullptr);
        return check_clear_part(json::write_canonical(clear));
    };
    CHECK(checked(500));
    CHECK(code_of(checked(1'000)) == "record.correction_too_large");
}

TEST_CASE(
    "a node whose keys are older than the last key day opens and writes no record under them, and says so"
) {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const std::string& id = opened->row.id.text();
    const RecordKeyring& keys = *on.house().keys.records;
    const auto checked = [&] { return check_epochs(**on.house().store.snapshot(), keys); };
    const auto put = [&](storage::Write write) {
        storage::Commit commit;
        commit.writes.push_back(std::move(write));
        REQUIRE(on.house().store.commit(std::move(commit)));
    };
    CHECK(checked());
    put(store_epoch(keyring::Domain::Work, 1));
    CHECK(checked());
    CHECK(on.request(kDesk).has_value());
    put(store_epoch(keyring::Domain::Work, 2));
    CHECK(code_of(checked()) == "keyring.behind");
    CHECK(code_of(on.request(kDesk)) == "keyring.behind");
    // Not moved yet: both epochs open while a key day goes on.
    CHECK(on.read(kLibrarian, opened->row.id).has_value());
    put({&storage::statements::kRewrapRecordKey, {id, std::int64_t{2}, Bytes(73, 1), std::int64_t{1}}, 1});
    CHECK(code_of(on.read(kLibrarian, opened->row.id)) == "keyring.behind");
    CHECK(code_of(on.act(kLibrarian, *opened, wants("lend", {}))) == "keyring.behind");
    // Whoever may not open it learns nothing of it either.
    CHECK(code_of(on.read(kElsewhere, opened->row.id)) == "access.not_found");
}

TEST_CASE("a person who is blocked finds no record, and one put into the database by hand blocks nobody") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const auto seen = on.read(kHead, opened->row.id);
    REQUIRE(seen);
    CHECK(seen->may.assign);
    NewRelation block;
    block.kind = "block";
    block.account = on.caller(kLibrarian).account.id;
    const RecordRequest what{"loan", opened->row.id, seen->etag, {}, {}};
    RecordRequest hers = what;
    hers.etag.clear();
    CHECK(code_of(assign(on.house(), on.caller(kLibrarian), hers, block)) == "access.not_found");
    NewRelation unknown = block;
    unknown.kind = "friend";
    CHECK(code_of(assign(on.house(), on.caller(kHead), what, unknown)) == "record.relation");
    const auto blocked = assign(on.house(), on.caller(kHead), what, block);
    REQUIRE_MESSAGE(blocked.has_value(), code_of(blocked));
    REQUIRE(blocked->people.size() == 1);
    CHECK(code_of(on.read(kLibrarian, opened->row.id)) == "access.not_found");
    CHECK(!contains(on.list(kLibrarian), opened->row.id));
    CHECK(contains(on.list(kHead), opened->row.id));
    // Back to the row as it was before it was written: the journal knows a newer one.
    const RecordRequest then{"loan", opened->row.id, {}, {}, {}};
    const std::string& relation = blocked->people[0].relation.id;
    REQUIRE(unassign(on.house(), on.caller(kHead), then, relation, "không còn lý do"));
    const auto lifted = unassign(on.house(), on.caller("phutrach.xa"), then, relation, "đúng vậy");
    REQUIRE_MESSAGE(lifted.has_value(), code_of(lifted));
    CHECK(lifted->people.empty());
    CHECK(on.read(kLibrarian, opened->row.id));
    storage::Commit forged;
    forged.writes.push_back(
        {&storage::statements::kInsertRecordRelation,
         {crypto::random_id(),
          std::string("loan"),
          opened->row.id.text(),
          std::string("block"),
          on.caller(kLibrarian).account.id.text(),
          std::string(),
          std::int64_t{0},
          storage::Value(),
          std::string(),
          std::int64_t{1},
          Bytes(32, 7)}}
    );
    REQUIRE(on.house().store.commit(std::move(forged)));
    CHECK(on.read(kLibrarian, opened->row.id));
    CHECK(on.house().keys.rows->refused() == 1);
}

TEST_CASE("a record that somebody changed in the database is not there, and an older one does not open") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    auto snapshot = on.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(storage::statements::kRecordRowById, {opened->row.id.text()});
    REQUIRE(rows);
    RecordRow row = opened->row;
    const auto with = [&](RecordRow changed) {
        // With a foreign tag, as SQL would write it.
        storage::Write write = mend_record(on.house().keys, changed);
        write.parameters.back() = Bytes(32, 9);
        storage::Commit commit;
        commit.writes.push_back(std::move(write));
        REQUIRE(on.house().store.commit(std::move(commit)));
        const std::string code = code_of(on.read(kLibrarian, row.id));
        CHECK(!contains(on.list(kLibrarian), row.id));
        return code;
    };
    RecordRow theirs = row;
    theirs.owner = on.caller(kElsewhere).acting.organisation;
    CHECK(with(theirs) == "access.not_found");
    CHECK(!contains(on.list(kElsewhere), row.id));
    RecordRow late = row;
    late.state = "returned";
    CHECK(with(late) == "access.not_found");
    storage::Commit back;
    back.writes.push_back(mend_record(on.house().keys, row));
    REQUIRE(on.house().store.commit(std::move(back)));
    CHECK(on.read(kLibrarian, row.id));
    // Our own tag over another version: the seal belongs to the older one.
    RecordRow newer = row;
    newer.version = 2;
    storage::Commit moved;
    moved.writes.push_back(mend_record(on.house().keys, newer));
    REQUIRE(on.house().store.commit(std::move(moved)));
    CHECK(code_of(on.read(kLibrarian, row.id)) == "record.unreadable");
}

TEST_CASE("what is typed and not sent is hers alone, and goes when it was sent") {
    Library on;
    const DraftPlace place{"loan", {}, "request"};
    const json::Value typed = json::Object{{"title", "Chim-Sơn-Ca chưa gửi"}};
    REQUIRE(write_draft(on.house(), on.caller(kDesk), place, typed));
    auto mine = read_draft(on.house(), on.caller(kDesk), place);
    REQUIRE(mine);
    REQUIRE(mine->answers);
    CHECK(*mine->answers == typed);
    CHECK(code_of(read_draft(on.house(), on.caller(kLibrarian), place)) == "access.not_found");
    CHECK(code_of(write_draft(on.house(), on.caller("canbo.xa"), place, typed)) == "access.not_found");
    CHECK(on.stored_bytes().find("Chim-Sơn-Ca") == std::string::npos);
    REQUIRE(on.request(kDesk));
    mine = read_draft(on.house(), on.caller(kDesk), place);
    REQUIRE(mine);
    CHECK(mine->version == 0);
    CHECK_FALSE(mine->answers);
}

TEST_CASE("never: a window overwrites, discards or brings back what another one wrote of the same form") {
    Library on;
    const DraftPlace place{"loan", {}, "request"};
    const auto write = [&](const char* title, const DraftBase& base) {
        return write_draft(on.house(), on.caller(kDesk), place, json::Object{{"title", title}}, base);
    };
    const auto title = [&] { return read_draft(on.house(), on.caller(kDesk), place)->answers; };
    const auto first = write("một", {0, "left"});
    REQUIRE(first);
    // Both were opened where there was none; the later one does not win without a word.
    CHECK(code_of(write("hai", {0, "right"})) == "draft.changed");
    CHECK(code_of(write("hai", {0, ""})) == "draft.changed");
    CHECK(code_of(write("hai", {*first + 1, "right"})) == "draft.changed");
    CHECK(title() == json::Value(json::Object{{"title", "một"}}));
    // Its own answers may be lost on the way: the window that wrote last goes on. The clock stands still.
    const auto again = write("một hai", {0, "left"});
    REQUIRE(again);
    CHECK(*again > *first);
    // Who has seen it and chosen writes over it, and from then on the first one is asked.
    const auto chosen = write("hai", {*again, "right"});
    REQUIRE(chosen);
    CHECK(code_of(write("ba", {*again, "left"})) == "draft.changed");
    CHECK(code_of(discard_draft(on.house(), on.caller(kDesk), place, {*again, "left"})) == "draft.changed");
    CHECK(title() == json::Value(json::Object{{"title", "hai"}}));
    // It is sent, and nothing comes back by itself, from neither of them.
    REQUIRE(on.request(kDesk));
    CHECK(code_of(write("hai", {*chosen, "right"})) == "draft.gone");
    CHECK(code_of(write("ba", {*again, "left"})) == "draft.gone");
    CHECK_FALSE(title());
    CHECK(discard_draft(on.house(), on.caller(kDesk), place, {*chosen, "right"}));
    const auto anew = write("bốn", {0, "left"});
    REQUIRE(anew);
    REQUIRE(discard_draft(on.house(), on.caller(kDesk), place, {*anew, ""}));
    CHECK_FALSE(title());
}

TEST_CASE("of two windows that write the first words of a form at once one is asked") {
    Library on;
    const DraftPlace place{"loan", {}, "request"};
    std::array<std::string, 2> codes;
    {
        std::array<std::jthread, 2> both;
        for (std::size_t one = 0; one < both.size(); ++one) {
            both.at(one) = std::jthread([&, one] {
                const json::Value typed = json::Object{{"title", std::to_string(one)}};
                const DraftBase base{0, std::to_string(one)};
                codes.at(one) = code_of(write_draft(on.house(), on.caller(kDesk), place, typed, base));
            });
        }
    }
    std::ranges::sort(codes);
    CHECK(codes == std::array<std::string, 2>{"", "draft.changed"});
}

TEST_CASE("what is sealed lies nowhere in the store, and what is declared lies there") {
    Library on;
    const auto opened = on.request(kDesk, {{"title", "Tên-Sách-Rõ"}});
    REQUIRE(opened);
    const auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    REQUIRE(on.act(kLibrarian, *seen, wants("refuse", {}, "Lý-do-kín-đáo")));
    const std::string bytes = on.stored_bytes();
    CHECK(bytes.find(kPhone) == std::string::npos);
    CHECK(bytes.find("Chim-Hoàng-Yến") == std::string::npos);
    CHECK(bytes.find("Lý-do-kín-đáo") == std::string::npos);
    CHECK(bytes.find("Tên-Sách-Rõ") != std::string::npos);
}

TEST_CASE("a look at sealed answers stands in the journal with its classes, and one at others does not") {
    Library on;
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const auto looks = [&] {
        on.settle();
        const auto entries = on.house().store.tail(0, 10'000);
        REQUIRE(entries);
        std::vector<std::string> out;
        for (const storage::ChainedEntry& one : *entries) {
            if (one.entry.record_id == opened->row.id.text()) {
                out.push_back(one.entry.action + " " + one.entry.classes);
            }
        }
        return out;
    };
    REQUIRE(on.read(kDesk, opened->row.id));
    CHECK(looks() == std::vector<std::string>{"loan.request "});
    REQUIRE(on.read(kLibrarian, opened->row.id));
    CHECK(looks() == std::vector<std::string>{"loan.request ", "loan.open confidential,identity"});
    REQUIRE(on.read(kHead, opened->row.id));
    CHECK(looks().back() == "loan.open confidential");
}

}  // namespace neove::service::scenario
