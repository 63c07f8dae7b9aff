/// \file
/// Boards over a real store: every number is the length of a list that the same person can open, one act over
/// many decides each by itself, and nothing of it tells of a record that is not hers.

#include "service/registers/board.h"

#include "calendar/date.h"
#include "service/registers/board_index.h"
#include "service/registers/bulk_act.h"
#include "service/registers/known_histories.h"
#include "service/registers/linked_here.h"
#include "service/registers/rebuild.h"
#include "service/scenario/library.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

namespace neove::service::scenario {

namespace {

/// As somebody with SQL does it.
constexpr storage::Statement kForgeState{
    "test_forge_state", "UPDATE record SET state = 'requested' WHERE id = $1"};

RecordQuery asks(std::vector<std::string> timings = {}) {
    RecordQuery query;
    query.register_id = "loan";
    query.timings = std::move(timings);
    return query;
}

/// All of a list, page by page.
std::vector<RecordRow> whole(Library& on, const char* login, RecordQuery query) {
    std::vector<RecordRow> rows;
    for (;;) {
        const RecordPage page = on.list(login, query);
        for (const ListedRecord& one : page.records) rows.push_back(one.row);
        if (page.next.empty()) return rows;
        query.cursor = page.next;
    }
}

Board board(Library& on, const char* login, const RecordQuery& query) {
    auto out = board_of(on.house(), on.caller(login), query);
    REQUIRE_MESSAGE(out.has_value(), code_of(out));
    return std::move(*out);
}

std::int64_t counted(const Board& board, Timing timing) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < board.columns.size(); ++i) {
        if (board.columns[i].timing == timing) sum += board.totals[i];
    }
    return sum;
}

OpenedRecord lent(Library& on, json::Object more = {}) {
    const auto opened = on.request(kDesk, std::move(more));
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    const auto seen = on.read(kLibrarian, opened->row.id);
    REQUIRE(seen);
    auto out = on.act(kLibrarian, *seen, wants("lend"));
    REQUIRE_MESSAGE(out.has_value(), code_of(out));
    return std::move(*out);
}

WantedAct prolong() {
    return wants("extend", {}, "Cả lớp đi thực tế");
}

Result<std::vector<BulkResult>> many(
    Library& on,
    const char* login,
    const std::vector<BulkTarget>& targets,
    const WantedAct& wanted,
    const std::string& key = {}
) {
    return act_on_many(on.house(), on.caller(login), "loan", targets, wanted, key, "body");
}

std::int64_t journalled(Library& on, const std::string& record) {
    on.settle();
    const auto timeline = read_timeline(on.house(), on.caller(kLibrarian), "loan", RecordId::trusted(record));
    REQUIRE(timeline);
    return static_cast<std::int64_t>(timeline->events.size());
}

/// Boards are counted in memory from here on.
void remember(Library& on) {
    auto& house = on.house();
    house.boards = std::make_shared<BoardIndex>(*house.programmes.current());
    const auto built = house.boards->build(house);
    REQUIRE_MESSAGE(built.has_value(), code_of(built));
    REQUIRE(house.boards->is_ready());
}

/// A library in which anything may have happened.
class World {
public:
    World(Library& on, unsigned seed) : on_(on), random_(seed) { go_on(40); }
    void go_on(int steps) {
        for (int i = 0; i < steps; ++i) {
            on_.clock.advance(static_cast<std::int64_t>(random_() % 30) * kHour);
            if (records_.empty() || random_() % 2 == 0) {
                const auto opened = on_.request(kDesk, {{"kind", random_() % 2 == 0 ? "novel" : "map"}});
                REQUIRE(opened);
                records_.push_back(opened->row.id);
            } else if (random_() % 6 == 0) {
                block(records_[random_() % records_.size()]);
            } else {
                step(records_[random_() % records_.size()]);
            }
        }
    }

private:
    void step(const RecordId& id) {
        const auto seen = on_.read(kLibrarian, id);
        if (!seen) {
            CHECK(code_of(seen) == "access.not_found");  // she is blocked
            return;
        }
        if (seen->may.actions.empty()) return;
        const std::string& action = seen->may.actions[random_() % seen->may.actions.size()];
        if (action == "report_lost") return;
        const auto done = on_.act(kLibrarian, *seen, wants(action, {}, "Lý do"));
        REQUIRE_MESSAGE(done.has_value(), action << ": " << code_of(done));
    }
    /// Keeps the librarian or her body away, for some days or for good.
    void block(const RecordId& id) {
        NewRelation row;
        row.kind = "block";
        if (random_() % 2 == 0) {
            row.account = on_.caller(kLibrarian).account.id;
        } else {
            row.organisation = on_.caller(kLibrarian).actor.organisation;
        }
        if (random_() % 3 != 0)
            row.until = on_.clock.now() + static_cast<std::int64_t>(1 + random_() % 60) * kHour;
        const auto seen = on_.read(kHead, id);
        REQUIRE(seen);
        const auto done = assign(on_.house(), on_.caller(kHead), {"loan", id, seen->etag, {}, {}}, row);
        CHECK((done || code_of(done) == "record.relation"));
    }

    Library& on_;
    std::mt19937 random_;
    std::vector<RecordId> records_;
};

/// Whether a history out of memory is the one in the database, event by event.
bool is_as_stored(House& house, const std::string& register_name, const RecordId& id) {
    const auto snapshot = house.store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(storage::statements::kRecordRowById, {id.text()});
    REQUIRE(rows);
    const auto row = record_row(**snapshot, house.keys, rows->at(0));
    REQUIRE(row);
    const auto known = history_of(house, **snapshot, *row);
    const auto stored = events_of(**snapshot, register_name, id);
    REQUIRE(known);
    REQUIRE(stored);
    return std::ranges::equal(**known, *stored, [](const StoredEvent& a, const StoredEvent& b) {
        return a.digest == b.digest && a.sealed == b.sealed && a.recorded_at == b.recorded_at &&
               a.event.id == b.event.id && a.event.version == b.event.version &&
               a.event.answers == b.event.answers && a.event.recorded_at == b.event.recorded_at;
    });
}

/// Her agenda as this node knows it, which must be the one of a node that keeps nothing in memory.
Agenda agenda(Library& on, const char* login) {
    auto known = agenda_of(on.house(), on.caller(login));
    REQUIRE_MESSAGE(known.has_value(), code_of(known));
    std::shared_ptr<BoardIndex> none;
    on.house().boards.swap(none);
    const auto read = agenda_of(on.house(), on.caller(login));
    on.house().boards.swap(none);
    REQUIRE(read);
    REQUIRE(known->items.size() == read->items.size());
    for (std::size_t i = 0; i < read->items.size(); ++i) {
        CHECK(known->items[i].row.id == read->items[i].row.id);
        CHECK(known->items[i].clock == read->items[i].clock);
        CHECK(known->items[i].word == read->items[i].word);
    }
    return std::move(*known);
}

}  // namespace

TEST_CASE("a board counts by body and limit, overdue first") {
    Library on;
    const auto late = lent(on);
    on.clock.advance(15 * kDay);
    const auto fresh = lent(on, {{"kind", "map"}});
    const auto back = on.act(kLibrarian, lent(on), wants("give_back"));
    REQUIRE_MESSAGE(back.has_value(), code_of(back));
    on.clock.advance(2 * kDay);
    const Board seen = board(on, kLibrarian, asks());
    CHECK(seen.total == 3);
    CHECK(counted(seen, Timing::Overdue) == 1);
    CHECK(counted(seen, Timing::Running) == 1);
    CHECK(counted(seen, Timing::Met) == 1);
    REQUIRE(seen.rows.size() == 1);
    CHECK(seen.rows[0].body == late.row.owner.text());
    CHECK(!seen.rows[0].name.empty());
    REQUIRE(seen.groups.size() == 2);
    CHECK(seen.groups[0].records + seen.groups[1].records == 3);
    // One kind alone; the other can still be chosen.
    RecordQuery maps = asks();
    maps.where = {{"kind", "map"}};
    const Board narrow = board(on, kLibrarian, maps);
    CHECK(narrow.total == 1);
    CHECK(counted(narrow, Timing::Overdue) == 0);
    CHECK(narrow.groups.size() == 2);
    CHECK(whole(on, kLibrarian, asks({"overdue"})).size() == 1);
    CHECK(whole(on, kLibrarian, maps).front().id == fresh.row.id);
    // A request is no work of anybody yet: the board does not count that state.
    REQUIRE(on.request(kDesk));
    CHECK(board(on, kLibrarian, asks()).total == 3);
    on.clock.advance(13 * kDay);  // its last day, a Saturday, rolled to Monday the 29th; two days before that
    CHECK(counted(board(on, kLibrarian, asks()), Timing::DueSoon) == 1);
}

TEST_CASE("never: a board counts what its reader may not list, or tells of a register without one") {
    Library on;
    lent(on);
    for (const char* stranger : {"canbo.xa", "quantri", "lanhdao", "kiemtra"}) {
        CHECK(code_of(board_of(on.house(), on.caller(stranger), asks())) == "access.not_found");
        CHECK(code_of(months_of(on.house(), on.caller(stranger), asks())) == "access.not_found");
        CHECK(code_of(offer_bulk(on.house(), on.caller(stranger), asks(), "extend")) == "access.not_found");
    }
    // Another house of the same role: its own board, and nothing on it.
    const Board elsewhere = board(on, kElsewhere, asks());
    CHECK(elsewhere.total == 0);
    CHECK(elsewhere.rows.empty());
    CHECK(elsewhere.groups.empty());
    RecordQuery books = asks();
    books.register_id = "book";
    CHECK(code_of(board_of(on.house(), on.caller(kLibrarian), books)) == "access.not_found");
    books.timings = {"overdue"};
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), books)) == "record.unknown_filter");
}

TEST_CASE("never: a list is narrowed by what it does not show") {
    Library on;
    lent(on);
    for (const char* column : {"copies", "asked_on", "note", "reader_phone", "", "state"}) {
        RecordQuery query = asks();
        query.where = {{column, "2"}};
        CHECK_MESSAGE(
            code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "record.unknown_filter", column
        );
        CHECK(code_of(board_of(on.house(), on.caller(kLibrarian), query)) == "record.unknown_filter");
    }
    RecordQuery query = asks({"late"});
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "record.unknown_filter");
    query = asks();
    query.month = "2026-13";
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "record.unknown_filter");
}

namespace {

/// How many numbers were compared with the lists that they lead to.
std::int64_t compare_all(Library& on) {
    std::int64_t numbers = 0;
    for (const char* login : {kLibrarian, kHead, kElsewhere}) {
        for (const char* kind : {"", "novel"}) {
            RecordQuery query = asks();
            if (*kind != '\0') query.where = {{"kind", kind}};
            const Board seen = board(on, login, query);
            CHECK(static_cast<std::size_t>(seen.total) == whole(on, login, seen.query).size());
            for (const BoardGroup& group : seen.groups) {
                RecordQuery of_group = seen.query;
                of_group.where["kind"] = group.value;
                CHECK(static_cast<std::size_t>(group.records) == whole(on, login, of_group).size());
            }
            for (std::size_t i = 0; i < seen.columns.size(); ++i) {
                for (const BoardRow& row : seen.rows) {
                    RecordQuery cell = seen.query;
                    cell.timings = {std::string(timing_word(seen.columns[i].timing))};
                    if (!seen.columns[i].state.empty()) cell.states = {seen.columns[i].state};
                    cell.where["owner"] = row.body;
                    const auto rows = whole(on, login, cell);
                    CHECK(static_cast<std::size_t>(row.counts[i]) == rows.size());
                    // The same asked as the list is: one number of one body.
                    CHECK(static_cast<std::size_t>(board(on, login, cell).total) == rows.size());
                    ++numbers;
                }
            }
            const auto months = months_of(on.house(), on.caller(login), query);
            REQUIRE(months);
            for (const BoardMonth& month : months->months) {
                RecordQuery of_month = months->query;
                of_month.month = month.month;
                CHECK(static_cast<std::size_t>(month.total) == whole(on, login, of_month).size());
                CHECK(month.first.size() == std::min<std::size_t>(month.total, 10));
                ++numbers;
            }
        }
    }
    return numbers;
}

}  // namespace

TEST_CASE("in any world each number of a board is the length of its list, walked or from memory") {
    std::int64_t numbers = 0;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        Library on;
        World world(on, seed);
        numbers += compare_all(on);
        // What is written after the rows were read is in the next answer, and so is what time alone changes.
        remember(on);
        for (int step = 0; step < 3; ++step) {
            numbers += compare_all(on);
            world.go_on(7);
            on.clock.advance(30 * kHour);
        }
        numbers += compare_all(on);
    }
    CHECK(numbers > 200);
}

TEST_CASE("a list out of memory has the order of the one out of the database, page by page") {
    Library on;
    World world(on, 5);
    world.go_on(160);
    remember(on);
    std::size_t most = 0;
    for (int step = 0; step < 2; ++step) {
        for (const char* login : {kLibrarian, kHead, kDesk}) {
            for (const char* sort : {"due", "changed", "opened"}) {
                RecordQuery query = asks();
                query.sort = sort;
                const auto fed = whole(on, login, query);
                std::shared_ptr<BoardIndex> none;
                on.house().boards.swap(none);
                const auto walked = whole(on, login, query);
                on.house().boards.swap(none);
                REQUIRE(fed.size() == walked.size());
                for (std::size_t i = 0; i < fed.size(); ++i) CHECK(fed[i].id == walked[i].id);
                most = std::max(most, fed.size());
            }
        }
        world.go_on(9);
    }
    CHECK(most > 60);
}

TEST_CASE("a history out of memory is the one in the database, whatever happened since") {
    Library on;
    World world(on, 7);
    remember(on);
    KnownHistories& known = on.house().boards->histories();
    std::size_t most = 0;
    for (int step = 0; step < 6; ++step) {
        for (const RecordRow& row : whole(on, kHead, asks())) {
            CHECK(is_as_stored(on.house(), "loan", row.id));
            CHECK(is_as_stored(on.house(), "loan", row.id));
            const auto kept = known.find(row.id);
            REQUIRE(kept);
            CHECK(kept->back().event.version == row.version);
            most = std::max(most, kept->size());
        }
        world.go_on(25);
        // Another node, which keeps nothing of what this one knows, goes on with the same records.
        auto elsewhere = std::make_shared<BoardIndex>(*on.house().programmes.current());
        on.house().boards.swap(elsewhere);
        world.go_on(25);
        on.house().boards.swap(elsewhere);
    }
    CHECK(most > 4);
    CHECK(known.events() <= KnownHistories::kEventsMost);
    // Never as it was for a row that it does not lead to.
    const RecordRow row = whole(on, kHead, asks()).front();
    RecordRow other = row;
    other.last_event[0] ^= 1U;
    const auto snapshot = on.house().store.snapshot();
    const auto read = history_of(on.house(), **snapshot, other);
    REQUIRE(read);
    CHECK(*read != known.find(row.id));
}

TEST_CASE("of histories those are kept that were asked for last") {
    KnownHistories known;
    const auto of = [](std::size_t many) {
        auto out = std::make_shared<std::vector<StoredEvent>>(many);
        for (std::size_t i = 0; i < many; ++i) (*out)[i].event.version = static_cast<std::int64_t>(i + 1);
        return out;
    };
    const auto id = [](unsigned number) { return RecordId::trusted(fmt::format("{:032x}", number)); };
    for (unsigned number = 0; number < 30; ++number) {
        known.put(id(number), of(500));
        CHECK(known.find(id(0)));
    }
    CHECK(known.events() == KnownHistories::kEventsMost);
    CHECK(!known.find(id(1)));
    CHECK(known.find(id(29)));
    known.put(id(29), of(400));
    CHECK(known.find(id(29))->size() == 500);
    known.put(id(40), of(KnownHistories::kEventsOfOne + 1));
    CHECK(!known.find(id(40)));
    known.clear();
    CHECK(known.events() == 0);
}

TEST_CASE("what explains a clock is left out of a page of them, and nothing else is") {
    Library on;
    World world(on, 11);
    world.go_on(120);
    const auto snapshot = on.house().store.snapshot();
    REQUIRE(snapshot);
    std::size_t explained = 0;
    for (const RecordRow& one : whole(on, kHead, asks())) {
        const auto alone = clocks_of(**snapshot, one.id);
        const auto listed = clocks_of(**snapshot, {&one.id, 1}, ClocksWanted::All);
        REQUIRE(alone);
        REQUIRE(listed);
        std::vector<deadline::Clock> expected = *alone;
        for (deadline::Clock& clock : expected) {
            explained = std::max(explained, clock.steps.size());
            clock.steps.clear();
        }
        CHECK(listed->at(one.id.text()) == expected);
    }
    CHECK(explained > 2);  // of one that was extended
}

TEST_CASE("an agenda out of memory says of every clock what its row says, whatever happened since") {
    Library on;
    World world(on, 13);
    remember(on);
    KnownClocks& known = on.house().boards->clocks();
    std::size_t most = 0;
    for (int step = 0; step < 5; ++step) {
        for (const char* login : {kLibrarian, kHead, kDesk}) {
            agenda(on, login);
            most = std::max(most, agenda(on, login).items.size());
        }
        CHECK(known.size() > 0);
        world.go_on(20);
        // Another node goes on with the same records.
        auto elsewhere = std::make_shared<BoardIndex>(*on.house().programmes.current());
        on.house().boards.swap(elsewhere);
        world.go_on(20);
        on.house().boards.swap(elsewhere);
    }
    CHECK(most > 10);
    on.house().boards->stop();
    CHECK(known.size() == 0);
    agenda(on, kLibrarian);
    CHECK(known.size() == 0);
}

TEST_CASE("a clock in memory is forgotten when its row is mended, and never lent to another row") {
    Library on;
    const OpenedRecord loan = lent(on);
    remember(on);
    const auto running = std::ranges::find_if(loan.clocks, [](const deadline::Clock& one) {
        return !one.stopped_at && one.due_at;
    });
    REQUIRE(running != loan.clocks.end());
    deadline::Clock other = *running;
    other.citation = "điều không có";
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kPutClockRow, clock_parameters(loan.row, other)});
    REQUIRE(on.house().store.commit(std::move(commit)));
    REQUIRE(agenda(on, kLibrarian).items.size() == 1);
    CHECK(agenda(on, kLibrarian).items[0].clock.citation == other.citation);

    const KnownClocks& known = on.house().boards->clocks();
    REQUIRE(known.find(loan.row));
    RecordRow unlike = loan.row;
    ++unlike.version;
    CHECK(!known.find(unlike));
    unlike = loan.row;
    unlike.last_event[0] ^= 1U;
    CHECK(!known.find(unlike));
    unlike = loan.row;
    ++unlike.due_at;
    CHECK(!known.find(unlike));

    const auto report = rebuild(on.house(), true);
    REQUIRE(report);
    REQUIRE(report->mended == 1);
    CHECK(agenda(on, kLibrarian).items[0].clock.citation == running->citation);
}

TEST_CASE("of clocks in memory nothing comes back that was forgotten meanwhile, and there is an end to them"
) {
    KnownClocks known;
    const auto row = [](std::size_t n) {
        RecordRow out;
        out.id = RecordId::trusted(fmt::format("{:032x}", n));
        return out;
    };
    const auto none = std::make_shared<const std::vector<deadline::Clock>>();
    const std::uint64_t before = known.ticket();
    known.put(before, row(1), none);
    CHECK(known.find(row(1)));
    known.forget(std::vector{row(1).id});
    CHECK(!known.find(row(1)));
    known.put(before, row(1), none);
    CHECK(!known.find(row(1)));
    for (std::size_t n = 0; n < KnownClocks::kMost + 5; ++n) known.put(known.ticket(), row(n), none);
    CHECK(known.size() == KnownClocks::kMost);
}

TEST_CASE("a board in memory counts the moment a relation begins, and no longer when it has ended by itself"
) {
    Library on;
    const auto loan = lent(on);
    lent(on);
    remember(on);
    CHECK(board(on, kLibrarian, asks()).total == 2);
    NewRelation block;
    block.kind = "block";
    block.organisation = on.caller(kLibrarian).actor.organisation;
    block.until = on.clock.now() + 3 * kHour;
    const auto seen = on.read(kHead, loan.row.id);
    REQUIRE(seen);
    const auto blocked =
        assign(on.house(), on.caller(kHead), {"loan", loan.row.id, seen->etag, {}, {}}, block);
    REQUIRE_MESSAGE(blocked.has_value(), code_of(blocked));
    CHECK(board(on, kLibrarian, asks()).total == 1);
    CHECK(board(on, kHead, asks()).total == 2);
    on.clock.advance(3 * kHour - 1);
    CHECK(board(on, kLibrarian, asks()).total == 1);
    on.clock.advance(1);
    CHECK(board(on, kLibrarian, asks()).total == 2);
}

TEST_CASE("never: a board in memory counts a row that a list does not believe") {
    Library on;
    const auto kept = lent(on);
    const auto forged = lent(on);
    storage::Commit commit;
    commit.writes.push_back({&kForgeState, {forged.row.id.text()}});
    REQUIRE(on.house().store.commit(std::move(commit)).has_value());
    REQUIRE(whole(on, kLibrarian, asks()).size() == 1);
    remember(on);
    const Board seen = board(on, kLibrarian, asks());
    CHECK(seen.total == 1);
    CHECK(whole(on, kLibrarian, asks()).front().id == kept.row.id);
    // A relation that nobody gave lifts nothing and gives nothing.
    CHECK(board(on, kElsewhere, asks()).total == 0);
}

TEST_CASE("two nodes over one store count the same, whoever wrote; one that stopped walks") {
    Library on;
    lent(on);
    remember(on);
    auto elsewhere = std::make_shared<BoardIndex>(*on.house().programmes.current());
    REQUIRE(elsewhere->build(on.house()).has_value());
    lent(on);
    on.clock.advance(20 * kDay);
    lent(on);
    const Board here = board(on, kHead, asks());
    CHECK(here.total == 3);
    on.house().boards.swap(elsewhere);
    CHECK(board(on, kHead, asks()).totals == here.totals);
    REQUIRE(on.house().boards->follow(on.house()).has_value());
    CHECK(board(on, kHead, asks()).totals == here.totals);
    const auto sizes = on.house().boards->sizes();
    const auto loans = std::ranges::find(sizes, "loan", &BoardIndex::Size::register_name);
    REQUIRE(loans != sizes.end());
    CHECK(loans->records == 3);
    on.house().boards->stop();
    CHECK(!on.house().boards->is_ready());
    CHECK(board(on, kHead, asks()).totals == here.totals);
    CHECK(on.house().boards->sizes().front().records == 0);
}

TEST_CASE("whoever opened a record tells it apart in memory where that is a way to it, and nowhere else") {
    Library on;
    lent(on);
    Caller beside = on.caller(kDesk);
    beside.account.id = beside.actor.account = on.caller(kLibrarian).account.id;
    WantedAct wanted =
        wants("request", {{"title", "Dế Mèn"}, {"kind", "novel"}, {"copies", 2}, {"reader_kind", "child"}});
    wanted.answers.set("asked_on", "2026-05-20");
    const auto second = open_record(on.house(), beside, {"loan", {}, {}, {}, "body"}, wanted, on.faults);
    REQUIRE_MESSAGE(second.has_value(), code_of(second));
    const auto opened = on.request(kDesk);
    REQUIRE(opened);
    const auto classes = [&](const BoardIndex& index) {
        const auto sizes = index.sizes();
        return std::ranges::find(sizes, "loan", &BoardIndex::Size::register_name)->classes;
    };
    remember(on);
    // One is lent, two are requested.
    CHECK(classes(*on.house().boards) == 2);
    Desk desk = *desk_of(on.house(), "loan");
    CHECK(on.house().boards->answers(desk));
    // The same rules, but that the desk lists what she opened herself.
    auto programme = std::make_shared<Programme>(*desk.programme);
    std::string table = programme->rules.to_tsv();
    const std::string own = "loan\treader_desk\tlist\trequested\town\t";
    REQUIRE(table.find(own) != std::string::npos);
    table.replace(table.find(own), own.size(), "loan\treader_desk\tlist\trequested\tcreated\t");
    auto rules = access::Rules::from_tsv(table);
    REQUIRE_MESSAGE(rules.has_value(), code_of(rules));
    programme->rules = std::move(*rules);
    desk.programme = programme;
    CHECK(!on.house().boards->answers(desk));
    BoardIndex told(*programme);
    REQUIRE(told.build(on.house()).has_value());
    CHECK(told.answers(desk));
    CHECK(classes(told) == 3);
}

TEST_CASE("the month of a limit is that of its last day, not of the midnight after it") {
    // 24:00 of 31 December in Việt Nam.
    const auto midnight = calendar::start_of(*calendar::Date::parse_iso("2027-01-01"), 7 * kHour);
    CHECK(month_of(midnight, 7 * kHour) == "2026-12");
    CHECK(month_of(midnight + kHour, 7 * kHour) == "2027-01");
    CHECK(is_month("2026-12"));
    for (const char* wrong : {"2026-13", "2026-1", "202-012", "", "2026-12-01"}) CHECK(!is_month(wrong));
}

TEST_CASE("of months long past the records are counted and not named") {
    Library on;
    lent(on);
    for (const bool is_remembered : {false, true}) {
        if (is_remembered) remember(on);
        auto near = months_of(on.house(), on.caller(kLibrarian), asks());
        REQUIRE(near);
        REQUIRE(near->months.size() == 1);
        CHECK(near->months[0].first.size() == 1);
    }
    on.clock.advance(200 * kDay);
    for (const bool is_remembered : {true, false}) {
        if (!is_remembered) on.house().boards.reset();
        auto far = months_of(on.house(), on.caller(kLibrarian), asks());
        REQUIRE(far);
        REQUIRE(far->months.size() == 1);
        CHECK(far->months[0].total == 1);
        CHECK(far->months[0].first.empty());
    }
}

TEST_CASE("an offer goes on where it ended, and says how many are left") {
    Library on;
    for (int i = 0; i < 5; ++i) lent(on);
    on.clock.advance(20 * kDay);
    const auto in_time = lent(on);
    const auto back = lent(on);
    REQUIRE(on.act(kLibrarian, *on.read(kLibrarian, back.row.id), wants("give_back")));
    // A cursor is hers who got it.
    const auto begun = offer_bulk(on.house(), on.caller(kLibrarian), asks(), "extend", 2);
    REQUIRE(begun);
    RecordQuery hers = asks();
    hers.cursor = begun->next;
    CHECK(code_of(offer_bulk(on.house(), on.caller(kHead), hers, "extend", 2)) == "request.cursor");
    for (const bool is_remembered : {false, true}) {
        if (is_remembered) remember(on);
        std::set<RecordId> seen;
        RecordQuery query = asks();
        for (const std::int64_t left : {3, 1, 0}) {
            const auto offer = offer_bulk(on.house(), on.caller(kLibrarian), query, "extend", 2);
            REQUIRE_MESSAGE(offer.has_value(), code_of(offer));
            CHECK(offer->left == left);
            CHECK(offer->next.empty() == (left == 0));
            // Those that it was taken of are as late as before, and not offered again.
            for (const OfferedRecord& one : offer->records) {
                CHECK(seen.insert(one.id).second);
                if (is_remembered)
                    REQUIRE(many(on, kLibrarian, {{one.id, one.etag}}, prolong())->front().is_done);
            }
            query.cursor = offer->next;
        }
        CHECK(seen.size() == 5);
        CHECK(!seen.contains(in_time.row.id));
    }
    // Whoever may list and not act is told of none.
    CHECK(offer_bulk(on.house(), on.caller(kDesk), asks(), "extend", 2)->left == 0);
}

TEST_CASE("one act is taken of all that are late, each by itself") {
    Library on;
    const auto first = lent(on);
    const auto second = lent(on);
    const auto third = lent(on);
    on.clock.advance(20 * kDay);
    const auto in_time = lent(on);
    auto offer = offer_bulk(on.house(), on.caller(kLibrarian), asks(), "extend");
    REQUIRE_MESSAGE(offer.has_value(), code_of(offer));
    REQUIRE(offer->records.size() == 3);
    CHECK(offer->left == 0);
    CHECK(offer->next.empty());
    CHECK((offer->write & access::kConfidential) != 0);
    for (const OfferedRecord& one : offer->records) CHECK(one.id != in_time.row.id);
    // Whoever may list and not act is offered nothing.
    const auto idle = offer_bulk(on.house(), on.caller(kDesk), asks(), "extend");
    REQUIRE(idle);
    CHECK(idle->records.empty());

    // One comes back meanwhile: it is left as it is, and the others are not.
    const auto seen = on.read(kLibrarian, second.row.id);
    REQUIRE(seen);
    REQUIRE(on.act(kLibrarian, *seen, wants("give_back")));
    std::vector<BulkTarget> targets;
    for (const OfferedRecord& one : offer->records) targets.push_back({one.id, one.etag});
    const RecordId nowhere = RecordId::trusted(crypto::random_id());
    targets.push_back({nowhere, "x"});
    const auto results = many(on, kLibrarian, targets, prolong(), "key-1");
    REQUIRE_MESSAGE(results.has_value(), code_of(results));
    REQUIRE(results->size() == 4);
    for (const BulkResult& one : *results) {
        const bool stayed = one.id == second.row.id || one.id == nowhere;
        CHECK_MESSAGE(one.is_done != stayed, one.refusal.code);
        if (one.id == second.row.id) CHECK(one.refusal.code == "version.stale");
        if (one.id == nowhere) CHECK(one.refusal.code == "access.not_found");
    }
    CHECK(journalled(on, first.row.id.text()) == 3);
    CHECK(journalled(on, third.row.id.text()) == 3);

    // The same request again does nothing twice, and says the same of what it did.
    const auto again = many(on, kLibrarian, targets, prolong(), "key-1");
    REQUIRE(again);
    for (std::size_t i = 0; i < again->size(); ++i) CHECK((*again)[i].is_done == (*results)[i].is_done);
    CHECK(journalled(on, first.row.id.text()) == 3);
    // Without its key what was seen is seen to be old.
    const auto blind = many(on, kLibrarian, targets, prolong());
    REQUIRE(blind);
    CHECK(std::ranges::none_of(*blind, &BulkResult::is_done));
    CHECK(journalled(on, first.row.id.text()) == 3);
}

TEST_CASE("never: one act over many reaches further than the same act on each") {
    Library on;
    const auto mine = lent(on);
    const std::vector<BulkTarget> target{{mine.row.id, mine.etag}};
    // A record elsewhere answers as one that is not there.
    const auto elsewhere = many(on, kElsewhere, target, prolong());
    REQUIRE(elsewhere);
    const auto absent =
        many(on, kElsewhere, {{RecordId::trusted(crypto::random_id()), mine.etag}}, prolong());
    REQUIRE(absent);
    for (const auto* one : {&elsewhere->front(), &absent->front()}) {
        CHECK(!one->is_done);
        CHECK(one->refusal.code == "access.not_found");
        CHECK(one->number.empty());
    }
    for (const char* stranger : {kDesk, "canbo.xa", "quantri", "kiemtra"}) {
        CHECK(code_of(many(on, stranger, target, prolong())) == "access.not_found");
    }
    // Nothing but what the board offers, whoever might take it of one record.
    CHECK(code_of(many(on, kLibrarian, target, wants("give_back"))) == "access.not_found");
    CHECK(code_of(many(on, kLibrarian, target, wants("corrected"))) == "access.not_found");
    CHECK(code_of(many(on, kLibrarian, {}, prolong())) == "bulk.none");
    CHECK(code_of(many(on, kLibrarian, {target[0], target[0]}, prolong())) == "bulk.twice");
    CHECK(code_of(many(on, kLibrarian, std::vector<BulkTarget>(kBulkMax + 1), prolong())) == "bulk.too_many");
    // An answer that the action does not ask, and a reason that is missing, are told of the record.
    const auto faulty = many(on, kLibrarian, target, wants("extend", {{"copies", 3}}, "Ốm"));
    REQUIRE(faulty);
    CHECK(!faulty->front().is_done);
    const auto no_reason = many(on, kLibrarian, target, wants("extend"));
    REQUIRE(no_reason);
    CHECK(!no_reason->front().is_done);
    CHECK(journalled(on, mine.row.id.text()) == 2);
}

TEST_CASE("what points at a record is counted as far as its reader may list it") {
    Library on;
    WantedAct add = wants(
        "register_book",
        {{"title", "Dế Mèn"},
         {"language", "vi"},
         {"bought_on", "2026-01-05"},
         {"price", 50000},
         {"condition", "good"}}
    );
    const auto book =
        open_record(on.house(), on.caller(kLibrarian), {"book", {}, {}, {}, "body"}, add, on.faults);
    REQUIRE_MESSAGE(book.has_value(), code_of(book) << on.faults.size());
    const auto point = [&](const OpenedRecord& loan) {
        WantedAct link = wants(std::string(record::kLinked));
        link.links.push_back({"copy_of", "book", book->row.id, {}});
        const auto seen = on.read(kLibrarian, loan.row.id);
        REQUIRE(seen);
        const auto done = on.act(kLibrarian, *seen, link);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
    };
    const auto linked = [&](const char* login) {
        auto out = linked_here(on.house(), on.caller(login), "book", book->row.id);
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
        return std::move(*out);
    };
    CHECK(linked(kLibrarian).registers.empty());
    // A copy is lent once at a time: those before were given back.
    const auto given_back = [&] { return *on.act(kLibrarian, lent(on), wants("give_back")); };
    point(given_back());
    point(given_back());
    const OpenedRecord out = lent(on);
    point(out);
    lent(on);  // of another book
    RecordQuery query = asks();
    query.links_to = "book/" + book->row.id.text();
    for (const char* login : {kLibrarian, kDesk, kHead}) {
        const LinkedHere seen = linked(login);
        REQUIRE(seen.registers.size() == 1);
        CHECK(seen.registers[0].desk.current->id == "loan");
        CHECK(seen.registers[0].records == 3);
        REQUIRE(seen.registers[0].states.size() == 2);
        CHECK(seen.registers[0].states[0].state == "on_loan");
        CHECK(seen.registers[0].states[0].records == 1);
        CHECK(whole(on, login, query).size() == 3);
    }
    // The same out of memory, and what is pointed at afterwards too.
    remember(on);
    CHECK(board(on, kLibrarian, query).total == 3);
    REQUIRE(on.act(kLibrarian, *on.read(kLibrarian, out.row.id), wants("give_back")));
    point(given_back());
    CHECK(board(on, kLibrarian, query).total == 4);
    CHECK(whole(on, kLibrarian, query).size() == 4);
    // Nothing of a record that she may not open, whichever way she asks.
    for (const RecordId& id : {book->row.id, RecordId::trusted(crypto::random_id())}) {
        CHECK(code_of(linked_here(on.house(), on.caller(kElsewhere), "book", id)) == "access.not_found");
        query.links_to = "book/" + id.text();
        CHECK(code_of(list_records(on.house(), on.caller(kElsewhere), query)) == "access.not_found");
        CHECK(code_of(board_of(on.house(), on.caller(kElsewhere), query)) == "access.not_found");
    }
    query.links_to = "book";
    CHECK(code_of(list_records(on.house(), on.caller(kLibrarian), query)) == "record.unknown_filter");
}

}  // namespace neove::service::scenario
