#pragma once
/// \file
/// Many records leaving at once, as a workbook or on paper (SECURITY 4, "exports"). Whose rule asks for
/// nobody else exports at once; else she asks, others of the register's exporting roles agree, and she alone
/// fetches it within a day. Scope, mask and limits are those of the moment in which it leaves, and the
/// journal names every record and its classes before the first byte does.

#include "access/disclosure.h"
#include "service/registers/waiting_export.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace neove::service {

constexpr int kExportsShown = 300;
constexpr int kExportsAsked = 20;  ///< that may wait for others at once, of one person

/// What would leave, and on whose word.
struct ExportOutlook {
    Desk desk;
    access::Classes classes{0};        ///< that the rule lets leave, names aside
    std::optional<std::int64_t> rows;  ///< nothing: more than may leave
    access::ExportLimits plain;
    access::ExportLimits with_identity;  ///< `rows_max` 0: names never leave
};
/// Refusals: `access.not_found`, `access.export_not_yours`, those of `rows_to_export` but too many rows.
Result<ExportOutlook> look_at_export(House& house, const Caller& caller, const ExportWish& wish);

struct ExportedRecord {
    RecordRow row;
    json::Value answers;  ///< what her own verdict, the rule and the wish let leave of it
    std::string word{};   ///< how it stands with its limits, as lists say it
};
struct Export {
    Desk desk;
    ExportWish wish;
    access::Classes classes{0};
    std::string mark;  ///< stands on the paper and in the journal
    Instant made_at;
    std::vector<ExportedRecord> records;
    std::vector<AccountId> approved_by;
};

/// Where nobody else has to agree. Refusals: those of `access::decide_export` and `rows_to_export`, and
/// `session.step_up` where records of persons or answers of sealed classes would leave.
Result<Export> export_now(House& house, const Caller& caller, const ExportWish& wish);

/// Whether a record that might leave does; one that is left out is not journalled either. Empty: all do.
using Keep = std::function<bool(const ExportedRecord&)>;
/// The same, refusals too, on a snapshot, for papers that read several registers.
Result<Export> export_of(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const ExportWish& wish, const Keep& keep
);

struct ExportView {
    WaitingExport one;
    Desk desk;
    int needed{0};  ///< agreements, as the rule is today
    bool is_over{false};
    bool is_mine{false};
    bool may_agree{false};
    bool may_refuse{false};
    bool may_fetch{false};
};

/// Refusals: those of `export_now` but for missing agreements, `export.no_need` (nobody has to agree),
/// `export.too_many_waiting`, `record.unknown_purpose`, `field.required`, `form.looks_like_person`.
Result<ExportView> ask_for_export(
    House& house,
    const Caller& caller,
    const ExportWish& wish,
    const std::string& reason,
    const std::string& request_key = {},
    const std::string& request_body = {}
);

/// By somebody of an exporting role for the asker's organisation or one above it. Refusals:
/// `access.not_found`, `session.step_up`, `export.own`, `export.agreed_already`, `export.over`,
/// `export.asker_gone`, `version.stale` (somebody else decided meanwhile).
Result<ExportView> agree_to_export(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ExportId& id,
    const std::string& request_key = {}
);

/// By whoever could agree, and by the asker. Refusals: `access.not_found`, `export.over`, `field.required`,
/// `form.looks_like_person`, `version.stale`.
Result<ExportView> refuse_export(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const ExportId& id,
    const std::string& reason
);

/// Hers, and those she could decide on; newest first.
Result<std::vector<ExportView>> list_exports(House& house, const Caller& caller);

/// By the asker, in the role and for the organisation she asked in. Agreements count while those who gave
/// them could still give them. Refusals: `access.not_found`, `session.step_up`, `export.over`, and those of
/// `export_now`.
Result<Export> fetch_export(
    House& house, const Caller& caller, const std::string& register_id, const ExportId& id
);

/// Takes away what is worth nothing any more.
Result<std::vector<storage::Write>> sweep_exports(House& house, Instant now);

}  // namespace neove::service
