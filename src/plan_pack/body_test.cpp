#include "plan/body.h"

#include "plan_pack/sample.h"

#include <doctest/doctest.h>

namespace {

using namespace neove::plan;

/// The names a list of bodies is read as.
std::string names(std::string_view text, BodyPlace place = BodyPlace::Field) {
    const Gazetteer& gazetteer = neove::plan_pack::built_in_gazetteer();
    const Tokens tokens(text, gazetteer.lexicon);
    const BodyReader bodies(tokens, gazetteer);
    const BodyList list = bodies.read_list(0, tokens.size(), place);
    std::string out;
    for (const Body& body : list.bodies) out += (out.empty() ? "" : " | ") + body.name;
    return out;
}

}  // namespace

TEST_CASE("names keep their commas and their và") {
    CHECK(
        names("Sở Văn hóa, Thể thao và Du lịch, Sở Giáo dục và Đào tạo") ==
        "Sở Văn hóa, Thể thao và Du lịch | Sở Giáo dục và Đào tạo"
    );
    CHECK(
        names("Cục Khoáng sản và Nước ngầm; Vụ Kế hoạch - Tài chính") ==
        "Cục Khoáng sản và Nước ngầm | Vụ Kế hoạch - Tài chính"
    );
    CHECK(names("Viện Nghiên cứu Rừng, Biển và Đảo") == "Viện Nghiên cứu Rừng, Biển và Đảo");
}

TEST_CASE("levels, places and parentheses belong to the name, roles do not") {
    CHECK(
        names("Ủy ban nhân dân các xã, phường; Công an tỉnh") ==
        "Ủy ban nhân dân các xã, phường | Công an tỉnh"
    );
    CHECK(
        names("Bộ Chỉ huy quân sự tỉnh (Ban Chỉ huy Bộ đội Biên phòng)") ==
        "Bộ Chỉ huy quân sự tỉnh (Ban Chỉ huy Bộ đội Biên phòng)"
    );
    CHECK(names("Công an tỉnh (Cơ quan Thường trực Ban Chỉ đạo)") == "Công an tỉnh");
    CHECK(names("Trung tâm Bảo trợ Xã hội Bình Yên") == "Trung tâm Bảo trợ Xã hội Bình Yên");
}

TEST_CASE("short forms are spelled out") {
    CHECK(
        names("UBND tỉnh; Sở LĐ-TB&XH; Bộ CHQS tỉnh") ==
        "Ủy ban nhân dân tỉnh | Sở Lao động - Thương binh và Xã hội | Bộ Chỉ huy quân sự tỉnh"
    );
    CHECK(names("Uỷ ban nhân dân tỉnh") == "Uỷ ban nhân dân tỉnh");
}

TEST_CASE("collective names stay whole") {
    CHECK(
        names("các sở, ban, ngành và Ủy ban nhân dân các xã", BodyPlace::Sentence) ==
        "các sở, ban, ngành | Ủy ban nhân dân các xã"
    );
    CHECK(names("các cơ quan, đơn vị có liên quan") == "các cơ quan, đơn vị có liên quan");
}

TEST_CASE("a level at the end of a list is shared by the bare names before it") {
    CHECK(
        names("Tòa án nhân dân, Viện kiểm sát nhân dân tỉnh") ==
        "Tòa án nhân dân tỉnh | Viện kiểm sát nhân dân tỉnh"
    );
}

TEST_CASE("one head may serve several fields") {
    CHECK(names("Các Bộ: Tài chính, Công an, Quốc phòng") == "Bộ Tài chính | Bộ Công an | Bộ Quốc phòng");
}

TEST_CASE("words that only begin like a body are none") {
    CHECK(names("Ban hành kế hoạch", BodyPlace::Sentence).empty());
    CHECK(names("Phòng, chống thiên tai", BodyPlace::Sentence).empty());
    CHECK(names("Hội nghị toàn tỉnh", BodyPlace::Sentence).empty());
}
