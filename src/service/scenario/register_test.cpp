/// \file
/// The register of documents: what is there already, what leaves again, what points at what, and what is
/// found.

#include "service/documents.h"
#include "service/reread_document.h"
#include "service/review_document.h"
#include "service/scenario/house_fixture.h"
#include "service/upload_document.h"
#include "service/withdraw_document.h"
#include "storage/statements/documents.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <thread>

namespace neove::service::scenario {

namespace {

const char* const kFocal = "daumoi.congan";
const char* const kOtherFocal = "daumoi.yte";

std::string code(const auto& result) {
    return result ? std::string() : result.error().code;
}

std::string plan_text() {
    return pack("demo_province/sample_plan.txt");
}

Result<Uploaded> send(
    HouseFixture& at, const char* login, const std::string& text, bool again = false, std::string key = {}
) {
    return upload_document(at.house(), at.caller(login), {as_bytes(text), "plan.txt", std::move(key), again});
}

DocumentId there(HouseFixture& at, const char* login, const std::string& text) {
    const auto done = send(at, login, text, true);
    REQUIRE_MESSAGE(done, code(done));
    return done->id;
}

ReviewRequest now(HouseFixture& at, const DocumentId& id) {
    ReviewRequest request;
    request.document = id;
    request.etag = document_etag(at.house(), open_document(at.house(), at.caller(kFocal), id)->row);
    return request;
}

std::size_t listed(HouseFixture& at, const char* login, DocumentQuery query = {}) {
    const auto page = list_documents(at.house(), at.caller(login), query);
    REQUIRE_MESSAGE(page, code(page));
    return page->items.size();
}

/// The first task, led by the commune of `canbo.xa` alone.
TaskId confirmed_task(HouseFixture& at, const DocumentId& id) {
    const Caller me = at.caller(kFocal);
    const TaskId task = open_document(at.house(), me, id)->review.tasks.front().id;
    review::Edit edit;
    edit.choice = review::Choice::Standing;
    const auto commune = at.caller("canbo.xa").acting.organisation;
    edit.lead = review::Bodies{{"UBND xã", commune, false}};
    edit.coordinate = review::Bodies{};
    edit.requested = review::Bodies{};
    REQUIRE(code(edit_task(at.house(), me, now(at, id), task, edit)) == "");
    REQUIRE(code(confirm_tasks(at.house(), me, now(at, id), {task})) == "");
    return task;
}

}  // namespace

TEST_CASE("the same file is not read twice, and the document that is there is named") {
    HouseFixture at;
    const auto first = send(at, kFocal, plan_text());
    REQUIRE_MESSAGE(first, code(first));
    CHECK_FALSE(first->known);
    const auto second = send(at, kFocal, plan_text());
    REQUIRE(second);
    REQUIRE(second->known);
    CHECK(second->id == first->id);
    CHECK_FALSE(second->known->title.empty());
    CHECK(listed(at, kFocal) == 1);
    const auto wanted = send(at, kFocal, plan_text(), true);
    REQUIRE(wanted);
    CHECK_FALSE(wanted->known);
    CHECK(wanted->id != first->id);
    CHECK(listed(at, kFocal) == 2);
}

TEST_CASE("of two uploads of one file at the same moment one comes in and the other is told") {
    HouseFixture at;
    const Caller me = at.caller(kFocal);
    const std::string text = plan_text();
    for (int round = 0; round < 5; ++round) {
        CAPTURE(round);
        const std::string file = text + std::string(static_cast<std::size_t>(round) + 1, '\n');
        std::array<std::string, 4> outcome;
        std::vector<std::jthread> people;
        for (std::string& mine : outcome) {
            people.emplace_back([&] {
                const auto done = upload_document(at.house(), me, {as_bytes(file), "plan.txt", {}, false});
                mine = !done ? done.error().code : done->known ? "known" : "new";
            });
        }
        people.clear();
        CHECK(std::ranges::count(outcome, "new") == 1);
        CHECK(std::ranges::count(outcome, "known") == 3);
        CHECK(listed(at, kFocal) == static_cast<std::size_t>(round) + 1);
    }
}

TEST_CASE("nobody learns from an upload that another office holds the same file") {
    HouseFixture at;
    const auto first = send(at, kFocal, plan_text());
    REQUIRE(first);
    const auto other = send(at, kOtherFocal, plan_text());
    REQUIRE_MESSAGE(other, code(other));
    CHECK_FALSE(other->known);
    CHECK(other->id != first->id);
    // Nor does the database: neither the digest itself nor one mark for both offices stands in it.
    const auto record = open_document(at.house(), at.caller(kFocal), first->id);
    REQUIRE(record);
    const std::string& digest = record->file.digest;
    const std::string mine = file_mark(at.house().keys, record->row.owner, digest);
    const std::string theirs = file_mark(at.house().keys, at.caller(kOtherFocal).acting.organisation, digest);
    CHECK(mine != theirs);
    const std::string stored = at.stored_bytes();
    CHECK(stored.contains(mine));
    CHECK_FALSE(stored.contains(digest));
    CHECK_FALSE(stored.contains(std::string(as_text(*parse_hex(digest)))));
}

TEST_CASE("a repeated upload or rereading is answered without reading the file again") {
    HouseFixture at;
    int reads = 0;
    const ReadPlan reader = at.house().read_plan;
    at.house().read_plan = [&](std::string_view text, std::string_view margins) {
        ++reads;
        return reader(text, margins);
    };
    const auto first = send(at, kFocal, plan_text(), false, "key-1");
    const auto again = send(at, kFocal, plan_text(), false, "key-1");
    REQUIRE(first);
    REQUIRE(again);
    CHECK(again->id == first->id);
    CHECK_FALSE(again->known);
    CHECK(reads == 1);
    const std::string corrected = plan_text() + "\nMột dòng thêm.\n";
    ReviewRequest request = now(at, first->id);
    request.etag_optional = true;
    request.etag.clear();
    request.request_key = "key-2";
    const Caller me = at.caller(kFocal);
    const auto read_once = reread_document(at.house(), me, request, as_bytes(corrected), "b.txt");
    const auto read_twice = reread_document(at.house(), me, request, as_bytes(corrected), "b.txt");
    REQUIRE_MESSAGE(read_once, code(read_once));
    REQUIRE_MESSAGE(read_twice, code(read_twice));
    CHECK(read_once->difference.kept == read_twice->difference.kept);
    CHECK(reads == 2);
    // Somebody who may not upload learns nothing of the key, and costs nothing.
    CHECK(code(send(at, "canbo.xa", plan_text(), false, "key-1")) == "access.not_found");
    CHECK(reads == 2);
}

TEST_CASE("a withdrawn document is gone for everybody but those who may know who read it") {
    HouseFixture at;
    const DocumentId id = there(at, kFocal, plan_text());
    const Caller me = at.caller(kFocal);
    CHECK(code(withdraw_document(at.house(), me, now(at, id), {" ", false})) == "document.reason_empty");
    CHECK(
        code(withdraw_document(at.house(), at.caller(kOtherFocal), now(at, id), {"x", false})) ==
        "access.not_found"
    );
    const ReviewRequest stale = now(at, id);
    REQUIRE(code(withdraw_document(at.house(), me, stale, {"tải nhầm tệp của xã khác", false})) == "");
    CHECK(listed(at, kFocal) == 0);
    CHECK(listed(at, kFocal, {{}, {}, "withdrawn"}) == 1);
    CHECK(code(open_document(at.house(), at.caller(kOtherFocal), id)) == "access.not_found");
    const auto record = open_document(at.house(), me, id);
    REQUIRE(record);
    REQUIRE(record->withdrawal);
    CHECK(record->withdrawal->reason == "tải nhầm tệp của xã khác");
    CHECK(record->row.state == "withdrawn");
    CHECK_FALSE(at.stored_bytes().contains("tải nhầm tệp"));
    at.settle();
    const auto readers = readers_of(at.house(), me, id);
    REQUIRE(readers);
    CHECK(std::ranges::any_of(*readers, [](const auto& one) { return one.action == "document.withdrawn"; }));
    // Nothing is done to it any more, and its file does not come back out.
    const TaskId task = record->review.tasks.front().id;
    CHECK(code(drop_task(at.house(), me, now(at, id), task)) == "document.withdrawn");
    CHECK(code(confirm_tasks(at.house(), me, now(at, id), {task})) == "document.withdrawn");
    CHECK(code(withdraw_document(at.house(), me, now(at, id), {"x", false})) == "document.withdrawn");
    CHECK(code(original_of(at.house(), me, id)) == "document.withdrawn");
    // The right file may come in afterwards, even if it is the same one.
    const auto fresh = send(at, kFocal, plan_text());
    REQUIRE(fresh);
    CHECK_FALSE(fresh->known);
}

TEST_CASE("confirmed tasks are never taken back unsaid, and with the document they leave the commune too") {
    HouseFixture at;
    const DocumentId id = there(at, kFocal, plan_text());
    confirmed_task(at, id);
    const Caller me = at.caller(kFocal);
    REQUIRE(listed(at, "canbo.xa") == 1);
    CHECK(code(withdraw_document(at.house(), me, now(at, id), {"nhầm", false})) == "document.has_confirmed");
    CHECK(listed(at, "canbo.xa") == 1);
    REQUIRE(code(withdraw_document(at.house(), me, now(at, id), {"nhầm", true})) == "");
    CHECK(listed(at, "canbo.xa") == 0);
    CHECK(code(open_document(at.house(), at.caller("canbo.xa"), id)) == "access.not_found");
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    CHECK((*snapshot)->read(storage::statements::kConfirmedTasksOf, {id.text()})->empty());
    CHECK((*snapshot)->read(storage::statements::kConfirmedBodiesOf, {id.text()})->empty());
}

TEST_CASE("the title of a document that a reader may not open reaches her by no relation") {
    HouseFixture at;
    const DocumentId hidden = there(at, kFocal, plan_text());
    const DocumentId shown = there(at, kFocal, plan_text());
    const Caller me = at.caller(kFocal);
    DocumentChange rename;
    rename.title = "Kế hoạch Hoa Súng";
    REQUIRE(code(change_document(at.house(), me, hidden, now(at, hidden).etag, rename, "", "")) == "");
    DocumentChange relate;
    relate.relations = {{"replaces", hidden, "Kế hoạch Hoa Súng (nội bộ)"}, {"changes", {}, "Kế hoạch số 9"}};
    REQUIRE(code(change_document(at.house(), me, shown, now(at, shown).etag, relate, "", "")) == "");
    confirmed_task(at, shown);
    const auto seen_by = [&](const char* login, const DocumentId& id) {
        const Caller who = at.caller(login);
        const auto record = open_document(at.house(), who, id);
        REQUIRE_MESSAGE(record, code(record));
        std::string all;
        const auto relations = relations_of(at.house(), who, *record);
        REQUIRE(relations);
        for (const DocumentRelation& one : *relations)
            all += one.relation + " " + one.document.text() + one.title + one.text + "\n";
        return all;
    };
    CHECK(seen_by(kFocal, shown).contains("Kế hoạch Hoa Súng"));
    const std::string commune = seen_by("canbo.xa", shown);
    CHECK_FALSE(commune.contains("Hoa Súng"));
    CHECK_FALSE(commune.contains(hidden.text()));
    CHECK(commune.contains("Kế hoạch số 9"));
    // The other way round: what replaces a document is named from there, in today's words.
    CHECK(seen_by(kFocal, hidden).contains("replaced_by " + shown.text()));
    REQUIRE(code(withdraw_document(at.house(), me, now(at, shown), {"nhầm", true})) == "");
    CHECK_FALSE(seen_by(kFocal, hidden).contains("replaced_by"));
}

TEST_CASE("the register is searched without accents, by words, number, issuer and date") {
    HouseFixture at;
    const DocumentId id = there(at, kFocal, plan_text());
    DocumentChange change;
    change.title = "Về phòng, chống đuối nước cho trẻ em";
    change.number = "15/KH-UBND";
    change.issued_on = "2026-02-03";
    change.issuer = "Ủy ban nhân dân tỉnh Sông Ngàn";
    REQUIRE(code(change_document(at.house(), at.caller(kFocal), id, now(at, id).etag, change, "", "")) == "");
    for (const char* found :
         {"duoi nuoc", "ĐUỐI NƯỚC", "tre em phong", "15/kh", "song ngan", "3/2/2026", "03/02/2026", "  "}) {
        CAPTURE(found);
        CHECK(listed(at, kFocal, {{}, found, {}}) == 1);
        CHECK(listed(at, kOtherFocal, {{}, found, {}}) == 0);
    }
    CHECK(listed(at, kFocal, {{}, "duoi nuoc 16/kh", {}}) == 0);
    CHECK(listed(at, kFocal, {{}, "duoi nuoc", "read"}) == 1);
    CHECK(listed(at, kFocal, {{}, "duoi nuoc", "confirmed"}) == 0);
}

TEST_CASE("a body that a person keeps as a name stays one, whatever organisation is called so") {
    HouseFixture at;
    const DocumentId id = there(at, kFocal, plan_text());
    const Caller me = at.caller(kFocal);
    const auto commune = at.caller("canbo.xa").acting.organisation;
    const std::string name = at.house().live.view()->directory.find(commune)->name;
    const TaskId task = open_document(at.house(), me, id)->review.tasks.front().id;
    review::Edit edit;
    edit.choice = review::Choice::Standing;
    edit.lead = review::Bodies{{name, {}, true}};
    edit.coordinate = review::Bodies{};
    edit.requested = review::Bodies{};
    REQUIRE(code(edit_task(at.house(), me, now(at, id), task, edit)) == "");
    REQUIRE(code(confirm_tasks(at.house(), me, now(at, id), {task})) == "");
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    const auto rows = (*snapshot)->read(storage::statements::kConfirmedBodiesOf, {id.text()});
    REQUIRE(rows->size() == 1);
    CHECK(rows->at(0).text(3) == name);
    CHECK(rows->at(0).text(4) == "");
    CHECK(listed(at, "canbo.xa") == 0);
}

}  // namespace neove::service::scenario
