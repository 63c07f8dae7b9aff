/// \file
/// Taking answers out of a person's record that stays: two persons, no hold; then nobody reads them anywhere,
/// all else is as it was, and from the key day on no older copy opens them either.

#include "service/registers/board_index.h"
#include "service/registers/drafts.h"
#include "service/registers/key_day.h"
#include "service/registers/rebuild.h"
#include "service/registers/redact_record.h"
#include "service/registers/timeline.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/core.h"
#include "storage/statements/persons.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

namespace statements = storage::statements;

const NewErasure kWhy{"Quyết định của người phụ trách", "Khoản 2 Điều 16 quy chế giả định"};
constexpr const char* kName = "Chim Vành Khuyên";
constexpr const char* kPhone = "0912345678";
constexpr const char* kRemark = "người thân ở cành mận trắng";

RecordRequest about(const RecordId& id) {
    return {Readers::kRegister, id, {}, {}, {}};
}

record::RedactedPart whole(const char* field) {
    return {field, {}};
}

Result<RedactionView> redact(
    Readers& at, const RecordId& id, const std::vector<record::RedactedPart>& parts
) {
    const auto asked = propose_redaction(at.house(), at.head(), about(id), kWhy, parts);
    if (!asked) return asked;
    const ErasureId redaction = asked->asked.erasure.id;
    const auto seen = find_redaction(at.house(), at.other_head(), Readers::kRegister, redaction);
    if (!seen) return seen;
    return confirm_redaction(at.house(), at.other_head(), Readers::kRegister, redaction, seen->seen);
}

storage::Rows rows_of(Readers& at, const storage::Statement& statement, storage::Parameters parameters) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot.has_value());
    auto rows = (*snapshot)->read(statement, std::move(parameters));
    REQUIRE(rows.has_value());
    return *rows;
}

void write(Readers& at, const storage::Statement& statement, storage::Parameters parameters) {
    storage::Commit commit;
    commit.writes.push_back({&statement, std::move(parameters)});
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
}

Result<OpenedRecord> suspend(Readers& at, const RecordId& id, const char* remark, const char* reason) {
    const auto seen = at.read(at.librarian(), id);
    if (!seen) return seen;
    WantedAct wanted;
    wanted.action = "suspend";
    wanted.reason = reason;
    wanted.answers = json::Object{{"remarks", remark}};
    Diagnostics faults;
    return act_on_record(
        at.house(), at.librarian(), {Readers::kRegister, id, seen->etag, {}, {}}, wanted, faults
    );
}

/// All that the librarian, who reads every class, is told of a record.
std::string told(Readers& at, const RecordId& id) {
    std::string out;
    const auto opened = at.read(at.librarian(), id);
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    out += json::write(opened->answers);
    const auto timeline = read_timeline(at.house(), at.librarian(), Readers::kRegister, id);
    REQUIRE_MESSAGE(timeline.has_value(), code_of(timeline));
    for (const TimelineEntry& one : timeline->events) out += one.reason + json::write(one.answers);
    return out;
}

void check_rebuild(Readers& at) {
    const auto rebuilt = rebuild(at.house(), false);
    REQUIRE(rebuilt);
    for (const RebuildDifference& one : rebuilt->differences) MESSAGE(one.what << " " << one.record);
    CHECK(rebuilt->differences.empty());
}

EventId event_of(Readers& at, const RecordId& id, std::string_view kind) {
    const auto snapshot = at.house().store.snapshot();
    const auto history = events_of(**snapshot, Readers::kRegister, id);
    REQUIRE(history);
    for (const StoredEvent& one : *history) {
        if (one.event.kind == kind) return one.event.id;
    }
    return {};
}

}  // namespace

TEST_CASE("one person alone redacts nothing, and who may not erase learns nothing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const std::vector<record::RedactedPart> parts{whole("phone")};
    for (const Caller& who : {at.desk(), at.librarian(), at.caller("quantri")}) {
        CHECK(code_of(propose_redaction(at.house(), who, about(hoa), kWhy, parts)) == "access.not_found");
        CHECK(code_of(outline_record(at.house(), who, Readers::kRegister, hoa)) == "access.not_found");
        CHECK(code_of(list_redactions(at.house(), who, Readers::kRegister)) == "access.not_found");
    }
    const auto propose = [&](const std::vector<record::RedactedPart>& what) {
        return code_of(propose_redaction(at.house(), at.head(), about(hoa), kWhy, what));
    };
    CHECK(propose({}) == "redact.nothing");
    CHECK(propose({whole("born")}) == "redact.nothing");
    CHECK(propose({whole("nothing")}) == "redact.part");
    CHECK(propose({{"phone", EventId::trusted(crypto::random_id())}}) == "redact.part");
    CHECK(propose({whole("kind")}) == "redact.in_the_clear");
    Caller tired = at.head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(propose_redaction(at.house(), tired, about(hoa), kWhy, parts)) == "session.step_up");
    const auto asked = propose_redaction(at.house(), at.head(), about(hoa), kWhy, parts);
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    CHECK(propose(parts) == "erase.waiting_already");
    CHECK(code_of(propose_erasure(at.house(), at.other_head(), about(hoa), kWhy)) == "erase.waiting_already");
    const ErasureId id = asked->asked.erasure.id;
    const auto confirm = [&](const Caller& who, const std::string& seen) {
        return code_of(confirm_redaction(at.house(), who, Readers::kRegister, id, seen));
    };
    CHECK(confirm(at.head(), asked->seen) == "erase.own");
    CHECK(confirm(at.librarian(), asked->seen) == "access.not_found");
    CHECK(confirm(at.other_head(), "gì đó") == "version.stale");
    // It is no erasure: confirmed as one it would take the whole record.
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, id)) == "access.not_found"
    );
    CHECK(list_erasures(at.house(), at.head(), Readers::kRegister)->empty());
    // What came after she looked was shown to nobody.
    REQUIRE(suspend(at, hoa, kRemark, "mất thẻ"));
    CHECK(confirm(at.other_head(), asked->seen) == "version.stale");
    CHECK(told(at, hoa).contains(kPhone));
    REQUIRE(refuse_redaction(at.house(), at.head(), Readers::kRegister, id, "còn cần"));
    CHECK(confirm(at.other_head(), asked->seen) == "erase.over");
}

TEST_CASE("while somebody holds it, nothing of a record is redacted") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const auto asked = propose_redaction(at.house(), at.head(), about(hoa), kWhy, {whole("phone")});
    REQUIRE(asked);
    at.relate(hoa, std::string(kLegalHold), {}, at.caller("daumoi.congan").acting.organisation);
    const auto confirmed = confirm_redaction(
        at.house(), at.other_head(), Readers::kRegister, asked->asked.erasure.id, asked->seen
    );
    CHECK(code_of(confirmed) == "erase.held");
    CHECK(code_of(redact(at, hoa, {whole("name")})) == "erase.held");
    CHECK(told(at, hoa).contains(kPhone));
}

TEST_CASE("what she confirms she saw: where answers are, and never what one says") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const auto asked = propose_redaction(at.house(), at.head(), about(hoa), kWhy, {whole("phone")});
    REQUIRE(asked);
    const auto view =
        find_redaction(at.house(), at.other_head(), Readers::kRegister, asked->asked.erasure.id);
    REQUIRE(view);
    CHECK(view->asked.may_confirm);
    REQUIRE(view->outline.events.size() == 1);
    for (const OutlinedAnswer& one : view->outline.events[0].answers) {
        CAPTURE(one.field);
        CHECK(one.goes == (one.field == "phone"));
        CHECK(one.is_fixed == (one.field == "kind" || one.field == "card_from"));
    }
}

TEST_CASE("another wording of an answer that goes is counted for her who confirms, or goes with it") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    REQUIRE(suspend(at, hoa, kRemark, "mất thẻ"));
    const EventId suspended = event_of(at, hoa, "suspend");
    WantedAct correction;
    correction.action = record::kCorrected;
    correction.corrects = suspended;
    correction.reason = "viết rõ hơn";
    correction.answers = json::Object{{"remarks", "người thân ở cành mận"}};
    Diagnostics faults;
    const auto seen = at.read(at.librarian(), hoa);
    REQUIRE(act_on_record(
        at.house(), at.librarian(), {Readers::kRegister, hoa, seen->etag, {}, {}}, correction, faults
    ));
    record::RedactedPart last{"remarks", event_of(at, hoa, record::kCorrected)};
    const auto asked = propose_redaction(at.house(), at.head(), about(hoa), kWhy, {last});
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const ErasureId id = asked->asked.erasure.id;
    const auto shown = find_redaction(at.house(), at.other_head(), Readers::kRegister, id);
    REQUIRE(shown);
    CHECK(shown->outline.still_said == record::StillSaid{{"remarks", 1}});
    REQUIRE(refuse_redaction(at.house(), at.head(), Readers::kRegister, id, "còn lời trước"));
    last.earlier = true;
    const auto whole_of_it = propose_redaction(at.house(), at.head(), about(hoa), kWhy, {last});
    REQUIRE_MESSAGE(whole_of_it.has_value(), code_of(whole_of_it));
    const ErasureId second = whole_of_it->asked.erasure.id;
    const auto looked = find_redaction(at.house(), at.other_head(), Readers::kRegister, second);
    REQUIRE(looked);
    CHECK(looked->outline.still_said.empty());
    REQUIRE(confirm_redaction(at.house(), at.other_head(), Readers::kRegister, second, looked->seen));
    CHECK(!told(at, hoa).contains("cành mận"));
    check_rebuild(at);
}

TEST_CASE("nobody reads a redacted answer anywhere, and all else is as it was") {
    Readers at;
    at.build();
    at.house().boards = std::make_shared<BoardIndex>(*at.house().programmes.current());
    REQUIRE(at.house().boards->build(at.house()));
    const RecordId hoa = at.enrolled(kName, kPhone);
    // What this node knows of its history does not outlive what was taken out of it.
    const auto check_history_in_memory = [&] {
        const auto snapshot = at.house().store.snapshot();
        const auto found = find_record(at.house(), **snapshot, at.librarian(), Readers::kRegister, hoa);
        REQUIRE(found);
        const auto known = history_of(at.house(), **snapshot, found->row);
        const auto stored = events_of(**snapshot, Readers::kRegister, hoa);
        REQUIRE(known);
        REQUIRE(stored);
        CHECK(std::ranges::equal(**known, *stored, [](const StoredEvent& a, const StoredEvent& b) {
            return a.digest == b.digest && a.sealed == b.sealed;
        }));
    };
    check_history_in_memory();
    REQUIRE(suspend(at, hoa, kRemark, "vì người thân xin"));
    REQUIRE(write_draft(
        at.house(),
        at.librarian(),
        {Readers::kRegister, hoa, "leave"},
        json::Object{{"remarks", kRemark}, {"agreed", json::Array{"reminders"}}}
    ));
    const std::string subject = fact_subject(at.house().keys, hoa);
    const auto facts = [&] {
        return rows_of(at, statements::kFactsOfSubject, {std::string(Readers::kRegister), subject}).size();
    };
    const std::size_t facts_before = facts();
    REQUIRE(told(at, hoa).contains(kRemark));
    REQUIRE(at.finds(at.librarian(), kPhone, hoa));

    const auto done = redact(
        at, hoa, {whole("name"), whole("phone"), whole("remarks"), {"", event_of(at, hoa, "suspend")}}
    );
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(done->asked.erasure.stage == kErasureRedacted);
    CHECK(!done->asked.key_day);
    check_history_in_memory();

    const std::string now = told(at, hoa);
    for (const char* gone : {kName, kPhone, kRemark, "người thân"}) CHECK(!now.contains(gone));
    CHECK(now.contains("@redacted"));
    CHECK(now.contains("\"kind\":\"adult\""));
    for (const std::string& words : {std::string("chim vành khuyên"), std::string(kPhone)}) {
        CHECK(!at.finds(at.librarian(), words, hoa));
    }
    const json::Value typed{json::Object{{"name", json::Object{{"name", kName}}}, {"phone", kPhone}}};
    CHECK(possible_matches(at.house(), at.desk(), Readers::kRegister, typed, {})->matches.empty());
    CHECK(at.lists(at.librarian(), hoa));
    const auto draft = read_draft(at.house(), at.librarian(), {Readers::kRegister, hoa, "leave"});
    REQUIRE(draft);
    REQUIRE(draft->answers);
    CHECK(json::write(*draft->answers) == R"({"agreed":["reminders"]})");
    CHECK(facts() == facts_before);
    check_rebuild(at);
    at.settle();
    CHECK(!at.stored_bytes().contains(kRemark));

    // After a restart too.
    PersonIndex restarted;
    REQUIRE(restarted.begin(at.house().store, at.house().programmes.current()));
    REQUIRE(restarted.build(at.house().store, at.house().keys));
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    CHECK(restarted.search(seeker, "chim vành khuyên", 10)->hits.empty());
}

TEST_CASE(
    "work goes on in a redacted record; nobody writes a mark, and a second redaction takes what came since"
) {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    REQUIRE(redact(at, hoa, {whole("name")}));
    const auto forged = [&](const char* remark) {
        const auto seen = at.read(at.librarian(), hoa);
        WantedAct wanted;
        wanted.action = "suspend";
        wanted.reason = "x";
        wanted.answers = json::Object{{"remarks", json::Object{{"@redacted", remark}}}};
        Diagnostics faults;
        return code_of(act_on_record(
            at.house(), at.librarian(), {Readers::kRegister, hoa, seen->etag, {}, {}}, wanted, faults
        ));
    };
    CHECK(forged("2026-11-22") == "record.many_faults");
    const auto suspended = suspend(at, hoa, kRemark, "mất thẻ");
    REQUIRE_MESSAGE(suspended.has_value(), code_of(suspended));
    WantedAct correction;
    correction.action = record::kCorrected;
    correction.corrects = event_of(at, hoa, "enrol");
    correction.reason = "viết nhầm";
    correction.answers = json::Object{{"phone", "0999888777"}};
    Diagnostics faults;
    const auto corrected = act_on_record(
        at.house(), at.librarian(), {Readers::kRegister, hoa, suspended->etag, {}, {}}, correction, faults
    );
    REQUIRE_MESSAGE(corrected.has_value(), code_of(corrected));
    CHECK(told(at, hoa).contains("0999888777"));
    check_rebuild(at);
    // Of one event alone: what the correction says stays.
    REQUIRE(redact(at, hoa, {{"phone", event_of(at, hoa, "enrol")}, whole("remarks")}));
    const std::string now = told(at, hoa);
    CHECK(now.contains("0999888777"));
    CHECK(!now.contains(kPhone));
    CHECK(!now.contains(kRemark));
    CHECK(!now.contains(kName));
    check_rebuild(at);
    const auto erased = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE_MESSAGE(erased.has_value(), code_of(erased));
    REQUIRE(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, erased->erasure.id));
    CHECK(code_of(at.read(at.librarian(), hoa)) == "access.not_found");
    check_rebuild(at);
}

TEST_CASE("an old key, and old rows, that somebody puts back open nothing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const auto key = rows_of(at, statements::kRecordKey, {hoa.text()});
    const auto row = rows_of(at, statements::kRecordById, {hoa.text(), std::string(Readers::kRegister)});
    const auto card = rows_of(at, statements::kCardOfRecord, {hoa.text()});
    REQUIRE(redact(at, hoa, {whole("name"), whole("phone")}));
    const auto fresh = rows_of(at, statements::kRecordKey, {hoa.text()});
    const auto put_key = [&](const storage::Row& from) {
        write(
            at, statements::kRewrapRecordKey, {hoa.text(), from.number(0), from.bytes(1), fresh[0].number(0)}
        );
    };
    const auto tells_nothing = [&] {
        const auto opened = at.read(at.librarian(), hoa);
        const auto timeline = read_timeline(at.house(), at.librarian(), Readers::kRegister, hoa);
        CHECK(!opened.has_value());
        CHECK(!timeline.has_value());
        CHECK(!at.finds(at.librarian(), kPhone, hoa));
    };
    put_key(key[0]);
    tells_nothing();
    PersonIndex restarted;
    REQUIRE(restarted.begin(at.house().store, at.house().programmes.current()));
    write(
        at,
        statements::kWriteCard,
        {hoa.text(), std::string(Readers::kRegister), card[0].number(1), card[0].bytes(2)}
    );
    REQUIRE(restarted.build(at.house().store, at.house().keys));
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    CHECK(restarted.search(seeker, kPhone, 10)->hits.empty());
    put_key(fresh[0]);
    REQUIRE(at.read(at.librarian(), hoa));

    // The re-sealed events of another record, or none.
    const RecordId other = at.enrolled("Trần Văn Bưởi");
    REQUIRE(redact(at, other, {whole("phone")}));
    const auto theirs =
        rows_of(at, statements::kResealedOfRecord, {other.text(), std::string(Readers::kRegister)});
    write(
        at,
        statements::kWriteResealed,
        {hoa.text(), std::string(Readers::kRegister), std::int64_t{2}, theirs[0].bytes(3)}
    );
    CHECK(!read_timeline(at.house(), at.librarian(), Readers::kRegister, hoa).has_value());
    CHECK(!rebuild(at.house(), false)->differences.empty());
}

TEST_CASE("after the key day no older copy opens what was redacted, and today's opens what stays") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const RecordId living = at.enrolled("Trần Văn Bưởi");
    const auto old_key = rows_of(at, statements::kRecordKey, {hoa.text()});
    const auto old_events =
        rows_of(at, statements::kEventsOfRecord, {std::string(Readers::kRegister), hoa.text()});
    REQUIRE(redact(at, hoa, {whole("name"), whole("phone")}));
    // What an older copy of the data and of the keys holds, with the keyring of today.
    const auto opens = [&] {
        const RecordKeyring today(at.keyring());
        const RecordName name{keyring::Domain::Cases, Readers::kRegister, hoa};
        const auto key =
            today.unwrap(name, static_cast<std::uint64_t>(old_key[0].number(0)), old_key[0].bytes(1));
        if (!key) return false;
        const SealedRecord seal(at.house().keys.store, name, *key);
        const EventId event = EventId::trusted(old_events[0].text(0));
        return seal.open_event(old_events[0].bytes(11), access::kEveryClass, true, event).has_value();
    };
    CHECK(opens());
    CHECK(!list_redactions(at.house(), at.head(), Readers::kRegister)->at(0).asked.key_day);
    at.clock.advance(kDay);
    const auto day = hold_key_day(at.house().store, at.keyring(), keyring::Domain::Cases, {}, at.clock.now());
    REQUIRE_MESSAGE(day.has_value(), code_of(day));
    REQUIRE(day->is_done);
    at.house().keys.records->renew(at.keyring());
    at.settle();
    CHECK(!opens());
    CHECK(list_redactions(at.house(), at.head(), Readers::kRegister)->at(0).asked.key_day);
    CHECK(!told(at, hoa).contains(kPhone));
    CHECK(told(at, living).contains("Bưởi"));
    REQUIRE(suspend(at, hoa, "còn việc", "mất thẻ"));
    check_rebuild(at);
}

TEST_CASE("never: what was typed elsewhere about a record brings back what was taken out of it") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled(kName, kPhone);
    const DraftPlace place{
        Readers::kRegister, {}, "enrol", std::string(Readers::kRegister) + "/" + hoa.text()};
    REQUIRE(write_draft(at.house(), at.desk(), place, json::Object{{"phone", kPhone}}));
    REQUIRE(redact(at, hoa, {whole("phone")}));
    const auto left = read_draft(at.house(), at.desk(), place);
    REQUIRE_MESSAGE(left.has_value(), code_of(left));
    CHECK_FALSE(left->answers);
}

}  // namespace neove::service::scenario
