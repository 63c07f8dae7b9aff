#include "keyring/syllables.h"

#include "base/crypto.h"

#include <doctest/doctest.h>

#include <set>

namespace neove::keyring {

TEST_CASE("the list has 256 syllables, no two alike in writing or in any region's ear") {
    std::set<std::string> sounds;
    std::set<std::string_view> written;
    for (unsigned i = 0; i < 256; ++i) {
        const std::string_view word = syllable(static_cast<std::uint8_t>(i));
        const auto sound = sound_class(word);
        REQUIRE(sound);
        CHECK(sounds.insert(*sound).second);
        CHECK(written.insert(word).second);
    }
    // A sample of words that would be understood as police, money, body or place.
    for (const char* word :
         {"tien", "bac", "dau", "tay", "chan", "mat", "xa", "huyen", "tinh", "pho", "duong", "sung"}) {
        CHECK(written.count(word) == 0);
    }
}

TEST_CASE("regional spellings fall into one sound class, different sounds do not") {
    CHECK(sound_class("truong") == sound_class("chuon"));
    CHECK(sound_class("sua") == sound_class("xua"));
    CHECK(sound_class("gia") != sound_class("ga"));
    CHECK(sound_class("gin") == sound_class("rinh"));
    CHECK(sound_class("ly") == sound_class("ni"));
    CHECK(sound_class("cat") == sound_class("kac"));
    CHECK(sound_class("ngan") != sound_class("nhan"));
    for (const char* none : {"", "b", "ngh", "w", "baq", "aeiou", "bat1"}) CHECK(!sound_class(none));
}

TEST_CASE("what was written is read back with accents, capitals, odd spacing, dialect or no spaces") {
    const Bytes secret{0, 255, 17, 99, 4, 200, 31, 77, 128, 6, 240};
    const std::string text = write_syllables(secret);
    CHECK(*read_syllables(text, 11) == secret);
    std::string joined;
    std::string dashed;
    std::string upper;
    for (const char c : text) {
        if (c != ' ') joined += c;
        dashed += c == ' ' ? '-' : c;
        upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    CHECK(*read_syllables(joined, 11) == secret);
    CHECK(*read_syllables(dashed, 11) == secret);
    CHECK(*read_syllables("\n " + upper + ".", 11) == secret);
}

TEST_CASE("accents and dialect decode to the same bytes") {
    Bytes secret;
    for (const std::string_view wanted : {"che", "sua", "dua", "khoai"}) {
        for (unsigned i = 0; i < 256; ++i) {
            if (syllable(static_cast<std::uint8_t>(i)) == wanted)
                secret.push_back(static_cast<std::uint8_t>(i));
        }
    }
    REQUIRE(secret.size() == 4);
    const std::string text = write_syllables(secret);
    const std::string check = text.substr(text.rfind(' ') + 1);
    CHECK(*read_syllables("trẻ XỮA vựa khoải " + check, 4) == secret);
    CHECK(
        *read_syllables(
            "che\xcc\x80 su\xcc\x9b\xcc\x83"
            "a dua khoai" +
                check,
            4
        ) == secret
    );
}

TEST_CASE("a wrong, missing, doubled or exchanged syllable is seen before any key is tried") {
    const Bytes secret{1, 2, 3, 4, 5, 6, 7, 8};
    const std::string text = write_syllables(secret);
    int accepted = 0;
    for (unsigned other = 0; other < 256; ++other) {
        Bytes wrong = secret;
        if (wrong[3] == other) continue;
        wrong[3] = static_cast<std::uint8_t>(other);
        const std::string check = text.substr(text.rfind(' '));
        std::string typed = write_syllables(wrong);
        typed = typed.substr(0, typed.rfind(' ')) + check;
        accepted += read_syllables(typed, 8).has_value() ? 1 : 0;
    }
    CHECK(accepted <= 4);  // one in 256 on average
    CHECK(!read_syllables("", 8));
    CHECK(!read_syllables(text, 9));
    CHECK(!read_syllables(text + " an", 8));
    CHECK(!read_syllables(text.substr(text.find(' ') + 1), 8));
    CHECK(!read_syllables(std::string(5000, 'a'), 8));
    CHECK(!read_syllables("\xff\xfe\x80", 8));
}

TEST_CASE("the fuzz body survives its corpus") {
    for (const std::string_view text :
         {"",
          "an bai banh",
          "AN  Bài bành",
          "anbaibanh",
          "\xff\xfe\x80",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "oioioioioioioioioioioioioioi"}) {
        fuzz_syllables(as_bytes(text));
    }
}

TEST_CASE("random secrets survive being joined to one word") {
    int read = 0;
    for (int i = 0; i < 200; ++i) {
        const Bytes secret = crypto::random_bytes(11);
        std::string joined;
        for (const char c : write_syllables(secret)) {
            if (c != ' ') joined += c;
        }
        const auto back = read_syllables(joined, 11);
        if (back) {
            CHECK(*back == secret);
            ++read;
        }
    }
    CHECK(read >= 190);  // a few cuts are ambiguous and are refused, never guessed
}

}  // namespace neove::keyring
