#include "mail/message.h"
#include "mail/texts.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace neove::mail {

namespace {

std::string pack() {
    std::ifstream file(std::string(NEOVE_SOURCE_DIR) + "/packs/messages/mail.tsv");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Message sample() {
    return {"00ff", "neove@example.vn", "a@b.vn", "Nẻo Về: mốc chứng kiến", "Kính gửi\nhai dòng\n", {}};
}

bool composes(const Message& message) {
    return compose(message).has_value();
}

}  // namespace

TEST_CASE("a Vietnamese subject and body travel as ASCII in the standard's words") {
    Message message = sample();
    message.at = {1'795'325'644'000'000};
    const auto text = compose(message);
    REQUIRE(text);
    CHECK(
        *text ==
        "Date: Sun, 22 Nov 2026 05:34:04 +0000\r\nFrom: neove@example.vn\r\nTo: a@b.vn\r\n"
        "Subject: =?UTF-8?B?TuG6u28gVuG7gTogbeG7kWMgY2jhu6luZyBraeG6v24=?=\r\n"
        "Message-ID: <00ff@example.vn>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n"
        "S8OtbmggZ+G7rWkNCmhhaSBkw7JuZw0K\r\n"
    );
}

TEST_CASE("a long subject is folded between characters, never inside one") {
    Message message = sample();
    message.subject.clear();
    for (int i = 0; i < 40; ++i) message.subject += "ữ";
    const auto text = compose(message);
    REQUIRE(text);
    const std::size_t at = text->find("Subject: ");
    const std::string subject = text->substr(at, text->find("Message-ID") - at);
    std::istringstream lines(subject);
    std::string line;
    int words = 0;
    while (std::getline(lines, line)) {
        CHECK(line.size() <= 77);  // with the CR
        CHECK(line.ends_with("?=\r"));
        // Whole three-byte letters are whole groups of base64: no padding inside.
        CHECK(line.find('=', line.find("?B?") + 3) == line.size() - 2);
        ++words;
    }
    CHECK(words == 4);
}

TEST_CASE("nobody breaks out of a header") {
    CHECK(composes(sample()));
    for (const char* evil :
         {"a@b.vn\r\nBcc: c@d.vn",
          "a@b.vn\nBcc: c@d.vn",
          "a@b.vn, c@d.vn",
          "<a@b.vn>",
          "a@b.vn ",
          "",
          "a",
          "@b",
          "a@",
          "a@-b",
          "a@b..c",
          "á@b.vn",
          "a@b.vn\x7F"}) {
        Message message = sample();
        message.to = evil;
        CHECK_MESSAGE(!composes(message), evil);
        message = sample();
        message.from = evil;
        CHECK_MESSAGE(!composes(message), evil);
    }
    for (const char* evil : {"", "a\r\nBcc: c@d.vn", "a\nb", "a\x01", "\xC3"}) {
        Message message = sample();
        message.subject = evil;
        CHECK_MESSAGE(!composes(message), evil);
    }
    for (const char* evil : {"", "0>\r\nX: y", "a b"}) {
        Message message = sample();
        message.id = evil;
        CHECK_MESSAGE(!composes(message), evil);
    }
    Message message = sample();
    message.body = "a\r\n.\r\nMAIL FROM:<x>";
    CHECK(!composes(message));
}

TEST_CASE("an address is what the standard calls one, without the rare forms") {
    for (const char* good : {"a@b", "a.b+c@d-e.vn", "o'neil_x@example.gov.vn"})
        CHECK_MESSAGE(is_address(good), good);
    for (const char* bad : {".a@b", "a.@b", "a..b@c", "a@b_c", "a@@b", "\"a b\"@c", "a@[127.0.0.1]"}) {
        CHECK_MESSAGE(!is_address(bad), bad);
    }
    CHECK(!is_address(std::string(65, 'a') + "@b"));
}

TEST_CASE("the sentences of the pack are whole and say nothing of a record") {
    const auto texts = Texts::parse(pack());
    REQUIRE(texts);
    const auto anchor = texts->of("anchor", {"12", "neove-anchor-1 00 12 ff"});
    REQUIRE(anchor);
    CHECK(anchor->subject == "Nẻo Về: mốc chứng kiến nhật ký số 12");
    CHECK(anchor->body.find("\nneove-anchor-1 00 12 ff\n") != std::string::npos);
    CHECK(anchor->body.find("witnessing body") != std::string::npos);
    const auto notice = texts->of("notice", {"3", "https://neove.example.vn/"});
    REQUIRE(notice);
    CHECK(notice->body.starts_with("Đồng chí có 3 việc cần xem.\n"));
    CHECK_FALSE(texts->of("notice", {"3"}));
    CHECK_FALSE(texts->of("notice", {"3", "https://a/", "5"}));
    CHECK_FALSE(texts->of("notice", {"3", "Nguyễn"}));
    CHECK_FALSE(texts->of("unknown", {}));
}

TEST_CASE("a table of sentences with a hole is refused with its line") {
    for (const char* bad :
         {"a\tsubject\tx\ty",
          "a\tsubject\tx",
          "a\ttitle\tx\ty",
          "a\tsubject\tx\\ny\tz\na\tbody\tx\ty",
          "a\tsubject\t\ty\na\tbody\tx\ty"}) {
        const auto texts = Texts::parse(bad);
        REQUIRE_MESSAGE(!texts, bad);
        CHECK(texts.error().where.starts_with("mail.tsv:"));
    }
}

TEST_CASE("mails keep their shape on any bytes") {
    std::mt19937 random(11);
    const std::string whole = pack();
    fuzz_texts(as_bytes(whole));
    for (int round = 0; round < 2'000; ++round) {
        std::string text = whole.substr(random() % 200, 300);
        for (int change = 0; change < 5; ++change)
            text[random() % text.size()] = "\r\n\t:@{}1 \x00\xC3"[random() % 11];
        fuzz_texts(as_bytes(text));
        fuzz_compose(as_bytes(text));
    }
    fuzz_compose(as_bytes(std::string("\r\nBcc: x@y\r\n\r\n\r\nBcc: x@y\r\n\r\n")));
}

}  // namespace neove::mail
