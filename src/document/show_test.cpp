/// \file
/// What people see of a file: pages as pictures that the worker made, whatever the file tries.

#include "document/extract.h"
#include "document/fixture.h"

#include <allheaders.h>
#include <doctest/doctest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <string>

namespace neove::document {

namespace {

using PixHolder = std::unique_ptr<Pix, void (*)(Pix*)>;
PixHolder hold(Pix* picture) {
    return {picture, [](Pix* held) { pixDestroy(&held); }};
}

ExtractorPool& pool() {
    static ExtractorPool one;
    return one;
}

std::string code_of(const Result<ShownPage>& shown) {
    return shown ? "" : shown.error().code;
}

PixHolder seen(const ShownPage& page) {
    PixHolder out = hold(pixReadMem(page.picture.data(), page.picture.size()));
    REQUIRE(out);
    return out;
}

/// White, with a black square in its left upper corner.
PixHolder marked(int width, int height) {
    PixHolder out = hold(pixCreate(width, height, 32));
    pixSetAllArbitrary(out.get(), 0xFFFFFF00);
    for (int y = 0; y < height / 4; ++y) {
        for (int x = 0; x < width / 4; ++x) pixSetPixel(out.get(), x, y, 0);
    }
    return out;
}

bool is_dark(Pix* picture, double across, double down) {
    const PixHolder grey = hold(pixConvertTo8(picture, 0));
    l_uint32 value = 0;
    const int x = static_cast<int>(across * pixGetWidth(grey.get()));
    const int y = static_cast<int>(down * pixGetHeight(grey.get()));
    pixGetPixel(grey.get(), x, y, &value);
    return value < 128;
}

Bytes taken(l_uint8* data, std::size_t size) {
    Bytes out(data, data + size);
    lept_free(data);
    return out;
}

Bytes jpeg(Pix* picture) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixWriteMemJpeg(&data, &size, picture, 90, 0) == 0);
    return taken(data, size);
}

/// With what a telephone writes beside a picture: how it was held, and where that was.
Bytes from_camera(const Bytes& plain, std::uint8_t orientation) {
    Bytes exif{0xFF, 0xE1, 0,    0,    'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
               0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0};
    for (const char c : std::string_view("21.0285N 105.8542E chim-chich-choe")) {
        exif.push_back(static_cast<std::uint8_t>(c));
    }
    exif[3] = static_cast<std::uint8_t>(exif.size() - 2);
    Bytes out = plain;
    out.insert(out.begin() + 2, exif.begin(), exif.end());
    return out;
}

Bytes tiff(int pages) {
    const PixHolder page = hold(pixCreate(40, 40, 1));
    Pixa* all = pixaCreate(pages);
    for (int i = 0; i < pages; ++i) pixaAddPix(all, page.get(), L_CLONE);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    REQUIRE(pixaWriteMemMultipageTiff(&data, &size, all) == 0);
    pixaDestroy(&all);
    return taken(data, size);
}

std::string many(std::string_view part) {
    std::string out;
    while (out.size() < 400'000) out += part;
    return out;
}

bool can_draw_here() {
    if (!fixture::can_draw()) MESSAGE("skipped: the font DejaVu Serif is not installed");
    return fixture::can_draw();
}

}  // namespace

TEST_CASE("a picture is drawn anew: upright, no larger than a screen, and without a word of its camera") {
    const PixHolder source = marked(2'400, 1'600);
    const Bytes file = from_camera(jpeg(source.get()), 6);
    CHECK(as_text(file).contains("chim-chich-choe"));
    const auto shown = show_page(file, 0, pool());
    REQUIRE_MESSAGE(shown.has_value(), code_of(shown));
    CHECK(shown->pages == 1);
    CHECK_FALSE(as_text(shown->picture).contains("chim-chich-choe"));
    const PixHolder picture = seen(*shown);
    // Held so that its right side was up: what was above on the left is now above on the right.
    CHECK(pixGetWidth(picture.get()) < pixGetHeight(picture.get()));
    CHECK(is_dark(picture.get(), 0.95, 0.05));
    CHECK_FALSE(is_dark(picture.get(), 0.05, 0.05));
    CHECK_FALSE(is_dark(picture.get(), 0.5, 0.5));
    CHECK(pixGetWidth(picture.get()) * pixGetHeight(picture.get()) <= 2'500'000);
}

TEST_CASE("pictures held in each of the eight ways are shown as they were seen") {
    const PixHolder source = marked(80, 48);
    // Where the mark that lies above on the left of the file must be seen, across and down.
    const double kPlaces[8][2] = {
        {.1, .1}, {.9, .1}, {.9, .9}, {.1, .9}, {.1, .1}, {.9, .1}, {.9, .9}, {.1, .9}};
    for (std::uint8_t orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(static_cast<int>(orientation));
        const auto shown = show_page(from_camera(jpeg(source.get()), orientation), 0, pool());
        REQUIRE_MESSAGE(shown.has_value(), code_of(shown));
        const PixHolder picture = seen(*shown);
        CHECK((pixGetWidth(picture.get()) > pixGetHeight(picture.get())) == (orientation < 5));
        const auto [across, down] = kPlaces[orientation - 1];
        CHECK(is_dark(picture.get(), across, down));
        CHECK_FALSE(is_dark(picture.get(), 1 - across, 1 - down));
        CHECK_FALSE(is_dark(picture.get(), 1 - across, down));
    }
}

TEST_CASE("pages of a tiff are shown one by one, and a page that is not there is said to be") {
    const Bytes file = tiff(3);
    for (int page = 0; page < 3; ++page) {
        const auto shown = show_page(file, page, pool());
        REQUIRE_MESSAGE(shown.has_value(), code_of(shown));
        CHECK(shown->pages == 3);
    }
    for (const int page : {-1, 3, 400, 1'000'000}) {
        CHECK(code_of(show_page(file, page, pool())) == "document.no_such_page");
    }
}

TEST_CASE("what has no pages is shown as its text on paper") {
    if (!can_draw_here()) return;
    const std::string line = "Hôm ấy trời mưa, đường về bản lầy lội.\n";
    const auto one = show_page(as_bytes(line), 0, pool());
    REQUIRE_MESSAGE(one.has_value(), code_of(one));
    CHECK(one->pages == 1);
    const PixHolder picture = seen(*one);
    int dark = 0;
    for (int i = 0; i < 400; ++i) dark += is_dark(picture.get(), 0.09 + i * 0.001, 0.075) ? 1 : 0;
    for (int i = 0; i < 400; ++i) dark += is_dark(picture.get(), 0.09 + i * 0.001, 0.08) ? 1 : 0;
    CHECK(dark > 10);
    CHECK_FALSE(is_dark(picture.get(), 0.5, 0.5));
    std::string many;
    for (int i = 0; i < 200; ++i) many += line;
    const auto first = show_page(as_bytes(many), 0, pool());
    REQUIRE_MESSAGE(first.has_value(), code_of(first));
    CHECK(first->pages > 2);
    const auto last = show_page(as_bytes(many), first->pages - 1, pool());
    REQUIRE_MESSAGE(last.has_value(), code_of(last));
    CHECK(last->picture != first->picture);
    CHECK(code_of(show_page(as_bytes(many), first->pages, pool())) == "document.no_such_page");
    const auto docx = show_page(fixture::docx({.body = fixture::paragraph("Biên bản giao nhận")}), 0, pool());
    REQUIRE_MESSAGE(docx.has_value(), code_of(docx));
    CHECK(docx->pages == 1);
    const auto pdf = show_page(fixture::pdf({"Trang một", "Trang hai"}), 1, pool());
    REQUIRE_MESSAGE(pdf.has_value(), code_of(pdf));
    CHECK(pdf->pages == 2);
}

TEST_CASE("what draws text leaves the zygote one thread, so that it still enters its namespaces") {
    REQUIRE(show_page(as_bytes(std::string_view("một dòng\n")), 0, pool()).has_value());
    // In a process with threads none of them can be entered; where the machine forbids them there is none.
    const pid_t child = fork();
    if (child == 0) _exit(unshare(CLONE_NEWUSER) == 0 ? 0 : 1);
    int status = 0;
    waitpid(child, &status, 0);
    const bool is_allowed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    CHECK(pool().report()->contains("namespaces=user") == is_allowed);
}

TEST_CASE("letters of every script, and none at all, are drawn within the lock") {
    const std::string scripts =
        "中文 ខ្មែរ ภาษาไทย ລາວ မြန်မာ हिन्दी العربية עברית ქართული 한국어 日本語 ꆈꌠ "
        "🙂🏳️‍🌈 "
        "\xEE\x80\x80 "
        "\xF3\xB0\x80\x80 a\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84\n";
    const auto shown = show_page(as_bytes(scripts), 0, pool());
    CHECK(code_of(shown).empty());
    CHECK(code_of(show_page(as_bytes(std::string(60'000, 'x')), 0, pool())).empty());
    CHECK(code_of(show_page(as_bytes(std::string("\t \t\n")), 0, pool())).empty());
}

TEST_CASE("a mark in large letters on a picture is read in a hurry too, and a photograph has none") {
    if (!can_draw_here()) return;
    if (!pool().report()->contains("ocr=vie")) {
        MESSAGE("skipped: tesseract's Vietnamese model is not installed");
        return;
    }
    const auto page = skim_picture(fixture::png("TỐI MẬT\n\nBÁO CÁO TÌNH HÌNH"), pool());
    REQUIRE_MESSAGE(page.has_value(), (page ? "" : page.error().code));
    CHECK(page->contains("MẬT"));
    const auto nothing = skim_picture(jpeg(marked(600, 400).get()), pool());
    REQUIRE(nothing);
    CHECK_FALSE(nothing->contains("MẬT"));
    CHECK_FALSE(skim_picture(tiff(1), pool()).has_value());
}

TEST_CASE("files made to burst what shows them are refused, and the next one works") {
    CHECK(code_of(show_page(fixture::png_header(60'000, 60'000), 0, pool())) == "document.too_large");
    CHECK(code_of(show_page(tiff(static_cast<int>(kMaxPages) + 1), 0, pool())) == "document.too_large");
    CHECK(code_of(show_page(as_bytes(many("x\n")), 0, pool())) == "document.too_large");
    CHECK(code_of(show_page(as_bytes(many("x\f")), 0, pool())) == "document.too_large");
    // A long text is cut and shown; an endless one is no worse.
    std::string lines;
    while (lines.size() < 3'000'000) lines += "dòng này dài vừa phải để không ai phải đợi lâu khi mở tệp\t";
    CHECK(code_of(show_page(as_bytes(lines), 0, pool())).empty());
    Bytes cut = jpeg(marked(400, 400).get());
    cut.resize(40);
    CHECK(code_of(show_page(cut, 0, pool())) == "document.corrupt");
    CHECK(code_of(show_page(tiff(1), 0, pool())).empty());
}

}  // namespace neove::document
