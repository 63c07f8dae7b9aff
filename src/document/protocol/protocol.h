#pragma once
/// \file
/// What the server and a document worker say to each other: one request, one answer, each a length-prefixed
/// canonical byte string. Both sides treat the other's bytes as hostile: the worker because a server may be
/// of another version, the server because a worker that parsed a hostile document is not trusted any more.

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace neove::document {

/// What the bytes are, seen from their content alone. The numbers are part of the protocol.
enum class Kind : std::uint8_t {
    Empty = 0,
    Text = 1,
    Docx = 2,
    Xlsx = 3,
    Pdf = 4,
    Png = 5,
    Jpeg = 6,
    Tiff = 7,
    Doc = 8,              ///< the binary format of old word processors (OLE)
    EncryptedOffice = 9,  ///< a password-protected docx, xlsx (wrapped in OLE) or doc
    EncryptedZip = 10,    ///< a zip whose entries are encrypted
    Zip = 11,             ///< any other zip: archives, OpenDocument, jar
    Markup = 12,          ///< HTML, SVG, XML, PostScript: text that a viewer would run
    Unknown = 13,
    OldSheet = 14,      ///< the binary format of old spreadsheets (OLE)
    OldContainer = 15,  ///< any other OLE file: installers, messages, old slides
    RichText = 16,      ///< RTF, often named .doc
    Damaged = 17,       ///< an office file whose directory is cut off or leads nowhere
};
constexpr std::uint8_t kLastKind = 17;

/// How far anything may go (SECURITY 7). One place for both sides.
constexpr std::size_t kMaxDocument = 50U << 20U;  ///< bytes of a file
constexpr std::size_t kMaxRequest = kMaxDocument + 4096;
constexpr std::size_t kMaxAnswer = 64U << 20U;  ///< bytes of a worker's answer
constexpr std::size_t kMaxText = 16U << 20U;    ///< bytes of text of one document
constexpr std::size_t kMaxPages = 500;
constexpr std::size_t kMaxCells = 200'000;
constexpr std::size_t kMaxPicturesPerCall = 10;
constexpr std::uint64_t kMaxPixels = 40'000'000;

enum class Job : std::uint8_t {
    ReadText = 1,     ///< text of a docx, pdf or picture
    ReadTable = 2,    ///< cells of an xlsx, or of csv text already in UTF-8
    RenderPages = 3,  ///< PNG pictures of pages of a pdf; one page of a picture, or of text in UTF-8
    SkimPicture = 4,  ///< text of a png or jpeg, made small first: enough for what stands in large letters
    LastOfProduct = 4,
    FirstProbe = 100,  ///< from here on: understood by neove-worker-probe alone, the abuse tests' executable
};

struct Request {
    std::uint8_t job{0};
    Kind kind{Kind::Unknown};
    std::uint32_t first_page{0};  ///< counted from 0
    std::uint32_t page_count{0};  ///< how many at most; 0 means as many as fit
    ByteView content;
};

struct Cell {
    std::uint32_t row{0};     ///< counted from 1, as people see it
    std::uint32_t column{0};  ///< counted from 1
    std::string text;
    bool operator==(const Cell&) const = default;
};

struct SheetCells {
    std::string name;  ///< empty for csv
    std::vector<Cell> cells;
};

struct Answer {
    std::string code;  ///< empty when it worked, else `document.reason`
    std::string text;
    std::string margins;         ///< headers and footers, one line each
    std::uint32_t pages{0};      ///< of the whole document
    std::uint32_t next_page{0};  ///< where a further request goes on; equal to `pages` when done
    bool scanned{false};         ///< some page had to be read from a picture
    std::vector<std::string> notices;
    std::vector<SheetCells> sheets;
    std::vector<Bytes> pictures;
};

Bytes encode(const Request& request);
/// The content views into `bytes`.
std::optional<Request> decode_request(ByteView bytes);

Bytes encode(const Answer& answer);
/// Nothing unless every field is within its limit, all text is UTF-8 without NUL, and codes and notices have
/// the shape `document.reason`.
std::optional<Answer> decode_answer(ByteView bytes);

/// Whether the bytes are well-formed UTF-8 without NUL.
bool is_plain_utf8(std::string_view text);

}  // namespace neove::document
