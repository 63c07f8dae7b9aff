#include "document/legacy_text.h"

#include "document/charset.h"
#include "document/protocol/protocol.h"

#include <doctest/doctest.h>

namespace neove::document {

namespace {

const std::string kSentences =
    "Nghiệp vụ hỗ trợ người trở về phải giữ kín mọi thông tin riêng.\n"
    "Chị Huỳnh Thị Lượng ở ấp Bình Thạnh đã nhận được giấy tờ tùy thân.\n"
    "Trẻ nhỏ cần được khám sức khoẻ, ăn ở, học chữ và học nghề.\n"
    "Đường dây nóng trực cả ngày lẫn đêm; quỹ hỗ trợ chuyển từng quý.\n";

}  // namespace

TEST_CASE("sentences survive the way through each legacy encoding") {
    for (const Charset charset : {Charset::Tcvn3, Charset::VniWindows, Charset::Windows1258}) {
        CAPTURE(static_cast<int>(charset));
        const DecodedText decoded = decode_text(encode_legacy(kSentences, charset));
        CHECK(decoded.charset == charset);
        CHECK(decoded.text == kSentences);
    }
}

TEST_CASE("every letter of the tables comes back, capitals too where the encoding has them") {
    for (const LegacyLetter& letter : legacy_letters()) {
        std::string text;
        const std::string carrier = "đường về quê mẹ ở Bến Tre rất xa ";
        for (const char32_t code : {letter.code, to_upper(letter.code)}) {
            text = carrier;
            const unsigned c = code;
            if (c < 0x800) {
                text += static_cast<char>(0xC0U | c >> 6U);
            } else {
                text += static_cast<char>(0xE0U | c >> 12U);
                text += static_cast<char>(0x80U | (c >> 6U & 0x3FU));
            }
            text += static_cast<char>(0x80U | (c & 0x3FU));
            CAPTURE(text);
            CHECK(decode_text(encode_legacy(text, Charset::VniWindows)).text == text);
            CHECK(decode_text(encode_legacy(text, Charset::Windows1258)).text == text);
            if (code == letter.code) CHECK(decode_text(encode_legacy(text, Charset::Tcvn3)).text == text);
        }
    }
}

TEST_CASE("Unicode is left as it is, in each of its spellings") {
    CHECK(
        decode_text(as_bytes("\xEF\xBB\xBF"
                             "Đồng\r\nTháp\rxa"))
            .text == "Đồng\nTháp\nxa"
    );
    const Bytes little{0xFF, 0xFE, 0x10, 0x01, 0x41, 0x00, 0x3D, 0xD8, 0x00, 0xDE};
    CHECK(decode_text(little).text == "ĐA😀");
    const Bytes big{0xFE, 0xFF, 0x01, 0x10, 0x00, 0x41, 0xD8, 0x3D};
    CHECK(decode_text(big).text == "ĐA\xEF\xBF\xBD");  // half a pair
    const std::string decomposed = "Đo\xCC\x82\xCC\x80ng";
    CHECK(decode_text(as_bytes(decomposed)).text == decomposed);
}

TEST_CASE("western text in one byte a letter is not made Vietnamese") {
    const DecodedText decoded =
        decode_text(as_bytes("Le caf\xE9 \xE0 la fran\xE7"
                             "aise, d\xE9j\xE0 vu na\xEFve"));
    CHECK(decoded.charset == Charset::Latin1);
    CHECK(decoded.text == "Le café à la française, déjà vu naïve");
}

TEST_CASE("text once read with the wrong table is repaired, right text is left alone") {
    const auto misread = [](std::string_view right, Charset charset) {
        std::string shown;
        for (const std::uint8_t byte : encode_legacy(right, charset)) {
            const char32_t code = from_windows_1252(byte);
            if (code < 0x80) {
                shown += static_cast<char>(code);
            } else if (code < 0x800) {
                shown += static_cast<char>(0xC0U | (code >> 6U));
                shown += static_cast<char>(0x80U | (code & 0x3FU));
            }
        }
        return shown;
    };
    const std::string right = "Nguyễn Thị Hương được đưa về huyện Hồng Ngự";
    CHECK(misread("Nguyễn", Charset::Tcvn3) == "NguyÔn");
    CHECK(repair_misread(misread(right, Charset::Tcvn3)) == right);
    CHECK(repair_misread(misread(right, Charset::VniWindows)) == right);
    CHECK(repair_misread(kSentences) == kSentences);
    CHECK(repair_misread("xã Hòa An, áo dài, già, cô giáo") == "xã Hòa An, áo dài, già, cô giáo");
    CHECK(repair_misread("café à la carte") == "café à la carte");
    CHECK(repair_misread("\xFF") == "\xFF");
}

TEST_CASE("any bytes give well-formed text") {
    std::uint32_t state = 1;
    for (int round = 0; round < 300; ++round) {
        Bytes bytes;
        for (int i = 0; i < 64; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes.push_back(static_cast<std::uint8_t>(state >> 24U));
        }
        CHECK(is_plain_utf8(decode_text(bytes).text));
    }
}

}  // namespace neove::document
