#pragma once
/// \file
/// What each fuzz target of the document area does with its input. Each throws Bug where a promise is broken;
/// the unit tests replay a small corpus through the same functions.

#include "base/bytes.h"

namespace neove::document {

void fuzz_docx_walk(ByteView input);  ///< a part's XML through the walk
void fuzz_office(ByteView input);  ///< `name \x1f content \x1e …`: parts packed, read whole as docx and xlsx
void fuzz_numbering(ByteView input);  ///< a numbering part, then every place counted
void fuzz_csv(ByteView input);
void fuzz_xlsx_parts(ByteView input);  ///< references, dates and formats of cells
void fuzz_legacy_text(ByteView input);
void fuzz_kind(ByteView input);
void fuzz_compound(ByteView input);     ///< the directory of an old office file
void fuzz_request(ByteView input);      ///< the protocol as the worker reads it
void fuzz_answer(ByteView input);       ///< the protocol as the server reads it
void fuzz_pdf_table(ByteView input);    ///< words anywhere on three pages
void fuzz_orientation(ByteView input);  ///< how a camera was held
void fuzz_pdf_layout(ByteView input);   ///< text as poppler gives it

}  // namespace neove::document
