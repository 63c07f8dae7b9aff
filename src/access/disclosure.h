#pragma once
/// \file
/// What leaves when many records are shown at once, and what breaking the glass takes: names in lists,
/// searches, possible matches, exports and their approvals, break-glass. Asked after `decide`, never instead
/// of it: these only take away.

#include "access/rules.h"

namespace neove::access {

/// What a row of a list may carry: what `decide` lets read at this record, names only where the register
/// shows them to this role in this relation.
Classes list_classes(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    const Verdict& verdict
);

/// Whether lists of the register show this column (`number`, `state`, `due` or a column's id) at all.
bool list_shows(const Rules& rules, std::string_view register_name, std::string_view column);

/// Names never leave in an export on fewer agreements, whatever a register says.
inline constexpr int kIdentityApprovalsMin = 2;

/// How much may leave at once, and how many others must agree to it.
struct ExportLimits {
    int rows_max{0};  ///< 0: nothing
    int approvals{0};
};
ExportLimits export_limits(const Rules& rules, std::string_view register_name, bool with_identity);

/// Whether a role may export from the register at all, and therefore agree to the export of another.
bool is_exporter(const Rules& rules, std::string_view role, std::string_view register_name);

/// Whether a name, a number or a phone may lead her to the record: she may list it, and may read what it is
/// found by (`found_by`), if need be after a purpose was given.
bool may_find(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    Classes found_by
);

/// Whether her role hears of possible matches in this register at all. Of a pair she hears who may find both
/// of its records: asked anew whenever she looks, stored nowhere.
bool hears_of_matches(const Rules& rules, std::string_view role, std::string_view register_name);

struct ExportRequest {
    bool with_identity{false};
    std::size_t rows{0};            ///< that would leave
    std::set<AccountId> approvers;  ///< who agreed to this very export
};

/// What an export may carry; each row then carries what its own verdict for `export` allows of it. Refusals:
/// `access.export_not_yours`, `access.export_identity_never`, `access.export_too_many_rows`,
/// `access.export_needs_approval`. Whoever asks does not count as approving.
Result<Classes> decide_export(
    const Rules& rules, const Actor& actor, std::string_view register_name, const ExportRequest& request
);

/// What an actor gets who breaks the glass of this record, and what follows. Refuses with `access.not_found`
/// where she may not: also a denied person, and nobody can tell why. The service asks for the exact number, a
/// reason and a fresh factor, and writes the row `break_glass` for this account, record and time.
Result<BreakGlass> decide_break_glass(
    const Rules& rules, const Actor& actor, std::string_view register_name, const Standing& standing
);

/// Whether this actor hears of an act of breaking the glass and judges it: she stands in a relation of the
/// rule's `tell`, or holds a role of it whose reach covers the matter. A role that opens records of this
/// register reaches those that it opens, and acts of people of her own organisation or below it; one that
/// opens none there is an oversight and reaches all. Never a denied person; that it was not her own act is
/// the service's to ask.
bool hears_of_break_glass(
    const Rules& rules,
    const Actor& actor,
    std::string_view register_name,
    const Standing& standing,
    const OrganisationId& broken_for
);
/// Whether she may hear of any: for menus.
bool may_hear_of_break_glass(const Rules& rules, std::string_view role, std::string_view register_name);

}  // namespace neove::access
