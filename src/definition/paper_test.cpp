/// \file
/// Templates of papers: what must never leave on one is a fault with file and line, before anybody drafts it.

#include "definition/paper.h"

#include "definition/check.h"
#include "definition/diff.h"
#include "definition/folder.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace neove::definition {

namespace {

constexpr const char* kLibrary = NEOVE_SOURCE_DIR "/programmes/lending_library";

Folder library() {
    auto folder = read_folder(kLibrary);
    REQUIRE(folder);
    return std::move(*folder);
}

/// The library with one stretch of a paper written otherwise.
Folder with(const std::string& paper, const std::string& was, const std::string& is) {
    Folder folder = library();
    std::string& text = folder.files.at("papers/" + paper + ".yaml");
    const std::size_t at = text.find(was);
    REQUIRE_MESSAGE(at != std::string::npos, was);
    text.replace(at, was.size(), is);
    return folder;
}

std::string codes_of(const Folder& folder) {
    std::string out;
    for (const Fault& fault : check(compile({folder}), {}).faults) {
        CHECK_MESSAGE(fault.file.ends_with(".yaml"), fault.code);
        out += (out.empty() ? "" : " ") + fault.code;
    }
    return out;
}

}  // namespace

TEST_CASE("the library's papers hold together, and say what they read") {
    CHECK(codes_of(library()).empty());
    const Checked checked = check(compile({library()}), {});
    REQUIRE(checked.bundle);
    const auto papers = papers_of(checked.bundle->programmes.front());
    REQUIRE(papers.size() == 3);
    CHECK(papers[1].id == "recall_chat");
    CHECK(papers[1].is_text);
    CHECK(papers[2].registers() == std::vector<std::string>{"loan"});
    CHECK(papers[2].find_rows("all") != nullptr);
    CHECK(papers[2].find_rows("none") == nullptr);
}

TEST_CASE("what must not leave on a paper is a fault where it is written") {
    CHECK(codes_of(with("recall_letter", "{of: title,", "{of: note,")) == "definition.paper_class");
    CHECK(codes_of(with("recall_letter", "{of: title,", "{of: reader_phone,")) == "definition.paper_class");
    CHECK(
        codes_of(with("loan_letter", "{answer:note}", "{answer:reader_phone}")) == "definition.paper_class"
    );
    CHECK(
        codes_of(with("recall_letter", "otherwise: asked_on", "otherwise: note")) == "definition.paper_class"
    );
    CHECK(
        codes_of(with("recall_chat", "{of: kind,", "{of: kind, otherwise: title,")) ==
        "definition.paper_not_public"
    );
    CHECK(codes_of(with("recall_chat", "{of: kind,", "{of: title,")) == "definition.paper_not_public");
    CHECK(codes_of(with("recall_chat", "{of: kind,", "{of: due,")) == "definition.paper_not_public");
    // Beside public answers a text says what is named for it, and that is never more than internal.
    CHECK(codes_of(with("recall_chat", "[due_wish]", "[title]")) == "definition.paper_not_public");
    CHECK(codes_of(with("recall_chat", "[due_wish]", "[due_wish, note]")) == "definition.paper_internal");
    CHECK(codes_of(with("recall_chat", "[due_wish]", "[due_wish, kind]")) == "definition.paper_internal");
    CHECK(codes_of(with("recall_chat", "[due_wish]", "[due_wish, hue]")) == "definition.unknown_field");
    CHECK(
        codes_of(with("recall_letter", "as: document", "as: document\ninternal: title")) ==
        "definition.paper_internal"
    );
    CHECK(codes_of(with("recall_chat", "register: loan", "register: reader"))
              .contains("definition.paper_of_persons"));
}

TEST_CASE("a name that nothing has, a brace that means nothing and half a block are faults") {
    CHECK(codes_of(with("recall_letter", "{of: title,", "{of: tittle,")) == "definition.unknown_field");
    CHECK(
        codes_of(with("recall_chat", "rows: {states:", "rows: {own: title, states:")) ==
        "definition.paper_no_body"
    );
    CHECK(codes_of(with("recall_letter", "{count:all}", "{count:al}")) == "definition.unknown_rows");
    CHECK(codes_of(with("recall_letter", "{today}", "{todday}")) == "definition.paper_placeholder");
    CHECK(codes_of(with("recall_letter", "{today}", "{answer:title}")) == "definition.paper_placeholder");
    CHECK(codes_of(with("recall_letter", "each: true,", "each: false,")) == "definition.paper_placeholder");
    CHECK(codes_of(with("recall_letter", "{within:kind}", "{within:kid}")) == "definition.unknown_field");
    CHECK(
        codes_of(with("recall_letter", "  - item:", "  - each: true\n    item:")) == "definition.paper_block"
    );
    CHECK(codes_of(with("recall_letter", "count: extend", "count: extent")) == "definition.unknown_action");
    CHECK(
        codes_of(with("recall_letter", "[requested, on_loan]", "[requested, lent]")) ==
        "definition.unknown_state"
    );
    CHECK(
        codes_of(with("recall_letter", "  - item:", "  - heading: x\n    item:")) == "definition.paper_block"
    );
    CHECK(codes_of(with("recall_letter", "recipients:", "recepients:")) == "definition.unknown_key");
    CHECK(codes_of(with("recall_letter", "group: kind", "lines: title")) == "definition.paper_no_rows");
    CHECK(
        codes_of(with("recall_letter", "{of: title,", "{of: title, line: what,")) ==
        "definition.unknown_field"
    );
}

TEST_CASE("what rows say together is asked of fields and actions that can say it") {
    const auto slip = [](const std::string& was, const std::string& is) {
        return codes_of(with("recall_letter", was, is));
    };
    CHECK(slip("{years:due_wish}", "{years:title}") == "definition.paper_no_day");
    CHECK(slip("{years:due_wish}", "{years:note}").contains("definition.paper_class"));
    CHECK(slip("{lines:damage}", "{lines:title}") == "definition.paper_no_rows");
    CHECK(slip("{again:extend}", "{again:prolong}") == "definition.unknown_action");
    CHECK(slip("where: none_yet", "where: nothing") == "definition.unknown_rows");
    CHECK(slip("may: write_off", "may: burn") == "definition.unknown_action");
    CHECK(slip("{symbol}", "{symbol:of}") == "definition.paper_placeholder");
    CHECK(slip("by: board", "by: bord") == "definition.unknown_field");
    CHECK(slip("{of: title, heading: Tên sách,", "{of: title,") == "definition.paper_block");
    CHECK(codes_of(with("recall_chat", "{of: copies}", "{of: copies, heading: số bản}")).empty());
    Folder bare = library();
    std::string& list = bare.files.at("registers/loan/list.yaml");
    const std::size_t at = list.find("board:");
    list.erase(at, list.find('\n', at) - at);
    CHECK(codes_of(bare).contains("definition.paper_no_board"));
}

TEST_CASE("texts of a template fall into words and places to fill") {
    const auto pieces = pieces_of("Đến {today}: {count:all} phiếu{own}");
    REQUIRE(pieces);
    REQUIRE(pieces->size() == 6);
    CHECK((*pieces)[0].text == "Đến ");
    CHECK((*pieces)[1].kind == Piece::Kind::Today);
    CHECK((*pieces)[3].text == "all");
    CHECK(!pieces_of("{own"));
    CHECK(!pieces_of("{}"));
    CHECK(!pieces_of("{values}"));
    CHECK(pieces_of("")->empty());
}

TEST_CASE("a paper that changed breaks nothing, and two persons see that it did") {
    const auto before = load_bundle(compile({library()}).bundle);
    const auto after = load_bundle(compile({with("recall_letter", "trả đúng hẹn", "trả ngay")}).bundle);
    REQUIRE(before);
    REQUIRE(after);
    const BundleDifference found = diff(*before, *after);
    REQUIRE(found.changes.size() == 1);
    CHECK(found.changes[0].code == "change.paper_changed");
    CHECK(!found.is_breaking());
    CHECK(before->digest != after->digest);
}

}  // namespace neove::definition
