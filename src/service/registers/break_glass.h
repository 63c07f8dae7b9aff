#pragma once
/// \file
/// Breaking the glass (SECURITY 4): one record that is closed to her, by its exact number, for a stated
/// reason and some minutes; it is told at once to those whom the register names, and one of them judges it.

#include "access/disclosure.h"
#include "service/registers/broken_glass.h"
#include "service/registers/found_record.h"

#include <string>
#include <vector>

namespace neove::service {

struct BrokenGlassView {
    BrokenGlass glass;
    std::string account_name;
    std::string organisation_name;
    std::string reviewed_by_name;
    bool is_own{false};
    bool holds{false};  ///< the record is open to her by it now
    bool may_review{false};
};

/// Opens the record to the caller's account alone. Whether the number is unknown, the record denied to her or
/// not hers to open this way: the same answer after the same work, and the same entry in the journal.
/// Refusals: `access.not_found`, `session.pause` (too many tries), `session.step_up`, `field.required`,
/// `form.looks_like_person`, `break_glass.not_needed` (she reads all of it already),
/// `break_glass.open_already`, `break_glass.judged` (within a day after she had no reason to open this one).
Result<BrokenGlassView> break_glass(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const std::string& number,
    const std::string& reason,
    const std::string& request_key = {}
);

constexpr std::int64_t kJudgedFor = kDay;

/// How often somebody was refused lately: no role for it, denied, no such number, too often.
struct RefusedTries {
    AccountId account;
    std::string account_name;
    std::int64_t count{0};
    Instant last_at;
};
constexpr std::int64_t kRefusedFor = 7 * kDay;

struct BrokenGlassPage {
    Desk desk;
    bool may_break{false};
    bool may_review{false};             ///< somebody's, perhaps; which ones is said of each
    std::vector<BrokenGlassView> acts;  ///< newest first; waiting ones first
    std::vector<RefusedTries> refused;  ///< for roles that are told, of the people they oversee; most first
};
constexpr int kBrokenGlassShown = 200;
/// Her own acts, and those that she hears of. Refuses `access.not_found` to whoever may neither break the
/// glass nor hear of it.
Result<BrokenGlassPage> list_broken_glass(House& house, const Caller& caller, const std::string& register_id);

/// By one who hears of it, never by whoever did it. What was not justified closes with the judgement. Of a
/// record that was erased meanwhile the judgement stays, and no words. Refusals: `access.not_found`,
/// `break_glass.reviewed`, `field.required`, `form.looks_like_person`.
Result<BrokenGlassView> review_glass(
    House& house,
    const Caller& caller,
    const std::string& register_id,
    const BrokenGlassId& id,
    bool justified,
    const std::string& words
);

/// Whether a role may break the glass here or hear of it: for menus.
bool takes_part_in_breaking(const Desk& desk, std::string_view role);

/// Acts of this register that wait for the caller's judgement, by when they fall due.
Result<std::vector<BrokenGlass>> glass_to_review(
    House& house, storage::Snapshot& snapshot, const Caller& caller, const Desk& desk
);

}  // namespace neove::service
