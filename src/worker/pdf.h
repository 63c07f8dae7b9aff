#pragma once
/// \file
/// Text and pictures of pdf pages through poppler.

#include "base/bytes.h"
#include "base/result.h"
#include "document/protocol/protocol.h"

#include <string>

namespace neove::worker {

/// Reads one small pdf and draws it, so that fonts and converters are loaded before the locks.
void warm_pdf();

/// Text of pages from `first_page` on; pages without any are drawn and read as pictures.
Result<document::Answer> read_pdf(const document::Request& request);

/// PNG pictures of pages.
Result<document::Answer> render_pdf(const document::Request& request);

/// In reading order poppler takes a hyphen at a line's end for one that parts a word, drops it and joins the
/// lines. Vietnamese parts no words: `2026 -` and `chính trị -` are meant. Puts back what the raw order of
/// the same page shows. Pure.
std::string with_hyphens(const std::string& reading_order, const std::string& raw);

/// Whether a page in reading order looks cut into cells: many short lines. Only then is a physical reading
/// worth its time, which is as much again. Pure.
bool may_be_table(const std::string& reading_order);

/// Which of two readings of a page serves better: reading order, unless the page is a table, where only the
/// physical one keeps what stands beside what. Pure.
std::string choose_layout(const std::string& reading_order, const std::string& physical);

}  // namespace neove::worker
