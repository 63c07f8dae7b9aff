#include "document/extract.h"

#include "base/text.h"
#include "document/compound.h"
#include "document/legacy_text.h"

#include <algorithm>

namespace neove::document {

namespace {

/// Scanned pages cost about a second each: more than these are better split by a person.
constexpr std::uint32_t kMaxScannedPages = 100;

bool has_text(const std::string& text) {
    return text.find_first_not_of(" \t\r\n\f") != std::string::npos;
}

void add_once(std::vector<std::string>& list, const std::string& value) {
    if (std::ranges::find(list, value) == list.end()) list.push_back(value);
}

std::unexpected<Error> unsupported() {
    return refuse(ErrorKind::Unsupported, "document.unsupported");
}

std::string without_soft_hyphens(const std::string& text) {
    constexpr std::string_view kSoftHyphen = "\xC2\xAD";
    std::string out;
    std::size_t at = 0;
    for (std::size_t found = 0; (found = text.find(kSoftHyphen, at)) != std::string::npos; at = found + 2) {
        out.append(text, at, found - at);
    }
    return out.append(text, at);
}

/// What needs no reader at all to be refused.
Result<Kind> admit(ByteView bytes) {
    if (bytes.size() > kMaxDocument) return refuse(ErrorKind::TooLarge, "document.too_large");
    const Kind kind = detect_kind(bytes);
    switch (kind) {
        case Kind::Empty: return refuse(ErrorKind::Invalid, "document.empty");
        case Kind::EncryptedOffice:
        case Kind::EncryptedZip: return refuse(ErrorKind::Unsupported, "document.encrypted");
        case Kind::Damaged: return refuse(ErrorKind::Invalid, "document.corrupt");
        case Kind::OldSheet: return refuse(ErrorKind::Unsupported, "document.legacy_sheet");
        case Kind::OldContainer: return refuse(ErrorKind::Unsupported, "document.legacy_other");
        case Kind::RichText: return refuse(ErrorKind::Unsupported, "document.rich_text");
        case Kind::Markup: return refuse(ErrorKind::Unsupported, "document.markup");
        case Kind::Zip:
        case Kind::Unknown: return unsupported();
        default: return kind;
    }
}

Result<Extracted> extract_text(ByteView bytes) {
    if (bytes.size() > kMaxText) return refuse(ErrorKind::TooLarge, "document.too_large");
    DecodedText decoded = decode_text(bytes);
    if (!has_text(decoded.text)) return refuse(ErrorKind::Invalid, "document.no_text");
    Extracted extracted;
    extracted.text = std::move(decoded.text);
    extracted.pages = static_cast<int>(std::ranges::count(extracted.text, '\f')) + 1;
    if (is_legacy(decoded.charset)) extracted.notices.emplace_back("document.charset_repaired");
    return extracted;
}

/// A long scan is read by several children one after the other, each within its own limits.
Result<Extracted> extract_with_worker(ByteView bytes, Kind kind, ExtractorPool& pool) {
    Extracted extracted;
    Request request{static_cast<std::uint8_t>(Job::ReadText), kind, 0, 0, bytes};
    while (true) {
        const Answer answer = TRY(pool.run(request));
        if (request.first_page > 0) extracted.text += '\f';
        extracted.text += answer.text;
        if (extracted.text.size() > kMaxText) return refuse(ErrorKind::TooLarge, "document.too_large");
        extracted.margins += answer.margins;
        extracted.pages = static_cast<int>(answer.pages);
        extracted.scanned |= answer.scanned;
        for (const std::string& notice : answer.notices) add_once(extracted.notices, notice);
        if (answer.next_page >= answer.pages) break;
        if (answer.next_page <= request.first_page) {
            return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "no progress");
        }
        request.first_page = answer.next_page;
        if (extracted.scanned && request.first_page >= kMaxScannedPages) {
            extracted.notices.emplace_back("document.pages_unread");
            break;
        }
    }
    if (!has_text(extracted.text)) return refuse(ErrorKind::Invalid, "document.no_text");
    // Files typed with fonts from before Unicode hold the old bytes, shown by those fonts alone.
    std::string repaired = extracted.scanned ? extracted.text : repair_misread(extracted.text);
    if (repaired != extracted.text) add_once(extracted.notices, "document.charset_repaired");
    extracted.text = without_soft_hyphens(repaired);
    return extracted;
}

/// The converter is not believed: what it made is read in a worker like any other docx.
Result<Extracted> extract_old_word(ByteView bytes, ExtractorPool& pool) {
    const Bytes docx = TRY(pool.word().to_docx(bytes));
    Extracted extracted = TRY(extract_with_worker(docx, Kind::Docx, pool));
    add_once(extracted.notices, "document.converted");
    const auto file = CompoundFile::open(bytes);
    if (file && file->has("Macros")) add_once(extracted.notices, "document.macros_ignored");
    if (file && file->has("ObjectPool")) add_once(extracted.notices, "document.embedded_objects_ignored");
    return extracted;
}

/// Refuses an answer whose pictures are none.
Result<Answer> pictures(const Request& request, ExtractorPool& pool) {
    Answer answer = TRY(pool.run(request));
    for (const Bytes& picture : answer.pictures) {
        if (detect_kind(picture) != Kind::Png) {
            return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "not a picture");
        }
    }
    return answer;
}

/// The text that is drawn of a file without pages of its own.
Result<std::string> text_to_draw(ByteView bytes, Kind kind, ExtractorPool& pool) {
    if (kind != Kind::Xlsx) {
        auto extracted = extract(bytes, pool);
        if (extracted) return std::move(extracted->text);
        if (extracted.error().code != "document.no_text") return std::unexpected(extracted.error());
        return std::string();
    }
    const auto table = read_table(bytes, pool);
    if (!table && table.error().code != "document.no_text") return std::unexpected(table.error());
    std::string text;
    if (!table) return text;
    for (const SheetCells& sheet : table->sheets) {
        if (!text.empty()) text += '\f';
        std::uint32_t row = 0;
        for (const Cell& cell : sheet.cells) {
            text += cell.row == row ? "\t" : row == 0 ? "" : "\n";
            row = cell.row;
            text += cell.text;
        }
        text += '\n';
    }
    return text;
}

}  // namespace

Result<Extracted> extract(ByteView bytes, ExtractorPool& pool) {
    const Kind kind = TRY(admit(bytes));
    if (kind == Kind::Doc) return extract_old_word(bytes, pool);
    if (kind == Kind::Text) return extract_text(bytes);
    if (kind == Kind::Xlsx) return unsupported();  // a table has no reading order: read_table
    return extract_with_worker(bytes, kind, pool);
}

Result<Table> read_table(ByteView bytes, ExtractorPool& pool) {
    const Kind kind = TRY(admit(bytes));
    if (kind != Kind::Xlsx && kind != Kind::Text) return unsupported();
    Table table;
    Request request{static_cast<std::uint8_t>(Job::ReadTable), kind, 0, 0, bytes};
    std::string text;
    if (kind == Kind::Text) {
        DecodedText decoded = decode_text(bytes);
        if (is_legacy(decoded.charset)) table.notices.emplace_back("document.charset_repaired");
        text = std::move(decoded.text);
        if (text.size() > kMaxText) return refuse(ErrorKind::TooLarge, "document.too_large");
        request.content = as_bytes(text);
    }
    Answer answer = TRY(pool.run(request));
    auto remarks = read_remarks(answer.text, answer.sheets.size());
    if (!remarks) return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "remarks");
    table.remarks = *std::move(remarks);
    table.sheets = std::move(answer.sheets);
    table.margins = std::move(answer.margins);
    for (const std::string& notice : answer.notices) add_once(table.notices, notice);
    const bool empty =
        std::ranges::all_of(table.sheets, [](const SheetCells& one) { return one.cells.empty(); });
    if (empty && table.margins.empty()) return refuse(ErrorKind::Invalid, "document.no_text");
    return table;
}

Result<std::vector<Bytes>> render_pages(ByteView pdf, int first, int count, ExtractorPool& pool) {
    if (TRY(admit(pdf)) != Kind::Pdf) return unsupported();
    if (first < 0 || count <= 0 || static_cast<std::size_t>(first) >= kMaxPages) {
        return refuse(ErrorKind::NotFound, "document.no_such_page");
    }
    const auto wanted = std::min<std::uint32_t>(static_cast<std::uint32_t>(count), kMaxPicturesPerCall);
    const Request request{
        static_cast<std::uint8_t>(Job::RenderPages),
        Kind::Pdf,
        static_cast<std::uint32_t>(first),
        wanted,
        pdf};
    Answer answer = TRY(pictures(request, pool));
    return std::move(answer.pictures);
}

Result<std::string> skim_picture(ByteView picture, ExtractorPool& pool) {
    const Kind kind = TRY(admit(picture));
    if (kind != Kind::Png && kind != Kind::Jpeg) return unsupported();
    auto answer = pool.run({static_cast<std::uint8_t>(Job::SkimPicture), kind, 0, 0, picture});
    if (answer) return std::move(answer->text);
    if (answer.error().code == "document.timeout") return std::string();
    return std::unexpected(answer.error());
}

Result<ShownPage> show_page(ByteView bytes, int page, ExtractorPool& pool) {
    const Kind kind = TRY(admit(bytes));
    if (page < 0 || static_cast<std::size_t>(page) >= kMaxPages) {
        return refuse(ErrorKind::NotFound, "document.no_such_page");
    }
    Request request{
        static_cast<std::uint8_t>(Job::RenderPages), kind, static_cast<std::uint32_t>(page), 1, bytes};
    std::string text;
    if (kind != Kind::Pdf && kind != Kind::Png && kind != Kind::Jpeg && kind != Kind::Tiff) {
        text = text::to_nfc(TRY(text_to_draw(bytes, kind, pool)));  // letters are drawn one by one
        request.kind = Kind::Text;
        request.content = as_bytes(text);
    }
    Answer answer = TRY(pictures(request, pool));
    if (answer.pictures.size() != 1) {
        return refuse(ErrorKind::Unavailable, "document.worker_failed", {}, "no picture");
    }
    return ShownPage{std::move(answer.pictures.front()), static_cast<int>(answer.pages)};
}

}  // namespace neove::document
