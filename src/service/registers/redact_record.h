#pragma once
/// \file
/// Redacting a record that stays (SECURITY 2.3, ADR 0052): one person names places in it, authority and legal
/// ground, a second one sees what goes and what stays, and confirms. From that commit on the answers read as
/// redacted for everybody and the record has another key; beyond recovery they are from the next key day of
/// its domain on. Nobody is shown an answer here: only where there is one.

#include "service/registers/erase_record.h"

#include <string>
#include <vector>

namespace neove::service {

/// One answer of one event, or its reason.
struct OutlinedAnswer {
    std::string field;              ///< empty: the reason
    std::size_t count{0};           ///< of rows or files
    bool is_fixed{false};           ///< it lies in the clear: it cannot go
    bool is_gone{false};            ///< it went before
    bool goes{false};               ///< nothing of it would stay
    std::vector<std::size_t> rows;  ///< else: the rows or files of which something would go
};

struct OutlinedEvent {
    EventId id;
    std::string kind;
    Instant occurred_at;
    std::string precision;
    std::vector<OutlinedAnswer> answers;
};

struct RecordOutline {
    const definition::Register* definition{nullptr};  ///< lives as long as `pinned`
    std::shared_ptr<const definition::Bundle> pinned;
    std::vector<OutlinedEvent> events;  ///< oldest first; those that answered something
    std::size_t files{0};               ///< how many files would go
    record::StillSaid still_said;       ///< of what goes: in how many events it is said otherwise, and stays
};

struct RedactionView {
    ErasureView asked;
    RecordOutline outline;  ///< of one that waits; else empty
    std::string seen;       ///< what was looked at: confirmed is this and nothing that came since
};

constexpr std::size_t kRedactedPartsMax = 200;

/// What a record has answered where, for whoever may propose. Refuses `access.not_found`.
Result<RecordOutline> outline_record(
    House& house, const Caller& caller, const std::string& register_id, const RecordId& record
);

/// Refusals: `access.not_found`, `session.step_up`, `erase.held`, `erase.waiting_already`, `field.required`,
/// `form.looks_like_person`, and those of `record::redact`.
Result<RedactionView> propose_redaction(
    House& house,
    const Caller& caller,
    const RecordRequest& request,
    const NewErasure& why,
    std::vector<record::RedactedPart> parts
);

/// Carries it out, in one commit. `seen` as the view said it. Refusals: `access.not_found`,
/// `session.step_up`, `erase.own`, `erase.over`, `erase.proposer_gone`, `erase.held`, `version.stale`.
Result<RedactionView> confirm_redaction(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& seen,
    const std::string& request_key = {}
);

/// By whoever could confirm it, and by whoever proposed it. Refusals: `access.not_found`, `erase.over`,
/// `field.required`.
Result<RedactionView> refuse_redaction(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ErasureId& id,
    const std::string& reason
);

/// One of them, with what goes and what stays while it waits.
Result<RedactionView> find_redaction(
    House& house, const Caller& caller, const std::string& register_id, const ErasureId& id
);

/// As `list_erasures`, without outlines.
Result<std::vector<RedactionView>> list_redactions(
    House& house, const Caller& caller, const std::string& register_id
);

}  // namespace neove::service
