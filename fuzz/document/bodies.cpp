#include "bodies.h"

#include "base/check.h"
#include "document/compound.h"
#include "document/kind.h"
#include "document/legacy_text.h"
#include "document/protocol/protocol.h"
#include "worker/csv.h"
#include "worker/docx.h"
#include "worker/exif.h"
#include "worker/numbering.h"
#include "worker/pdf.h"
#include "worker/pdf_table.h"
#include "worker/text.h"
#include "worker/xlsx.h"
#include "worker/xml.h"

#include <zip.h>

#include <string>
#include <utility>
#include <vector>

namespace neove::document {

namespace {

std::vector<std::pair<std::string, std::string>> parts_of(std::string_view text) {
    constexpr std::size_t kMost = 40;
    std::vector<std::pair<std::string, std::string>> parts;
    for (std::size_t at = 0; at < text.size() && parts.size() < kMost;) {
        const std::size_t end = std::min(text.find('\x1e', at), text.size());
        const std::string_view part = text.substr(at, end - at);
        const std::size_t name = std::min(part.find('\x1f'), part.size());
        parts.emplace_back(part.substr(0, name), part.substr(std::min(name + 1, part.size())));
        at = end + 1;
    }
    return parts;
}

/// Stored, so that the fuzzer's time goes to the parts and not to deflating them.
Bytes packed(const std::vector<std::pair<std::string, std::string>>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* const archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    for (const auto& [name, content] : parts) {
        zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
        const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);  // a name that no entry may have, or that is there
        } else {
            zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
        }
    }
    Bytes out;
    zip_stat_t stat;
    if (zip_close(archive) == 0 && zip_source_stat(target, &stat) == 0 && zip_source_open(target) == 0) {
        out.resize(stat.size);
        zip_source_read(target, out.data(), out.size());
        zip_source_close(target);
    }
    zip_source_free(target);
    return out;
}

}  // namespace

void fuzz_office(ByteView input) {
    const Bytes file = packed(parts_of(as_text(input)));
    // What the worker makes of a file the server must be able to take: else the file could not be uploaded.
    for (const auto& answer : {worker::read_docx(file), worker::read_xlsx(file)}) {
        if (answer) CHECK(decode_answer(encode(*answer)).has_value());
    }
}

void fuzz_docx_walk(ByteView input) {
    const auto tree = worker::parse_xml(as_text(input));
    if (!tree) return;
    worker::Numbering numbering({}, {});
    const worker::Flow flow = worker::read_flow((*tree)->document_element(), numbering);
    const std::string text = worker::clean_text(flow.text);
    CHECK(is_plain_utf8(text));
    CHECK(text.empty() || text.back() == '\n');
}

void fuzz_numbering(ByteView input) {
    const auto tree = worker::parse_xml(as_text(input));
    if (!tree) return;
    const pugi::xml_node root = (*tree)->document_element();
    worker::Numbering numbering(root, root);
    static_cast<void>(numbering.place(root));
    for (int list = 0; list < 4; ++list) {
        for (int level = 0; level < 12; ++level) CHECK(numbering.next_label({list, level}).size() < 4'096);
    }
}

void fuzz_csv(ByteView input) {
    const auto answer = worker::read_csv(as_text(input));
    if (!answer) return;
    CHECK(decode_answer(encode(*answer)).has_value());
}

void fuzz_xlsx_parts(ByteView input) {
    const std::string_view text = as_text(input);
    const worker::CellPlace place = worker::place_of(text);
    CHECK((place.row == 0) == (place.column == 0) || place.row == 0);
    static_cast<void>(worker::is_date_format(text));
    CHECK(!worker::date_of(text, false).empty() || text.empty());
    CHECK(!worker::date_of(text, true).empty() || text.empty());
}

void fuzz_legacy_text(ByteView input) {
    const DecodedText decoded = decode_text(input);
    CHECK(is_plain_utf8(decoded.text));
    const std::string repaired = repair_misread(decoded.text);
    CHECK(is_plain_utf8(repaired));
    for (const Charset charset : {Charset::Tcvn3, Charset::VniWindows, Charset::Windows1258}) {
        static_cast<void>(encode_legacy(decoded.text, charset));
    }
    CHECK(is_plain_utf8(worker::clean_text(as_text(input))));
}

void fuzz_kind(ByteView input) {
    CHECK(static_cast<std::uint8_t>(detect_kind(input)) <= kLastKind);
}

void fuzz_compound(ByteView input) {
    const auto file = CompoundFile::open(input);
    if (!file) return;
    for (const char* name : {"WordDocument", "x", ""}) {
        for (const std::size_t size : {0U, 12U, 64U, 4096U}) {
            const auto head = file->head(name, size);
            CHECK(!head || (head->size() == size && file->has(name)));
        }
    }
}

void fuzz_request(ByteView input) {
    const auto request = decode_request(input);
    if (!request) return;
    const Bytes again = encode(*request);
    CHECK(as_text(again) == as_text(input));  // one spelling only
}

void fuzz_answer(ByteView input) {
    const auto answer = decode_answer(input);
    if (!answer) return;
    const Bytes again = encode(*answer);
    CHECK(as_text(again) == as_text(input));
}

void fuzz_pdf_table(ByteView input) {
    constexpr std::size_t kPerWord = 8;
    worker::OpenTable open;
    std::vector<worker::PlacedWord> words;
    int page = 1;
    for (std::size_t at = 0; at + kPerWord <= input.size(); at += kPerWord) {
        const auto place = [&](std::size_t i) { return input[at + i] * 250 + input[at + i + 1]; };
        worker::PlacedWord word{place(0), place(0) + input[at + 4] * 50, place(2), place(2) + 1'000, {}};
        const unsigned kind = input[at + 5] % 5;
        word.text = kind == 0   ? "TT"
                    : kind == 1 ? std::to_string(input[at + 6] % 20)
                    : kind == 2 ? "Việc"
                                : "xã";
        words.push_back(word);
        if (kind != 4) continue;
        const auto text = worker::read_table_page(words, page++, open);
        CHECK(!text || is_plain_utf8(*text));
        words.clear();
    }
    const auto text = worker::read_table_page(words, page, open);
    if (!text) return;
    for (const worker::PlacedWord& word : words) CHECK(text->find(word.text) != std::string::npos);
}

void fuzz_pdf_layout(ByteView input) {
    const std::string text = worker::clean_text(as_text(input));
    const std::size_t half = text.size() / 2;
    std::size_t cut = half;
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) ++cut;
    CHECK(is_plain_utf8(worker::choose_layout(text.substr(0, cut), text.substr(cut))));
    const std::string hyphens = worker::with_hyphens(text.substr(0, cut), text.substr(cut));
    CHECK(is_plain_utf8(hyphens));
}

void fuzz_orientation(ByteView input) {
    const int found = worker::orientation_of(input);
    CHECK((found >= 1 && found <= 8));
}

}  // namespace neove::document
