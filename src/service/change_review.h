#pragma once
/// \file
/// How every change of a reading runs: authorised, checked against the version the person saw, committed with
/// one event whose clear part says what was done to which tasks and whose sealed part holds their words.

#include "review/state.h"
#include "service/document_record.h"

namespace neove::service {

/// What the request carries besides its content.
struct ReviewRequest {
    DocumentId document;
    std::string etag;  ///< as the person saw it
    bool etag_optional{false};
    std::string request_key;
    std::string request_body;  ///< with method and path, so that one key never serves two requests
};

/// What a change did, for the event, and what else must be written in the same commit.
struct ReviewChange {
    std::string kind;             ///< of the event: task_edited, confirmed …
    std::vector<TaskId> touched;  ///< tasks whose new words go into the event
    json::Value clear{json::Object{}};
    std::vector<storage::Write> writes;
    json::Value sealed{json::Object{}};  ///< further words of the event that need a key
};

/// Changes the record in place, or refuses.
using ReviewStep = std::function<Result<ReviewChange>(DocumentRecord&)>;

/// The record as the change leaves it; the change is the journal's entry for this look at it. A request that
/// was carried out before changes nothing and opens the record as it is now. Refusals: `access.not_found`,
/// `version.stale`, those of the step.
Result<DocumentRecord> change_review(
    House& house,
    const Caller& caller,
    std::string_view permission,
    const ReviewRequest& request,
    const ReviewStep& step
);

}  // namespace neove::service
