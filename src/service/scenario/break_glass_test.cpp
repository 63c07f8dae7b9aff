/// \file
/// Breaking the glass: one record, some minutes, for one account; nobody can tell from the answer what there
/// is; whoever is named hears of it and judges it.

#include "service/registers/break_glass.h"

#include "keyring/associated_data.h"
#include "keyring/row_tag.h"
#include "service/registers/list_records.h"
#include "service/registers/redact_record.h"
#include "service/scenario/persons_fixture.h"
#include "storage/row_digest.h"
#include "storage/statements/access.h"
#include "storage/statements/core.h"
#include "storage/statements/records.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

constexpr const char* kWhy = "Cần liên hệ gấp trong đêm";

access::Rules glass_rules() {
    std::string text = reader_rules().to_tsv();
    text += "#break_glass\treader\tnight_watch\tinternal,identity\t60\tlibrary_head,responsible\t3\n";
    auto rules = access::Rules::from_tsv(text);
    REQUIRE(rules.has_value());
    return *rules;
}

struct Night : Readers {
    RecordId hoa;
    std::string number;

    Night() {
        REQUIRE(adopt(glass_rules()));
        build();
        const auto opened = enrol(desk(), "Nguyễn Thị Hoa");
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        hoa = opened->row.id;
        number = opened->row.number;
    }
    /// Of another house altogether.
    Caller watch() { return as("canbo.phuong", "night_watch"); }
    Caller boss() { return head(); }
    auto smash(const Caller& who, const std::string& what, const std::string& key = {}) {
        return break_glass(house(), who, kRegister, what, kWhy, key);
    }
    std::int64_t entries(const std::string& action, const std::string& record) {
        settle();
        const auto snapshot = house().store.snapshot();
        const auto rows =
            (*snapshot)->read(storage::statements::kCountActs, {std::string(kRegister), record, action});
        REQUIRE(rows.has_value());
        return rows->at(0).number(0);
    }
};

}  // namespace

TEST_CASE("breaking the glass opens one record to one account for its minutes, and nothing else") {
    Night at;
    const RecordId lan = at.enrolled("Trần Thị Lan");
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
    const auto broken = at.smash(at.watch(), at.number);
    REQUIRE_MESSAGE(broken.has_value(), code_of(broken));
    CHECK(broken->holds);
    CHECK(broken->glass.until == at.clock.now() + kHour);
    const auto opened = at.read(at.watch(), at.hoa);
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    // The classes of the rule, and no act on it.
    CHECK(opened->readable == (access::kInternal | access::kIdentity));
    CHECK(opened->write == 0);
    CHECK(opened->may.actions.empty());
    CHECK(!opened->may.assign);
    CHECK(!opened->may.erase);
    // No other record, no list, no search, nobody else of the same role.
    CHECK(code_of(at.read(at.watch(), lan)) == "access.not_found");
    CHECK(!at.lists(at.watch(), at.hoa));
    CHECK(code_of(at.search(at.watch(), "nguyễn thị hoa")) == "access.not_found");
    CHECK(code_of(at.read(at.as("canbo.xa", "night_watch"), at.hoa)) == "access.not_found");
    // Nor the same account in a role that the rule does not name.
    CHECK(code_of(at.read(at.caller("canbo.phuong"), at.hoa)) == "access.not_found");
    const auto agenda = agenda_of(at.house(), at.watch());
    REQUIRE(agenda.has_value());
    CHECK(agenda->items.empty());
    CHECK(agenda->reviews.empty());
    at.clock.advance(kHour);
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
    CHECK(at.entries("reader.glass_opened", at.hoa.text()) == 1);
}

TEST_CASE("never: the answer tells a number that is not there from one that is denied or not hers") {
    Night at;
    const RecordId blocked = at.enrolled("Trần Thị Lan");
    const auto number_of = [&](const RecordId& id) { return at.read(at.librarian(), id)->row.number; };
    const std::string denied = number_of(blocked);
    at.relate(blocked, "block", at.watch().account.id);
    for (const std::string& number :
         {denied, std::string("XX-0000-0000"), at.number + "0", std::string("%")}) {
        const auto answer = at.smash(at.watch(), number);
        REQUIRE(!answer.has_value());
        CHECK(answer.error().code == "access.not_found");
        CHECK(answer.error().where.empty());
    }
    // The same entry each, which names no record.
    CHECK(at.entries("reader.glass_refused", "") == 4);
    CHECK(at.entries("reader.glass_opened", blocked.text()) == 0);
    // Who may not break it at all is asked for nothing and told nothing, whatever the number.
    for (const Caller& who : {at.desk(), at.librarian(), at.caller("quantri"), at.caller("dulieu")}) {
        Caller tired = who;
        tired.session.step_up_at = at.clock.now() + -kHour;
        CHECK(code_of(at.smash(tired, at.number)) == "access.not_found");
    }
    // But it is written down too, without the record.
    CHECK(at.entries("reader.glass_refused", "") == 8);
    // A deny that comes later beats the glass that was broken before.
    REQUIRE(at.smash(at.watch(), at.number).has_value());
    at.relate(at.hoa, "block", at.watch().account.id);
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
}

TEST_CASE("refused tries are counted by account for those who are told, of their own people, for a week") {
    Night at;
    const auto tries = [&](const Caller& who) {
        const auto page = list_broken_glass(at.house(), who, Readers::kRegister);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        return page->refused;
    };
    CHECK(tries(at.boss()).empty());
    CHECK(code_of(at.smash(at.desk(), at.number)) == "access.not_found");
    CHECK(code_of(at.smash(at.desk(), "XX-0000-0000")) == "access.not_found");
    const Caller blocked = at.as("thuthu.xa", "night_watch");
    at.relate(at.hoa, "block", blocked.account.id);
    CHECK(code_of(at.smash(blocked, at.number)) == "access.not_found");
    at.settle();
    const auto told = tries(at.boss());
    REQUIRE(told.size() == 2);
    CHECK(told[0].account == at.desk().account.id);
    CHECK(told[0].count == 2);
    CHECK(!told[0].account_name.empty());
    CHECK(told[1].count == 1);
    // Of another house; of herself; and who is told of nothing hears of no try.
    CHECK(tries(at.as("daumoi.yte", "library_head")).empty());
    Caller herself = at.boss();
    herself.account = at.desk().account;
    herself.actor.account = at.desk().account.id;
    CHECK(tries(herself).size() == 1);
    CHECK(tries(at.watch()).empty());
    at.clock.advance(7 * kDay + kSecond);
    CHECK(tries(at.boss()).empty());
}

TEST_CASE(
    "numbers are not guessed: tries pause, whoever she is and whatever there is, and a flood writes little"
) {
    Night at;
    for (const Caller& who : {at.watch(), at.desk()}) {
        for (int i = 0; i < 5; ++i) CHECK(code_of(at.smash(who, "XX-0000-0000")) == "access.not_found");
        // The right number too, and she cannot tell.
        const auto paused = at.smash(who, at.number);
        CHECK(code_of(paused) == "session.pause");
        CHECK(paused.error().detail == "5");
        CHECK(code_of(at.smash(who, "XX-0000-0000")) == "session.pause");
        for (int i = 0; i < 40; ++i) CHECK(code_of(at.smash(who, at.number)) == "session.pause");
    }
    CHECK(at.entries("reader.glass_refused", "") == 2 * (5 + 10));
    at.clock.advance(5 * kSecond);
    CHECK(at.smash(at.watch(), at.number).has_value());
}

TEST_CASE("never: a number that she knows makes room for as many guesses as she likes") {
    Night at;
    REQUIRE(at.smash(at.watch(), at.number).has_value());
    int paused = 0;
    for (int i = 0; i < 30; ++i) {
        if (code_of(at.smash(at.watch(), "XX-0000-" + std::to_string(1'000 + i))) == "session.pause")
            ++paused;
        // Open already: nobody is told of it, and nobody judges it.
        CHECK(!at.smash(at.watch(), at.number).has_value());
    }
    CHECK(paused > 20);
}

TEST_CASE("a fresh factor and a reason that names nobody come first, whatever the number") {
    Night at;
    for (const std::string& number : {at.number, std::string("XX-0000-0000")}) {
        Caller tired = at.watch();
        tired.session.step_up_at = at.clock.now() + -kHour;
        CHECK(code_of(at.smash(tired, number)) == "session.step_up");
        const auto with = [&](const char* reason) {
            return code_of(break_glass(at.house(), at.watch(), Readers::kRegister, number, reason));
        };
        CHECK(with(" ") == "field.required");
        CHECK(with("gọi 0912345678") == "form.looks_like_person");
    }
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
}

TEST_CASE("the same request breaks the glass once, and whoever reads all of it already need not") {
    Night at;
    const auto first = at.smash(at.watch(), at.number, "k1");
    const auto again = at.smash(at.watch(), at.number, "k1");
    REQUIRE(first.has_value());
    REQUIRE_MESSAGE(again.has_value(), code_of(again));
    CHECK(again->glass.id == first->glass.id);
    CHECK(code_of(at.smash(at.watch(), at.number, "k2")) == "break_glass.open_already");
    CHECK(at.entries("reader.glass_opened", at.hoa.text()) == 1);
    at.clock.advance(2 * kHour);
    CHECK(at.smash(at.watch(), at.number, "k3").has_value());
    // A librarian who may break it here reads internal and identity anyway.
    std::string text = glass_rules().to_tsv();
    const std::string who = "\tnight_watch\t";
    text.replace(text.find(who), who.size(), "\tlibrarian\t");
    REQUIRE(at.adopt(*access::Rules::from_tsv(text)));
    CHECK(code_of(at.smash(at.librarian(), at.number)) == "break_glass.not_needed");
}

TEST_CASE("those who are named hear of it at once, judge it in time, and never their own act") {
    Night at;
    const auto broken = at.smash(at.watch(), at.number);
    REQUIRE(broken.has_value());
    const BrokenGlassId id = broken->glass.id;
    const auto reviews = [&](const Caller& who) {
        const auto agenda = agenda_of(at.house(), who);
        REQUIRE(agenda.has_value());
        return agenda->reviews.size();
    };
    CHECK(reviews(at.boss()) == 1);
    // Of another house, below which the record's is not: neither told nor shown.
    const Caller elsewhere = at.as("thuthu.phuong", "library_head");
    const Caller far = at.as("daumoi.yte", "library_head");
    CHECK(reviews(far) == 0);
    CHECK(list_broken_glass(at.house(), far, Readers::kRegister)->acts.empty());
    // But the head where the watch belongs hears of it: her own officer did it.
    CHECK(reviews(elsewhere) == 1);
    // Blocked from the record: it does not exist for her here either.
    at.relate(at.hoa, "block", at.other_head().account.id);
    CHECK(reviews(at.other_head()) == 0);
    CHECK(list_broken_glass(at.house(), at.other_head(), Readers::kRegister)->acts.empty());
    const auto review = [&](const Caller& who, bool good = true, const char* words = "đúng quy trình") {
        return review_glass(at.house(), who, Readers::kRegister, id, good, words);
    };
    CHECK(code_of(review(at.other_head())) == "access.not_found");
    CHECK(code_of(review(far)) == "access.not_found");
    CHECK(code_of(review(at.librarian())) == "access.not_found");
    CHECK(code_of(review(at.watch())) == "access.not_found");
    // Not even where she is also one of those who judge.
    const Caller both = at.as("canbo.phuong", "library_head", "quaydoc.xa");
    CHECK(code_of(review(both)) == "access.not_found");
    CHECK(reviews(both) == 0);
    // Who is responsible for the record hears of it too.
    at.relate(at.hoa, "responsible", at.librarian().account.id);
    CHECK(reviews(at.librarian()) == 1);
    CHECK(code_of(review(at.boss(), true, "")) == "field.required");
    // Friday 29 May 2026: three working days on it is Wednesday night, the 3rd of June, in Việt Nam.
    const auto due = broken->glass.review_due_at;
    CHECK(due > at.clock.now() + 3 * kDay);
    CHECK((due.micros + 7 * kHour) % kDay == 0);
    at.clock.advance(due.micros - at.clock.now().micros);
    const auto page = list_broken_glass(at.house(), at.boss(), Readers::kRegister);
    REQUIRE(page.has_value());
    REQUIRE(page->acts.size() == 1);
    CHECK(page->acts[0].may_review);
    CHECK(page->acts[0].glass.reason == kWhy);
    const auto judged = review(at.boss(), false, "không cần thiết");
    REQUIRE_MESSAGE(judged.has_value(), code_of(judged));
    CHECK(judged->glass.is_reviewed);
    CHECK(!judged->glass.justified);
    CHECK(judged->glass.review == "không cần thiết");
    CHECK(code_of(review(at.boss())) == "break_glass.reviewed");
    CHECK(reviews(at.boss()) == 0);
    // She who did it reads what was thought of it.
    const auto hers = list_broken_glass(at.house(), at.watch(), Readers::kRegister);
    REQUIRE(hers.has_value());
    REQUIRE(hers->acts.size() == 1);
    CHECK(hers->acts[0].is_own);
    CHECK(hers->acts[0].glass.review == "không cần thiết");
    for (const char* secret : {kWhy, "không cần thiết", "Nguyễn Thị Hoa"}) {
        CHECK(at.stored_bytes().find(secret) == std::string::npos);
    }
}

TEST_CASE("never: a row that somebody writes opens a record or ends a review") {
    Night at;
    // A relation as SQL would write it.
    storage::Commit forged;
    forged.writes.push_back(
        {&storage::statements::kInsertRecordRelation,
         {crypto::random_id(),
          std::string(Readers::kRegister),
          at.hoa.text(),
          std::string("break_glass"),
          at.watch().account.id.text(),
          std::string(),
          std::int64_t{0},
          storage::Value(),
          std::string(),
          std::int64_t{1},
          Bytes(32, 7)}}
    );
    REQUIRE(at.house().store.commit(std::move(forged)).has_value());
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
    // Nor does anybody give it by hand.
    const NewRelation wanted{"break_glass", at.watch().account.id, {}, {}, {}};
    const auto opened = at.read(at.head(), at.hoa);
    REQUIRE(opened.has_value());
    const RecordRequest about{Readers::kRegister, at.hoa, opened->etag, {}, {}};
    CHECK(code_of(assign(at.house(), at.head(), about, wanted)) == "record.relation");
    // A review without one: the row is as if absent, which raises an alarm, and nothing is ended by it.
    const auto broken = at.smash(at.watch(), at.number);
    REQUIRE(broken.has_value());
    storage::Commit silenced;
    silenced.writes.push_back(
        {&storage::statements::kReviewBreakGlass,
         {broken->glass.id.text(),
          std::string("reviewed"),
          std::int64_t{1},
          at.boss().account.id.text(),
          std::int64_t{1},
          Bytes(80, 1),
          std::int64_t{2},
          Bytes(32, 7)}}
    );
    REQUIRE(at.house().store.commit(std::move(silenced)).has_value());
    const std::uint64_t alarms = at.house().keys.rows->refused();
    const auto page = list_broken_glass(at.house(), at.boss(), Readers::kRegister);
    REQUIRE(page.has_value());
    CHECK(page->acts.empty());
    CHECK(at.house().keys.rows->refused() > alarms);
}

namespace {

const NewErasure kGround{"Quyết định của người phụ trách", "Khoản 2 Điều 16 quy chế giả định"};

/// Who heads the house where the watch belongs: she hears of it whatever became of the record.
Caller head_of_the_watch(Night& at) {
    return at.as("thuthu.phuong", "library_head");
}

/// One act, judged.
struct Judged : Night {
    BrokenGlassId id;

    explicit Judged(bool justified = true) {
        const auto broken = smash(watch(), number);
        REQUIRE_MESSAGE(broken.has_value(), code_of(broken));
        id = broken->glass.id;
        const auto judged = review_glass(house(), boss(), kRegister, id, justified, "đúng quy trình");
        REQUIRE_MESSAGE(judged.has_value(), code_of(judged));
    }
    BrokenGlass told() {
        const auto page = list_broken_glass(house(), head_of_the_watch(*this), kRegister);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        REQUIRE(page->acts.size() == 1);
        return page->acts[0].glass;
    }
    storage::Row row() {
        const auto snapshot = house().store.snapshot();
        return (*snapshot)->read(storage::statements::kBreakGlassById, {id.text()})->at(0);
    }
    void erase() {
        const RecordRequest about{kRegister, hoa, {}, {}, {}};
        const auto asked = propose_erasure(house(), head(), about, kGround);
        REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
        const auto done = confirm_erasure(house(), other_head(), kRegister, asked->erasure.id);
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
    }
};

}  // namespace

TEST_CASE("never: the words of a broken glass outlive the record they are about") {
    Judged at;
    CHECK(at.told().reason == kWhy);
    const storage::Row before = at.row();
    at.erase();
    // That it was done, by whom and how it was judged stays; what was said of her does not.
    const BrokenGlass left = at.told();
    CHECK(left.number == at.number);
    CHECK(left.justified);
    CHECK(left.reason.empty());
    CHECK(left.review.empty());
    CHECK(at.row().bytes(13).size() < before.bytes(13).size());
}

TEST_CASE("never: a copy of the words opens without the key of the record") {
    Judged at;
    storage::Commit gone;
    gone.writes.push_back({&storage::statements::kDeleteRecordKey, {at.hoa.text()}, 1});
    REQUIRE(at.house().store.commit(std::move(gone)).has_value());
    CHECK(at.told().reason.empty());
    CHECK(at.told().review.empty());
}

TEST_CASE("words of before, under the key of the house, are read until their record is erased") {
    Judged at;
    const Keys& keys = at.house().keys;
    const storage::Row row = at.row();
    keyring::SealedPlace place;
    place.purpose = keyring::Purpose::BreakGlass;
    place.store = keys.store;
    place.domain = keyring::Domain::Work;
    place.register_name = Night::kRegister;
    place.record = at.hoa;
    place.part = at.id.text() + ":3";
    const json::Value words{json::Object{{"reason", "như trước"}, {"review", "cũng vậy"}}};
    const Bytes sealed = crypto::seal_padded(
        keys.break_glass, as_bytes(json::write_canonical(words)), keyring::associated_data(place)
    );
    const auto& all = row.values();
    storage::Parameters now{all.begin(), all.end()};
    now[13] = sealed;
    now[14] = std::int64_t{3};
    now[15] = to_bytes(keyring::row_tag(
        keys.row_tag,
        "break_glass",
        {{"id", row.text(0)},
         {"register_name", row.text(1)},
         {"record_id", row.text(2)},
         {"number", row.text(3)},
         {"account_id", row.text(4)},
         {"organisation_id", row.text(5)},
         {"opened_at", row.number(6)},
         {"until_at", row.number(7)},
         {"review_due_at", row.number(8)},
         {"stage", row.text(9)},
         {"justified", row.number(10)},
         {"reviewed_by", row.text(11)},
         {"reviewed_at", row.number(12)},
         {"sealed", sealed}},
        3
    ));
    const storage::RowState state{
        std::string(table_of(RowKind::BreakGlass)), row.text(0), 3, storage::row_digest(now)};
    storage::Commit commit;
    commit.writes.push_back(
        {&storage::statements::kReviewBreakGlass,
         {now[0], now[9], now[10], now[11], now[12], now[13], now[14], now[15]},
         1,
         state}
    );
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
    CHECK(at.told().reason == "như trước");
    CHECK(at.told().review == "cũng vậy");
    at.erase();
    CHECK(at.told().reason.empty());
    CHECK(at.row().bytes(13).empty());
}

TEST_CASE("an act that waits is judged though its record was erased, and keeps no words") {
    Night at;
    const auto broken = at.smash(at.watch(), at.number);
    REQUIRE(broken.has_value());
    const auto asked =
        propose_erasure(at.house(), at.head(), {Night::kRegister, at.hoa, {}, {}, {}}, kGround);
    REQUIRE(asked.has_value());
    REQUIRE(confirm_erasure(at.house(), at.other_head(), Night::kRegister, asked->erasure.id));
    const Caller who = head_of_the_watch(at);
    const auto judged =
        review_glass(at.house(), who, Night::kRegister, broken->glass.id, false, "không có lý do");
    REQUIRE_MESSAGE(judged.has_value(), code_of(judged));
    CHECK(judged->glass.is_reviewed);
    CHECK(judged->glass.review.empty());
}

TEST_CASE("the words of a broken glass stay where answers of the record are redacted") {
    Judged at;
    const RecordRequest about{Night::kRegister, at.hoa, {}, {}, {}};
    const auto asked = propose_redaction(at.house(), at.head(), about, kGround, {{"phone", {}}});
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const ErasureId id = asked->asked.erasure.id;
    const auto seen = find_redaction(at.house(), at.other_head(), Night::kRegister, id);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    REQUIRE(confirm_redaction(at.house(), at.other_head(), Night::kRegister, id, seen->seen));
    CHECK(at.told().reason == kWhy);
    CHECK(at.told().review == "đúng quy trình");
}

TEST_CASE("an act that nobody found justified closes at once, and is not done again within a day") {
    Night at;
    const RecordId lan = at.enrolled("Trần Thị Lan");
    const std::string other = at.read(at.librarian(), lan)->row.number;
    const auto broken = at.smash(at.watch(), at.number);
    REQUIRE(broken.has_value());
    CHECK(at.read(at.watch(), at.hoa).has_value());
    REQUIRE(review_glass(at.house(), at.boss(), Night::kRegister, broken->glass.id, false, "không có ca nào")
    );
    CHECK(code_of(at.read(at.watch(), at.hoa)) == "access.not_found");
    CHECK_FALSE(list_broken_glass(at.house(), at.watch(), Night::kRegister)->acts.at(0).holds);
    CHECK(code_of(at.smash(at.watch(), at.number)) == "break_glass.judged");
    // Another record, and another person: nothing was said of them.
    CHECK(code_of(at.smash(at.watch(), other)) == "");
    CHECK(code_of(at.smash(at.as("canbo.xa", "night_watch"), at.number)) == "");
    at.clock.advance(kDay);
    CHECK(code_of(at.smash(at.watch(), at.number)) == "");
}

TEST_CASE("one that was found justified stays open for its minutes") {
    Judged at(true);
    CHECK(at.read(at.watch(), at.hoa).has_value());
}

}  // namespace neove::service::scenario
