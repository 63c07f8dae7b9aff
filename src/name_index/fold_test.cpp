#include "name_index/fold.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace neove::name_index;

namespace {

std::string folded_name(std::string_view name) {
    std::string out;
    for (const std::string& one : syllables(name)) out += (out.empty() ? "" : " ") + folded(one);
    return out;
}

bool sound_alike(std::string_view a, std::string_view b) {
    return skeleton(a) != 0 && skeleton(a) == skeleton(b);
}

}  // namespace

TEST_CASE("a name is its syllables, in lower case and NFC, whatever parts them") {
    CHECK(syllables("NGUYỄN  Thị-Hoa ") == std::vector<std::string>{"nguyễn", "thị", "hoa"});
    CHECK(syllables("Nguye\u0302\u0303n") == std::vector<std::string>{"nguyễn"});
    CHECK(syllables("H’Hen Niê") == std::vector<std::string>{"hhen", "niê"});
    CHECK(syllables("  ").empty());
    CHECK(syllables("12 \xff\xfe").empty());
}

TEST_CASE("tone marks stand in one place, whichever rule the writer follows") {
    CHECK(syllables("Hoà Thuỷ") == syllables("Hòa Thủy"));
    CHECK(syllables("Quý") == std::vector<std::string>{"quý"});
}

TEST_CASE("folding takes away tones, marks and the stroke of every đ") {
    CHECK(folded_name("Đặng Thị Ngọc Ánh") == "dang thi ngoc anh");
    CHECK(folded_name("Ðặng ɖỗ ðức") == "dang do duc");
}

TEST_CASE("i and y are one where they are one sound, and two where they are two") {
    CHECK(folded_name("Mỹ") == folded_name("Mĩ"));
    CHECK(folded_name("Lý") == folded_name("Lí"));
    CHECK(folded_name("Quý Quỳnh") == folded_name("Quí Quình"));
    CHECK(folded_name("Yến") == folded_name("Iến"));
    CHECK(folded_name("Mai") != folded_name("May"));
    CHECK(folded_name("Thúy") != folded_name("Thúi"));
    CHECK(with_i("mỹ") == "mĩ");
}

TEST_CASE("syllables that a region does not tell apart sound alike") {
    CHECK(sound_alike("sinh", "xinh"));
    CHECK(sound_alike("trâm", "châm"));
    CHECK(sound_alike("dung", "giung"));
    CHECK(sound_alike("dung", "vung"));
    CHECK(sound_alike("rạng", "giạng"));
    CHECK(sound_alike("lan", "nan"));
    CHECK(sound_alike("lan", "lang"));
    CHECK(sound_alike("các", "cát"));
    CHECK(sound_alike("thạch", "thạt"));
    CHECK(sound_alike("kiên", "ciên"));
    CHECK_FALSE(sound_alike("lan", "lam"));
    CHECK_FALSE(sound_alike("hoa", "khoa"));
    CHECK_FALSE(sound_alike("tâm", "thâm"));
}

TEST_CASE("a written đ is no d: Đinh does not sound like Vinh, Dinh does") {
    CHECK(sound_alike("dinh", "vinh"));
    CHECK_FALSE(sound_alike("đinh", "vinh"));
}

TEST_CASE("TELEX and VNI keys give the letters that were meant") {
    CHECK(typed_reading("nguyeenx") == "nguyễn");
    CHECK(typed_reading("nguyeexn") == "nguyễn");
    CHECK(typed_reading("nguye64n") == "nguyễn");
    CHECK(typed_reading("ddawngj") == "đặng");
    CHECK(typed_reading("d9a85ng") == "đặng");
    CHECK(typed_reading("truwowng") == "trương");
    CHECK(typed_reading("truongw") == "trương");
    CHECK(typed_reading("hoaf") == "hòa");
    CHECK(typed_reading("quys") == "quý");
    CHECK(typed_reading("thij") == "thị");
    CHECK(typed_reading("giangf") == "giàng");
}

TEST_CASE("what is no Vietnamese syllable, or nothing new, has no typed reading") {
    CHECK(typed_reading("hoa").empty());
    CHECK(typed_reading("nguyễn").empty());
    CHECK(typed_reading("smith").empty());
    CHECK(typed_reading("alex").empty());
    CHECK(typed_reading("").empty());
    CHECK(typed_reading("w").empty());
}

TEST_CASE("one edit is one letter more, less or other, or two swapped, and needs three letters somewhere") {
    CHECK(is_within_one_edit("hoa", "hoa"));
    CHECK(is_within_one_edit("nguyn", "nguyen"));
    CHECK(is_within_one_edit("nguyenn", "nguyen"));
    CHECK(is_within_one_edit("nguien", "nguyen"));
    CHECK(is_within_one_edit("nguyne", "nguyen"));
    CHECK(is_within_one_edit("hi", "thi"));
    CHECK_FALSE(is_within_one_edit("an", "am"));
    CHECK_FALSE(is_within_one_edit("nugyne", "nguyen"));
    CHECK_FALSE(is_within_one_edit("", "thi"));
}

TEST_CASE("folding any text a second time changes nothing") {
    CHECK(rc::check([](const std::string& any) {
        for (const std::string& one : syllables(any)) {
            RC_ASSERT(!one.empty());
            RC_ASSERT(one.size() <= kMaxSyllableBytes);
            const std::string once = folded(one);
            RC_ASSERT(folded(once) == once);
            RC_ASSERT(with_i(with_i(one)) == with_i(one));
        }
    }));
}
