#pragma once
/// \file
/// Bytes to text, safely: plain text is read here (pure), everything else in a locked child of the worker.

#include "base/result.h"
#include "document/kind.h"
#include "document/pool.h"
#include "document/protocol/remarks.h"

#include <string>
#include <vector>

namespace neove::document {

struct Extracted {
    std::string text;  ///< UTF-8, lines end with '\n', '\f' stands before the first line of each further page
    std::string margins;  ///< headers and footers, where a number or a secrecy mark may stand
    int pages{1};
    bool scanned{false};               ///< some page was read from a picture
    std::vector<std::string> notices;  ///< codes of messages.h, each once
};

/// Refuses with a code of messages.h. Never keeps, logs or names anything of the content.
Result<Extracted> extract(ByteView bytes, ExtractorPool& pool);

struct Table {
    std::vector<SheetCells> sheets;  ///< in the order of the workbook; csv gives one without a name
    std::string margins;             ///< headers, footers and boxes of text, where a secrecy mark may stand
    std::vector<std::string> notices;
    std::vector<SheetRemark> remarks{};  ///< what is hidden in an xlsx, and where formulas stand
};

/// Cells of an xlsx (saved values, dates as ISO 8601) or of csv in any encoding `decode_text` knows.
Result<Table> read_table(ByteView bytes, ExtractorPool& pool);

/// What stands in large letters on a png or jpeg, for marks; small print is not to be relied on. Nothing
/// where it shows no letters, or so much of anything else that looking for them took too long: a photograph.
Result<std::string> skim_picture(ByteView picture, ExtractorPool& pool);

struct ShownPage {
    Bytes picture;  ///< PNG, made anew: nothing of the file is in it but what can be seen
    int pages{1};   ///< of the whole file
};
/// One page, counted from 0, of anything that can be read: as it is where it has pages or is a picture, else
/// its text drawn on paper. Refuses `document.no_such_page`.
Result<ShownPage> show_page(ByteView bytes, int page, ExtractorPool& pool);

/// PNG pictures of pages of a pdf, from page `first` (counted from 0), at most kMaxPicturesPerCall at a time.
Result<std::vector<Bytes>> render_pages(ByteView pdf, int first, int count, ExtractorPool& pool);

}  // namespace neove::document
