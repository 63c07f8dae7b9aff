#include "document/kind.h"

#include "document/compound.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace neove::document {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMaxEntries = 2'000;

std::uint32_t little(std::string_view text, std::size_t at, unsigned size) {
    std::uint32_t value = 0;
    for (unsigned i = 0; i < size; ++i) {
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])) << (8 * i);
    }
    return value;
}

/// A zip without its directory, which stands at the end: of an office file it was cut off, and its parts
/// still carry their names.
Kind zip_without_directory(std::string_view bytes) {
    constexpr std::size_t kNameAt = 30;
    std::size_t at = 0;
    for (std::size_t i = 0; i < kMaxEntries; ++i) {
        at = bytes.find("PK\x03\x04"sv, at);
        if (at == std::string_view::npos || bytes.size() - at < kNameAt) break;
        const std::string_view name = bytes.substr(at + kNameAt, little(bytes, at + 26, 2));
        for (const std::string_view part : {"[Content_Types].xml"sv, "_rels/"sv, "word/"sv, "xl/"sv}) {
            if (name.starts_with(part)) return Kind::Damaged;
        }
        at += kNameAt;
    }
    return Kind::Zip;
}

/// What the central directory of a zip tells: enough to route it, not to trust it.
Kind zip_kind(std::string_view bytes) {
    constexpr std::size_t kEndSize = 22;
    constexpr std::size_t kMaxComment = 65'535;
    if (bytes.size() < kEndSize) return zip_without_directory(bytes);
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kEndSize + kMaxComment));
    const std::size_t end = tail.rfind("PK\x05\x06"sv, tail.size() - kEndSize);
    if (end == std::string_view::npos) return zip_without_directory(bytes);
    std::size_t at = little(tail, end + 16, 4);
    bool content_types = false;
    bool word = false;
    bool sheet = false;
    const std::size_t count = std::min<std::size_t>(little(tail, end + 10, 2), kMaxEntries);
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_entry =
            at < bytes.size() && bytes.size() - at >= 46 && bytes.substr(at, 4) == "PK\x01\x02"sv;
        if (!is_entry) return zip_without_directory(bytes);
        if ((little(bytes, at + 8, 2) & 1U) != 0) return Kind::EncryptedZip;
        const std::size_t name_size = little(bytes, at + 28, 2);
        const std::string_view name = bytes.substr(at + 46, name_size);
        content_types |= name == "[Content_Types].xml";
        word |= name == "word/document.xml" || (name.starts_with("word/document") && name.ends_with(".xml"));
        sheet |= name == "xl/workbook.xml";
        at += 46 + name_size + little(bytes, at + 30, 2) + little(bytes, at + 32, 2);
    }
    if (!content_types) return Kind::Zip;
    if (word) return Kind::Docx;
    return sheet ? Kind::Xlsx : Kind::Zip;
}

/// A word processor's file says in its first bytes whether it is encrypted.
Kind word_kind(const CompoundFile& file) {
    constexpr std::size_t kFlagsAt = 10;
    constexpr unsigned kEncrypted = 0x0100;
    const auto head = file.head("WordDocument", kFlagsAt + 2);
    if (!head) return Kind::Damaged;
    const auto letters = as_text(*head);
    // The year's format, and the two before it, which LibreOffice reads too.
    const std::uint32_t mark = little(letters, 0, 2);
    if (mark != 0xA5EC && mark != 0xA5DC) return Kind::Damaged;
    return (little(letters, kFlagsAt, 2) & kEncrypted) != 0 ? Kind::EncryptedOffice : Kind::Doc;
}

Kind ole_kind(ByteView bytes) {
    const auto file = CompoundFile::open(bytes);
    if (!file) return Kind::Damaged;
    if (file->has("EncryptedPackage")) return Kind::EncryptedOffice;
    if (file->has("WordDocument")) return word_kind(*file);
    return file->has("Workbook") || file->has("Book") ? Kind::OldSheet : Kind::OldContainer;
}

bool starts_with_folded(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char is) {
               return want == (is >= 'A' && is <= 'Z' ? static_cast<char>(is + 32) : is);
           });
}

Kind text_kind(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv)) return Kind::Text;
    std::string_view head = bytes;
    if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
    const std::size_t begin = head.find_first_not_of(" \t\r\n"sv);
    head = begin == std::string_view::npos ? ""sv : head.substr(begin);
    constexpr std::array kMarkup{
        "<!doctype"sv, "<html"sv, "<head"sv, "<body"sv, "<script"sv, "<svg"sv, "<?xml"sv, "<!--"sv, "%!ps"sv};
    if (starts_with_folded(head, "{\\rtf"sv)) return Kind::RichText;
    for (const std::string_view mark : kMarkup) {
        if (starts_with_folded(head, mark)) return Kind::Markup;
    }
    // Legacy Vietnamese encodings use bytes from 0x80 up and nothing below 0x20 but white space.
    const bool control = std::ranges::any_of(bytes, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || byte == 0x7F;
    });
    return control ? Kind::Unknown : Kind::Text;
}

}  // namespace

Kind detect_kind(ByteView view) {
    const std::string_view bytes = as_text(view);
    if (bytes.empty()) return Kind::Empty;
    if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) return zip_kind(bytes);
    if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) return Kind::Png;
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return Kind::Jpeg;
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return Kind::Tiff;
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return ole_kind(view);
    // Readers accept a PDF whose header stands a little way in, so must we.
    if (bytes.substr(0, 1024).find("%PDF-"sv) != std::string_view::npos) return Kind::Pdf;
    return text_kind(bytes);
}

}  // namespace neove::document
