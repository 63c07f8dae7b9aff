#include "authentication/password_rules.h"

#include <doctest/doctest.h>

namespace neove::authentication {

namespace {
std::string verdict(std::string_view password, const std::vector<std::string>& personal = {}) {
    const auto checked = check_password(password, shipped_common_words(), personal);
    return checked ? "accepted" : checked.error().code;
}
}  // namespace

TEST_CASE("a password has 12 to 128 characters, counted as people count them") {
    CHECK(verdict("kẹo dừa bến") == "password.too_short");
    CHECK(
        verdict("ke\xcc\xa3o du\xcc\x9b\xcc\x80"
                "a be\xcc\x82\xcc\x81n") == "password.too_short"
    );
    CHECK(verdict("kẹo dừa bếnx") == "accepted");
    std::string longest;
    for (int i = 0; i < 16; ++i) longest += "hạt muối";
    CHECK(verdict(longest) == "accepted");
    CHECK(verdict(longest + "x") == "password.too_long");
    CHECK(verdict(std::string(100'000, 'z')) == "password.too_long");
    CHECK(verdict("hạt muối\nbên thềm") == "password.not_text");
    CHECK(verdict("hat muoi\xff ben them") == "password.not_text");
}

TEST_CASE("what everybody tries first is refused, however it is decorated") {
    for (const char* password :
         {"123456789012",
          "matkhau123456",
          "Mật khẩu 2026!",
          "m@tkh4u12345",
          "anhyeuem1234",
          "Password1234",
          "P@ssw0rd2026",
          "qwertyuiop12",
          "aaaaaaaaaaaa",
          "abcdefghijkl",
          "nguyenvana1990",
          "tranthilan19951995",
          "emyeuanh2000",
          "motconvit123456",
          "iloveyou123456",
          "chaocacban123",
          "hoilamgi2025",
          "1q2w3e4r5t6y",
          "0912345678901"}) {
        CAPTURE(std::string(password));
        CHECK(verdict(password) == "password.common");
    }
}

TEST_CASE("one's own name and address are no password") {
    CHECK(verdict("quynhgiao-zorvex88") == "accepted");
    CHECK(verdict("quynhgiao-zorvex88", {"Quỳnh Giao", "zorvex@example.org"}) == "password.common");
    CHECK(verdict("QuynhGiaoQuynhGiao", {"Quỳnh Giao"}) == "password.common");
}

TEST_CASE("ordinary long passwords are accepted without rules of composition") {
    for (const char* password :
         {"con chim sẻ đậu mái hiên",
          "sáng nay trời mưa phùn",
          "correct horse battery staple",
          "xk4-pwz9-mtr2-hhq",
          "khoai lùi thơm bếp rạ",
          "Приветствую вас всех"}) {
        CAPTURE(std::string(password));
        CHECK(verdict(password) == "accepted");
    }
}

TEST_CASE("the shipped list is a list of folded words") {
    const CommonWords& words = shipped_common_words();
    CHECK(words.size() > 250);
    CHECK(words.contains("matkhau"));
    CHECK(words.contains("nguyen"));
    CHECK(!words.contains("#"));
    CHECK(parse_common_words("# a\n Mật Khẩu # b\n\nx\nzz").size() == 2);
    CHECK(parse_common_words("").empty());
}

}  // namespace neove::authentication
