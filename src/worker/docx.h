#pragma once
/// \file
/// Text of a docx as its reader sees it: paragraphs as lines, automatic numbers written out, a table's rows
/// as lines with TAB between cells, `\f` where a page ends, accepted changes in and rejected ones out.

#include "base/bytes.h"
#include "base/result.h"
#include "document/protocol/protocol.h"

namespace pugi {
class xml_node;
}

namespace neove::worker {

class Numbering;

Result<document::Answer> read_docx(ByteView bytes);

/// What one part holds. `notices` come without order and without doubles.
struct Flow {
    std::string text;
    std::vector<std::string> notices;
};
/// The walk itself, for read_docx and the fuzz target; `root` is the document element of a part.
Flow read_flow(const pugi::xml_node& root, Numbering& numbering);

}  // namespace neove::worker
