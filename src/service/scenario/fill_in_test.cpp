/// \file
/// Sheets for bodies outside the network, over a real store: a row that comes back is what whoever enters it
/// could have typed at that record, once, and a code that somebody made up names nothing.

#include "service/registers/fill_in.h"

#include "../../../fuzz/service/bodies.h"
#include "service/scenario/library.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace neove::service::scenario {

namespace {

std::string word(std::string_view code, bool) {
    return std::string(code);
}

struct Filled {
    std::string code;
    std::string note{};
    std::string reason{};
};

std::string in_quotes(const std::string& text) {
    return "\"" + text + "\"";
}

/// As a body sends it back: the sheet's code, the headings, its rows.
std::string table(const FillInSheet& sheet, const std::string& code, const std::vector<Filled>& rows) {
    std::string out = "Biểu điền,Phiếu mượn\nMã biểu," + in_quotes(code) + "\n";
    std::string headings;
    for (const sheet::Column& column : sheet.guide) {
        headings += (headings.empty() ? "" : ",") + in_quotes(column.headings.front());
    }
    out += headings + "\n";
    for (const Filled& row : rows) {
        std::map<std::string, std::string> cells{
            {"@row", row.code}, {"note", row.note}, {"@reason", row.reason}};
        std::string line;
        for (const sheet::Column& column : sheet.guide)
            line += (line.empty() ? "" : ",") + in_quotes(cells[column.id]);
        out += line + "\n";
    }
    return out;
}

class Outside : public Library {
public:
    OpenedRecord lent(
        const std::string& title, const char* desk = kDesk, const char* librarian = kLibrarian
    ) {
        const auto opened = request(desk, {{"title", title}});
        REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
        const auto seen = read(librarian, opened->row.id);
        REQUIRE_MESSAGE(seen.has_value(), code_of(seen));
        auto out = act(librarian, *seen, wants("lend"));
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
        return std::move(*out);
    }
    OrganisationId commune() { return caller(kDesk).acting.organisation; }
    FillInSheet sheet() {
        auto out = fill_in_sheet(house(), caller(kHead), "loan", commune(), word);
        REQUIRE_MESSAGE(out.has_value(), code_of(out));
        return std::move(*out);
    }
    Result<FillIn> enter(
        const std::string& file, bool apply, const char* login = kHead, json::Value once = json::Object{}
    ) {
        return fill_in(house(), caller(login), {"loan", as_bytes(file), std::move(once), apply}, word);
    }
    std::string note_of(const RecordId& id) {
        const auto seen = read(kLibrarian, id);
        REQUIRE(seen);
        return seen->answers.text_or("note");
    }
};

std::string faults_of(const Result<FillIn>& done) {
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    std::string out;
    for (const FillInFault& one : done->faults) out += (out.empty() ? "" : ", ") + one.cell + " " + one.code;
    return out;
}

std::int64_t exported(Outside& on, const std::string& record) {
    on.settle();
    const auto page = on.house().store.tail(0, 10'000);
    REQUIRE(page);
    return std::ranges::count_if(*page, [&](const storage::ChainedEntry& one) {
        return one.entry.action.ends_with("export") && one.entry.record_id == record;
    });
}

}  // namespace

TEST_CASE("a filled row is as if it had been typed at its record, an empty one is nothing, and a dry run too"
) {
    Outside on;
    const OpenedRecord one = on.lent("Một"), two = on.lent("Hai"), three = on.lent("Ba");
    const FillInSheet sheet = on.sheet();
    REQUIRE(sheet.rows.size() == 3);
    CHECK(exported(on, one.row.id.text()) == 1);
    std::map<std::string, std::string> codes;
    for (const FillInRow& row : sheet.rows) codes[row.record.row.id.text()] = row.code;
    // Another order, one left out of it and one left empty.
    const std::string file = table(
        sheet,
        sheet.code,
        {{codes[three.row.id.text()], "Đã gia hạn ba", "Mưa lũ"},
         {codes[two.row.id.text()]},
         {codes[one.row.id.text()], "Đã gia hạn một", "Mưa lũ"}}
    );
    const json::Value once = json::Object{{"due_wish", "2026-06-30"}};
    const auto dry = on.enter(file, false, kHead, once);
    CHECK(faults_of(dry).empty());
    CHECK(dry->ready == 2);
    CHECK(dry->empty == 1);
    CHECK(dry->written == 0);
    CHECK(dry->body == on.commune());
    CHECK(on.note_of(one.row.id) == kNote);

    const auto done = on.enter(file, true, kHead, once);
    CHECK(faults_of(done).empty());
    CHECK(done->written == 2);
    CHECK(on.note_of(one.row.id) == "Đã gia hạn một");
    CHECK(on.note_of(three.row.id) == "Đã gia hạn ba");
    CHECK(on.note_of(two.row.id) == kNote);
    const auto after = on.read(kLibrarian, one.row.id);
    CHECK(after->answers.text_or("due_wish") == "2026-06-30");
    CHECK(after->row.version == one.row.version + 1);

    // The same sheet again, and with another paper named: nothing twice.
    const auto again = on.enter(file, true, kHead);
    CHECK(faults_of(again).empty());
    CHECK(again->already == 2);
    CHECK(again->written == 0);
    CHECK(on.read(kLibrarian, one.row.id)->row.version == after->row.version);
}

TEST_CASE("a row with a fault is left and told at its cell; the others are written") {
    Outside on;
    const OpenedRecord one = on.lent("Một"), two = on.lent("Hai"), three = on.lent("Ba");
    const OpenedRecord four = on.lent("Bốn");
    const FillInSheet sheet = on.sheet();
    std::map<std::string, std::string> codes;
    for (const FillInRow& row : sheet.rows) codes[row.record.row.id.text()] = row.code;
    // Somebody was there since.
    const auto seen = on.read(kLibrarian, two.row.id);
    REQUIRE(on.act(kLibrarian, *seen, wants("extend", {}, "Ốm")));
    const std::string file = table(
        sheet,
        sheet.code,
        {{codes[one.row.id.text()], "Không nêu lý do"},
         {codes[two.row.id.text()], "Muộn", "Mưa"},
         {codes[three.row.id.text()], "Kịp", "Mưa"},
         {codes[four.row.id.text()], "Một lần", "Mưa"},
         {codes[four.row.id.text()], "Hai lần", "Mưa"},
         {codes[three.row.id.text()]}}
    );
    const auto done = on.enter(file, true);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(
        faults_of(done) ==
        "C4 workflow.reason_missing, 5 fill_in.stale, 7 import.row_twice, 8 import.row_twice"
    );
    CHECK(done->written == 1);
    CHECK(on.note_of(three.row.id) == "Kịp");
    // Which of the two was meant nobody can tell.
    CHECK(on.note_of(four.row.id) == kNote);
    CHECK(on.note_of(one.row.id) == kNote);
    CHECK(on.note_of(two.row.id) == kNote);
    CHECK(done->faults[1].number == two.row.number);
}

TEST_CASE("a cell that looks like a person's data is asked about; kept, its row is written") {
    Outside on;
    const OpenedRecord one = on.lent("Một");
    const FillInSheet sheet = on.sheet();
    const std::string file =
        table(sheet, sheet.code, {{sheet.rows[0].code, "Gặp Lò Thị Mai, Vàng Thị Dợ", "Mưa lũ"}});
    CHECK(faults_of(on.enter(file, true)) == "B4 form.like_names");
    CHECK(on.note_of(one.row.id) == kNote);
    FillInRequest request{"loan", as_bytes(file), json::Object{}, true};
    request.kept = {"C4", "B5"};
    CHECK(faults_of(fill_in(on.house(), on.caller(kHead), request, word)) == "B4 form.like_names");
    request.kept = {"B4"};
    const auto done = fill_in(on.house(), on.caller(kHead), request, word);
    CHECK(faults_of(done).empty());
    CHECK(done->written == 1);
    CHECK(on.note_of(one.row.id) == "Gặp Lò Thị Mai, Vàng Thị Dợ");
}

TEST_CASE("never: a code that was made up, changed or taken from another sheet names a record") {
    Outside on;
    const OpenedRecord one = on.lent("Một");
    const FillInSheet sheet = on.sheet();
    const std::string& code = sheet.rows[0].code;
    std::string other = code;
    other.back() = other.back() == '0' ? '1' : '0';
    const auto forged = on.enter(table(sheet, sheet.code, {{other, "Giả", "Mưa"}}), true);
    CHECK(faults_of(forged) == "4 fill_in.row_code");
    CHECK(forged->lines[0].number.empty());
    std::string renamed = code;
    renamed[3] = renamed[3] == 'A' ? 'B' : 'A';
    CHECK(
        faults_of(on.enter(table(sheet, sheet.code, {{renamed, "Giả", "Mưa"}}), true)) == "4 fill_in.row_code"
    );
    CHECK(
        faults_of(on.enter(table(sheet, sheet.code, {{"", "Không mã", "Mưa"}}), true)) == "4 fill_in.row_code"
    );

    const std::string own = on.caller(kHead).acting.organisation.text();
    std::string moved = sheet.code;
    moved.replace(moved.find(on.commune().text()), own.size(), own);
    CHECK(code_of(on.enter(table(sheet, moved, {{code, "Giả", "Mưa"}}), true)) == "fill_in.foreign");
    CHECK(code_of(on.enter(table(sheet, "NEOVE-BD:x", {{code, "Giả", "Mưa"}}), true)) == "fill_in.foreign");
    CHECK(code_of(on.enter(table(sheet, "Không có", {{code, "Giả", "Mưa"}}), true)) == "fill_in.no_code");
    Outside elsewhere;
    elsewhere.lent("Một");
    const FillInSheet theirs = elsewhere.sheet();
    CHECK(code_of(on.enter(table(theirs, theirs.code, {{code, "Giả", "Mưa"}}), true)) == "fill_in.foreign");
    CHECK(on.note_of(one.row.id) == kNote);
}

TEST_CASE("never: a row of a record that is not hers is told apart from one that is not there") {
    Outside on;
    const OpenedRecord one = on.lent("Một");
    const FillInSheet sheet = on.sheet();
    const std::string file = table(sheet, sheet.code, {{sheet.rows[0].code, "Của người khác", "Mưa"}});
    const auto outside = on.enter(file, true, kElsewhere);
    CHECK(faults_of(outside) == "4 fill_in.row_gone");
    CHECK(on.note_of(one.row.id) == kNote);
    // A right code of a number that no record has: only this house could have made it.
    FillInMarks marks(on.house().keys.entity_tag, "loan", "extend");
    const auto code = parse_sheet_code(sheet.code);
    REQUIRE(code);
    const std::string absent = text_of(marks.row(*code, "ML-AAAAA", "00000000"));
    CHECK(
        faults_of(on.enter(table(sheet, sheet.code, {{absent, "Không có", "Mưa"}}), true)) ==
        "4 fill_in.row_gone"
    );
    // Who never takes the action, or may not export, learns nothing.
    CHECK(code_of(on.enter(file, true, kDesk)) == "access.not_found");
    CHECK(
        code_of(fill_in_sheet(on.house(), on.caller(kDesk), "loan", on.commune(), word)) == "access.not_found"
    );
    CHECK(!fill_in_sheet(on.house(), on.caller(kLibrarian), "loan", on.commune(), word));
    CHECK(
        code_of(fill_in_sheet(on.house(), on.caller(kHead), "book", on.commune(), word)) == "access.not_found"
    );
    const OrganisationId own = on.caller(kHead).acting.organisation;
    CHECK(code_of(fill_in_sheet(on.house(), on.caller(kHead), "loan", own, word)) == "fill_in.none");
}

TEST_CASE("what was answered once for the sheet is told once, and nothing is written with it wrong") {
    Outside on;
    const OpenedRecord one = on.lent("Một"), two = on.lent("Hai");
    const FillInSheet sheet = on.sheet();
    const std::string file =
        table(sheet, sheet.code, {{sheet.rows[0].code, "Một", "Mưa"}, {sheet.rows[1].code, "Hai", "Mưa"}});
    const auto wrong = on.enter(file, true, kHead, json::Object{{"due_wish", "2020-01-01"}});
    CHECK(faults_of(wrong) == " form.date_order");
    CHECK(wrong->written == 0);
    CHECK(on.note_of(one.row.id) == kNote);
    CHECK(code_of(on.enter(file, true, kHead, json::Object{{"title", "Khác"}})) == "fill_in.unknown_answer");
    CHECK(code_of(on.enter(file, true, kHead, json::Value("x"))) == "fill_in.unknown_answer");
}

TEST_CASE("a table of ten thousand rows is told as too long, and the rows that were read are told one by one"
) {
    Outside on;
    const OpenedRecord one = on.lent("Một");
    const FillInSheet sheet = on.sheet();
    const std::vector<Filled> rows(10'000, {"x", "Nhiều", "Mưa"});
    const auto done = on.enter(table(sheet, sheet.code, rows), true);
    REQUIRE_MESSAGE(done.has_value(), code_of(done));
    CHECK(done->written == 0);
    CHECK(std::ranges::any_of(done->faults, [](const FillInFault& fault) {
        return fault.code == "import.too_many_records";
    }));
    CHECK(on.note_of(one.row.id) == kNote);
}

TEST_CASE("codes are read as they are written, and nothing else is one") {
    crypto::initialise();
    const crypto::Secret key = crypto::Secret::random(), other = crypto::Secret::random();
    const FillInMarks marks(key, "loan", "extend"), foreign(other, "loan", "extend"),
        act(key, "loan", "lend");
    const OrganisationId body = OrganisationId::trusted("0123456789abcdef0123456789abcdef");
    const SheetCode sheet = marks.sheet(body, *calendar::Date::parse_iso("2026-11-23"), short_mark("digest"));
    CHECK(parse_sheet_code(" " + text_of(sheet) + "\n") == sheet);
    CHECK(marks.is_ours(sheet));
    CHECK(!foreign.is_ours(sheet));
    CHECK(!act.is_ours(sheet));
    const RowCode row = marks.row(sheet, "ML-7K3QX", short_mark("etag"));
    CHECK(parse_row_code(text_of(row)) == row);
    CHECK(marks.is_of(sheet, row));
    for (const std::string& text : {text_of(sheet), text_of(row)}) {
        for (std::size_t size = 0; size <= text.size(); ++size) fuzz_fill_in_code(as_bytes(text).first(size));
    }
    const SheetCode next = marks.sheet(body, *calendar::Date::parse_iso("2026-11-24"), short_mark("digest"));
    CHECK(!marks.is_of(next, row));
    for (const char* text :
         {"",
          ":::",
          "ML-7K3QX",
          "ML-7K3QX:12345678",
          "ml:12345678:0123456789abcdef",
          "NEOVE-BD",
          "NEOVE-BD:0123:2026-11-23:12345678:0123",
          "ML-7:1234567G:0123456789abcdef"}) {
        CHECK(!parse_row_code(text));
        CHECK(!parse_sheet_code(text));
        fuzz_fill_in_code(as_bytes(text));
    }
}

}  // namespace neove::service::scenario
