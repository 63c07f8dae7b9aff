#pragma once
/// \file
/// An export that others must agree to, as a value and its row: what is to leave, who asked in which role,
/// who agreed, until when that is worth anything. What would leave is never stored: it is put together when
/// it is fetched. A row whose tag is wrong, or that is older than the journal knows, is as if absent.

#include "access/rules.h"
#include "service/keys.h"
#include "service/registers/list_records.h"
#include "storage/store.h"

#include <optional>
#include <string>
#include <vector>

namespace neove {
using ExportId = Id<struct ExportTag>;
}

namespace neove::service {

constexpr std::int64_t kExportWaits = 3 * kDay;  ///< for others to agree
constexpr std::int64_t kExportLives = kDay;      ///< from the last agreement on, to be fetched in

inline constexpr std::string_view kExportWaiting = "waiting", kExportAgreed = "agreed",
                                  kExportRefused = "refused";

/// What is to leave.
struct ExportWish {
    RecordQuery query;
    access::Classes classes{0};  ///< asked for, identity aside; none: as much as the register's rule lets
    bool with_identity{false};
    std::string purpose{};  ///< of `kPurposes`: why names leave
};

struct ExportApproval {
    AccountId account;
    std::string role;
    OrganisationId organisation;  ///< acted for
    Instant at;
};

struct WaitingExport {
    ExportId id;
    ExportWish wish;
    AccountId asked_by;
    std::string role;  ///< that it was asked in, and has to be fetched in
    OrganisationId organisation;
    Instant asked_at;
    std::string stage{kExportWaiting};
    Instant until;
    std::string reason;
    std::int64_t rows{0};  ///< that would have left when it was asked for
    std::vector<ExportApproval> approvals;
    AccountId refused_by;
    std::string refusal;
    std::int64_t version{0};
};

storage::Write insert_export(const Keys& keys, const WaitingExport& one);
/// Holds only while the row is as it was read: of two that change it at once one is refused.
storage::Write change_export(const Keys& keys, WaitingExport one);
storage::Write remove_export(const WaitingExport& one);

Result<std::optional<WaitingExport>> find_export(
    storage::Snapshot& snapshot, const Keys& keys, const ExportId& id
);
/// Newest first.
Result<std::vector<WaitingExport>> newest_exports(storage::Snapshot& snapshot, const Keys& keys, int limit);
/// Those that are worth nothing any more.
Result<std::vector<WaitingExport>> exports_over(
    storage::Snapshot& snapshot, const Keys& keys, Instant now, int limit
);

}  // namespace neove::service
