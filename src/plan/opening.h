#pragma once
/// \file
/// How new paragraphs begin, for places where lines do not tell.

#include "plan/token.h"

namespace neove::plan {

/// Words that begin a paragraph of their own: "Đề nghị …", "Giao …", "Định kỳ …", "Sở A chủ trì …".
bool opens_paragraph(const Tokens& tokens, Range line);
/// Words that begin an order: a verb, or one of the above.
bool opens_order(const Tokens& tokens, Range line);
/// Whether a heading so far looks like names of bodies and nothing else.
bool names_bodies(const Tokens& tokens, Range heading);

}  // namespace neove::plan
