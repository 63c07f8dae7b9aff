#include "document/protocol/protocol.h"

#include <doctest/doctest.h>

namespace neove::document {

namespace {

Answer full_answer() {
    Answer answer;
    answer.text = "Kế hoạch\n\fTrang hai";
    answer.margins = "Số: 12\n";
    answer.pages = 2;
    answer.next_page = 2;
    answer.scanned = true;
    answer.notices = {"document.ocr_used"};
    answer.sheets = {{"Xã", {{1, 1, "Tên"}, {2, 3, "Ấp"}}}};
    answer.pictures = {Bytes{1, 2, 3}};
    return answer;
}

}  // namespace

TEST_CASE("requests and answers read back what was written") {
    const Bytes content{1, 2, 0, 255};
    const Bytes sent = encode(Request{1, Kind::Pdf, 7, 3, content});
    const auto request = decode_request(sent);
    REQUIRE(request);
    CHECK(request->kind == Kind::Pdf);
    CHECK(request->first_page == 7);
    CHECK(request->page_count == 3);
    CHECK(Bytes(request->content.begin(), request->content.end()) == content);
    const Bytes bytes = encode(full_answer());
    const auto answer = decode_answer(bytes);
    REQUIRE(answer);
    CHECK(answer->sheets[0].cells == full_answer().sheets[0].cells);
    CHECK(answer->pictures == full_answer().pictures);
    CHECK(encode(*answer) == bytes);
}

TEST_CASE("every shortened message is refused") {
    const Bytes bytes = encode(full_answer());
    for (std::size_t n = 0; n < bytes.size(); ++n) CHECK(!decode_answer(ByteView(bytes).first(n)));
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK(!decode_answer(longer));
}

TEST_CASE("an answer of a captured worker is held to the limits") {
    const auto refused = [](auto change) {
        Answer answer = full_answer();
        change(answer);
        return !decode_answer(encode(answer));
    };
    CHECK(refused([](Answer& a) { a.text = "\xC3"; }));
    CHECK(refused([](Answer& a) { a.text = std::string("a\0b", 3); }));
    CHECK(refused([](Answer& a) { a.text = "\xED\xA0\x80"; }));  // half a surrogate pair
    CHECK(refused([](Answer& a) { a.code = "<script>"; }));
    CHECK(refused([](Answer& a) { a.notices = {"store.wipe"}; }));
    CHECK(refused([](Answer& a) { a.notices.assign(33, "document.x"); }));
    CHECK(refused([](Answer& a) { a.pages = 501; }));
    CHECK(refused([](Answer& a) { a.next_page = 3; }));
    CHECK(refused([](Answer& a) { a.sheets[0].cells[0].row = 0; }));
    CHECK(refused([](Answer& a) { a.sheets.resize(65); }));
    CHECK(refused([](Answer& a) { a.pictures.resize(11); }));
    CHECK(refused([](Answer& a) { a.text.assign(kMaxText + 1, 'x'); }));
    CHECK(!refused([](Answer& a) { a.code = "document.corrupt"; }));
}

}  // namespace neove::document
