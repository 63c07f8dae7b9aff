#pragma once
/// \file
/// The body of fuzz/storage/expand.cpp; a unit test replays it over a small corpus.

#include "base/check.h"
#include "storage/migration.h"

namespace neove::storage {

/// A text without placeholders stays as it is; one with them never has `{{` left.
inline void fuzz_expand(ByteView data) {
    const std::string_view text = as_text(data);
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgres}) {
        const auto out = expand(text, dialect);
        const bool has_open = text.find("{{") != std::string_view::npos;
        if (!has_open && (!out || *out != text)) report_bug("plain text stays", __FILE__, __LINE__);
        if (out && out->find("{{") != std::string::npos)
            report_bug("no placeholder is left", __FILE__, __LINE__);
    }
}

}  // namespace neove::storage
