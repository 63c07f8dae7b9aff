#pragma once
/// \file
/// Documents for tests, made on the spot: nothing binary lies in the tree.

#include "base/bytes.h"

#include <string>
#include <utility>
#include <vector>

namespace neove::document::fixture {

struct Entry {
    std::string name;
    std::string content;
    bool stored{false};  ///< not deflated
};

Bytes zip(const std::vector<Entry>& entries);

/// A docx around this body (what stands inside w:body), with further parts and relationships of the main
/// part.
struct DocxParts {
    std::string body;
    std::string numbering{};  ///< inside w:numbering
    std::string styles{};     ///< inside w:styles
    std::string header{};     ///< inside w:hdr
    std::vector<Entry> more{};
    std::string relationships{};  ///< further Relationship elements
};
Bytes docx(const DocxParts& parts);
/// A paragraph with one run of text.
std::string paragraph(const std::string& text, const std::string& properties = {});

/// An OLE file with these streams at its top; those of less than 4096 bytes lie among the small ones. A name
/// with a '/' is a stream inside a storage.
Bytes compound(const std::vector<std::pair<std::string, std::string>>& streams);
/// How the main stream of a word processor's file of 1997 begins, and nothing after it.
std::string word_head(bool encrypted = false);

/// Whether a font with Vietnamese letters is installed; without one, drawn pages prove nothing.
bool can_draw();
/// A pdf with one page per string, its lines drawn as text in `font`.
Bytes pdf(const std::vector<std::string>& pages, const std::string& font = "DejaVu Serif 12");
/// A pdf of one page with a table; each cell wraps within its column.
Bytes table_pdf(const std::string& title, const std::vector<std::vector<std::string>>& rows);
/// A pdf of pictures of these pages: a scan.
Bytes scanned_pdf(const std::vector<std::string>& pages);
/// A picture of the text at about 300 dpi.
Bytes png(const std::string& text);
/// A small, valid picture header that claims these dimensions.
Bytes png_header(std::uint32_t width, std::uint32_t height);

}  // namespace neove::document::fixture
