/// \file
/// Files of records over a real store: who may name one, who sees what of it, and what dies with the record.

#include "service/registers/attachments.h"

#include "service/registers/key_day.h"
#include "service/registers/rebuild.h"
#include "service/registers/record_files.h"
#include "service/registers/timeline.h"
#include "service/registers/visit.h"
#include "service/scenario/persons_fixture.h"
#include "storage/statements/attachments.h"
#include "storage/statements/backup.h"
#include "storage/statements/documents.h"

#include <doctest/doctest.h>

namespace neove::service::scenario {

namespace {

namespace statements = storage::statements;

constexpr const char* kLetter = "Đơn trình báo.\nChim-vành-khuyên đậu cành mận trắng.\n";
constexpr const char* kLetterName = "đơn của Hoàng-Oanh.txt";
/// 16 by 16 points, and a comment that no picture shows.
constexpr const char* kPicture =
    "89504e470d0a1a0a0000000d49484452000000100000001008000000003a98a0bd0000001874455874436f6d6d656e74004368"
    "696d2d76616e682d6b687579656ebd63b67e000000194944415478da63600082ff40804c932a40a97e181804ee0000c0fd7f81"
    "740b9ec80000000049454e44ae426082";

access::Rules file_rules() {
    using namespace access;
    constexpr Classes kAll = kInternal | kConfidential | kIdentity;
    RegisterRules rules;
    rules.register_name = "reader";
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"reader_desk"}, {"own"}, {"open", "list", "enrol"}, {}, kInternal, kAll, kIdentity, {}},
        {{"reader_desk"}, {"created"}, {"attach"}, {"left"}, 0, 0, 0, {}},
        {{"reader_desk"}, {"own"}, {"renew_card"}, {}, kInternal, kAll, kIdentity, {}},
        {{"reader_desk"}, {"own"}, {"original"}, {}, kInternal, 0, kIdentity, {}},
        {{"librarian"},
         {"own"},
         {"open", "list", "renew_card", "correct", "attach", "original"},
         {},
         kAll,
         kAll,
         0,
         {}},
        {{"library_head"},
         {"own"},
         {"open", "list", "erase", "assign"},
         {},
         kInternal | kConfidential,
         0,
         0,
         {}}};
    rules.policy.denies = {{"block", {}}};
    return Rules::compile({rules});
}

/// Readers with a portrait that says who one is, papers, and rows of which each may bear a proof.
class Files : public Readers {
public:
    Files() {
        auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
        REQUIRE(text.has_value());
        for (json::Value& programme : *text->find("programmes")->array()) {
            for (json::Value& one : *programme.find("registers")->array()) {
                if (one.text_or("id") == kRegister) give_files(one);
            }
        }
        auto bundle = definition::load_bundle(*text);
        REQUIRE_MESSAGE(bundle.has_value(), (bundle ? "" : bundle.error().code + bundle.error().where));
        bundle->access = file_rules();
        REQUIRE(house().programmes.adopt(
            house().store,
            house().keys,
            std::make_shared<const definition::Bundle>(std::move(*bundle)),
            true,
            clock.now()
        ));
        build();
    }

    Result<BlobId> upload(const Caller& who, ByteView bytes, const char* name = kLetterName) {
        return upload_attachment(house(), who, kRegister, bytes, name);
    }
    BlobId letter(const Caller& who) {
        const auto id = upload(who, as_bytes(std::string_view(kLetter)));
        REQUIRE_MESSAGE(id.has_value(), code_of(id));
        return *id;
    }
    BlobId picture(const Caller& who) {
        const auto id = upload(who, *parse_hex(kPicture), "ảnh.png");
        REQUIRE_MESSAGE(id.has_value(), code_of(id));
        return *id;
    }

    Result<OpenedRecord> open(const Caller& who, json::Object more) {
        WantedAct wanted;
        wanted.action = "enrol";
        wanted.answers = json::Object{{"name", json::Object{{"name", "Nguyễn Thị Hoa"}}}, {"kind", "adult"}};
        for (auto& [field, value] : more) wanted.answers.set(field, std::move(value));
        faults.clear();
        return open_record(house(), who, {kRegister, {}, {}, {}, {}}, wanted, faults);
    }
    Result<OpenedRecord> change(const Caller& who, const RecordId& id, json::Object answers) {
        WantedAct wanted;
        wanted.action = "renew_card";
        wanted.answers = json::Object{{"card_from", "2026-05-02"}};
        for (auto& [field, value] : answers) wanted.answers.set(field, std::move(value));
        faults.clear();
        return act_on_record(house(), who, {kRegister, id, {}, {}, {}}, wanted, faults);
    }
    /// A record of hers with this file in its papers.
    RecordId with_papers(const BlobId& file) {
        const auto opened = enrolled("Nguyễn Thị Hoa");
        const auto done = change(librarian(), opened, {{"papers", json::Array{file.text()}}});
        REQUIRE_MESSAGE(done.has_value(), code_of(done));
        return opened;
    }

    std::string look(const Caller& who, const RecordId& record, const BlobId& file) {
        return code_of(read_attachment(house(), who, {kRegister, record, file}));
    }
    /// Every way to a file; all must say the same.
    std::string looks(const Caller& who, const RecordId& record, const BlobId& file) {
        const AttachmentPlace place{kRegister, record, file};
        const std::string code = look(who, record, file);
        CHECK(code_of(attachment_page(house(), who, place, 1)) == code);
        CHECK(code_of(original_attachment(house(), who, place)) == code);
        return code;
    }

    storage::Rows rows(const storage::Statement& statement, storage::Parameters parameters) {
        const auto snapshot = house().store.snapshot();
        REQUIRE(snapshot.has_value());
        auto out = (*snapshot)->read(statement, std::move(parameters));
        REQUIRE(out.has_value());
        return *out;
    }
    void write(std::vector<storage::Write> writes) {
        storage::Commit commit;
        commit.writes = std::move(writes);
        REQUIRE(house().store.commit(std::move(commit)).has_value());
    }
    std::size_t chunks_of(const BlobId& file) {
        return rows(statements::kChunksOfBlob, {file.text()}).size();
    }
    std::size_t journal_lines(const std::string& action) {
        settle();
        std::size_t lines = 0;
        const auto entries = house().store.tail(0, 10'000);
        for (const auto& one : *entries) lines += one.entry.action == action ? 1 : 0;
        return lines;
    }
    std::size_t differences() {
        const auto report = rebuild(house(), false);
        REQUIRE(report.has_value());
        for (const auto& one : report->differences) CHECK(one.what == "files");
        return report->differences.size();
    }

    Diagnostics faults;

private:
    static void give_files(json::Value& definition) {
        json::Value& form = *definition.find("form");
        form.set("domain", "cases");
        json::Array& fields = *form.find("fields")->array();
        const auto file = [](const char* id, const char* of_class) {
            return json::Object{{"id", id}, {"type", "attachment"}, {"class", of_class}, {"max", 3}};
        };
        fields.push_back(file("portrait", "identity"));
        fields.push_back(file("papers", "confidential"));
        json::Object proof{{"id", "proof"}, {"type", "attachment"}, {"max", 3}};
        fields.push_back(json::Object{
            {"id", "visits"},
            {"type", "rows"},
            {"class", "confidential"},
            {"max", 5},
            {"fields", json::Array{std::move(proof)}}});
        for (json::Value& action : *definition.find("workflow")->find("actions")->array()) {
            if (action.text_or("id") != "enrol" && action.text_or("id") != "renew_card") continue;
            for (const char* field : {"portrait", "papers", "visits"}) {
                action.find("fields")->array()->push_back(field);
            }
        }
    }
};

json::Array only(const BlobId& file) {
    return json::Array{file.text()};
}

/// What is said of an id that names nothing.
std::vector<std::pair<std::string, std::string>> said(const Diagnostics& faults) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const Error& fault : faults) out.emplace_back(fault.code, fault.where);
    return out;
}

}  // namespace

TEST_CASE("a file is the record's from the act that names it, and is seen as name, picture and original") {
    Files at;
    const Caller who = at.librarian();
    const BlobId letter = at.letter(who);
    const BlobId picture = at.picture(who);
    const BlobId proof = at.letter(who);
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const auto done = at.change(
        who,
        hoa,
        {{"papers", only(letter)},
         {"portrait", only(picture)},
         {"visits", json::Array{json::Object{{"proof", only(proof)}}}}}
    );
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    const auto about = read_attachment(at.house(), who, {Files::kRegister, hoa, letter});
    REQUIRE_MESSAGE(about.has_value(), code_of(about));
    CHECK(about->name == kLetterName);
    CHECK(about->kind == "text");
    CHECK(about->pages == 1);
    CHECK(about->size == static_cast<std::int64_t>(std::string_view(kLetter).size()));
    for (const BlobId& file : {letter, picture, proof}) CHECK(at.looks(who, hoa, file).empty());
    const auto drawn = attachment_page(at.house(), who, {Files::kRegister, hoa, picture}, 1);
    REQUIRE(drawn);
    CHECK(as_text(*drawn).starts_with("\x89PNG"));
    CHECK_FALSE(as_text(*drawn).contains("Chim-vanh-khuyen"));
    CHECK(
        code_of(attachment_page(at.house(), who, {Files::kRegister, hoa, picture}, 2)) ==
        "document.no_such_page"
    );
    const auto original = original_attachment(at.house(), who, {Files::kRegister, hoa, picture});
    REQUIRE(original);
    CHECK(original->bytes == *parse_hex(kPicture));
    CHECK(at.journal_lines("reader.original") == 4);
    CHECK(at.journal_lines("reader.picture") == 4);
    // Named again with what comes on top, it stays.
    const BlobId second = at.letter(who);
    const auto more = at.change(who, hoa, {{"papers", json::Array{letter.text(), second.text()}}});
    REQUIRE_MESSAGE(more.has_value(), code_of(more));
    CHECK(at.looks(who, hoa, letter).empty());
    CHECK(at.looks(who, hoa, second).empty());
    CHECK(at.differences() == 0);
    const std::string stored = at.stored_bytes();
    for (const char* word : {"Chim-vành-khuyên", "Hoàng-Oanh", "vanh-khuyen", "đơn của"}) {
        CHECK_FALSE_MESSAGE(stored.contains(word), word);
    }
}

TEST_CASE("a file that is not hers to name is like one that does not exist") {
    Files at;
    const Caller who = at.librarian();
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    const RecordId other = at.with_papers(at.letter(who));
    const auto seen = at.read(who, other);
    REQUIRE(seen);
    const BlobId of_other = BlobId::trusted(*(*seen->answers.find("papers")->array())[0].string());
    const auto attempt = [&](const BlobId& file, const char* field = "papers") {
        const auto done = at.change(at.librarian(), hoa, {{field, only(file)}});
        CHECK(code_of(done) == "record.many_faults");
        return said(at.faults);
    };
    const auto unknown = attempt(BlobId::trusted(crypto::random_id()));
    REQUIRE(unknown == decltype(unknown){{"form.unknown_reference", "/answers/papers/0"}});
    SUBCASE("another person's") {
        const Caller colleague = at.as("thuthu.phuong", "librarian", "thuthu.xa");
        CHECK(attempt(at.letter(colleague)) == unknown);
    }
    SUBCASE("of another record, though she may open that one") {
        CHECK(attempt(of_other) == unknown);
    }
    SUBCASE("of another register") {
        const RecordName where{keyring::Domain::Cases, "loan", {}};
        const auto file = store_file(
            at.house(), who.account.id, where, as_bytes(std::string_view(kLetter)), {"x", "text", 1}
        );
        REQUIRE(file);
        CHECK(attempt(*file) == unknown);
    }
    SUBCASE("uploaded yesterday") {
        const BlobId late = at.letter(who);
        at.clock.advance(kFileWaits);
        CHECK(attempt(late) == unknown);
    }
    SUBCASE("while it is being uploaded") {
        const BlobId half = BlobId::trusted(crypto::random_id());
        at.write(
            {{&statements::kInsertAttachment,
              {half.text(),
               std::string(Files::kRegister),
               who.account.id.text(),
               at.clock.now().micros,
               Bytes()}}}
        );
        CHECK(attempt(half) == unknown);
    }
    SUBCASE("made hers in the database") {
        const BlobId file = at.letter(at.as("thuthu.phuong", "librarian", "thuthu.xa"));
        auto row = at.rows(statements::kSaveAttachment, {std::string(), std::int64_t{100}});
        for (const storage::Row& one : row) {
            if (one.text(0) != file.text()) continue;
            storage::Parameters changed = one.values();
            changed[5] = who.account.id.text();
            at.write(
                {{&statements::kDeleteWaitingAttachment, {file.text()}, 1},
                 {&statements::kPutAttachment, changed, 1}}
            );
        }
        CHECK(attempt(file) == unknown);
    }
    SUBCASE("in two fields of different classes at once") {
        const BlobId file = at.letter(who);
        CHECK(
            code_of(at.change(who, hoa, {{"papers", only(file)}, {"portrait", only(file)}})) ==
            "record.many_faults"
        );
        CHECK(at.faults.size() == 2);
    }
    SUBCASE("taken in already, in a field that others may read") {
        const BlobId file = at.picture(who);
        REQUIRE(at.change(who, hoa, {{"portrait", only(file)}}).has_value());
        const auto done = at.change(who, hoa, {{"papers", only(file)}});
        CHECK(code_of(done) == "record.many_faults");
        CHECK(at.look(at.head(), hoa, file) == "access.not_found");
    }
    CHECK(at.differences() == 0);
}

TEST_CASE("nobody sees a file whose class, record or register is closed to her, in any way there is to it") {
    Files at;
    const Caller who = at.librarian();
    const BlobId portrait = at.picture(who);
    const BlobId paper = at.letter(who);
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    REQUIRE(at.change(who, hoa, {{"portrait", only(portrait)}, {"papers", only(paper)}}).has_value());
    const RecordId other = at.enrolled("Trần Văn Bưởi");
    const BlobId nothing = BlobId::trusted(crypto::random_id());
    for (const Caller& stranger : {at.caller("canbo.xa"), at.caller("quantri"), at.caller("thuthu.phuong")}) {
        for (const BlobId& file : {portrait, paper, nothing}) {
            CHECK(at.looks(stranger, hoa, file) == "access.not_found");
        }
    }
    CHECK(at.looks(who, hoa, nothing) == "access.not_found");
    CHECK(at.looks(who, other, paper) == "access.not_found");
    CHECK(code_of(read_attachment(at.house(), who, {"loan", hoa, paper})) == "access.not_found");
    // A waiting file is nobody's to look at, not even hers who uploaded it.
    CHECK(at.looks(who, hoa, at.letter(who)) == "access.not_found");
    CHECK(at.looks(at.desk(), hoa, portrait) == "access.not_found");
    CHECK(at.looks(at.desk(), hoa, paper) == "access.not_found");
    // The head reads papers, not portraits; originals she takes none.
    CHECK(at.look(at.head(), hoa, portrait) == "access.not_found");
    CHECK(at.look(at.head(), hoa, paper).empty());
    CHECK(
        code_of(original_attachment(at.house(), at.head(), {Files::kRegister, hoa, paper})) ==
        "access.not_found"
    );
    // With a purpose the desk sees who it is.
    Caller desk = at.desk();
    at.house().purposes.give(visit_of(desk), hoa.text(), "handle_case", desk.now);
    CHECK(at.looks(desk, hoa, portrait).empty());
    CHECK(at.look(desk, hoa, paper) == "access.not_found");
    Caller tired = who;
    tired.session.step_up_at = at.clock.now() + -kHour;
    CHECK(
        code_of(original_attachment(at.house(), tired, {Files::kRegister, hoa, paper})) == "session.step_up"
    );
    CHECK(at.look(tired, hoa, paper).empty());
}

TEST_CASE("who may not attach here uploads nothing, and hands nothing to a record") {
    Files at;
    const ByteView letter = as_bytes(std::string_view(kLetter));
    CHECK(code_of(at.upload(at.head(), letter)) == "access.not_found");
    CHECK(code_of(at.upload(at.caller("canbo.xa"), letter)) == "access.not_found");
    CHECK(
        code_of(upload_attachment(at.house(), at.librarian(), "no_such_register", letter, "x")) ==
        "access.not_found"
    );
    // The desk attaches where somebody has left; here it only prolongs the card.
    const BlobId file = at.letter(at.desk());
    const RecordId hoa = at.enrolled("Nguyễn Thị Hoa");
    CHECK(code_of(at.change(at.desk(), hoa, {{"papers", only(file)}})) == "attachment.not_here");
    CHECK(code_of(at.change(at.desk(), hoa, {})) == "");
    // A record that she opens may have files from the start.
    const auto opened = at.open(at.desk(), {{"papers", only(file)}});
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    CHECK(at.look(at.desk(), opened->row.id, file) == "access.not_found");
    CHECK(at.look(at.librarian(), opened->row.id, file).empty());
}

TEST_CASE("what may not be in the system is refused and leaves nothing, and no one fills it with files") {
    Files at;
    const Caller who = at.librarian();
    const std::string secret = std::string("TỐI MẬT\n") + kLetter;
    CHECK(code_of(at.upload(who, as_bytes(secret))) == "document.secret");
    CHECK(at.journal_lines("reader.refused_secret") == 1);
    CHECK(code_of(at.upload(who, {})) == "document.empty");
    CHECK(
        code_of(at.upload(who, as_bytes(std::string_view("<html><script>x</script>")))) == "document.markup"
    );
    CHECK(code_of(at.upload(who, as_bytes(std::string_view("MZ\x90\0\0", 5)))) == "document.unsupported");
    Bytes broken = *parse_hex(kPicture);
    broken.resize(50);
    CHECK(code_of(at.upload(who, broken)) == "document.corrupt");
    CHECK(at.rows(statements::kSaveAttachment, {std::string(), std::int64_t{100}}).empty());
    CHECK_FALSE(at.stored_bytes().contains("Chim-vành-khuyên"));
    const RecordName where{keyring::Domain::Cases, Files::kRegister, {}};
    for (int i = 0; i < kWaitingFilesMax; ++i) {
        REQUIRE(store_file(at.house(), who.account.id, where, as_bytes(secret), {"x", "text", 1}).has_value()
        );
    }
    CHECK(code_of(at.upload(who, as_bytes(std::string_view(kLetter)))) == "attachment.too_many");
}

TEST_CASE("files moved between records, events or classes in the database, or altered there, stay shut") {
    Files at;
    const Caller who = at.librarian();
    const BlobId file = at.letter(who);
    const RecordId hoa = at.with_papers(file);
    const RecordId other = at.enrolled("Trần Văn Bưởi");
    const storage::Row row = at.rows(statements::kSaveAttachment, {std::string(), std::int64_t{9}})[0];
    const auto put = [&](std::size_t column, storage::Value value) {
        storage::Parameters changed = row.values();
        if (column < changed.size()) changed[column] = std::move(value);
        at.write(
            {{&statements::kDeleteAttachmentsOfRecord, {hoa.text()}},
             {&statements::kDeleteAttachmentsOfRecord, {other.text()}},
             {&statements::kPutAttachment, changed, 1}}
        );
    };
    REQUIRE(at.looks(who, hoa, file).empty());
    put(2, other.text());
    CHECK(at.looks(who, hoa, file) == "access.not_found");
    CHECK(at.looks(who, other, file) == "record.unreadable");
    CHECK(at.differences() == 2);
    put(3, crypto::random_id());
    CHECK(at.looks(who, hoa, file) == "record.unreadable");
    CHECK(at.differences() == 1);
    put(4, static_cast<std::int64_t>(form::Class::Internal));
    CHECK(at.looks(who, hoa, file) == "record.unreadable");
    CHECK(at.look(at.desk(), hoa, file) == "record.unreadable");
    put(99, {});
    CHECK(at.looks(who, hoa, file).empty());
    CHECK(at.differences() == 0);
    const auto chunks = at.rows(statements::kChunksOfBlob, {file.text()});
    REQUIRE(chunks.size() == 1);
    Bytes changed = chunks[0].bytes(1);
    changed[40] ^= 1U;
    at.write(
        {{&statements::kDeleteChunks, {file.text()}},
         {&statements::kInsertChunk, {file.text(), std::int64_t{0}, changed}, 1}}
    );
    CHECK(at.look(who, hoa, file).empty());
    CHECK(
        code_of(original_attachment(at.house(), who, {Files::kRegister, hoa, file})) == "attachment.altered"
    );
    at.write({{&statements::kDeleteAttachmentsOfRecord, {hoa.text()}}});
    CHECK(at.differences() == 1);
    // One lost file does not freeze the record.
    CHECK(code_of(at.change(who, hoa, {})) == "");
}

TEST_CASE("a correction takes a file away from the answer and leaves it with the event that brought it") {
    Files at;
    const Caller who = at.librarian();
    const BlobId wrong = at.letter(who);
    const RecordId hoa = at.with_papers(wrong);
    const auto timeline = read_timeline(at.house(), who, Files::kRegister, hoa);
    REQUIRE(timeline);
    const BlobId right = at.picture(who);
    WantedAct wanted;
    wanted.action = "corrected";
    wanted.answers = json::Object{{"papers", only(right)}};
    wanted.reason = "Đính kèm nhầm tệp";
    wanted.corrects = timeline->events.back().stored.event.id;
    Diagnostics faults;
    const auto done = act_on_record(at.house(), who, {Files::kRegister, hoa, {}, {}, {}}, wanted, faults);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(*(*done->answers.find("papers")->array())[0].string() == right.text());
    CHECK(at.looks(who, hoa, wrong).empty());
    CHECK(at.looks(who, hoa, right).empty());
    CHECK(at.differences() == 0);
}

TEST_CASE("what is erased with its record opens nowhere, and nothing of it is left in rows") {
    Files at;
    const Caller who = at.librarian();
    const BlobId file = at.letter(who);
    const RecordId hoa = at.with_papers(file);
    const BlobId stays = at.picture(who);
    const RecordId other = at.enrolled("Trần Văn Bưởi");
    REQUIRE(at.change(who, other, {{"portrait", only(stays)}}).has_value());
    const storage::Row copy = at.rows(
        statements::kSaveAttachment, {std::string(), std::int64_t{9}}
    )[file.text() < stays.text() ? 0 : 1];
    REQUIRE(copy.text(0) == file.text());
    const auto asked = propose_erasure(
        at.house(), at.head(), {Files::kRegister, hoa, {}, {}, {}}, {"Giám đốc thư viện", "Theo yêu cầu"}
    );
    REQUIRE_MESSAGE(asked.has_value(), code_of(asked));
    const auto done = confirm_erasure(at.house(), at.other_head(), Files::kRegister, asked->erasure.id);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(at.looks(who, hoa, file) == "access.not_found");
    CHECK(at.chunks_of(file) == 0);
    CHECK(at.rows(statements::kAttachmentsOfRecord, {hoa.text()}).empty());
    CHECK(at.differences() == 0);
    // An old copy put back into the database opens for nobody: its key went with the record's.
    at.write({{&statements::kPutAttachment, copy.values(), 1}});
    CHECK(at.looks(who, hoa, file) == "access.not_found");
    CHECK(at.looks(who, other, stays).empty());
}

TEST_CASE(
    "after a key day the files of records open as before, and those that waited are as if never uploaded"
) {
    Files at;
    const Caller who = at.librarian();
    const BlobId file = at.letter(who);
    const RecordId hoa = at.with_papers(file);
    const BlobId waits = at.letter(who);
    const auto day = hold_key_day(at.house().store, at.keyring(), keyring::Domain::Cases, {}, at.clock.now());
    REQUIRE_MESSAGE(day.has_value(), code_of(day));
    at.house().keys.records->renew(at.keyring());
    CHECK(at.looks(who, hoa, file).empty());
    CHECK(code_of(at.change(who, hoa, {{"papers", only(waits)}})) == "record.many_faults");
    CHECK(said(at.faults) == decltype(said(at.faults)){{"form.unknown_reference", "/answers/papers/0"}});
}

TEST_CASE("files that no record took are swept after a day, and no other") {
    Files at;
    const Caller who = at.librarian();
    const BlobId file = at.letter(who);
    const RecordId hoa = at.with_papers(file);
    const BlobId waits = at.letter(who);
    at.clock.advance(kFileWaits);
    CHECK(sweep_waiting_files(at.house()) == 0);
    CHECK(at.chunks_of(waits) == 1);
    const BlobId young = at.letter(who);
    at.clock.advance(kHour + 1);
    CHECK(sweep_waiting_files(at.house()) == 1);
    CHECK(at.chunks_of(waits) == 0);
    CHECK(at.chunks_of(young) == 1);
    CHECK(at.looks(who, hoa, file).empty());
}

TEST_CASE("of two acts that name the same waiting file one gets it") {
    Files at;
    const Caller who = at.librarian();
    const BlobId file = at.letter(who);
    const RecordId hoa = at.with_papers(file);
    const RecordId other = at.enrolled("Trần Văn Bưởi");
    // As if the second one had looked before the first committed.
    const TakenFile late{
        {file,
         Files::kRegister,
         {},
         {},
         form::Class::Confidential,
         who.account.id,
         at.clock.now(),
         true,
         {},
         1,
         {}},
        form::Class::Confidential,
        {crypto::Secret::random(), Bytes(40), 1}};
    const SealedRecord seal(
        at.house().keys.store, {keyring::Domain::Cases, Files::kRegister, other}, crypto::Secret::random()
    );
    storage::Commit commit;
    commit.writes.push_back(take_file(seal, other, EventId::trusted(crypto::random_id()), late));
    const auto done = at.house().store.commit(std::move(commit));
    CHECK(code_of(done) == "storage.conflict");
    CHECK(at.looks(who, hoa, file).empty());
}

TEST_CASE("a file of many chunks comes back as it went in") {
    Files at;
    const Caller who = at.librarian();
    Bytes large(3'000'001);
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<std::uint8_t>(i * 7 + i / 4'096);
    const RecordName where{keyring::Domain::Cases, Files::kRegister, {}};
    const auto file = store_file(at.house(), who.account.id, where, large, {"lớn", "pdf", 1});
    REQUIRE(file);
    const RecordId hoa = at.with_papers(*file);
    const auto original = original_attachment(at.house(), who, {Files::kRegister, hoa, *file});
    REQUIRE_MESSAGE(original.has_value(), code_of(original));
    CHECK((original->bytes == large));
    CHECK(at.chunks_of(*file) > 45);
}

}  // namespace neove::service::scenario
