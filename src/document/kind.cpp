#include "document/kind.h"

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

/// What the central directory of a zip tells: enough to route it, not to trust it.
Kind zip_kind(std::string_view bytes) {
    constexpr std::size_t kEndSize = 22;
    constexpr std::size_t kMaxComment = 65'535;
    if (bytes.size() < kEndSize) return Kind::Zip;
    const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kEndSize + kMaxComment));
    const std::size_t end = tail.rfind("PK\x05\x06"sv, tail.size() - kEndSize);
    if (end == std::string_view::npos) return Kind::Zip;
    std::size_t at = little(tail, end + 16, 4);
    bool content_types = false;
    bool word = false;
    bool sheet = false;
    for (std::size_t i = 0; i < kMaxEntries && at < bytes.size() && bytes.size() - at >= 46; ++i) {
        if (bytes.substr(at, 4) != "PK\x01\x02"sv) break;
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

/// An ASCII name as the OLE directory writes it.
std::string utf16_name(std::string_view ascii) {
    std::string out;
    for (const char c : ascii) {
        out += c;
        out += '\0';
    }
    return out;
}

Kind ole_kind(std::string_view bytes) {
    if (bytes.find(utf16_name("EncryptedPackage")) != std::string_view::npos) return Kind::EncryptedOffice;
    if (bytes.find(utf16_name("WordDocument")) != std::string_view::npos) return Kind::Doc;
    return Kind::Unknown;
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
        "<!doctype"sv,
        "<html"sv,
        "<head"sv,
        "<body"sv,
        "<script"sv,
        "<svg"sv,
        "<?xml"sv,
        "<!--"sv,
        "{\\rtf"sv,
        "%!ps"sv};
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
    if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return ole_kind(bytes);
    // Readers accept a PDF whose header stands a little way in, so must we.
    if (bytes.substr(0, 1024).find("%PDF-"sv) != std::string_view::npos) return Kind::Pdf;
    return text_kind(bytes);
}

}  // namespace neove::document
