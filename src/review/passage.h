#pragma once
/// \file
/// Where words stand in a document: blanks and line ends do not count, because a reading joins wrapped lines.

#include "base/text.h"
#include "review/state.h"

namespace neove::review {

/// The document's text with its code points counted once.
class Passages {
public:
    explicit Passages(std::string_view document) : document_(document), points_(document) {}
    /// The tightest span inside `within` whose words are exactly those of `words`; nothing where the words do
    /// not stand there in one piece.
    std::optional<Span> find(const Span& within, std::string_view words) const;

private:
    std::string_view document_;
    text::CodePointIndex points_;
};

}  // namespace neove::review
