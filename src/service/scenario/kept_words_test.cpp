/// \file
/// Words that look like a person's data, over a real store: whoever writes them into a register that is not
/// of persons is asked once; keeping them is an act that the history names, and a rebuild finds.

#include "service/registers/rebuild.h"
#include "service/registers/timeline.h"
#include "service/scenario/library.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::service::scenario {

namespace {

constexpr const char* kWords = "Gọi lại 0912 345 678, gặp Lò Thị Mai hoặc Vàng Thị Dợ";

std::string told(const Diagnostics& faults) {
    std::string out;
    for (const Error& one : faults) {
        CHECK(one.detail.empty());
        out += one.code + " " + one.where + "\n";
    }
    return out;
}

std::vector<std::string> kept_in(Library& on, const RecordId& id) {
    const auto past = read_timeline(on.house(), on.caller(kLibrarian), "loan", id);
    REQUIRE(past.has_value());
    return past->events.back().stored.event.kept_words;
}

}  // namespace

TEST_CASE("words like a person's data are asked about once, and kept they are an act") {
    Library on;
    const auto refused = on.request(kDesk, {{"note", kWords}});
    CHECK(code_of(refused) == "record.many_faults");
    CHECK(told(on.faults) == "form.like_phone /answers/note\nform.like_names /answers/note\n");
    CHECK(on.list(kLibrarian).records.empty());

    const auto opened = on.request(kDesk, {{"note", "Gặp lại sau"}});
    REQUIRE_MESSAGE(opened.has_value(), code_of(opened));
    const auto seen = on.read(kLibrarian, opened->row.id);
    WantedAct lend = wants("lend", {{"note", kWords}});
    CHECK(code_of(on.act(kLibrarian, *seen, lend)) == "record.many_faults");
    // Another answer's pointer keeps nothing here.
    lend.kept_words = {"/answers/title", "/answers/not"};
    CHECK(code_of(on.act(kLibrarian, *seen, lend)) == "record.many_faults");
    lend.kept_words = {"/answers/note", "/answers/title"};
    const auto lent = on.act(kLibrarian, *seen, lend);
    REQUIRE_MESSAGE(lent.has_value(), code_of(lent));
    CHECK(kept_in(on, opened->row.id) == std::vector<std::string>{"/answers/note"});

    // The same words again are no news; others are.
    const auto again = on.act(kLibrarian, *lent, wants("extend", {{"note", kWords}}, "Ốm"));
    REQUIRE_MESSAGE(again.has_value(), code_of(again));
    CHECK(kept_in(on, opened->row.id).empty());
    const auto other = on.act(kLibrarian, *again, wants("extend", {{"note", "CCCD 040305001234"}}, "Ốm"));
    CHECK(code_of(other) == "record.many_faults");
    CHECK(told(on.faults) == "form.like_identity_number /answers/note\n");
    const auto rebuilt = rebuild(on.house(), false);
    REQUIRE(rebuilt);
    CHECK(rebuilt->differences.empty());
}

TEST_CASE("a correction is asked too, also where a later step says otherwise") {
    Library on;
    const auto opened = on.request(kDesk, {{"note", "Gặp lại sau"}});
    REQUIRE(opened.has_value());
    const auto seen = on.read(kLibrarian, opened->row.id);
    const auto lent = on.act(kLibrarian, *seen, wants("lend", {{"note", "Đã giao"}}));
    REQUIRE_MESSAGE(lent.has_value(), code_of(lent));
    const auto past = read_timeline(on.house(), on.caller(kLibrarian), "loan", opened->row.id);
    REQUIRE(past.has_value());
    WantedAct mend = wants("corrected", {{"note", kWords}}, "Ghi nhầm");
    mend.corrects = past->events.back().stored.event.id;
    CHECK(code_of(on.act(kLibrarian, *lent, mend)) == "record.many_faults");
    mend.kept_words = {"/answers/note"};
    const auto mended = on.act(kLibrarian, *lent, mend);
    REQUIRE_MESSAGE(mended.has_value(), code_of(mended));
    CHECK(kept_in(on, opened->row.id) == std::vector<std::string>{"/answers/note"});
}

TEST_CASE("a number in the place that is meant for it is nobody's question") {
    Library on;
    CHECK(on.request(kDesk, {{"reader_phone", "0912 345 678"}}).has_value());
}

}  // namespace neove::service::scenario
