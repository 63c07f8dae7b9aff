/// \file
/// A spreadsheet into a register, over a real store: the same as if every row had been typed, whole or not at
/// all, once, and by nobody who could not have typed it.

#include "service/registers/import_records.h"
#include "service/registers/rebuild.h"
#include "service/scenario/library.h"
#include "service/scenario/persons_fixture.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace neove::service::scenario {

namespace {

constexpr const char* kHeading = "STT,Tên sách,Tác giả,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n";

std::string word(std::string_view code, bool) {
    return std::string(code);
}

std::string books(std::size_t count, const std::string& extra = {}) {
    std::string out = "SỔ SÁCH CỦA THƯ VIỆN\n\n" + std::string(kHeading);
    for (std::size_t i = 1; i <= count; ++i) {
        out += std::to_string(i) + ",Cuốn số " + std::to_string(i) + ",,tiếng Việt,20/03/2026,12.000,cu\n";
    }
    return out + extra;
}

Result<RecordImport> import(
    HouseFixture& on,
    const Caller& who,
    const std::string& file,
    bool apply,
    const std::string& register_id = "book"
) {
    return import_records(on.house(), who, {register_id, {}, as_bytes(file), apply}, word);
}

/// `B4 import.date`, one a line.
std::string faults_of(const Result<RecordImport>& done) {
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    std::string out;
    for (const RecordImportFault& one : done->faults) {
        out += (out.empty() ? "" : ", ") + one.cell + " " + one.code;
    }
    return out;
}

std::vector<ListedRecord> all_of(HouseFixture& on, const Caller& who, const std::string& register_id) {
    std::vector<ListedRecord> out;
    RecordQuery query;
    query.register_id = register_id;
    for (;;) {
        auto page = list_records(on.house(), who, query);
        REQUIRE_MESSAGE(page.has_value(), code_of(page));
        std::ranges::move(page->records, std::back_inserter(out));
        if (page->next.empty()) return out;
        query.cursor = page->next;
    }
}

std::vector<journal::Entry> journal_of(HouseFixture& on, std::string_view action) {
    on.settle();
    std::vector<journal::Entry> out;
    for (std::int64_t seq = 0;;) {
        const auto page = on.house().store.tail(seq, 1'000);
        REQUIRE(page.has_value());
        if (page->empty()) return out;
        seq = page->back().entry.seq;
        for (const storage::ChainedEntry& one : *page) {
            if (one.entry.action == action) out.push_back(one.entry);
        }
    }
}

/// Fails like a full disk once so many imports were written.
class FailingStore final : public storage::Store {
public:
    explicit FailingStore(std::unique_ptr<storage::Store> store) : store_(std::move(store)) {}
    int groups_left{-1};  ///< below zero: never fails

    Result<std::unique_ptr<storage::Snapshot>> snapshot() override { return store_->snapshot(); }
    Result<storage::Committed> commit(storage::Commit commit) override {
        const bool is_group = std::ranges::any_of(commit.events, [](const storage::NewEvent& one) {
            return one.register_name == "import";
        });
        if (is_group && groups_left == 0) return refuse(ErrorKind::Unavailable, "storage.full");
        if (is_group && groups_left > 0) --groups_left;
        return store_->commit(std::move(commit));
    }
    Result<std::vector<storage::ChainedEntry>> tail(std::int64_t seq, std::size_t limit) override {
        return store_->tail(seq, limit);
    }

private:
    std::unique_ptr<storage::Store> store_;
};

}  // namespace

TEST_CASE("a sheet becomes records as if each row had been typed, and a dry run writes nothing") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    const std::string file = books(3);
    const auto dry = import(on, who, file, false);
    CHECK(faults_of(dry).empty());
    CHECK(dry->rows == 3);
    CHECK(dry->would_create == 3);
    CHECK(dry->created == 0);
    CHECK(dry->action == "register_book");
    REQUIRE(dry->ignored.size() == 1);
    CHECK(dry->ignored[0].cell == "A3");
    CHECK(dry->ignored[0].heading == "STT");
    CHECK(all_of(on, who, "book").empty());

    const auto done = import(on, who, file, true);
    CHECK(faults_of(done).empty());
    CHECK(done->created == 3);
    const auto listed = all_of(on, who, "book");
    REQUIRE(listed.size() == 3);
    for (const ListedRecord& one : listed) {
        CHECK(one.row.state == "on_shelf");
        CHECK(one.row.owner == who.acting.organisation);
        CHECK(one.row.created_by == who.account.id);
        const auto opened = read_record(on.house(), who, "book", one.row.id);
        REQUIRE(opened);
        CHECK(opened->answers.text_or("language") == "vi");
        CHECK(opened->answers.text_or("bought_on") == "2026-03-20");
        CHECK(opened->answers.number_or("price") == 12'000);
        CHECK(opened->answers.text_or("condition") == "worn");
    }
    const auto rebuilt = rebuild(on.house(), false);
    REQUIRE(rebuilt);
    CHECK(rebuilt->records == 3);
    CHECK(rebuilt->differences.empty());
    CHECK(journal_of(on, "book.register_book").size() == 3);
    CHECK(journal_of(on, "import.imported").size() == 1);
}

TEST_CASE("a fault anywhere, and nothing is written; each stands at its cell with what is to be mended") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    const auto faults = [&](const std::string& rows) {
        return faults_of(import(on, who, kHeading + rows, true));
    };
    const std::string good = "1,Lều chõng,,vi,20/03/2026,12.000,Tốt\n";
    CHECK(faults(good + "2,,,vi,20/03/2026,1,Tốt\n") == "B3 form.required");
    CHECK(faults(good + "2,x,,vi,31/02/2026,1,Tốt\n") == "E3 import.date");
    CHECK(faults(good + "2,x,,vi,20/03/2099,-1,Tốt\n") == "E3 form.date_order, F3 form.out_of_range");
    CHECK(
        faults(good + "2,x,,tiếng chim,20/03/2026,1.5,mới\n") ==
        "D3 import.language_unknown, F3 import.number, G3 import.not_an_option"
    );
    CHECK(faults(good + "2,Gọi 0912 345 678,,vi,20/03/2026,1,Tốt\n") == "B3 form.like_phone");
    // Offered only for older books.
    CHECK(faults(good + "2,x,,vi,20/03/2026,1,Không đọc được\n") == "G3 form.not_an_option");
    CHECK(
        faults_of(import(on, who, "Tên sách,Ngôn ngữ\nx,vi\n", true)) ==
        "1 import.column_missing, 1 import.column_missing, 1 import.column_missing"
    );
    CHECK(faults_of(import(on, who, "a,b\n1,2\n", true)) == "1 import.no_heading");
    CHECK(
        faults_of(import(on, who, std::string(kHeading) + "1,\"x,,vi\n", true)).find("import.quote_open") !=
        std::string::npos
    );
    CHECK(all_of(on, who, "book").empty());
    CHECK(journal_of(on, "import.imported").empty());
}

TEST_CASE("a cell that looks like a person's data is asked about, and kept it is written") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    const std::string file = std::string(kHeading) + "1,Gọi 0912 345 678,,vi,20/03/2026,1,Tốt\n";
    RecordImportRequest request{"book", {}, as_bytes(file), true};
    request.kept_cells = {"C2", "B3"};
    CHECK(faults_of(import_records(on.house(), who, request, word)) == "B2 form.like_phone");
    CHECK(all_of(on, who, "book").empty());
    request.kept_cells = {"B2"};
    const auto done = import_records(on.house(), who, request, word);
    CHECK(faults_of(done).empty());
    CHECK(done->created == 1);
    CHECK(rebuild(on.house(), false)->differences.empty());
}

TEST_CASE("nobody imports who could not open a record and import, and nobody else is told that one could") {
    Library on;
    for (const char* login : {kDesk, kHead, "canbo.xa", "quantri", "lanhdao", "kiemtra"}) {
        for (const bool apply : {false, true}) {
            CHECK(code_of(import(on, on.caller(login), books(1), apply)) == "access.not_found");
        }
        CHECK(code_of(import_template(on.house(), on.caller(login), "book", {}, word)) == "access.not_found");
    }
    const Caller who = on.caller(kLibrarian);
    CHECK(code_of(import(on, who, books(1), true, "loan")) == "access.not_found");
    CHECK(code_of(import(on, who, books(1), true, "no_such_register")) == "access.not_found");
    RecordImportRequest other{"book", "give_away", {}, false};
    CHECK(code_of(import_records(on.house(), who, other, word)) == "access.not_found");
    CHECK(all_of(on, who, "book").empty());
}

TEST_CASE("the same rows in another file are the same table; one row more, or another order, is another") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    REQUIRE(faults_of(import(on, who, books(2), true)).empty());
    const std::string turned =
        "Giá mua;Tên sách;Ngày mua;Ngôn ngữ;Tình trạng\n12000;Cuốn số 1;20/3/2026;vi;cũ\n"
        "12.000;Cuốn số 2;20/03/2026;tiếng Việt;cu\n";
    CHECK(code_of(import(on, who, turned, true)) == "import.already");
    CHECK(import(on, who, turned, false)->earlier_rows == 2);
    CHECK(!import(on, who, books(3), false)->earlier_at.has_value());
    CHECK(!import(on, who, kHeading + std::string("1,Cuốn số 2,,vi,20/03/2026,12.000,cu\n"), false)
               ->earlier_at.has_value());
}

TEST_CASE("the same file twice opens nothing twice, and another body does not learn that it was here") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    const std::string file = books(60);
    REQUIRE(faults_of(import(on, who, file, true)).empty());
    CHECK(code_of(import(on, who, file, true)) == "import.already");
    const auto again = import(on, who, file, false);
    REQUIRE(again);
    CHECK(again->would_create == 0);
    CHECK(again->earlier_rows == 60);
    CHECK(again->earlier_at.has_value());
    CHECK(all_of(on, who, "book").size() == 60);

    const Caller elsewhere = on.caller(kElsewhere);
    const auto theirs = import(on, elsewhere, file, false);
    CHECK(faults_of(theirs).empty());
    CHECK(!theirs->earlier_at.has_value());
    CHECK(theirs->would_create == 60);
}

TEST_CASE("an import that broke off goes on where it stood, whoever of the body sends the file again") {
    FailingStore* failing = nullptr;
    Library on([&](std::unique_ptr<storage::Store> store) {
        auto outer = std::make_unique<FailingStore>(std::move(store));
        failing = outer.get();
        return outer;
    });
    const Caller who = on.caller(kLibrarian);
    const std::string file = books(120);
    failing->groups_left = 1;
    CHECK(code_of(import(on, who, file, true)) == "storage.full");
    CHECK(all_of(on, who, "book").size() == kImportGroup);
    failing->groups_left = -1;
    const auto dry = import(on, who, file, false);
    CHECK(faults_of(dry).empty());
    CHECK(dry->would_create == 70);
    CHECK(dry->earlier_rows == 50);
    const auto rest = import(on, who, file, true);
    CHECK(faults_of(rest).empty());
    CHECK(rest->created == 70);
    std::set<std::string> titles;
    for (const ListedRecord& one : all_of(on, who, "book")) titles.insert(one.columns.text_or("title"));
    CHECK(titles.size() == 120);
}

TEST_CASE("the sheet to fill in is one that an import reads") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    auto table = import_template(on.house(), who, "book", {}, word);
    REQUIRE(table);
    CHECK(
        faults_of(import(on, who, workbook::write_xlsx(*table), false)).find("import.empty") !=
        std::string::npos
    );
    table->rows.emplace_back();
    for (const std::string& heading : table->headings) {
        workbook::Cell cell;
        if (heading.starts_with("Tên sách")) cell = std::string("x");
        if (heading.starts_with("Ngôn ngữ")) cell = std::string("vi");
        if (heading.starts_with("Ngày mua")) cell = *calendar::Date::make(2026, 2, 1);
        if (heading.starts_with("Giá mua")) cell = std::int64_t{1'125};
        if (heading.starts_with("Tình trạng")) cell = std::string("Tốt");
        table->rows.back().push_back(cell);
    }
    const std::string file = workbook::write_xlsx(*table);
    const auto done = import(on, who, file, true);
    CHECK(faults_of(done).empty());
    CHECK(done->created == 1);
    CHECK(done->ignored.empty());
    const auto listed = all_of(on, who, "book");
    REQUIRE(listed.size() == 1);
    const auto opened = read_record(on.house(), who, "book", listed[0].row.id);
    REQUIRE(opened);
    CHECK(opened->answers.number_or("price") == 1'125);
    CHECK(opened->answers.text_or("bought_on") == "2026-02-01");
}

namespace {

access::Rules importing_readers() {
    using namespace access;
    constexpr Classes kAll = kInternal | kConfidential | kIdentity;
    RegisterRules rules;
    rules.register_name = "reader";
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"reader_desk"}, {"own"}, {"open", "list", "enrol"}, {}, kInternal, kAll, kIdentity, {}},
        {{"librarian"}, {"own"}, {"open", "list", "enrol"}, {}, kAll, kAll, 0, {}},
        {{"reader_desk", "librarian"}, {"any"}, {"import"}, {}, 0, kAll, 0, {}}};
    rules.policy.list = {{"number", "state", "due", "kind"}, {"librarian"}, {"own"}};
    return Rules::compile({rules});
}

constexpr const char* kPeople = "Họ và tên,Ngày sinh,Điện thoại,Đối tượng\n";

}  // namespace

namespace {

constexpr const char* kWithLinks =
    "Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng,Cùng tác phẩm với (sheet.link)\n";

std::string book_like(const std::string& title, const std::string& numbers) {
    return title + ",tiếng Việt,20/03/2026,12.000,cu,\"" + numbers + "\"\n";
}

/// The number of the one book of that title.
std::string number_of(HouseFixture& on, const Caller& who, const std::string& title) {
    for (const ListedRecord& one : all_of(on, who, "book")) {
        const json::Value* told = one.columns.find("title");
        if (told != nullptr && told->string() != nullptr && *told->string() == title) return one.row.number;
    }
    FAIL("no book is called " << title);
    return {};
}

/// A library whose books each name exactly one other.
class OneOfAKind : public Library {
public:
    OneOfAKind() {
        auto text = json::parse(bundle_text(), {.bytes = 16U << 20U, .depth = 64});
        REQUIRE(text.has_value());
        for (json::Value& programme : *text->find("programmes")->array()) {
            for (json::Value& one : *programme.find("registers")->array()) {
                if (one.text_or("id") != "book") continue;
                json::Value& link = one.find("workflow")->find("links")->array()->front();
                link.set("required", true);
                link.set("max", 1);
            }
        }
        auto bundle = definition::load_bundle(*text);
        REQUIRE_MESSAGE(bundle.has_value(), (bundle ? "" : bundle.error().code + bundle.error().where));
        auto shared = std::make_shared<const definition::Bundle>(std::move(*bundle));
        REQUIRE(house().programmes.adopt(house().store, house().keys, std::move(shared), true, clock.now()));
    }
};

}  // namespace

TEST_CASE("a cell points at another record by its number, as far as the reader may open it") {
    Library on;
    const Caller who = on.caller(kLibrarian);
    const Caller other = on.caller(kElsewhere);
    REQUIRE(import(on, who, books(2), true)->created == 2);
    REQUIRE(import(on, other, std::string(kWithLinks) + book_like("Của người khác", ""), true)->created == 1);
    const std::string one = number_of(on, who, "Cuốn số 1");
    const std::string two = number_of(on, who, "Cuốn số 2");
    const std::string closed = number_of(on, other, "Của người khác");
    std::string typed = one;
    for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string good = std::string(kWithLinks) + book_like("Bản dịch", typed + "; " + two);
    CHECK(faults_of(import(on, who, good, false)).empty());
    CHECK(all_of(on, who, "book").size() == 2);
    REQUIRE(import(on, who, good, true)->created == 1);
    const auto listed = all_of(on, who, "book");
    const auto made = std::ranges::find_if(listed, [](const ListedRecord& book) {
        return book.columns.text_or("title") == "Bản dịch";
    });
    REQUIRE(made != listed.end());
    const auto seen = read_record(on.house(), who, "book", made->row.id);
    REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
    std::set<std::string> numbers;
    for (const ShownLink& link : seen->links) {
        CHECK(link.link.kind == "same_work_as");
        numbers.insert(link.number);
    }
    CHECK(numbers == std::set<std::string>{one, two});

    // What is another's and what nobody has are one and the same; and nothing is written.
    const std::string bad = std::string(kWithLinks) + book_like("Thứ ba", closed) +
                            book_like("Thứ tư", "SA-22222") + book_like("Thứ năm", one);
    const auto refused = import(on, who, bad, true);
    CHECK(faults_of(refused) == "F2 import.record_unknown, F3 import.record_unknown");
    CHECK(refused->faults[0].column == "Cùng tác phẩm với (sheet.link)");
    CHECK(all_of(on, who, "book").size() == 3);
    // The same record twice is a fault of the second, at its cell.
    CHECK(
        faults_of(import(on, who, std::string(kWithLinks) + book_like("Hai lần", one + ", " + one), true)) ==
        "F2 record.link"
    );
}

TEST_CASE("a link that every record must have is missed where it should stand, and each link at its cell") {
    OneOfAKind on;
    const Caller who = on.caller(kLibrarian);
    const std::string without =
        "Tên sách,Ngôn ngữ,Ngày mua,Giá mua,Tình trạng\n"
        "Một,tiếng Việt,20/03/2026,12.000,cu\n";
    CHECK(faults_of(import(on, who, without, true)) == "1 import.column_missing");
    CHECK(
        faults_of(import(on, who, std::string(kWithLinks) + book_like("Một", ""), true)) == "F2 record.link"
    );
    const auto unknown = import(on, who, std::string(kWithLinks) + book_like("Một", "SA-22222"), true);
    CHECK(faults_of(unknown) == "F2 import.record_unknown");
}

TEST_CASE("the sheet to fill in says what cannot stand in one, and has a column for each link") {
    Library on;
    const auto table = import_template(on.house(), on.caller(kLibrarian), "book", {}, word);
    REQUIRE_MESSAGE(table.has_value(), code_of(table));
    const auto told = [&](const std::string& name, const std::string& help) {
        return std::ranges::any_of(table->head, [&](const auto& line) {
            return line.first == name && line.second == help;
        });
    };
    CHECK(told("Ảnh bìa", "sheet.help.attachment"));
    CHECK(told("Cùng tác phẩm với (sheet.link)", "sheet.help.link"));
    CHECK(std::ranges::find(table->headings, "Cùng tác phẩm với (sheet.link)") != table->headings.end());
    CHECK(std::ranges::find(table->headings, "Ảnh bìa") == table->headings.end());
}

TEST_CASE("people of a sheet: known ones of one's own scope are named by row, those of others never") {
    Readers on;
    REQUIRE(on.adopt(importing_readers()));
    on.build();
    const RecordId known = on.enrolled("Lò Thị Mận", "0987654321");
    const auto table = import_template(on.house(), on.librarian(), "reader", {}, word);
    REQUIRE_MESSAGE(table.has_value(), code_of(table));
    const std::string name = table->headings.front().substr(0, table->headings.front().find(" *"));
    const std::string file =
        "\"" + name + "\",phone,kind\nLo Thi Man,0987 654 321,adult\nSùng Thị Chim-Khuyên,0911222333,adult\n";
    const auto ours = import(on, on.librarian(), file, false, "reader");
    CHECK(faults_of(ours).empty());
    REQUIRE(ours->warnings.size() == 1);
    CHECK(ours->warnings[0].cell == "2");
    CHECK(ours->warnings[0].code == "import.known_person");
    REQUIRE(ours->warnings[0].numbers.size() == 1);
    const auto opened = on.read(on.librarian(), known);
    REQUIRE(opened);
    CHECK(ours->warnings[0].numbers[0] == opened->row.number);

    const Caller elsewhere = on.as("thuthu.phuong", "librarian");
    const auto theirs = import(on, elsewhere, file, false, "reader");
    CHECK(faults_of(theirs).empty());
    CHECK(theirs->warnings.empty());

    const auto searched = journal_of(on, "reader.matches").size();
    CHECK(searched == 4);
    CHECK(journal_of(on, "reader.found").size() == 1);

    REQUIRE(faults_of(import(on, on.librarian(), file, true, "reader")).empty());
    CHECK(on.search(on.librarian(), "sung chim khuyen")->records.size() == 1);
    const std::string bytes = on.stored_bytes();
    CHECK(bytes.find("Chim-Khuyên") == std::string::npos);
    CHECK(bytes.find("0911222333") == std::string::npos);
}

TEST_CASE("a sheet brings no answer of a class that its reader could not write herself") {
    Readers on;
    access::RegisterRules rules;
    rules.register_name = "reader";
    rules.states = {"member", "suspended", "left"};
    rules.actions = {"enrol", "renew_card", "suspend", "readmit", "leave"};
    rules.opening = {"enrol"};
    rules.grants = {
        {{"librarian"}, {"own"}, {"open", "list", "enrol"}, {}, 15, 15, 0, {}},
        {{"librarian"}, {"any"}, {"import"}, {}, 0, access::kInternal | access::kIdentity, 0, {}}};
    REQUIRE(on.adopt(access::Rules::compile({rules})));
    on.build();
    const std::string file = "name,phone,kind,remarks\nSùng Thị Mai,0911222333,adult,một câu\n";
    const auto done = import(on, on.librarian(), file, true, "reader");
    CHECK(faults_of(done).empty());
    REQUIRE(done->ignored.size() == 1);
    CHECK(done->ignored[0].heading == "remarks");
    const auto found = on.search(on.librarian(), "sung mai");
    REQUIRE(found);
    REQUIRE(found->records.size() == 1);
    CHECK(on.read(on.librarian(), found->records[0].row.id)->answers.find("remarks") == nullptr);
}

}  // namespace neove::service::scenario
