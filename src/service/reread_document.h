#pragma once
/// \file
/// A corrected document is read again: what still holds stays as people left it, the rest is shown, and a
/// person takes over what she wants of it.

#include "review/compare.h"
#include "service/change_review.h"

namespace neove::service {

struct Rereading {
    review::Difference difference;
    DocumentRecord record;  ///< with the new reading in `pending`
};

/// Stores the new file and its reading beside the current one; a reading that waited before is forgotten.
/// Refusals: those of `read_document` and `change_review`.
Result<Rereading> reread_document(
    House& house,
    const Caller& caller,
    const ReviewRequest& request,
    ByteView bytes,
    const std::string& file_name
);

/// Refusals: `review.no_reread`, `review.not_in_difference`. Rows of tasks that are no longer confirmed are
/// taken back.
Result<DocumentRecord> accept_reread(
    House& house, const Caller& caller, const ReviewRequest& request, const review::Acceptance& acceptance
);

}  // namespace neove::service
