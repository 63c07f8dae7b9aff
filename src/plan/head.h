#pragma once
/// \file
/// Letterhead, title, legal bases, recipients and signature.

#include "plan/obligation.h"

namespace neove::plan {

struct Head {
    Document document;
    std::int32_t year{0};  ///< the plan's own year, for dates written without one; 0 if nothing tells
    std::optional<std::pair<Day, Day>> stage;  ///< the title's "giai đoạn"
    bool has_title{false};                     ///< a heading names a kind of document
};

Head read_head(
    const Tokens& tokens,
    const Outline& outline,
    const BodyReader& bodies,
    const text::CodePointIndex& offsets
);

}  // namespace neove::plan
