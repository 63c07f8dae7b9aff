/// \file
/// Erasing a person's record: two persons, no hold; then it is found nowhere, and from the key day on no
/// older copy opens it either.

#include "service/registers/drafts.h"
#include "service/registers/key_day.h"
#include "service/registers/purpose.h"
#include "service/registers/rebuild.h"
#include "service/registers/timeline.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/persons.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

const NewErasure kWhy{"Quyết định của người phụ trách", "Khoản 2 Điều 16 quy chế giả định"};

RecordRequest about(const RecordId& id) {
    return {Readers::kRegister, id, {}, {}, {}};
}

Result<ErasureView> erase(Readers& at, const RecordId& id) {
    const auto asked = propose_erasure(at.house(), at.head(), about(id), kWhy);
    if (!asked) return asked;
    return confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id);
}

storage::Rows rows_of(Readers& at, const storage::Statement& statement, storage::Parameters parameters) {
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot.has_value());
    auto rows = (*snapshot)->read(statement, std::move(parameters));
    REQUIRE(rows.has_value());
    return *rows;
}

/// What an older copy of the database holds of a record.
struct Copy {
    std::uint64_t epoch{0};
    Bytes wrapped;
    Bytes card;
    std::int64_t version{0};
};
Copy copied(Readers& at, const RecordId& id) {
    const auto rows = rows_of(at, storage::statements::kCardOfRecord, {id.text()});
    REQUIRE(rows.size() == 1);
    return {
        static_cast<std::uint64_t>(rows[0].number(3)), rows[0].bytes(4), rows[0].bytes(2), rows[0].number(1)};
}

}  // namespace

TEST_CASE("one person alone erases nothing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    // Who may not erase learns nothing; who reads the record no more than who does not.
    for (const Caller& who : {at.desk(), at.librarian(), at.caller("quantri"), at.caller("truongthuvien")}) {
        CHECK(code_of(propose_erasure(at.house(), who, about(hoa), kWhy)) == "access.not_found");
        CHECK(
            code_of(list_erasures(at.house(), who, Readers::kRegister)) ==
            (who.actor.role == "library_head" ? "" : "access.not_found")
        );
    }
    CHECK(code_of(propose_erasure(at.house(), at.head(), about(hoa), {"", "x"})) == "field.required");
    CHECK(code_of(propose_erasure(at.house(), at.head(), about(hoa), {"x", "  "})) == "field.required");
    CHECK(
        code_of(propose_erasure(at.house(), at.head(), about(hoa), {"x", "theo số 0912345678"})) ==
        "form.looks_like_person"
    );
    Caller tired = at.head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(code_of(propose_erasure(at.house(), tired, about(hoa), kWhy)) == "session.step_up");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    CHECK(asked->erasure.stage == kErasureWaiting);
    CHECK(!asked->may_confirm);
    CHECK(code_of(propose_erasure(at.house(), at.other_head(), about(hoa), kWhy)) == "erase.waiting_already");
    const ErasureId id = asked->erasure.id;
    const auto confirm = [&](const Caller& who) {
        return code_of(confirm_erasure(at.house(), who, Readers::kRegister, id));
    };
    CHECK(confirm(at.head()) == "erase.own");
    CHECK(confirm(at.librarian()) == "access.not_found");
    CHECK(confirm(at.caller("truongthuvien")) == "access.not_found");
    tired = at.other_head();
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(confirm(tired) == "session.step_up");
    CHECK(at.finds(at.librarian(), "nguyễn thị hoa", hoa));
    at.clock.advance(8 * kDay);
    CHECK(confirm(at.other_head()) == "erase.over");
    CHECK(list_erasures(at.house(), at.head(), Readers::kRegister)->at(0).is_over);
    // It makes way for a new one, which may be taken back.
    const auto anew = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE_MESSAGE(anew.has_value(), code_of(anew));
    REQUIRE(refuse_erasure(at.house(), at.head(), Readers::kRegister, anew->erasure.id, "còn cần"));
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, anew->erasure.id)) ==
        "erase.over"
    );
    CHECK(at.finds(at.librarian(), "nguyễn thị hoa", hoa));
}

TEST_CASE("who asked for an erasure and may no longer ask has asked for nothing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const Caller asking = at.head();
    const auto asked = propose_erasure(at.house(), asking, about(hoa), kWhy);
    REQUIRE(asked);
    const auto snapshot = at.house().store.snapshot();
    const auto grants = grants_of(**snapshot, at.house().keys, asking.account.id);
    REQUIRE(grants);
    storage::Commit commit;
    for (const Grant& grant : *grants) {
        if (grant.role == "library_head") {
            commit.writes.push_back(end_grant(at.house().keys, grant, at.clock.now()));
        }
    }
    REQUIRE(commit.writes.size() == 1);
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.proposer_gone"
    );
}

TEST_CASE("never: who asked carries an erasure though another of her roles is in a body kept from the record"
) {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    // She asked as the head of the library, and works elsewhere too.
    Grant grant;
    grant.id = crypto::random_id();
    grant.account = at.head().account.id;
    grant.role = "reader_desk";
    grant.organisation = at.caller("canbo.phuong").acting.organisation;
    grant.from = {0};
    REQUIRE(grant.organisation != at.head().acting.organisation);
    storage::Commit commit;
    commit.writes.push_back(insert_grant(at.house().keys, grant));
    REQUIRE(at.house().store.commit(std::move(commit)).has_value());
    at.relate(hoa, "block", {}, grant.organisation);
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.proposer_gone"
    );
}

TEST_CASE("while somebody holds it, a record is not erased") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE(asked);
    const auto seen = at.read(at.head(), hoa);
    REQUIRE(seen);
    NewRelation hold;
    hold.kind = kLegalHold;
    hold.organisation = at.caller("daumoi.congan").acting.organisation;
    const auto held = assign(at.house(), at.head(), {Readers::kRegister, hoa, seen->etag, {}, {}}, hold);
    REQUIRE_MESSAGE(held.has_value(), code_of(held));
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.held"
    );
    CHECK(code_of(propose_erasure(at.house(), at.other_head(), about(hoa), kWhy)) == "erase.held");
    const auto of_hold = std::ranges::find_if(held->people, [](const ShownPerson& one) {
        return one.relation.kind == kLegalHold;
    });
    REQUIRE(of_hold != held->people.end());
    const RecordRequest lifting{Readers::kRegister, hoa, {}, {}, {}};
    REQUIRE(unassign(at.house(), at.head(), lifting, of_hold->relation.id, "vụ việc đã xong"));
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.held"
    );
    const auto lifted = unassign(at.house(), at.other_head(), lifting, of_hold->relation.id, "đúng vậy");
    REQUIRE_MESSAGE(lifted.has_value(), code_of(lifted));
    // It is another record than the one that was to go: it is asked for anew.
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.changed"
    );
    REQUIRE(refuse_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id, "hỏi lại"));
    CHECK(code_of(erase(at, hoa)) == "");
}

TEST_CASE("never: an erasure takes what was written after it was asked for") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE(asked);
    const auto seen = at.read(at.librarian(), hoa);
    REQUIRE(seen);
    Diagnostics faults;
    WantedAct wanted;
    wanted.action = "suspend";
    wanted.reason = "cần giữ làm chứng cứ";
    const RecordRequest what{Readers::kRegister, hoa, seen->etag, {}, {}};
    REQUIRE(act_on_record(at.house(), at.librarian(), what, wanted, faults));
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.changed"
    );
    CHECK(at.read(at.librarian(), hoa).has_value());
    REQUIRE(refuse_erasure(at.house(), at.head(), Readers::kRegister, asked->erasure.id, "còn cần"));
    CHECK(code_of(erase(at, hoa)) == "");
}

TEST_CASE("never: what was typed about a record outlives it, or her right to it") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const RecordId lan = at.enrolled("Trần Thị Lan");
    const auto place = [](const RecordId& id) {
        return DraftPlace{Readers::kRegister, {}, "enrol", std::string(Readers::kRegister) + "/" + id.text()};
    };
    const auto kept = [&](const RecordId& id) {
        return rows_of(
                   at,
                   storage::statements::kDraft,
                   {at.desk().account.id.text(),
                    std::string(Readers::kRegister),
                    std::string("new"),
                    draft_form(place(id).action, place(id).about)}
        )
            .size();
    };
    const json::Value typed{json::Object{{"remarks", "chị của người kia"}}};
    for (const RecordId& id : {hoa, lan}) REQUIRE(write_draft(at.house(), at.desk(), place(id), typed));
    CHECK(kept(hoa) + kept(lan) == 2);
    REQUIRE(erase(at, hoa));
    CHECK(kept(hoa) == 0);
    CHECK(code_of(read_draft(at.house(), at.desk(), place(hoa))) == "access.not_found");
    CHECK(code_of(write_draft(at.house(), at.desk(), place(hoa), typed)) == "access.not_found");
    // Who is kept from the other one is kept from what she typed about it.
    REQUIRE(read_draft(at.house(), at.desk(), place(lan))->answers);
    at.relate(lan, "block", at.desk().account.id);
    CHECK(code_of(read_draft(at.house(), at.desk(), place(lan))) == "access.not_found");
    // Written in another way than an erasure looks for it, it would stay: it is not taken.
    const std::string right = place(lan).about;
    for (const std::string& about :
         {"/" + right, "x/" + right, right + "/x", lan.text(), std::string("somewhere/else")}) {
        const DraftPlace other{Readers::kRegister, {}, "enrol", about};
        CHECK_MESSAGE(code_of(write_draft(at.house(), at.desk(), other, typed)) == "draft.about", about);
    }
    // A record of no register here is a name and nothing else.
    const DraftPlace task{Readers::kRegister, {}, "enrol", "task/" + lan.text()};
    CHECK(code_of(write_draft(at.house(), at.desk(), task, typed)) == "");
}

TEST_CASE("never: whoever opens a record reads there who is kept from it, or who holds it") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    at.relate(hoa, "block", at.caller("daumoi.congan").account.id);
    at.relate(hoa, std::string(kLegalHold), at.librarian().account.id);
    at.relate(hoa, "break_glass", at.caller("canbo.phuong").account.id);
    at.relate(hoa, "responsible", at.librarian().account.id);
    const auto shown = [&](const Caller& who) {
        std::string out;
        const auto opened = at.read(who, hoa);
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        for (const std::string_view kind : {"block", "break_glass", "legal_hold", "responsible"}) {
            const bool is_there = std::ranges::any_of(opened->people, [&](const ShownPerson& one) {
                return one.relation.kind == kind;
            });
            if (is_there) out += std::string(kind) + " ";
        }
        return out;
    };
    CHECK(shown(at.desk()) == "responsible ");
    CHECK(shown(at.librarian()) == "legal_hold responsible ");
    CHECK(shown(at.head()) == "block break_glass legal_hold responsible ");
}

TEST_CASE("whoever is kept away until a day can be kept away for longer, and held as well") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto give = [&](std::string_view kind, std::optional<Instant> until) {
        NewRelation wanted;
        wanted.kind = kind;
        wanted.account = at.caller("daumoi.congan").account.id;
        wanted.until = until;
        return code_of(assign(at.house(), at.head(), about(hoa), wanted));
    };
    const Instant soon = at.clock.now() + kHour;
    for (const std::string_view kind : {std::string_view("block"), kLegalHold}) {
        CAPTURE(kind);
        CHECK(give(kind, soon) == "");
        CHECK(give(kind, soon + -kMinute) == "record.relation");
        CHECK(give(kind, soon) == "record.relation");
        CHECK(give(kind, soon + kHour) == "");
        CHECK(give(kind, {}) == "");
        CHECK(give(kind, {}) == "record.relation");
        CHECK(give(kind, soon + kDay) == "record.relation");
    }
}

TEST_CASE("a purpose is hers in the role in which she gave it") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    Caller who = at.desk();
    CHECK(at.read(who, hoa)->needs_purpose);
    REQUIRE(give_purpose(at.house(), who, Readers::kRegister, hoa, "support_person"));
    CHECK_FALSE(at.read(who, hoa)->needs_purpose);
    who.acting.id = crypto::random_id();
    CHECK(at.read(who, hoa)->needs_purpose);
}

TEST_CASE("an erased person is found nowhere, as if she had never been there") {
    Readers at;
    at.build();
    const std::string phone = "0912345678";
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa", phone);
    const RecordId stays = at.enrolled("Trần Văn Bưởi");
    const RecordId nowhere = RecordId::trusted(crypto::random_id());
    const auto before = at.read(at.librarian(), hoa);
    REQUIRE(before);
    const std::string number = before->row.number;
    REQUIRE(write_draft(
        at.house(), at.librarian(), {Readers::kRegister, hoa, "suspend"}, json::Object{{"remarks", "nháp"}}
    ));
    const std::string subject = fact_subject(at.house().keys, hoa);
    const auto facts =
        rows_of(at, storage::statements::kFactsOfSubject, {std::string(Readers::kRegister), subject}).size();
    CHECK(facts == 1);
    const auto done = erase(at, hoa);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(done->erasure.stage == kErasureDone);
    CHECK(!done->key_day);

    for (const Caller& who : {at.librarian(), at.desk(), at.head(), at.other_head()}) {
        CAPTURE(who.actor.role);
        for (const RecordId& id : {hoa, nowhere}) {
            CHECK(code_of(at.read(who, id)) == "access.not_found");
            CHECK(code_of(read_timeline(at.house(), who, Readers::kRegister, id)) == "access.not_found");
            CHECK(code_of(propose_erasure(at.house(), who, about(id), kWhy)) == "access.not_found");
            CHECK(
                code_of(read_draft(at.house(), who, {Readers::kRegister, id, "suspend"})) ==
                "access.not_found"
            );
            Diagnostics faults;
            WantedAct wanted;
            wanted.action = "suspend";
            wanted.reason = "x";
            const auto acted = act_on_record(
                at.house(), who, {Readers::kRegister, id, before->etag, {}, {}}, wanted, faults
            );
            CHECK(code_of(acted) == "access.not_found");
        }
        CHECK(!at.lists(who, hoa));
        for (const std::string& words : {std::string("nguyễn thị hoa"), number, phone}) {
            CHECK(!at.finds(who, words, hoa));
        }
    }
    const json::Value typed{
        json::Object{{"name", json::Object{{"name", "Nguyễn Thị Hoa"}}}, {"phone", phone}}};
    CHECK(possible_matches(at.house(), at.desk(), Readers::kRegister, typed, {})->matches.empty());
    const auto agenda = agenda_of(at.house(), at.librarian());
    REQUIRE(agenda);
    CHECK(std::ranges::none_of(agenda->items, [&](const AgendaItem& one) { return one.row.id == hoa; }));
    CHECK(at.finds(at.librarian(), "trần bưởi", stays));

    // What is left in rows: a seal of nothing, no key, no card, no draft; what was counted stays counted.
    const auto row =
        rows_of(at, storage::statements::kRecordById, {hoa.text(), std::string(Readers::kRegister)});
    REQUIRE(row.size() == 1);
    CHECK(row[0].text(3) == "erased");
    CHECK(row[0].bytes(22).empty());
    CHECK(row[0].is_null(23));
    CHECK(rows_of(at, storage::statements::kCardOfRecord, {hoa.text()}).empty());
    CHECK(rows_of(
              at,
              storage::statements::kDraft,
              {at.librarian().account.id.text(),
               std::string(Readers::kRegister),
               hoa.text(),
               std::string("suspend")}
    )
              .empty());
    for (const storage::Row& clock : rows_of(at, storage::statements::kClocksOfRecord, {hoa.text()})) {
        CHECK(!clock.is_null(4));
    }
    CHECK(
        rows_of(at, storage::statements::kFactsOfSubject, {std::string(Readers::kRegister), subject})
            .size() == facts
    );
    const auto rebuilt = rebuild(at.house(), false);
    REQUIRE(rebuilt);
    for (const RebuildDifference& one : rebuilt->differences) MESSAGE(one.what << " " << one.record);
    CHECK(rebuilt->differences.empty());

    // After a restart too.
    PersonIndex restarted;
    REQUIRE(restarted.begin(at.house().store, at.house().programmes.current()));
    REQUIRE(restarted.build(at.house().store, at.house().keys));
    const auto programme = at.house().programmes.current();
    const Caller who = at.librarian();
    const std::string register_name = Readers::kRegister;
    const Seeker seeker{programme->rules, register_name, who.actor, who.now, access::kIdentity};
    CHECK(restarted.search(seeker, "nguyễn thị hoa", 10)->hits.empty());
    CHECK(restarted.search(seeker, "trần bưởi", 10)->hits.size() == 1);

    // A certificate is left for those who may erase, and for nobody else.
    const auto certificates = list_erasures(at.house(), at.head(), Readers::kRegister);
    REQUIRE(certificates);
    REQUIRE(certificates->size() == 1);
    CHECK(certificates->at(0).erasure.number == number);
    CHECK(certificates->at(0).erasure.authority == kWhy.authority);
    CHECK(certificates->at(0).erasure.proposed_by != certificates->at(0).erasure.decided_by);
    CHECK(code_of(list_erasures(at.house(), at.librarian(), Readers::kRegister)) == "access.not_found");
    CHECK(list_erasures(at.house(), at.caller("truongthuvien"), Readers::kRegister)->empty());
    at.settle();
    CHECK(!at.stored_bytes().contains("người phụ trách"));
    const auto entries = at.house().store.tail(0, 10'000);
    REQUIRE(entries);
    const auto is_about = [&](const storage::ChainedEntry& one, const char* action) {
        return one.entry.action == action && one.entry.record_id == hoa.text();
    };
    CHECK(std::ranges::any_of(*entries, [&](const auto& one) {
        return is_about(one, "reader.erasure_proposed") && one.entry.actor == at.head().account.id.text();
    }));
    CHECK(std::ranges::any_of(*entries, [&](const auto& one) {
        return is_about(one, "reader.erased") && one.entry.actor == at.other_head().account.id.text();
    }));
}

TEST_CASE("a record whose key did not come back with an older copy is not there") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    REQUIRE(at.lists(at.librarian(), hoa));
    storage::Commit restored;
    restored.writes.push_back({&storage::statements::kDeleteRecordKey, {hoa.text()}, 1});
    REQUIRE(at.house().store.commit(std::move(restored)));
    CHECK(!at.lists(at.librarian(), hoa));
    CHECK(!at.finds(at.librarian(), "nguyễn thị hoa", hoa));
    CHECK(code_of(at.read(at.librarian(), hoa)) == "access.not_found");
    CHECK(agenda_of(at.house(), at.librarian())->items.empty());
    const std::string number = rows_of(at, storage::statements::kRecordRowById, {hoa.text()})[0].text(2);
    CHECK(!at.finds(at.librarian(), number, hoa));
}

TEST_CASE("a confirmation that is sent again is answered as the first one") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE(asked);
    for (int i = 0; i < 2; ++i) {
        const auto done =
            confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id, "once");
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        CHECK(done->erasure.stage == kErasureDone);
    }
    CHECK(
        code_of(confirm_erasure(at.house(), at.other_head(), Readers::kRegister, asked->erasure.id)) ==
        "erase.over"
    );
}

TEST_CASE("an erasure that SQL alone wrote, or changed, erases nothing") {
    Readers at;
    at.build();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto asked = propose_erasure(at.house(), at.head(), about(hoa), kWhy);
    REQUIRE(asked);
    // As if somebody else had asked: the one who asked could then confirm it alone.
    const auto row = rows_of(at, storage::statements::kErasureById, {asked->erasure.id.text()});
    REQUIRE(row.size() == 1);
    const auto& all = row[0].values();
    storage::Parameters forged{all.begin(), all.end()};
    const std::string id = crypto::random_id();
    forged[0] = id;
    forged[2] = at.enrolled("Trần Văn Bưởi").text();
    forged[6] = at.other_head().account.id.text();
    storage::Commit commit;
    commit.writes.push_back({&storage::statements::kInsertErasure, std::move(forged), 1});
    REQUIRE(at.house().store.commit(std::move(commit)));
    CHECK(
        code_of(confirm_erasure(at.house(), at.head(), Readers::kRegister, ErasureId::trusted(id))) ==
        "access.not_found"
    );
}

TEST_CASE("after the key day no older copy opens the erased with today's keys, and every one opens the living"
) {
    Readers at;
    at.build();
    const RecordId gone = at.enrolled("Nguyễn Thị Hoa");
    const RecordId living = at.enrolled("Trần Văn Bưởi");
    const Copy old_gone = copied(at, gone);
    const Copy old_living = copied(at, living);
    REQUIRE(erase(at, gone));
    const auto opens = [&](const RecordId& id, const Copy& copy, std::uint64_t epoch, ByteView wrapped) {
        const RecordKeyring today(at.keyring());
        const RecordName name{keyring::Domain::Cases, Readers::kRegister, id};
        const auto key = today.unwrap(name, epoch, wrapped);
        if (!key) return false;
        return SealedRecord(at.house().keys.store, name, *key).open_card(copy.card, copy.version).has_value();
    };
    // Erased at once for users, and not yet beyond recovery: the certificate says so.
    CHECK(opens(gone, old_gone, old_gone.epoch, old_gone.wrapped));
    CHECK(!list_erasures(at.house(), at.head(), Readers::kRegister)->at(0).key_day);

    at.clock.advance(kDay);
    const auto day = hold_key_day(at.house().store, at.keyring(), keyring::Domain::Cases, {}, at.clock.now());
    REQUIRE_MESSAGE(day.has_value(), code_of(day));
    REQUIRE(day->is_done);
    at.house().keys.records->renew(at.keyring());
    at.settle();

    CHECK(!opens(gone, old_gone, old_gone.epoch, old_gone.wrapped));
    const auto now = rows_of(at, storage::statements::kRecordKey, {living.text()});
    REQUIRE(now.size() == 1);
    CHECK(opens(living, old_living, static_cast<std::uint64_t>(now[0].number(0)), now[0].bytes(1)));
    CHECK(at.read(at.librarian(), living));
    CHECK(at.finds(at.librarian(), "trần bưởi", living));
    const auto certificates = list_erasures(at.house(), at.head(), Readers::kRegister);
    REQUIRE(certificates);
    CHECK(certificates->at(0).key_day);
    // One that was erased after that day waits for the next.
    REQUIRE(erase(at, living));
    const auto later = list_erasures(at.house(), at.head(), Readers::kRegister);
    REQUIRE(later);
    REQUIRE(later->size() == 2);
    for (const ErasureView& one : *later) CHECK(one.key_day.has_value() == (one.erasure.record == gone));
}

}  // namespace neove::service::scenario
