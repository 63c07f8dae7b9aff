#pragma once
/// \file
/// From the bytes of a file to a first state of review, every check passed. Nothing is stored here; of a
/// refused document nothing is kept, and of one marked secret only the fact that somebody tried.

#include "document/extract.h"
#include "document/kind.h"
#include "review/state.h"
#include "service/document_record.h"

namespace neove::service {

struct ReadDocument {
    review::State review;
    DocumentFile file;  ///< without its blob
    std::vector<std::string> notices;
};

/// Of a file's bytes, hex. Never stored in the clear: see `file_mark`.
std::string file_digest(ByteView bytes);

constexpr std::size_t kFileNameMax = 200;
/// The last part of a path, without what could break a header or a screen.
std::string clean_name(std::string_view name);
/// `pdf`, `docx`, `text`…
std::string kind_name(document::Kind kind);

/// The one trace of a file that may not be here: who tried, in which register, and when.
Result<> record_secret(House& house, const Caller& caller, const std::string& register_name);

/// A table that somebody sends to a register. Refusals: those of `document::read_table`; `document.secret`
/// where a cell, an edge, a box of text or a sheet's name bears a mark, which is journalled.
Result<document::Table> take_table(
    House& house, const Caller& caller, ByteView bytes, const std::string& register_name
);

/// A body's own plan is kept whatever the reader makes of it, be it a scan that nobody here can read.
enum class MustOrder : std::uint8_t { Something, Nothing };

/// Refusals: `document.*` and `plan.*` as extraction and reading give them; `document.secret`, which is
/// journalled; `document.no_reader` where this installation has no plan reader.
Result<ReadDocument> read_document(
    House& house,
    const Caller& caller,
    ByteView bytes,
    std::string_view file_name,
    MustOrder must = MustOrder::Something
);

}  // namespace neove::service
