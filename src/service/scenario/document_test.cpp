#include "service/documents.h"
#include "service/scenario/house_fixture.h"
#include "service/upload_document.h"
#include "storage/statements/documents.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

const char* const kFocal = "daumoi.congan";
const char* const kOtherFocal = "daumoi.yte";

Result<DocumentId> upload(
    HouseFixture& at, const std::string& login, const std::string& text, std::string key = {}
) {
    const Upload what{as_bytes(text), "kế hoạch.txt", std::move(key), true};
    const auto done = upload_document(at.house(), at.caller(login), what);
    if (!done) return std::unexpected(done.error());
    return done->id;
}

std::string code(const auto& result) {
    return result ? std::string() : result.error().code;
}

std::size_t journal_lines(HouseFixture& at, const std::string& action) {
    at.settle();
    std::size_t lines = 0;
    const auto entries = at.house().store.tail(0, 10'000);
    for (const auto& one : *entries) lines += one.entry.action == action ? 1 : 0;
    return lines;
}

}  // namespace

TEST_CASE("an uploaded plan is read, sealed and listed for those who may see it") {
    HouseFixture at;
    const std::string plan = pack("demo_province/sample_plan.txt");
    const auto id = upload(at, kFocal, plan);
    REQUIRE_MESSAGE(id, code(id));
    const auto record = open_document(at.house(), at.caller(kFocal), *id);
    REQUIRE(record);
    CHECK(record->row.counts.tasks > 5);
    CHECK(record->row.state == "read");
    CHECK(record->file.name == "kế hoạch.txt");
    const auto page = list_documents(at.house(), at.caller(kFocal), {"", {}, {}});
    REQUIRE(page);
    CHECK(page->items.size() == 1);
    CHECK(page->next.empty());
    // The words of a task and of the file lie nowhere in the store.
    const std::string words = record->review.tasks.front().item.text.substr(0, 40);
    CHECK(plan.contains(record->review.tasks.front().item.text.substr(0, 20)));
    const std::string stored = at.stored_bytes();
    CHECK_FALSE(stored.contains(words));
    CHECK_FALSE(stored.contains("kế hoạch.txt"));
    CHECK(stored.contains(record->row.title));
}

TEST_CASE("somebody of another organisation gets the answer that an unknown document gets") {
    HouseFixture at;
    const auto id = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    REQUIRE(id);
    for (const char* login : {kOtherFocal, "canbo.xa", "quantri", "kiemtra"}) {
        CAPTURE(login);
        const Caller other = at.caller(login);
        const auto hidden = open_document(at.house(), other, *id);
        const auto unknown = open_document(at.house(), other, DocumentId::trusted(std::string(32, '7')));
        REQUIRE_FALSE(hidden);
        REQUIRE_FALSE(unknown);
        CHECK(hidden.error().code == unknown.error().code);
        CHECK(hidden.error().kind == unknown.error().kind);
        CHECK(code(original_of(at.house(), other, *id)) == "access.not_found");
        CHECK(code(readers_of(at.house(), other, *id)) == "access.not_found");
        CHECK(code(change_document(at.house(), other, *id, "x", {}, "", "")) == "access.not_found");
        const auto page = list_documents(at.house(), other, {"", {}, {}});
        if (page) CHECK(page->items.empty());
    }
    CHECK(code(upload(at, "canbo.xa", "Kế hoạch")) == "access.not_found");
    CHECK(journal_lines(at, "document.open") == 0);
}

TEST_CASE("of a document marked secret nothing is kept but the fact that somebody tried") {
    HouseFixture at;
    const std::string secret =
        "MẬT\n" + pack("demo_province/sample_plan.txt") + "\nHoa súng trắng nở ở rạch Cái Lân.\n";
    CHECK(code(upload(at, kFocal, secret, "key-1")) == "document.secret");
    const std::string stored = at.stored_bytes();
    CHECK_FALSE(stored.contains("Hoa súng trắng"));
    CHECK_FALSE(stored.contains("kế hoạch.txt"));
    CHECK(journal_lines(at, "document.refused_secret") == 1);
    const auto snapshot = at.house().store.snapshot();
    REQUIRE(snapshot);
    CHECK((*snapshot)->read(storage::statements::kOrphanBlobs, {at.clock.now().micros + kDay})->empty());
    CHECK(list_documents(at.house(), at.caller(kFocal), {"", {}, {}})->items.empty());
}

TEST_CASE("what is no plan is refused by name and leaves nothing") {
    HouseFixture at;
    CHECK(code(upload(at, kFocal, "")) == "document.empty");
    CHECK(code(upload(at, kFocal, "Hôm nay trời đẹp, lúa chín vàng trên cánh đồng.")) == "plan.not_a_plan");
    CHECK_FALSE(at.stored_bytes().contains("lúa chín vàng"));
}

TEST_CASE("the same request sent twice makes one document") {
    HouseFixture at;
    const std::string plan = pack("demo_province/sample_plan.txt");
    const auto first = upload(at, kFocal, plan, "key-1");
    const auto second = upload(at, kFocal, plan, "key-1");
    REQUIRE(first);
    REQUIRE(second);
    CHECK(*first == *second);
    CHECK(list_documents(at.house(), at.caller(kFocal), {"", {}, {}})->items.size() == 1);
    CHECK(code(upload(at, kFocal, plan + "\nThêm một dòng.\n", "key-1")) == "request.key_reused");
}

TEST_CASE("the original comes back byte for byte, but only after a fresh factor") {
    HouseFixture at;
    std::string plan = pack("demo_province/sample_plan.txt");
    for (int line = 0; line < 4'000; ++line)
        plan += "Dòng thêm số " + std::to_string(line) + " để tệp dài ra.\n";
    const auto id = upload(at, kFocal, plan);
    REQUIRE_MESSAGE(id, code(id));
    const auto original = original_of(at.house(), at.caller(kFocal), *id);
    REQUIRE_MESSAGE(original, code(original));
    CHECK(as_text(original->bytes) == plan);
    CHECK(journal_lines(at, "document.original") == 1);
    Caller stale = at.caller(kFocal);
    stale.session.step_up_at = {0};
    CHECK(code(original_of(at.house(), stale, *id)) == "session.step_up");
    CHECK(journal_lines(at, "document.original") == 1);
}

TEST_CASE("the description is corrected against the version the person saw") {
    HouseFixture at;
    const auto id = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    REQUIRE(id);
    const Caller me = at.caller(kFocal);
    const std::string etag = document_etag(at.house(), open_document(at.house(), me, *id)->row);
    DocumentChange change;
    change.number = "12/KH-UBND";
    change.issued_on = "2026-02-30";
    CHECK(code(change_document(at.house(), me, *id, etag, change, "", "")) == "document.issued_on_invalid");
    change.issued_on = "2026-02-27";
    CHECK(code(change_document(at.house(), me, *id, etag, change, "k", "a")) == "");
    CHECK(code(change_document(at.house(), me, *id, etag, change, "k", "a")) == "");  // repeated, not stale
    CHECK(code(change_document(at.house(), me, *id, etag, change, "", "")) == "version.stale");
    const auto record = open_document(at.house(), me, *id);
    REQUIRE(record);
    CHECK(record->row.number == "12/KH-UBND");
    CHECK(record->row.issued_on == "2026-02-27");
    CHECK(record->row.version == 2);
}

TEST_CASE("a person says which document this one replaces, but cannot name one she may not see") {
    HouseFixture at;
    const auto old = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    const auto fresh = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    const auto hidden = upload(at, kOtherFocal, pack("demo_province/sample_plan.txt"));
    REQUIRE(old);
    REQUIRE(fresh);
    REQUIRE_MESSAGE(hidden, code(hidden));
    const Caller me = at.caller(kFocal);
    const auto etag = [&] { return document_etag(at.house(), open_document(at.house(), me, *fresh)->row); };
    DocumentChange change;
    for (const StatedRelation& wrong : std::vector<StatedRelation>{
             {"replaces", *hidden, "x"},
             {"replaces", *fresh, "x"},
             {"loves", *old, "x"},
             {"replaces", {}, " "}}) {
        change.relations = {wrong};
        CHECK(
            code(change_document(at.house(), me, *fresh, etag(), change, "", "")) ==
            "document.relation_unknown"
        );
    }
    change.relations = {{"replaces", *old, ""}, {"changes", {}, "Kế hoạch số 9/KH"}};
    REQUIRE(code(change_document(at.house(), me, *fresh, etag(), change, "", "")) == "");
    const auto relations = relations_of(at.house(), me, *open_document(at.house(), me, *fresh));
    REQUIRE(relations);
    REQUIRE(relations->size() >= 2);
    CHECK(relations->at(0).relation == "replaces");
    CHECK(relations->at(0).document == *old);
    CHECK(relations->at(1).document.is_empty());
    CHECK(relations->at(1).text == "Kế hoạch số 9/KH");
    const auto reverse = relations_of(at.house(), me, *open_document(at.house(), me, *old));
    REQUIRE(reverse);
    REQUIRE_FALSE(reverse->empty());
    CHECK(reverse->at(0).relation == "replaced_by");
    CHECK(reverse->at(0).document == *fresh);
}

TEST_CASE("never: a relation that was taken back is believed because its row was put back") {
    HouseFixture at;
    const auto old = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    const auto fresh = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    REQUIRE(old);
    REQUIRE(fresh);
    const Caller me = at.caller(kFocal);
    const auto state = [&](const std::vector<StatedRelation>& relations) {
        DocumentChange change;
        change.relations = relations;
        const auto etag = document_etag(at.house(), open_document(at.house(), me, *fresh)->row);
        REQUIRE(code(change_document(at.house(), me, *fresh, etag, change, "", "")) == "");
    };
    const auto replaced = [&] {
        const auto all = relations_of(at.house(), me, *open_document(at.house(), me, *old));
        REQUIRE(all);
        return std::ranges::any_of(*all, [](const DocumentRelation& one) {
            return one.relation == "replaced_by";
        });
    };
    state({{"replaces", *old, ""}});
    CHECK(replaced());
    const auto snapshot = at.house().store.snapshot();
    const auto rows = (*snapshot)->read(storage::statements::kRelationsTo, {old->text()});
    REQUIRE(rows);
    REQUIRE(rows->size() == 1);
    state({});
    CHECK_FALSE(replaced());
    storage::Commit back;
    back.writes.push_back(
        {&storage::statements::kInsertRelation,
         {fresh->text(), std::string("replaces"), old->text(), rows->at(0).bytes(2)}}
    );
    REQUIRE(at.house().store.commit(std::move(back)));
    CHECK_FALSE(replaced());
}

TEST_CASE("who looked is told to those who may know, one line for one visit") {
    HouseFixture at;
    const auto id = upload(at, kFocal, pack("demo_province/sample_plan.txt"));
    REQUIRE(id);
    REQUIRE(open_document(at.house(), at.caller(kFocal), *id));
    REQUIRE(open_document(at.house(), at.caller(kFocal), *id));
    at.settle();
    const auto entries = readers_of(at.house(), at.caller(kFocal), *id);
    REQUIRE(entries);
    REQUIRE(entries->size() == 2);
    CHECK(entries->at(0).action == "document.open");
    CHECK(entries->at(1).action == "document.uploaded");
    CHECK(entries->at(0).name == at.caller(kFocal).account.name);
}

TEST_CASE("the list goes on behind a cursor that serves nobody else") {
    HouseFixture at;
    const std::string plan = pack("demo_province/sample_plan.txt");
    for (int i = 0; i < 51; ++i) {
        at.clock.advance(kSecond);
        REQUIRE(upload(at, kFocal, plan));
    }
    const auto first = list_documents(at.house(), at.caller(kFocal), {"", {}, {}});
    REQUIRE(first);
    CHECK(first->items.size() == 50);
    const auto rest = list_documents(at.house(), at.caller(kFocal), {first->next, {}, {}});
    REQUIRE(rest);
    CHECK(rest->items.size() == 1);
    CHECK(rest->next.empty());
    CHECK(
        code(list_documents(at.house(), at.caller(kOtherFocal), {first->next, {}, {}})) == "request.cursor"
    );
    CHECK(code(list_documents(at.house(), at.caller(kFocal), {"abc", {}, {}})) == "request.cursor");
}

}  // namespace neove::service::scenario
